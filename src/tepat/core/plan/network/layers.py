"""The graph of one profile: a layer of nodes for each mode of its chain, joined by transfers.

A load leaves a warehouse in the first mode and reaches a desa in the last. A kecamatan is
both: goods leave its store in the first mode and come to it in any, at a node of its own
from which nothing leaves, so that nothing changes modes there for free.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Arc, Instance, Mode
from tepat.core.plan.network.modes import seconds_of

INFINITE: Final = 2**31 - 1
"""The weight of an arc that cannot be used; routing engines take no larger one."""

Weights = NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Layered:
    """Directed arcs of one chain of modes, [arcs], and where places lie in it, [places].

    `arc` is the index of the instance's arc, -1 for a transfer. `dry` and `wet` are whole
    seconds without and with water; `zone` is the index of the zone, -1 for none.
    """

    legs: tuple[str, ...]
    latitude: NDArray[np.float32]
    longitude: NDArray[np.float32]
    tail: NDArray[np.uint32]
    head: NDArray[np.uint32]
    arc: NDArray[np.int32]
    metres: NDArray[np.int64]
    dry: Weights
    wet: Weights
    zone: NDArray[np.int32]
    leaves: NDArray[np.uint32]
    """The node from which a load leaves each place."""
    comes: NDArray[np.uint32]
    """The node at which a load comes to each place."""

    def weights(self, state: int) -> Weights:
        """Return the seconds of each directed arc in one flood state, [arcs]."""
        bits = np.array([state >> zone & 1 for zone in range(int(self.zone.max(initial=-1)) + 1)])
        if not len(bits) or not bits.any():
            return self.dry
        flooded = (self.zone >= 0) & (bits[np.maximum(self.zone, 0)] == 1)
        return np.where(flooded, self.wet, self.dry)


def places_of(instance: Instance) -> tuple[str, ...]:
    """Return the codes of warehouses, kecamatan and desa, in the order of all tables."""
    groups = (instance.kecamatan, instance.desa)
    return tuple(
        [each.id for each in instance.warehouses]
        + [each.code for group in groups for each in group]
    )


def layered(instance: Instance, legs: tuple[str, ...]) -> Layered:
    """Return the graph of the chain `legs`. Raises `KeyError` for a mode or node not named."""
    modes = {mode.id: mode for mode in instance.modes}
    index = {node.id: at for at, node in enumerate(instance.nodes)}
    zones = {zone.id: at for at, zone in enumerate(instance.hazard.zones)}
    size, rows = len(instance.nodes), _Rows()
    for layer, leg in enumerate(legs):
        shift = layer * size
        for at, arc in enumerate(instance.arcs):
            ends = index[arc.tail] + shift, index[arc.head] + shift
            rows.add(ends, at, arc, modes[leg], zones)
    for transfer in instance.transfers:
        for layer in range(len(legs) - 1):
            if {legs[layer], legs[layer + 1]} == set(transfer.modes):
                at = index[transfer.node]
                rows.transfer(at + layer * size, at + (layer + 1) * size, transfer.minutes)
    last = (len(legs) - 1) * size
    at_first = [index[each.node] for each in instance.warehouses]
    at_first += [index[each.keeper.node] for each in instance.kecamatan]
    desa = [index[each.node] + last for each in instance.desa]
    at_last = [index[each.node] for each in instance.warehouses]
    copies = len(legs)
    latitude = [node.lat for node in instance.nodes] * copies
    longitude = [node.lon for node in instance.nodes] * copies
    for each in instance.kecamatan:
        at = index[each.keeper.node]
        if copies == 1:
            at_last.append(at)
            continue
        at_last.append(len(latitude))
        for layer in range(copies):
            rows.arrival(at + layer * size, len(latitude))
        latitude.append(instance.nodes[at].lat)
        longitude.append(instance.nodes[at].lon)
    return Layered(
        legs,
        np.array(latitude, dtype=np.float32),
        np.array(longitude, dtype=np.float32),
        np.array(rows.tail, dtype=np.uint32),
        np.array(rows.head, dtype=np.uint32),
        np.array(rows.arc, dtype=np.int32),
        np.array(rows.metres, dtype=np.int64),
        np.array(rows.dry, dtype=np.uint32),
        np.array(rows.wet, dtype=np.uint32),
        np.array(rows.zone, dtype=np.int32),
        np.array(at_first + desa, dtype=np.uint32),
        np.array(at_last + desa, dtype=np.uint32),
    )


class _Rows:
    """Columns of directed arcs while they are collected."""

    def __init__(self) -> None:
        self.tail: list[int] = []
        self.head: list[int] = []
        self.arc: list[int] = []
        self.metres: list[int] = []
        self.dry: list[int] = []
        self.wet: list[int] = []
        self.zone: list[int] = []

    def add(
        self, ends: tuple[int, int], at: int, arc: Arc, mode: Mode, zones: dict[str, int]
    ) -> None:
        dry, wet = (_whole(seconds_of(arc, mode, flooded=each)) for each in (False, True))
        for tail, head in (ends,) if arc.oneway else (ends, ends[::-1]):
            self._row(tail, head, at, arc.metres, dry, wet, zones.get(arc.zone, -1))

    def transfer(self, lower: int, upper: int, minutes: int) -> None:
        for tail, head in ((lower, upper), (upper, lower)):
            self._row(tail, head, -1, 0, minutes * 60, minutes * 60, -1)

    def arrival(self, node: int, end: int) -> None:
        self._row(node, end, -1, 0, 1, 1, -1)

    def _row(
        self, tail: int, head: int, arc: int, metres: int, dry: int, wet: int, zone: int
    ) -> None:
        self.tail.append(tail)
        self.head.append(head)
        self.arc.append(arc)
        self.metres.append(metres)
        self.dry.append(dry)
        self.wet.append(wet)
        self.zone.append(zone)


def _whole(seconds: float) -> int:
    return INFINITE if seconds >= INFINITE else max(1, round(seconds))
