"""Polygons in degrees: read from GeoJSON, mended, and asked what lies in them.

The only user of shapely. Lengths compared here are in degrees: within one kabupaten they
order as metres do, and nothing else is made of them.
"""

import gzip
import json
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import numpy as np
import shapely
from shapely.geometry.base import BaseGeometry

from tepat.core.plan.hazard.alerts import Ring
from tepat.core.plan.instance.values import Arc, Instance, Node
from tepat.core.problems import Code, Fact, Problem, refuse

LIMIT: Final = 128 * 2**20
"""Bytes, unpacked."""
POINTS: Final = 200_000
"""Points in one polygon."""
LEAST_AREA: Final = 1e-10
"""Square degrees, about a square metre: anything smaller is a slip of the pen."""
GRAZE: Final = 1e-9
"""Square degrees that two outlines must share to overlap; less is a border drawn twice."""

Lines = Mapping[str, Sequence[tuple[float, float]]]
"""Latitude and longitude of each bend of an arc, by its id."""
NO_LINES: Final[Lines] = {}


Outline = tuple[tuple[tuple[float, float], ...], ...]
"""Rings of latitude and longitude, the largest first."""
MOST_RINGS: Final = 12
"""Rings of one outline; smaller ones are not seen in a small picture."""
COARSE: Final = 100
"""An outline is drawn to this share of its width."""


@dataclass(frozen=True, slots=True)
class Shape:
    """One polygon with its name and the properties it came with."""

    name: str
    geometry: BaseGeometry
    properties: Mapping[str, Any] = field(default_factory=dict)


def read_polygons(
    path: Path, name_of: Callable[[Mapping[str, Any]], str] | None = None
) -> tuple[list[Shape], list[Problem]]:
    """Return every polygon of a GeoJSON file, plain or gzipped, and what is wrong with the rest.

    One that crosses itself is mended, and said. `name_of` finds a name in the properties;
    without it `name`, `code` or the number of the feature is used. Raises `Refused` where
    the file is no collection of features.
    """
    shapes, problems = [], []
    for row, feature in enumerate(_features(path), start=1):
        properties = feature.get("properties")
        properties = properties if isinstance(properties, dict) else {}
        name = (name_of or _usual_name)(properties)[:60] or str(row)
        shape, found = _shape(feature.get("geometry"), name, path.name, row)
        problems += found
        if shape is not None:
            shapes.append(Shape(name, shape, properties))
    return shapes, problems


def polygon_of(
    ring: Ring, name: str, file: str, row: int = 1
) -> tuple[Shape | None, list[Problem]]:
    """Return the polygon with these corners (latitude, longitude), mended where it must be."""
    corners = [[lon, lat] for lat, lon in ring]
    geometry = {"type": "Polygon", "coordinates": [corners]}
    shape, problems = _shape(geometry, name, file, row)
    return (Shape(name, shape) if shape is not None else None), problems


@dataclass(frozen=True, slots=True)
class Crossed:
    """An arc and the polygons that it touches, most of it first, as indices."""

    arc: str
    polygons: tuple[int, ...]


