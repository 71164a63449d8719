"""The plain routing engine: Dijkstra from each source. Slow, and the judge of the fast one."""

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.network.layers import INFINITE, Layered, Weights

_Tree = tuple[list[int], dict[int, tuple[int, int]]]


class Dijkstra:
    """An `Engine` without any library. The tree of the last source is kept for its paths."""

    def __init__(self, graph: Layered) -> None:
        self._nodes = len(graph.latitude)
        self._out: list[list[tuple[int, int]]] = [[] for _ in range(self._nodes)]
        for arc, (tail, head) in enumerate(zip(graph.tail, graph.head, strict=True)):
            self._out[int(tail)].append((int(head), arc))
        self._weights: list[int] = graph.dry.tolist()
        self._last: tuple[int, _Tree] | None = None

    def customise(self, weights: Weights) -> None:
        self._weights, self._last = weights.tolist(), None

    def change(self, arcs: NDArray[np.uint32], weights: Weights) -> None:
        for arc, weight in zip(arcs.tolist(), weights.tolist(), strict=True):
            self._weights[arc] = weight
        self._last = None

    def distances(
        self, sources: NDArray[np.uint32], targets: NDArray[np.uint32]
    ) -> NDArray[np.int64]:
        table = np.empty((len(sources), len(targets)), dtype=np.int64)
        for row, source in enumerate(sources.tolist()):
            seconds, _ = self._from(source)
            table[row] = [seconds[target] for target in targets.tolist()]
        return table

    def path(self, source: int, target: int) -> tuple[int, list[int]]:
        seconds, came = self._from(source)
        if seconds[target] >= INFINITE:
            return INFINITE, []
        arcs: list[int] = []
        at = target
        while at != source:
            at, arc = came[at]
            arcs.append(arc)
        return seconds[target], arcs[::-1]

    def _from(self, source: int) -> _Tree:
        if self._last is None or self._last[0] != source:
            self._last = source, self._tree(source)
        return self._last[1]

    def _tree(self, source: int) -> _Tree:
        weights = self._weights
        seconds = [INFINITE] * self._nodes
        seconds[source] = 0
        came: dict[int, tuple[int, int]] = {}
        heap = [(0, source)]
        while heap:
            spent, node = heappop(heap)
            if spent > seconds[node]:
                continue
            for head, arc in self._out[node]:
                if weights[arc] < INFINITE and spent + weights[arc] < seconds[head]:
                    seconds[head] = spent + weights[arc]
                    came[head] = node, arc
                    heappush(heap, (seconds[head], head))
        return seconds, came
