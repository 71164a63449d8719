"""What a phone asks of its log: proofs of its facts, and to witness it with a key of its own.

Everything is read from the published folder, as a stranger would read it; nothing here
signs, and what a phone cosigned is checked against what was published.
"""

import json
import re
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from tepat.core.log import checkpoints, gathered, keys, notes, policies, spelling, tiles, tree
from tepat.core.move.events.rights import SUPERVISORS
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.keeping import wiring
from tepat.server.log.models import Fact
from tepat.server.log.publishing import cosigning, status
from tepat.server.log.publishing.disk import Disk
from tepat.server.log.publishing.place import Place
from tepat.server.move.field.asking import (
    Asked,
    answer_with,
    check_stands,
    packed,
    phone_call,
)
from tepat.server.move.models import PhoneWitness

MOST_FACTS: Final = 500
MOST_BYTES: Final = 64 * 2**10
_NAME: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)


class Wanted(msgspec.Struct):
    """Facts to be proved; `since`: the checkpoint this phone has checked; which one it wants."""

    facts: list[str] = []
    since: int = 0
    newest: bool = False


class Cosigned(msgspec.Struct):
    """A witness key with the device's signature over it, and the note it cosigned."""

    vkey: str
    sig: str
    note: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A published checkpoint."""

    note: notes.Note
    checkpoint: checkpoints.Checkpoint
    is_witnessed: bool


@phone_call("POST", most=MOST_BYTES)
def proofs(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer inclusion of facts, and consistency with what the phone has seen: three queries."""
    wanted = _wanted(asked.body)
    scope = asked.scope
    place, disk = wiring.place_of(scope), Disk()
    policy = _policy(place)
    shown = _shown(place, policy, disk, newest=wanted.newest)
    size = shown.checkpoint.size
    rows = _rows(scope, wanted.facts)
    inside = [name for name in wanted.facts if name in rows and rows[name].number <= size]
    reader = tiles.TileReader(lambda path: disk.read(place.folder / path), size)
    try:
        found = gathered.gather([rows[name].number - 1 for name in inside], size, reader)
        steps = tree.consistency_proof(wanted.since, size, reader) if wanted.since <= size else []
    except tiles.BadTile as error:
        raise refuse(Code.CHECKPOINT_NONE, seconds=60) from error
    paths = dict(zip(inside, found.paths, strict=True))
    note = gathered.enough_of(shown.note, policy, place.origin)
    return packed(
        request,
        {
            "v": 1,
            "checkpoint": notes.write_note(note).decode(),
            "witnessed": shown.is_witnessed,
            "hashes": [spelling.to_base64(each) for each in found.hashes],
            "facts": [_said(rows.get(name), paths.get(name)) for name in wanted.facts],
            "consistency": [spelling.to_base64(each) for each in steps],
        },
    )


