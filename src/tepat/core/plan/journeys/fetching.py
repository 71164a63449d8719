"""Planning the way back: rounds from each PPK to its desa, then trips of the warehouse to the PPK.

Vehicles leave empty and come home full. Rounds start when the count is done, in the dark if so
decided, and end at the PPK by its deadline; where a PPK has no vehicle left, one is lent from
the warehouse. When the PPK have recapped, the warehouse fetches what lies there. Later days
cost nights on guard and leave less time to try again, so nothing draws trips to them; risk
decides by which vehicle, and is charged at a few worths like in `making`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np

from tepat.core.plan.hazard.scenarios import coarsened, sample
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance
from tepat.core.plan.journeys.gathering import Gathering
from tepat.core.plan.journeys.subsets import only
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk import fetched
from tepat.core.plan.risk.judging import chances_of, homes, judge
from tepat.core.plan.risk.penalties import MILLION
from tepat.core.plan.risk.tables import NO_WAY, StateTables, tables
from tepat.core.plan.schedule.asking import (
    MONEY_UNIT,
    NOT_SO,
    Charges,
    warehouse_vehicles,
    way_money,
)
from tepat.core.plan.schedule.choosing import Round
from tepat.core.plan.schedule.costs import extra_of, priced
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.escorts import escorted
from tepat.core.plan.schedule.lots import Lot, Sure, lots_of
from tepat.core.plan.schedule.making import Told, unseen_seed
from tepat.core.plan.schedule.routing import Money, Offer, Question, Solver, Task
from tepat.core.plan.schedule.trips import cost_lines, numbered, trip_of
from tepat.core.plan.schedule.values import Echelon, Plan, Trip
from tepat.core.plan.why.reasons import all_unassigned

WORTHS: Final = (0, 1_000_000, 3_000_000, 20_000_000)
"""What boxes that come home late are worth to the solver, round by round."""

Chances = Mapping[tuple[str, int], "np.ndarray[tuple[int], np.dtype[np.float64]]"]
"""By profile and day, the chance that a place is fetched on it or later, [places]."""


def explore(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int,
    effort: Effort,
    tell: Told = lambda _what, _done, _of: None,
) -> list[Round]:
    """Return a plan for each worth, the first without a thought of risk."""
    states = coarsened(
        sample(instance.hazard, len(instance.days), effort.scenarios, seed), effort.states
    )
    profiles = tuple(dict.fromkeys(vehicle.profile for vehicle in instance.vehicles))
    known = tables(travel, profiles, states)
    chances = _chances(instance, known)
    found: list[Round] = []
    worths = WORTHS[: max(1, effort.rounds)]
    for worth in worths:
        found.append(_round(instance, travel, solver, seed, effort, known, chances, worth))
        tell("putaran", len(found), len(worths))
    return found


def as_plan(
    instance: Instance, travel: Travel, best: Round, seed: int, effort: Effort, name: str = ""
) -> Plan:
    """Return a round as the plan that is kept, judged on scenarios it has not seen."""
    trips = escorted(instance, best.trips).trips
    costs = cost_lines(instance, trips)
    left = all_unassigned(instance, travel, best.left)
    rupiah = sum(line.rupiah for line in costs)
    plan = Plan(name, seed, trips, costs, rupiah, 0, best.verdicts, (), left)
    unseen = judge(instance, travel, plan, effort.unseen, unseen_seed(seed))
    return replace(plan, verdicts=unseen)


def _round(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int,
    effort: Effort,
    known: StateTables,
    chances: Chances,
    worth: int,
) -> Round:
    # What does not leave a PPK is late for all of its desa.
    weight = np.ones(len(travel.places), dtype=np.int64)
    for kecamatan in instance.kecamatan:
        mine = sum(each.kecamatan == kecamatan.code for each in instance.desa)
        weight[travel.places.index(kecamatan.code)] = mine
    charges: Charges = {
        key: np.rint((1 - chance) * worth * weight).astype(np.int64)
        for key, chance in chances.items()
    }
    gathering = Gathering(instance, travel, charges, chances if worth else {})
    rounds, left = gathering.trips()
    desa = [each for each in instance.desa if each.code not in left]
    sure = _sure(instance, travel, chances) if worth else {}
    trunk, stranded = _trunk(instance, travel, solver, seed, effort, charges, sure, desa)
    trips = numbered([*rounds, *trunk])
    home = fetched.in_time(instance, known, trips, seed)
    verdicts = chances_of(instance, home, seed)
    target = round(instance.targets.desa * MILLION)
    failing = sum(chance.ppm < target for chance in verdicts.desa)
    rupiah = sum(line.rupiah for line in cost_lines(instance, trips))
    return Round(trips, rupiah, verdicts, failing, (*sorted(left), *stranded))


def _sure(instance: Instance, travel: Travel, chances: Chances) -> Sure:
    """Return by PPK and profile the chance to get through after the recap."""
    first = instance.journey.recap // MINUTES_A_DAY
    return {
        (each.code, profile): float(chance[travel.places.index(each.code)])
        for (profile, day), chance in chances.items()
        for each in instance.kecamatan
        if day == first
    }


def _trunk(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int,
    effort: Effort,
    charges: Charges,
    sure: Sure,
    desa: Sequence[Desa],
) -> tuple[list[Trip], list[str]]:
    """Return the trips from the warehouse to the PPK, and the kecamatan nobody fetches.

    Where the sure vehicles alone cannot fetch all, the others help.
    """
    if not desa:
        return [], []
    part = only(instance, {each.code for each in desa})
    trips, stranded = _driven(instance, travel, solver, seed, effort, charges, sure, part)
    if stranded and sure:
        more = _driven(instance, travel, solver, seed, effort, charges, {}, part)
        trips, stranded = min((trips, stranded), more, key=lambda each: len(each[1]))
    return trips, stranded


def _driven(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    seed: int,
    effort: Effort,
    charges: Charges,
    sure: Sure,
    part: Instance,
) -> tuple[list[Trip], list[str]]:
    """Solve once for the kecamatan in `part`; `sure` sizes lots and leaves vehicles out."""
    via = frozenset(each.code for each in part.kecamatan)
    lots, _ = lots_of(part, travel, via, sure)
    asked = _question(instance, travel, lots, charges, _unsure(part, sure))
    answer = solver.solve(asked, seed, effort.iterations)
    trips = []
    stranded = {lots[task].code for task in answer.left} | via - {lot.code for lot in lots}
    for leg in answer.legs:
        offer = asked.offers[leg.offer]
        trip = trip_of(
            instance,
            travel,
            offer.vehicle,
            leg.unit,
            offer.day,
            offer.depot,
            leg.starts + offer.load,
            [lots[task] for task in leg.tasks],
            Echelon.RETURN,
        )
        if trip.end > offer.ends:  # a solver that finds no way in time says so by being late
            stranded |= {lots[task].code for task in leg.tasks}
        else:
            trips.append(replace(trip, end=trip.end + offer.load))
    return trips, sorted(stranded)


def _unsure(instance: Instance, sure: Sure) -> set[tuple[str, str]]:
    """Return PPK and profile that lots were not made for: others get there more surely.

    They are left out, not charged: a solver that moves one lot at a time would never leave them.
    """
    best: dict[str, float] = {}
    for (code, _), chance in sure.items():
        best[code] = max(chance, best.get(code, 0.0))
    target = instance.targets.desa
    return {key for key, chance in sure.items() if chance < min(target, best[key[0]])}


def _question(
    instance: Instance,
    travel: Travel,
    lots: Sequence[Lot],
    charges: Charges,
    unsure: set[tuple[str, str]],
) -> Question:
    """Return what the solver is asked: fetch every lot after the recap, home by the deadline."""
    at = {node.id: (node.lat, node.lon) for node in instance.nodes}
    nodes = {each.id: each.node for each in instance.warehouses}
    nodes |= {each.code: each.keeper.node for each in instance.kecamatan}
    nodes |= {each.code: each.node for each in instance.desa}
    points = tuple(at[nodes[place]] for place in travel.places)
    home = instance.targets.pps
    tasks = tuple(Task(lot.place, lot.litres, lot.kg, lot.unload, 0, home) for lot in lots)
    guard = np.zeros(len(travel.places), dtype=np.int64)
    for kecamatan in instance.kecamatan:
        guard[travel.places.index(kecamatan.code)] = kecamatan.keeper.store.guard
    offers: list[Offer] = []
    costs: dict[str, Money] = {}
    minutes: dict[str, Money] = {}
    first = instance.journey.recap // MINUTES_A_DAY
    houses = {each.id: each for each in instance.warehouses}
    for each in warehouse_vehicles(instance):
        vehicle = priced(instance, each)
        house = houses[homes(instance)[vehicle.id]]
        for day in range(first, len(instance.days)):
            light = instance.days[day].light
            midnight = day * MINUTES_A_DAY
            # Nobody leaves before the recap is done, and all is unloaded by the deadline.
            starts = max(midnight + max(light[0], house.opens), instance.journey.recap)
            ends = min(midnight + light[1], home) - house.load_minutes
            if vehicle.available[day] <= 0 or ends <= starts:
                continue
            profile = f"{vehicle.id}@{day}"
            risk = charges.get((vehicle.profile, day), 0)
            money = way_money(travel, vehicle)
            money[travel.places.index(house.id)] += extra_of(instance, each).trip
            money = money + (guard * (day - first) + risk)[None, :]
            for code, unlike in unsure:
                if unlike == vehicle.profile:
                    money[:, travel.places.index(code)] = NOT_SO * MONEY_UNIT
            costs[profile] = money // MONEY_UNIT
            minutes[profile] = travel.minutes(vehicle.profile).astype(np.int64)
            offers.append(
                Offer(
                    vehicle.id,
                    day,
                    vehicle.available[day],
                    vehicle.litres,
                    vehicle.kg,
                    vehicle.day_price // MONEY_UNIT,
                    starts - house.load_minutes,
                    ends,
                    vehicle.shift,
                    vehicle.most_trips,
                    travel.places.index(house.id),
                    house.load_minutes,
                    profile,
                )
            )
    return Question(points, tasks, tuple(offers), costs, minutes)


def _chances(instance: Instance, known: StateTables) -> Chances:
    """Return the chance that each vehicle gets there and back on a day or a later one in time."""
    index = known.index()
    targets = instance.targets
    legs = [(each.code, each.kecamatan, targets.ppk) for each in instance.desa]
    house = instance.warehouses[0].id
    legs += [(each.code, house, targets.pps) for each in instance.kecamatan]
    found = {}
    for profile, table in known.minutes.items():
        later = np.zeros((len(index), len(known.at)), dtype=np.bool_)
        for day in reversed(range(len(instance.days))):
            state = known.at[:, day]
            for place, origin, deadline in legs:
                if day * MINUTES_A_DAY >= deadline:
                    continue
                there = table[:, index[origin], index[place]]
                back = table[:, index[place], index[origin]]
                later[index[place]] |= ((there < NO_WAY) & (back < NO_WAY))[state]
            found[profile, day] = later.mean(axis=1)
    return found
