"""What a scanned or pasted code of the log says: a fact's name, a device, a `TEPAT1:` code."""

import re
from base64 import b64decode
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tepat.core.log import canonical, carrying, keys
from tepat.core.move import events, judging
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact, FactPackage, Quarantined
from tepat.server.move.models import Device, Shipment
from tepat.server.watch.search.found import Found

_NAME: Final = re.compile(r"[0-9a-f]{64}").fullmatch
_DEVICE: Final = re.compile(r"[0-9a-f]{32}").fullmatch
_REFERENCE: Final = re.compile(r"TEPAT-LOG1:([0-9A-F]{64}):\d{1,16}:\d{1,16}:\d{24}").fullmatch


@dataclass(frozen=True, slots=True)
class Said:
    """What a pasted `TEPAT1:` code says. `number` is None where the log does not hold it."""

    name: str
    kind: str = ""
    at: datetime | None = None
    device: str = ""
    packages: tuple[str, ...] = ()
    shipment: str = ""
    number: int | None = None
    is_quarantined: bool = False
    verdict: str = ""
    """`valid`, `unknown_device`, `bad_signature`, or `unreadable`."""


def said(scope: Scope, text: str) -> Said | None:
    """Return what a text code says, None where `text` is none: at most four queries.

    Nothing is taken: what is only read here is not reported.
    """
    if not text.strip().startswith(carrying.PREFIX):
        return None
    try:
        body, signature = carrying.parse(text)
        fact = judging.parsed(body)
    except (carrying.BadText, events.Unreadable):
        return Said("", verdict="unreadable")
    name = canonical.name_of(body)
    where = {"election": scope.election, "kabupaten": scope.kabupaten}
    number = Fact.objects.filter(id=name, **where).values_list("number", flat=True).first()
    waits = number is None and Quarantined.objects.filter(name=name, **where).exists()
    row = Device.objects.filter(scope=scope, device=fact.device).first()
    verdict = "unknown_device"
    if row:
        holds = keys.body_verifies(b64decode(row.key), keys.EVENT, body, signature)
        verdict = "valid" if holds else "bad_signature"
    return Said(
        name,
        fact.KIND,
        fact.at,
        fact.device,
        tuple(fact.packages),
        getattr(fact, "shipment", ""),
        number,
        waits,
        verdict,
    )


def named(scope: Scope, text: str) -> Iterable[Found]:
    """Find the fact or the device that `text` names: at most three queries."""
    plain = text.strip()
    if reference := _REFERENCE(plain.upper()):
        plain = reference[1]
    plain = plain.lower()
    if _NAME(plain):
        yield from _fact(scope, plain)
    elif _DEVICE(plain):
        for row in Device.objects.filter(scope=scope, device=plain):
            yield Found("device", plain, plain, row.area, is_exact=True)


def _fact(scope: Scope, name: str) -> Iterable[Found]:
    where = {"election": scope.election, "kabupaten": scope.kabupaten}
    fact = Fact.objects.filter(id=name, **where).first()
    if fact is None:
        for row in Quarantined.objects.filter(name=name, **where)[:1]:
            yield Found("quarantined", "", f"{name[:16]}, log {row.number}", "", is_exact=True)
        for load in Shipment.objects.filter(scope=scope, list_hash=name)[:1]:
            place = load.destination.partition(":")[0]
            yield Found("shipment", load.code, load.code, place, is_exact=True)
        return
    about = FactPackage.objects.filter(fact=fact).order_by("package")
    package = about.values_list("package", flat=True).first() or ""
    key = f"{package}#log-{fact.number}" if package else ""
    yield Found("fact", key, f"{name[:16]}, log {fact.number}", package, is_exact=True)
