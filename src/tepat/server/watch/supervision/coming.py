"""What supervisors can still go and see, from the log and the published plan alone.

First what moves: loads on their way, loads that are listed and did not leave, halts of the
plan. Then stores that nobody looked at, for which any time will do.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from tepat.core.election.regions import is_in
from tepat.core.move import events, judging
from tepat.core.move.custody import Stage
from tepat.core.plan.schedule.values import Echelon
from tepat.core.problems import Refused
from tepat.core.watch.supervision.coverage import Coming, Leg, Post, in_order
from tepat.server.election.models import Region, Scope
from tepat.server.log import queries as log
from tepat.server.move.models import Device
from tepat.server.plan.schedule import store as plan_files
from tepat.server.watch.alerts import custody, telling
from tepat.server.watch.models import SupervisionVisit
from tepat.server.watch.supervision import checking
from tepat.server.watch.supervision.watching import ROLES, Seen

AHEAD: Final = timedelta(hours=36)
"""How far ahead somebody is sent."""
BEHIND: Final = timedelta(minutes=30)
"""What began so long ago can still be seen."""


class Halt(NamedTuple):
    """One halt of the published plan: a desa or kecamatan, and when."""

    place: str
    leaves: datetime
    arrives: datetime
    boxes: int
    origin: str
    is_last: bool


@dataclass(slots=True)
class _Load:
    """What the log says of one load: where it goes, whether it left."""

    to: str
    origin: str = ""
    left: datetime | None = None
    boxes: int = 0
    """That are on their way."""


def coming_of(scope: Scope, seen: Seen, areas: Sequence[str], now: datetime) -> list[Coming]:
    """Return what can still be seen in `areas`, in the order to go: six queries or so.

    What moves next and nobody was asked to see comes first; a store that waits comes last.
    """
    stores = [
        Coming(None, "store", each.place, each.kecamatan)
        for each in seen.watched
        if each.leg is Leg.STORE and not each.is_seen
    ]
    rows = [*_moving(scope, now), *stores]
    mine = [each for each in rows if any(_touches(each, area) for area in areas)]
    visits = SupervisionVisit.objects.filter(scope=scope)
    asked = set(visits.values_list("place", "what"))
    return in_order(mine, seen.matrix, asked)


def _touches(each: Coming, area: str) -> bool:
    return is_in(each.place, area) or is_in(each.kecamatan, area)


def _moving(scope: Scope, now: datetime) -> list[Coming]:
    """Loads by what the log says of them, and halts of the plan that no load is known for."""
    halts = {each.place: each for each in halts_of(scope)}
    loads = _loads(scope)
    found = []
    for load in loads.values():
        area = load.to.partition(":")[0]
        halt = halts.get(area)
        if load.left and not load.boxes:
            continue  # it is there
        if load.left:
            arrives = halt.arrives if halt else None
            what = "arrival" if arrives and arrives > now else "road"
            at = arrives or load.left
            found.append(Coming(at, what, load.to, area[:8], load.boxes, load.origin))
        elif halt:
            what = "departure" if halt.leaves > now else "waiting"
            found.append(
                Coming(halt.leaves, what, halt.origin, area[:8], halt.boxes, halt.origin, load.to)
            )
    known = {load.to.partition(":")[0] for load in loads.values()}
    for halt in halts.values():
        if halt.place in known:
            continue
        area = halt.place[:8]
        if halt.is_last and now - BEHIND <= halt.leaves <= now + AHEAD:
            found.append(
                Coming(halt.leaves, "departure", halt.origin, area, halt.boxes, halt.origin)
            )
        if now - BEHIND <= halt.arrives <= now + AHEAD:
            found.append(Coming(halt.arrives, "arrival", halt.place, area, halt.boxes, halt.origin))
    return found


def _loads(scope: Scope) -> dict[str, _Load]:
    """Every load that the log names; a fact counts where it stands in a package's custody.

    A load is on its way as long as one of its boxes is.
    """
    known = telling.of_log(scope)
    found = {code: _Load(to) for code, to in checking.loads_of(scope).items()}
    for box in custody.boxes_of(scope):
        for edge in box.line.edges:
            told = known.facts.get(edge[4]) or known.facts.get(edge[5])
            load = found.get(told.shipment) if told else None
            if told is None or load is None:
                continue
            if load.left is None or told.at < load.left:
                load.left, load.origin = told.at, told.place
            if box.stage == Stage.IN_TRANSIT and edge is box.last:
                load.boxes += 1
    return found


def halts_of(scope: Scope) -> list[Halt]:
    """Return the halts of the plan that the log names last: one query, and its files."""
    facts = log.bodies_of_kinds(scope.election, scope.kabupaten, [events.PlanPublished.KIND])
    named = [judging.parsed(body) for _, body in facts]
    plans = [each for each in named if isinstance(each, events.PlanPublished) and not each.occasion]
    if not plans:
        return []
    newest = max(plans, key=lambda each: (each.at, each.number))
    try:
        plan = plan_files.plan_of(newest.plan)
        instance = plan_files.instance_of(plan.instance)
    except Refused:  # its file is not here: then nothing is known of its hours
        return []
    first = instance.days[0].date
    midnight = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(instance.zone))
    return [
        Halt(
            stop.place,
            midnight + timedelta(minutes=trip.start),
            midnight + timedelta(minutes=stop.arrive),
            stop.boxes,
            trip.origin,
            stop is trip.stops[-1],
        )
        for trip in plan.trips
        if trip.echelon is not Echelon.RETURN
        for stop in trip.stops
    ]


def posts_of(scope: Scope) -> list[Post]:
    """Return who of Bawaslu has a phone that stands in the log: one query."""
    rows = Device.objects.filter(scope=scope, role__in=sorted(ROLES), upto=None)
    return [Post(role, area) for role, area in rows.values_list("role", "area").distinct()]


def closest(
    place: str, posts: Iterable[Post], points: dict[str, tuple[float, float]]
) -> Post | None:
    """Return who of other areas stands nearest as the crow flies; None where nobody can tell."""
    here = points.get(place.partition(":")[0].partition("-")[0])
    if here is None:
        return None
    known = [(km_between(here, points[post.area]), post) for post in posts if post.area in points]
    return min(known, key=lambda pair: (pair[0], pair[1].area, pair[1].role), default=(0, None))[1]


def km_between(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance of two points in degrees, as the crow flies, in kilometres.

    >>> round(km_between((-2.0, 115.0), (-2.0, 115.1)), 1)
    11.1
    """
    (lat1, lon1), (lat2, lon2) = ((radians(a), radians(b)) for a, b in (one, other))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * asin(sqrt(half))


def points_of(codes: Iterable[str]) -> dict[str, tuple[float, float]]:
    """Return the points of these regions: one query."""
    rows = Region.objects.filter(code__in=set(codes), lat__isnull=False)
    return {
        code: (lat, lon)
        for code, lat, lon in rows.values_list("code", "lat", "lon")
        if lat is not None and lon is not None
    }
