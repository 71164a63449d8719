"""An office's own file stands in for the shipped one, is seen at once, and a bad one is named."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from tepat.adapters import (
    checklist_files,
    cost_files,
    exercise_files,
    export_files,
    incident_files,
    own_files,
    security_files,
    stage_files,
    supervision_files,
)
from tepat.core.problems import Code, Refused

READERS: dict[str, Callable[[Path], object]] = {
    "checklists/arrival": checklist_files.checklists,
    "costs/kinds": cost_files.cost_kinds,
    "exercises/kotak_hilang": exercise_files.cases,
    "exports/pergerakan": export_files.exports,
    "incidents/incidents": incident_files.book,
    "incidents/playbooks": incident_files.book,
    "incidents/mitigation": incident_files.book,
    "incidents/register": incident_files.book,
    "security/security": security_files.book,
    "stages/stages": stage_files.stages,
    "supervision/foci": supervision_files.book,
    "supervision/topics": supervision_files.book,
    "supervision/rawan": supervision_files.book,
    "supervision/clocks": supervision_files.book,
}

KEYS = (
    *("kind", "ladder", "urgency", "playbook", "ask", "risk", "stage", "grade", "inject", "field"),
    *("question", "checklist", "topic", "groups", "indicators", "family"),
)
NUMBERS = b"".join(f"{each} = 3\n".encode() for each in KEYS)


def own(home: Path, name: str, body: bytes) -> Path:
    path = home / f"{name}.toml"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(body)
    return path


@pytest.mark.parametrize("name", READERS)
@pytest.mark.parametrize(
    "body",
    [b"\x00\xff", b"kind = ", b"x = 1\n" * 100_000, NUMBERS],
    ids=["bytes", "cut", "huge", "numbers"],
)
def test_a_file_that_is_none_is_named_and_the_shipped_one_holds_again(
    tmp_path: Path, name: str, body: bytes
) -> None:
    read = READERS[name]
    shipped = read(tmp_path)
    path = own(tmp_path, name, body)
    with pytest.raises(Refused) as caught:
        read(tmp_path)
    assert caught.value.problem.code == Code.OWN_FILE
    assert caught.value.problem.facts["file"] == f"{name}.toml"
    path.unlink()
    assert read(tmp_path) == shipped


def test_what_changes_is_read_again_and_what_stays_is_the_same_source(tmp_path: Path) -> None:
    path = own(tmp_path, "costs/kinds", b"a = 1\n")
    (before,) = own_files.sources(tmp_path, "costs")
    assert own_files.sources(tmp_path, "costs") == (before,)
    assert own_files.read(before) == {"a": 1}
    path.write_bytes(b"a = 2\n")
    os.utime(path, ns=(0, before.changed + 1))
    (after,) = own_files.sources(tmp_path, "costs")
    assert after != before
    assert own_files.read(after) == {"a": 2}


def test_other_files_of_the_folder_are_no_part_of_it(tmp_path: Path) -> None:
    own(tmp_path, "incidents/notes", b"no toml at all")
    own(tmp_path, "costs/kinds", b"a = 1\n").rename(tmp_path / "costs" / "kinds.toml.bak")
    assert incident_files.book(tmp_path).kinds
    assert cost_files.cost_kinds(tmp_path)
