"""The way back: vehicles leave empty, fetch every box, and are home before the deadline."""

from collections import Counter
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

pytest.importorskip("pyvrp", reason="the solver is not installed")

import itertools

from tepat.adapters import vrp
from tepat.core.plan import plan_file
from tepat.core.plan.instance.values import MINUTES_A_DAY, Hazard, Instance, Zone
from tepat.core.plan.journeys import fetching
from tepat.core.plan.journeys.subsets import Back, way_back
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.risk.fetched import in_time
from tepat.core.plan.risk.judging import judge
from tepat.core.plan.risk.tables import tables
from tepat.core.plan.schedule import planning
from tepat.core.plan.schedule.choosing import Round, best_of
from tepat.core.plan.schedule.costs import nights_of
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.values import Echelon, Plan
from tests.regencies import regency

VOTE = date(2029, 2, 14)
EFFORT = Effort(rounds=3, iterations=80, scenarios=400, unseen=500, states=32)
BACK = way_back(regency(desa=16, tps=60), VOTE, Back(), box=(96, 6))


def rounds_of(instance: Instance) -> list[Round]:
    return fetching.explore(instance, travel_of(instance), vrp.Solver(), 1, EFFORT)


def travel_of(instance: Instance) -> Matrices:
    return Matrices(instance, Dijkstra)


@pytest.fixture(scope="module")
def plan() -> Plan:
    travel = travel_of(BACK)
    best = best_of(BACK, rounds_of(BACK))
    return planning.as_plan(BACK, travel, best, 1, EFFORT, "ab" * 32)


def test_every_box_goes_to_its_ppk_and_from_there_home(plan: Plan) -> None:
    of = {each.code: each.kecamatan for each in BACK.desa}
    got: Counter[str] = Counter()
    for trip in plan.trips:
        assert trip.echelon is Echelon.RETURN
        for stop in trip.stops:
            got[stop.place] += stop.boxes
            assert of.get(stop.place, trip.origin) == trip.origin
    assert {each.code: each.boxes for each in BACK.desa} == {c: got[c] for c in of}
    for ppk in BACK.kecamatan:
        mine = [each.boxes for each in BACK.desa if each.kecamatan == ppk.code]
        assert got[ppk.code] == sum(mine)


def test_no_vehicle_comes_home_fuller_than_it_may(plan: Plan) -> None:
    vehicles = {each.id: each for each in BACK.vehicles}
    for trip in plan.trips:
        assert sum(stop.litres for stop in trip.stops) <= vehicles[trip.vehicle].litres
        assert sum(stop.kg for stop in trip.stops) <= vehicles[trip.vehicle].kg


def test_nothing_is_fetched_before_the_count_and_all_is_home_by_its_deadline(plan: Plan) -> None:
    houses = {each.id for each in BACK.warehouses}
    for trip in plan.trips:
        ready = BACK.journey.recap if trip.origin in houses else BACK.journey.ready
        limit = BACK.targets.pps if trip.origin in houses else BACK.targets.ppk
        assert all(stop.arrive >= ready for stop in trip.stops)
        assert trip.end <= limit


def test_one_vehicle_is_in_one_place_at_a_time(plan: Plan) -> None:
    busy: dict[tuple[str, int], list[tuple[int, int]]] = {}
    for trip in plan.trips:
        busy.setdefault((trip.vehicle, trip.unit), []).append((trip.start, trip.end))
    for spans in busy.values():
        ordered = sorted(spans)
        assert all(a[1] <= b[0] for a, b in itertools.pairwise(ordered))


