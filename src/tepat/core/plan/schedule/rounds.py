"""The cheapest rounds from one PPK to its desa, proved: dynamic programming over subsets.

First the cheapest order of every subset that one trip can carry (Held and Karp, J. SIAM 10,
1962), by each kind of vehicle; then the cheapest way to split all stops into such trips.
Exact up to `MOST_EXACT` stops; more are left to a solver of vehicle routing.

A stop may be wanted several times: equal loads, so large that no two of them fit in one trip.
A trip with such a load is worth what it costs more than the load alone, so the other stops are
split over trips that carry none of them, or one, and no load is ever counted apart.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tepat.core.plan.schedule.sharing import INFINITE, Money, shared

MOST_EXACT: Final = 13
"""Stops up to which the subsets are few enough: 8,192."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of vehicle at a PPK: what it carries, and what its ways cost and take.

    `costs` and `minutes` are [stops + 1, stops + 1]; 0 is the PPK. `fixed` is paid for each
    trip, and a trip may take `longest` minutes with its unloading.
    """

    vehicle: str
    litres: int
    kg: int
    fixed: int
    longest: int
    costs: Money
    minutes: Money


@dataclass(frozen=True, slots=True)
class Round:
    """One trip of the answer: stops from 0, in order."""

    vehicle: str
    stops: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rounds:
    """All trips of one PPK and what they cost together; `cost` is -1 where some stop is left."""

    trips: tuple[Round, ...]
    cost: int
    proved: bool


class TooMany(ValueError):
    """More than can be proved: too many stops, or loads that could share a trip."""


def best(
    kinds: Sequence[Kind],
    litres: Sequence[int],
    kg: Sequence[int],
    unload: Sequence[int],
    copies: Sequence[int] = (),
) -> Rounds:
    """Return the cheapest trips that bring everything, each stop `copies` times.

    `proved` is False only where a cheapest tour is longer than its day and a quicker one had
    to be taken instead. Raises `TooMany`.
    """
    stops = len(litres)
    if stops > MOST_EXACT:
        raise TooMany(f"{stops} stops, at most {MOST_EXACT}")
    if not stops:
        return Rounds((), 0, True)
    wanted = list(copies) or [1] * stops
    trips = _Trips(kinds, litres, kg, unload)
    several = [stop for stop in range(stops) if wanted[stop] > 1]
    _apart(kinds, litres, kg, several, trips.least)
    cost, parts = shared(trips.cost, wanted)
    if cost < 0:
        return Rounds((), -1, not trips.gap or shared(trips.least, wanted)[0] < 0)
    proved = not trips.gap or shared(trips.least, wanted)[0] == cost
    return Rounds(tuple(trips.round(part) for part in parts), cost, proved)


def _apart(
    kinds: Sequence[Kind],
    litres: Sequence[int],
    kg: Sequence[int],
    several: Sequence[int],
    least: Money,
) -> None:
    """Raise `TooMany` where two loads of stops that are wanted several times fit in one trip."""
    mask = sum(1 << stop for stop in several)
    if not mask:
        return
    subsets = np.arange(len(least)) & mask
    if (least[(subsets & (subsets - 1)) != 0] < INFINITE).any() or any(
        2 * litres[stop] <= kind.litres and 2 * kg[stop] <= kind.kg
        for stop in several
        for kind in kinds
    ):
        raise TooMany("loads of one stop could share a trip")


class _Trips:
    """What the cheapest trip to every subset of the stops costs, by whatever kind.

    `cost` is what a known trip costs, `least` what none can be below: without regard to time
    where the cheapest order takes too long. `gap` tells whether they differ anywhere.
    """

    def __init__(
        self,
        kinds: Sequence[Kind],
        litres: Sequence[int],
        kg: Sequence[int],
        unload: Sequence[int],
    ) -> None:
        stops = len(litres)
        sums = [_sums(each) for each in (litres, kg, unload)]
        self.cost = np.full(1 << stops, INFINITE, dtype=np.int64)
        self.least = self.cost.copy()
        self._by = np.full(1 << stops, -1, dtype=np.int64)
        self._tours: list[tuple[Kind, _Tours]] = []
        for kind in kinds:
            cheap = _Tours(kind.costs, kind.minutes, stops)
            holds = (sums[0] <= kind.litres) & (sums[1] <= kind.kg) & (cheap.cost < INFINITE)
            in_time = cheap.other + sums[2] <= kind.longest
            self._offer(kind, cheap, np.where(holds & in_time, cheap.cost, INFINITE))
            slow = holds & ~in_time
            if slow.any():
                quick = _Tours(kind.minutes, kind.costs, stops)
                slow &= quick.cost + sums[2] <= kind.longest
                self._offer(kind, quick, np.where(slow, quick.other, INFINITE))
                fixed = np.where(slow, cheap.cost + kind.fixed, INFINITE)
                self.least = np.minimum(self.least, fixed)
        self.least = np.minimum(self.least, self.cost)
        self.gap = bool((self.least < self.cost).any())

    def _offer(self, kind: Kind, tours: "_Tours", cost: Money) -> None:
        whole = np.where(cost < INFINITE, cost + kind.fixed, INFINITE)
        better = whole < self.cost
        self.cost[better], self._by[better] = whole[better], len(self._tours)
        self._tours.append((kind, tours))

    def round(self, subset: int) -> Round:
        """Return the trip to a subset."""
        kind, tours = self._tours[int(self._by[subset])]
        return Round(kind.vehicle, tours.order(subset))


def _sums(values: Sequence[int]) -> Money:
    """Return the sum over every subset, [subsets]."""
    sums = np.zeros(1, dtype=np.int64)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums


class _Tours:
    """The closed tour through every subset with the least of `costs`, and its sum of `others`."""

    def __init__(self, costs: Money, others: Money, stops: int) -> None:
        size = 1 << stops
        inner, out, back = costs[1:, 1:], costs[0, 1:], costs[1:, 0]
        cost = np.full((size, stops), INFINITE, dtype=np.int64)
        other = np.zeros((size, stops), dtype=np.int64)
        self._before = np.full((size, stops), -1, dtype=np.int8)
        members = _sums([1] * stops)
        for stop in range(stops):
            cost[1 << stop, stop] = out[stop]
            other[1 << stop, stop] = others[0, stop + 1]
        for count in range(1, stops):
            subsets = np.nonzero(members == count)[0]
            for stop in range(stops):
                without = subsets[(subsets >> stop & 1) == 0]
                if not len(without):
                    continue
                ways = cost[without] + inner[:, stop]
                last = ways.argmin(axis=1)
                grown = without | (1 << stop)
                rows = np.arange(len(without))
                cost[grown, stop] = np.minimum(ways[rows, last], INFINITE)
                other[grown, stop] = other[without, last] + others[last + 1, stop + 1]
                self._before[grown, stop] = last
        home = cost + back
        self._last = home.argmin(axis=1)
        rows = np.arange(size)
        self.cost = np.minimum(home[rows, self._last], INFINITE)
        self.other = other[rows, self._last] + others[self._last + 1, 0]
        self.cost[0], self.other[0] = INFINITE, 0

    def order(self, subset: int) -> tuple[int, ...]:
        """Return the stops of a subset in the order of its cheapest tour."""
        at, found = int(self._last[subset]), []
        while subset:
            found.append(at)
            before = int(self._before[subset, at])
            subset ^= 1 << at
            at = before
        return tuple(reversed(found))
