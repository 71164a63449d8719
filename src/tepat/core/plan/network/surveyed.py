"""Travel times of people who go there, on the roads of an instance: surveyed minutes win.

Without a map they calibrate the settlement graph (`settlement`). On a map the time from one
place to another is spread over the fastest way, each stretch in proportion to what was
computed; where another way would then be faster than people say, it is as slow as they say.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import Final

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Instance, Mode
from tepat.core.plan.network.classes import TERRAINS
from tepat.core.plan.network.modes import CLOSED, seconds_of
from tepat.core.plan.network.settlement import Known, Settlement, settled
from tepat.core.problems import Code, Fact, Problem

_ROUNDS: Final = 8
_DIFFERS: Final = 0.25
"""A time that is still missed by more than this share is said."""

_Out = dict[str, list[tuple[str, int]]]


def named(instance: Instance, known: Sequence[Known]) -> list[Known]:
    """Return `known` with codes where places were called by a name that only one of them has."""
    places = [(each.code, each.name) for each in instance.kecamatan]
    places += [(each.code, each.name) for each in instance.desa]
    places += [(each.id, each.name) for each in instance.warehouses]
    codes = {code for code, _ in places}
    names: dict[str, list[str]] = {}
    for code, name in places:
        names.setdefault(name.casefold(), []).append(code)

    def code_of(said: str) -> str:
        found = names.get(said.casefold(), [])
        return found[0] if said not in codes and len(found) == 1 else said

    return [each._replace(start=code_of(each.start), goal=code_of(each.goal)) for each in known]


def with_times(instance: Instance, known: Sequence[Known]) -> tuple[Instance, list[Problem]]:
    """Return `instance` with the times in `known`, and those that cannot be used or are missed."""
    known = named(instance, known)
    if instance.no_map:
        return _calibrated(instance, known)
    return _spread(instance, known)


def settlements_of(instance: Instance) -> list[Settlement]:
    """Return the places of an instance without a map, as its settlement graph was made of.

    An arc has the worse terrain of its ends, so a place has the easiest of its arcs.
    """
    kecamatan = {each.node: each.code for each in instance.kecamatan}
    kecamatan |= {each.node: each.kecamatan for each in instance.desa}
    ground: dict[str, int] = {}
    island = {node.id: node.id for node in instance.nodes}

    def top(name: str) -> str:
        while island[name] != name:
            name = island[name]
        return name

    for arc in instance.arcs:
        if arc.road not in TERRAINS:
            continue
        rank = TERRAINS.index(arc.road)
        for end in (arc.tail, arc.head):
            ground[end] = min(rank, ground.get(end, rank))
        one, other = sorted((top(arc.tail), top(arc.head)))
        island[other] = one
    return [
        Settlement(
            node.id,
            node.name,
            node.lat,
            node.lon,
            kecamatan.get(node.id, ""),
            TERRAINS[ground.get(node.id, 0)],
            top(node.id),
        )
        for node in instance.nodes
    ]


def _calibrated(instance: Instance, known: Sequence[Known]) -> tuple[Instance, list[Problem]]:
    """Return the settlement graph fitted to `known`; what was said of its arcs stays."""
    graph = settled(settlements_of(instance), instance.modes, known)
    old = {arc.id: arc for arc in instance.arcs}
    arcs = []
    for arc in graph.roads.arcs:
        before = old.get(arc.id)
        if before is not None:
            arc = replace(arc, zone=before.zone, status=before.status, comment=before.comment)
            if before.comment:
                arc = replace(arc, source=before.source)
        arcs.append(arc)
    return replace(instance, arcs=tuple(arcs)), list(graph.problems)


def _spread(instance: Instance, known: Sequence[Known]) -> tuple[Instance, list[Problem]]:
    """Write the times on the arcs of a map; of two over one arc the first one stands."""
    places = {each.id: (each.node, each.name) for each in instance.warehouses}
    places |= {each.code: (each.node, each.name) for each in instance.kecamatan}
    places |= {each.code: (each.node, each.name) for each in instance.desa}
    modes = {mode.id: mode for mode in instance.modes}
    arcs, problems = list(instance.arcs), list[Problem]()
    out: _Out = {}
    for at, arc in enumerate(arcs):
        out.setdefault(arc.tail, []).append((arc.head, at))
        if not arc.oneway:
            out.setdefault(arc.head, []).append((arc.tail, at))
    fixed: dict[str, set[int]] = {}
    for each in known:
        mode = modes.get(each.mode)
        if each.start not in places or each.goal not in places or each.start == each.goal:
            problems.append(
                _unused(each, places, "tempatnya tidak dikenal", "a place is not known")
            )
        elif mode is None or mode.straight:
            problems.append(_unused(each, places, "modanya tidak dikenal", "the mode is not known"))
        else:
            ends = places[each.start][0], places[each.goal][0]
            spent = _fix(arcs, out, mode, ends, each, fixed.setdefault(mode.id, set()))
            if spent is None or abs(spent - each.minutes) > max(5, each.minutes * _DIFFERS):
                problems.append(_missed(each, places, spent))
    return replace(instance, arcs=tuple(arcs)), problems


def _fix(
    arcs: list[Arc],
    out: _Out,
    mode: Mode,
    ends: tuple[str, str],
    known: Known,
    fixed: set[int],
) -> int | None:
    """Make ways between `ends` as slow as `known` says; return the minutes that come out."""
    mine: set[int] = set()
    spent: float = 0.0
    for attempt in range(_ROUNDS):
        way = _way(arcs, out, mode, *ends)
        if way is None:
            return None
        spent = sum(seconds_of(arcs[at], mode, flooded=False) for at in way) / 60
        # The way that people take is the fastest one; only slower ways are left alone.
        if attempt and spent > known.minutes - max(1.0, 0.05 * known.minutes):
            break
        done = fixed | mine
        free = [at for at in way if at not in done]
        bound = sum(seconds_of(arcs[at], mode, flooded=False) for at in way if at in done) / 60
        left = known.minutes - bound
        if not free or left <= 0:
            break
        _write(arcs, free, mode, left, known.source)
        mine |= set(free)
    fixed |= mine
    way = _way(arcs, out, mode, *ends)
    if way is None:
        return None
    return round(sum(seconds_of(arcs[at], mode, flooded=False) for at in way) / 60)


def _write(arcs: list[Arc], on: Sequence[int], mode: Mode, minutes: float, source: Source) -> None:
    """Spread `minutes` over arcs in proportion to their seconds; whole minutes add up."""
    seconds = [seconds_of(arcs[at], mode, flooded=False) for at in on]
    total, run, written = sum(seconds) or 1.0, 0.0, 0
    for at, part in zip(on, seconds, strict=True):
        run += part
        upto = round(minutes * run / total)
        told: Mapping[str, int] = {**arcs[at].minutes, mode.id: upto - written}
        arcs[at] = replace(arcs[at], minutes=told, source=source)
        written = upto


def _way(arcs: Sequence[Arc], out: _Out, mode: Mode, start: str, goal: str) -> list[int] | None:
    """Return the arcs of the fastest way, None where `mode` cannot get there."""
    best, came = {start: 0.0}, {start: (start, -1)}
    heap = [(0.0, start)]
    while heap:
        spent, here = heappop(heap)
        if here == goal:
            break
        if spent > best[here]:
            continue
        for there, at in out.get(here, ()):
            then = spent + seconds_of(arcs[at], mode, flooded=False)
            if then < CLOSED and then < best.get(there, CLOSED):
                best[there], came[there] = then, (here, at)
                heappush(heap, (then, there))
    if goal not in came:
        return None
    way = []
    here, at = came[goal]
    while at >= 0:
        way.append(at)
        here, at = came[here]
    return way[::-1]


_Places = Mapping[str, tuple[str, str]]


def _name(places: _Places, code: str) -> str:
    return places[code][1] if code in places else code


def _unused(each: Known, places: _Places, why: str, why_en: str) -> Problem:
    facts: dict[str, Fact] = {
        "place": _name(places, each.start),
        "goal": _name(places, each.goal),
        "mode": each.mode,
        "reason": why,
        "reason_en": why_en,
    }
    return Problem(Code.TRAVEL_TIME_UNUSED, facts)


def _missed(each: Known, places: _Places, spent: int | None) -> Problem:
    facts: dict[str, Fact] = {
        "place": _name(places, each.start),
        "goal": _name(places, each.goal),
        "minutes": each.minutes,
        "computed": "-" if spent is None else spent,
    }
    return Problem(Code.TRAVEL_TIME_FAR, facts)
