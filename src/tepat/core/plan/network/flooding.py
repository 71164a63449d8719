"""Which zone floods which stretch, asked of whoever knows the zones, for all points at once."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import pairwise
from math import ceil
from typing import Final

from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.tables import LatLon, Roads, Shape

STEP_M: Final = 200.0
"""Points farther apart than this on a road get others between them."""

ZonesOf = Callable[[Sequence[LatLon]], Sequence[str]]
"""The id of the zone of each point, "" outside all."""


def zoned(roads: Roads, zones_of: ZonesOf) -> Roads:
    """Return `roads` with the zone of each arc that lies in one, and all others unchanged.

    One flooded metre closes a road, so any point in a zone counts; of several zones that
    with most points is taken, of equals the first by name. A zone that stands on an arc
    already, from a table or a report, stays.
    """
    at = {node.id: (node.lat, node.lon) for node in roads.nodes}
    points: list[LatLon] = []
    ends: dict[str, tuple[int, int]] = {}
    for arc in roads.arcs:
        if not arc.zone:
            begin = len(points)
            points += _along(roads.shapes.get(arc.id) or (at[arc.tail], at[arc.head]))
            ends[arc.id] = begin, len(points)
    zones = zones_of(points) if points else ()
    arcs = []
    for arc in roads.arcs:
        begin, end = ends.get(arc.id, (0, 0))
        found = Counter(filter(None, zones[begin:end]))
        if found and not arc.zone:
            arc = replace(arc, zone=min(found, key=lambda zone: (-found[zone], zone)))
        arcs.append(arc)
    return roads._replace(arcs=tuple(arcs))


def _along(shape: Shape) -> list[LatLon]:
    points = [shape[0]]
    for a, b in pairwise(shape):
        steps = max(1, ceil(haversine(a, b) / STEP_M))
        points += [
            (a[0] + (b[0] - a[0]) * at / steps, a[1] + (b[1] - a[1]) * at / steps)
            for at in range(1, steps + 1)
        ]
    return points
