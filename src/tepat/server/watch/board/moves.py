"""What is on its way and what leaves next, for those who may read it."""

from typing import Final, NamedTuple

from django.db.models import Count
from django.urls import reverse

from tepat.core.election.catalogue import Election
from tepat.core.move.loads import LoadStage
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Shipment
from tepat.server.move.packing.words import Names
from tepat.server.move.shipments.sight import blanked
from tepat.server.move.shipments.words import place_words
from tepat.server.watch.overview.queries import departures

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


def moves(scope: Scope, user: User, election: Election) -> Moves:
    """Return the moves of a scope as `user` may read them: five queries.

    Where the hours of a load are hidden, so is its place on the map.
    """
    waiting = departures(scope, user)
    away = Shipment.objects.filter(scope=scope, stage__in=MOVING).annotate(packages=Count("lines"))
    on_way = blanked(away.order_by("code")[:MOST], user, scope)
    loads = [*on_way, *waiting.rows]
    names = Names(election, [place.partition(":")[0] for row in loads for place in _ends(row)])
    rows = []
    for at, row in enumerate(loads):
        is_shown = at < len(on_way) and not row.hides_time  # type: ignore[attr-defined]
        rows.append(
            Move(
                row,
                at + 1 if is_shown else None,
                place_words(names, row.origin),
                place_words(names, row.destination),
                reverse("shipment", args=[scope.election, scope.kabupaten, row.code]),
                _STATES.get(row.stage, "belum"),
            )
        )
    return Moves(rows, len(on_way), waiting.total, waiting.given)


def _ends(row: Shipment) -> tuple[str, str]:
    return row.origin, row.destination
