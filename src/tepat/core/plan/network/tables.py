"""Lines of a map become nodes and arcs: cut at junctions, joined where nothing meets.

A reader of any map hands over `Line`s over points that it numbered itself; equal numbers
are one point. Output: the nodes where a choice is possible, and one arc for each stretch
between two of them.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Node, Status
from tepat.core.plan.network.matrices import EARTH_M
from tepat.core.problems import Problem

LatLon = tuple[float, float]
Shape = tuple[LatLon, ...]


class Line(NamedTuple):
    """One drawn line; `oneway` is in the direction of its points."""

    id: str
    points: Sequence[int]
    road: str
    oneway: bool = False
    surface: str = ""
    name: str = ""
    tonnes: float = 0.0
    status: Status = Status.OPERATIONAL
    comment: str = ""
    minutes: Mapping[str, int] | None = None


class Roads(NamedTuple):
    """What a map gave. `shapes` hold the points of each arc from tail to head, if asked for."""

    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    shapes: Mapping[str, Shape]
    problems: tuple[Problem, ...] = ()
    source: Source = Source()


class _Piece(NamedTuple):
    """A stretch of a line between two stops."""

    points: Sequence[int]
    line: Line


def joined(
    lines: Iterable[Line],
    where: Mapping[int, LatLon],
    source: Source,
    *,
    problems: Iterable[Problem] = (),
    shapes: bool = True,
) -> Roads:
    """Return `lines` as a graph; `where` tells degrees of each point.

    Lines that follow each other without a junction become one arc where class, surface,
    direction, name, limit and status are equal. Lines with surveyed minutes stay whole.
    """
    pieces = _cut([line for line in lines if len(line.points) > 1])
    chains = [_unlooped(chain) for chain in _merged(pieces)]
    stretches = [each for chain in chains for each in chain]
    lengths = _metres([points for points, _ in stretches], where)
    used: dict[int, None] = {}
    arcs: list[Arc] = []
    kept: dict[str, Shape] = {}
    count: dict[str, int] = defaultdict(int)
    for (points, line), metres in zip(stretches, lengths.tolist(), strict=True):
        tail, head = points[0], points[-1]
        used[tail] = used[head] = None
        count[line.id] += 1
        arc = _arc(f"{line.id}-{count[line.id]}", points, line, metres, source)
        arcs.append(arc)
        if shapes:
            kept[arc.id] = tuple(where[each] for each in points)
    nodes = tuple(Node(f"n{at}", *where[at]) for at in used)
    return Roads(nodes, tuple(arcs), kept, tuple(problems), source)


def _arc(name: str, points: Sequence[int], line: Line, metres: float, source: Source) -> Arc:
    return Arc(
        id=name,
        tail=f"n{points[0]}",
        head=f"n{points[-1]}",
        metres=max(1, round(metres)),
        road=line.road,
        surface=line.surface,
        oneway=line.oneway,
        minutes=line.minutes or {},
        status=line.status,
        comment=line.comment,
        source=source,
        name=line.name,
        tonnes=line.tonnes,
    )


def _cut(lines: Sequence[Line]) -> list[_Piece]:
    """Cut lines at every point that another line, or the same one again, touches."""
    touched: dict[int, int] = defaultdict(int)
    for line in lines:
        for point in line.points:
            touched[point] += 2
        touched[line.points[0]] -= 1
        touched[line.points[-1]] -= 1
    pieces = []
    for line in lines:
        if line.minutes:  # a surveyed time is that of the whole line
            pieces.append(_Piece(line.points, line))
            continue
        start = 0
        for at in range(1, len(line.points)):
            if at == len(line.points) - 1 or touched[line.points[at]] > 2:
                pieces.append(_Piece(line.points[start : at + 1], line))
                start = at
    return pieces


def _merged(pieces: Sequence[_Piece]) -> list[_Piece]:
    """Join pieces end to end where exactly two alike meet."""
    ends: dict[int, list[tuple[int, bool]]] = defaultdict(list)
    for at, piece in enumerate(pieces):
        ends[piece.points[0]].append((at, True))
        ends[piece.points[-1]].append((at, False))
    links = {}
    for meeting in ends.values():
        if len(meeting) == 2:
            one, other = meeting
            if _continues(pieces, one, other):
                links[one], links[other] = other, one
    chains, seen = [], [False] * len(pieces)
    loose = [at for at in range(len(pieces)) if not {(at, True), (at, False)} <= links.keys()]
    for at in (*loose, *range(len(pieces))):  # what is left after the loose ends are rings
        if not seen[at]:
            chains.append(_chain(pieces, at, links, seen))
    return chains


def _continues(pieces: Sequence[_Piece], one: tuple[int, bool], other: tuple[int, bool]) -> bool:
    first, second = pieces[one[0]].line, pieces[other[0]].line
    if one[0] == other[0] or first.minutes or second.minutes:
        return False
    if first.oneway and one[1] == other[1]:  # head against head
        return False
    return first is second or first[2:] == second[2:]


def _chain(
    pieces: Sequence[_Piece],
    at: int,
    links: Mapping[tuple[int, bool], tuple[int, bool]],
    seen: list[bool],
) -> _Piece:
    """Follow links from piece `at`, which is first of its chain, and return all as one."""
    seen[at] = True
    piece = pieces[at]
    from_start = (at, False) not in links  # walk on from its start: turn it over
    points = list(piece.points[::-1] if from_start else piece.points)
    leaving = (at, from_start)
    while leaving in links:
        following, at_start = links[leaving]
        if seen[following]:
            break
        seen[following] = True
        more = pieces[following].points
        points += (more if at_start else more[::-1])[1:]
        leaving = following, not at_start
    if from_start:
        points.reverse()
    return _Piece(points, piece.line)


def _unlooped(chain: _Piece) -> list[_Piece]:
    """Cut a ring in two, so that no arc ends where it starts; one without a middle is dropped."""
    points = chain.points
    if points[0] != points[-1]:
        return [chain]
    if len(points) < 3:
        return []
    middle = len(points) // 2
    return [_Piece(points[: middle + 1], chain.line), _Piece(points[middle:], chain.line)]


def _metres(shapes: Sequence[Sequence[int]], where: Mapping[int, LatLon]) -> NDArray[np.float64]:
    """Return the length of each shape over the sphere."""
    if not shapes:
        return np.zeros(0)
    flat = np.radians(np.array([where[point] for points in shapes for point in points]))
    steps = _between(flat[:-1], flat[1:])
    starts = np.concatenate(([0], np.cumsum([len(points) for points in shapes])))
    steps = np.append(steps, 0.0)
    steps[starts[1:] - 1] = 0.0  # from the end of one shape to the start of the next
    lengths: NDArray[np.float64] = np.add.reduceat(steps, starts[:-1])
    return lengths


def _between(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.float64]:
    inner = np.sin((b[:, 0] - a[:, 0]) / 2) ** 2
    inner += np.cos(a[:, 0]) * np.cos(b[:, 0]) * np.sin((b[:, 1] - a[:, 1]) / 2) ** 2
    metres: NDArray[np.float64] = 2 * EARTH_M * np.arcsin(np.sqrt(np.minimum(1.0, inner)))
    return metres


def parts(nodes: Sequence[Node], arcs: Iterable[Arc]) -> dict[str, int]:
    """Return for each node the number of its connected part, 0 for the largest.

    Direction and class do not count; of equal parts that with the earlier node comes first.
    """
    index = {node.id: at for at, node in enumerate(nodes)}
    root = list(range(len(nodes)))

    def top(at: int) -> int:
        while root[at] != at:
            root[at] = root[root[at]]
            at = root[at]
        return at

    for arc in arcs:
        one, other = top(index[arc.tail]), top(index[arc.head])
        root[max(one, other)] = min(one, other)
    tops = [top(at) for at in range(len(nodes))]
    sizes: dict[int, int] = defaultdict(int)
    for each in tops:
        sizes[each] += 1
    order = {each: at for at, each in enumerate(sorted(sizes, key=lambda a: (-sizes[a], a)))}
    return {node.id: order[each] for node, each in zip(nodes, tops, strict=True)}


def round_trips(nodes: Sequence[Node], arcs: Iterable[Arc]) -> frozenset[str]:
    """Return the largest set of nodes each of which can be reached from each other one.

    One-way traps are left out: a lorry that comes must be able to go. Class and status do
    not count, so that a closure does not move a place to another road.
    """
    index = {node.id: at for at, node in enumerate(nodes)}
    out: list[list[int]] = [[] for _ in nodes]
    into: list[list[int]] = [[] for _ in nodes]
    for arc in arcs:
        tail, head = index[arc.tail], index[arc.head]
        for a, b in ((tail, head),) if arc.oneway else ((tail, head), (head, tail)):
            out[a].append(b)
            into[b].append(a)
    seen = [False] * len(nodes)
    order: list[int] = []
    for start in range(len(nodes)):
        order += _finished(start, out, seen)
    done = [False] * len(nodes)
    best: list[int] = []
    for start in reversed(order):  # Kosaraju: each tree of the graph turned round is one set
        found = _finished(start, into, done)
        best = found if len(found) > len(best) else best
    return frozenset(nodes[at].id for at in best)


def _finished(start: int, out: Sequence[Sequence[int]], seen: list[bool]) -> list[int]:
    """Return what is reached from `start` and was not `seen`, in the order it is left."""
    if seen[start]:
        return []
    seen[start] = True
    left: list[int] = []
    stack = [(start, 0)]
    while stack:
        node, at = stack.pop()
        while at < len(out[node]) and seen[out[node][at]]:
            at += 1
        if at == len(out[node]):
            left.append(node)
            continue
        stack.append((node, at + 1))
        seen[out[node][at]] = True
        stack.append((out[node][at], 0))
    return left
