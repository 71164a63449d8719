"""Read roads, rivers and ferries from an OpenStreetMap extract (`.osm.pbf`).

Attribution goes with the data: OpenStreetMap contributors, ODbL. What class a tag becomes
stands in `core/plan/network/classes.py`.
"""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import osmium

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Status
from tepat.core.plan.network.classes import (
    OSM_HIGHWAYS,
    OSM_ONE_WAY,
    OSM_WATERWAYS,
    surface_of,
)
from tepat.core.plan.network.tables import LatLon, Line, Roads, joined
from tepat.core.problems import Code, Problem, refuse

LIMIT: Final = 2**30
"""Bytes. All places of points are held in memory while reading."""
Box = tuple[float, float, float, float]
"""South, west, north, east in degrees."""
_FORWARD: Final = frozenset({"yes", "true", "1"})
_BACKWARD: Final = frozenset({"-1", "reverse"})


def read_pbf(path: Path, box: Box | None = None, *, shapes: bool = True) -> Roads:
    """Return the graph of the extract at `path`, inside `box` where one is given.

    Ways that leave the box are kept up to the first point outside it. Raises `Refused` for
    a file that is no extract, is cut short, or has no road in it.
    """
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    size = path.stat().st_size
    if size == 0:
        raise refuse(Code.ROADS_EMPTY, file=path.name)
    if size > LIMIT:
        raise refuse(Code.ROADS_TOO_LARGE, file=path.name, size=size >> 20, limit=LIMIT >> 20)
    where: dict[int, LatLon] = {}
    lost = 0
    lines = []
    try:
        for way in _ways(path):
            runs, missing = _runs(way, box)
            lost += missing
            for points in runs:
                lines.append(_line(way, tuple(point for point, _ in points)))
                where.update(points)
        source = Source("OpenStreetMap", _date(path), rough=False, note="ODbL")
    except (RuntimeError, ValueError) as broken:  # osmium raises these for any bad byte
        raise refuse(Code.ROADS_BROKEN, file=path.name, value=str(broken)) from broken
    if not lines:
        raise refuse(Code.ROADS_EMPTY, file=path.name)
    problems = [Problem(Code.ROADS_POINTS_LOST, {"file": path.name, "n": lost})] if lost else []
    return joined(lines, where, source, problems=problems, shapes=shapes)


def _ways(path: Path) -> Iterator[Any]:
    reader: Any = osmium.FileProcessor(osmium.io.File(str(path), "pbf"))
    keys = osmium.filter.KeyFilter("highway", "waterway", "route")
    entities = osmium.osm.WAY
    for way in (
        reader.with_locations().with_filter(osmium.filter.EntityFilter(entities)).with_filter(keys)
    ):
        if _road(way.tags):
            yield way


def _road(tags: Any) -> str:
    if tags.get("route") == "ferry":
        return "ferry"
    highway = OSM_HIGHWAYS.get(tags.get("highway", ""), "")
    if highway and tags.get("area") != "yes":
        return highway
    return OSM_WATERWAYS.get(tags.get("waterway", ""), "")


def _runs(way: Any, box: Box | None) -> tuple[list[list[tuple[int, LatLon]]], int]:
    """Return the stretches of `way` whose points are known and in `box`, and how many were not."""
    runs: list[list[tuple[int, LatLon]]] = [[]]
    missing = 0
    for point in way.nodes:
        place = point.location
        if not place.valid():
            missing += 1
            runs.append([])
            continue
        lat, lon = place.lat, place.lon
        if box is None or (box[0] <= lat <= box[2] and box[1] <= lon <= box[3]):
            runs[-1].append((point.ref, (lat, lon)))
        elif runs[-1]:
            runs.append([])
    return [run for run in runs if len(run) > 1], missing


def _line(way: Any, points: tuple[int, ...]) -> Line:
    tags = way.tags
    road = _road(tags)
    oneway, backward = _direction(tags, road)
    closed = tags.get("access") == "no"
    return Line(
        f"w{way.id}",
        points[::-1] if backward else points,
        road,
        oneway,
        surface_of(tags.get("surface", "")),
        tags.get("name", "") or tags.get("ref", ""),
        _tonnes(tags.get("maxweight", "")),
        Status.CLOSED if closed else Status.OPERATIONAL,
        "access=no" if closed else "",
    )


def _direction(tags: Any, road: str) -> tuple[bool, bool]:
    """Return whether it is one way, and whether against its points."""
    said = tags.get("oneway", "")
    if said in _FORWARD or said in _BACKWARD:
        return True, said in _BACKWARD
    circle = tags.get("junction") in {"roundabout", "circular"}
    implied = circle or tags.get("highway", "") in OSM_ONE_WAY
    return implied and said != "no" and road not in {"ferry", "river"}, False


def _tonnes(text: str) -> float:
    """Return tonnes of `maxweight`: "5", "5 t", "3.5t", "5000 kg"; 0 where it is none of these.

    >>> _tonnes("3.5 t"), _tonnes("5000 kg"), _tonnes("default")
    (3.5, 5.0, 0.0)
    """
    plain = text.strip().lower().replace(",", ".")
    share = 0.001 if plain.endswith("kg") else 1.0
    try:
        return max(0.0, float(plain.removesuffix("kg").removesuffix("t")) * share)
    except ValueError:
        return 0.0


def _date(path: Path) -> str:
    """Return the day of the extract as its head says, else the day the file was saved."""
    with osmium.io.Reader(str(path)) as reader:
        head: Any = reader.header()
    said: str = head.get("osmosis_replication_timestamp") or head.get("timestamp")
    if said:
        return said[:10]
    return datetime.fromtimestamp(path.stat().st_mtime, tz=UTC).date().isoformat()
