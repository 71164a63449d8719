"""A letter of assignment (surat perintah) as its template reads it: plain values in, JSON out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from tepat.core.documents.words import clock, long_date, zone_name


@dataclass(frozen=True, slots=True)
class Named:
    """One person of the letter; an empty name: deleted after its time, a line for the pen."""

    name: str
    rank: str
    number: str
    places: Sequence[str]


@dataclass(frozen=True, slots=True)
class Order:
    """What one letter says. Hours are aware."""

    number: str
    operation: str
    unit: str
    about: str
    where: str
    basis: str
    task: str
    starts: datetime
    ends: datetime
    signed_at: datetime
    place: str
    signer: str
    signs_as: str


def order_paper(order: Order, people: Sequence[Named], zone: str) -> dict[str, object]:
    """Return the letter for `security_order.typ`, in Indonesian."""
    local = ZoneInfo(zone)

    def said(at: datetime) -> str:
        there = at.astimezone(local)
        offset = there.utcoffset()
        name = zone_name(round(offset.total_seconds() / 3600)) if offset else ""
        return f"{long_date(there.date())} pukul {clock(there, name)}"

    return {
        "number": order.number,
        "operation": order.operation,
        "basis": [each.strip() for each in order.basis.split(";") if each.strip()],
        "unit": order.unit,
        "task": order.task or f"melaksanakan {order.about} di {order.where}",
        "from": said(order.starts),
        "until": said(order.ends),
        "people": [
            [each.rank, each.name, each.number, ", ".join(each.places) or order.where]
            for each in people
        ],
        "issued": f"{order.place + ', ' if order.place else ''}"
        f"{long_date(order.signed_at.astimezone(local).date())}",
        "signer": {
            "head": "",
            "role": order.signs_as,
            "name": order.signer,
            "nip": "",
        },
    }
