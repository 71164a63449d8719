"""Polygons as people draw them: mended, refused by name, and asked what lies in them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from tepat.adapters.polygons import (
    MOST_RINGS,
    PolygonIndex,
    Shape,
    arcs_by_polygon,
    arcs_under,
    outline,
    outlines_under,
    polygon_of,
    read_polygons,
)
from tepat.core.problems import Code, Refused
from tepat.core.sentences import sentence
from tests.core.plan.hazard.grounds import ground

Corners = list[list[float]]


def square(lon: float, lat: float, side: float = 0.01) -> Corners:
    east, north = lon + side, lat + side
    return [[lon, lat], [east, lat], [east, north], [lon, north], [lon, lat]]


BOW = [[106.8, -6.2], [106.81, -6.19], [106.81, -6.2], [106.8, -6.19], [106.8, -6.2]]
"""A bow tie: two triangles that meet in the middle."""
SLIVER = [[109.67, -6.89], [109.68, -6.88], [109.69, -6.87], [109.67, -6.89]]


def written(folder: Path, *geometries: Any, name: str = "banjir.geojson") -> Path:
    features = [
        {"type": "Feature", "properties": {"name": f"zona {at}"}, "geometry": geometry}
        for at, geometry in enumerate(geometries)
    ]
    text = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    path = folder / name
    path.write_bytes(gzip.compress(text) if name.endswith(".gz") else text)
    return path


def polygon(*rings: Corners) -> dict[str, Any]:
    return {"type": "Polygon", "coordinates": list(rings)}


def shapes(*rings: Corners) -> list[Shape]:
    found = []
    for at, ring in enumerate(rings):
        shape, _ = polygon_of(tuple((lat, lon) for lon, lat in ring), str(at), "uji")
        assert shape is not None
        found.append(shape)
    return found


@pytest.mark.parametrize("name", ["banjir.geojson", "banjir.geojson.gz"])
def test_polygons_are_read_plain_and_packed(tmp_path: Path, name: str) -> None:
    multi = {"type": "MultiPolygon", "coordinates": [[square(106, -6)], [square(107, -6)]]}
    read, problems = read_polygons(written(tmp_path, polygon(square(106, -6)), multi, name=name))

    assert problems == []
    assert [shape.name for shape in read] == ["zona 0", "zona 1"]
    assert read[1].geometry.area == pytest.approx(2 * read[0].geometry.area)


def test_a_polygon_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    [shape], [problem] = read_polygons(written(tmp_path, polygon(BOW)))

    assert problem.code is Code.POLYGON_MENDED
    assert problem.is_warning
    assert "zona 0" in sentence(problem)
    assert shape.geometry.is_valid
    assert shape.geometry.area == pytest.approx(0.01 * 0.01 / 2)


def test_a_polygon_without_area_is_refused_by_name_and_the_rest_kept(tmp_path: Path) -> None:
    path = written(tmp_path, polygon(SLIVER), polygon(square(106, -6)))
    [kept], problems = read_polygons(path)

    assert kept.name == "zona 1"
    assert [each.code for each in problems][-1] is Code.POLYGON_NO_AREA
    assert problems[-1].facts == {"file": "banjir.geojson", "row": 1, "name": "zona 0"}


@pytest.mark.parametrize(
    "geometry",
    [
        None,
        {},
        {"type": "Point", "coordinates": [106, -6]},
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": 3},
        polygon([[106, -6], [107, -6]]),
        {"type": "Polygon", "coordinates": [[["x", -6], [107, -6], [107, -7], ["x", -6]]]},
        polygon(square(1060, -6)),
        polygon([[float("nan"), -6.0], [107, -6], [107, -7], [106, -6]]),
        {"type": "MultiPolygon", "coordinates": [[[]]]},
    ],
)
def test_what_is_no_polygon_is_named(tmp_path: Path, geometry: Any) -> None:
    path = written(tmp_path, geometry, polygon(square(106, -6)))
    kept, [problem] = read_polygons(path)

    assert [shape.name for shape in kept] == ["zona 1"]
    assert problem.code is Code.POLYGON_SHAPE
    assert "zona 0" in sentence(problem)
    assert "?" not in sentence(problem, "en")


@pytest.mark.parametrize(
    "text", [b"", b"{}", b'{"features": 3}', b"[1]", b"\x1f\x8b\x00", b"[" * 99999]
)
def test_what_is_no_collection_is_refused(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "banjir.geojson"
    path.write_bytes(text)
    with pytest.raises(Refused) as refused:
        read_polygons(path)
    assert refused.value.problem.code is Code.POLYGON_FILE

    (tmp_path / "cut.geojson.gz").write_bytes(gzip.compress(b"{}" * 999)[:20])
    with pytest.raises(Refused):
        read_polygons(tmp_path / "cut.geojson.gz")
    with pytest.raises(Refused):
        read_polygons(tmp_path / "missing.geojson")


def test_a_point_is_in_every_polygon_that_holds_it() -> None:
    index = PolygonIndex(shapes(square(106, -6), square(106.005, -6), square(107, -6)))

    assert index.holding(-5.995, 106.007) == (0, 1)
    assert index.holding(-5.995, 106.012) == (1,)
    assert index.holding(-5.5, 106.5) == ()
    points = [(-5.995, 106.012), (-5.5, 106.5), (-5.995, 106.007)]
    assert index.names_at(points) == ["1", "", index.shapes[0].name]
    assert index.names_at([]) == []


def test_a_line_lies_first_in_the_polygon_that_holds_most_of_it() -> None:
    index = PolygonIndex(shapes(square(106, -6), square(106.01, -6)))

    assert index.crossed_by([(-5.995, 106.001), (-5.995, 106.012)]) == (0, 1)
    assert index.crossed_by([(-5.995, 106.009), (-5.995, 106.019)]) == (1, 0)
    assert index.crossed_by([(-5.995, 106.001), (-5.995, 106.001)]) == (0,)
    assert index.crossed_by([(-5.5, 106), (-5.5, 107)]) == ()


def test_an_index_of_nothing_holds_nothing() -> None:
    assert PolygonIndex([]).holding(-6, 106) == ()
    assert PolygonIndex([]).names_at([(-6.0, 106.0)]) == [""]
    assert outlines_under(shapes(square(106, -6)), PolygonIndex([])) == ()


def test_a_hole_is_outside(tmp_path: Path) -> None:
    outer, hole = square(106, -6, 0.03), square(106.01, -5.99)
    read, _ = read_polygons(written(tmp_path, polygon(outer, hole)))

    assert PolygonIndex(read).holding(-5.985, 106.015) == ()
    assert PolygonIndex(read).holding(-5.995, 106.005) == (0,)


def test_roads_under_a_polygon_are_those_that_touch_it() -> None:
    """Roads of the ground lie end to end along 6.2 south, from 106.80 east on."""
    over_b = shapes(square(106.805, -6.205, 0.01))

    assert arcs_under(over_b, ground()) == ("a-b", "b-c")
    assert arcs_under(shapes(square(106.8, -6.0)), ground()) == ()
    assert arcs_by_polygon(PolygonIndex(over_b), ground()) == {"0": ("a-b", "b-c")}


def test_a_winding_road_is_asked_along_its_course() -> None:
    north = shapes(square(106.805, -6.1))
    course = {"c-d": [(-6.2, 106.82), (-6.095, 106.81), (-6.2, 106.83)]}

    assert arcs_under(north, ground()) == ()
    assert arcs_under(north, ground(), course) == ("c-d",)


def test_neighbours_that_share_a_border_only_do_not_overlap() -> None:
    outlines = PolygonIndex(shapes(square(106, -6), square(106.01, -6), square(106.02, -6)))

    assert outlines_under(shapes(square(106.01, -6)), outlines) == ("1",)
    assert outlines_under(shapes(square(106.005, -6)), outlines) == ("0", "1")


@given(st.lists(st.tuples(st.floats(105, 107), st.floats(-7, -5)), min_size=3, max_size=9))
def test_whatever_is_drawn_becomes_a_polygon_or_a_problem(
    points: list[tuple[float, float]],
) -> None:
    ring = tuple((lat, lon) for lon, lat in [*points, points[0]])
    shape, problems = polygon_of(ring, "uji", "uji")

    if shape is None:
        assert problems[-1].code in (Code.POLYGON_NO_AREA, Code.POLYGON_SHAPE)
    else:
        assert shape.geometry.is_valid
        assert shape.geometry.area > 0
        assert PolygonIndex([shape]).holding(*ring[0]) in ((0,), ())


def test_real_outlines_of_the_nation_are_read(real_data: Path) -> None:
    path = real_data / "wilayah/boundaries_kecamatan_nasional_simplified.geojson.gz"
    read, problems = read_polygons(path)

    assert len(read) == 7285
    assert {problem.code for problem in problems} == {Code.POLYGON_MENDED}
    assert all(shape.geometry.is_valid for shape in read)


def test_an_outline_is_coarse_and_holds_the_largest_rings_first() -> None:
    many = [Shape(str(at), shapely.box(at, 0, at + 0.4 + at / 100, 0.5)) for at in range(20)]
    rings = outline(many)

    assert len(rings) == MOST_RINGS
    widths = [max(lon for _, lon in ring) - min(lon for _, lon in ring) for ring in rings]
    assert widths == sorted(widths, reverse=True)
    fine = shapely.Point(115, -2).buffer(0.1, quad_segs=5_000)
    [ring] = outline([Shape("bulat", fine)])
    assert 8 < len(ring) < 100
    assert all(-2.11 < lat < -1.89 and 114.89 < lon < 115.11 for lat, lon in ring)
