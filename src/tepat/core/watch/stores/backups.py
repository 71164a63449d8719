"""Where else the goods of a store could lie: the nearest places that are fit, by road."""

import heapq
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from math import asin, cos, radians, sin, sqrt
from typing import Final

from tepat.core.plan.instance.values import Instance

_EARTH: Final = 6_371_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that could take the goods."""

    place: str
    node: str
    lat: float | None = None
    lon: float | None = None
    litres: int = 0
    """What it can hold; 0 where nobody has said."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A candidate with how far it is. `is_beeline`: no road is known, metres are straight."""

    candidate: Candidate
    metres: int
    is_beeline: bool
    holds: bool | None
    """Whether it has room for what has to lie there; None where that is not known."""


def offers(
    start: Candidate,
    candidates: Iterable[Candidate],
    instance: Instance | None,
    litres: int,
    most: int = 5,
) -> list[Offer]:
    """Return the `most` nearest candidates; one that is too small comes after all others."""
    roads = metres_from(instance, start.node) if instance else {}
    found = []
    for each in candidates:
        if each.place == start.place:
            continue
        by_road = roads.get(each.node)
        metres = by_road if by_road is not None else beeline(start, each)
        if metres is None:
            continue
        holds = each.litres >= litres if each.litres and litres else None
        found.append(Offer(each, metres, by_road is None, holds))
    found.sort(key=lambda each: (each.holds is False, each.metres, each.candidate.place))
    return found[:most]


def metres_from(instance: Instance, node: str) -> dict[str, int]:
    """Return the metres of road from `node` to each node that can be reached, both ways."""
    ways: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for arc in instance.arcs:
        ways[arc.tail].append((arc.head, arc.metres))
        if not arc.oneway:
            ways[arc.head].append((arc.tail, arc.metres))
    found = {node: 0}
    queue = [(0, node)]
    while queue:
        metres, here = heapq.heappop(queue)
        if metres > found[here]:
            continue
        for there, more in ways[here]:
            further = metres + more
            if further < found.get(there, further + 1):
                found[there] = further
                heapq.heappush(queue, (further, there))
    return found


def beeline(one: Candidate, other: Candidate) -> int | None:
    """Return metres as a bird flies, None where a point is missing."""
    if one.lat is None or one.lon is None or other.lat is None or other.lon is None:
        return None
    lat1, lon1, lat2, lon2 = map(radians, (one.lat, one.lon, other.lat, other.lon))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return round(2 * _EARTH * asin(sqrt(half)))
