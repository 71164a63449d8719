"""Rain that is forecast near a zone raises its days."""

from datetime import UTC, date, datetime, timedelta

from tepat.core.plan.hazard.forecasts import Forecast, Slot, contributions, rain_by_day
from tests.core.plan.hazard.grounds import ground, tables

MIDNIGHT = datetime(2024, 11, 19, 17, tzinfo=UTC)
"""The 20th begins in Jakarta."""


def forecast(
    *slots: tuple[int, int, float | None], lat: float = -6.2, lon: float = 106.8, desa: str = "1"
) -> Forecast:
    """Slots are hours after midnight, weather code and millimetres."""
    made = tuple(Slot(MIDNIGHT + timedelta(hours=hour), code, mm) for hour, code, mm in slots)
    return Forecast(desa, lat, lon, made, "2024-11-19")


def classes(*slots: tuple[int, int, float | None], zone: str = "Asia/Jakarta") -> dict[int, str]:
    found = rain_by_day(forecast(*slots), tables(), zone)
    return {day.day: row.name for day, row in found.items()}


def test_millimetres_of_a_day_are_added_up() -> None:
    assert classes((0, 3, 10.0), (3, 3, 10.0)) == {20: "sedang"}
    assert classes((0, 3, 19.9)) == {20: "ringan"}
    assert classes((0, 3, 60.0), (21, 3, 45.0), (24, 3, 1.0)) == {20: "sangat lebat", 21: "ringan"}


def test_a_dry_day_has_no_class() -> None:
    assert classes((0, 3, 0.0), (3, 1, None), (6, 45, 0.4)) == {}


def test_a_weather_code_counts_where_it_is_worse_than_the_millimetres() -> None:
    assert classes((0, 63, None)) == {20: "lebat"}
    assert classes((0, 63, 0.1)) == {20: "lebat"}
    assert classes((0, 60, 160.0)) == {20: "ekstrem"}
    assert classes((0, 95, None), (3, 60, None)) == {20: "sedang"}


def test_hours_belong_to_the_local_day() -> None:
    assert classes((22, 63, None)) == {20: "lebat"}
    assert classes((22, 63, None), zone="Asia/Jayapura") == {21: "lebat"}


def test_rain_reaches_zones_that_are_near_and_no_others() -> None:
    near, far = forecast((0, 63, None)), forecast((0, 63, None), lat=-6.5)

    assert {(each.zone, each.day) for each in contributions(ground(), [near], tables())} == {
        ("low", 0),
        ("high", 0),
    }
    assert contributions(ground(), [far], tables()) == []


def test_a_zone_takes_the_wettest_point_and_tells_which() -> None:
    said = contributions(
        ground(), [forecast((0, 63, None), desa="2"), forecast((0, 60, None))], tables()
    )
    low = next(each for each in said if each.zone == "low")

    assert (low.probability, low.source.by, low.source.rough) == (0.3, "BMKG", True)
    assert "lebat di 2" in low.source.note


def test_days_outside_the_plan_are_left_out() -> None:
    beyond = forecast((24 * 10, 63, None))

    assert rain_by_day(beyond, tables(), "Asia/Jakarta").keys() == {date(2024, 11, 30)}
    assert contributions(ground(), [beyond], tables()) == []
