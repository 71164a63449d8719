"""Files of hazards laid over an instance: floods of the past, alerts, forecasts, reports, hours.

One file that cannot be read is named; the others still count. Neither their order nor one
given twice changes anything.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from tepat.adapters.blocked_table import read_blocked
from tepat.adapters.flood_polygons import Ground, read_grounds
from tepat.adapters.polygons import (
    NO_LINES,
    Crossed,
    Lines,
    Outline,
    PolygonIndex,
    Shape,
    arcs_crossing,
    outline,
    read_polygons,
)
from tepat.adapters.report_table import read_reports
from tepat.adapters.weather_files import Weather, heard, said_by
from tepat.core.plan.hazard import reports
from tepat.core.plan.hazard.checks import mended
from tepat.core.plan.hazard.reports import Report
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.hazard.sources import Contribution, deciding
from tepat.core.plan.instance.blocking import with_blocked
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Instance, Zone
from tepat.core.plan.network.tables import Roads
from tepat.core.problems import Code, Fact, Problem, Refused

MOST_OWN: Final = 12
"""Names of ground in one file that become zones of their own; more are joined by kecamatan,
for a plan over many zones is surer than it says (docs/developers/hazards.md)."""

AreaOf = Callable[[float, float], str]
"""Latitude and longitude to the name of the area around."""


class Given(NamedTuple):
    """One file as it was given: of which kind, by whom and when."""

    kind: str
    path: Path
    by: str = ""
    at: str = ""


class Laid(NamedTuple):
    """The instance with all that files say; `kinds` tell which source decides a zone's day.

    `states` say of each file, by its path, what became of it: `in_force`, `expired`, `ahead`,
    `cancelled`, `exercise`, `read` or `unread`. `outlines` are those of zones whose polygons
    are known, for small pictures.
    """

    instance: Instance
    kinds: Mapping[tuple[str, int], str]
    states: Mapping[Path, str]
    problems: tuple[Problem, ...]
    outlines: Mapping[str, Outline]


class _Pile:
    """What is collected while files are read."""

    def __init__(self) -> None:
        self.said: list[Contribution] = []
        self.reports: list[Report] = []
        self.problems: list[Problem] = []
        self.states: dict[Path, str] = {}
        self.outlines: dict[str, Outline] = {}


def lay(
    instance: Instance,
    files: Sequence[Given],
    tables: RoughTables,
    now: datetime,
    lines: Lines = NO_LINES,
    area_of: AreaOf = lambda _lat, _lon: "",
    more: Sequence[Report] = (),
) -> Laid:
    """Return `instance` with everything that `files` and the reports in `more` say at `now`."""
    pile = _Pile()
    unique = {(each.kind, each.path): each for each in files}
    ordered = [unique[key] for key in sorted(unique)]
    for each in ordered:
        pile.states[each.path] = "read"
        try:
            if each.kind == "history":
                instance = _history(instance, each, tables, lines, area_of, pile)
            elif each.kind == "reports":
                found, wrong = read_reports(each.path, instance.zone)
                pile.reports += found
                pile.problems += wrong
                pile.states[each.path] = "read" if found else "unread"
            elif each.kind == "blocked":
                rows, wrong = read_blocked(each.path)
                instance, unused = with_blocked(instance, rows)
                pile.problems += [*wrong, *unused]
                pile.states[each.path] = "read" if rows else "unread"
        except Refused as refused:
            pile.states[each.path] = "unread"
            pile.problems.append(refused.problem)
    weather = heard([each.path for each in ordered if each.kind in ("alert", "forecast")])
    said, wrong = said_by(weather, instance, tables, now, lines)
    pile.said += said
    pile.states |= weather.states(now)
    pile.problems += [*wrong, *_nowhere(instance, weather)]
    spoken = [*pile.reports, *more]
    pile.problems += reports.problems_with(instance, spoken)
    decided = deciding(instance.hazard, [*pile.said, *reports.contributions(instance, spoken)])
    before = {zone.id for zone in instance.hazard.zones}
    laid, wrong = _sound(reports.with_reports(instance, pile.said, spoken))
    kinds = {key: each.kind for key, each in decided.items()}
    for zone in laid.hazard.zones:
        if zone.id not in before:  # a road that was reported by itself
            kinds |= _spoken(zone, spoken)
    return Laid(laid, kinds, pile.states, (*pile.problems, *wrong), pile.outlines)


def ground_under(files: Sequence[Path], roads: Roads) -> dict[str, str]:
    """Return the ground that floods under each arc of a map, by name; `files` are histories."""
    shapes: list[Shape] = []
    for path in files:
        shapes += read_polygons(path)[0]
    crossed = arcs_crossing(PolygonIndex(shapes), roads.nodes, roads.arcs, roads.shapes)
    return {each.arc: f"banjir:{shapes[each.polygons[0]].name}" for each in crossed}


def _spoken(zone: Zone, spoken: Sequence[Report]) -> dict[tuple[str, int], str]:
    """Return the days of a reported road that a person fixed."""
    names = {each.by for each in spoken}
    return {
        (zone.id, day): "report"
        for day, chance in enumerate(zone.probability)
        if chance in (0.0, 1.0) and zone.said_by(day).by in names
    }


def _sound(instance: Instance) -> tuple[Instance, list[Problem]]:
    """Return `instance` with zones that can be planned with; empty ones are told elsewhere."""
    right, problems = mended(instance)
    return right, [each for each in problems if each.code is not Code.HAZARD_ZONE_EMPTY]


def _nowhere(instance: Instance, weather: Weather) -> list[Problem]:
    """Say that weather changes nothing where no zone was drawn."""
    if instance.hazard.zones or not (weather.alerts or weather.forecasts):
        return []
    return [Problem(Code.HAZARD_NO_GROUND, {"place": instance.name})]


def _history(
    instance: Instance,
    file: Given,
    tables: RoughTables,
    lines: Lines,
    area_of: AreaOf,
    pile: _Pile,
) -> Instance:
    """Return `instance` with zones for ground that had none; other ground adds to its zone."""
    source = Source(file.by, file.at)

    def own(shape: Shape) -> str:
        return shape.name

    def around(shape: Shape) -> str:
        point = shape.geometry.representative_point()
        return area_of(point.y, point.x) or shape.name

    grounds, problems = read_grounds(file.path, instance.zone, tables, source, own)
    if len(grounds) > MOST_OWN:
        many = len(grounds)
        grounds, problems = read_grounds(file.path, instance.zone, tables, source, around)
        if len(grounds) < many:
            facts: dict[str, Fact] = {
                "file": file.path.name,
                "n": many,
                "zones": len(grounds),
            }
            problems.append(Problem(Code.HISTORY_GROUPED, facts))
    pile.problems += problems
    if not grounds:
        raise Refused(Problem(Code.HISTORY_EMPTY, {"file": file.path.name}))
    shapes = [shape for each in grounds for shape in each.shapes]
    owner = [at for at, each in enumerate(grounds) for _ in each.shapes]
    crossed = arcs_crossing(PolygonIndex(shapes), instance.nodes, instance.arcs, lines)
    return _with_grounds(instance, grounds, owner, crossed, file, pile)


def _with_grounds(
    instance: Instance,
    grounds: Sequence[Ground],
    owner: Sequence[int],
    crossed: Sequence[Crossed],
    file: Given,
    pile: _Pile,
) -> Instance:
    """Put arcs into zones of the ground over them.

    A zone of which it covers half or more hears it as history. Other arcs of a zone move
    only where days were counted: a guess does not take the place of what is said there.
    """
    stands = {arc.id: arc.zone for arc in instance.arcs}
    sizes = Counter(stands.values())
    over = Counter((owner[each.polygons[0]], stands[each.arc]) for each in crossed)
    taken = {zone.id for zone in instance.hazard.zones}
    into: dict[str, str] = {}
    made: dict[int, str] = {}
    days = len(instance.days)
    for each in crossed:
        at, zone = owner[each.polygons[0]], stands[each.arc]
        is_covered = bool(zone) and 2 * over[at, zone] >= sizes[zone]
        if zone and (is_covered or not grounds[at].measured):
            continue
        if at not in made:
            name = f"banjir:{grounds[at].name}"
            while name in taken:
                name += "+"
            taken.add(name)
            made[at] = name
        into[each.arc] = made[at]
    for at, ground in enumerate(grounds):
        known = [zone for index, zone in over if index == at]
        if not known:
            facts = {"file": file.path.name, "name": ground.name}
            pile.problems.append(Problem(Code.HISTORY_NO_ROAD, facts))
        drawn = outline(ground.shapes) if known else ()
        if at in made:
            pile.outlines[made[at]] = drawn
        for zone in known:
            if zone and ground.measured and 2 * over[at, zone] >= sizes[zone]:
                pile.outlines.setdefault(zone, drawn)
                pile.said += [
                    Contribution("history", zone, day, ground.probability, ground.source)
                    for day in range(days)
                ]
    zones = tuple(
        Zone(name, grounds[at].name, (grounds[at].probability,) * days, grounds[at].source)
        for at, name in sorted(made.items())
    )
    hazard = replace(instance.hazard, zones=(*instance.hazard.zones, *zones))
    arcs = tuple(
        replace(arc, zone=into[arc.id]) if arc.id in into else arc for arc in instance.arcs
    )
    return replace(instance, arcs=arcs, hazard=hazard)
