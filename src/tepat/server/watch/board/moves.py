"""What is on its way and what leaves next, for those who may read it."""

from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db.models import Count

from tepat.core.election.catalogue import Election
from tepat.core.move.loads import LoadStage
from tepat.server.desk.links import link
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Shipment
from tepat.server.move.packing.words import Names
from tepat.server.move.shipments.sight import blanked
from tepat.server.move.shipments.words import place_words
from tepat.server.watch.overview.queries import Leaving, departures, leaving

MOVING: Final = (LoadStage.ON_THE_WAY.value, LoadStage.ONE_SIDED.value, LoadStage.DISPUTED.value)
MOST: Final = 8
"""Rows of loads on their way; the others are behind the link."""


class Move(NamedTuple):
    """One load: `number` is its mark on the map, None where it waits or may not be seen."""

    load: Shipment
    number: int | None
    origin: str
    destination: str
    href: str
    state: str


class Moves(NamedTuple):
    """Loads on their way, then the next to leave."""

    rows: list[Move]
    moving: int
    total: int
    given: int


_STATES: Final = {
    LoadStage.ON_THE_WAY.value: "menyusul",
    LoadStage.ONE_SIDED.value: "sepihak",
    LoadStage.DISPUTED.value: "tidak",
}


class Going(NamedTuple):
    """What `moves` is made of, the same for everybody; places by their names."""

    away: list[Shipment]
    leaving: Leaving
    places: Mapping[str, str]


def going(scope: Scope, election: Election) -> Going:
    """Return the loads on their way and the next to leave: five queries."""
    rows = Shipment.objects.filter(scope=scope, stage__in=MOVING).annotate(packages=Count("lines"))
    away: list[Shipment] = [*rows.order_by("code")[:MOST]]
    waiting = leaving(scope)
    ends = {
        end
        for row in (*away, *waiting.by_time, *waiting.by_code)
        for end in (row.origin, row.destination)
    }
    names = Names(election, [end.partition(":")[0] for end in ends])
    return Going(away, waiting, {end: place_words(names, end) for end in ends})


def moves(scope: Scope, user: User, every: Going) -> Moves:
    """Return the moves of a scope as `user` may read them.

    Where the hours of a load are hidden, so is its place on the map.
    """
    waiting = departures(scope, user, every.leaving)
    on_way = blanked(every.away, user, scope)
    loads = [*on_way, *waiting.rows]
    rows = []
    for at, row in enumerate(loads):
        is_shown = at < len(on_way) and not row.hides_time  # type: ignore[attr-defined]
        rows.append(
            Move(
                row,
                at + 1 if is_shown else None,
                every.places[row.origin],
                every.places[row.destination],
                link("shipment", scope.election, scope.kabupaten, row.code),
                _STATES.get(row.stage, "belum"),
            )
        )
    return Moves(rows, len(on_way), waiting.total, waiting.given)
