"""Lines as offices keep them, read as roads: small made ones and three real maps."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from tepat.adapters.roads_geojson import Attributes, read_geojson
from tepat.core.plan.instance.source import Source
from tepat.core.plan.network.tables import Roads, parts
from tepat.core.problems import Code, Refused

DINAS = Source("Dinas PUPR", "2024-05-01", rough=False)
METRE = 1 / 111_195


def feature(*points: tuple[float, float], **properties: Any) -> dict[str, Any]:
    """A line through points given as metres east and north of one place."""
    at = [[115.0 + east * METRE, -2.0 + north * METRE] for east, north in points]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "LineString", "coordinates": at},
    }


def read(tmp_path: Path, *features: Any, **options: Any) -> Roads:
    path = tmp_path / "jalan.geojson"
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))
    return read_geojson(path, DINAS, **options)


def share_together(roads: Roads) -> float:
    sizes = parts(roads.nodes, roads.arcs)
    return sum(part == 0 for part in sizes.values()) / len(sizes)


def test_lines_that_share_a_point_are_joined_there_and_nowhere_else(tmp_path: Path) -> None:
    across = feature((0, 0), (500, 0), (1000, 0), highway="primary")
    up = feature((500, -300), (500, 0), (500, 300), highway="track")
    over = feature((800, -300), (800, 300), highway="motorway")
    roads = read(tmp_path, across, up, over)

    assert len(roads.arcs) == 5
    assert sorted(arc.metres for arc in roads.arcs) == [300, 300, 500, 500, 600]
    assert set(parts(roads.nodes, roads.arcs).values()) == {0, 1}
    assert {arc.source for arc in roads.arcs} == {DINAS}


@pytest.mark.parametrize(("gap", "together"), [(0.0, True), (3.0, True), (9.0, False)])
def test_an_end_near_another_line_is_on_it(tmp_path: Path, gap: float, together: bool) -> None:
    across = feature((0, 0), (1000, 0), highway="primary")
    up = feature((400, gap), (400, 300), highway="track")
    roads = read(tmp_path, across, up, tolerance=5.0)

    assert (share_together(roads) == 1.0) is together
    assert len(roads.arcs) == (3 if together else 2)


def test_ends_that_almost_meet_become_one_point(tmp_path: Path) -> None:
    one = feature((0, 0), (500, 0), highway="primary", name="A")
    other = feature((503, 2), (900, 0), highway="primary", name="B")
    roads = read(tmp_path, one, other)

    assert len(roads.nodes) == 3
    assert len(read(tmp_path, one, other, tolerance=0.0).nodes) == 4


def test_attributes_may_have_other_names(tmp_path: Path) -> None:
    road = feature((0, 0), (900, 0), KELAS_X="tertiary", NM="Ruas 1", ARAH="-1", PERM="tanah")
    said = Attributes(road=("kelas_x",), name=("nm",), oneway=("arah",), surface=("perm",))
    [arc] = read(tmp_path, road, attributes=said).arcs

    assert (arc.road, arc.name, arc.oneway, arc.surface) == ("tertiary", "Ruas 1", True, "dirt")
    assert arc.tail == "n1", "against the line as drawn"


def test_a_class_nobody_knows_is_said_once_and_one_without_is_unclassified(tmp_path: Path) -> None:
    strange = feature((0, 0), (900, 0), highway="raceway")
    plain = feature((0, 50), (900, 50))
    roads = read(tmp_path, strange, plain, strange)

    assert [arc.road for arc in roads.arcs] == ["unclassified"]
    [problem] = roads.problems
    assert problem.code is Code.ROAD_CLASS
    assert problem.facts == {"file": "jalan.geojson", "value": "raceway", "n": 2, "row": 1}


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {"type": "Point", "coordinates": [115, -2]},
        {"type": "LineString", "coordinates": [[-2, 115], [-2.1, 115]]},
        {"type": "LineString", "coordinates": [[115, -2]]},
        {"type": "LineString", "coordinates": [[115, -2], [None, "x"]]},
        {"type": "LineString", "coordinates": [[115, -2], [1e400, -2]]},
        {"type": "LineString", "coordinates": 7},
        {"type": "MultiLineString", "coordinates": {"a": 1}},
    ],
)
def test_a_bad_line_is_named_by_its_row_and_the_rest_is_read(tmp_path: Path, geometry: Any) -> None:
    good = feature((0, 0), (900, 0), highway="track")
    roads = read(tmp_path, good, {"type": "Feature", "properties": {}, "geometry": geometry})

    assert len(roads.arcs) == 1
    [problem] = roads.problems
    assert (problem.code, problem.facts["row"]) == (Code.ROAD_ROW, 2)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", Code.ROADS_EMPTY),
        (b"{", Code.ROADS_BROKEN),
        (b"[1]", Code.ROADS_BROKEN),
        (b'{"features": []}', Code.ROADS_EMPTY),
        (b"\x1f\x8b\x08 cut", Code.ROADS_BROKEN),
        (b"[" * 100_000, Code.ROADS_BROKEN),
    ],
)
def test_what_is_no_map_is_said(tmp_path: Path, content: bytes, code: Code) -> None:
    path = tmp_path / "peta.geojson"
    path.write_bytes(content)

    with pytest.raises(Refused) as refused:
        read_geojson(path, DINAS)
    assert refused.value.problem.code is code
    with pytest.raises(Refused):
        read_geojson(tmp_path / "tidak-ada.geojson", DINAS)


def test_several_lines_in_one_feature_and_a_gzip_are_read(tmp_path: Path) -> None:
    several = {
        "type": "MultiLineString",
        "coordinates": [
            [[115, -2], [115.01, -2]],
            [[115.01, -2], [115.02, -2.01], [115.02, -2.02]],
        ],
    }
    path = tmp_path / "jalan.geojson.gz"
    collection = {"features": [{"geometry": several, "properties": {"highway": "river"}}]}
    path.write_bytes(gzip.compress(json.dumps(collection).encode()))
    [arc] = read_geojson(path, DINAS).arcs

    assert (arc.road, arc.oneway) == ("river", False)


@pytest.mark.parametrize(
    ("name", "tolerance", "km", "together"),
    [
        ("jakarta_osm_2012", 5.0, (5_000, 6_500), 0.97),
        ("maumere_osm_2012", 5.0, (100, 200), 0.95),
        ("bojonegoro_ruas_jalan_kabupaten", 50.0, (850, 1_000), 0.7),
    ],
)
def test_real_maps_hang_together(
    real_data: Path, name: str, tolerance: float, km: tuple[int, int], together: float
) -> None:
    path = real_data / "roads" / f"{name}.geojson.gz"
    roads = read_geojson(path, DINAS, tolerance=tolerance)

    assert km[0] < sum(arc.metres for arc in roads.arcs) / 1000 < km[1]
    assert share_together(roads) > together
    assert {arc.id for arc in roads.arcs} == roads.shapes.keys()
    assert all(arc.tail != arc.head for arc in roads.arcs)
