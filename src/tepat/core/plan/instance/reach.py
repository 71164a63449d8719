"""Which desa nothing can reach, why, and the smallest thing that would change it.

A desa is reached where some vehicle comes to it from a warehouse, or from the store of
its kecamatan when that is reached. For any other the way with the fewest stretches that
nobody can use is looked for: what stands on it is the reason.
"""

from collections import deque
from collections.abc import Iterator
from typing import Final

from tepat.core.plan.instance.values import Arc, Desa, Instance, Status, Vehicle
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.times import UNREACHABLE, Table, Travel
from tepat.core.problems import Code, Problem

WATER: Final = frozenset({"river", "canal", "waterway", "lake", "sea", "ferry"})
"""Classes of arcs that need a boat."""

_SHOWN: Final = 3


def unreached(instance: Instance, travel: Travel) -> list[Problem]:
    """Return a problem for each desa that no vehicle reaches, cannot leave, or has no hours for.

    Such a desa stays in the instance: its plan must name it. Where nothing moves on any day,
    the days are named elsewhere and no desa is.
    """
    if not any(any(each.available) for each in instance.vehicles):
        return []
    index = {place: at for at, place in enumerate(travel.places)}
    tables = {each.profile: travel.minutes(each.profile) for each in instance.vehicles}
    seen = _PerVehicle(instance, tables, index)
    blockers = _Blockers(instance)
    found = []
    for desa in instance.desa:
        at, store = index[desa.code], index.get(desa.kecamatan)
        there = seen.shortest(at, store)
        place = desa.name or desa.code
        if there.comes >= UNREACHABLE:
            found.append(blockers.why(desa))
        elif there.trip >= UNREACHABLE:
            found.append(Problem(Code.DESA_TRAP, {"place": place}))
        elif not there.is_in_shift:
            hours = f"{there.trip / 60:.1f}"
            found.append(
                Problem(
                    Code.DESA_OUT_OF_RANGE,
                    {"place": place, "hours": hours.replace(".", ","), "hours_en": hours},
                )
            )
    return found


class _There:
    """Minutes to a desa, and there and back by what is fastest."""

    def __init__(self) -> None:
        self.comes = self.trip = UNREACHABLE
        self.is_in_shift = False

    def take(self, comes: int, back: int, shift: int) -> None:
        self.comes = min(self.comes, comes)
        if max(comes, back) < UNREACHABLE:
            self.trip = min(self.trip, comes + back)
            self.is_in_shift = self.is_in_shift or comes + back <= shift


class _PerVehicle:
    """Shortest ways by all vehicles, each from its home: a warehouse, or a PPK with goods."""

    def __init__(self, instance: Instance, tables: dict[str, Table], index: dict[str, int]) -> None:
        first = instance.warehouses[0].id
        houses = {house.id for house in instance.warehouses}
        moving = [each for each in instance.vehicles if any(each.available)]
        homes = [each.warehouse or first for each in moving]
        self._far = [
            (each, index[home]) for each, home in zip(moving, homes, strict=True) if home in houses
        ]
        self._near = [
            (each, index[home])
            for each, home in zip(moving, homes, strict=True)
            if home not in houses
        ]
        self._tables = tables
        self._stores: dict[int, bool] = {}

    def shortest(self, at: int, store: int | None) -> _There:
        there = _There()
        for vehicle, origin in self._origins(store):
            table = self._tables[vehicle.profile]
            there.take(int(table[origin, at]), int(table[at, origin]), vehicle.shift)
        return there

    def _origins(self, store: int | None) -> Iterator[tuple[Vehicle, int]]:
        yield from self._far
        if store is not None and self._has_goods(store):
            yield from ((vehicle, store) for vehicle, _ in self._far)
            yield from ((vehicle, home) for vehicle, home in self._near if home == store)

    def _has_goods(self, store: int) -> bool:
        if store not in self._stores:
            self._stores[store] = any(
                self._tables[vehicle.profile][origin, store] < UNREACHABLE
                for vehicle, origin in self._far
            )
        return self._stores[store]


