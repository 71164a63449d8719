"""Forecasts as BMKG answers them, in both shapes that are known."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tepat.adapters.bmkg_forecast import read_forecasts
from tepat.core.plan.hazard.forecasts import rain_by_day
from tepat.core.problems import Code, Refused
from tepat.core.sentences import sentence
from tests.core.plan.hazard.grounds import tables

PLACE = {"adm4": "99.01.02.2003", "lat": -6.2, "lon": 106.8, "timezone": "+0700"}
SLOT = {"utc_datetime": "2024-11-20 06:00:00", "weather": 63, "tp": 12.5}


def answer(*slots: Any, place: Any = PLACE) -> dict[str, Any]:
    return {"lokasi": place, "data": [{"lokasi": place, "cuaca": [list(slots)]}]}


def written(folder: Path, data: Any) -> Path:
    path = folder / "prakiraan.json"
    path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
    return path


def test_a_forecast_is_read(tmp_path: Path) -> None:
    [forecast], problems = read_forecasts(written(tmp_path, answer(SLOT)))

    assert problems == []
    assert (forecast.desa, forecast.lat, forecast.lon) == ("99.01.02.2003", -6.2, 106.8)
    [slot] = forecast.slots
    assert (slot.start, slot.code) == (datetime(2024, 11, 20, 6, tzinfo=UTC), 63)
    assert slot.millimetres == 12.5


def test_the_place_may_stand_once_for_all_and_times_may_carry_their_zone(tmp_path: Path) -> None:
    data = answer({"datetime": "2024-11-20T13:00:00+07:00", "weather": 60})
    del data["data"][0]["lokasi"]
    [forecast], _ = read_forecasts(written(tmp_path, data))

    assert forecast.slots[0].start == datetime(2024, 11, 20, 6, tzinfo=UTC)
    assert forecast.slots[0].millimetres is None


@pytest.mark.parametrize(
    "bad",
    [
        3,
        {},
        {**SLOT, "weather": "hujan"},
        {**SLOT, "weather": True},
        {**SLOT, "utc_datetime": "besok"},
        {"weather": 63},
    ],
)
def test_hours_that_cannot_be_read_are_counted(tmp_path: Path, bad: Any) -> None:
    [forecast], [problem] = read_forecasts(written(tmp_path, answer(bad, SLOT)))

    assert len(forecast.slots) == 1
    assert problem.code is Code.FORECAST_PART
    assert "1 dari 2 jam" in sentence(problem)


@pytest.mark.parametrize("rain", [-1, "3", float("nan"), None, True])
def test_rain_that_is_no_amount_is_not_said(tmp_path: Path, rain: Any) -> None:
    [forecast], _ = read_forecasts(written(tmp_path, answer({**SLOT, "tp": rain})))
    assert forecast.slots[0].millimetres is None


@pytest.mark.parametrize(
    "data",
    [
        "",
        "[]",
        "[" * 99_999,
        {},
        {"data": []},
        {"data": [3]},
        answer(place={"adm4": "besok", "lat": 1, "lon": 2}),
        answer(SLOT, place={**PLACE, "lat": None}),
        answer(),
        {"lokasi": PLACE, "data": [{"cuaca": 3}]},
    ],
)
def test_what_is_no_forecast_is_refused(tmp_path: Path, data: Any) -> None:
    with pytest.raises(Refused) as refused:
        read_forecasts(written(tmp_path, data))
    assert refused.value.problem.code is Code.FORECAST_FILE


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_forecasts(tmp_path / "none.json")


@pytest.mark.parametrize(
    ("name", "desa", "hours"),
    [
        ("prakiraan_32.75.03.1006_2026-02-28_day1.json", "32.75.03.1006", 4),
        ("prakiraan_33.26.16.1001_2026-02-16_reshaped.json", "33.26.16.1001", 10),
    ],
)
def test_both_real_shapes_are_read(real_data: Path, name: str, desa: str, hours: int) -> None:
    [forecast], problems = read_forecasts(real_data / "bmkg" / name)

    assert problems == []
    assert (forecast.desa, len(forecast.slots)) == (desa, hours)
    # Clouds, haze and smoke on all of these days; not a drop of rain.
    assert rain_by_day(forecast, tables(), "Asia/Jakarta") == {}
