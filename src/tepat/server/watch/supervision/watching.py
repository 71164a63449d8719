"""What supervisors saw and what comes next, from the log and the published plan alone."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.election.regions import is_in
from tepat.core.move import events, judging
from tepat.core.move.events.rights import BAWASLU
from tepat.core.plan.schedule.values import Echelon
from tepat.core.problems import Refused
from tepat.core.watch.supervision.book import Focus
from tepat.core.watch.supervision.coverage import (
    Coming,
    Leg,
    Matrix,
    Post,
    Watched,
    in_order,
    leg_of,
    matrix_of,
)
from tepat.server.election.models import Region, Scope
from tepat.server.log import queries as log
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Device
from tepat.server.plan.schedule import store as plan_files
from tepat.server.watch.alerts import custody, telling
from tepat.server.watch.models import SupervisionCheck

AHEAD: Final = timedelta(hours=36)
"""How far ahead somebody is sent."""
BEHIND: Final = timedelta(minutes=30)
"""What began so long ago can still be seen."""
ROLES: Final = frozenset(role.value for role in BAWASLU)


@dataclass(frozen=True, slots=True)
class Seen:
    """The matrix with the rows behind it."""

    watched: tuple[Watched, ...]
    matrix: Matrix


def seen_of(scope: Scope, areas: Sequence[str]) -> Seen:
    """Return what was seen in `areas` of a scope: at most ten queries, however many rows."""
    rows = [each for each in _all(scope) if _concerns(each, areas)]
    kecamatan = [each for each in _kecamatan(scope) if any(_touch(each, a) for a in areas)]
    return Seen(tuple(rows), matrix_of(rows, kecamatan))


def _concerns(each: Watched, areas: Sequence[str]) -> bool:
    """Whether a row is of one of `areas`: of its kecamatan, its place, or who received it."""
    receiver = each.receiver.partition("@")[2]
    return any(
        is_in(each.kecamatan, area) or is_in(each.place, area) or is_in(receiver, area)
        for area in areas
    )


def _touch(kecamatan: str, area: str) -> bool:
    return is_in(kecamatan, area) or is_in(area, kecamatan)


def _kecamatan(scope: Scope) -> list[str]:
    rows = Region.objects.filter(parent=scope.kabupaten, level=3)
    return sorted(rows.values_list("code", flat=True))


def _all(scope: Scope) -> list[Watched]:
    known = telling.of_log(scope)
    boxes = custody.boxes_of(scope)
    return [*_handovers(boxes, known), *_stores(scope, boxes, known)]


def _handovers(boxes: Iterable[custody.Box], known: telling.Known) -> list[Watched]:
    seen: defaultdict[str, set[str]] = defaultdict(set)
    otherwise: set[str] = set()
    edges: dict[tuple[str, str], tuple[list[str], int]] = {}
    for box in boxes:
        for fact, role, _, finding in box.line.witnesses:
            if role in ROLES:
                seen[fact].add(role)
                if finding:
                    otherwise.add(fact)
        for edge in [*box.line.handovers, *box.line.claims]:
            key = (edge[4], edge[5])
            before = edges.get(key)
            edges[key] = (edge, before[1] + 1 if before else 1)
    found = []
    for (given, received), (edge, packages) in edges.items():
        leg = leg_of(edge[0], edge[1])
        kecamatan = edge[1].partition("@")[2][:8]
        if leg is None or len(kecamatan) < 8:
            continue
        told = known.facts.get(received or given)
        names = {each for each in (given, received) if each}
        found.append(
            Watched(
                received or given,
                leg,
                kecamatan,
                edge[3] or edge[2],
                min(told.at, told.seen) if told and told.seen else (told.at if told else None),
                tuple(sorted({role for name in names for role in seen[name]})),
                edge[0],
                edge[1],
                packages,
                bool(names & otherwise),
            )
        )
    return found


def _stores(scope: Scope, boxes: Iterable[custody.Box], known: telling.Known) -> list[Watched]:
    """Each store of a PPK, and of a PPS that holds something, and who looked at it."""
    places = {f"{kecamatan}:ppk" for kecamatan in _kecamatan(scope)}
    places |= {
        box.place for box in boxes if box.stage in custody.LYING and box.place.endswith(":pps")
    }
    looked: defaultdict[str, set[str]] = defaultdict(set)
    at: dict[str, datetime] = {}
    registry = devices.registry(scope)
    for name, fact in telling.entitled(scope, known).items():
        if isinstance(fact, events.Inspected) and registry.role_of(fact) in ROLES:
            looked[fact.place].add(str(registry.role_of(fact)))
            at[fact.place] = known.facts[name].at
    checks = SupervisionCheck.objects.filter(scope=scope, focus=Focus.STORAGE.value)
    for subject, party, when in checks.values_list("subject", "party", "at"):
        looked[subject].add(party.partition("@")[0])
        at[subject] = when
    return [
        Watched(
            place, Leg.STORE, place[:8], place, at.get(place), tuple(sorted(looked.get(place, ())))
        )
        for place in sorted(places)
    ]


def coming_of(scope: Scope, seen: Seen, areas: Sequence[str], now: datetime) -> list[Coming]:
    """Return what can still be seen: halts of the published plan, stores nobody looked at."""
    unseen = [
        Coming(None, "store", each.place, each.kecamatan)
        for each in seen.watched
        if each.leg is Leg.STORE and not each.is_seen
    ]
    rows = [*_planned(scope, now), *unseen]
    mine = [each for each in rows if any(_touch_place(each, area) for area in areas)]
    return in_order(mine, seen.matrix)


def _touch_place(each: Coming, area: str) -> bool:
    return is_in(each.place, area) or is_in(each.kecamatan, area)


def _planned(scope: Scope, now: datetime) -> list[Coming]:
    """Departures and arrivals of the plan that the log names last: one query, and its files."""
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
    found = []
    for trip in plan.trips:
        if trip.echelon is Echelon.RETURN or not trip.stops:
            continue
        boxes = sum(stop.boxes for stop in trip.stops)
        last = trip.stops[-1].place
        leaves = midnight + timedelta(minutes=trip.start)
        found.append(Coming(leaves, "departure", trip.origin, last[:8], boxes, trip.origin))
        for stop in trip.stops:
            arrives = midnight + timedelta(minutes=stop.arrive)
            found.append(
                Coming(arrives, "arrival", stop.place, stop.place[:8], stop.boxes, trip.origin)
            )
    return [each for each in found if each.at and now - BEHIND <= each.at <= now + AHEAD]


def posts_of(scope: Scope) -> list[Post]:
    """Return who of Bawaslu has a phone that stands in the log: one query."""
    rows = Device.objects.filter(scope=scope, role__in=sorted(ROLES), upto=None)
    return [Post(role, area) for role, area in rows.values_list("role", "area").distinct()]


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


def observed_of(scope: Scope, subject: str) -> list[tuple[str, Watched]]:
    """Return what supervisors saw by phone of one load, store, desa or TPS, by its fact.

    Three queries or so, however many rows.
    """
    known = telling.of_log(scope)
    found = []
    for each in _all(scope):
        told = known.facts.get(each.key)
        is_load = told is not None and told.shipment == subject
        is_there = each.leg is not Leg.STORE and is_in(each.receiver.partition("@")[2], subject)
        if each.is_seen and each.leg is not Leg.STORE and (is_load or is_there):
            found.append((each.key, each))
    return sorted(found, key=lambda pair: pair[1].at.timestamp() if pair[1].at else 0.0)
