"""A map in figures: kilometres by class, and who cannot be reached without a boat or wings."""

from collections import Counter, deque
from collections.abc import Iterable

from tepat.core.plan.instance.values import Arc, Instance
from tepat.core.plan.network.classes import WATER


def km_by_class(arcs: Iterable[Arc]) -> dict[str, int]:
    """Return whole kilometres of each class of road or water, most first."""
    metres: Counter[str] = Counter()
    for arc in arcs:
        metres[arc.road] += arc.metres
    return {road: (total + 500) // 1000 for road, total in metres.most_common()}


def without_land(instance: Instance) -> tuple[str, ...]:
    """Return the codes of desa to which no land leads from any warehouse, there and back.

    What is closed today counts as land: it opens again.
    """
    out: dict[str, list[str]] = {}
    into: dict[str, list[str]] = {}
    for arc in instance.arcs:
        if arc.road in WATER:
            continue
        ends = (arc.tail, arc.head)
        for tail, head in (ends,) if arc.oneway else (ends, ends[::-1]):
            out.setdefault(tail, []).append(head)
            into.setdefault(head, []).append(tail)
    starts = [each.node for each in instance.warehouses]
    both = _reached(out, starts) & _reached(into, starts)
    return tuple(each.code for each in instance.desa if each.node not in both)


def _reached(out: dict[str, list[str]], starts: Iterable[str]) -> set[str]:
    seen = set(starts)
    waiting = deque(seen)
    while waiting:
        for there in out.get(waiting.popleft(), ()):
            if there not in seen:
                seen.add(there)
                waiting.append(there)
    return seen
