"""Metres between a PPS and its TPS along the roads of a map.

Each point lies on the nearest stretch of land road, of whatever hangs together: a TPS on the
other bank is not near because a road on this bank is. Village carriers are small, so one-way
signs are not heeded; a closed road is. Where points have roads and no road joins them
nobody knows how far they are from each other.
"""

from collections.abc import Sequence
from heapq import heappop, heappush
from math import cos, radians
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Instance, Status
from tepat.core.plan.last_mile.rounds import UNKNOWN
from tepat.core.plan.last_mile.values import Point
from tepat.core.plan.network.classes import CONNECTOR
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.snapping import LAND, LIMIT_M

MARGIN_M: Final = 5_000
"""How far beyond its points the roads of a desa are looked at."""
_DEGREE_M: Final = 111_195.0

_Arcs = NDArray[np.int64]
_Out = dict[int, list[tuple[int, float]]]


class _On(NamedTuple):
    """Where a point lies: how far off an arc, and metres along it to both of its ends."""

    off: float
    arc: int
    to_tail: float
    to_head: float


class TpsRoads:
    """The land roads of one map, asked desa by desa."""

    def __init__(self, instance: Instance) -> None:
        at = {node.id: number for number, node in enumerate(instance.nodes)}
        usable = [
            arc
            for arc in instance.arcs
            if (arc.road in LAND or arc.road == CONNECTOR) and arc.status is not Status.CLOSED
        ]
        self._lat = np.array([node.lat for node in instance.nodes])
        self._lon = np.array([node.lon for node in instance.nodes])
        self._tail = np.array([at[arc.tail] for arc in usable], dtype=np.int64)
        self._head = np.array([at[arc.head] for arc in usable], dtype=np.int64)
        self._metres = np.array([arc.metres for arc in usable], dtype=np.float64)

    def metres(self, points: Sequence[Point | None], detour: float) -> tuple[tuple[int, ...], ...]:
        """Return metres between all points, -1 where nobody knows.

        Of a point farther than `LIMIT_M` from any road the beeline counts, times `detour`.
        """
        known = [point for point in points if point is not None]
        near = self._near(known)
        on = [None if point is None else self._snapped(point, near) for point in points]
        out = self._joined(near)
        return tuple(
            tuple(
                self._between((start, on[a]), (goal, on[b]), spent, detour)
                for b, goal in enumerate(points)
            )
            for a, start in enumerate(points)
            for spent in (self._from(on[a], out),)
        )

    def _between(
        self,
        start: tuple[Point | None, _On | None],
        goal: tuple[Point | None, _On | None],
        spent: dict[int, float],
        detour: float,
    ) -> int:
        """Return metres between two points; `spent` are those from the first to nodes."""
        (a, at), (b, to) = start, goal
        if a is None or b is None:
            return UNKNOWN
        if a == b:
            return 0
        if at is None or to is None:
            return round(haversine(a, b) * detour)
        if at.arc == to.arc:
            return round(at.off + abs(at.to_tail - to.to_tail) + to.off)
        ends = zip(self._ends(to.arc), (to.to_tail, to.to_head), strict=True)
        ways = [spent[node] + along for node, along in ends if node in spent]
        return round(min(ways) + to.off) if ways else UNKNOWN

    def _near(self, points: Sequence[Point]) -> _Arcs:
        """Return the arcs around `points`."""
        if not points or not len(self._tail):
            return np.zeros(0, dtype=np.int64)
        lat, lon = zip(*points, strict=True)
        high = MARGIN_M / _DEGREE_M
        wide = high / max(0.1, cos(radians(lat[0])))
        inside = (self._lat >= min(lat) - high) & (self._lat <= max(lat) + high)
        inside &= (self._lon >= min(lon) - wide) & (self._lon <= max(lon) + wide)
        return np.nonzero(inside[self._tail] & inside[self._head])[0]

    def _snapped(self, point: Point, near: _Arcs) -> _On | None:
        if not len(near):
            return None
        wide = cos(radians(point[0])) * _DEGREE_M
        tail, head = self._tail[near], self._head[near]
        east, north = (self._lon[tail] - point[1]) * wide, (self._lat[tail] - point[0]) * _DEGREE_M
        step_east = (self._lon[head] - self._lon[tail]) * wide
        step_north = (self._lat[head] - self._lat[tail]) * _DEGREE_M
        square = np.maximum(step_east**2 + step_north**2, 1e-9)
        share = np.clip(-(east * step_east + north * step_north) / square, 0.0, 1.0)
        off = np.hypot(east + share * step_east, north + share * step_north)
        best = int(off.argmin())
        if off[best] > LIMIT_M:
            return None
        arc, metres = int(near[best]), float(self._metres[near[best]])
        along = float(share[best]) * metres
        return _On(float(off[best]), arc, along, metres - along)

    def _ends(self, arc: int) -> tuple[int, int]:
        return int(self._tail[arc]), int(self._head[arc])

    def _joined(self, near: _Arcs) -> _Out:
        """Return what each node around is joined to, and by how many metres."""
        out: _Out = {}
        columns = (self._tail[near], self._head[near], self._metres[near])
        for tail, head, metres in zip(*(each.tolist() for each in columns), strict=True):
            out.setdefault(tail, []).append((head, metres))
            out.setdefault(head, []).append((tail, metres))
        return out

    def _from(self, on: _On | None, out: _Out) -> dict[int, float]:
        """Return metres from a point to the nodes around it (Dijkstra)."""
        if on is None:
            return {}
        tail, head = self._ends(on.arc)
        heap = [(on.off + on.to_tail, tail), (on.off + on.to_head, head)]
        spent: dict[int, float] = {}
        while heap:
            metres, node = heappop(heap)
            if node in spent:
                continue
            spent[node] = metres
            for goal, length in out.get(node, ()):
                if goal not in spent:
                    heappush(heap, (metres + length, goal))
        return spent
