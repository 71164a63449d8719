"""A map made small: what no trip would use is left out, and what stays is joined.

A city has tens of thousands of junctions, a plan needs the roads between some hundred places.
Nothing is lost where there is no choice: parts that hold no place, dead ends, points with two
roads. Where that is not enough, the roads stay that the fastest ways use, the ways one would
take instead, and those that avoid floods; then main roads, as long as there is room.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import Final

from tepat.core.plan.instance.values import Arc, Mode, Status
from tepat.core.plan.network.modes import CLOSED, seconds_of
from tepat.core.plan.network.tables import Roads, Shape, parts

MOST_NODES: Final = 2_500
"""Junctions of one regency for which the budgets of time are measured."""
AGAIN: Final = 4.0
"""A road that is used already is as much slower when another one is looked for."""
FLOODED: Final = 20.0
"""The same for a road in a flood zone when a dry one is looked for."""
_MAIN: Final = ("trunk", "motorway", "primary", "secondary", "tertiary", "river", "ferry", "sea")

Goals = Mapping[str, Collection[str]]
"""Between which nodes roads are wanted, there and back: from each of these to each of those."""
NOTHING: Final[Goals] = {}
AS_IT_IS: Final[Mapping[int, float]] = {}
_Out = dict[str, list[tuple[str, int, float]]]


def thinned(
    roads: Roads,
    goals: Goals,
    modes: Sequence[Mode],
    most: int = MOST_NODES,
    near: Goals = NOTHING,
) -> Roads:
    """Return `roads` with `most` nodes, or more where the ways themselves have more.

    The nodes of `goals` and `near` all stay. Between those of `goals` other ways are kept
    beside the fastest, and one that avoids what may flood or is closed; between those of
    `near` the fastest. Where the map is small enough, only what leads nowhere is left out.
    """
    keep = frozenset().union(*(each.keys() | set().union(*each.values()) for each in (goals, near)))
    small = joined_up(roads, keep)
    if len(small.nodes) <= most:
        return small
    ways = _ways(small, goals, near, modes)
    tried: set[int] = set()
    for rank in range(len(_MAIN), -1, -1):
        wanted = ways | {at for at, arc in enumerate(small.arcs) if arc.road in _MAIN[:rank]}
        if wanted != tried:
            found = joined_up(_only(small, wanted), keep)
        if len(found.nodes) <= most:
            break
        tried = wanted
    return found


def joined_up(roads: Roads, keep: Collection[str]) -> Roads:
    """Return `roads` without what leads to none of `keep`, and with chains joined.

    No way between two nodes of `keep` gets longer.
    """
    number = parts(roads.nodes, roads.arcs)
    needed = {number[node] for node in keep if node in number}
    small = _Small(
        (arc, roads.shapes.get(arc.id))
        for arc in roads.arcs
        if number[arc.tail] in needed and arc.tail != arc.head
    )
    nodes = sorted(small.at, key={node.id: at for at, node in enumerate(roads.nodes)}.__getitem__)
    for node in nodes:
        small.settle(node, keep)
    arcs = tuple(small.arcs.values())
    used = {*keep, *(end for arc in arcs for end in (arc.tail, arc.head))}
    shapes = {arc.id: small.shapes[arc.id] for arc in arcs if arc.id in small.shapes}
    left = tuple(node for node in roads.nodes if node.id in used)
    return roads._replace(nodes=left, arcs=arcs, shapes=shapes)


class _Small:
    """A graph that loses dead ends and points without a choice, node by node."""

    def __init__(self, rows: Iterable[tuple[Arc, Shape | None]]) -> None:
        self.arcs: dict[str, Arc] = {}
        self.shapes: dict[str, Shape] = {}
        self.at: dict[str, dict[str, None]] = defaultdict(dict)
        for arc, shape in rows:
            self._put(arc, shape)

    def settle(self, node: str, keep: Collection[str]) -> None:
        """Take away `node` and what becomes needless with it."""
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if here in keep or here not in self.at:
                continue
            touching = [self.arcs[each] for each in self.at[here]]
            others = {_other(arc, here) for arc in touching}
            if len(others) < 2:
                for arc in touching:
                    self._take(arc.id)
                waiting += others
            elif len(touching) == 2 and (made := self._one(touching[0], touching[1], here)):
                waiting += [made.tail, made.head]

    def _one(self, first: Arc, second: Arc, here: str) -> Arc | None:
        """Make one arc of two that meet `here` if they are alike, and return it."""
        if first.oneway or second.oneway:
            if first.head != here:
                first, second = second, first
            if first.head != here or second.tail != here:
                return None
        if _kind(first) != _kind(second) or first.minutes.keys() != second.minutes.keys():
            return None
        shapes = [self.shapes.get(each.id) for each in (first, second)]
        longer = max(first, second, key=lambda each: each.metres)
        made = replace(
            longer,
            tail=_other(first, here),
            head=_other(second, here),
            metres=first.metres + second.metres,
            minutes={key: first.minutes[key] + second.minutes[key] for key in first.minutes},
        )
        for each in (first, second):
            self._take(each.id)
        self._put(made, _run(shapes, first.head == here, second.tail == here))
        return made

    def _put(self, arc: Arc, shape: Shape | None) -> None:
        self.arcs[arc.id] = arc
        if shape:
            self.shapes[arc.id] = shape
        for end in (arc.tail, arc.head):
            self.at[end][arc.id] = None

    def _take(self, name: str) -> None:
        arc = self.arcs.pop(name)
        self.shapes.pop(name, None)
        for end in (arc.tail, arc.head):
            self.at[end].pop(name, None)
            if not self.at[end]:
                del self.at[end]


def _other(arc: Arc, node: str) -> str:
    return arc.head if arc.tail == node else arc.tail


def _kind(arc: Arc) -> tuple[object, ...]:
    """What must be equal in arcs that become one. The name is that of the longer."""
    return arc.road, arc.surface, arc.zone, arc.oneway, arc.status, arc.tonnes, arc.source


def _run(shapes: Sequence[Shape | None], first_on: bool, second_on: bool) -> Shape | None:
    """Return two courses as one; each is turned over unless it runs on."""
    first, second = shapes
    if not first or not second:
        return None
    return (first if first_on else first[::-1]) + (second if second_on else second[::-1])[1:]


def _only(roads: Roads, wanted: Collection[int]) -> Roads:
    return roads._replace(arcs=tuple(arc for at, arc in enumerate(roads.arcs) if at in wanted))


def _ways(roads: Roads, goals: Goals, near: Goals, modes: Sequence[Mode]) -> set[int]:
    """Return the arcs of the fastest ways, of others beside them and of dry ones."""
    found: set[int] = set()
    wet = [at for at, arc in enumerate(roads.arcs) if arc.zone or arc.status is Status.CLOSED]
    for mode in _unlike(modes):
        used = _round(roads, goals, mode)
        found |= used | _round(roads, near, mode)
        found |= _round(roads, goals, mode, dict.fromkeys(used, AGAIN))
        if wet:
            found |= _round(roads, goals, mode, dict.fromkeys(wet, FLOODED))
    return found


def _unlike(modes: Sequence[Mode]) -> list[Mode]:
    """Return one mode of those that take the same classes; what flies needs no road."""
    found: dict[frozenset[str], Mode] = {}
    for mode in modes:
        classes = frozenset(road for road, kmh in mode.kmh.items() if kmh > 0)
        if classes and not mode.straight:
            found.setdefault(classes, mode)
    return list(found.values())


def _round(
    roads: Roads, goals: Goals, mode: Mode, times: Mapping[int, float] = AS_IT_IS
) -> set[int]:
    """Return the arcs of the fastest ways, where an arc takes so many `times` as long."""
    out: _Out = defaultdict(list)
    back: _Out = defaultdict(list)
    for at, arc in enumerate(roads.arcs):
        # What is closed today may be open when the plan is driven.
        opened = replace(arc, status=Status.OPERATIONAL) if arc.status is Status.CLOSED else arc
        seconds = seconds_of(opened, mode, flooded=False)
        if seconds >= CLOSED:
            continue
        seconds *= times.get(at, 1.0)
        for tail, head in ((arc.tail, arc.head), (arc.head, arc.tail))[: 2 - arc.oneway]:
            out[tail].append((head, at, seconds))
            back[head].append((tail, at, seconds))
    used: set[int] = set()
    for start, wanted in goals.items():
        used |= _tree(out, start, wanted)
        used |= _tree(back, start, wanted)
    return used


def _tree(out: _Out, start: str, goals: Collection[str]) -> set[int]:
    """Return the arcs of the fastest ways from `start` to those `goals` that can be reached."""
    left = set(goals) - {start}
    best, came = {start: 0.0}, {start: (start, -1)}
    heap, done = [(0.0, start)], set[str]()
    while heap and left:
        spent, here = heappop(heap)
        if here in done:
            continue
        done.add(here)
        left.discard(here)
        for there, at, seconds in out.get(here, ()):
            then = spent + seconds
            if then < best.get(there, CLOSED):
                best[there], came[there] = then, (here, at)
                heappush(heap, (then, there))
    used: set[int] = set()
    for goal in set(goals) & done:
        here, at = came[goal]
        while at >= 0 and at not in used:
            used.add(at)
            here, at = came[here]
    return used
