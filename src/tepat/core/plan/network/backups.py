"""Another road to each desa: the first is made four times as slow, and the engine asked again.

Where more than four fifths of what it finds is the first road all the same, there is no
other (*tanpa jalan alternatif*): the desa needs a boat, or an earlier day.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.layers import INFINITE, Layered
from tepat.core.plan.network.matrices import Engine, Matrices
from tepat.core.plan.network.times import UNREACHABLE, Way
from tepat.core.plan.schedule.values import Backup

PENALTY: Final = 4
MOST_SHARED_PPM: Final = 800_000


class Access(NamedTuple):
    """How one desa is reached by one profile: the first way, what floods it, the other way."""

    first: Way
    origin: str
    """Code of the warehouse from which it is nearest."""
    zones: tuple[str, ...]
    """Zones that the first way crosses, in its order."""
    backup: Backup


def accesses(instance: Instance, tables: Matrices, profiles: Iterable[str]) -> list[Access]:
    """Return the ways to every desa that each of `profiles` can reach.

    What flies needs no road and is left out.
    """
    flying = {mode.id for mode in instance.modes if mode.straight}
    found = []
    for profile in profiles:
        if profile not in flying:
            found += _of_profile(instance, tables, profile)
    return found


def backups(instance: Instance, tables: Matrices, profiles: Iterable[str]) -> tuple[Backup, ...]:
    """Return the backup of each desa and profile, empty where there is no other road."""
    return tuple(each.backup for each in accesses(instance, tables, profiles))


def zones_of(instance: Instance, arcs: Sequence[str]) -> tuple[str, ...]:
    """Return the zones that flood any of `arcs` (ids), each once, in order."""
    zones = {arc.id: arc.zone for arc in instance.arcs}
    return tuple(dict.fromkeys(zones[each] for each in arcs if zones[each]))


def _of_profile(instance: Instance, tables: Matrices, profile: str) -> list[Access]:
    graph, engine = tables.graph(profile), tables.engine(profile)
    engine.customise(graph.dry)
    zones = {at: arc.zone for at, arc in enumerate(instance.arcs)}
    copies = _copies(graph)
    from_warehouses = tables.minutes(profile)[: len(instance.warehouses)]
    found = []
    for desa in instance.desa:
        goal = tables.places.index(desa.code)
        if not len(from_warehouses) or from_warehouses[:, goal].min() >= UNREACHABLE:
            continue
        start = int(from_warehouses[:, goal].argmin())
        ends = int(graph.leaves[start]), int(graph.comes[goal])
        first = engine.path(*ends)[1] if ends[0] != ends[1] else []
        crossed = tuple(
            dict.fromkeys(zones[at] for at in graph.arc[first].tolist() if at >= 0 and zones[at])
        )
        other = _other(graph, engine, copies, ends, first)
        backup = _backup(instance, graph, desa.code, profile, first, other)
        way = _way(instance, graph, first)
        found.append(Access(way, tables.places[start], crossed, backup))
    return found


def _copies(graph: Layered) -> dict[int, list[int]]:
    """Return the directed arcs of each arc of the instance: both ways, in each layer."""
    copies: dict[int, list[int]] = defaultdict(list)
    for directed, arc in enumerate(graph.arc.tolist()):
        if arc >= 0:
            copies[arc].append(directed)
    return copies


def _other(
    graph: Layered,
    engine: Engine,
    copies: dict[int, list[int]],
    ends: tuple[int, int],
    first: Sequence[int],
) -> list[int]:
    """Return the directed arcs of the way that avoids `first` where it can."""
    slowed = [each for at in graph.arc[list(first)].tolist() if at >= 0 for each in copies[at]]
    if not slowed:
        return []
    index = np.unique(np.array(slowed, dtype=np.uint32))
    dry = graph.dry[index]
    slow = np.where(
        dry < INFINITE, np.minimum(dry.astype(np.int64) * PENALTY, INFINITE - 1), INFINITE
    )
    engine.change(index, slow.astype(np.uint32))
    arcs = engine.path(*ends)[1]
    engine.change(index, dry)
    return arcs


def _backup(
    instance: Instance,
    graph: Layered,
    desa: str,
    profile: str,
    first: Sequence[int],
    other: Sequence[int],
) -> Backup:
    if not other:
        return Backup(desa, profile)
    on_first: NDArray[np.bool_] = np.isin(graph.arc[list(other)], graph.arc[list(first)])
    metres = graph.metres[list(other)]
    shared = round(1_000_000 * int(metres[on_first].sum()) / max(1, int(metres.sum())))
    if shared > MOST_SHARED_PPM:
        return Backup(desa, profile, shared_ppm=shared)
    way = _way(instance, graph, other)
    return Backup(desa, profile, way.metres, way.minutes, shared, way.arcs)


def _way(instance: Instance, graph: Layered, directed: Sequence[int]) -> Way:
    arcs = list(directed)
    names = tuple(instance.arcs[at].id for at in graph.arc[arcs].tolist() if at >= 0)
    seconds = int(graph.dry[arcs].astype(np.int64).sum())
    return Way(names, (seconds + 59) // 60, int(graph.metres[arcs].sum()))
