"""Peers get what we get, obey the same limits, and none is cheaper at the same reliability."""

from collections import Counter

import pytest

from benchmarks.plan.days import ByDay
from benchmarks.plan.heuristics import nearest, savings
from benchmarks.plan.libraries import or_tools, vroom, why_not
from benchmarks.plan.peers import Peer, cheapest_at, front_of, sweep
from tepat.adapters import routing_cch
from tepat.adapters.vrp import Solver
from tepat.core.plan.hazard.scenarios import sample
from tepat.core.plan.instance.values import MINUTES_A_DAY
from tepat.core.plan.risk.judging import run, verdicts
from tepat.core.plan.risk.tables import tables
from tepat.core.plan.schedule.asking import question
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.lots import lots_of
from tepat.core.plan.schedule.making import explore
from tepat.core.plan.schedule.trips import trips_of
from tests.regencies import regency

SMALL = regency(seed=4, desa=30, tps=120, zones=4, days=5)
TRAVEL = routing_cch.travel(SMALL)
DAYS = {"nearest": nearest, "savings": savings, "ortools": or_tools, "vroom": vroom}


@pytest.mark.parametrize("name", DAYS)
def test_a_peer_brings_everything_within_the_fleet(name: str) -> None:
    if name in ("ortools", "vroom") and (reason := why_not(name)):
        pytest.skip(reason)
    lots, _ = lots_of(SMALL, TRAVEL)
    asked = question(SMALL, TRAVEL, lots, {}, [0] * len(SMALL.days))

    answer = ByDay(DAYS[name], 0.3).solve(asked, 1, 0)

    assert answer.left == ()
    assert sorted(task for leg in answer.legs for task in leg.tasks) == list(range(len(lots)))
    vehicles = {vehicle.id: vehicle for vehicle in SMALL.vehicles}
    last: Counter[tuple[int, str, int]] = Counter()
    trips = trips_of(SMALL, TRAVEL, lots, asked, answer)
    for trip in sorted(trips, key=lambda trip: trip.start):
        vehicle = vehicles[trip.vehicle]
        assert sum(stop.litres for stop in trip.stops) <= vehicle.litres
        assert trip.unit <= vehicle.available[trip.day]
        key = trip.day, trip.vehicle, trip.unit
        assert trip.start - 45 >= last[key]
        last[key] = trip.end
        assert trip.end <= trip.day * MINUTES_A_DAY + SMALL.days[trip.day].light[1]


def test_no_blind_plan_is_cheaper_at_its_reliability() -> None:
    profiles = tuple(dict.fromkeys(vehicle.profile for vehicle in SMALL.vehicles))
    unseen = tables(TRAVEL, profiles, sample(SMALL.hazard, len(SMALL.days), 4_000, 99))
    effort = Effort(rounds=16, iterations=150, scenarios=4_000)
    curve = []
    for each in explore(SMALL, TRAVEL, Solver(), 1, effort):
        judged = verdicts(SMALL, run(SMALL, unseen, each.trips, 99), 99)
        curve += [] if each.left else [(each.rupiah, judged.all_ppm)]

    tries = [(earlier, 0) for earlier in range(3)]
    for peer in (Peer("PyVRP", Solver()), Peer("savings", ByDay(savings))):
        for blind in front_of(sweep(peer, SMALL, TRAVEL, unseen, 99, 150, tries)):
            mine = cheapest_at(curve, blind.ppm)
            assert mine is not None
            assert mine <= blind.rupiah
