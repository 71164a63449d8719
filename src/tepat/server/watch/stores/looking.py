"""Inspections of stores as the log has them. The one place that says which of them decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from tepat.core.move import events, judging
from tepat.core.move.inspections import Look, last_of, look_of
from tepat.core.move.standing import STOPS
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries as devices


@dataclass(frozen=True, slots=True)
class Inspection:
    """One inspection with its fact; `counts`: whoever signed it may."""

    look: Look
    fact: events.Inspected
    number: int
    seen: datetime
    counts: bool

    @property
    def is_paper(self) -> bool:
        """Whether the desk typed it in: a phone names its duty."""
        return not self.fact.assignment


def inspections_of(scope: Scope, place: str = "") -> list[Inspection]:
    """Return every inspection of a store, of `place` only if given: one query, or up to five."""
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, kind=events.Inspected.KIND
    ).order_by("number")
    read = []
    for name, number, body, seen in rows.values_list("id", "number", "body", "received_at"):
        fact, look = _parsed(name, bytes(body), seen)
        if look and isinstance(fact, events.Inspected) and place in ("", look.place):
            read.append((look, fact, number, seen))
    if not read:
        return []
    registry = devices.registry(scope)
    return [
        Inspection(look, fact, number, seen, not registry.standing_of(look.name, fact) & STOPS)
        for look, fact, number, seen in read
    ]


@lru_cache(maxsize=20_000)
def _parsed(name: str, body: bytes, seen: datetime) -> tuple[events.Fact, Look | None]:
    """Return a fact and its look; a fact never changes, so that it is read once."""
    fact = judging.parsed(body)
    return fact, look_of(name, fact, seen)


def last_looks(scope: Scope) -> dict[str, Look]:
    """Return the inspection of each store that decides: at most five queries."""
    return deciding(inspections_of(scope))


def deciding(found: Iterable[Inspection]) -> dict[str, Look]:
    """Return the inspection of each store that decides; what nobody may sign for is left out."""
    return last_of(each.look for each in found if each.counts)
