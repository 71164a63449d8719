"""Whatever lies in a folder or a phone's export, verification ends with a verdict."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tepat.core.problems import Refused
from tepat.witness import sources, trust
from tepat.witness.verifying.report import Report
from tepat.witness.verifying.run import Asked, verify
from tests import logs

CHANGES = ("cut", "longer", "replaced", "doubled", "gone", "folder")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=20,
)


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Asked]]:
    """A folder of 260 facts, and what to verify it by."""
    home = tmp_path_factory.mktemp("hostile")
    log = logs.a_log(home / "log", 260)
    log.publish()
    policy = log.policy(home / "policy")
    yield log.folder, Asked(trust.read_policy(policy), str(policy))
    shutil.rmtree(home)


def verdict(folder: Path, asked: Asked) -> Report | Refused:
    try:
        return verify(sources.opened(str(folder)), asked)
    except Refused as refused:
        return refused


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(
    which=st.integers(0, 10_000),
    how=st.sampled_from(CHANGES),
    at=st.integers(0, 100_000),
    junk=st.binary(min_size=1, max_size=200),
)
def test_any_file_may_be_anything(
    published: tuple[Path, Asked], which: int, how: str, at: int, junk: bytes
) -> None:
    folder, asked = published
    files = sorted(p for p in folder.rglob("*") if p.is_file() and p.name != "log.json")
    file = files[which % len(files)]
    good = file.read_bytes()
    file.unlink()
    if how == "folder":
        file.mkdir()
    elif how != "gone":
        cut = good[: at % len(good)]
        file.write_bytes(
            {"cut": cut, "longer": good + junk, "replaced": junk, "doubled": good + good}[how]
        )
    found = verdict(folder, asked)
    if how == "folder":
        file.rmdir()
    file.write_bytes(good)

    # An old checkpoint that is gone leaves no trace, and proves nothing that is needed.
    is_old = file.parent.name == "checkpoints" and how in ("gone", "folder")
    # One witness less is no fault as long as the quorum stands.
    is_unsigned = file.name == "checkpoint" and how == "cut" and good[at % len(good) - 1] == 10
    assert isinstance(found, Refused) or found.findings or is_old or is_unsigned
    clean = verdict(folder, asked)
    assert isinstance(clean, Report)
    assert clean.findings == []


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=st.dictionaries(st.sampled_from(["facts", "receipts", "checkpoints"]), JSON) | JSON)
def test_a_phone_may_export_anything(
    published: tuple[Path, Asked], tmp_path: Path, parts: object
) -> None:
    folder, asked = published
    box = tmp_path / "hp.json"
    box.write_text(json.dumps(parts))

    found = verdict(folder, Asked(asked.policy, asked.policy_file, phones=(box,)))
    if isinstance(found, Report):
        assert found.is_fine or found.findings


def test_half_characters_and_terminal_codes_reach_no_screen(
    published: tuple[Path, Asked], tmp_path: Path
) -> None:
    folder, asked = published
    box = tmp_path / "hp.json"
    box.write_text('{"facts": [{"body": "\\ud800", "sig": "AA=="}], "checkpoints": ["\\ud800"]}')
    states = folder / "states/260.jsonl"
    good = states.read_bytes()
    states.write_bytes(b'{"package":"\\ud800\\u001b[2J"}\n' + good)

    found = verdict(folder, Asked(asked.policy, asked.policy_file, phones=(box,)))
    states.write_bytes(good)
    assert isinstance(found, Report)
    said = "".join(found.lines()) + found.as_json()
    assert "??[2J" in said
    assert said.encode("utf-8").decode("utf-8") == said
    assert "\x1b" not in said
