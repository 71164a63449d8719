"""Maps, travel times and hazards that are kept for a scope, laid over an input of plans.

An input is put on the maps first, then the times of people who go there are written on its
roads, then what may close them. Each step can be taken back: `ground` is the input as it was
before any map.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from django.conf import settings

from tepat.adapters.hazard_files import rough_tables
from tepat.adapters.plan_files import HAZARD, MAP, TIMES
from tepat.adapters.road_files import MapFile, box_around, read_maps
from tepat.adapters.times_table import read_times
from tepat.core.plan.hazard import laying
from tepat.core.plan.instance.values import Arc, Instance, Status
from tepat.core.plan.network import mapped, surveyed
from tepat.core.plan.network.figures import km_by_class, without_land
from tepat.core.plan.network.flooding import ZonesOf, zoned
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.settlement import Known
from tepat.core.plan.network.snapping import Place, Snapped
from tepat.core.plan.network.tables import LatLon, Roads
from tepat.core.problems import Code, Fact, Problem, refuse
from tepat.server.election.models import Scope
from tepat.server.election.regions.queries import outlines_of
from tepat.server.plan.inputs import kept
from tepat.server.plan.inputs.kept import Kept, Shelf
from tepat.server.plan.schedule import store

ELSEWHERE_KM: Final = 20
"""A map from whose roads most places are farther than this is of another regency."""

ZoneOf = Callable[[float, float], str]
Lines = store.Lines


@dataclass(frozen=True, slots=True)
class MapFigures:
    """What a map gave: as read, and as plans use it."""

    nodes: int
    arcs: int
    km: Mapping[str, int]
    used_nodes: int
    used_arcs: int
    snapped: tuple[Snapped, ...]
    without_land: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Applied:
    """An input with all that is kept laid over it, and the shelf that remembers how."""

    instance: Instance
    shelf: Shelf
    lines: Lines
    problems: tuple[Problem, ...]
    figures: MapFigures | None = None
    before: Instance | None = None
    """The same without hazards."""


def applied(
    scope: Scope,
    current: Instance,
    shelf: Shelf,
    now: datetime,
    *,
    remap: bool,
    lines: Lines | None = None,
) -> Applied:
    """Return `current` with what `shelf` keeps. Raises `Refused` where a map cannot be used.

    `remap` puts it on the maps and times anew; else only hazards are laid anew, over roads
    that run as `lines` say.
    """
    base = current
    if shelf.after:
        base = laying.lifted(current, *map(store.instance_of, (shelf.before, shelf.after)))
    ground = _ground(base, shelf)
    problems: list[Problem] = []
    figures = None
    drawn: Lines = lines or {}
    if remap:
        base, drawn, figures, problems = _on_roads(scope, base, ground, shelf)
        shelf = replace(
            shelf,
            ground=store.keep_input(ground),
            graph=store.keep_input(base),
            figures=asdict(figures) if figures else {},
        )
    laid = _hazards(base, shelf, now, drawn)
    kinds = {
        zone.id: [laid.kinds.get((zone.id, day), "prior") for day in range(len(zone.probability))]
        for zone in laid.instance.hazard.zones
    }
    shelf = replace(
        shelf,
        before=store.keep_input(base),
        after=store.keep_input(laid.instance),
        kinds=kinds,
        outlines=dict(laid.outlines),
        states={path.parent.name: state for path, state in laid.states.items()},
    )
    return Applied(laid.instance, shelf, drawn, (*problems, *laid.problems), figures, base)


def fresh(shelf: Shelf) -> Shelf:
    """Return `shelf` without memory of what was laid: for an input that begins anew."""
    return replace(shelf, ground="", graph="", before="", after="")


def has_roads(shelf: Shelf) -> bool:
    """Whether maps or travel times are kept."""
    return bool(shelf.of(MAP, TIMES))


def _ground(base: Instance, shelf: Shelf) -> Instance:
    """Return the input from before any map; `base` itself where it is none of ours."""
    if shelf.ground and shelf.graph and store.instance_of(shelf.graph).nodes == base.nodes:
        return store.instance_of(shelf.ground)
    return base


def _hazards(base: Instance, shelf: Shelf, now: datetime, lines: Lines) -> Any:
    from tepat.adapters.hazard_layers import Given, lay  # shapely, only where it is needed

    files = [
        Given(each.kind, kept.need(each), each.by or each.name, each.at)
        for each in shelf.of(HAZARD)
    ]
    tables = rough_tables(Path(settings.HOME))
    return lay(base, files, tables, now, lines, _kecamatan_of(base), shelf.spoken())


def _on_roads(
    scope: Scope, base: Instance, ground: Instance, shelf: Shelf
) -> tuple[Instance, Lines, MapFigures | None, list[Problem]]:
    maps = shelf.of(MAP)
    problems: list[Problem] = []
    figures = None
    if maps:
        found, figures, problems = _mapped(scope, base, ground, maps, shelf)
        instance, lines = found.instance, found.shapes
    else:
        instance, lines = _back(base, ground), {}
    instance, lost = _carried(base, instance)
    problems += lost
    known, wrong = _times(shelf.of(TIMES))
    if known:
        instance, missed = surveyed.with_times(instance, known)
        problems += missed
    return instance, lines, figures, [*problems, *wrong]


def _mapped(
    scope: Scope, base: Instance, ground: Instance, maps: Sequence[Kept], shelf: Shelf
) -> tuple[mapped.Mapped, MapFigures, list[Problem]]:
    places = _places(ground)
    points = [(each.lat, each.lon) for each in places if each.lat is not None and each.lon]
    files = [MapFile(kept.need(each), each.by, each.at) for each in maps]
    roads = read_maps(files, box_around([(lat, lon) for lat, lon in points if lat is not None]))
    whole = roads
    told: list[Problem] = []
    if ground.hazard.zones:
        zones_of, by = _zones_of(scope, ground)
        roads = zoned(roads, zones_of)
        facts: dict[str, Fact] = {"place": base.name, "by": by[0], "by_en": by[1]}
        told.append(Problem(Code.MAP_ZONES_GUESSED, facts))
    roads = _under_water(roads, shelf)
    at = {node.id: node for node in ground.nodes}
    jetties = [
        Place(each.node, at[each.node].name or each.node, at[each.node].lat, at[each.node].lon)
        for each in ground.transfers
        if each.node in at and _is_at_water(ground, each.modes)
    ]
    onto = replace(base, transfers=ground.transfers)
    found = mapped.on_map(onto, roads, places, jetties=list(dict.fromkeys(jetties)))
    _check_place(base, found.snapped, maps[-1].name)
    zones = {zone.id for zone in found.instance.hazard.zones}
    arcs = tuple(
        arc if arc.zone in zones or not arc.zone else replace(arc, zone="")
        for arc in found.instance.arcs
    )
    instance = replace(found.instance, arcs=arcs)
    figures = MapFigures(
        len(whole.nodes),
        len(whole.arcs),
        km_by_class(whole.arcs),
        len(instance.nodes),
        len(instance.arcs),
        found.snapped,
        without_land(instance),
    )
    return found._replace(instance=instance), figures, [*found.problems, *told]


def _under_water(roads: Roads, shelf: Shelf) -> Roads:
    """Mark roads under polygons that flood, so that a way around them stays on the map."""
    files = [kept.need(each) for each in shelf.of(HAZARD) if each.kind == "history"]
    if not files:
        return roads
    from tepat.adapters.hazard_layers import ground_under

    under = ground_under(files, roads)
    arcs = tuple(
        replace(arc, zone=under[arc.id]) if arc.id in under and not arc.zone else arc
        for arc in roads.arcs
    )
    return roads._replace(arcs=arcs)


def _check_place(base: Instance, snapped: Sequence[Snapped], file: str) -> None:
    """Raise `Refused` where the map is of somewhere else."""
    away = sum(each.metres > ELSEWHERE_KM * 1000 for each in snapped)
    if 2 * away > len(snapped):
        facts: dict[str, Fact] = {"file": file, "place": base.name, "km": ELSEWHERE_KM}
        raise refuse(Code.MAP_ELSEWHERE, **facts, n=away, of=len(snapped))


def _back(base: Instance, ground: Instance) -> Instance:
    """Return `base` on the roads of `ground`."""
    if base.nodes == ground.nodes:
        return replace(base, arcs=ground.arcs) if base.no_map else base
    at = {each.id: each.node for each in ground.warehouses}
    at |= {each.code: each.node for each in ground.kecamatan}
    at |= {each.code: each.node for each in ground.desa}
    snap = {each.code: each.snap_metres for each in ground.desa}
    return replace(
        base,
        nodes=ground.nodes,
        arcs=ground.arcs,
        transfers=ground.transfers,
        no_map=ground.no_map,
        warehouses=tuple(
            replace(each, node=at.get(each.id, each.node)) for each in base.warehouses
        ),
        kecamatan=tuple(
            replace(each, node=at.get(each.code, each.node)) for each in base.kecamatan
        ),
        desa=tuple(
            replace(each, node=at.get(each.code, each.node), snap_metres=snap.get(each.code, 0))
            for each in base.desa
        ),
    )


def _carried(before: Instance, after: Instance) -> tuple[Instance, list[Problem]]:
    """Return `after` with what was reported of roads that both have; others are told."""

    def is_told(arc: Arc) -> bool:
        return arc.status is not Status.OPERATIONAL or bool(arc.comment)

    told = {arc.id: arc for arc in before.arcs if is_told(arc)}
    if not told:
        return after, []
    arcs = tuple(
        replace(
            arc,
            status=told[arc.id].status,
            comment=told[arc.id].comment,
            source=told[arc.id].source,
        )
        if arc.id in told
        else arc
        for arc in after.arcs
    )
    lost = sorted(told.keys() - {arc.id for arc in after.arcs})
    problems = []
    if lost:
        first = told[lost[0]].name or lost[0]
        problems = [Problem(Code.MAP_STATUS_LOST, {"n": len(lost), "first": first})]
    return replace(after, arcs=arcs), problems


def _times(files: Sequence[Kept]) -> tuple[list[Known], list[Problem]]:
    known: list[Known] = []
    problems: list[Problem] = []
    for each in files:
        found, wrong = read_times(kept.need(each))
        known += found
        problems += wrong
    return known, problems


def _places(ground: Instance) -> list[Place]:
    """Return warehouses, kecamatan and desa where they lie; those without a node have none."""
    at = {node.id: (node.lat, node.lon) for node in ground.nodes}
    rows = [(each.id, each.name, each.node) for each in ground.warehouses]
    rows += [(each.code, each.name, each.node) for each in ground.kecamatan]
    rows += [(each.code, each.name, each.node) for each in ground.desa]
    return [Place(code, name or code, *at.get(node, (None, None))) for code, name, node in rows]


def _is_at_water(ground: Instance, modes: tuple[str, str]) -> bool:
    wet = {mode.id for mode in ground.modes if mode.kmh.get("river", 0) or mode.kmh.get("sea", 0)}
    return bool(wet & set(modes))


def _kecamatan_of(instance: Instance) -> ZoneOf:
    """Return who tells the kecamatan of the desa nearest to a point."""
    at = {node.id: (node.lat, node.lon) for node in instance.nodes}
    names = {each.code: each.name or each.code for each in instance.kecamatan}
    known = [
        (at[each.node], names.get(each.kecamatan, each.kecamatan))
        for each in instance.desa
        if each.node in at
    ]

    def nearest(lat: float, lon: float) -> str:
        return min(known, key=lambda each: haversine(each[0], (lat, lon)))[1] if known else ""

    return nearest


def _zones_of(scope: Scope, ground: Instance) -> tuple[ZonesOf, tuple[str, str]]:
    """Return who tells the zone of points: outlines of desa where there are, else the nearest.

    A place lies in a zone where all its roads do.
    """
    touching: dict[str, list[str]] = {}
    for arc in ground.arcs:
        for end in (arc.tail, arc.head):
            touching.setdefault(end, []).append(arc.zone)
    flooded = {
        node: max(sorted(set(zones)), key=zones.count)
        for node, zones in touching.items()
        if all(zones)
    }
    in_zone = {each.code: flooded.get(each.node, "") for each in ground.desa}
    drawn = {code: shape for code, shape in outlines_of(scope.kabupaten).items() if len(code) == 13}
    if drawn:
        from tepat.adapters.polygons import index_of

        index = index_of(drawn)
        return (
            lambda points: [in_zone.get(name, "") for name in index.names_at(points)],
            ("desanya", "its desa"),
        )
    at = {node.id: (node.lat, node.lon) for node in ground.nodes}
    known = [(at[each.node], in_zone[each.code]) for each in ground.desa if each.node in at]

    def nearest(points: Sequence[LatLon]) -> list[str]:
        return [
            min(known, key=lambda each: haversine(each[0], point))[1] if known else ""
            for point in points
        ]

    return nearest, ("desa terdekat", "the nearest desa")
