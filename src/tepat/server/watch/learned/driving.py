"""Minutes that loads really drove, from the facts that both sides signed.

A load left when the handover at its start was signed, by the last of both sides, or when its
driver said so. It arrived when the first of both sides signed at its end, or when its driver
said so. A halt of a trip is driven from the halt before it. Only loads of a published plan
count: what they are held against stands there.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tepat.core.move import events
from tepat.core.move.driver_reports import What
from tepat.core.move.events.bytes import read
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.learning.values import Leg, Pace, Service, spread
from tepat.core.plan.schedule.values import Plan, Stop, Trip
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import DriverReport, PlannedShipment
from tepat.server.plan.schedule import store

STOOD: Final = 4 * 60
"""Minutes beyond the plan after which a load stood somewhere, or somebody typed a wrong hour."""
PPM: Final = 1_000_000
HANDED: Final = (events.Given.KIND, events.Received.KIND)
TAKEN_BACK: Final = (events.Corrected.KIND, events.Cancelled.KIND)


@dataclass(frozen=True, slots=True)
class Moved:
    """One load as the log has it: when it left, when it came, and the facts that say so."""

    left: datetime | None = None
    came: datetime | None = None
    signed: datetime | None = None
    """When the receiver signed, where a driver had reported the arrival before."""
    left_by: tuple[str, ...] = ()
    came_by: tuple[str, ...] = ()
    """Facts that say when it left, and when it came."""


@dataclass(frozen=True, slots=True)
class Driven:
    """What loads teach: legs and services, the plans behind them, and why others taught none."""

    legs: tuple[Leg, ...]
    paces: tuple[Pace, ...]
    services: tuple[Service, ...]
    plans: tuple[str, ...]
    left_out: Mapping[str, int]


def driven(scope: Scope) -> Driven:
    """Return what the loads of a scope teach: four queries, and the files of their plans."""
    rows = PlannedShipment.objects.filter(shipment__scope=scope).select_related(
        "shipment", "plan", "plan__source"
    )
    planned = list(rows.order_by("shipment__code"))
    moved = moved_of(scope)
    legs: defaultdict[tuple[str, str, str, str], list[tuple[int, int, tuple[str, ...]]]]
    legs = defaultdict(list)
    services: defaultdict[str, list[tuple[int, int, tuple[str, ...]]]] = defaultdict(list)
    paces: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    left_out: Counter[str] = Counter()
    plans = {}
    by_trip = {(row.plan_id, row.trip, row.place): row.shipment.code for row in planned}
    for row in planned:
        if not row.plan.hash:
            continue
        plan, instance = store.plan_of(row.plan.hash), store.instance_of(row.plan.source.hash)
        plans[row.plan.hash] = True
        found = _halt(plan, row.trip, row.place)
        mine = moved.get(row.shipment.code, Moved())
        if found is None:
            left_out["tidak_di_rencana"] += 1
            continue
        trip, stop, before = found
        first = (
            moved.get(by_trip.get((row.plan_id, row.trip, before.place), "")) if before else None
        )
        left = mine.left if before is None else first.came if first else None
        if left is None or mine.came is None:
            left_out["tanpa_berangkat_atau_tiba"] += 1
            continue
        stayed = before.leave - before.arrive if before else 0
        drive = stop.arrive - (before.leave if before else trip.start)
        minutes = round((mine.came - left).total_seconds() / 60) - stayed
        if not 0 < minutes <= drive + STOOD:
            left_out["tertahan_atau_jam_keliru"] += 1
            continue
        facts = (*(first.came_by if first else mine.left_by), *mine.came_by)
        of = (before.place if before else trip.origin, stop.place, _profile(instance, trip))
        legs[*of, trip.vehicle].append((minutes, drive, facts))
        if drive:
            paces[of[2], trip.vehicle].append(minutes * PPM // drive)
        if mine.signed:
            spent = round((mine.signed - mine.came).total_seconds() / 60)
            services[stop.place].append((max(0, spent), stop.leave - stop.arrive, mine.came_by))
    return Driven(
        tuple(
            Leg(*of, _median(seen), spread([each[0] for each in seen]), _facts(seen))
            for of, seen in sorted(legs.items())
        ),
        tuple(Pace(*of, spread(seen)) for of, seen in sorted(paces.items())),
        tuple(
            Service(place, _median(seen), spread([each[0] for each in seen]), _facts(seen))
            for place, seen in sorted(services.items())
        ),
        tuple(sorted(plans)),
        dict(left_out),
    )


def _median(seen: Iterable[tuple[int, int, tuple[str, ...]]]) -> int:
    """The minutes that plans said of the same leg: the middle one."""
    return max(0, spread([planned for _, planned, _ in seen]).median)


def _facts(seen: Iterable[tuple[int, int, tuple[str, ...]]]) -> tuple[str, ...]:
    return tuple(sorted({name for _, _, facts in seen for name in facts}))


def _halt(plan: Plan, trip: str, place: str) -> tuple[Trip, Stop, Stop | None] | None:
    for each in plan.trips:
        if each.id == trip:
            for at, stop in enumerate(each.stops):
                if stop.place == place:
                    return each, stop, each.stops[at - 1] if at else None
    return None


def _profile(instance: Instance, trip: Trip) -> str:
    return next(each.profile for each in instance.vehicles if each.id == trip.vehicle)


def moved_of(scope: Scope) -> dict[str, Moved]:
    """Return by load when it left and came: three queries. What was taken back counts not."""
    rows = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
    gone = {
        getattr(read(bytes(body)), "fact", "")
        for body in rows.filter(kind__in=TAKEN_BACK).values_list("body", flat=True)
    }
    handed: defaultdict[str, list[tuple[str, events.Given | events.Received]]] = defaultdict(list)
    signed = rows.filter(kind__in=HANDED).order_by("number").values_list("id", "body")
    for name, body in signed.iterator(2000):
        fact = read(bytes(body))
        if name not in gone and isinstance(fact, events.Given | events.Received) and fact.shipment:
            handed[fact.shipment].append((name, fact))
    told = _told(scope)
    return {code: _moved(facts, told.get(code, {})) for code, facts in handed.items()}


def _told(scope: Scope) -> dict[str, dict[str, tuple[str, datetime]]]:
    """Return what drivers reported of loads, the first of each kind: fact and moment."""
    found: dict[str, dict[str, tuple[str, datetime]]] = {}
    rows = DriverReport.objects.filter(link__scope=scope).order_by("pk")
    reports = list(rows.values_list("link__shipment__code", "what", "fact"))
    names = [fact for _, _, fact in reports]
    bodies = dict(Fact.objects.filter(pk__in=names).values_list("pk", "body"))
    for code, what, fact in reports:
        if fact in bodies:
            moment = read(bytes(bodies[fact])).at
            found.setdefault(code, {}).setdefault(what, (fact, moment))
    return found


def _moved(
    facts: list[tuple[str, events.Given | events.Received]],
    told: Mapping[str, tuple[str, datetime]],
) -> Moved:
    """Return when one load left its start and came to its end, as facts and driver say."""
    goal = facts[0][1].to
    at_goal = [(name, fact.at) for name, fact in facts if fact.place == goal]
    before = sorted((fact.at, name, fact.place) for name, fact in facts if fact.place != goal)
    start = before[0][2] if before else goal  # by their clocks: a phone may have sent late
    at_start = [(name, at) for at, name, place in before if place == start]
    left = told.get(What.STARTED) or max(at_start, key=lambda each: each[1], default=None)
    arrived = told.get(What.ARRIVED)
    first = arrived or min(at_goal, key=lambda each: each[1], default=None)
    taken = max(at_goal, key=lambda each: each[1], default=None)
    through = any(fact.place not in (start, goal) for _, fact in facts)
    if through or not before:
        # Kept by somebody on the way, or signed at its end alone: nobody knows how long it drove.
        left = told.get(What.STARTED) if not through else None
    came = [each for each in (first, taken if arrived else None) if each]
    return Moved(
        left[1] if left else None,
        first[1] if first else None,
        taken[1] if taken and arrived else None,
        (left[0],) if left else (),
        tuple(dict.fromkeys(name for name, _ in came)),
    )
