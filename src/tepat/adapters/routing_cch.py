"""Customisable contraction hierarchies (RoutingKit), behind the form the core asks for.

A topology is ordered once and kept for whoever has the same roads; new weights for a flood are
taken in milliseconds. Where the library is missing (it has no Windows wheel), plain Dijkstra
answers the same, some hundred times slower.
"""

from collections import OrderedDict
from hashlib import sha256
from threading import Lock
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.layers import INFINITE, Layered, Weights
from tepat.core.plan.network.matrices import Matrices

try:
    import pyroutingkit
except ImportError:
    pyroutingkit = None

_MOST_ORDERED: Final = 8
_ORDERED: OrderedDict[bytes, Any] = OrderedDict()
_LOCK: Final = Lock()


class Cch:
    """An `Engine` for one graph."""

    def __init__(self, graph: Layered) -> None:
        self._topology = _topology(graph)  # kept alive: the metric points into it
        self._metric: Any = pyroutingkit.CCHMetric(self._topology)

    def customise(self, weights: Weights) -> None:
        self._metric.customize(weights, 1)

    def change(self, arcs: NDArray[np.uint32], weights: Weights) -> None:
        self._metric.update_weights(arcs, weights)

    def distances(
        self, sources: NDArray[np.uint32], targets: NDArray[np.uint32]
    ) -> NDArray[np.int64]:
        found: NDArray[np.int64] = self._metric.distances_many_to_many(sources, targets).astype(
            np.int64
        )
        return found

    def path(self, source: int, target: int) -> tuple[int, list[int]]:
        seconds, _, arcs = self._metric.query(source, target)
        return (INFINITE, []) if seconds >= INFINITE else (int(seconds), [int(arc) for arc in arcs])


def _topology(graph: Layered) -> Any:
    """Return the order of a graph, which all modes and every closure on the same roads share."""
    columns = (graph.tail, graph.head, graph.latitude, graph.longitude)
    key = sha256(b"".join(sha256(column.tobytes()).digest() for column in columns)).digest()
    with _LOCK:
        if key not in _ORDERED:
            topology: Any = pyroutingkit.CCHTopology()
            topology.build(*columns, len(graph.latitude))
            _ORDERED[key] = topology
        _ORDERED.move_to_end(key)
        while len(_ORDERED) > _MOST_ORDERED:
            _ORDERED.popitem(last=False)
        return _ORDERED[key]


def travel(instance: Instance) -> Matrices:
    """Return tables of `instance` by contraction hierarchies, by plain Dijkstra without them."""
    return Matrices(instance, Cch if pyroutingkit else Dijkstra)
