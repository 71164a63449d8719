"""What the publisher writes is what the verifier reads: neither knows the other's code."""

from collections.abc import Iterable
from pathlib import Path

from tepat.core.log import entries, policies
from tepat.core.problems import Code
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.keys import make_key
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.publisher import Publisher
from tepat.server.log.publishing.signer import FileSigner
from tepat.witness import sources
from tepat.witness.mirroring import mirror
from tepat.witness.verifying.run import Asked, verify
from tests import logs


class Leaves:
    """The entries of a log of tests as the database would give them."""

    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves

    def size(self) -> int:
        return len(self.leaves)

    def entries(self, first: int, last: int) -> Iterable[bytes]:
        return self.leaves[first - 1 : last]

    def hidden(self, first: int, last: int) -> Iterable[tuple[int, str, bytes]]:
        return ()


def test_a_published_log_verifies_and_is_copied(tmp_path: Path) -> None:
    whole = logs.a_log(tmp_path / "unused", 600)
    place, disk = Place(tmp_path, logs.ELECTION, logs.KABUPATEN, logs.ORIGIN), Disk()
    make_key(place, disk)
    source = Leaves([])
    publisher = Publisher(place, source, FileSigner(place, disk), disk)
    for size in (1, 100, 256, 257, 511, 600):
        source.leaves = whole.leaves[:size]
        note = publisher.sign()
        assert note is not None
        publisher.publish(note)
    lines = b"".join(line + b"\n" for line in logs.folded(whole.leaves))
    (place.folder / "states").mkdir()
    (place.folder / "states/600.jsonl").write_bytes(lines)

    [vkey] = FileSigner(place, disk).vkeys()
    policy = policies.parse(f"log {vkey}\nquorum none\n".encode())
    report = verify(sources.opened(str(place.folder)), Asked(policy, "policy"))
    # Who describes the log is another part of the server; nothing else is missing.
    assert {each.problem.code for each in report.findings} == {Code.ABOUT_MISSING}
    assert (report.facts, report.older, report.packages) == (600, 6, 298)
    assert isinstance(entries.parse(whole.leaves[-1]), entries.FactEntry)

    done = mirror(str(place.folder), tmp_path / "copy", [each.verifier for each in policy.logs])
    assert (done.size, done.bundles, done.withheld) == (600, 3, 0)
    [copy] = (tmp_path / "copy").iterdir()
    copied = verify(sources.opened(str(copy)), Asked(policy, "policy"))
    assert {each.problem.code for each in copied.findings} == {Code.ABOUT_MISSING}