class _Blockers:
    """Looks for the way with the fewest stretches that nobody can use."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self._nodes = {node.id: node for node in instance.nodes}
        self._houses = {house.node for house in instance.warehouses}
        modes = {mode.id: mode for mode in instance.modes}
        legs = {leg for each in instance.vehicles if any(each.available) for leg in each.legs}
        self._classes = {
            road for leg in sorted(legs) for road, kmh in modes[leg].kmh.items() if kmh > 0
        }
        self._surveyed = legs
        self._arcs: dict[str, list[tuple[str, Arc]]] = {}
        for arc in instance.arcs:
            self._arcs.setdefault(arc.tail, []).append((arc.head, arc))
            self._arcs.setdefault(arc.head, []).append((arc.tail, arc))

    def why(self, desa: Desa) -> Problem:
        """Return why nothing reaches `desa`, with what to add or open."""
        place = desa.name or desa.code
        blockers, seen = self._path(desa.node)
        if blockers is None:
            metres, near = self._nearest(desa.node, seen)
            far = f"{metres / 1000:.1f}"
            return Problem(
                Code.DESA_NO_WAY,
                {"place": place, "near": near, "km": far.replace(".", ","), "km_en": far},
            )
        closed = [arc for arc in blockers if arc.status is Status.CLOSED]
        wet = [arc for arc in blockers if arc.road in WATER and arc not in closed]
        dry = [arc for arc in blockers if arc not in closed and arc not in wet]
        if wet:
            return Problem(Code.DESA_NO_BOAT, {"place": place, "roads": _classes(wet)})
        if dry:
            return Problem(Code.DESA_NO_MODE, {"place": place, "roads": _classes(dry)})
        if closed:
            names = [arc.name or arc.id for arc in closed]
            more = ", …" if len(names) > _SHOWN else ""
            return Problem(
                Code.DESA_CLOSED, {"place": place, "roads": ", ".join(names[:_SHOWN]) + more}
            )
        return Problem(Code.DESA_NO_CHAIN, {"place": place})

    def _path(self, start: str) -> tuple[list[Arc] | None, set[str]]:
        """Return the unusable arcs between `start` and a warehouse, None where no arc leads on."""
        cost = {start: 0}
        came: dict[str, tuple[str, Arc]] = {}
        queue = deque([start])
        while queue:
            node = queue.popleft()
            if node in self._houses:
                return self._blocked(start, node, came), set(cost)
            for other, arc in self._arcs.get(node, ()):
                step = 0 if self._is_usable(arc) else 1
                if cost[node] + step < cost.get(other, UNREACHABLE):
                    cost[other] = cost[node] + step
                    came[other] = node, arc
                    if step:
                        queue.append(other)
                    else:
                        queue.appendleft(other)
        return None, set(cost)

    def _blocked(self, start: str, goal: str, came: dict[str, tuple[str, Arc]]) -> list[Arc]:
        blockers = []
        while goal != start:
            goal, arc = came[goal]
            if not self._is_usable(arc):
                blockers.append(arc)
        return blockers

    def _is_usable(self, arc: Arc) -> bool:
        if arc.status is Status.CLOSED:
            return False
        return arc.road in self._classes or not self._surveyed.isdisjoint(arc.minutes)

    def _nearest(self, start: str, seen: set[str]) -> tuple[float, str]:
        """Return the nearest point that is joined to others but not to `start`."""
        node = self._nodes[start]
        here = node.lat, node.lon
        best = (float("inf"), "?")
        for other in self._instance.nodes:
            is_joined = other.id in self._arcs or other.id in self._houses
            if is_joined and other.id not in seen:
                best = min(best, (haversine(here, (other.lat, other.lon)), other.name or other.id))
        return best


def _classes(arcs: list[Arc]) -> str:
    return ", ".join(sorted({arc.road for arc in arcs}))
