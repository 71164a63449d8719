"""A log without a database, and witnesses in this process, for tests of publishing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from tepat.core.log import checkpoints, cosignatures, notes, policies, tree, witnessing
from tepat.core.log.keys import Signer
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.keys import keys_of
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.publisher import Publisher
from tepat.server.log.publishing.release import Releases
from tepat.server.log.publishing.sequencer import Sequencer
from tepat.server.log.publishing.signer import FileSigner
from tepat.server.log.publishing.witnesses import Answer

ORIGIN = "tepat.example/pilkada-2024/99.01"
NOW = datetime(2024, 11, 20, 3, 0, tzinfo=UTC)


@dataclass
class Entries:
    """A source whose entries are their numbers."""

    count: int = 0
    other: set[int] = field(default_factory=set)
    """Numbers whose bytes somebody has changed since."""

    def size(self) -> int:
        return self.count

    def entries(self, first: int, last: int) -> Iterator[bytes]:
        for number in range(first, min(last, self.count) + 1):
            yield self.entry(number)

    def entry(self, number: int) -> bytes:
        return (f"diubah {number}" if number in self.other else f"catatan {number}").encode()

    def hidden(self, first: int, last: int) -> Iterable[tuple[int, str, bytes]]:
        numbers = range(first, last + 1)
        return [(number, "security", b"{}") for number in numbers if number % 50 == 7]

    def root(self) -> bytes:
        return tree.root_of(tree.leaf_hash(self.entry(n)) for n in range(1, self.count + 1))


def place_in(home: Path) -> Place:
    return Place(home, "pilkada-2024", "99.01", ORIGIN)


def publisher(home: Path, source: Entries, disk: Disk | None = None) -> Publisher:
    place, disk = place_in(home), disk or Disk()
    return Publisher(place, source, FileSigner(place, disk), disk)


def publish(one: Publisher) -> None:
    """As the sequencer does: what was signed and never published comes first."""
    while note := one.sign():
        one.publish(note)


class NoViews:
    """Nothing is derived from entries that are only numbers."""

    def publish(self, size: int) -> None:
        return


class World:
    """One log, its witnesses by name, and a clock."""

    def __init__(self, home: Path, *names: str, threshold: int = 1) -> None:
        self.home = home
        self.source = Entries()
        self.now = NOW
        self.away: set[str] = set()
        self.taciturn: set[str] = set()
        """Witnesses of another make, which show no newest note."""
        self.claims: dict[str, int] = {}
        """What witnesses say they have seen, whatever it is."""
        self.newest: dict[str, notes.Note] = {}
        self.threshold = threshold
        self.keys = {name: Signer(bytes([number] * 32)) for number, name in enumerate(names, 1)}
        self.held = {name: dict[str, witnessing.Held]() for name in names}
        FileSigner(self.place, Disk()).begin()
        self.write_policy()

    @property
    def place(self) -> Place:
        return place_in(self.home)

    @property
    def policy_file(self) -> Path:
        return self.home / "policy.txt"

    def write_policy(self) -> None:
        lines = [f"log {key.vkey}" for key in keys_of(self.place)]
        for name, key in self.keys.items():
            vkey = notes.write_vkey(notes.Verifier(name, notes.COSIGNATURE, key.public))
            url = "" if name.startswith("hp") else f" http://{name}"
            lines.append(f"witness {name} {vkey}{url}")
        lines += [f"group semua {self.threshold} {' '.join(self.keys)}", "quorum semua"]
        self.policy_file.write_text("\n".join(lines) + "\n")

    def policy(self) -> policies.Policy:
        return policies.parse(self.policy_file.read_bytes())

    def post(self, url: str, data: bytes | None) -> Answer:
        """What the witness at `url` answers, by the rules of the core."""
        name = url.removeprefix("http://").partition("/")[0]
        if name in self.away:
            return Answer(0, b"no route")
        if data is None:
            return self.shown(name, url)
        if name in self.claims:
            return Answer(409, f"{self.claims[name]}\n".encode())
        logs = {ORIGIN: [key.verifier for key in keys_of(self.place)]}
        witness = witnessing.Witness(name, self.keys[name], logs)
        answer = witnessing.add_checkpoint(witness, self.held[name], data, 1_732_000_000)
        if answer.held is not None:
            self.held[name][answer.origin] = answer.held
            self.newest[name] = answer.note or notes.Note("")
        return Answer(answer.status, answer.body)

    def shown(self, name: str, url: str) -> Answer:
        """What our own witness program shows to anybody; others do not."""
        if name in self.taciturn or not url.endswith(witnessing.newest_path(ORIGIN)):
            return Answer(404, b"not here")
        return Answer(200, notes.write_note(self.newest[name]))

    def cosigned(self, name: str, note: notes.Note) -> bytes:
        """The published note with the signature of one phone, as the phone sends it."""
        line = cosignatures.cosign(note.text, name, self.keys[name], 1_732_000_000)
        return notes.write_note(notes.Note(note.text, (line,)))

    def sequencer(self, disk: Disk | None = None) -> Sequencer:
        disk = disk or Disk()
        return Sequencer(
            self.place,
            self.source,
            FileSigner(self.place, disk),
            disk,
            NoViews(),
            _no_releases,
            lambda: self.policy_file,
            self.post,
        )

    def turn(self, one: Sequencer, *, more: int = 0, seconds: int = 11) -> None:
        """Let time pass, let facts come, and give the sequencer its round."""
        self.source.count += more
        self.now += timedelta(seconds=seconds)
        one.round(self.now)

    def published(self) -> checkpoints.Checkpoint:
        return checkpoints.parse(self.note().text)

    def note(self) -> notes.Note:
        return notes.parse_note((self.place.folder / "checkpoint").read_bytes())


def _no_releases() -> Releases:
    return {}
