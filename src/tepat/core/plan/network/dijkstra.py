"""The plain routing engine: Dijkstra from each source. Slow, and the judge of the fast one."""

from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.network.layers import INFINITE, Layered, Weights


class Dijkstra:
    """An `Engine` without any library."""

    def __init__(self, graph: Layered) -> None:
        self._nodes = len(graph.latitude)
        self._out: list[list[tuple[int, int]]] = [[] for _ in range(self._nodes)]
        for arc, (tail, head) in enumerate(zip(graph.tail, graph.head, strict=True)):
            self._out[int(tail)].append((int(head), arc))
        self._weights = graph.dry

    def customise(self, weights: Weights) -> None:
        self._weights = weights

    def distances(
        self, sources: NDArray[np.uint32], targets: NDArray[np.uint32]
    ) -> NDArray[np.int64]:
        rows = [self._from(int(source))[0] for source in sources]
        return np.array([[row[int(target)] for target in targets] for row in rows], dtype=np.int64)

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

    def _from(self, source: int) -> tuple[list[int], dict[int, tuple[int, int]]]:
        weights = self._weights.tolist()
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
