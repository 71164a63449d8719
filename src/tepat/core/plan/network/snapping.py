"""Where places lie on a map of roads: the nearest point of what hangs together.

A place near a road gets a node on it, and how far it lies from there is kept to be shown.
One farther than a limit is a problem that names it; a *connector*, a line nobody has drawn,
joins it all the same, so that the rest can be planned.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import cos, floor, radians
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Node
from tepat.core.plan.network.classes import CLASSES, CONNECTOR, WATER
from tepat.core.plan.network.endings import crossed
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.tables import LatLon, Roads, Shape, round_trips
from tepat.core.problems import Code, Problem

LAND: Final = CLASSES - WATER - {CONNECTOR, "motorway"}
"""Where a place may lie: nobody unloads on a toll road."""
LIMIT_M: Final = 1_000
"""A place farther than this from any road is said. A guess: points of desa are centroids."""
DETOUR: Final = 1.3
"""A connector is longer than the beeline; a guess."""
JOIN_M: Final = 50.0
"""A node of a second map this near a road of the first lies on it."""
_SAME_M: Final = 50.0
"""A node this near along the road is taken instead of a new one."""
_DEGREE_M: Final = 111_195.0
_CELL_M: Final = 200.0
"""Segments are looked up by squares of this size, where many points are."""


class Place(NamedTuple):
    """What is to be put on the map; `lat` and `lon` are None where it has no point."""

    id: str
    name: str
    lat: float | None
    lon: float | None


class Snapped(NamedTuple):
    """The node of one place and how many metres it lies from it; `far` on a connector."""

    place: str
    node: str
    metres: int
    far: bool = False


class Snapping(NamedTuple):
    """The map with the nodes that places needed, the places in their order, the problems."""

    roads: Roads
    places: tuple[Snapped, ...]
    problems: tuple[Problem, ...]


class _Hit(NamedTuple):
    metres: float
    arc: int
    """Index of the arc, -1 where there is none."""
    share: float
    """How far along the arc, 0 at its tail and 1 at its head."""


_NOWHERE: Final = _Hit(np.inf, -1, 0.0)


class _Lines:
    """All straight segments of some arcs, in metres east and north."""

    def __init__(self, roads: Roads, wanted: Sequence[int], middle: float) -> None:
        at = {node.id: (node.lat, node.lon) for node in roads.nodes}
        self._wide = _DEGREE_M * cos(radians(middle))
        owner: list[int] = []
        starts: list[LatLon] = []
        ends: list[LatLon] = []
        for arc in wanted:
            each = roads.arcs[arc]
            shape = roads.shapes.get(each.id) or (at[each.tail], at[each.head])
            owner += [arc] * (len(shape) - 1)
            starts += shape[:-1]
            ends += shape[1:]
        self._owner = np.array(owner, dtype=np.int64)
        self._a = self._flat(starts)
        self._step = self._flat(ends) - self._a
        self._square = np.maximum((self._step**2).sum(axis=1), 1e-9)
        lengths = np.sqrt(self._square)
        total = np.bincount(self._owner, lengths) if owner else np.zeros(0)
        before = np.cumsum(lengths) - lengths
        first = np.searchsorted(self._owner, self._owner)  # first segment of the same arc
        self._lengths, self._total = lengths, total
        self._before = before - (before[first] if owner else 0.0)

    def _flat(self, points: Sequence[LatLon]) -> NDArray[np.float64]:
        array = np.array(points, dtype=np.float64).reshape(-1, 2)
        return np.column_stack((array[:, 1] * self._wide, array[:, 0] * _DEGREE_M))

    def nearest(self, lat: float, lon: float) -> _Hit:
        return self._nearest(lat, lon, slice(None)) if len(self._owner) else _NOWHERE

    def within(self, points: Sequence[LatLon], reach: float) -> list[_Hit]:
        """Return the nearest segment of each point, or nowhere if it is beyond `reach` metres.

        For many points: only segments in the cells around each are looked at.
        """
        size = max(_CELL_M, 2 * reach)
        cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        starts, ends = self._a.tolist(), (self._a + self._step).tolist()
        for at, (start, end) in enumerate(zip(starts, ends, strict=True)):
            for cell in crossed(tuple(start), tuple(end), size):
                cells[cell].append(at)
        found = []
        for lat, lon in points:
            x, y = floor(lon * self._wide / size), floor(lat * _DEGREE_M / size)
            around = [(x + i, y + j) for i in (-1, 0, 1) for j in (-1, 0, 1)]
            near = sorted({at for cell in around for at in cells.get(cell, ())})
            hit = self._nearest(lat, lon, np.array(near)) if near else _NOWHERE
            found.append(hit if hit.metres <= reach else _NOWHERE)
        return found

    def _nearest(self, lat: float, lon: float, among: "slice | NDArray[np.int64]") -> _Hit:
        a, step = self._a[among], self._step[among]
        point = np.array([lon * self._wide, lat * _DEGREE_M])
        share = np.clip(((point - a) * step).sum(axis=1) / self._square[among], 0.0, 1.0)
        apart = ((a + share[:, None] * step - point) ** 2).sum(axis=1)
        best = int(apart.argmin())
        arc = int(self._owner[among][best])
        along = self._before[among][best] + share[best] * self._lengths[among][best]
        return _Hit(float(np.sqrt(apart[best])), arc, float(along / self._total[arc]))


def snapped(
    roads: Roads, places: Sequence[Place], limit: int = LIMIT_M, on: frozenset[str] = LAND
) -> Snapping:
    """Return `roads` with a node for each of `places`, where one can come and go.

    A place takes the nearest road of the classes `on`; where none is within `limit` metres,
    the nearest water within it; else a connector to the nearest road of all. A place without
    a point, or on an empty map, gets no node and a problem.
    """
    inside = round_trips(roads.nodes, roads.arcs)
    connected = [
        at for at, arc in enumerate(roads.arcs) if arc.tail in inside and arc.head in inside
    ]
    middle = roads.nodes[0].lat if roads.nodes else 0.0
    land = _Lines(roads, [at for at in connected if roads.arcs[at].road in on], middle)
    water = _Lines(roads, [at for at in connected if roads.arcs[at].road in WATER], middle)
    hits: list[_Hit] = []
    for place in places:
        hit = _NOWHERE
        if place.lat is not None and place.lon is not None:
            hit = land.nearest(place.lat, place.lon)
            if hit.metres > limit:
                wet = water.nearest(place.lat, place.lon)
                hit = wet if wet.metres <= limit or hit.arc < 0 else hit
        hits.append(hit)
    new, ends = _cut(roads, hits)
    return _placed(new, places, hits, ends, limit)


def landed(roads: Roads, jetties: Sequence[Place], limit: int = LIMIT_M) -> Snapping:
    """Return `roads` where land and water meet in one node at each of `jetties`.

    Maps rarely join a river to a road. A jetty farther than `limit` from either is a problem
    and stays unjoined.
    """
    middle = roads.nodes[0].lat if roads.nodes else 0.0
    kinds = (LAND, WATER)
    lines = [
        _Lines(roads, [at for at, arc in enumerate(roads.arcs) if arc.road in kind], middle)
        for kind in kinds
    ]
    good, hits, problems = [], [], []
    for jetty in jetties:
        if jetty.lat is None or jetty.lon is None:
            problems.append(Problem(Code.PLACE_NO_POINT, {"place": jetty.name}))
            continue
        both = [each.nearest(jetty.lat, jetty.lon) for each in lines]
        farther = max(hit.metres for hit in both)
        if farther > limit:
            problems.append(_far(jetty, farther, limit))
        else:
            good.append((jetty, farther))
            hits += both
    new, ends = _cut(roads, hits)
    become = {wet: dry for dry, wet in zip(ends[::2], ends[1::2], strict=True) if wet != dry}
    arcs = _renamed(new.arcs, become)
    nodes = tuple(node for node in new.nodes if node.id not in become)
    found = zip(good, ends[::2], strict=True)
    places = tuple(Snapped(jetty.id, node, round(metres)) for (jetty, metres), node in found)
    return Snapping(new._replace(nodes=nodes, arcs=arcs), places, tuple(problems))


def added(base: Roads, extra: Roads, tolerance: float = JOIN_M) -> Roads:
    """Return `base` with the roads of `extra`, joined where its nodes lie on those of `base`.

    A node of `extra` within `tolerance` metres of an arc of `base` is one with it; an arc of
    the same id takes the place of the older one.
    """
    known = {node.id for node in base.nodes}
    fresh = [node for node in extra.nodes if node.id not in known]
    newer = {arc.id for arc in extra.arcs}
    kept = tuple(arc for arc in base.arcs if arc.id not in newer)
    old = base._replace(arcs=kept)
    middle = base.nodes[0].lat if base.nodes else 0.0
    lines = _Lines(old, range(len(kept)), middle)
    hits = lines.within([(node.lat, node.lon) for node in fresh], tolerance)
    new, ends = _cut(old, hits)
    become = {node.id: end for node, end in zip(fresh, ends, strict=True) if end}
    arcs = _renamed(extra.arcs, become)
    nodes = tuple(node for node in fresh if node.id not in become)
    return new._replace(
        nodes=new.nodes + nodes,
        arcs=new.arcs + arcs,
        shapes={**new.shapes, **extra.shapes},
        problems=base.problems + extra.problems,
    )


def _renamed(arcs: Sequence[Arc], become: Mapping[str, str]) -> tuple[Arc, ...]:
    """Return `arcs` between the nodes that theirs have become; one that shrank to none is left."""
    moved = (
        replace(arc, tail=become.get(arc.tail, arc.tail), head=become.get(arc.head, arc.head))
        for arc in arcs
    )
    return tuple(arc for arc in moved if arc.tail != arc.head)


def _placed(
    roads: Roads,
    places: Sequence[Place],
    hits: Sequence[_Hit],
    ends: Sequence[str],
    limit: int,
) -> Snapping:
    nodes, arcs = list(roads.nodes), list(roads.arcs)
    at = {node.id: (node.lat, node.lon) for node in nodes}
    found: list[Snapped] = []
    problems: list[Problem] = []
    for place, hit, end in zip(places, hits, ends, strict=True):
        if place.lat is None or place.lon is None:
            problems.append(Problem(Code.PLACE_NO_POINT, {"place": place.name}))
            continue
        if hit.arc < 0:
            problems.append(Problem(Code.PLACE_NO_ROAD, {"place": place.name}))
            continue
        metres = round(haversine((place.lat, place.lon), at[end]))
        if hit.metres <= limit:
            found.append(Snapped(place.id, end, metres))
            continue
        problems.append(_far(place, hit.metres, limit))
        node = Node(f"at-{place.id}", place.lat, place.lon, place.name)
        nodes.append(node)
        arcs.append(_connector(place, node.id, end, metres))
        found.append(Snapped(place.id, node.id, metres, far=True))
    new = roads._replace(nodes=tuple(nodes), arcs=tuple(arcs))
    return Snapping(new, tuple(found), tuple(problems))


def _connector(place: Place, tail: str, head: str, metres: int) -> Arc:
    length = max(1, round(metres * DETOUR))
    source = Source(rough=True, note="garis penghubung")
    return Arc(f"c-{place.id}", tail, head, length, CONNECTOR, source=source, name=place.name)


def _far(place: Place, metres: float, limit: int) -> Problem:
    known = round(metres) if metres < np.inf else -1
    if known < 0:
        return Problem(Code.PLACE_NO_ROAD, {"place": place.name})
    return Problem(Code.PLACE_FAR, {"place": place.name, "metres": known, "limit": limit})


def _cut(roads: Roads, hits: Iterable[_Hit]) -> tuple[Roads, list[str]]:
    """Cut arcs where they were hit; return the new map and the node of each hit, "" for none."""
    ends: list[str] = []
    wanted: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for at, hit in enumerate(hits):
        ends.append("")
        if hit.arc >= 0:
            wanted[hit.arc].append((hit.share, at))
    at_node = {node.id: (node.lat, node.lon) for node in roads.nodes}
    nodes, shapes = list(roads.nodes), dict(roads.shapes)
    arcs: list[Arc] = []
    for index, arc in enumerate(roads.arcs):
        if index not in wanted:
            arcs.append(arc)
            continue
        cuts: list[tuple[float, str]] = [(0.0, arc.tail)]
        room = _SAME_M / arc.metres
        for share, at in sorted(wanted[index]):
            if share - cuts[-1][0] <= room:
                ends[at] = cuts[-1][1]
            elif 1.0 - share <= room:
                ends[at] = arc.head
            else:
                ends[at] = f"{arc.id}@{len(cuts)}"
                cuts.append((share, ends[at]))
        cuts.append((1.0, arc.head))
        shape = shapes.pop(arc.id, None)
        whole = shape or (at_node[arc.tail], at_node[arc.head])
        shares = [share for share, _ in cuts]
        pieces = _sliced(whole, shares)
        nodes += [
            Node(name, *piece[-1]) for (_, name), piece in zip(cuts[1:-1], pieces, strict=False)
        ]
        made = _pieces(arc, cuts)
        arcs += made
        if shape:
            shapes |= {each.id: piece for each, piece in zip(made, pieces, strict=True)}
    return roads._replace(nodes=tuple(nodes), arcs=tuple(arcs), shapes=shapes), ends


def _pieces(arc: Arc, cuts: Sequence[tuple[float, str]]) -> list[Arc]:
    """Return the parts of `arc`; their metres and surveyed minutes add up to its own."""
    if len(cuts) == 2:
        return [arc]
    made = []
    for at, ((start, tail), (end, head)) in enumerate(pairwise(cuts), start=1):
        metres = round(arc.metres * end) - round(arc.metres * start)
        minutes: Mapping[str, int] = {
            mode: round(whole * end) - round(whole * start) for mode, whole in arc.minutes.items()
        }
        made.append(
            replace(arc, id=f"{arc.id}/{at}", tail=tail, head=head, metres=metres, minutes=minutes)
        )
    return made


def _sliced(shape: Shape, shares: Sequence[float]) -> list[Shape]:
    """Return `shape` cut at `shares` of its length; the first is 0 and the last 1."""
    points = np.array(shape)
    scale = np.array([1.0, cos(radians(shape[0][0]))])
    steps = np.sqrt((((points[1:] - points[:-1]) * scale) ** 2).sum(axis=1))
    along = np.concatenate(([0.0], np.cumsum(steps)))
    along /= along[-1] or 1.0
    pieces = []
    for start, end in pairwise(shares):
        inner = points[(along > start) & (along < end)].tolist()
        first, last = (
            (float(np.interp(at, along, points[:, 0])), float(np.interp(at, along, points[:, 1])))
            for at in (start, end)
        )
        pieces.append((first, *((lat, lon) for lat, lon in inner), last))
    return pieces
