"""A road is closed: which stretches are meant, and what becomes of the plan.

Three answers are held against each other: the printed plan with new times, a new plan of
the trips that used the road, and a new plan of all that has not left. The fewest desa left
out or under target win, then the chance, then rupiah with what telling people costs.
"""

import difflib
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import pairwise

from tepat.core.plan.comparing import Holder, compare
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.replanning import CHANGE, QUICK, Floods, floods, judged, replan
from tepat.core.plan.saying import MILLION
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.routing import Solver
from tepat.core.plan.schedule.trips import cost_lines, trip_of
from tepat.core.plan.schedule.values import Plan, Trip
from tepat.core.problems import Code, Problem


def arcs_named(instance: Instance, words: str) -> tuple[list[str], list[Problem]]:
    """Return the ids of the arcs that `words` name, or the problem that none does.

    Words are an id, a name of a road (all its stretches), or its two ends: `Haruai - Upau`.
    """
    wanted = _plain(words)
    names = {node.id: node.name or node.id for node in instance.nodes}
    ends = {
        arc.id: frozenset((_plain(names.get(arc.tail, "")), _plain(names.get(arc.head, ""))))
        for arc in instance.arcs
    }
    pair = frozenset(_plain(each) for each in words.split(" - "))
    for found in (
        [arc.id for arc in instance.arcs if arc.id == words],
        [arc.id for arc in instance.arcs if arc.name and _plain(arc.name) == wanted],
        [arc.id for arc in instance.arcs if len(pair) == 2 and ends[arc.id] == pair],
    ):
        if found:
            return found, []
    return [], [Problem(Code.PLAN_ARC_UNKNOWN, {"got": words, "near": _near(instance, words)})]


def around(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    plan: Plan,
    touched: Collection[str],
    now: int,
    seed: int = 1,
    effort: Effort = QUICK,
    name: str = "",
    given: Collection[str] = (),
) -> Plan:
    """Return the best answer to a closure that `instance` and `travel` already know.

    `touched` are ids of the trips that used the road; `now` is a moment of the plan's axis.
    `given` are trips whose load was handed over: nothing about them changes.
    """
    fixed = [trip.id for trip in plan.trips if trip.id not in touched or trip.id in given]
    drawn = floods(instance, travel, seed, effort)
    found = [
        replan(instance, travel, solver, plan, now, chosen, seed, effort, name, drawn)
        for chosen in ((fixed, given) if touched else (given,))
    ]
    kept = kept_as_is(instance, travel, plan, now, seed, effort, name, given, drawn)
    if kept:
        found.insert(0, kept)
    best = min(found, key=lambda each: _rank(instance, plan, each))
    left = {_sheet(trip) for trip in plan.trips if trip.start <= now or trip.id in given}
    # What merely stayed as printed has not left: only what moves is marked so.
    trips = tuple(replace(trip, pinned=_sheet(trip) in left) for trip in best.trips)
    return replace(best, trips=trips)


def trips_over(travel: Travel, instance: Instance, plan: Plan, arcs: Collection[str]) -> list[str]:
    """Return the ids of the trips that use one of `arcs` while nothing is flooded."""
    profiles = {vehicle.id: vehicle.profile for vehicle in instance.vehicles}
    seen: dict[tuple[str, str, str], bool] = {}

    def uses(profile: str, start: str, goal: str) -> bool:
        key = profile, start, goal
        if key not in seen:
            way = travel.way(*key) if start != goal else None
            seen[key] = way is not None and not set(way.arcs).isdisjoint(arcs)
        return seen[key]

    found = []
    for trip in plan.trips:
        places = [trip.origin, *(stop.place for stop in trip.stops), trip.origin]
        if any(uses(profiles[trip.vehicle], *pair) for pair in pairwise(places)):
            found.append(trip.id)
    return found


