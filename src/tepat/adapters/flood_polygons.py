"""Read flood history: polygons with a state for each hour, or ground that is known to flood.

Hours without a zone are local ones of the kabupaten.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from tepat.adapters.polygons import Shape, read_polygons
from tepat.core.plan.hazard.history import FloodRecord
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.instance.values import Source, Zone
from tepat.core.problems import Code, Fact, Problem


def read_hourly(
    path: Path, zone: str, key: str = "geom_id"
) -> tuple[list[FloodRecord], list[Shape], list[Problem]]:
    """Return records and their polygons (in the same order), and what is wrong with the rest.

    A feature needs `states`: a list of [hour, state]. `key` is the property that names it.
    """
    shapes, problems = read_polygons(path, lambda properties: str(properties.get(key, "")))
    records, kept, seen = [], [], set[str]()
    for row, shape in enumerate(shapes, start=1):
        states = _states(shape.properties.get("states"), ZoneInfo(zone))
        if states is None or shape.name in seen:
            facts: dict[str, Fact] = {"file": path.name, "row": row, "name": shape.name}
            problems.append(Problem(Code.HISTORY_RECORD, facts))
            continue
        seen.add(shape.name)
        records.append(FloodRecord(shape.name, shape.name, states))
        kept.append(shape)
    return records, kept, problems


def read_prone(
    path: Path,
    days: int,
    tables: RoughTables,
    source: Source,
    name_of: Callable[[Mapping[str, Any]], str],
) -> tuple[tuple[Zone, ...], list[Shape], list[Problem]]:
    """Return a zone for each name among polygons that are known to flood, and the polygons.

    Nobody wrote down on which days, so each zone has the rough probability of the tables.
    `name_of` tells the zone of a polygon from its properties; those with none are left out.
    """
    shapes, problems = read_polygons(path, name_of)
    shapes = [shape for shape in shapes if name_of(shape.properties)]
    said = Source(source.by, source.at, tables.prone.rough, tables.prone.source)
    chance = (tables.prone.at_least,) * days
    names = sorted({shape.name for shape in shapes})
    return tuple(Zone(name, name, chance, said) for name in names), shapes, problems


def _states(states: Any, zone: ZoneInfo) -> tuple[tuple[datetime, int], ...] | None:
    if not isinstance(states, list):
        return None
    found: dict[datetime, int] = {}
    for each in states:
        if not isinstance(each, list) or len(each) != 2 or not isinstance(each[1], int):
            return None
        try:
            hour = datetime.fromisoformat(str(each[0]))
        except ValueError:
            return None
        hour = hour.astimezone(zone) if hour.tzinfo else hour.replace(tzinfo=zone)
        found[hour] = max(each[1], found.get(hour, each[1]))
    return tuple(sorted(found.items()))
