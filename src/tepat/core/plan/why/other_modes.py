"""Ways to move that a fleet has not: how long they take in each flood.

A plain Dijkstra from one warehouse, in few floods: a boat or a porter is tried only where a
desa cannot be reached surely enough, and rare floods count as wetter ones.
"""

from dataclasses import replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.hazard.scenarios import coarsened, sample
from tepat.core.plan.instance.values import Mode
from tepat.core.plan.network.classes import MODES
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.layers import INFINITE, layered
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.times import UNREACHABLE
from tepat.core.plan.risk.limits import Ground

FLOODS: Final = 8
"""Different floods in which another way of moving is tried."""
MANY_ARCS: Final = 20_000
"""Beyond so many arcs only the dry state and the wettest one are tried."""


class OtherModes:
    """Tables of modes that are not in the fleet, each worked out once."""

    def __init__(self, ground: Ground, seed: int) -> None:
        self.ground, self.seed = ground, seed
        self.instance = ground.instance
        self.modes = {mode.id: mode for mode in (*MODES, *self.instance.modes)}
        self._floods: tuple[NDArray[np.int64], NDArray[np.int64]] | None = None
        self._rows: dict[tuple[tuple[str, ...], str], NDArray[np.int64]] = {}

    def missing(self) -> list[str]:
        """Return the modes that no vehicle of the fleet uses."""
        have = {leg for each in self.instance.vehicles for leg in each.legs}
        return [mode for mode in self.modes if mode not in have]

    def chains(self, mode: str) -> list[tuple[str, ...]]:
        firsts = {each.legs[0] for each in self.instance.vehicles}
        joined = {
            other
            for transfer in self.instance.transfers
            if mode in transfer.modes
            for other in transfer.modes
        }
        return [(mode,), *((first, mode) for first in sorted(firsts & joined))]

    def flood_at(self) -> NDArray[np.int64]:
        return self._kinds_of_flood()[1]

    def _kinds_of_flood(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The floods that other modes are tried in, and which of them each scenario and day has."""
        if self._floods is None:
            drawn = sample(
                self.instance.hazard, len(self.instance.days), self.ground.count, self.seed
            )
            most = FLOODS if len(self.instance.arcs) < MANY_ARCS else 2
            known, at = np.unique(coarsened(drawn, most), return_inverse=True)
            self._floods = known, at.reshape(drawn.shape)
        return self._floods

    def minutes(self, legs: tuple[str, ...], origin: str) -> NDArray[np.int64]:
        """Return minutes from `origin` to all places by a chain of modes, [floods, places]."""
        key = legs, origin
        if key not in self._rows:
            self._rows[key] = self._driven(legs, origin)
        return self._rows[key]

    def _driven(self, legs: tuple[str, ...], origin: str) -> NDArray[np.int64]:
        known = self._kinds_of_flood()[0]
        if len(legs) == 1 and (speed := self.modes[legs[0]].straight):
            return np.tile(self._flown(origin, speed), (len(known), 1))
        instance = replace(self.instance, modes=_with(self.instance.modes, self.modes, legs))
        graph = layered(instance, legs)
        engine = Dijkstra(graph)
        source = graph.leaves[[self.ground.index[origin]]]
        rows = []
        for state in known:
            engine.customise(graph.weights(int(state)))
            seconds = engine.distances(source, graph.comes)[0]
            rows.append(np.where(seconds >= INFINITE, UNREACHABLE, (seconds + 59) // 60))
        return np.stack(rows)

    def _flown(self, origin: str, speed: float) -> NDArray[np.int64]:
        at = {node.id: (node.lat, node.lon) for node in self.instance.nodes}
        groups = (self.instance.warehouses, self.instance.kecamatan, self.instance.desa)
        points = [at[each.node] for group in groups for each in group]
        here = points[self.ground.index[origin]]
        return np.array([int(haversine(here, each) * 60 / 1000 / speed) + 1 for each in points])


def _with(
    modes: tuple[Mode, ...], known: dict[str, Mode], legs: tuple[str, ...]
) -> tuple[Mode, ...]:
    have = {mode.id for mode in modes}
    return (*modes, *(known[leg] for leg in legs if leg not in have))
