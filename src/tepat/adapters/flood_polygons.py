"""Read flood history: polygons with a state for each hour, or ground that is known to flood.

Hours without a zone are local ones of the kabupaten. `read_grounds` takes whatever an office
has: hours, days counted, a probability, or ground of which only the place is known.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from tepat.adapters.polygons import Shape, read_polygons
from tepat.core.plan.hazard.history import (
    FloodRecord,
    Frequency,
    frequency,
    hours_of,
    merged,
    observed_days,
)
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.instance.source import Source
from tepat.core.problems import Code, Fact, Problem

ZONE: Final = ("zone", "zona", "zone_id")
KEYS: Final = ("geom_id", "name", "nama", "code", "kode", "id")
CHANCE: Final = ("probability", "peluang")
FLOODED: Final = ("flooded_days", "hari_banjir", "banjir")
OBSERVED: Final = ("observed_days", "hari_diamati", "diamati")
"""Properties of a polygon that are understood; capitals do not matter."""


class Ground(NamedTuple):
    """Ground that floods as one, as a file says; `measured` where days were counted."""

    name: str
    shapes: tuple[Shape, ...]
    probability: float
    source: Source
    measured: bool


def read_grounds(
    path: Path, zone: str, tables: RoughTables, source: Source, group: Callable[[Shape], str]
) -> tuple[list[Ground], list[Problem]]:
    """Return the ground of each name in a file, and what is wrong with the rest.

    `zone` is the time zone. A polygon bears the name that its property `zone` gives, else
    what `group` says. Its probability comes from `states` (hours), from counted days, from
    `probability`, else from the table of guesses. One outside 0 to 1 is named and left out.
    """
    shapes, problems = read_polygons(path, lambda words: _word(words, ZONE) or _word(words, KEYS))
    told: dict[str, list[Shape]] = {}
    for row, shape in enumerate(shapes, start=1):
        chance = _chance(shape.properties)
        if isinstance(chance, str):
            facts: dict[str, Fact] = {"file": path.name, "row": row, "name": shape.name}
            problems.append(Problem(Code.HISTORY_CHANCE, {**facts, "value": chance}))
            continue
        if shape.properties.get("states") is not None and _hours(shape, zone) is None:
            facts = {"file": path.name, "row": row, "name": shape.name}
            problems.append(Problem(Code.HISTORY_RECORD, facts))
            continue
        name = _word(shape.properties, ZONE) or group(shape)
        told.setdefault(name, []).append(shape)
    hourly = [_record(shape, zone) for each in told.values() for shape in each]
    observed = observed_days(hours_of(hourly))
    found = []
    for name, parts in sorted(told.items()):
        records = [record for shape in parts if (record := _record(shape, zone)).states]
        wettest = merged(records, lambda _: "")  # all of them are one ground
        seen = frequency(wettest[0], observed) if wettest else None
        found.append(_ground(name, parts, seen, tables, source))
    return found, problems


def _ground(
    name: str,
    shapes: list[Shape],
    seen: Frequency | None,
    tables: RoughTables,
    source: Source,
) -> Ground:
    """Return the ground of some polygons: as wet as the wettest of them."""
    days = [days for shape in shapes if (days := _days(shape.properties))]
    counts = [*([seen] if seen else []), *days]
    if counts:
        worst = max(counts, key=lambda each: each.probability)
        note = f"banjir {worst.flooded} dari {worst.observed} hari yang diamati"
        said = Source(source.by, source.at, True, note)
        return Ground(name, tuple(shapes), worst.probability, said, True)
    given = [share for shape in shapes if isinstance(share := _chance(shape.properties), float)]
    if given:
        said = Source(source.by, source.at, not source.by, "peluang menurut berkas poligon")
        return Ground(name, tuple(shapes), max(given), said, True)
    said = Source(source.by, source.at, tables.prone.rough, tables.prone.source)
    return Ground(name, tuple(shapes), tables.prone.at_least, said, False)


def _chance(words: Mapping[str, Any]) -> float | str | None:
    """Return the probability a polygon gives, None where it gives none, else the wrong text."""
    text = _word(words, CHANCE)
    if not text:
        counted = [_word(words, each) for each in (FLOODED, OBSERVED)]
        if any(counted) and _days(words) is None:
            return "/".join(counted)
        return None
    try:
        share = float(text.replace(",", "."))
    except ValueError:
        return text[:40]
    return share if 0 <= share <= 1 else text[:40]


def _days(words: Mapping[str, Any]) -> Frequency | None:
    flooded, observed = _word(words, FLOODED), _word(words, OBSERVED)
    if not (flooded.isdecimal() and observed.isdecimal()):
        return None
    seen = Frequency(int(flooded), int(observed))
    return seen if seen.flooded <= seen.observed else None


def _word(words: Mapping[str, Any], names: tuple[str, ...]) -> str:
    """Return the first of these properties that says something."""
    small = {str(name).lower(): value for name, value in words.items()}
    for name in names:
        if small.get(name) not in (None, ""):
            return str(small[name]).strip()[:60]
    return ""


def _hours(shape: Shape, zone: str) -> tuple[tuple[datetime, int], ...] | None:
    return _states(shape.properties.get("states"), ZoneInfo(zone))


def _record(shape: Shape, zone: str) -> FloodRecord:
    return FloodRecord(shape.name, shape.name, _hours(shape, zone) or ())


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