def test_by_day_alone_nothing_drives_before_dawn() -> None:
    daily = way_back(
        regency(desa=16, tps=60),
        VOTE,
        Back(at_ppk=3 * MINUTES_A_DAY, recap=4 * MINUTES_A_DAY, night=False),
        box=(96, 6),
    )
    first = rounds_of(daily)[0]
    for trip in first.trips:
        dawn = trip.day * MINUTES_A_DAY + daily.days[trip.day].light[0]
        # It may leave its yard in the dark to be there when the count is done, not later.
        assert trip.stops[0].arrive >= dawn
    waited = nights_of(daily, first.trips)
    assert all(waited[each.code] == 1 for each in daily.desa)  # one guarded night at the PPS
    guard = sum(
        line.quantity
        for line in fetching.as_plan(daily, travel_of(daily), first, 1, EFFORT).costs
        if line.item == "guard"
    )
    assert guard == sum(waited.values())


def test_a_flood_on_the_way_home_fails_what_a_delivery_would_not(plan: Plan) -> None:
    """All is flooded for good: what passes no water is not home, in any scenario."""
    zones = tuple(replace(zone, probability=(1.0,) * len(BACK.days)) for zone in BACK.hazard.zones)
    wet = replace(BACK, hazard=Hazard(zones, 0.5, 0.75))
    dry = replace(
        BACK,
        hazard=Hazard(
            tuple(replace(z, probability=(0.0,) * len(BACK.days)) for z in BACK.hazard.zones)
        ),
    )
    assert judge(dry, travel_of(dry), plan, 50, 3).all_ppm == 1_000_000
    assert judge(wet, travel_of(wet), plan, 50, 3).all_ppm < 1_000_000


def test_what_comes_home_after_the_deadline_is_late(plan: Plan) -> None:
    strict = replace(BACK, targets=replace(BACK.targets, ppk=BACK.journey.ready + 30))
    known = tables(
        travel_of(BACK),
        tuple(dict.fromkeys(each.profile for each in BACK.vehicles)),
        np.zeros((5, len(BACK.days)), dtype=np.int64),
    )
    assert in_time(BACK, known, plan.trips, 1).all()
    assert not in_time(strict, known, plan.trips, 1).all()


def test_a_ppk_without_a_vehicle_is_lent_one_and_its_way_is_paid() -> None:
    bare = replace(BACK, vehicles=tuple(each for each in BACK.vehicles if not each.warehouse))
    first = rounds_of(bare)[0]
    houses = {each.id for each in bare.warehouses}
    lent = [trip for trip in first.trips if trip.origin not in houses]

    assert not first.left
    assert lent
    assert {trip.vehicle for trip in lent} <= {each.id for each in bare.vehicles}
    far = [trip for trip in lent if trip.origin != bare.kecamatan[0].code]
    assert any(trip.metres > sum(stop.metres for stop in trip.stops) * 2 for trip in far)


def test_surer_vehicles_are_lent_where_water_stops_the_own_ones() -> None:
    blind, *priced = rounds_of(
        replace(
            BACK,
            hazard=Hazard(
                tuple(
                    Zone(z.id, z.name, (0.5,) * len(BACK.days), z.source) for z in BACK.hazard.zones
                )
            ),
        )
    )
    assert max(each.verdicts.all_ppm for each in priced) > blind.verdicts.all_ppm


def test_two_runs_give_the_same_bytes(plan: Plan) -> None:
    again = planning.as_plan(
        BACK, travel_of(BACK), best_of(BACK, rounds_of(BACK)), 1, EFFORT, "ab" * 32
    )
    assert plan_file.write(again) == plan_file.write(plan)


def test_what_cannot_be_home_in_time_is_left_and_named_and_no_trip_is_planned_late() -> None:
    recap = 3 * MINUTES_A_DAY + 8 * 60
    hasty = way_back(
        regency(desa=16, tps=60), VOTE, Back(recap=recap, home=recap + 120), box=(96, 6)
    )
    for each in rounds_of(hasty):
        assert each.left
        assert all(trip.end <= hasty.targets.pps for trip in each.trips)
    plan = fetching.as_plan(hasty, travel_of(hasty), each, 1, EFFORT)
    left = {one.desa for one in plan.unassigned}
    assert left
    assert all(one.ppm == 0 for one in plan.verdicts.desa if one.desa in left)
