"""What the pages read from the published folder of a log: checkpoints, and who cosigned them.

Only the newest few checkpoints are opened, so that a page costs the same in a long log.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final, NamedTuple

from tepat.core.log import checkpoints, notes, policies
from tepat.server.log.publishing import status
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.witnesses import holds

RECENT: Final = 48
"""Checkpoints that a page opens."""
PHONE, LAPTOP = "phone", "laptop"
_TIME_BYTES: Final = 8


class Cosigned(NamedTuple):
    """One witness under one checkpoint, and when it says it signed."""

    witness: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Published:
    """One checkpoint of the folder with the witnesses of the policy that signed it."""

    checkpoint: checkpoints.Checkpoint
    cosigned: tuple[Cosigned, ...]

    @property
    def size(self) -> int:
        return self.checkpoint.size

    @property
    def fingerprint(self) -> str:
        return checkpoints.fingerprint(self.checkpoint)


@dataclass(frozen=True, slots=True)
class Seen:
    """One witness of the policy: how far it has seen the log, and what is amiss with it."""

    name: str
    grade: str
    """A witness with an address is a program on a laptop; one without, a phone or a stick."""
    size: int
    at: datetime | None
    is_silent: bool
    refuses: bool
    claims: int
    """How much it says it has seen, where nobody believes it; 0: nothing is doubted."""


def policy_in(data: bytes | None) -> policies.Policy | None:
    """Return the policy in these bytes, None where there is none or it cannot be read."""
    try:
        return policies.parse(data) if data is not None else None
    except policies.BadPolicy:
        return None


def described(place: Place) -> Mapping[str, object]:
    """Return `log.json`; empty where the log is not published yet, or the file is torn."""
    try:
        found = json.loads((place.folder / "log.json").read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def keys_of(place: Place) -> list[notes.Verifier]:
    """Return the public keys that sign this log, as `log.json` names them."""
    keys = described(place).get("keys")
    try:
        return [notes.parse_vkey(str(each)) for each in keys] if isinstance(keys, list) else []
    except notes.BadNote:
        return []


def recent(place: Place, policy: policies.Policy | None, most: int = RECENT) -> list[Published]:
    """Return the newest `most` checkpoints that a key of this log signed, the newest first."""
    verifiers = keys_of(place)
    found = []
    for size in _sizes(place)[:most]:
        try:
            note = notes.parse_note((place.folder / "checkpoints" / str(size)).read_bytes())
            checkpoint = checkpoints.parse(note.text)
        except (OSError, notes.BadNote, checkpoints.BadCheckpoint):
            continue
        is_ours = checkpoint.origin == place.origin and checkpoint.size == size
        if is_ours and any(holds(key, note, line) for key, line in _named(verifiers, note)):
            found.append(Published(checkpoint, _cosigned(policy, note)))
    return found


def witnesses(
    policy: policies.Policy | None, every: Iterable[Published], said: status.Status
) -> list[Seen]:
    """Return how far each witness of the policy has seen the log, by grade and name."""
    if policy is None:
        return []
    last: dict[str, tuple[int, datetime]] = {}
    for each in every:
        for cosigned in each.cosigned:
            last.setdefault(cosigned.witness, (each.size, cosigned.at))
    told = {str(each.get("name")): each for each in said.witnesses}
    rows = []
    for name, party in policy.witnesses.items():
        size, at = last.get(name, (0, None))
        own = told.get(name, {})
        told_size = int(own.get("size", 0))
        is_doubted = bool(own.get("is_doubted"))
        rows.append(
            Seen(
                name,
                LAPTOP if party.url else PHONE,
                size if is_doubted else max(size, told_size),
                at,
                bool(own.get("silent_since")),
                bool(own.get("refuses")),
                told_size if is_doubted else 0,
            )
        )
    return sorted(rows, key=lambda each: (each.grade != PHONE, each.name))


def _sizes(place: Place) -> list[int]:
    try:
        names = os.listdir(place.folder / "checkpoints")
    except OSError:
        return []
    return sorted(
        (int(name) for name in names if name.isascii() and name.isdecimal()), reverse=True
    )


def _named(
    verifiers: Iterable[notes.Verifier], note: notes.Note
) -> list[tuple[notes.Verifier, notes.Signature]]:
    """Pair each line of a note with the key that it names."""
    by_name = {(each.name, each.key_hash): each for each in verifiers}
    lines = [((line.name, line.key_hash), line) for line in note.signatures]
    return [(by_name[name], line) for name, line in lines if name in by_name]


def _cosigned(policy: policies.Policy | None, note: notes.Note) -> tuple[Cosigned, ...]:
    """The witnesses of the policy under a note; the sequencer added only lines that hold."""
    if policy is None:
        return ()
    names = {each.verifier: name for name, each in policy.witnesses.items()}
    found = []
    for verifier, line in _named(names, note):
        seconds = int.from_bytes(line.value[:_TIME_BYTES], "big")
        try:
            found.append(Cosigned(names[verifier], datetime.fromtimestamp(seconds, UTC)))
        except (OverflowError, ValueError, OSError):
            continue
    return tuple(found)