def kept_as_is(
    instance: Instance,
    travel: Travel,
    plan: Plan,
    now: int,
    seed: int = 1,
    effort: Effort = QUICK,
    name: str = "",
    given: Collection[str] = (),
    drawn: Floods | None = None,
) -> Plan | None:
    """Return `plan` with the times of the roads of now, None where a trip cannot be driven so.

    Trips that have left by `now` or are `given` keep their times.
    """
    places = {place: at for at, place in enumerate(travel.places)}
    shifts = {vehicle.id: vehicle.shift for vehicle in instance.vehicles}
    free: dict[tuple[int, str, int], int] = {}
    trips = []
    for trip in sorted(plan.trips, key=lambda each: (each.start, each.id)):
        has_left = trip.start <= now or trip.id in given
        again = trip if has_left else _retimed(instance, travel, trip, places)
        dusk = trip.day * MINUTES_A_DAY + instance.days[trip.day].light[1]
        crew = trip.day, trip.vehicle, trip.unit
        if not has_left and (
            again.end >= UNREACHABLE
            or again.end > max(dusk, trip.end)
            or again.end - again.start > shifts[trip.vehicle]
            or again.start < free.get(crew, again.start)
        ):
            return None
        free[crew] = again.end
        trips.append(again)
    order = {trip.id: at for at, trip in enumerate(plan.trips)}
    trips.sort(key=lambda each: order[each.id])
    costs = cost_lines(instance, trips, travel)
    kept = replace(
        plan,
        instance=name or plan.instance,
        seed=seed,
        trips=tuple(trips),
        costs=costs,
        rupiah=sum(line.rupiah for line in costs),
        bound=0,
        backups=(),
    )
    return judged(instance, drawn or floods(instance, travel, seed, effort), kept, seed)


def _retimed(instance: Instance, travel: Travel, trip: Trip, places: dict[str, int]) -> Trip:
    carried = [
        Lot(
            each.place,
            places[each.place],
            each.litres,
            each.kg,
            each.boxes,
            max(0, each.leave - each.arrive),
        )
        for each in trip.stops
    ]
    again = trip_of(
        instance,
        travel,
        trip.vehicle,
        trip.unit,
        trip.day,
        places[trip.origin],
        trip.start,
        carried,
        trip.echelon,
    )
    return replace(again, id=trip.id, pinned=trip.pinned)


def _sheet(trip: Trip) -> Trip:
    """Return what a crew holds on paper of a trip: all of it but its number in the plan."""
    return replace(trip, id="", pinned=False)


def changed_roads(before: Instance, after: Instance) -> list[str] | None:
    """Return the arcs that differ; None where a printed trip may not be driven for other reasons.

    How likely floods are, prices, speeds and deadlines change what a trip is worth, and the
    judge sees it. Fleet, places, stores and hours change whether it may be driven at all.
    """
    alike = replace(
        before,
        arcs=after.arcs,
        hazard=after.hazard,
        prices=after.prices,
        modes=after.modes,
        transfers=after.transfers,
        targets=after.targets,
        contoh=after.contoh,
    )
    if alike != after:
        return None
    old = {arc.id: arc for arc in before.arcs}
    return [arc.id for arc in after.arcs if old.get(arc.id) != arc]


def _rank(instance: Instance, before: Plan, each: Plan) -> tuple[int, int, int, int]:
    target = round(instance.targets.desa * MILLION)
    under = sum(chance.ppm < target for chance in each.verdicts.desa)
    changed = sum(
        change.holder is Holder.DESA for change in compare(instance, before, each).changes
    )
    sure = min(each.verdicts.all_ppm, round(instance.targets.all * MILLION))
    return len(each.unassigned), under, -sure, each.rupiah + changed * CHANGE


def _near(instance: Instance, words: str) -> str:
    names = {node.id: node.name or node.id for node in instance.nodes}
    known: Iterable[str] = dict.fromkeys(
        arc.name or f"{names.get(arc.tail, arc.tail)} - {names.get(arc.head, arc.head)}"
        for arc in instance.arcs
    )
    return ", ".join(difflib.get_close_matches(words, list(known), n=3, cutoff=0.0)) or "-"


def _plain(text: str) -> str:
    return " ".join(text.lower().split())
