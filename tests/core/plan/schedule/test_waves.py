"""Waves: no day sends more boxes than the warehouse may, as long as other days have room."""

from dataclasses import replace

import pytest

from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Store, Verdict
from tepat.core.plan.schedule.values import Echelon, Stop, Trip
from tepat.core.plan.schedule.waves import boxes_of, in_waves, too_full
from tepat.core.problems import Code
from tests.regencies import regency

BASE = regency(desa=12, tps=30)
HOUSE = BASE.warehouses[0]


def limited(boxes: int, instance: Instance = BASE) -> Instance:
    return replace(instance, warehouses=(replace(HOUSE, wave_boxes=boxes),))


def trip(name: str, day: int, boxes: int, unit: int = 1, desa: int = 0) -> Trip:
    start = day * MINUTES_A_DAY + 420
    stop = Stop(BASE.desa[desa].code, start + 30, start + 50, boxes, 100, 10, 1_000)
    vehicle = BASE.vehicles[0].id
    return Trip(name, Echelon.DIRECT, vehicle, unit, day, HOUSE.id, start, start + 90, 0, (stop,))


def sent(trips: tuple[Trip, ...], day: int) -> int:
    return sum(boxes_of(each) for each in trips if each.day == day)


def test_without_a_limit_nothing_changes() -> None:
    trips = (trip("a", 6, 500), trip("b", 6, 500, unit=2))
    assert in_waves(BASE, trips).trips == trips


def test_the_smallest_trip_leaves_a_day_earlier() -> None:
    trips = (trip("a", 6, 60), trip("b", 6, 30, unit=2), trip("c", 6, 50, unit=3))
    found = in_waves(limited(120), trips)

    assert found.moved == ("b",)
    assert [sent(found.trips, day) for day in (5, 6)] == [30, 110]
    moved = next(each for each in found.trips if each.id == "b")
    opens = 5 * MINUTES_A_DAY + BASE.days[5].light[0] + HOUSE.load_minutes
    assert moved.start == opens
    assert moved.stops[0].arrive - moved.start == 30


def test_a_full_day_before_is_passed_over() -> None:
    trips = (trip("a", 6, 60), trip("b", 6, 50, unit=2), trip("c", 5, 55))
    found = in_waves(limited(100), trips)

    assert [sent(found.trips, day) for day in (4, 5, 6)] == [50, 55, 60]


def test_what_may_not_lie_overnight_stays_and_is_told() -> None:
    failed = replace(BASE.desa[0], store=Store(Verdict.FAILED))
    instance = limited(50, replace(BASE, desa=(failed, *BASE.desa[1:])))
    trips = (trip("a", 6, 40), trip("b", 6, 40, unit=2))
    found = in_waves(instance, trips)

    assert found.moved == ()
    [problem] = too_full(instance, found.trips)
    assert problem.code is Code.WAVE_FULL
    assert (problem.facts["boxes"], problem.facts["most"]) == (80, 50)


@pytest.mark.parametrize("pinned", [True, False])
def test_what_moves_already_is_not_moved(pinned: bool) -> None:
    trips = (trip("a", 6, 40), replace(trip("b", 6, 40, unit=2), pinned=pinned))
    found = in_waves(limited(50), trips)

    assert ("b" in found.moved) is (not pinned and "a" not in found.moved)
    assert sent(found.trips, 6) == 40


def test_a_limit_too_small_for_all_days_is_told_with_what_would_do() -> None:
    boxes = sum(desa.boxes for desa in BASE.desa)
    instance, problems = sound(limited(boxes // 8))

    [told] = [each for each in problems if each.code is Code.WAVE_SMALL]
    least = told.facts["least"]
    assert isinstance(least, int)
    assert least * len(instance.days) >= boxes > (least - 1) * len(instance.days)
