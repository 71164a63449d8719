"""A shifted plan is a whole plan: all is brought, nothing is overfull, and it is worth more."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.adapters import routing_cch, vrp
from tepat.core.plan.hazard.scenarios import sample
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Store, Verdict, Window
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import run, verdicts
from tepat.core.plan.risk.tables import StateTables, tables
from tepat.core.plan.schedule.asking import question
from tepat.core.plan.schedule.choosing import front
from tepat.core.plan.schedule.effort import CURVE, Effort
from tepat.core.plan.schedule.lots import lots_of
from tepat.core.plan.schedule.making import explore
from tepat.core.plan.schedule.shifting import DOWN, UP, Shifting, Worth, is_direct
from tepat.core.plan.schedule.trips import cost_lines, trips_of
from tepat.core.plan.schedule.values import Trip
from tests.regencies import CONTOH, regency

SMALL = Effort(rounds=6, iterations=100, scenarios=2_000, weighed=1_000)
COUNT = 2_000


def small(seed: int = 4, boxes: int = 2) -> Instance:
    return regency(seed=seed, desa=24, tps=100, boxes=boxes, zones=4, days=5)


def known_of(instance: Instance, travel: Travel, seed: int = 1) -> StateTables:
    profiles = tuple(dict.fromkeys(vehicle.profile for vehicle in instance.vehicles))
    return tables(travel, profiles, sample(instance.hazard, len(instance.days), COUNT, seed))


def solved(instance: Instance, travel: Travel) -> tuple[Trip, ...]:
    lots, _ = lots_of(instance, travel)
    asked = question(instance, travel, lots, {}, [0] * len(instance.days))
    return trips_of(instance, travel, lots, asked, vrp.Solver().solve(asked, 1, 100))


def rupiah(instance: Instance, trips: tuple[Trip, ...]) -> int:
    return sum(line.rupiah for line in cost_lines(instance, trips))


def late(instance: Instance, known: StateTables, trips: tuple[Trip, ...]) -> float:
    return 1 - verdicts(instance, run(instance, known, trips, 1), 1).all_ppm / 1_000_000


def is_valid(instance: Instance, trips: tuple[Trip, ...]) -> None:
    brought: Counter[str] = Counter()
    litres: Counter[str] = Counter()
    last: dict[tuple[int, str, int], int] = {}
    vehicles = {vehicle.id: vehicle for vehicle in instance.vehicles}
    made: Counter[tuple[int, str, int]] = Counter()
    for trip in sorted(trips, key=lambda each: each.start):
        vehicle, key = vehicles[trip.vehicle], (trip.day, trip.vehicle, trip.unit)
        made[key] += 1
        assert 1 <= trip.unit <= vehicle.available[trip.day]
        assert sum(stop.litres for stop in trip.stops) <= vehicle.litres
        assert sum(stop.kg for stop in trip.stops) <= vehicle.kg
        load = instance.warehouses[0].load_minutes
        light = instance.days[trip.day].light
        assert trip.start - load >= max(last.get(key, 0), trip.day * MINUTES_A_DAY + light[0])
        assert trip.end <= trip.day * MINUTES_A_DAY + light[1]
        last[key] = trip.end
        for stop in trip.stops:
            brought[stop.place] += stop.boxes
            litres[stop.place] += stop.litres
    assert max(made.values()) <= 3
    assert brought == {desa.code: desa.boxes for desa in instance.desa}
    assert litres == {desa.code: desa.litres for desa in instance.desa}


@given(
    seed=st.integers(1, 30),
    boxes=st.sampled_from([2, 5]),
    worths=st.lists(st.sampled_from([*UP, *DOWN]), min_size=1, max_size=3),
)
@settings(max_examples=8, deadline=None)
def test_every_shifted_plan_is_valid(seed: int, boxes: int, worths: list[Worth]) -> None:
    instance = small(seed, boxes)
    travel = routing_cch.travel(instance)
    search = Shifting(instance, travel, known_of(instance, travel), solved(instance, travel), 500)
    for worth in worths:
        is_valid(instance, search.go(worth, 2))


def test_worth_nothing_to_be_in_time_no_plan_gets_dearer() -> None:
    instance = small()
    travel = routing_cch.travel(instance)
    first = solved(instance, travel)
    search = Shifting(instance, travel, known_of(instance, travel), first, 500)

    assert rupiah(instance, search.go(Worth(0.0), 3)) <= rupiah(instance, first)


@pytest.mark.parametrize("allowed", [0.1, 0.2, 0.4])
def test_as_late_as_is_allowed_a_plan_gets_cheaper(allowed: float) -> None:
    """From a sure plan down, to where worths alone do not lead."""
    instance = small(boxes=5)
    travel = routing_cch.travel(instance)
    known = known_of(instance, travel)
    search = Shifting(instance, travel, known, solved(instance, travel), COUNT)
    sure = search.go(Worth(1e9, 1e10), 2)
    before = search.lateness()

    found = search.go(Worth(0.0, allowed=allowed), 2)

    assert before < search.lateness() <= allowed
    assert rupiah(instance, found) < rupiah(instance, sure)
    assert late(instance, known, found) == pytest.approx(search.lateness(), abs=0.05)


@pytest.mark.parametrize("all_", [1e8, 1e9])
def test_rupiah_and_lateness_together_never_rise(all_: float) -> None:
    """By the judge, over the scenarios that were weighed."""
    instance = small(boxes=5)
    travel = routing_cch.travel(instance)
    known, first = known_of(instance, travel), solved(instance, travel)

    found = Shifting(instance, travel, known, first, COUNT).go(Worth(all_), 3)

    before = rupiah(instance, first) + all_ * late(instance, known, first)
    assert rupiah(instance, found) + all_ * late(instance, known, found) < before * 0.95


def test_what_is_weighed_is_what_the_judge_says() -> None:
    """One vehicle kind in abundance: there is no order in which idle ones are given away."""
    base = small()
    instance = replace(base, vehicles=tuple(v for v in base.vehicles if v.id == "truck"))
    travel = routing_cch.travel(instance)
    known = known_of(instance, travel)
    search = Shifting(instance, travel, known, solved(instance, travel), COUNT)
    for worth in (Worth(1e8), Worth(1e9)):
        trips = search.go(worth, 1)
        assert search.lateness() == pytest.approx(late(instance, known, trips), abs=0.005)


def test_what_waits_in_one_warehouse_is_not_brought_again_from_another() -> None:
    base = small()
    house = base.warehouses[0]
    other = replace(house, id="99.01:gudang-2", node="k1")
    trucks = [each for each in base.vehicles if each.id == "truck"]
    there = [replace(each, id=f"{each.id}-2", warehouse=other.id) for each in trucks]
    here = [replace(each, available=(2,) * len(base.days)) for each in trucks]
    instance = replace(base, warehouses=(house, other), vehicles=(*here, *there))
    travel = routing_cch.travel(instance)
    known = known_of(instance, travel)
    only = replace(instance, vehicles=tuple(here))  # all leaves the first one, by both its trucks
    trips = solved(only, routing_cch.travel(only))

    search = Shifting(instance, travel, known, trips, COUNT)

    assert late(instance, known, trips) > 0.1
    assert search.lateness() == pytest.approx(late(instance, known, trips), abs=0.01)


def test_the_same_start_gives_the_same_plan() -> None:
    instance = small(seed=6)
    travel = routing_cch.travel(instance)
    known, first = known_of(instance, travel), solved(instance, travel)

    once, twice = (
        Shifting(instance, travel, known, first, 500).go(Worth(1e9, 1e10), 2) for _ in range(2)
    )

    assert once == twice


def test_a_failed_store_is_not_filled_earlier() -> None:
    base = small()
    failed = Store(Verdict.FAILED, 0, source=CONTOH)
    code = base.desa[3].code
    instance = replace(
        base, desa=tuple(replace(d, store=failed) if d.code == code else d for d in base.desa)
    )
    travel = routing_cch.travel(instance)
    search = Shifting(instance, travel, known_of(instance, travel), solved(instance, travel), 500)

    found = search.go(Worth(1e9, 1e10), 2)

    days = {trip.day for trip in found for stop in trip.stops if stop.place == code}
    assert days == {len(instance.days) - 1}


def test_a_plan_that_does_not_keep_its_hours_is_not_shifted() -> None:
    """A place that is closed until dusk makes its trip too long; no solver of routing sees that."""
    base = small()
    travel = routing_cch.travel(base)
    trips = solved(base, travel)
    stop = trips[0].stops[0]
    day = trips[0].day * MINUTES_A_DAY
    shut = (Window(day, day + 18 * 60),)
    closed = replace(
        base,
        desa=tuple(replace(d, blocked=shut) if d.code == stop.place else d for d in base.desa),
    )
    search = Shifting(closed, travel, known_of(closed, travel), trips, 500)

    assert not search.is_possible
    with pytest.raises(ValueError, match="hours"):
        search.go(Worth(0.0), 1)


def test_the_plan_is_the_beginning_of_its_curve_and_every_point_is_valid() -> None:
    instance = small(boxes=5)
    travel = routing_cch.travel(instance)
    plain = explore(instance, travel, vrp.Solver(), 1, SMALL)
    dense = explore(
        instance,
        travel,
        vrp.Solver(),
        1,
        replace(SMALL, more_by_hand=CURVE.more_by_hand, dense=CURVE.dense),
    )

    assert len(plain) <= SMALL.steps
    assert dense[: len(plain)] == plain
    for each in front(dense):
        if is_direct(each.trips) and not each.left:
            is_valid(instance, each.trips)
            assert each.rupiah == rupiah(instance, each.trips)
