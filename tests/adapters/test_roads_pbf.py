"""A small extract of a map, written here, read as roads."""

from pathlib import Path
from typing import Any

import osmium
import pytest

from tepat.adapters import roads_pbf
from tepat.adapters.roads_pbf import read_pbf
from tepat.core.plan.instance.values import Status
from tepat.core.problems import Code, Refused
from tepat.core.sentences import sentence

WAYS: list[tuple[int, list[int], dict[str, str]]] = [
    (1, [1, 2, 3], {"highway": "primary", "name": "Jalan Raya", "surface": "asphalt"}),
    (2, [3, 4], {"highway": "primary", "name": "Jalan Raya", "surface": "asphalt"}),
    (3, [4, 5, 6], {"highway": "track", "surface": "dirt"}),
    (4, [4, 7], {"highway": "tertiary", "bridge": "yes", "maxweight": "5 t"}),
    (5, [7, 8], {"highway": "residential", "oneway": "-1"}),
    (6, [8, 9], {"route": "ferry", "name": "Penyeberangan"}),
    (7, [9, 10, 11], {"waterway": "river", "name": "Sungai"}),
    (8, [6, 12], {"highway": "service", "access": "no"}),
    (9, [1, 12], {"highway": "construction"}),
    (10, [2, 3], {"building": "yes"}),
    (11, [1, 13, 14, 1], {"highway": "residential", "junction": "roundabout"}),
]


def written(path: Path, ways: list[tuple[int, list[int], dict[str, str]]], points: int) -> Path:
    header: Any = osmium.io.Header()
    header.set("osmosis_replication_timestamp", "2024-11-01T00:00:00Z")
    with osmium.SimpleWriter(str(path), header=header) as writer:
        for at in range(1, points + 1):
            writer.add_node(
                osmium.osm.mutable.Node(id=at, location=(115.0 + at * 0.01, -2.0 + at % 3 * 0.001))
            )
        for way, nodes, tags in ways:
            writer.add_way(osmium.osm.mutable.Way(id=way, nodes=nodes, tags=tags))
    return path


@pytest.fixture
def extract(tmp_path: Path) -> Path:
    return written(tmp_path / "contoh.osm.pbf", WAYS, 14)


def test_an_extract_becomes_junctions_and_arcs(extract: Path) -> None:
    roads = read_pbf(extract)
    by_name = {(arc.name or arc.road): arc for arc in roads.arcs}

    assert roads.problems == ()
    assert (roads.source.by, roads.source.at, roads.source.rough) == (
        "OpenStreetMap",
        "2024-11-01",
        False,
    )
    raya = by_name["Jalan Raya"]
    assert (raya.tail, raya.head) == ("n1", "n4"), "two ways and two bends are one arc"
    assert raya.surface == "paved"
    assert len(roads.shapes[raya.id]) == 4
    assert 3_300 < raya.metres < 3_400
    assert by_name["tertiary"].tonnes == 5.0
    assert by_name["Penyeberangan"].road == "ferry"
    assert by_name["Sungai"].road == "river"
    assert by_name["service"].status is Status.CLOSED
    assert "construction" not in by_name
    back = next(arc for arc in roads.arcs if arc.id.startswith("w5-"))
    assert (back.tail, back.head, back.oneway) == ("n8", "n7", True)


def test_a_roundabout_goes_one_way_round_and_is_no_loop(extract: Path) -> None:
    ring = [arc for arc in read_pbf(extract).arcs if arc.id.startswith("w11-")]

    assert [arc.oneway for arc in ring] == [True, True]
    assert all(arc.tail != arc.head for arc in ring)
    assert {ring[0].head, ring[1].head} == {ring[0].tail, ring[1].tail}


def test_two_readings_are_equal_and_shapes_may_be_left_out(extract: Path) -> None:
    assert read_pbf(extract) == read_pbf(extract)
    assert read_pbf(extract, shapes=False).shapes == {}


def test_a_box_keeps_what_lies_in_it(extract: Path) -> None:
    roads = read_pbf(extract, box=(-3.0, 115.0, -1.0, 115.045))

    assert {arc.name for arc in roads.arcs} == {"Jalan Raya"}


def test_ways_whose_points_are_missing_are_cut_there_and_said(tmp_path: Path) -> None:
    path = written(tmp_path / "tepi.osm.pbf", [(1, [1, 2, 99, 3, 4], {"highway": "track"})], 4)
    roads = read_pbf(path)

    assert [(arc.tail, arc.head) for arc in roads.arcs] == [("n1", "n2"), ("n3", "n4")]
    assert [problem.code for problem in roads.problems] == [Code.ROADS_POINTS_LOST]


@pytest.mark.parametrize("share", [0.02, 0.3, 0.5, 0.9, 0.99])
def test_a_file_cut_short_is_said(tmp_path: Path, share: float) -> None:
    many = [
        (at, [at, at + 1], {"highway": "track", "name": f"Jalan {at}"}) for at in range(1, 20_000)
    ]
    whole = written(tmp_path / "a.osm.pbf", many, 20_001).read_bytes()
    cut = tmp_path / "potong.osm.pbf"
    cut.write_bytes(whole[: int(len(whole) * share)])

    with pytest.raises(Refused) as refused:
        read_pbf(cut)
    assert refused.value.problem.code is Code.ROADS_BROKEN
    assert "potong.osm.pbf" in sentence(refused.value.problem)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.ROADS_EMPTY),
        (b"PK\x03\x04 a zip, not a map" * 20, Code.ROADS_BROKEN),
        (b"\xff" * 4096, Code.ROADS_BROKEN),
        (b"<osm version='0.6'></osm>", Code.ROADS_BROKEN),
    ],
)
def test_what_is_no_extract_is_said(tmp_path: Path, content: bytes, code: Code) -> None:
    path = tmp_path / "bukan.osm.pbf"
    path.write_bytes(content)

    with pytest.raises(Refused) as refused:
        read_pbf(path)
    assert refused.value.problem.code is code


def test_an_extract_without_a_road_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_pbf(written(tmp_path / "rumah.osm.pbf", [(1, [1, 2], {"building": "yes"})], 2))
    assert refused.value.problem.code is Code.ROADS_EMPTY


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        read_pbf(tmp_path / "tidak-ada.osm.pbf")
    assert refused.value.problem.code is Code.FILE_MISSING


def test_a_map_of_half_the_world_is_said(extract: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roads_pbf, "LIMIT", 100)

    with pytest.raises(Refused) as refused:
        read_pbf(extract)
    assert refused.value.problem.code is Code.ROADS_TOO_LARGE