class PolygonIndex:
    """Which of many polygons holds a point, or is touched by a line or another polygon."""

    def __init__(self, shapes: Sequence[Shape]) -> None:
        self.shapes = tuple(shapes)
        self._geometries = [shape.geometry for shape in self.shapes]
        self._tree = shapely.STRtree(self._geometries)

    def holding(self, lat: float, lon: float) -> tuple[int, ...]:
        """Return the indices of polygons that hold this point, border included."""
        found = self._tree.query(shapely.Point(lon, lat), predicate="intersects")
        return tuple(sorted(map(int, found)))

    def names_at(self, points: Sequence[tuple[float, float]]) -> list[str]:
        """Return for each point (latitude, longitude) the first polygon that holds it, or ""."""
        if not points:
            return []
        places = np.asarray(points, dtype=np.float64)[:, ::-1]
        asked, held = self._tree.query(shapely.points(places), predicate="intersects")
        first = np.full(len(points), len(self.shapes))
        np.minimum.at(first, asked, held)
        names = [*(shape.name for shape in self.shapes), ""]
        return [names[at] for at in first]

    def crossed_by(self, line: Sequence[tuple[float, float]]) -> tuple[int, ...]:
        """Return the polygons that a line (latitude, longitude) touches, longest inside first."""
        drawn = _line(line)
        found = sorted(map(int, self._tree.query(drawn, predicate="intersects")))
        inside = {at: drawn.intersection(self._geometries[at]).length for at in found}
        return tuple(sorted(found, key=lambda at: (-inside[at], at)))

    def overlapping(self, other: BaseGeometry) -> tuple[int, ...]:
        """Return the polygons that share ground with `other`, more than a border."""
        found = sorted(map(int, self._tree.query(other, predicate="intersects")))
        shared = (self._geometries[at].intersection(other).area for at in found)
        return tuple(at for at, area in zip(found, shared, strict=True) if area > GRAZE)


def arcs_crossing(
    index: PolygonIndex,
    nodes: Iterable[Node],
    arcs: Iterable[Arc],
    lines: Lines = NO_LINES,
) -> list[Crossed]:
    """Return the arcs that touch a polygon of `index`, each with its polygons.

    `lines` are the courses of arcs by id; one without is taken as straight.
    """
    places = {node.id: (node.lat, node.lon) for node in nodes}
    found = []
    for arc in arcs:
        touched = index.crossed_by(lines.get(arc.id) or (places[arc.tail], places[arc.head]))
        if touched:
            found.append(Crossed(arc.id, touched))
    return found


def arcs_by_polygon(
    index: PolygonIndex, instance: Instance, lines: Lines = NO_LINES
) -> dict[str, tuple[str, ...]]:
    """Return the ids of the arcs that touch each polygon, by name of the polygon."""
    found: dict[str, list[str]] = {}
    for crossed in arcs_crossing(index, instance.nodes, instance.arcs, lines):
        for at in crossed.polygons:
            found.setdefault(index.shapes[at].name, []).append(crossed.arc)
    return {name: tuple(arcs) for name, arcs in sorted(found.items())}


def arcs_under(
    shapes: Sequence[Shape], instance: Instance, lines: Lines = NO_LINES
) -> tuple[str, ...]:
    """Return the ids of the arcs that touch any of `shapes`."""
    index = PolygonIndex(shapes)
    crossed = arcs_crossing(index, instance.nodes, instance.arcs, lines)
    return tuple(each.arc for each in crossed)


def zone_by_arc(index: PolygonIndex, instance: Instance, lines: Lines = NO_LINES) -> dict[str, str]:
    """Return the polygon of each arc that touches one, by name: that with most of the arc."""
    crossed = arcs_crossing(index, instance.nodes, instance.arcs, lines)
    return {each.arc: index.shapes[each.polygons[0]].name for each in crossed}


def index_of(geometries: Mapping[str, Any]) -> PolygonIndex:
    """Return an index of GeoJSON geometries by name; those that cannot be drawn are left out."""
    shapes = []
    for name, geometry in geometries.items():
        drawn, _ = _shape(geometry, name, name, 1)
        if drawn is not None:
            shapes.append(Shape(name, drawn))
    return PolygonIndex(shapes)


def outlines_under(shapes: Sequence[Shape], outlines: PolygonIndex) -> tuple[str, ...]:
    """Return the names of outlines, such as codes of kecamatan, that `shapes` cover in part."""
    touched = {at for shape in shapes for at in outlines.overlapping(shape.geometry)}
    return tuple(outlines.shapes[at].name for at in sorted(touched))


def outline(shapes: Sequence[Shape]) -> Outline:
    """Return the outer rings of `shapes` together, coarse, for a small picture."""
    whole = shapely.union_all([shape.geometry for shape in shapes])
    west, south, east, north = whole.bounds
    coarse = whole.simplify(max(east - west, north - south) / COARSE)
    parts = sorted(shapely.get_parts(coarse), key=lambda part: -part.area)
    return tuple(
        tuple((round(lat, 5), round(lon, 5)) for lon, lat in part.exterior.coords)
        for part in parts[:MOST_RINGS]
        if part.geom_type == "Polygon" and not part.is_empty
    )


