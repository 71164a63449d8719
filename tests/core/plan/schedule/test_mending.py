"""A market in the middle of a day: no solver of routing sees it, but every plan keeps its hours."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pytest

from tepat.adapters import routing_cch, vrp
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Window
from tepat.core.plan.schedule.asking import question
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.lots import lots_of
from tepat.core.plan.schedule.making import make
from tepat.core.plan.schedule.mending import keeps_hours, mended
from tepat.core.plan.schedule.trips import trips_of
from tepat.core.plan.schedule.values import Trip
from tests.regencies import regency

DAYS = 5


def closed(seed: int, start: int, end: int, every: int = 3) -> Instance:
    """A regency where every third desa takes nothing from `start` to `end` of each day."""
    base = regency(seed=seed, desa=24, tps=110, zones=4, days=DAYS)
    windows = tuple(
        Window(day * MINUTES_A_DAY + start, day * MINUTES_A_DAY + end, "pasar")
        for day in range(DAYS)
    )
    desa = tuple(
        each if at % every else replace(each, blocked=windows) for at, each in enumerate(base.desa)
    )
    return replace(base, desa=desa)


def solved(instance: Instance) -> tuple[Trip, ...]:
    travel = routing_cch.travel(instance)
    lots, _ = lots_of(instance, travel)
    asked = question(instance, travel, lots, {}, [0] * DAYS)
    return trips_of(instance, travel, lots, asked, vrp.Solver().solve(asked, 1, 80))


def wrong(instance: Instance, trips: tuple[Trip, ...]) -> list[str]:
    """What no vehicle can do, counted without the planner."""
    found, load = [], instance.warehouses[0].load_minutes
    vehicles = {each.id: each for each in instance.vehicles}
    desa = {each.code: each for each in instance.desa}
    days: dict[tuple[int, str, int], list[Trip]] = {}
    for trip in sorted(trips, key=lambda each: each.start):
        days.setdefault((trip.day, trip.vehicle, trip.unit), []).append(trip)
        for stop in trip.stops:
            if any(each.start <= stop.arrive < each.end for each in desa[stop.place].blocked):
                found.append(f"{trip.id} comes to {stop.place} while it is closed")
    for (day, name, unit), made in days.items():
        ends = min(day * MINUTES_A_DAY + 1080, made[0].start - load + vehicles[name].shift)
        found += [f"{each.id} ends late" for each in made if each.end > ends]
        if any(b.start - load < a.end for a, b in pairwise(made)):
            found.append(f"{name} {unit} leaves before it is back")
        if unit > vehicles[name].available[day] or len(made) > vehicles[name].most_trips:
            found.append(f"{name} {unit} is too much")
    return found


@pytest.mark.parametrize(
    ("seed", "start", "end"),
    [(1, 420, 640), (2, 420, 640), (1, 690, 780), (1, 0, 840), (2, 0, 840)],
)
def test_what_cannot_wait_for_a_closed_place_goes_elsewhere(
    seed: int, start: int, end: int
) -> None:
    instance = closed(seed, start, end)
    travel, trips = routing_cch.travel(instance), solved(instance)
    assert wrong(instance, trips)

    found, left = mended(instance, travel, trips)

    assert wrong(instance, found) == []
    assert left == ()
    assert keeps_hours(instance, travel, found)
    litres: Counter[str] = Counter()
    for trip in found:
        for stop in trip.stops:
            litres[stop.place] += stop.litres
    assert litres == {each.code: each.litres for each in instance.desa}


def test_a_place_that_takes_nothing_on_any_day_is_named_and_all_others_are_served() -> None:
    instance = closed(1, 0, 1_079, every=24)  # on its last minute nobody could come home
    trips = solved(instance)

    found, left = mended(instance, routing_cch.travel(instance), trips)

    assert left == (instance.desa[0].code,)
    assert wrong(instance, found) == []
    served = {stop.place for trip in found for stop in trip.stops}
    assert served == {each.code for each in instance.desa[1:]}


def test_where_no_place_closes_nothing_changes() -> None:
    instance = closed(1, 0, 0, every=100)
    open_ = replace(instance, desa=tuple(replace(each, blocked=()) for each in instance.desa))
    trips = solved(open_)

    assert mended(open_, routing_cch.travel(open_), trips) == (trips, ())


def test_a_whole_plan_around_a_market_keeps_its_hours() -> None:
    instance = closed(1, 420, 640)
    effort = Effort(rounds=4, iterations=80, scenarios=1_000, unseen=1_000, weighed=300, starts=1)

    plan = make(instance, routing_cch.travel(instance), vrp.Solver(), 1, effort)

    assert plan.unassigned == ()
    assert wrong(instance, plan.trips) == []
