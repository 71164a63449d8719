"""What lies beside the tree comes to a copy when it is released, and only in its right form."""

from pathlib import Path

import pytest

from tepat.core.log import canonical, notes, tiles
from tepat.witness import beside, sources
from tepat.witness.mirroring import Done, mirror
from tests import logs
from tests.witness.checks import pak_joko_of

KNOWN = [notes.parse_vkey(logs.log_vkey())]


def grown(log: logs.Log, size: int) -> None:
    """Add reports until the log has `size` entries, and publish it."""
    joko = pak_joko_of(log)
    while len(log.leaves) < size:
        log.add(*joko.fact("incident", what="broken", packages=[f"KC{len(log.leaves):04}"]))
    log.publish()


def copied(log: logs.Log, tmp_path: Path) -> tuple[Done, Path]:
    done = mirror(str(log.folder), tmp_path / "salinan", KNOWN)
    [copy] = (tmp_path / "salinan").iterdir()
    return done, copy


def test_what_is_released_after_its_bundle_was_copied_still_comes(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    joko = pak_joko_of(log)
    body, signature = joko.fact("positioned", shipment="SJ1", salt="ab" * 16)
    number = log.hide(body, signature, "security", shown=False)
    listed = b'{"later":1}'
    name = canonical.name_of(listed)
    log.add(*joko.fact("incident", what="broken", list=name))
    grown(log, 300)
    _, copy = copied(log, tmp_path)
    hidden = copy / f"bodies/security/{number}.json"
    assert (copy / tiles.entries_path(0)).exists()
    assert not hidden.exists()

    shown = canonical.encode({"body": body.decode()}, at_most=70_000)
    log._write(f"bodies/security/{number}.json", shown)
    log.list(listed)
    done, _ = copied(log, tmp_path)  # the log has not grown

    assert hidden.read_bytes() == shown
    assert (copy / "lists" / name).read_bytes() == listed
    assert (done.bodies, done.is_news) == (1, True)


def test_a_copy_made_before_copies_remembered_asks_for_everything_once(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    body, signature = pak_joko_of(log).fact("positioned", shipment="SJ1", salt="ab" * 16)
    number = log.hide(body, signature, "security", shown=True)
    grown(log, 300)
    _, copy = copied(log, tmp_path)
    (copy / f"bodies/security/{number}.json").unlink()

    (copy / beside.WAITING).unlink()
    copied(log, tmp_path)

    assert (copy / f"bodies/security/{number}.json").exists()
    assert b'"bundles": []' in (copy / beside.WAITING).read_bytes()


def test_what_is_missing_is_asked_for_in_bounded_rounds_that_reach_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    joko = pak_joko_of(log)
    for number in range(900):
        body, signature = joko.fact("positioned", shipment=f"SJ{number}", salt="ab" * 16)
        log.hide(body, signature, "security", shown=False)
    log.publish()
    copied(log, tmp_path)
    asked: list[str] = []
    read = sources.Folder.read

    def watched(self: sources.Folder, path: str, limit: int) -> bytes | None:
        asked.append(path)
        return read(self, path, limit)

    monkeypatch.setattr(sources.Folder, "read", watched)
    seen: set[str] = set()
    for _ in range(6):
        asked.clear()
        copied(log, tmp_path)
        bodies = [each for each in asked if each.startswith("bodies/")]
        assert 0 < len(bodies) <= beside.MOST_ASKED + tiles.WIDTH
        seen |= set(bodies)

    assert len(seen) == 900


def test_the_newest_few_states_are_kept(tmp_path: Path) -> None:
    log = logs.a_log(tmp_path / "log", 10)
    for size in range(20, 30):
        grown(log, size)
        _, copy = copied(log, tmp_path)

    kept = sorted(int(each.stem) for each in (copy / "states").iterdir())
    assert kept == list(range(25, 30))


@pytest.mark.parametrize(
    "spoiled",
    [
        b"A" * 100_000,
        b'{"package":"KC0001","v":1}\n{"package":"KC0001","v":1}\n',
        b'{"package":"KC0002","v":1}\n{"package":"KC0001","v":1}\n',
        b'{"package":"KC0001","v":1}',
        b'{"v":1}\n',
        b"[]\n",
        b"\n",
    ],
)
def test_states_that_have_not_their_form_are_not_kept_and_said(
    tmp_path: Path, spoiled: bytes
) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    log.publish()
    log._write("states/20.jsonl", spoiled)

    done, copy = copied(log, tmp_path)

    assert list((copy / "states").iterdir()) == []
    assert "states/20.jsonl" in done.sentence
    assert (copy / "checkpoint").exists()


def test_states_far_too_large_for_their_tree_are_not_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(beside, "_STATES_AT_LEAST", 2_000)
    monkeypatch.setattr(beside, "_STATES_PER_ENTRY", 10)
    log = logs.a_log(tmp_path / "log", 20)
    log.publish()
    lines = (b'{"package":"KC%04d","v":1}\n' % number for number in range(200))
    log._write("states/20.jsonl", b"".join(lines))

    done, copy = copied(log, tmp_path)

    assert list((copy / "states").iterdir()) == []
    assert done.unfit == ["states/20.jsonl"]


@pytest.mark.parametrize("spoiled", [b"{}", b"[" * 60_000, b"x" * 70_000, b'{"origin":"lain"}'])
def test_a_log_json_that_does_not_describe_this_log_is_not_kept(
    tmp_path: Path, spoiled: bytes
) -> None:
    log = logs.a_log(tmp_path / "log", 20)
    log.publish()
    _, copy = copied(log, tmp_path)
    right = (copy / "log.json").read_bytes()
    log._write("log.json", spoiled)

    done, _ = copied(log, tmp_path)

    assert (copy / "log.json").read_bytes() == right
    assert done.unfit == ["log.json"]
