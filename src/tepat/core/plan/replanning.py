"""A new plan after a road closed: what moves stays as it is, what is printed is dear to change.

Trips that have left, or that are named as fixed, are pinned. For all other desa the solver
is asked again over the days that remain; another day or vehicle than the printed one costs
`CHANGE` rupiah, because somebody has to be told who holds paper.
"""

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import MINUTES_A_DAY, Arc, Day, Desa, Instance, Status, Vehicle
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import drawn, judged_over
from tepat.core.plan.risk.penalties import Penalties
from tepat.core.plan.risk.tables import StateTables
from tepat.core.plan.schedule.asking import Again, question
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.escorts import escorted
from tepat.core.plan.schedule.lots import lots_of
from tepat.core.plan.schedule.making import unseen_seed
from tepat.core.plan.schedule.routing import Leg, Question, Solver
from tepat.core.plan.schedule.trips import cost_lines, numbered, trips_of
from tepat.core.plan.schedule.values import Echelon, Plan, Trip
from tepat.core.plan.why.reasons import all_unassigned

CHANGE: Final = 300_000
"""Rupiah that telling the holders of one printed stop is worth; assumed."""
Units = Mapping[tuple[int, str], Set[int]]
"""Numbers of vehicles by day and kind."""
QUICK: Final = Effort(rounds=1, iterations=250, scenarios=2_000, unseen=10_000, states=128)
"""Enough for a first answer within seconds."""


def closed(
    instance: Instance, arcs: Collection[str], status: Status, comment: str, source: Source
) -> Instance:
    """Return `instance` with the status of `arcs` changed. Raises `KeyError` for an unknown one."""
    known = {arc.id for arc in instance.arcs}
    for name in arcs:
        if name not in known:
            raise KeyError(name)
    changed: list[Arc] = [
        replace(arc, status=status, comment=comment, source=source) if arc.id in arcs else arc
        for arc in instance.arcs
    ]
    return replace(instance, arcs=tuple(changed))


@dataclass(frozen=True, slots=True)
class Floods:
    """What a new plan learns from and what it is judged on: the same for all answers."""

    learned: StateTables
    unseen: StateTables


def floods(instance: Instance, travel: Travel, seed: int = 1, effort: Effort = QUICK) -> Floods:
    """Return the drawn floods of `instance`, whose roads `travel` knows as they are now."""
    return Floods(
        drawn(instance, travel, effort.scenarios, seed, effort.states),
        drawn(instance, travel, effort.unseen, unseen_seed(seed)),
    )


def judged(instance: Instance, floods: Floods, plan: Plan, seed: int) -> Plan:
    """Return `plan` with what the judge says of it on floods it has not seen."""
    unseen = unseen_seed(seed)
    return replace(plan, verdicts=judged_over(instance, floods.unseen, plan.trips, unseen))


def replan(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    plan: Plan,
    now: int,
    fixed: Collection[str] = (),
    seed: int = 1,
    effort: Effort = QUICK,
    name: str = "",
    drawn_floods: Floods | None = None,
) -> Plan:
    """Return a plan for what has not left by `now`, minutes of the plan's axis.

    `instance` and `travel` already know the closure. Rounds of kecamatan whose goods have
    left for the PPK are kept; all other desa are supplied straight from the warehouse. A
    vehicle that is out may go again on the same day when it is back. `drawn_floods` are those
    of `floods`, for one who asks more than once.
    """
    pinned = _pinned(plan, now, frozenset(fixed))
    rest = _rest(instance, pinned, now)
    lots, beyond = lots_of(rest, travel)
    known = drawn_floods or floods(instance, travel, seed, effort)
    penalties = Penalties(instance, known.learned)
    charges = penalties.charges
    _price_changes(instance, travel, plan, charges)
    slack = [0] * len(instance.days)
    asked = question(rest, travel, lots, charges, slack, _coming_back(instance, pinned, now))
    answer = solver.solve(asked, seed, effort.iterations)
    out = _units(pinned)
    own = replace(answer, legs=tuple(_by_unit(instance, asked, leg, out) for leg in answer.legs))
    new = trips_of(rest, travel, lots, asked, own)
    trips = numbered([*(replace(trip, pinned=True) for trip in pinned), *new])
    trips = escorted(instance, trips).trips
    costs = cost_lines(instance, trips, travel)
    left = [*(desa.code for desa in beyond), *(lots[task].code for task in answer.left)]
    visited = {stop.place for trip in trips for stop in trip.stops} | {*left}
    left += [desa.code for desa in instance.desa if desa.code not in visited]
    made = Plan(
        name or plan.instance,
        seed,
        trips,
        costs,
        sum(line.rupiah for line in costs),
        0,
        plan.verdicts,
        (),
        all_unassigned(instance, travel, left),
        plan.number,
    )
    return judged(instance, known, made, seed)


