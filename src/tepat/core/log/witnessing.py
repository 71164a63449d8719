"""What a witness answers to a new checkpoint (C2SP tlog-witness, add-checkpoint).

A pure rule from what the witness holds and what was sent to the answer and what it must
hold then. Whoever runs it keeps `Answer.held` before answering, and lets no second
request of the same origin pass in between.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from tepat.core.log import checkpoints, cosignatures, keys, notes, proofs, spelling, tree

LARGEST_REQUEST: Final = notes.LARGEST_NOTE + 8 * 1024
TEXT: Final = "text/plain; charset=utf-8"
SIZE: Final = "text/x.tlog.size"


class BadRequest(ValueError):
    """These bytes are no add-checkpoint request."""


@dataclass(frozen=True, slots=True)
class Held:
    """The newest checkpoint of one log that this witness has cosigned."""

    size: int = 0
    root: bytes = tree.EMPTY_ROOT


@dataclass(frozen=True, slots=True)
class Request:
    """What a log sends: the size the witness should hold, the proof, the checkpoint."""

    old: int
    proof: tuple[bytes, ...]
    checkpoint: notes.Note


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and body of the HTTP answer; on 200 what must be held from now on.

    `why` is a word for the witness's own book, empty on 200.
    """

    status: int
    body: bytes = b""
    content_type: str = TEXT
    origin: str = ""
    held: Held | None = None
    note: notes.Note | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Witness:
    """Name and key of a witness, and the keys it trusts per origin."""

    name: str
    signer: keys.Signer
    logs: Mapping[str, Sequence[notes.Verifier]]


def newest_path(origin: str) -> str:
    """Return where a witness of ours shows the newest note of a log that it signed."""
    return f"/checkpoint-terakhir/{sha256(origin.encode()).hexdigest()[:16]}.txt"


def write(request: Request) -> bytes:
    """Return the bytes of a request."""
    lines = [f"old {request.old}", *map(spelling.to_base64, request.proof), "", ""]
    return "\n".join(lines).encode() + notes.write_note(request.checkpoint)


def parse(data: bytes) -> Request:
    """Return the request in `data`. Raises `BadRequest`."""
    if len(data) > LARGEST_REQUEST:
        raise BadRequest("too large")
    head, gap, note = data.partition(b"\n\n")
    try:
        first, *lines = head.decode("ascii").split("\n")
        old = spelling.to_number(first.removeprefix("old "))
        if not gap or not first.startswith("old ") or old is None:
            raise BadRequest("no old size")
        return Request(old, proofs.hashes_of(lines), notes.parse_note(note))
    except (UnicodeDecodeError, proofs.BadProof, notes.BadNote) as error:
        raise BadRequest(str(error)) from error


def add_checkpoint(
    witness: Witness, held_by_origin: Mapping[str, Held], data: bytes, time: int
) -> Answer:
    """Return the answer to one request at `time` (seconds since 1970). Never raises."""
    try:
        request = parse(data)
        new = checkpoints.parse(request.checkpoint.text)
    except (BadRequest, checkpoints.BadCheckpoint) as error:
        return Answer(400, f"{error}\n".encode(), why="malformed")
    origin, known = new.origin, witness.logs.get(new.origin)
    if known is None:
        return Answer(404, b"unknown origin\n", origin=origin, why="unknown_origin")
    try:
        signed = bool(notes.verified(request.checkpoint, known))
    except notes.BadNote:
        signed = False
    if not signed:
        return Answer(403, b"no signature of a known key\n", origin=origin, why="signature")
    held = held_by_origin.get(origin, Held())
    if request.old > new.size:
        # The empty tree is no step back: by it a log asks what a witness has seen.
        why = "shrinks" if 0 < new.size < held.size else "malformed"
        return Answer(400, b"old size above new size\n", origin=origin, why=why)
    if request.old != held.size:
        return _conflict(origin, held, "stale")
    if held.size == new.size and held.root != new.root:
        return _conflict(origin, held, "fork")
    if not tree.check_consistency(held.size, new.size, held.root, new.root, request.proof):
        return Answer(422, b"proof does not hold\n", origin=origin, why="fork")
    line = cosignatures.cosign(request.checkpoint.text, witness.name, witness.signer, time)
    return Answer(
        200,
        line.line.encode(),
        origin=origin,
        held=Held(new.size, new.root),
        note=request.checkpoint.with_signatures([line]),
    )


def _conflict(origin: str, held: Held, why: str) -> Answer:
    return Answer(409, f"{held.size}\n".encode(), SIZE, origin, why=why)
