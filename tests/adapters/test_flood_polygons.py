"""Flood history from polygons: real hours of Jakarta over real roads."""

import gzip
import json
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest

from tepat.adapters.flood_polygons import read_grounds, read_hourly
from tepat.adapters.hazard_files import rough_tables
from tepat.adapters.polygons import PolygonIndex
from tepat.core.plan.hazard.history import (
    changes,
    closed_by_hour,
    frequency,
    hours_of,
    merged,
    observed_days,
)
from tepat.core.plan.hazard.scenarios import MOST_ZONES
from tepat.core.plan.instance.source import Source
from tepat.core.problems import Code, Refused

WIB = timezone(timedelta(hours=7))
SQUARE = [[106, -6], [107, -6], [107, -7], [106, -7], [106, -6]]


def written(folder: Path, *states: Any, identity: str = "") -> Path:
    features = [
        {
            "properties": {"geom_id": identity or at, "states": each},
            "geometry": {"type": "Polygon", "coordinates": [SQUARE]},
        }
        for at, each in enumerate(states, start=1)
    ]
    path = folder / "banjir.geojson"
    path.write_text(json.dumps({"features": features}), encoding="utf-8")
    return path


def test_hours_are_local_unless_they_say_their_zone(tmp_path: Path) -> None:
    states = [["2017-02-20T10:00", 2], ["2017-02-20T00:00Z", 1], ["2017-02-20T10:00", 3]]
    [record], [shape], problems = read_hourly(written(tmp_path, states), "Asia/Jakarta")

    assert problems == []
    assert (record.id, shape.name) == ("1", "1")
    assert record.states == (
        (datetime(2017, 2, 20, 7, tzinfo=WIB), 1),
        (datetime(2017, 2, 20, 10, tzinfo=WIB), 3),
    )


@pytest.mark.parametrize("states", [None, 3, [[1]], [["besok", 2]], [["2017-02-20T10:00", "2"]]])
def test_records_that_cannot_be_read_are_named_and_the_rest_kept(
    tmp_path: Path, states: Any
) -> None:
    records, shapes, [problem] = read_hourly(written(tmp_path, states, []), "Asia/Jakarta")

    assert [record.id for record in records] == [shape.name for shape in shapes] == ["2"]
    assert problem.code is Code.HISTORY_RECORD
    assert problem.facts["name"] == "1"


def test_the_second_record_of_one_ground_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, [], [], identity="sama")
    records, _, [problem] = read_hourly(path, "Asia/Jakarta")

    assert len(records) == 1
    assert problem.facts["row"] == 2


def test_an_office_puts_its_own_table_in_place_of_the_shipped_one(tmp_path: Path) -> None:
    assert rough_tables() == rough_tables(tmp_path)
    own = tmp_path / "hazard" / "rough.toml"
    own.parent.mkdir()
    own.write_text(
        'alert = []\nrain = []\n[prone]\nat_least = 0.2\nrough = false\nsource = "BPBD"\n',
        encoding="utf-8",
    )
    assert rough_tables(tmp_path).prone.at_least == 0.2
    own.write_bytes(b"\xff")
    with pytest.raises(Refused):
        rough_tables(tmp_path)


def test_ground_known_to_flood_has_the_rough_probability(real_data: Path) -> None:
    grounds, problems = read_grounds(
        real_data / "hazard/jakarta_rw_floodprone_2007.geojson.gz",
        "Asia/Jakarta",
        rough_tables(),
        Source("RW banjir 2007", "2007"),
        lambda shape: str(shape.properties.get("KEC_NAME") or "-"),
    )

    assert sum(len(each.shapes) for each in grounds) >= 1009
    assert 44 <= len(grounds) <= MOST_ZONES
    assert {each.code for each in problems} == {Code.POLYGON_MENDED}
    assert all(each.probability == 0.05 and each.source.rough for each in grounds)
    assert not any(each.measured for each in grounds)


def test_three_real_days_of_flood_become_probabilities(real_data: Path) -> None:
    path = real_data / "hazard/petabencana_jakarta_floods_2017-02.geojson.gz"
    records, shapes, problems = read_hourly(path, "Asia/Jakarta")
    days = observed_days(hours_of(records))

    assert len(records) == len(shapes) == 302
    assert {each.code for each in problems} == {Code.POLYGON_MENDED}
    assert [day.day for day in days] == [20, 21, 22]
    counts = [frequency(record, days).flooded for record in records]
    assert [counts.count(each) for each in range(4)] == [4, 205, 91, 2]
    # The first seven digits of an id are a kecamatan.
    kecamatan = merged(records, lambda name: name[:7])
    assert len(kecamatan) == 37 <= MOST_ZONES
    assert all(
        frequency(each, days).flooded
        >= max(frequency(r, days).flooded for r in records if r.id.startswith(each.id))
        for each in kecamatan
    )


def test_real_roads_close_and_open_by_the_hour(real_data: Path) -> None:
    path = real_data / "hazard/petabencana_jakarta_floods_2017-02.geojson.gz"
    records, shapes, _ = read_hourly(path, "Asia/Jakarta")
    index = PolygonIndex(shapes)
    with gzip.open(real_data / "roads/jakarta_osm_2012.geojson.gz") as file:
        roads = json.load(file)["features"]
    arcs: dict[str, list[str]] = {}
    for number, road in enumerate(roads):
        if road["geometry"]["type"] != "LineString":
            continue
        line = [(point[1], point[0]) for point in road["geometry"]["coordinates"]]
        for at in index.crossed_by(line):
            arcs.setdefault(shapes[at].name, []).append(str(number))

    states = closed_by_hour(records, arcs, hours_of(records))
    moved = changes(states)

    under = {hour.strftime("%d %H"): len(closed) for hour, closed in states}
    assert len(states) == 73
    assert max(under.values()) > 500
    assert sum(len(each.closed) for each in moved) - sum(len(each.opened) for each in moved) == len(
        states[-1][1]
    )
