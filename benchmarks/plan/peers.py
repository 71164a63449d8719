"""Every peer over the same days, modes and fleet, with the same sweep, before the same judge.

A peer knows nothing of floods. What a planner without chances would do against them is swept:
leave some days earlier, and keep some minutes of daylight. Each plan is judged on scenarios
nobody has seen, and costs what its trips cost by the same lines as ours.
"""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from benchmarks.plan.days import ByDay
from benchmarks.plan.heuristics import nearest, savings
from benchmarks.plan.libraries import or_tools, vroom, why_not
from tepat.adapters.vrp import Solver
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Vehicle
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import run, verdicts
from tepat.core.plan.risk.tables import StateTables
from tepat.core.plan.schedule import routing
from tepat.core.plan.schedule.asking import MONEY_UNIT, question, until, way_money
from tepat.core.plan.schedule.echelons import LOADING, own_vehicles
from tepat.core.plan.schedule.lots import Lot, lots_of, round_lots
from tepat.core.plan.schedule.routing import Offer, Question, Task
from tepat.core.plan.schedule.trips import cost_lines, numbered, trip_of, trips_of
from tepat.core.plan.schedule.values import Echelon, Trip

EARLIER = (0, 1, 2, 3, 4)
SLACKS = (0, 60, 120)
TRIES = tuple(product(EARLIER, SLACKS))
ITERATIONS = 500


@dataclass(frozen=True, slots=True)
class Try:
    """One plan of a peer, what it costs and how sure it is; `left` desa are not in it."""

    peer: str
    earlier: int
    slack: int
    rupiah: int
    ppm: int
    left: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Peer:
    """A name, its solver, and why it is not run."""

    name: str
    solver: routing.Solver
    why_not: str = ""
    by_ppk: bool = False


def peers(seconds: float = 1.0) -> list[Peer]:
    """Return all peers; `seconds` are given to those that stop by the clock, for each day."""
    return [
        Peer("manual by PPK, nearest neighbour", ByDay(nearest), by_ppk=True),
        Peer("nearest neighbour", ByDay(nearest)),
        Peer("Clarke-Wright", ByDay(savings)),
        Peer("PyVRP, blind", Solver()),
        Peer("OR-Tools", ByDay(or_tools, seconds), why_not("ortools")),
        Peer("VROOM", ByDay(vroom, seconds), why_not("vroom")),
    ]


def sweep(
    peer: Peer,
    instance: Instance,
    travel: Travel,
    unseen: StateTables,
    seed: int,
    iterations: int = ITERATIONS,
    tries: Iterable[tuple[int, int]] = TRIES,
) -> list[Try]:
    """Return every plan of one peer."""
    found = []
    for earlier, slack in tries:
        last = len(instance.days) - 1 - earlier
        if last < (1 if peer.by_ppk else 0):
            continue
        started = time.process_time()
        plan = _by_ppk if peer.by_ppk else _direct
        trips, left = plan(peer, instance, travel, last, slack, iterations)
        spent = time.process_time() - started
        judged = verdicts(instance, run(instance, unseen, trips, seed), seed)
        rupiah = sum(line.rupiah for line in cost_lines(instance, trips, travel))
        found.append(Try(peer.name, earlier, slack, rupiah, judged.all_ppm, left, spent))
    return found


def _direct(
    peer: Peer, instance: Instance, travel: Travel, last: int, slack: int, iterations: int
) -> tuple[tuple[Trip, ...], int]:
    short = until(instance, last)
    lots, beyond = lots_of(short, travel)
    asked = question(short, travel, lots, {}, [slack] * len(instance.days))
    answer = peer.solver.solve(asked, 1, iterations)
    left = {*(desa.code for desa in beyond), *(lots[task].code for task in answer.left)}
    return trips_of(instance, travel, lots, asked, answer), len(left)


def _by_ppk(
    peer: Peer, instance: Instance, travel: Travel, last: int, slack: int, iterations: int
) -> tuple[tuple[Trip, ...], int]:
    """Trucks to every PPK until the day before, then rounds, each by the nearest neighbour."""
    short = until(instance, last - 1)
    via = frozenset(each.code for each in instance.kecamatan)
    lots, _ = lots_of(short, travel, via)
    asked = question(short, travel, lots, {}, [slack] * len(instance.days))
    answer = peer.solver.solve(asked, 1, iterations)
    trips = list(trips_of(instance, travel, lots, asked, answer))
    left = {lots[task].code for task in answer.left}
    missing = sum(desa.kecamatan in left for desa in instance.desa)
    for kecamatan in instance.kecamatan:
        if kecamatan.code in left:
            continue
        rounds, undone = _rounds(peer, instance, travel, kecamatan.code, last, slack)
        trips += rounds
        missing += undone
    return numbered(trips), missing


def _rounds(
    peer: Peer, instance: Instance, travel: Travel, kecamatan: str, day: int, slack: int
) -> tuple[list[Trip], int]:
    """Rounds of one PPK on `day` by its own vehicles, as the peer orders them."""
    mine = tuple(each for each in instance.desa if each.kecamatan == kecamatan)
    vehicles = own_vehicles(instance, kecamatan)
    if not mine or not vehicles:
        return [], len(mine)
    largest = max(vehicles, key=lambda each: (each.litres, each.kg, each.id))
    lots = round_lots(mine, largest, {place: at for at, place in enumerate(travel.places)})
    asked = _asked_at_ppk(instance, travel, kecamatan, vehicles, lots, day, slack)
    answer = peer.solver.solve(asked, 1, 0)
    trips = [
        trip_of(
            instance,
            travel,
            asked.offers[leg.offer].vehicle,
            leg.unit,
            day,
            asked.offers[leg.offer].depot,
            leg.starts + LOADING,
            [lots[task] for task in leg.tasks],
            Echelon.ROUND,
        )
        for leg in answer.legs
    ]
    return trips, len({lots[task].code for task in answer.left})


def _asked_at_ppk(
    instance: Instance,
    travel: Travel,
    kecamatan: str,
    vehicles: Sequence[Vehicle],
    lots: Sequence[Lot],
    day: int,
    slack: int,
) -> Question:
    light = instance.days[day].light
    start, end = (day * MINUTES_A_DAY + each for each in light)
    depot = travel.places.index(kecamatan)
    offers = tuple(
        Offer(
            each.id, day, each.available[day], each.litres, each.kg, each.day_price // MONEY_UNIT,
            start, end - slack, each.shift, each.most_trips, depot, LOADING, each.id,
        )
        for each in vehicles
    )  # fmt: skip
    tasks = tuple(
        Task(lot.place, lot.litres, lot.kg, lot.unload, 0, instance.targets.pps) for lot in lots
    )
    return Question(
        (),
        tasks,
        offers,
        {each.id: way_money(travel, each) // MONEY_UNIT for each in vehicles},
        {each.id: travel.minutes(each.profile).astype(np.int64) for each in vehicles},
    )


Front = Sequence[tuple[int, int]]
"""Rupiah and ppm."""


def cheapest_at(front: Front, ppm: int) -> int | None:
    """Return the rupiah of the cheapest plan that is at least so sure."""
    good = [rupiah for rupiah, chance in front if chance >= ppm]
    return min(good, default=None)


def front_of(tries: Iterable[Try]) -> list[Try]:
    """Return the complete plans no other beats in both rupiah and chance, cheapest first."""
    best: list[Try] = []
    for each in sorted((t for t in tries if not t.left), key=lambda t: (t.rupiah, -t.ppm)):
        if not best or each.ppm > best[-1].ppm:
            best.append(each)
    return best
