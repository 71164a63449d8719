"""Read roads from GeoJSON lines (`.geojson`, `.json`, also `.gz`), as offices keep them.

Attribute names vary, so the common ones are known and others can be given. Lines are joined
where they share a point, and where a line ends within a tolerance of another.
"""

import gzip
import json
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any, Final

from tepat.core.election.regions import in_indonesia
from tepat.core.plan.instance.source import Source
from tepat.core.plan.network.classes import WATER, road_of, surface_of
from tepat.core.plan.network.endings import fastened
from tepat.core.plan.network.tables import LatLon, Line, Roads, joined
from tepat.core.problems import Code, Fact, Problem, refuse

LIMIT: Final = 512 * 2**20
"""Bytes, unpacked. Jakarta is 6 MB."""
_FORWARD: Final = frozenset({"yes", "true", "1", "ya", "ft"})
_BACKWARD: Final = frozenset({"-1", "reverse", "tf"})


@dataclass(frozen=True, slots=True)
class Attributes:
    """Which attributes tell what, the first found wins; capitals do not matter.

    `unnamed` is the class of a road that has none.
    """

    road: Sequence[str] = ("highway", "type", "class", "kelas", "fungsi", "waterway")
    name: Sequence[str] = ("name", "nama", "ruas", "nama_ruas")
    oneway: Sequence[str] = ("oneway", "satu_arah")
    surface: Sequence[str] = ("surface", "permukaan", "perkerasan")
    tonnes: Sequence[str] = ("maxweight", "tonase", "mst")
    id: Sequence[str] = ("id", "osm_id", "nomor")
    unnamed: str = "unclassified"


def read_geojson(
    path: Path,
    source: Source,
    attributes: Attributes | None = None,
    *,
    tolerance: float = 5.0,
    shapes: bool = True,
) -> Roads:
    """Return the graph of the lines at `path`; bad features are named by their row.

    `tolerance` is in metres. Raises `Refused` where the file is no collection of features,
    or holds no usable line.
    """
    said = attributes or Attributes()
    problems: list[Problem] = []
    keys: dict[LatLon, int] = {}
    lines: list[Line] = []
    strange: dict[str, list[int]] = {}
    for row, feature in enumerate(_features(path), start=1):
        properties, parts, wrong = _parts(feature)
        if wrong:
            problems.append(_row_problem(path, row, wrong))
        words = {str(name).lower(): value for name, value in properties.items()}
        word = _word(words, said.road)
        road = road_of(word) if word else said.unnamed
        if not road:
            strange.setdefault(word, []).append(row)
            continue
        for points in parts:
            numbers = tuple(keys.setdefault(point, len(keys)) for point in points)
            lines.append(_line(f"g{len(lines) + 1}", numbers, road, words, said))
    for word, rows in strange.items():
        facts: dict[str, Fact] = {
            "file": path.name,
            "value": word,
            "n": len(rows),
            "row": rows[0],
        }
        problems.append(Problem(Code.ROAD_CLASS, facts))
    if not lines:
        raise refuse(Code.ROADS_EMPTY, file=path.name)
    where = dict(enumerate(keys))
    return joined(
        fastened(lines, where, tolerance), where, source, problems=problems, shapes=shapes
    )


def _features(path: Path) -> Iterator[Any]:
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    try:
        with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as file:
            raw = file.read(LIMIT + 1)
        if len(raw) > LIMIT:
            raise refuse(Code.ROADS_BROKEN, file=path.name, value=f"> {LIMIT >> 20} MB")
        if not raw.strip():
            raise refuse(Code.ROADS_EMPTY, file=path.name)
        collection = json.loads(raw)
    except (OSError, EOFError, zlib.error, ValueError, RecursionError) as broken:
        raise refuse(Code.ROADS_BROKEN, file=path.name, value=str(broken)) from broken
    features = collection.get("features") if isinstance(collection, dict) else None
    if not isinstance(features, list):
        raise refuse(Code.ROADS_BROKEN, file=path.name, value="FeatureCollection?")
    return iter(features)


def _parts(feature: Any) -> tuple[dict[str, Any], list[list[LatLon]], str]:
    """Return the properties, the lines that can be used, and what is wrong with the rest."""
    geometry = feature.get("geometry") if isinstance(feature, dict) else None
    if not isinstance(geometry, dict):
        return {}, [], "-"
    kind, coordinates = geometry.get("type"), geometry.get("coordinates")
    several = coordinates if kind == "MultiLineString" else [coordinates]
    if kind not in {"LineString", "MultiLineString"} or not isinstance(several, list):
        return {}, [], str(kind)
    properties = feature.get("properties")
    found, wrong = [], ""
    for each in several:
        line = _points(each)
        if len(line) > 1:
            found.append(line)
        else:
            wrong = str(each)[:60]
    return properties if isinstance(properties, dict) else {}, found, wrong


def _points(coordinates: Any) -> list[LatLon]:
    """Return the points of one line without repeats, none where one of them is no point."""
    if not isinstance(coordinates, list):
        return []
    points: list[LatLon] = []
    for each in coordinates:
        try:
            lon, lat = float(each[0]), float(each[1])
        except (TypeError, ValueError, IndexError, KeyError):
            return []
        if not (isfinite(lat) and isfinite(lon) and in_indonesia(lat, lon)):
            return []
        if not points or points[-1] != (lat, lon):
            points.append((lat, lon))
    return points


def _line(
    name: str, points: tuple[int, ...], road: str, words: dict[str, Any], said: Attributes
) -> Line:
    direction = _word(words, said.oneway).lower()
    backward = direction in _BACKWARD
    return Line(
        f"{name}{'.' if (own := _word(words, said.id)) else ''}{own}",
        points[::-1] if backward else points,
        road,
        road not in WATER and (backward or direction in _FORWARD),
        surface_of(_word(words, said.surface)),
        _word(words, said.name),
        _number(_word(words, said.tonnes)),
    )


def _word(words: dict[str, Any], names: Sequence[str]) -> str:
    for name in names:
        value = words.get(name.lower())
        if value is not None and (word := str(value).strip()):
            return word
    return ""


def _number(text: str) -> float:
    try:
        number = float(text.replace(",", ".").removesuffix("t"))
    except ValueError:
        return 0.0
    return number if isfinite(number) and number > 0 else 0.0


def _row_problem(path: Path, row: int, value: str) -> Problem:
    return Problem(
        Code.ROAD_ROW,
        {
            "file": path.name,
            "row": row,
            "column": "geometry",
            "value": value,
            "wanted": "garis dengan bujur dan lintang di Indonesia",
            "wanted_en": "a line with longitudes and latitudes in Indonesia",
        },
    )
