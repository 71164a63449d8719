"""Points that another election had, laid on the places of this one."""

from datetime import date, datetime

from django.db import transaction

from tepat.core.election.regions import Level, Point
from tepat.core.plan.learning.points import Here, fit
from tepat.core.plan.learning.values import Priors
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.election.regions import queries
from tepat.server.election.regions.services import (
    FARTHEST_IN_DESA_KM,
    FARTHEST_KM,
    may_move,
)

COLUMNS = ("lat", "lon", "provenance", "point_source", "point_by", "point_at")


def places_of(scope: Scope, today: date) -> list[Here]:
    """Return every desa and TPS of `scope` with its point and where it must lie: two queries."""
    regions = list(queries.standing(scope.kabupaten, today))
    centre: dict[str, Point | None] = {each.code: each.point() for each in regions}
    found = [
        Here(each.code, each.name, each.point(), centre.get(each.parent), FARTHEST_KM)
        for each in regions
        if each.level == Level.DESA
    ]
    for tps in Tps.objects.filter(scope=scope).order_by("code"):
        point = tps.as_value().point
        found.append(Here(tps.code, tps.name, point, centre.get(tps.desa), FARTHEST_IN_DESA_KM))
    return found


@transaction.atomic
def take(scope: Scope, priors: Priors, by_number: bool, by: User, now: datetime) -> int:
    """Put points of `priors` where they are wanted and return how many: seven queries.

    With `by_number` also those of TPS that agree by their number alone. A desa serves all
    elections, so its point moves only where `by` may move it.
    """
    Scope.objects.select_for_update().get(pk=scope.pk)
    fitting = fit(priors, places_of(scope, now.date()))
    offers = (*fitting.taken, *(fitting.by_number if by_number else ()))
    offered = {each.code: each for each in offers}
    all_tps = list(Tps.objects.filter(scope=scope, code__in=offered))
    regions = [each for each in Region.objects.filter(code__in=offered) if may_move(by, each.code)]
    places: list[Tps | Region] = [*all_tps, *regions]
    for place in places:
        offer = offered[place.code]
        place.lat, place.lon = offer.point.lat, offer.point.lon
        place.provenance, place.point_source = offer.point.provenance.value, offer.source
        place.point_by, place.point_at = by, now
    for region in regions:
        region.is_point_inside = True
    Tps.objects.bulk_update(all_tps, COLUMNS, batch_size=400)
    Region.objects.bulk_update(regions, (*COLUMNS, "is_point_inside"), batch_size=400)
    return len(all_tps) + len(regions)
