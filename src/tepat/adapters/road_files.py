"""Maps as files, one on top of the other: extracts, lines and tables make one map."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, NamedTuple

from tepat.adapters.plan_files import MAP, kind_of
from tepat.adapters.roads_csv import read_csv
from tepat.adapters.roads_geojson import read_geojson
from tepat.core.plan.instance.source import Source
from tepat.core.plan.network.snapping import added
from tepat.core.plan.network.tables import Roads
from tepat.core.problems import Code, refuse

Box = tuple[float, float, float, float]
"""South, west, north, east in degrees."""
MARGIN: Final = 0.2
"""Degrees of map kept around the places, some 22 km: roads lead out and in again."""


class MapFile(NamedTuple):
    """One file of a map, and who says so where it is lines without a source of their own."""

    path: Path
    by: str = ""
    at: str = ""


def box_around(points: Sequence[tuple[float, float]], margin: float = MARGIN) -> Box:
    """Return the box that holds all `points`, latitude and longitude, with a margin.

    >>> box_around([(-2.0, 115.0), (-1.0, 115.5)], 0.5)
    (-2.5, 114.5, -0.5, 116.0)
    """
    lats, lons = zip(*points, strict=True)
    return min(lats) - margin, min(lons) - margin, max(lats) + margin, max(lons) + margin


def read_maps(files: Sequence[MapFile], box: Box | None = None) -> Roads:
    """Return one map of all `files`, later ones on top; an extract is cut to `box`.

    Raises `Refused` for a file that is no map.
    """
    roads: Roads | None = None
    for number, each in enumerate(files, start=1):
        kind = kind_of(each.path, MAP).id
        if kind == "table":
            roads = read_csv(each.path, roads)
            continue
        if kind == "pbf":
            new = _extract(each.path, box)
        else:
            source = Source(each.by or each.path.name, each.at, rough=not each.by)
            new = read_geojson(each.path, source)
            new = new if roads is None else _renumbered(new, number)
        roads = new if roads is None else added(roads, new)
    if roads is None:
        raise refuse(Code.ROADS_EMPTY, file="-")
    return roads


def _extract(path: Path, box: Box | None) -> Roads:
    from tepat.adapters.roads_pbf import read_pbf  # its library is not needed for other maps

    return read_pbf(path, box)


def _renumbered(roads: Roads, number: int) -> Roads:
    """Return `roads` with names of its own: readers of lines count from one in each file."""

    def name(old: str) -> str:
        return f"{number}.{old}"

    return roads._replace(
        nodes=tuple(replace(node, id=name(node.id)) for node in roads.nodes),
        arcs=tuple(
            replace(arc, id=name(arc.id), tail=name(arc.tail), head=name(arc.head))
            for arc in roads.arcs
        ),
        shapes={name(arc): shape for arc, shape in roads.shapes.items()},
    )
