"""A regency on a real map: its places on the roads, the roads it needs, and their courses.

Input: an instance whose places have codes but no roads yet, a map, and where the places are.
Output: the same instance with nodes and arcs of the map (no longer *tanpa peta*).
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Instance, Kecamatan, Mode, Node, Status, Transfer
from tepat.core.plan.network.classes import WATER
from tepat.core.plan.network.snapping import (
    LAND,
    LIMIT_M,
    Place,
    Snapped,
    Snapping,
    landed,
    snapped,
)
from tepat.core.plan.network.tables import Roads, Shape
from tepat.core.plan.network.thinning import MOST_NODES, thinned
from tepat.core.problems import Problem

JETTY_MINUTES: Final = 30
"""What carrying a load between road and boat takes where nobody says; a guess."""
ROAD_END_MINUTES: Final = 20
"""The same where a road ends for the larger vehicle; a guess."""
NEIGHBOURS: Final = 8
"""So many nearest places follow a place in a trip."""


class Mapped(NamedTuple):
    """An instance on a map. `shapes` are the courses of its arcs, latitude and longitude."""

    instance: Instance
    snapped: tuple[Snapped, ...]
    shapes: Mapping[str, Shape]
    problems: tuple[Problem, ...]


def on_map(
    instance: Instance,
    roads: Roads,
    places: Sequence[Place],
    *,
    jetties: Sequence[Place] = (),
    limit: int = LIMIT_M,
    most: int = MOST_NODES,
    on: frozenset[str] | None = None,
) -> Mapped:
    """Return `instance` on `roads`, as few of them as its trips need.

    `places` are its warehouses, kecamatan, desa and transits by id or code; one that is
    missing there, or has no point, lies apart and no road leads to it. `limit` is in metres,
    `most` in nodes. `on` are the classes a place may lie on; without it those that a last leg
    drives. A transfer of the instance whose node is the id of one of `jetties` keeps its
    minutes and rupiah; between other modes that a chain joins there a guess is made. Zones
    of `roads` stay.
    """
    chains = [vehicle.legs for vehicle in instance.vehicles]
    chains = chains or [(mode.id,) for mode in instance.modes]
    used = [mode for mode in instance.modes if any(mode.id in legs for legs in chains)]
    shore = landed(roads, jetties, limit) if jetties else Snapping(roads, (), ())
    last = {legs[-1] for legs in chains}
    where = on or _driven([mode for mode in used if mode.id in last])
    found = snapped(shore.roads, places, limit, where)
    at = {each.place: each for each in found.places}
    docks = {each.place: each.node for each in shore.places}
    everywhere = sorted({each.node for each in found.places} | {*docks.values()})
    goals = _goals(instance, everywhere, at, docks)
    near = _near(instance, found.roads, everywhere, at)
    small = thinned(found.roads, goals, used, most, near)
    small, at = _with_lost(instance, small, at)
    transfers = [
        *_jetties(instance, docks, _pairs(instance)),
        *_road_ends(small.arcs, _pairs(instance)),
    ]
    placed = replace(
        instance,
        nodes=_named(small.nodes, places, at),
        arcs=small.arcs,
        transfers=tuple(dict.fromkeys(transfers)),
        warehouses=tuple(replace(each, node=at[each.id].node) for each in instance.warehouses),
        kecamatan=tuple(_with_keepers(each, at) for each in instance.kecamatan),
        desa=tuple(
            replace(each, node=at[each.code].node, snap_metres=at[each.code].metres)
            for each in instance.desa
        ),
        no_map=False,
    )
    problems = (*roads.problems, *shore.problems, *found.problems)
    return Mapped(placed, found.places, small.shapes, problems)


def in_zones(instance: Instance, zones: Mapping[str, str]) -> Instance:
    """Return `instance` with arcs in zones: `zones` tells the zone of an arc by its id.

    What polygons touch is told by `adapters.polygons.zone_by_arc`. A zone that stands on an
    arc already stays.
    """
    arcs = tuple(
        arc if arc.zone or arc.id not in zones else replace(arc, zone=zones[arc.id])
        for arc in instance.arcs
    )
    return replace(instance, arcs=arcs)


def under_water(
    instance: Instance, arcs: Collection[str], comment: str, source: Source
) -> Instance:
    """Return `instance` with `arcs` closed by `source`, those of another hour not among them.

    Called each hour with the roads as they are in dry weather, so that what the water leaves
    opens again as it was. What is closed for another reason keeps it. Which arcs polygons
    touch is told by `adapters.polygons.arcs_under`.
    """
    under = frozenset(arcs)
    return replace(
        instance,
        arcs=tuple(
            replace(arc, status=Status.CLOSED, comment=comment, source=source)
            if arc.id in under and arc.status is not Status.CLOSED
            else arc
            for arc in instance.arcs
        ),
    )


def _with_keepers(kecamatan: Kecamatan, at: Mapping[str, Snapped]) -> Kecamatan:
    """Return a PPK on the map; a place that keeps its goods lies beside it where none is known."""
    own = at[kecamatan.code]
    transits = (replace(each, node=at.get(each.id, own).node) for each in kecamatan.transits)
    return replace(kecamatan, node=own.node, transits=tuple(transits))


def _driven(modes: Iterable[Mode]) -> frozenset[str]:
    """Return the classes on which something unloads for a place."""
    classes = {road for mode in modes for road, kmh in mode.kmh.items() if kmh > 0}
    return frozenset(classes & LAND) or LAND


def _goals(
    instance: Instance, nodes: Sequence[str], at: Mapping[str, Snapped], docks: Mapping[str, str]
) -> dict[str, set[str]]:
    """Return from where all places are supplied: warehouses and jetties."""
    houses = [at[each.id].node for each in instance.warehouses if each.id in at]
    return {node: set(nodes) for node in (*houses, *docks.values())}


def _near(
    instance: Instance, roads: Roads, nodes: Sequence[str], at: Mapping[str, Snapped]
) -> dict[str, set[str]]:
    """Return what may follow each node in a trip: its neighbours, and from a PPK all its desa."""
    points = {node.id: (node.lat, node.lon) for node in roads.nodes}
    here = np.array([points[node] for node in nodes], dtype=np.float64).reshape(-1, 2)
    if len(here):
        here[:, 1] *= np.cos(np.radians(here[0, 0]))
    found: dict[str, set[str]] = {}
    for row, node in enumerate(nodes):
        squares = ((here - here[row]) ** 2).sum(axis=1)
        order = np.argsort(squares, kind="stable")[: NEIGHBOURS + 1]
        found[node] = {nodes[each] for each in order if each != row}
    for desa in instance.desa:
        if desa.code in at and desa.kecamatan in at:
            found[at[desa.kecamatan].node].add(at[desa.code].node)
    return found


def _with_lost(
    instance: Instance, roads: Roads, at: Mapping[str, Snapped]
) -> tuple[Roads, dict[str, Snapped]]:
    """Give each place that could not be put on the map a node of its own that no road reaches.

    It stays in the plan as not served, and why is told there. Nobody knows where it lies, so
    it is drawn in the middle.
    """
    codes = [each.id for each in instance.warehouses]
    codes += [each.code for group in (instance.kecamatan, instance.desa) for each in group]
    known, nodes = dict(at), list(roads.nodes)
    count = max(1, len(nodes))
    middle = sum(node.lat for node in nodes) / count, sum(node.lon for node in nodes) / count
    for code in codes:
        if code not in known:
            known[code] = Snapped(code, f"at-{code}", 0, far=True)
            nodes.append(Node(f"at-{code}", *middle, code))
    return roads._replace(nodes=tuple(nodes)), known


def _named(
    nodes: Iterable[Node], places: Iterable[Place], at: Mapping[str, Snapped]
) -> tuple[Node, ...]:
    """Return `nodes` with the name of the first place that lies there."""
    names: dict[str, str] = {}
    for place in places:
        if place.id in at:
            names.setdefault(at[place.id].node, place.name)
    return tuple(replace(node, name=names.get(node.id, node.name)) for node in nodes)


def _pairs(instance: Instance) -> list[tuple[Mode, Mode]]:
    """Return the modes that follow each other in a chain; without a fleet, road and water."""
    by_id = {mode.id: mode for mode in instance.modes}
    chains = [vehicle.legs for vehicle in instance.vehicles]
    found = dict.fromkeys(pair for legs in chains for pair in pairwise(legs))
    if chains:
        return [(by_id[a], by_id[b]) for a, b in found if a in by_id and b in by_id]
    return [
        (land, water)
        for land in instance.modes
        for water in instance.modes
        if not _is_wet(land) and _is_wet(water) and not land.straight
    ]


def _is_wet(mode: Mode) -> bool:
    """Whether a mode is a boat: it goes on water and not on main roads."""
    return any(mode.kmh.get(each, 0.0) > 0 for each in WATER - {"ferry"})


def _jetties(
    instance: Instance, docks: Mapping[str, str], pairs: Sequence[tuple[Mode, Mode]]
) -> list[Transfer]:
    told = [
        replace(each, node=docks[each.node]) for each in instance.transfers if each.node in docks
    ]
    known = {(each.node, frozenset(each.modes)) for each in told}
    guessed = [
        Transfer(node, (a.id, b.id), JETTY_MINUTES)
        for node in docks.values()
        for a, b in pairs
        if _is_wet(a) != _is_wet(b) and (node, frozenset((a.id, b.id))) not in known
    ]
    return told + guessed


def _road_ends(arcs: Sequence[Arc], pairs: Sequence[tuple[Mode, Mode]]) -> list[Transfer]:
    """Return where a road that the first mode of a chain drives meets one only the next takes."""
    found = []
    for large, small in pairs:
        if _is_wet(large) or _is_wet(small):
            continue
        ends: dict[str, set[bool]] = {}
        for arc in arcs:
            for node in (arc.tail, arc.head):
                if large.kmh.get(arc.road, 0.0) > 0:
                    ends.setdefault(node, set()).add(True)
                elif small.kmh.get(arc.road, 0.0) > 0:
                    ends.setdefault(node, set()).add(False)
        found += [
            Transfer(node, (large.id, small.id), ROAD_END_MINUTES)
            for node, sides in ends.items()
            if len(sides) == 2
        ]
    return found
