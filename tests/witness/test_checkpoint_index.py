"""The index of checkpoints: found over HTTP, copied, and missed where one was taken away."""

from pathlib import Path

from tepat.core.log import notes
from tepat.core.problems import Code
from tepat.witness import sources, trust
from tepat.witness.mirroring import mirror
from tepat.witness.verifying.report import Report
from tepat.witness.verifying.run import Asked, verify
from tests import logs
from tests.witness.checks import check, codes


def grown(folder: Path) -> logs.Log:
    """A log that signed at 20, 60 and 90."""
    whole = logs.a_log(folder / "unused", 90)
    log = logs.a_log(folder / "log", 20)
    log.publish()
    for size in (60, 90):
        log.leaves = whole.leaves[:size]
        log.publish()
    return log


class LikeAServer(sources.Folder):
    """A folder that gives files and no listing, as over HTTP."""

    def names(self, folder: str) -> None:  # type: ignore[override]
        return None


def fetched(log: logs.Log, folder: Path) -> Report:
    server = LikeAServer(log.folder)
    server.has_names = False
    policy = trust.read_policy(log.policy(folder / "policy"))
    return verify(server, Asked(policy, "policy"))


def test_a_checkpoint_that_was_taken_away_is_missed(tmp_path: Path) -> None:
    log = grown(tmp_path)
    (log.folder / "checkpoints/60").unlink()

    assert codes(check(log)) == {Code.INDEX_DIFFERS}


def test_a_server_gives_its_older_checkpoints_by_the_index(tmp_path: Path) -> None:
    log = grown(tmp_path)
    assert fetched(log, tmp_path).older == 3

    other = logs.a_log(tmp_path / "other", 60, operator="log")
    other.leaves[10] = other.leaves[11]
    (log.folder / "checkpoints/60").write_bytes(notes.write_note(other.note()))
    assert codes(fetched(log, tmp_path)) == {Code.OLDER_DIFFERS}

    (log.folder / "checkpoints/index").unlink()
    assert codes(fetched(log, tmp_path)) == {Code.INDEX_MISSING}


def test_a_mirror_copies_them_with_an_index_of_its_own(tmp_path: Path) -> None:
    log = grown(tmp_path)
    known = [each.verifier for each in trust.read_policy(log.policy(tmp_path / "policy")).logs]
    mirror(str(log.folder), tmp_path / "copy", known)

    [copy] = (tmp_path / "copy").iterdir()
    assert (copy / "checkpoints/index").read_bytes() == b"20\n60\n90\n"
