"""One log's next checkpoint: entries into files, hashes above them, a signature, then the name.

The order is what makes a crash harmless. Everything a checkpoint speaks of is on the disk
before it is signed, the signer remembers before it answers, and `checkpoint` is put in
place last. Whatever was written for a checkpoint that never came is written again.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Final, Protocol

from tepat.core.log import canonical, checkpoint_index, checkpoints, describing, notes, tiles, tree
from tepat.core.problems import Code, refuse
from tepat.server.log.publishing import release
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.signer import SignsLogs
from tepat.server.log.publishing.tree_files import TreeFiles, begin_of


class Source(Protocol):
    """Where entries come from: numbers 1, 2, 3 ... without gaps, never changed."""

    def size(self) -> int:
        """How many entries there are."""

    def entries(self, first: int, last: int) -> Iterable[bytes]:
        """The bytes of the entries of these numbers, in order."""

    def hidden(self, first: int, last: int) -> Iterable[tuple[int, str, bytes]]:
        """Number, audience and body of the hidden facts among these numbers."""


CHECKPOINT = "checkpoint"
_LARGEST_BODY_FILE: Final = 2 * canonical.LARGEST_BODY + 1_024
"""A body that is mostly quotes doubles inside the object that holds it."""


class Publisher:
    """Publishes one log. Only one may exist at a time: see `locks`."""

    def __init__(self, place: Place, source: Source, signer: SignsLogs, disk: Disk) -> None:
        self.place = place
        self.source = source
        self.signer = signer
        self.disk = disk
        self.files = TreeFiles(place, disk)
        self.size = 0
        """Size of the tree that is published."""
        self._older = 0
        self._signed: set[int] = set()
        """Sizes of all checkpoints, once the first of this run was published."""

    def recover(self) -> None:
        """Continue from what is published; what is missing or torn is made again.

        Raises `Refused` where the database no longer holds what was published.
        """
        self.signer.begin()
        published = self.published()
        self.size = published.size if published else 0
        if published is None:
            return
        if self._root(published.size) == published.root:
            return
        if self.source.size() < self.size:
            raise refuse(
                Code.LOG_SMALLER, log=str(self.place), size=self.source.size(), last=self.size
            )
        self._write(0, self.size)
        if self._root(self.size) != published.root:
            raise refuse(Code.LOG_REWRITTEN, log=str(self.place), size=self.size)

    def published(self) -> checkpoints.Checkpoint | None:
        """Return the checkpoint that is published, or None. Raises `Refused` for a torn one."""
        note = self.note()
        if note is None:
            return None
        try:
            return checkpoints.parse(note.text)
        except checkpoints.BadCheckpoint as error:
            raise refuse(Code.LOG_FOLDER, log=str(self.place), file=CHECKPOINT) from error

    def note(self, size: int | None = None) -> notes.Note | None:
        """Return the published note, or the one of an earlier `size`, with its cosignatures."""
        name = CHECKPOINT if size is None else f"checkpoints/{size}"
        data = self.disk.read(self.place.folder / name)
        if data is None:
            return None
        try:
            return notes.parse_note(data)
        except notes.BadNote as error:
            raise refuse(Code.LOG_FOLDER, log=str(self.place), file=name) from error

    def sign(self) -> notes.Note | None:
        """Write what is new and return its signed note; None: nothing is new.

        A checkpoint that was signed and never published comes first. Raises `Refused` as
        the signer does, `OSError` where the disk does not take it; nothing is lost then.
        """
        there = self.source.size()
        memory = self.signer.memory()
        if there < max(self.size, memory.size):
            last = max(self.size, memory.size)
            raise refuse(Code.LOG_SMALLER, log=str(self.place), size=there, last=last)
        if there < memory.floor:
            raise refuse(
                Code.LOG_BEHIND_WITNESS, log=str(self.place), size=there, last=memory.floor
            )
        size = memory.size if memory.size > self.size else there
        if size == self.size:
            return None
        self._write(self.size, size)
        read = self.files.reader(size)
        proof = tree.consistency_proof(memory.size, size, read)
        seen: list[bytes] = []
        if memory.size < memory.floor <= size:
            seen = tree.consistency_proof(memory.floor, size, read)
        checkpoint = checkpoints.Checkpoint(self.place.origin, size, read.root())
        note = notes.parse_note(self.signer.sign(checkpoint, proof, seen))
        self._write_note(f"checkpoints/{size}", note)
        return note

    def publish(self, note: notes.Note) -> None:
        """Put a signed note, with the cosignatures it has by now, in place for everybody."""
        size = checkpoints.parse(note.text).size
        self._write_note(f"checkpoints/{size}", note)
        self._write_index(size)
        self._write_note(CHECKPOINT, note)
        self.files.prune(self._older, self.size)
        self._older, self.size = self.size, size

    def add_signatures(self, size: int, signatures: Sequence[notes.Signature]) -> notes.Note | None:
        """Add cosignatures that came later to the checkpoint of `size`; None: no such one."""
        note = self.note(size)
        if note is None:
            return None
        more = note.with_signatures(signatures)
        if more != note:
            self._write_note(f"checkpoints/{size}", more)
        if size == self.size:
            self._write_note(CHECKPOINT, more)
        return more

    def proof(self, old: int, new: int) -> list[bytes]:
        """Return the proof that the published tree of `old` begins that of `new`."""
        return tree.consistency_proof(old, new, self.files.reader(new))

    def describe(self, releases: release.Releases) -> None:
        """Write `log.json`: what this log is, its keys, and when its parts are public."""
        described = {
            "election": self.place.election,
            "kabupaten": self.place.kabupaten,
            "keys": self.signer.vkeys(),
            "origin": self.place.origin,
            "release": release.as_json(releases),
            "v": 1,
        }
        if note := self.signer.describe(describing.digest_of(described)):
            described[describing.FIELD] = note
        data = (json.dumps(described, indent=1, sort_keys=True) + "\n").encode()
        path = self.place.folder / "log.json"
        if self.disk.read(path) != data:
            self.disk.write(path, data)

    def _write(self, old: int, size: int) -> None:
        """Write every file of the tree of `size` that the tree of `old` does not have."""
        for number, audience, body in self.source.hidden(old + 1, size):
            path = self.place.folder / "bodies" / audience / f"{number}.json"
            data = canonical.encode({"body": body.decode()}, at_most=_LARGEST_BODY_FILE)
            self.disk.write(path, data)
        try:
            reached = self.files.extend(old, self.source.entries(begin_of(old) + 1, size))
        except tiles.BadTile:
            reached = self.files.extend(0, self.source.entries(1, size))
        if reached != size:
            raise refuse(Code.LOG_GAP, log=str(self.place), number=reached + 1)

    def _write_index(self, size: int) -> None:
        """Name `size` among the checkpoints; the first time, those that lie there too."""
        path = self.place.folder / checkpoint_index.PATH
        if not self._signed:
            names = (each.name for each in path.parent.iterdir())
            self._signed = {int(name) for name in names if name.isascii() and name.isdecimal()}
        self._signed.add(size)
        self.disk.write(path, checkpoint_index.write(self._signed))

    def _root(self, size: int) -> bytes | None:
        """Root of the tree on the disk; None: a tile is missing or torn."""
        try:
            return self.files.reader(size).root()
        except tiles.BadTile:
            return None

    def _write_note(self, name: str, note: notes.Note) -> None:
        self.disk.write(self.place.folder / name, notes.write_note(note))
