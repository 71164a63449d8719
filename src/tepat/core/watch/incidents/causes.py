"""Which facts open an incident, and which one they join: one per kind and place.

Input: one fact, and how those packages were closed whose seals were found to differ.
Output: causes.
A cause joins the open incident of its kind that is about one of its places; facts of what
was before the end of a closed one join that one, so that late facts open nothing anew.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tepat.core.election.regions import split_tps
from tepat.core.move import events
from tepat.core.move.nearness import place_of
from tepat.core.watch.incidents.book import Book

_REFUSED: Final = {
    "wrong_load": "wrong_place",
    "wrong_receiver": "wrong_place",
    "seal_differs": "seal_differs",
    "incomplete": "missing",
    "damaged": "damaged",
}
_FOUND: Final = frozenset({"seal_differs", "unsealed", "damaged", "missing", "wrong_place"})
_VEHICLE: Final = {
    "vehicle_broken": "vehicle_broken",
    "road_closed": "road_closed",
    "weather": "weather",
}
_PLACE: Final = {"flood": "flood", "fire": "fire"}
MOST_PACKAGES: Final = 40
"""Packages that one incident names; a whole load is named by its shipment."""


@dataclass(frozen=True, slots=True)
class Cause:
    """That something of one kind went wrong at `subjects`, as one fact says."""

    fact: str
    kind: str
    what: str
    at: datetime
    place: str
    """Where it lies: a TPS, or the place that the fact names."""
    subjects: frozenset[str]
    """TPS, else the place, else the shipment: what another cause may share."""
    packages: tuple[str, ...] = ()
    shipment: str = ""
    begins: str = ""
    """The area in which its ladder begins where no letter of duty says one."""


def causes_of(
    name: str, fact: events.Fact, book: Book, differing: Mapping[str, Collection[frozenset[str]]]
) -> list[Cause]:
    """Return what the fact called `name` says went wrong; one cause per kind and place.

    `differing` holds, of those packages that custody flags for another seal, the seals of
    each time that they were closed.
    """
    what = _said(fact)
    if isinstance(fact, events.Incident | events.Witnessed):  # one word for all that it names
        return [_whole(name, fact, book.kind_for(what), what)] if what else []
    found: dict[tuple[str, str], list[str]] = {}
    for check in getattr(fact, "checks", ()):
        where = place_of(check.package)
        if check.condition:
            kind = book.kind_for(check.condition)
            found.setdefault((kind, where), []).append(check.package)
        closings = differing.get(check.package)
        if closings and check.seals and frozenset(check.seals) not in closings:
            found.setdefault((book.kind_for("seal_differs"), where), []).append(check.package)
    causes = [
        Cause(name, kind, kind, fact.at, where, frozenset({where}), tuple(sorted(set(boxes))))
        for (kind, where), boxes in sorted(found.items())
    ]
    if what and book.kind_for(what) not in {each.kind for each in causes}:
        causes.append(_whole(name, fact, book.kind_for(what), what))
    return causes


def _said(fact: events.Fact) -> str:
    """Return the word by which a fact says that something of its whole load is wrong."""
    match fact:
        case events.Incident():
            return fact.what
        case events.RefusedLoad():
            return _REFUSED.get(fact.reason, fact.condition)
        case events.Given() | events.Received():
            return fact.condition
        case events.Witnessed():
            return fact.finding if fact.finding in _FOUND else ""
        case events.Inspected():
            if fact.outcome != "unfit":
                return ""
            return "load_unfit" if fact.shipment else "unfit"
        case events.Transferred():
            return _VEHICLE.get(fact.reason, "")
        case events.Relocated():
            return _PLACE.get(fact.reason, "")
    return ""


def _whole(name: str, fact: events.Fact, kind: str, what: str) -> Cause:
    boxes = {each.package for each in getattr(fact, "checks", ())} | set(fact.packages)
    places = {where for where in map(place_of, boxes) if where}
    place, shipment = getattr(fact, "place", ""), getattr(fact, "shipment", "")
    narrow = bool(places) and len(boxes) <= MOST_PACKAGES and len(places) <= 3
    about = shipment if what == "load_unfit" else place or shipment
    subjects = places if narrow else {each for each in (about,) if each}
    where = min(places) if narrow and not split_tps(place) else place
    return Cause(
        name,
        kind,
        what,
        fact.at,
        where,
        frozenset(subjects or {name}),
        tuple(sorted(boxes))[:MOST_PACKAGES] if narrow else (),
        shipment,
    )


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of an incident when a cause looks for one to join."""

    number: int
    kind: str
    subjects: frozenset[str]
    closed_at: datetime | None = None


def joined(cause: Cause, there: Iterable[Standing]) -> int | None:
    """Return the number of the incident that `cause` belongs to; None: it opens one.

    An open one comes first, the oldest of several. A closed one takes what happened before
    its end: what people tell days later is no new trouble.
    """
    same = [e for e in there if e.kind == cause.kind and e.subjects & cause.subjects]
    fit = [each.number for each in same if each.closed_at is None]
    late = [each.number for each in same if each.closed_at and cause.at <= each.closed_at]
    return min(fit or late, default=None)