def _shape(
    geometry: Any, name: str, file: str, row: int
) -> tuple[BaseGeometry | None, list[Problem]]:
    facts: dict[str, Fact] = {"file": file, "row": row, "name": name}
    reason = _fault(geometry)
    drawn = None
    if not reason:
        try:
            drawn = shapely.geometry.shape(geometry)
        except (ValueError, TypeError, AttributeError, IndexError, shapely.errors.ShapelyError):
            reason = ("koordinat tidak terbaca", "its coordinates cannot be read")
    if drawn is None:
        if reason:
            facts |= {"reason": reason[0], "reason_en": reason[1]}
        return None, [Problem(Code.POLYGON_SHAPE, facts)]
    problems = []
    if not drawn.is_valid:
        drawn = _areas(shapely.make_valid(drawn))
        problems = [Problem(Code.POLYGON_MENDED, facts)]
    if drawn.is_empty or drawn.area < LEAST_AREA:
        return None, [Problem(Code.POLYGON_NO_AREA, facts)]
    return drawn, problems


def _fault(geometry: Any) -> tuple[str, str] | None:
    """Return why a geometry cannot be drawn, in both languages, or None."""
    if not isinstance(geometry, dict) or geometry.get("type") not in ("Polygon", "MultiPolygon"):
        return "bukan Polygon atau MultiPolygon", "it is no Polygon or MultiPolygon"
    try:
        parts = geometry["coordinates"]
        parts = parts if geometry["type"] == "MultiPolygon" else [parts]
        points = [point for part in parts for ring in part for point in ring]
        if not points:
            return "tanpa titik", "it has no points"
        if len(points) > POINTS:
            return f"lebih dari {POINTS} titik", f"it has more than {POINTS} points"
        if any(not (-180 <= point[0] <= 180 and -90 <= point[1] <= 90) for point in points):
            return "titiknya bukan derajat bujur dan lintang", "its points are no degrees"
    except (KeyError, TypeError, IndexError):
        return "koordinat tidak terbaca", "its coordinates cannot be read"
    return None


def _areas(geometry: BaseGeometry) -> BaseGeometry:
    """Return the areas of a mended geometry without the lines and points it left over."""
    parts = [
        part
        for part in shapely.get_parts(geometry, return_index=False)
        if part.geom_type in ("Polygon", "MultiPolygon")
    ]
    return shapely.union_all(parts) if parts else shapely.Polygon()


def _line(points: Sequence[tuple[float, float]]) -> BaseGeometry:
    corners = [(lon, lat) for lat, lon in points]
    if len(set(corners)) == 1:
        return shapely.Point(corners[0])
    return shapely.LineString(corners)


def _usual_name(properties: Mapping[str, Any]) -> str:
    for key in ("name", "nama", "code", "kode", "id"):
        if properties.get(key):
            return str(properties[key])
    return ""


def _features(path: Path) -> list[dict[str, Any]]:
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(LIMIT + 1)
        if len(raw) > LIMIT:
            raise _unreadable(path, f"lebih dari {LIMIT >> 20} MB", f"over {LIMIT >> 20} MB")
        features = json.loads(raw)["features"]
    except OSError as no:
        raise _unreadable(path, str(no.strerror or no), str(no.strerror or no)) from no
    except (EOFError, zlib.error, ValueError, KeyError, TypeError, RecursionError) as no:
        raise _unreadable(path, "bukan kumpulan fitur GeoJSON", "no GeoJSON features") from no
    if not isinstance(features, list):
        raise _unreadable(path, "features bukan daftar", "features is no list")
    return [each if isinstance(each, dict) else {} for each in features]


def _unreadable(path: Path, value: str, value_en: str) -> Exception:
    return refuse(Code.POLYGON_FILE, file=path.name, value=value, value_en=value_en)
