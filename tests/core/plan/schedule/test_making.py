"""A whole plan: sure on scenarios it has not seen, early where floods are, the same twice."""

from collections import Counter
from dataclasses import replace

import pytest

from tepat.adapters import routing_cch, vrp
from tepat.core.plan.instance.values import Instance, Store, Verdict
from tepat.core.plan.replanning import closed, replan
from tepat.core.plan.schedule.choosing import best_of
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.escorts import escorted
from tepat.core.plan.schedule.making import as_plan, explore, make
from tepat.core.plan.schedule.trips import within_hours
from tepat.core.plan.schedule.values import Echelon, Plan, Stop, Trip
from tests.regencies import CONTOH, regency

SMALL = Effort(rounds=6, iterations=150, scenarios=4_000, unseen=4_000)


@pytest.fixture(scope="module")
def small() -> Instance:
    return regency(seed=4, desa=30, tps=120, zones=4, days=5)


@pytest.fixture(scope="module")
def plan(small: Instance) -> Plan:
    return make(small, routing_cch.travel(small), vrp.Solver(), 1, SMALL)


def test_every_desa_gets_everything(small: Instance, plan: Plan) -> None:
    brought: Counter[str] = Counter()
    for trip in plan.trips:
        for stop in trip.stops:
            brought[stop.place] += stop.boxes

    ppk = {kecamatan.code for kecamatan in small.kecamatan}
    assert {desa.code: desa.boxes for desa in small.desa} == {
        code: boxes for code, boxes in brought.items() if code not in ppk
    }
    assert plan.unassigned == ()


def test_no_trip_carries_more_than_its_vehicle(small: Instance, plan: Plan) -> None:
    vehicles = {vehicle.id: vehicle for vehicle in small.vehicles}
    for trip in plan.trips:
        assert sum(stop.litres for stop in trip.stops) <= vehicles[trip.vehicle].litres
        assert sum(stop.kg for stop in trip.stops) <= vehicles[trip.vehicle].kg


def test_no_more_vehicles_drive_than_there_are(small: Instance, plan: Plan) -> None:
    vehicles = {vehicle.id: vehicle for vehicle in small.vehicles}
    assert all(trip.unit <= vehicles[trip.vehicle].available[trip.day] for trip in plan.trips)


def test_what_it_costs_is_the_sum_of_its_lines(plan: Plan) -> None:
    assert plan.rupiah == sum(line.rupiah for line in plan.costs)
    assert 0 <= plan.bound <= plan.rupiah


def test_the_same_seed_makes_the_same_plan(small: Instance, plan: Plan) -> None:
    assert make(small, routing_cch.travel(small), vrp.Solver(), 1, SMALL) == plan


def test_a_failed_store_holds_nothing_overnight(small: Instance) -> None:
    failed = Store(Verdict.FAILED, 0, source=CONTOH)
    desa = small.desa[5].code
    leaking = replace(
        small,
        desa=tuple(replace(d, store=failed) if d.code == desa else d for d in small.desa),
    )

    made = make(leaking, routing_cch.travel(leaking), vrp.Solver(), 1, SMALL)

    days = {trip.day for trip in made.trips for stop in trip.stops if stop.place == desa}
    assert days == {len(small.days) - 1}


def test_a_closed_road_changes_little_else(small: Instance, plan: Plan) -> None:
    """Half of the plan has left; one road breaks."""
    shut = closed(small, ["k1-0"], small.arcs[0].status.CLOSED, "longsor", CONTOH)
    now = sorted(trip.start for trip in plan.trips)[len(plan.trips) // 2]

    new = replan(shut, routing_cch.travel(shut), vrp.Solver(), plan, now)

    left = [trip for trip in plan.trips if trip.start <= now and trip.echelon.value != "round"]
    kept = {(trip.vehicle, trip.day, trip.start, trip.stops) for trip in new.trips if trip.pinned}
    assert {(trip.vehicle, trip.day, trip.start, trip.stops) for trip in left} <= kept
    assert all(trip.pinned or trip.start >= now for trip in new.trips)
    where = {(s.place, t.day, t.vehicle) for t in plan.trips for s in t.stops}
    still = {(s.place, t.day, t.vehicle) for t in new.trips for s in t.stops}
    assert len(where & still) >= len(where) * 0.6


def test_an_unknown_road_is_named(small: Instance) -> None:
    with pytest.raises(KeyError, match="jalan-entah"):
        closed(small, ["jalan-entah"], small.arcs[0].status.CLOSED, "", CONTOH)


def test_trips_of_a_plan_wait_for_their_escorts(small: Instance) -> None:
    guarded = replace(small, escorts=(1,) * len(small.days))
    travel = routing_cch.travel(guarded)
    effort = replace(SMALL, rounds=2)
    best = best_of(guarded, explore(guarded, travel, vrp.Solver(), 1, effort))

    kept = as_plan(guarded, travel, best, 1, effort)

    expected = escorted(guarded, best.trips)
    assert expected.delayed or expected.without
    assert kept.trips == expected.trips


def test_without_any_vehicle_all_desa_are_named(small: Instance) -> None:
    none = replace(small, vehicles=())

    made = make(none, routing_cch.travel(none), vrp.Solver(), 1, Effort(2, 10, 100, 100))

    assert made.trips == ()
    assert {each.desa for each in made.unassigned} == {each.code for each in none.desa}


@pytest.mark.parametrize("rounds", [1, 2, 4])
def test_never_more_is_told_than_there_is(rounds: int) -> None:
    few = regency(seed=4, desa=12, tps=40, zones=2, days=4)
    effort = Effort(rounds=rounds, iterations=20, scenarios=200, weighed=100, starts=1)
    told: list[tuple[int, int]] = []

    explore(
        few,
        routing_cch.travel(few),
        vrp.Solver(),
        1,
        effort,
        lambda _, done, of: told.append((done, of)),
    )

    assert [done for done, _ in told] == list(range(1, len(told) + 1))
    assert all(done <= of == effort.steps for done, of in told)


def test_a_trip_that_cannot_end_in_daylight_is_left_out_with_its_places() -> None:
    one = regency(desa=12, tps=30)
    vehicle, house = one.vehicles[0], one.warehouses[0].id
    places = [each.code for each in one.desa[:3]]

    def trip(start: int, end: int, place: str) -> Trip:
        stop = Stop(place, start + 10, start + 20, 2, 100, 10, 1_000)
        return Trip("", Echelon.DIRECT, vehicle.id, 1, 0, house, start, end, 0, (stop,))

    dusk = one.days[0].light[1]
    kept, left = within_hours(
        one,
        [trip(420, 600, places[0]), trip(700, dusk + 1, places[1]), trip(1000, dusk, places[2])],
    )

    assert [each.stops[0].place for each in kept] == [places[0], places[2]]
    assert left == (places[1],)
    short = replace(one, vehicles=(replace(vehicle, shift=300), *one.vehicles[1:]))
    kept, left = within_hours(short, [trip(420, 600, places[0]), trip(700, 900, places[1])])
    assert left == (places[1],)
