"""Lines that end almost on another line are fastened to it, as whoever drew them meant.

Only ends are moved: lines that cross without a common point stay apart, as a bridge does
from the road under it.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from math import cos, floor, hypot, radians
from typing import Final, NamedTuple

from tepat.core.plan.network.tables import LatLon, Line

_DEGREE_M: Final = 111_195.0
_CELL_M: Final = 100.0
_MOST_STEPS: Final = 20_000
"""Cells one straight segment may cross: 1,000 km."""

_Cell = tuple[int, int]
_Flat = Mapping[int, tuple[float, float]]


class _Segment(NamedTuple):
    line: int
    at: int
    """Between this point of its line and the next."""


def fastened(lines: Sequence[Line], where: Mapping[int, LatLon], tolerance: float) -> list[Line]:
    """Return `lines` where each loose end within `tolerance` metres of another line is on it.

    An end takes the nearest point of another line, else it becomes a new point of the
    nearest segment.
    """
    uses: dict[int, int] = defaultdict(int)
    for line in lines:
        for point in line.points:
            uses[point] += 1
    loose = [
        (at, point)
        for at, line in enumerate(lines)
        for point in dict.fromkeys((line.points[0], line.points[-1]))
        if uses[point] == 1
    ]
    if not loose or tolerance <= 0:
        return list(lines)
    flat = _flattened(where)
    become = _onto_points(lines, loose, flat, tolerance)
    left = [(at, point) for at, point in loose if point not in become]
    inserts = _onto_segments(lines, left, flat, tolerance)
    return [
        line._replace(points=_rebuilt(at, line.points, become, inserts))
        for at, line in enumerate(lines)
    ]


def _flattened(where: Mapping[int, LatLon]) -> _Flat:
    """Return metres east and north, true near the middle of the map."""
    middle = sum(lat for lat, _ in where.values()) / len(where)
    wide = _DEGREE_M * cos(radians(middle))
    return {at: (lon * wide, lat * _DEGREE_M) for at, (lat, lon) in where.items()}


def _onto_points(
    lines: Sequence[Line], loose: Sequence[tuple[int, int]], flat: _Flat, tolerance: float
) -> dict[int, int]:
    """Return which point each loose end becomes."""
    owners: dict[_Cell, list[tuple[int, int]]] = defaultdict(list)
    for at, line in enumerate(lines):
        for point in line.points:
            owners[_cell(flat[point], tolerance)].append((at, point))
    become: dict[int, int] = {}
    taken: set[int] = set()
    for line_at, end in loose:
        if end in taken:  # another end has come to it already
            continue
        best = (tolerance, -1)
        for cell in _around(_cell(flat[end], tolerance)):
            for other_at, point in owners.get(cell, ()):
                if other_at != line_at and point not in become:
                    best = min(best, (_far(flat[end], flat[point]), point))
        if best[1] >= 0 and best[1] != end:
            become[end] = best[1]
            taken.add(best[1])
    return become


def _onto_segments(
    lines: Sequence[Line], loose: Sequence[tuple[int, int]], flat: _Flat, tolerance: float
) -> dict[_Segment, list[tuple[float, int]]]:
    """Return the ends that become points of a segment, with their place on it."""
    inserts: dict[_Segment, list[tuple[float, int]]] = defaultdict(list)
    if not loose:
        return inserts
    size = max(_CELL_M, 2 * tolerance)
    wanted = {cell for _, end in loose for cell in _around(_cell(flat[end], size))}
    cells: dict[_Cell, dict[_Segment, None]] = defaultdict(dict)
    for at, line in enumerate(lines):
        for step, (one, other) in enumerate(zip(line.points, line.points[1:], strict=False)):
            for cell in crossed(flat[one], flat[other], size):
                if cell in wanted:
                    cells[cell][_Segment(at, step)] = None
    for line_at, end in loose:
        best = (tolerance, 0.0, _Segment(-1, -1))
        for cell in _around(_cell(flat[end], size)):
            for segment in cells.get(cell, ()):
                if segment.line != line_at:
                    points = lines[segment.line].points
                    far, share = _beside(
                        flat[end], flat[points[segment.at]], flat[points[segment.at + 1]]
                    )
                    best = min(best, (far, share, segment))
        if best[2].line >= 0:
            inserts[best[2]].append((best[1], end))
    return inserts


def _rebuilt(
    at: int,
    points: Sequence[int],
    become: Mapping[int, int],
    inserts: Mapping[_Segment, list[tuple[float, int]]],
) -> tuple[int, ...]:
    new: list[int] = []
    for step, point in enumerate(points):
        new.append(become.get(point, point))
        new += [end for _, end in sorted(inserts.get(_Segment(at, step), ()))]
    return tuple(new)


def _cell(point: tuple[float, float], size: float) -> _Cell:
    return floor(point[0] / size), floor(point[1] / size)


def _around(cell: _Cell) -> Iterator[_Cell]:
    return ((cell[0] + x, cell[1] + y) for x in (-1, 0, 1) for y in (-1, 0, 1))


def crossed(a: tuple[float, float], b: tuple[float, float], size: float) -> set[_Cell]:
    """Return cells of which each point of the segment lies in one or in its neighbour."""
    steps = min(_MOST_STEPS, int(_far(a, b) / size) + 1)
    return {
        _cell((a[0] + (b[0] - a[0]) * at / steps, a[1] + (b[1] - a[1]) * at / steps), size)
        for at in range(steps + 1)
    }


def _far(a: tuple[float, float], b: tuple[float, float]) -> float:
    return hypot(a[0] - b[0], a[1] - b[1])


def _beside(
    point: tuple[float, float], a: tuple[float, float], b: tuple[float, float]
) -> tuple[float, float]:
    """Return how far `point` lies from the segment, and where on it: 0 at `a`, 1 at `b`."""
    wide, high = b[0] - a[0], b[1] - a[1]
    length = wide * wide + high * high
    share = ((point[0] - a[0]) * wide + (point[1] - a[1]) * high) / length if length else 0.0
    share = min(1.0, max(0.0, share))
    return _far(point, (a[0] + share * wide, a[1] + share * high)), share