@phone_call("POST", most=cosigning.LARGEST)
def witness(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Take the newest checkpoint as a supervisor's phone cosigned it: at most five queries.

    Raises `Refused` for who is no supervisor, for a key that the device did not sign or that
    is another's, and for what `cosigning.take` refuses.
    """
    check_stands(asked)
    row = asked.device
    if row.role not in SUPERVISORS:
        raise refuse(Code.DEVICE_NO_WITNESS, role=row.role)
    try:
        cosigned = msgspec.json.decode(asked.body, type=Cosigned)
        verifier = notes.parse_vkey(cosigned.vkey)
        data = cosigned.note.encode()
    except (msgspec.DecodeError, UnicodeError, RecursionError, notes.BadNote) as error:
        raise refuse(Code.COSIGNATURE_UNREADABLE) from error
    place = wiring.place_of(asked.scope)
    _register(asked, place, verifier, cosigned)
    policy = _policy(place) or policies.Policy()
    taken = cosigning.take(place, policy, data, Disk(), [verifier])
    return answer_with({"size": taken.size, "taken": taken.count})


def witness_name(origin: str, device: str) -> str:
    """Return the name of the witness key of a phone.

    >>> witness_name("log.example/p/63.09", "ab" * 16)
    'log.example/p/63.09/hp/abababababababab'
    """
    return f"{origin}/hp/{device[:16]}"


def registration(origin: str, vkey: str) -> bytes:
    """Return what the device's own key signs, so that anybody may see whose witness it is."""
    return f"{origin}\n{vkey}\n".encode()


def _register(asked: Asked, place: Place, verifier: notes.Verifier, cosigned: Cosigned) -> None:
    row = asked.device
    public = spelling.from_base64(row.key) or b""
    sig = spelling.from_base64(cosigned.sig) or b""
    is_named = verifier.name == witness_name(place.origin, row.device)
    is_own = is_named and verifier.kind == notes.COSIGNATURE and verifier.public != public
    body = registration(place.origin, cosigned.vkey)
    if not is_own or not keys.body_verifies(public, keys.WITNESS, body, sig):
        raise refuse(Code.COSIGNATURE_UNKNOWN)
    try:
        with transaction.atomic():
            kept, _ = PhoneWitness.objects.get_or_create(
                scope=asked.scope,
                device=row.device,
                defaults={
                    "name": verifier.name,
                    "vkey": cosigned.vkey,
                    "signature": cosigned.sig,
                    "at": clock.now(),
                },
            )
    except IntegrityError as error:
        raise refuse(Code.COSIGNATURE_UNKNOWN) from error
    if kept.vkey != cosigned.vkey:  # a second key of one phone would be a second voice
        raise refuse(Code.COSIGNATURE_UNKNOWN)


def _wanted(body: bytes) -> Wanted:
    try:
        wanted = msgspec.json.decode(body, type=Wanted)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise refuse(Code.PROOFS_UNREADABLE, most=MOST_FACTS) from error
    is_fit = len(wanted.facts) <= MOST_FACTS and 0 <= wanted.since < 2**53
    if not is_fit or not all(_NAME.fullmatch(each) for each in wanted.facts):
        raise refuse(Code.PROOFS_UNREADABLE, most=MOST_FACTS)
    return wanted


def _shown(place: Place, policy: policies.Policy | None, disk: Disk, *, newest: bool) -> Shown:
    """Return the newest checkpoint that met its quorum; else, or with `newest`, the newest."""
    size = status.read(place).quorum_size
    if size and policy is not None and not newest:
        note = _note(disk.read(place.folder / f"checkpoints/{size}"))
        if note is not None and policies.quorum_met(policy, note):
            return Shown(note, checkpoints.parse(note.text), True)
    note = _note(disk.read(place.folder / "checkpoint"))
    if note is None:
        raise refuse(Code.CHECKPOINT_NONE, seconds=30)
    is_witnessed = policy is not None and policies.quorum_met(policy, note)
    return Shown(note, checkpoints.parse(note.text), is_witnessed)


def _note(data: bytes | None) -> notes.Note | None:
    try:
        return notes.parse_note(data) if data else None
    except notes.BadNote:
        return None


def _policy(place: Place) -> policies.Policy | None:
    try:
        return policies.parse(wiring.policy_file(place).read_bytes())
    except (OSError, policies.BadPolicy):
        return None


def _rows(scope: Scope, names: list[str]) -> dict[str, Fact]:
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, pk__in=sorted(set(names))
    )
    return {row.pk: row for row in rows.only("pk", "number", "received_at", "countersigned")}


def _said(row: Fact | None, path: tuple[int, ...] | None) -> dict[str, Any]:
    """Return what a phone needs besides its own bytes to make the leaf, and the path up."""
    if row is None:
        return {"number": 0}
    found = {
        "number": row.number,
        "received": spelling.to_utc(row.received_at),
        "countersigned": json.loads(row.countersigned or "[]"),
    }
    return found if path is None else found | {"path": list(path)}


def known_witnesses(scope: Scope) -> list[dict[str, str]]:
    """Return every witness key of a phone, with the proof of whose it is: one query."""
    rows = PhoneWitness.objects.filter(scope=scope).order_by("name")
    return [
        {"device": row.device, "name": row.name, "vkey": row.vkey, "sig": row.signature}
        for row in rows
    ]
