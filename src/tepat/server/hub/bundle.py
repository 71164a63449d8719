"""What the office gives a hub before it goes to its hall: one file, carried by hand.

It holds public keys, the lists that phones of the area will ask for, and where the office is.
It holds no secret: no key of the desk, of the log or of a letter. But lists name people and
their phones, so the file is handled like the letters.
"""

import gzip
import re
import zlib
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Final
from urllib.parse import urlsplit

import msgspec

from tepat.core.election.regions import is_in
from tepat.core.log import spelling
from tepat.core.move.devices import Assignment
from tepat.core.move.field_manifest import wire
from tepat.core.problems import Code, refuse
from tepat.server.desk.serving import is_loopback
from tepat.server.election.models import Scope
from tepat.server.log.names import origin_of
from tepat.server.move.devices import queries
from tepat.server.move.field import manifest
from tepat.server.move.models import Device

VERSION: Final = 1
LARGEST: Final = 64 * 2**20
"""Bytes of a bundle unpacked: a kecamatan of 200 TPS has some hundred lists of 8 to 40 kB."""
_ORIGIN: Final = re.compile(r"https?://[^/\s;,'\"*?#@]+", re.ASCII)


class Listed(msgspec.Struct, frozen=True):
    """The list of one person, as a phone reads it, its tag, and what the desk signed of it."""

    tag: str
    text: str
    signed: str


class Bundle(msgspec.Struct, frozen=True):
    """What a hub knows of its log."""

    v: int
    election: str
    kabupaten: str
    area: str
    log: str
    office: str
    made: str
    contoh: bool
    policy: str
    devices: dict[str, str]
    """Ids of keys and their public keys, base64."""
    holders: dict[str, str]
    """Ids of keys and the assignments they stand for."""
    assignments: list[str]
    """Duties whose letters may be used in this hall."""
    lists: dict[str, Listed]
    """By the name of the assignment."""
    parties: dict[str, str] = {}
    """Role and area (`role@area`) of each duty; none in a file that an earlier office wrote."""

    def duty_of(self, device: str, enrolled: str) -> str:
        """Return the assignment that a key stands for; `enrolled`: what it claimed in this hall.

        A hub cannot check a letter, and whose duty is whose stands in every fact. So a claim counts
        for a duty that nobody had when the bundle was made, and for a key that had none; else "".
        """
        if device in self.holders:
            return self.holders[device]
        return "" if enrolled in self.holders.values() else enrolled


def make(scope: Scope, area: str, office: str, now: datetime) -> Bundle:
    """Return the bundle for a hub of `area`: a dozen queries for each list.

    Raises `Refused` for an office that phones could not reach by HTTPS, and where nobody
    has a duty in the area.
    """
    given = [
        each
        for each in queries.registry(scope).assignments.values()
        if each.ends > now and each.ended is None and _meets(each.area, area)
    ]
    if not any(is_in(each.area, area) for each in given):
        raise refuse(Code.ASSIGNMENT_UNKNOWN, value=area)
    rows = [
        row
        for row in Device.objects.filter(scope=scope, is_desk=False, upto=None, ends__gt=now)
        if _meets(row.area, area)
    ]
    return Bundle(
        v=VERSION,
        election=scope.election,
        kabupaten=scope.kabupaten,
        area=area,
        log=origin_of(scope.election, scope.kabupaten),
        office=checked_office(office),
        made=spelling.to_utc(now),
        contoh=scope.is_contoh,
        policy=manifest.policy_of(scope).decode(),
        devices={row.device: row.key for row in rows},
        holders={row.device: row.assignment for row in rows},
        assignments=sorted(each.name for each in given),
        lists=_lists(scope, area, given, rows, now),
        parties={each.name: f"{each.role}@{each.area}" for each in given},
    )


def write(bundle: Bundle) -> bytes:
    """Return the bytes of the file: the same for the same bundle."""
    return gzip.compress(msgspec.json.encode(bundle), 9, mtime=0)


def read(data: bytes) -> Bundle:
    """Return the bundle of a file. Raises `Refused` for anything else."""
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(data, LARGEST)
        bundle = msgspec.json.decode(text, type=Bundle)
    except (zlib.error, msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise refuse(Code.HUB_BUNDLE) from error
    if unpacking.unconsumed_tail or not unpacking.eof or bundle.v != VERSION:
        raise refuse(Code.HUB_BUNDLE)
    checked_office(bundle.office)
    return bundle


def mark(data: bytes) -> str:
    """Return what both sides read to each other to see that the file is the same.

    >>> mark(b"")
    'E3B0 C442 98FC 1C14'
    """
    digits = sha256(data).hexdigest()[:16].upper()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def checked_office(office: str) -> str:
    """Return the address of the office. Raises `Refused` where it is none that is safe."""
    parts = urlsplit(office)
    is_own = parts.scheme == "http" and is_loopback(parts.hostname or "")
    if not _ORIGIN.fullmatch(office) or not (parts.scheme == "https" or is_own):
        raise refuse(Code.HUB_ADDRESS, value=office[:80])
    return office


def _meets(own: str, area: str) -> bool:
    """Whether who serves in `own` may come to a hall of `area`: from inside, or from above."""
    return is_in(own, area) or is_in(area, own)


def _lists(
    scope: Scope,
    area: str,
    given: Iterable[Assignment],
    rows: Iterable[Device],
    now: datetime,
) -> dict[str, Listed]:
    """Return the list of each duty in the area; of one whose letter waits, what it will be."""
    known = {row.assignment: row for row in rows}
    found = {}
    for each in given:
        if not is_in(each.area, area):
            continue
        device = known.get(each.name) or Device(
            scope=scope,
            assignment=each.name,
            person=each.person,
            role=each.role,
            area=each.area,
            ends=each.ends,
        )
        value = manifest.of(scope, device, "id", now)
        data = wire.write(value)
        signed = manifest.signatures(value, data)
        found[each.name] = Listed(wire.tag_of(value), data.decode(), signed)
    return found
