"""Cosignatures that come by themselves: phones of supervisors, a stick, another desk.

The web process checks a note and lays it into an inbox; the sequencer, which alone
writes the log's files, adds it. Whatever bears our own signature and says something else
than we published is kept as evidence and never thrown away.
"""

import json
from collections.abc import Collection
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from tepat.core.log import checkpoints, notes, policies
from tepat.core.problems import Code, refuse
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.witnesses import holds

LARGEST: Final = 16 * 1024
MOST_WAITING: Final = 5000


@dataclass(frozen=True, slots=True)
class Taken:
    """How many cosignatures of a note were taken, for the checkpoint of which size."""

    size: int
    count: int


def take(
    place: Place,
    policy: policies.Policy,
    data: bytes,
    disk: Disk,
    phones: Collection[notes.Verifier] = (),
) -> Taken:
    """Check a note that a witness signed and lay it into the inbox; twice is once.

    `phones` are witness keys of supervisors' phones that are known besides the policy: what
    they sign is published, and counts for whoever names them in a policy.

    Raises `Refused` for what is no note, no checkpoint of this log, or signed by nobody
    the policy knows, nor one of `phones`.
    """
    note, checkpoint = _read(data)
    size = checkpoint.size
    ours = _published(place, size, disk)
    if ours is None or checkpoint.origin != place.origin:
        raise refuse(Code.COSIGNATURE_SIZE, log=str(place), size=size)
    if ours.text != note.text:
        _keep_evidence(place, note, data, disk)
        raise refuse(Code.COSIGNATURE_OTHER, size=size)
    known_keys = [*(each.verifier for each in policy.witnesses.values()), *phones]
    lines = [line for line in note.signatures if _is_of_witness(known_keys, note, line)]
    if not lines:
        raise refuse(Code.COSIGNATURE_UNKNOWN)
    known = {(line.name, line.key_hash) for line in ours.signatures}
    fresh = [line for line in lines if (line.name, line.key_hash) not in known]
    inbox = inbox_of(place)
    for line in fresh:
        name = f"{size}-{sha256(line.name.encode() + line.key_hash).hexdigest()[:24]}"
        if not (inbox / name).exists() and _waiting(inbox) < MOST_WAITING:
            disk.write(inbox / name, notes.write_note(notes.Note(note.text, (line,))))
    return Taken(size, len(lines))


def inbox_of(place: Place) -> Path:
    return place.state / "inbox"


def evidence_of(place: Place) -> list[Path]:
    """Return the notes that bear our signature and are not what we published."""
    folder = place.state / "evidence"
    found = folder.iterdir() if folder.is_dir() else ()
    return sorted(path for path in found if not path.name.startswith("."))


def waiting(place: Place, disk: Disk) -> list[tuple[Path, int, tuple[notes.Signature, ...]]]:
    """Return what lies in the inbox: file, size of the checkpoint, signatures."""
    inbox = inbox_of(place)
    if not inbox.is_dir():
        return []
    found = []
    for path in sorted(inbox.iterdir()):
        data = disk.read(path)
        if data is None or path.name.startswith("."):
            continue
        note, checkpoint = _read(data)
        found.append((path, checkpoint.size, note.signatures))
    return found


def _read(data: bytes) -> tuple[notes.Note, checkpoints.Checkpoint]:
    try:
        if len(data) > LARGEST:
            raise notes.BadNote("too large")
        note = notes.parse_note(data)
        return note, checkpoints.parse(note.text)
    except (notes.BadNote, checkpoints.BadCheckpoint) as error:
        raise refuse(Code.COSIGNATURE_UNREADABLE) from error


def _published(place: Place, size: int, disk: Disk) -> notes.Note | None:
    data = disk.read(place.folder / f"checkpoints/{size}")
    return notes.parse_note(data) if data is not None else None


def _is_of_witness(
    known: Collection[notes.Verifier], note: notes.Note, line: notes.Signature
) -> bool:
    return any(
        (each.name, each.key_hash) == (line.name, line.key_hash) and holds(each, note, line)
        for each in known
    )


def _keep_evidence(place: Place, note: notes.Note, data: bytes, disk: Disk) -> None:
    """Keep a note that a key of this log signed, although it is not what was published."""
    described = json.loads(disk.read(place.folder / "log.json") or b'{"keys": []}')
    keys = [notes.parse_vkey(vkey) for vkey in described["keys"]]
    if any(holds(key, note, line) for line in note.signatures for key in keys):
        name = sha256(note.text.encode()).hexdigest()
        disk.write(place.state / "evidence" / name, data)


def _waiting(inbox: Path) -> int:
    return sum(1 for _ in inbox.iterdir()) if inbox.is_dir() else 0
