"""A folder of saved BMKG files: the readable ones count, the others are named."""

import json
import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path

from tepat.adapters.weather_files import heard, said_by
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.hazard.sources import Contribution, combine
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Code, Problem
from tests.adapters.test_bmkg_cap import ALERT, WIB
from tests.adapters.test_bmkg_forecast import SLOT, answer
from tests.core.plan.hazard.grounds import ground, tables

NOW = datetime(2024, 11, 20, 21, 55, tzinfo=WIB)


def read_weather(
    paths: Iterable[Path], instance: Instance, tables: RoughTables, now: datetime
) -> tuple[list[Contribution], list[Problem]]:
    return said_by(heard(paths), instance, tables, now)


def saved(folder: Path) -> list[Path]:
    texts = {
        "a.xml": ALERT,
        "b.json": json.dumps(answer({**SLOT, "utc_datetime": "2024-11-23 06:00:00"})),
        "c.xml": "rusak",
        "d.json": "rusak",
        "e.XML": ALERT.replace(">1<", ">2<").replace("22:00:00+07:00", "22:00:00"),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return sorted(folder.iterdir())


def test_alerts_and_forecasts_raise_together_and_bad_files_are_named(tmp_path: Path) -> None:
    said, problems = read_weather(saved(tmp_path), ground(), tables(), NOW)
    low, high = combine(ground().hazard, said).zones

    # The alert lies over the first road; the rain of the last day reaches both zones.
    assert low.probability == (0.3, 0.3, 0.3, 0.3)
    assert high.probability == (0.1, 0.1, 0.1, 0.3)
    assert [low.said_by(day).by for day in (0, 3)] == ["bmkg", "BMKG"]
    assert [each.code for each in problems] == [
        Code.ALERT_FILE,
        Code.FORECAST_FILE,
        Code.ALERT_TIME,
    ]


def test_the_order_of_files_and_a_file_given_twice_change_nothing(tmp_path: Path) -> None:
    paths = saved(tmp_path)

    once = read_weather(paths, ground(), tables(), NOW)
    assert read_weather([*paths[::-1], *paths], ground(), tables(), NOW) == once


def test_a_cancellation_among_the_files_takes_its_alert_back(tmp_path: Path) -> None:
    cancel = ALERT.replace(">1<", ">9<").replace("Alert</msg", "Cancel</msg")
    about = "</scope><references>bmkg,1,2024-11-20T21:50:00+07:00</references>"
    (tmp_path / "a.xml").write_text(ALERT, encoding="utf-8")
    (tmp_path / "b.xml").write_text(cancel.replace("</scope>", about), encoding="utf-8")

    assert read_weather(tmp_path.iterdir(), ground(), tables(), NOW) == ([], [])
    assert read_weather([tmp_path / "a.xml"], ground(), tables(), NOW)[0] != []
    late = NOW + timedelta(days=1)
    assert read_weather([tmp_path / "a.xml"], ground(), tables(), late) == ([], [])


def test_a_file_of_another_place_is_told_and_raises_nothing(tmp_path: Path) -> None:
    start, end = ALERT.index("<polygon>") + len("<polygon>"), ALERT.index("</polygon>")
    far = "5.0,95.0 5.0,95.5 5.5,95.5 5.5,95.0 5.0,95.0"
    (tmp_path / "aceh.xml").write_text(ALERT[:start] + far + ALERT[end:], encoding="utf-8")
    place = answer({**SLOT, "utc_datetime": "2024-11-23 06:00:00"})
    text = json.dumps(place)
    lat = re.search(r'"lat": (-?[0-9.]+)', text)
    assert lat
    (tmp_path / "aceh.json").write_text(text.replace(lat[0], '"lat": 5.2'), encoding="utf-8")

    said, problems = read_weather(tmp_path.iterdir(), ground(), tables(), NOW)
    assert said == []
    assert [(each.code, each.facts["file"]) for each in problems] == [
        (Code.WEATHER_ELSEWHERE, "aceh.xml"),
        (Code.WEATHER_ELSEWHERE, "aceh.json"),
    ]
    (tmp_path / "sini.xml").write_text(ALERT, encoding="utf-8")
    (tmp_path / "sini.json").write_text(text, encoding="utf-8")
    both = [tmp_path / "sini.xml", tmp_path / "sini.json"]
    assert read_weather(both, ground(), tables(), NOW)[1] == []
