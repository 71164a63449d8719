"""Fewer corners for a drawing, without slits: a border that two areas share stays shared.

Rings are cut where three areas meet; each piece between is simplified once, however many
rings it belongs to, so that neighbours keep the same line.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Final

XY = tuple[float, float]
TOLERANCE: Final = 0.7
"""Pixels a line may stray: thinner than the stroke that draws it."""
SMALLEST: Final = 0.9
"""Square pixels: a ring smaller than this is not seen."""


def simplified(
    rings: Mapping[str, list[list[XY]]], tolerance: float = TOLERANCE
) -> dict[str, list[list[XY]]]:
    """Return `rings` by code with fewer corners; closed rings stay closed, the largest stays.

    >>> square = [(0.0, 0.0), (5.0, 0.1), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]
    >>> simplified({"a": [square]})["a"]
    [[(0.0, 0.0), (9.0, 0.0), (9.0, 9.0), (0.0, 9.0), (0.0, 0.0)]]
    """
    crossings = _crossings(rings)
    known: dict[tuple[XY, ...], list[XY]] = {}
    return {
        code: _seen([_ring(ring, crossings, known, tolerance) for ring in of_area])
        for code, of_area in rings.items()
    }


def _seen(rings: list[list[XY]]) -> list[list[XY]]:
    sized = [(_size(ring), ring) for ring in rings]
    largest = max((size for size, _ in sized), default=0.0)
    return [ring for size, ring in sized if size >= SMALLEST or size == largest]


def _size(ring: list[XY]) -> float:
    total = sum(
        x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True)
    )
    return abs(total) / 2


def _crossings(rings: Mapping[str, list[list[XY]]]) -> set[XY]:
    """Corners with more than two neighbours: there lines meet."""
    neighbours: dict[XY, set[XY]] = {}
    for ring in (ring for of_area in rings.values() for ring in of_area):
        for one, other in pairwise(ring):
            if one != other:
                neighbours.setdefault(one, set()).add(other)
                neighbours.setdefault(other, set()).add(one)
    return {corner for corner, beside in neighbours.items() if len(beside) > 2}


def _ring(
    ring: list[XY], crossings: set[XY], known: dict[tuple[XY, ...], list[XY]], tolerance: float
) -> list[XY]:
    corners = ring[:-1] if ring[0] == ring[-1] else ring
    first = next((at for at, corner in enumerate(corners) if corner in crossings), None)
    if first is None:  # an island: cut it at corners that do not depend on where it begins
        first = corners.index(min(corners))
        cuts = {corners[first], max(corners)}
    else:
        cuts = crossings
    turned = [*corners[first:], *corners[:first], corners[first]]
    result = [turned[0]]
    for piece in _pieces(turned, cuts):
        key = tuple(min(piece, piece[::-1]))
        if key not in known:
            known[key] = _line(list(key), tolerance)
        line = known[key]
        result += line[1:] if line[0] == piece[0] and key == tuple(piece) else line[-2::-1]
    return result


def _pieces(ring: list[XY], cuts: set[XY]) -> Iterator[list[XY]]:
    begun = 0
    for at in range(1, len(ring)):
        if ring[at] in cuts or at == len(ring) - 1:
            yield ring[begun : at + 1]
            begun = at


def _line(points: list[XY], tolerance: float) -> list[XY]:
    """Douglas and Peucker, with a list instead of a recursion: real coasts are long."""
    keep = {0, len(points) - 1}
    open_parts = [(0, len(points) - 1)]
    while open_parts:
        begin, end = open_parts.pop()
        far, at = tolerance, 0
        (x1, y1), (x2, y2) = points[begin], points[end]
        dx, dy = x2 - x1, y2 - y1
        long = (dx * dx + dy * dy) ** 0.5
        for place in range(begin + 1, end):
            x, y = points[place]
            if long:
                away = abs(dx * (y - y1) - dy * (x - x1)) / long
            else:
                away = ((x - x1) ** 2 + (y - y1) ** 2) ** 0.5
            if away > far:
                far, at = away, place
        if at:
            keep.add(at)
            open_parts += [(begin, at), (at, end)]
    return [points[at] for at in sorted(keep)]
