"""Tables between places from any routing engine, each computed once.

`Engine` is what a routing engine must do; `adapters/routing_cch.py` is the fast one and
`dijkstra.py` the plain one, and both must give equal answers.
"""

from collections import OrderedDict
from math import asin, cos, radians, sin, sqrt
from typing import Final, Protocol

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Instance, Mode
from tepat.core.plan.network.layers import INFINITE, Layered, Weights, layered, places_of
from tepat.core.plan.network.times import UNREACHABLE, Table, Way

EARTH_M: Final = 6_371_008.8
_MOST_TABLES: Final = 64
"""Tables kept; a judge keeps the many it needs in a smaller form of its own."""


class Engine(Protocol):
    """A routing engine over one layered graph."""

    def customise(self, weights: Weights) -> None:
        """Take new weights for all arcs, whole seconds."""

    def change(self, arcs: NDArray[np.uint32], weights: Weights) -> None:
        """Take new weights for a few arcs: what a closure or a detour costs."""

    def distances(
        self, sources: NDArray[np.uint32], targets: NDArray[np.uint32]
    ) -> NDArray[np.int64]:
        """Return seconds from each source to each target, INFINITE or more where no way is."""

    def path(self, source: int, target: int) -> tuple[int, list[int]]:
        """Return the seconds and the directed arcs of a fastest way."""


class EngineOf(Protocol):
    """Makes an engine for a graph."""

    def __call__(self, graph: Layered) -> Engine: ...


class Matrices:
    """`Travel` over any engine. One engine per profile; tables by profile and state are kept."""

    def __init__(self, instance: Instance, engine_of: EngineOf) -> None:
        self.places = places_of(instance)
        self._instance = instance
        self._engine_of = engine_of
        self._modes = {mode.id: mode for mode in instance.modes}
        self._graphs: dict[str, tuple[Layered, Engine]] = {}
        self._states: dict[str, int] = {}
        self._tables: OrderedDict[tuple[str, int], Table] = OrderedDict()
        self._metres: dict[str, Table] = {}

    def minutes(self, profile: str, state: int = 0) -> Table:
        key = profile, state
        if key not in self._tables:
            self._tables[key] = self._minutes(profile, state)
            while len(self._tables) > _MOST_TABLES:
                self._tables.popitem(last=False)
        return self._tables[key]

    def _minutes(self, profile: str, state: int) -> Table:
        if straight := self._straight(profile):
            hours = self._beeline() / 1000 / straight
            return np.ceil(hours * 60).astype(np.int32)
        graph, engine = self._customised(profile, state)
        seconds = engine.distances(graph.leaves, graph.comes)
        minutes = np.where(seconds >= INFINITE, UNREACHABLE, (seconds + 59) // 60)
        np.fill_diagonal(minutes, 0)
        return minutes.astype(np.int32)

    def metres(self, profile: str) -> Table:
        if profile not in self._metres:
            if self._straight(profile):
                self._metres[profile] = np.rint(self._beeline()).astype(np.int32)
            else:
                self._metres[profile] = self._driven(profile)
        return self._metres[profile]

    def _driven(self, profile: str) -> Table:
        minutes = self.minutes(profile)
        graph, engine = self._customised(profile, 0)
        size = len(self.places)
        table = np.full((size, size), UNREACHABLE, dtype=np.int32)
        np.fill_diagonal(table, 0)
        for row, column in zip(*np.nonzero(minutes < UNREACHABLE), strict=True):
            if row != column:
                _, arcs = engine.path(int(graph.leaves[row]), int(graph.comes[column]))
                table[row, column] = graph.metres[arcs].sum() if arcs else 0
        return table

    def way(self, profile: str, start: str, goal: str, state: int = 0) -> Way | None:
        row, column = self.places.index(start), self.places.index(goal)
        if row == column:
            return Way((), 0, 0)
        if self._straight(profile):
            metres = int(self.metres(profile)[row, column])
            return Way((), int(self.minutes(profile)[row, column]), metres)
        graph, engine = self._customised(profile, state)
        return way_by(
            self._instance, graph, engine, int(graph.leaves[row]), int(graph.comes[column])
        )

    def graph(self, profile: str) -> Layered:
        """Return the graph of a profile."""
        return self._graph(profile)[0]

    def engine(self, profile: str) -> Engine:
        """Return an engine of a profile with weights of its own, for one who changes them."""
        return self._engine_of(self._graph(profile)[0])

    def _graph(self, profile: str) -> tuple[Layered, Engine]:
        if profile not in self._graphs:
            graph = layered(self._instance, tuple(profile.split("+")))
            self._graphs[profile] = graph, self._engine_of(graph)
        return self._graphs[profile]

    def _customised(self, profile: str, state: int) -> tuple[Layered, Engine]:
        graph, engine = self._graph(profile)
        if self._states.get(profile) != state:
            engine.customise(graph.weights(state))
            self._states[profile] = state
        return graph, engine

    def _straight(self, profile: str) -> float:
        """The speed of what flies, 0 for all else."""
        modes: list[Mode] = [self._modes[leg] for leg in profile.split("+")]
        return modes[0].straight if len(modes) == 1 else 0.0

    def _beeline(self) -> NDArray[np.float64]:
        at = {node.id: (node.lat, node.lon) for node in self._instance.nodes}
        groups = (self._instance.warehouses, self._instance.kecamatan, self._instance.desa)
        points = [at[each.node] for group in groups for each in group]
        return np.array([[haversine(a, b) for b in points] for a in points])


def way_by(
    instance: Instance, graph: Layered, engine: Engine, source: int, target: int
) -> Way | None:
    """Return the way between two nodes of `graph` by an engine that has its weights."""
    seconds, arcs = engine.path(source, target)
    if seconds >= INFINITE:
        return None
    names = tuple(instance.arcs[at].id for at in graph.arc[arcs] if at >= 0) if arcs else ()
    metres = int(graph.metres[arcs].sum()) if arcs else 0
    return Way(names, (seconds + 59) // 60, metres)


def haversine(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Return metres over the sphere between two points in degrees, latitude first.

    >>> round(haversine((-2.0, 115.0), (-2.0, 116.0)) / 1000)
    111
    """
    lat_a, lon_a, lat_b, lon_b = map(radians, (*a, *b))
    inner = sin((lat_b - lat_a) / 2) ** 2
    inner += cos(lat_a) * cos(lat_b) * sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_M * asin(sqrt(min(1.0, inner)))
