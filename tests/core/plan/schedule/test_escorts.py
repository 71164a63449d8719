"""Escorts: no more trips under way than teams, as long as the day is long enough."""

from dataclasses import replace

from tepat.core.plan.schedule.escorts import escorted
from tepat.core.plan.schedule.values import Echelon, Stop, Trip
from tests.regencies import regency

REGENCY = regency(desa=12, tps=30)
DESA = REGENCY.desa[0].code


def trip(name: str, start: int, end: int, vehicle: str = "truck", unit: int = 1) -> Trip:
    stop = Stop(DESA, start + 10, start + 20, 2, 100, 10, 1_000)
    return Trip(name, Echelon.DIRECT, vehicle, unit, 0, "99.01:gudang-1", start, end, 0, (stop,))


def test_without_a_limit_nothing_changes() -> None:
    trips = (trip("a", 400, 500), trip("b", 400, 500, unit=2))
    assert escorted(REGENCY, trips).trips == trips


def test_the_second_trip_waits_for_the_team() -> None:
    one = replace(REGENCY, escorts=(1,) * 7)
    found = escorted(one, (trip("a", 400, 500), trip("b", 410, 520, unit=2)))

    assert found.delayed == ("b",)
    assert (found.trips[1].start, found.trips[1].end) == (500, 610)
    assert found.trips[1].stops[0].arrive == 510


def test_a_vehicle_that_waited_makes_its_next_trip_wait() -> None:
    one = replace(REGENCY, escorts=(1,) * 7)
    found = escorted(
        one, (trip("a", 400, 600), trip("b", 410, 500, unit=2), trip("c", 505, 600, unit=2))
    )

    loading = REGENCY.warehouses[0].load_minutes
    assert [each.start for each in found.trips] == [400, 600, 690 + loading]


def test_nobody_waits_so_long_that_the_vehicle_comes_home_in_the_dark() -> None:
    one = replace(REGENCY, escorts=(1,) * 7)
    found = escorted(one, (trip("a", 400, 900), trip("b", 410, 800, unit=2)))

    assert found.without == ("b",), "at 900 it would be home at 1290"
    assert [each.start for each in found.trips] == [400, 410]


def test_nobody_waits_where_the_next_trip_of_the_vehicle_could_not() -> None:
    one = replace(REGENCY, escorts=(1,) * 7)
    found = escorted(
        one, (trip("a", 400, 600), trip("b", 410, 500, unit=2), trip("c", 600, 1_070, unit=2))
    )

    assert [each.start for each in found.trips] == [400, 410, 600]
    assert "b" in found.without


def test_a_day_too_short_names_who_goes_alone() -> None:
    one = replace(REGENCY, escorts=(1,) * 7)
    found = escorted(one, (trip("a", 400, 1_080), trip("b", 410, 520, unit=2)))

    assert found.without == ("b",)
    assert found.trips[1].start == 410


def test_without_any_team_all_go_alone() -> None:
    none = replace(REGENCY, escorts=(0,) * 7)
    assert escorted(none, (trip("a", 400, 500),)).without == ("a",)
