"""Roads where no map is at hand (*tanpa peta*): a graph of settlements, all of it a guess.

Two places are joined where no third lies in the circle between them (the Gabriel graph,
Gabriel and Sokal 1969): connected, planar, and with other ways round, so that closures and
backups still mean something. Lengths are beelines times a detour by terrain.

Travel times that a PPK gives correct the guess. From a time alone nobody can tell detour
from speed, so one factor for each kecamatan is fitted by least squares and put on the
lengths. A time between two neighbours is kept as surveyed and wins.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Instance, Mode, Node
from tepat.core.plan.network.classes import TERRAINS
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.modes import CLOSED, seconds_of
from tepat.core.plan.network.tables import Roads
from tepat.core.problems import Code, Problem

DETOURS: Final[Mapping[str, float]] = {"plain": 1.3, "hill": 1.6, "swamp": 1.9, "sea": 1.1}
"""How much longer than the beeline a way is; guesses."""
_FACTORS: Final = (0.25, 5.0)
"""A fitted factor stays within; beyond it the time given is doubtful."""
_PULL: Final = 0.05
"""How strongly the factor of one kecamatan is drawn to that of all: one odd time among a few."""
_DIFFERS: Final = 0.25
_ROUNDS: Final = 3


class Settlement(NamedTuple):
    """One place. `terrain` is one of `TERRAINS`; between different `island`s lies the sea."""

    id: str
    name: str
    lat: float | None
    lon: float | None
    kecamatan: str = ""
    terrain: str = "plain"
    island: str = ""


class Known(NamedTuple):
    """Minutes from one place to another, as somebody who goes there says."""

    start: str
    goal: str
    mode: str
    minutes: int
    source: Source = Source()


class Fit(NamedTuple):
    """What `times` given times made of the lengths in one kecamatan: `factor` as long."""

    kecamatan: str
    factor: float
    times: int


class Settled(NamedTuple):
    """The graph, the factors that were fitted, and what could not be used."""

    roads: Roads
    fits: tuple[Fit, ...]
    problems: tuple[Problem, ...]


class _Link(NamedTuple):
    """An arc as indices of its two places."""

    a: int
    b: int


def settled(
    places: Sequence[Settlement], modes: Sequence[Mode], known: Sequence[Known] = ()
) -> Settled:
    """Return the settlement graph of `places`, fitted to the times in `known`.

    A place without a point is a problem and is left out.
    """
    problems = [
        Problem(Code.PLACE_NO_POINT, {"place": each.name})
        for each in places
        if each.lat is None or each.lon is None
    ]
    here = [each for each in places if each.lat is not None and each.lon is not None]
    links = [_Link(a, b) for a, b in _gabriel(_flat(here))]
    arcs = [_arc(here[a], here[b]) for a, b in links]
    usable, unusable = _usable(here, modes, known)
    fits = _fitted(here, links, arcs, modes, usable)
    factors = {fit.kecamatan: fit for fit in fits}
    arcs = [_scaled(arc, _ends(here, link), factors) for arc, link in zip(arcs, links, strict=True)]
    arcs = _surveyed(here, links, arcs, usable)
    problems += unusable + _differing(here, links, arcs, modes, usable)
    nodes = tuple(Node(each.id, *_point(each), each.name) for each in here)
    source = Source("tanpa peta", rough=True)
    shapes = {
        arc.id: (_point(here[link.a]), _point(here[link.b]))
        for arc, link in zip(arcs, links, strict=True)
    }
    roads = Roads(nodes, tuple(arcs), shapes, tuple(problems), source)
    return Settled(roads, fits, tuple(problems))


def without_map(instance: Instance, graph: Settled) -> Instance:
    """Return `instance` on the settlement graph, stamped so that everybody sees it."""
    return replace(instance, nodes=graph.roads.nodes, arcs=graph.roads.arcs, no_map=True)


def _point(place: Settlement) -> tuple[float, float]:
    assert place.lat is not None
    assert place.lon is not None
    return place.lat, place.lon


def _flat(places: Sequence[Settlement]) -> NDArray[np.float64]:
    """Return metres east and north of the first place, [places, 2]."""
    points = np.array([_point(each) for each in places], dtype=np.float64).reshape(-1, 2)
    if not len(points):
        return points
    points = points - points[0]
    scale = 111_195.0 * np.array([1.0, np.cos(np.radians(_point(places[0])[0]))])
    flat: NDArray[np.float64] = points * scale
    return flat


def _gabriel(points: NDArray[np.float64]) -> list[tuple[int, int]]:
    """Return the pairs whose circle holds no third point, [pairs]."""
    pairs: list[tuple[int, int]] = []
    squares = ((points[:, None, :] - points[None, :, :]) ** 2).sum(axis=2)
    everywhere = np.arange(len(points))
    for a in range(len(points)):
        others = everywhere[a + 1 :]
        near = np.argsort(squares[a], kind="stable")[:32]  # most pairs fall to a near third
        for third in (near, everywhere):
            sums = squares[a, third][None, :] + squares[others[:, None], third]
            inside = sums < squares[a, others][:, None] * (1 - 1e-12)
            others = others[~inside.any(axis=1)]
        pairs += [(a, int(b)) for b in others]
    return pairs


def _arc(a: Settlement, b: Settlement) -> Arc:
    worse = max(a.terrain, b.terrain, key=TERRAINS.index)
    road = worse if a.island == b.island else "sea"
    metres = max(1, round(haversine(_point(a), _point(b)) * DETOURS[road]))
    source = Source("tanpa peta", rough=True, note="perkiraan medan")
    return Arc(f"s-{a.id}-{b.id}", a.id, b.id, metres, road, source=source)


def _usable(
    places: Sequence[Settlement], modes: Sequence[Mode], known: Sequence[Known]
) -> tuple[list[Known], list[Problem]]:
    names = {each.id: each.name for each in places}
    by_id = {mode.id: mode for mode in modes}
    good, problems = [], []
    for each in known:
        wrong = ("", "")
        if each.start not in names or each.goal not in names or each.start == each.goal:
            wrong = "tempatnya tidak dikenal", "a place is not known"
        elif each.mode not in by_id or by_id[each.mode].straight:
            wrong = "modanya tidak dikenal", "the mode is not known"
        elif each.minutes <= 0:
            wrong = "menitnya harus di atas 0", "minutes must be above 0"
        if not wrong[0]:
            good.append(each)
            continue
        facts: dict[str, str | int] = {
            "place": names.get(each.start, each.start),
            "goal": names.get(each.goal, each.goal),
            "mode": each.mode,
            "reason": wrong[0],
            "reason_en": wrong[1],
        }
        problems.append(Problem(Code.TRAVEL_TIME_UNUSED, facts))
    return good, problems


def _ends(places: Sequence[Settlement], link: _Link) -> tuple[str, str]:
    return places[link.a].kecamatan, places[link.b].kecamatan


def _fitted(
    places: Sequence[Settlement],
    links: Sequence[_Link],
    arcs: Sequence[Arc],
    modes: Sequence[Mode],
    known: Sequence[Known],
) -> tuple[Fit, ...]:
    """Return the factor of each kecamatan that a given time leads through."""
    fits: tuple[Fit, ...] = ()
    for _ in range(_ROUNDS):  # other lengths may lead another way
        factors = {fit.kecamatan: fit for fit in fits}
        now = [
            _scaled(arc, _ends(places, link), factors)
            for arc, link in zip(arcs, links, strict=True)
        ]
        rows: list[tuple[int, Mapping[str, float]]] = []
        times: dict[str, int] = defaultdict(int)
        for each in known:
            mode = next(mode for mode in modes if mode.id == each.mode)
            way = _way(places, links, now, mode, each)
            row: dict[str, float] = defaultdict(float)
            for at in way or ():
                share = seconds_of(arcs[at], mode, flooded=False) / 60 / each.minutes / 2
                for kecamatan in _ends(places, links[at]):
                    row[kecamatan] += share
            rows += [(each.minutes, row)] if row else []
            for kecamatan in row:
                times[kecamatan] += 1
        fits = _solved(rows, times)
    return fits


def _solved(
    rows: Sequence[tuple[int, Mapping[str, float]]], times: Mapping[str, int]
) -> tuple[Fit, ...]:
    """Least squares, where the variance of a time grows with it, each drawn to the common factor.

    A row is the minutes given and how much of them each kecamatan makes as it is now.
    """
    if not rows:
        return ()
    names = sorted(times)
    given = np.array([minutes for minutes, _ in rows], dtype=np.float64)
    weight = np.sqrt(given / given.mean())
    table = np.array([[row.get(name, 0.0) for name in names] for _, row in rows]) * weight[:, None]
    whole = table.sum(axis=1)
    common = float((whole * weight).sum() / (whole**2).sum())
    pull = np.sqrt(_PULL) * np.eye(len(names))
    left = np.vstack((table, pull))
    right = np.concatenate((weight, common * pull.sum(axis=1)))
    factors = np.clip(np.linalg.lstsq(left, right, rcond=None)[0], *_FACTORS)
    return tuple(
        Fit(name, round(float(factor), 3), times[name])
        for name, factor in zip(names, factors, strict=True)
    )


def _scaled(arc: Arc, ends: tuple[str, str], fits: Mapping[str, Fit]) -> Arc:
    """Return `arc` as long as the factors at its ends say, half and half, with why."""
    known = [fits[each] for each in ends if each in fits]
    if not known:
        return arc
    factor = sum(fits[each].factor if each in fits else 1.0 for each in ends) / 2
    note = f"dikalibrasi x{factor:.2f} dari {max(fit.times for fit in known)} waktu tempuh"
    return replace(
        arc, metres=max(1, round(arc.metres * factor)), source=replace(arc.source, note=note)
    )


def _surveyed(
    places: Sequence[Settlement],
    links: Sequence[_Link],
    arcs: Sequence[Arc],
    known: Sequence[Known],
) -> list[Arc]:
    """Write times between neighbours on their arc; the last one given counts."""
    at = {frozenset((places[link.a].id, places[link.b].id)): i for i, link in enumerate(links)}
    new = list(arcs)
    for each in known:
        index = at.get(frozenset((each.start, each.goal)))
        if index is not None:
            minutes = {**new[index].minutes, each.mode: each.minutes}
            new[index] = replace(new[index], minutes=minutes, source=each.source)
    return new


def _differing(
    places: Sequence[Settlement],
    links: Sequence[_Link],
    arcs: Sequence[Arc],
    modes: Sequence[Mode],
    known: Sequence[Known],
) -> list[Problem]:
    """Return the given times that the graph still does not tell."""
    names = {each.id: each.name for each in places}
    problems = []
    for each in known:
        mode = next(mode for mode in modes if mode.id == each.mode)
        way = _way(places, links, arcs, mode, each)
        spent = -1
        if way is not None:
            spent = round(sum(seconds_of(arcs[at], mode, flooded=False) for at in way) / 60)
        if abs(spent - each.minutes) > max(5, each.minutes * _DIFFERS):
            facts: dict[str, str | int] = {
                "place": names[each.start],
                "goal": names[each.goal],
                "minutes": each.minutes,
                "computed": spent if spent >= 0 else "-",
            }
            problems.append(Problem(Code.TRAVEL_TIME_FAR, facts))
    return problems


def _way(
    places: Sequence[Settlement],
    links: Sequence[_Link],
    arcs: Sequence[Arc],
    mode: Mode,
    wanted: Known,
) -> list[int] | None:
    """Return the arcs of the fastest way, None where `mode` cannot get there."""
    out: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for at, (a, b) in enumerate(links):
        out[a].append((b, at))
        out[b].append((a, at))
    index = {each.id: at for at, each in enumerate(places)}
    start, goal = index[wanted.start], index[wanted.goal]
    best, came = {start: 0.0}, {start: (-1, -1)}
    heap = [(0.0, start)]
    while heap:
        spent, place = heappop(heap)
        if place == goal:
            break
        if spent > best[place]:
            continue
        for other, at in out[place]:
            then = spent + seconds_of(arcs[at], mode, flooded=False)
            if then < CLOSED and then < best.get(other, CLOSED):
                best[other], came[other] = then, (place, at)
                heappush(heap, (then, other))
    if goal not in came:
        return None
    way = []
    while goal != start:
        goal, at = came[goal]
        way.append(at)
    return way[::-1]
