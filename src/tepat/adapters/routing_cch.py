"""Customisable contraction hierarchies (RoutingKit), behind the form the core asks for.

A topology is ordered once; new weights for a flood are taken in milliseconds. Where the library
is missing (it has no Windows wheel), plain Dijkstra answers the same, some hundred times slower.
"""

from typing import Any

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


class Cch:
    """An `Engine` for one graph."""

    def __init__(self, graph: Layered) -> None:
        topology: Any = pyroutingkit.CCHTopology()
        topology.build(graph.tail, graph.head, graph.latitude, graph.longitude, len(graph.latitude))
        self._metric: Any = pyroutingkit.CCHMetric(topology)
        self._topology = topology  # kept alive: the metric points into it

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


def travel(instance: Instance) -> Matrices:
    """Return tables of `instance` by contraction hierarchies, by plain Dijkstra without them."""
    return Matrices(instance, Cch if pyroutingkit else Dijkstra)