def _pinned(plan: Plan, now: int, fixed: frozenset[str]) -> list[Trip]:
    """Trips that have left or are fixed, and those that belong to what has left for a PPK.

    Those are the other loads of the same PPK, and its rounds.
    """
    gone = [
        trip
        for trip in plan.trips
        if trip.echelon is not Echelon.ROUND and (trip.start <= now or trip.id in fixed)
    ]
    at_ppk: set[str] = set()
    while halts := {stop.place for trip in gone for stop in trip.stops} - at_ppk:
        at_ppk |= halts
        ids = {trip.id for trip in gone}
        gone += [
            trip
            for trip in plan.trips
            if trip.echelon is Echelon.PPK
            and trip.id not in ids
            and any(stop.place in at_ppk for stop in trip.stops)
        ]
    rounds = [
        trip for trip in plan.trips if trip.echelon is Echelon.ROUND and trip.origin in at_ppk
    ]
    return gone + rounds


def _rest(instance: Instance, pinned: list[Trip], now: int) -> Instance:
    """Return the regency of what is still to do: fewer desa, no past days, fewer vehicles."""
    brought: dict[str, int] = {}
    for trip in pinned:
        for stop in trip.stops:
            brought[stop.place] = brought.get(stop.place, 0) + stop.litres
    used = _units(pinned)
    vehicles: list[Vehicle] = []
    for vehicle in instance.vehicles:
        available = tuple(
            0
            if _is_over(instance, day, now)
            else max(0, count - len(used.get((day, vehicle.id), ())))
            for day, count in enumerate(vehicle.available)
        )
        vehicles.append(replace(vehicle, available=available))
    days: list[Day] = []
    for number, day in enumerate(instance.days):
        start = max(day.light[0], min(now - number * MINUTES_A_DAY, day.light[1]))
        days.append(replace(day, light=(start, day.light[1])))
    desa: list[Desa] = []
    for each in instance.desa:
        left = each.litres - brought.get(each.code, 0)
        if left > 0 and each.kecamatan not in brought:
            share = left / each.litres
            desa.append(
                replace(
                    each, litres=left, kg=round(each.kg * share), boxes=round(each.boxes * share)
                )
            )
    return replace(instance, vehicles=tuple(vehicles), days=tuple(days), desa=tuple(desa))


def _is_over(instance: Instance, day: int, now: int) -> bool:
    return day * MINUTES_A_DAY + instance.days[day].light[1] <= now


def _coming_back(instance: Instance, pinned: list[Trip], now: int) -> list[Again]:
    """Return what is left of the day of each vehicle that is out: it comes back and may go again.

    Nobody loads it before the last trip that it has to drive.
    """
    loads = {each.id: each.load_minutes for each in instance.warehouses}
    vehicles = {each.id: each for each in instance.vehicles}
    out: dict[tuple[int, str, int], list[Trip]] = {}
    for trip in pinned:
        if trip.origin in loads and not _is_over(instance, trip.day, now):
            out.setdefault((trip.day, trip.vehicle, trip.unit), []).append(trip)
    found = []
    for (day, name, unit), trips in sorted(out.items()):
        back = max(now, *(trip.end for trip in trips))
        began = min(trip.start - loads[trip.origin] for trip in trips)
        shift = vehicles[name].shift - (back - began)
        more = vehicles[name].most_trips - len(trips)
        if shift > 0 and more > 0:
            found.append(Again(name, unit, day, back, shift, more))
    return found


def _by_unit(instance: Instance, asked: Question, leg: Leg, used: Units) -> Leg:
    """Return `leg` with the number of its vehicle: of those that are not out the first ones."""
    offer = asked.offers[leg.offer]
    if offer.unit:
        return replace(leg, unit=offer.unit)
    vehicle = next(each for each in instance.vehicles if each.id == offer.vehicle)
    out = used.get((offer.day, offer.vehicle), frozenset())
    home = [unit for unit in range(1, vehicle.available[offer.day] + 1) if unit not in out]
    return replace(leg, unit=home[leg.unit - 1])


def _units(trips: list[Trip]) -> Units:
    """Return which vehicles of each kind are out on each day, by number."""
    used: dict[tuple[int, str], set[int]] = {}
    for trip in trips:
        used.setdefault((trip.day, trip.vehicle), set()).add(trip.unit)
    return used


def _price_changes(
    instance: Instance,
    travel: Travel,
    plan: Plan,
    charges: Mapping[tuple[str, int], np.ndarray[tuple[int, ...], np.dtype[np.int64]]],
) -> None:
    profiles = {vehicle.id: vehicle.profile for vehicle in instance.vehicles}
    printed: dict[str, set[tuple[str, int]]] = {}
    for trip in plan.trips:
        for stop in trip.stops:
            printed.setdefault(stop.place, set()).add((profiles[trip.vehicle], trip.day))
    places = {place: at for at, place in enumerate(travel.places)}
    for key, table in charges.items():
        for place, ways in printed.items():
            if key not in ways:
                table[places[place]] += CHANGE
