"""The cheapest rounds from one PPK to its desa, proved: dynamic programming over subsets.

First the cheapest order of every subset that one trip can carry (Held and Karp, J. SIAM 10,
1962), by each kind of vehicle; then the cheapest way to split all stops into such trips.
Exact up to `MOST_EXACT` stops; more are left to a solver of vehicle routing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_EXACT: Final = 13
"""Stops up to which the subsets are few enough: 8,192."""
INFINITE: Final = 2**60

Money = NDArray[np.int64]


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


def best(
    kinds: Sequence[Kind], litres: Sequence[int], kg: Sequence[int], unload: Sequence[int]
) -> Rounds:
    """Return the cheapest trips that bring everything. Raises `ValueError` for too many stops."""
    stops = len(litres)
    if stops > MOST_EXACT:
        raise ValueError(f"{stops} stops, at most {MOST_EXACT}")
    if not stops:
        return Rounds((), 0, True)
    sums = [_sums(each) for each in (litres, kg, unload)]
    cheapest = np.full(1 << stops, INFINITE, dtype=np.int64)
    by = np.full(1 << stops, -1, dtype=np.int64)
    tours = []
    for number, kind in enumerate(kinds):
        tour = _Tours(kind, stops)
        tours.append(tour)
        fits = (sums[0] <= kind.litres) & (sums[1] <= kind.kg)
        fits &= tour.minutes + sums[2] <= kind.longest
        cost = np.where(fits & (tour.cost < INFINITE), tour.cost + kind.fixed, INFINITE)
        better = cost < cheapest
        cheapest[better], by[better] = cost[better], number
    total, choice = _split(cheapest, stops)
    everything = (1 << stops) - 1
    if total[everything] >= INFINITE:
        return Rounds((), -1, True)
    trips = []
    left = everything
    while left:
        part = int(choice[left])
        number = int(by[part])
        trips.append(Round(kinds[number].vehicle, tours[number].order(part)))
        left ^= part
    return Rounds(tuple(trips), int(total[everything]), True)


def _sums(values: Sequence[int]) -> Money:
    """Return the sum over every subset, [subsets]."""
    sums = np.zeros(1, dtype=np.int64)
    for value in values:
        sums = np.concatenate([sums, sums + value])
    return sums


class _Tours:
    """The cheapest closed tour through every subset by one kind of vehicle."""

    def __init__(self, kind: Kind, stops: int) -> None:
        self._stops = stops
        size = 1 << stops
        inner, out, back = kind.costs[1:, 1:], kind.costs[0, 1:], kind.costs[1:, 0]
        cost = np.full((size, stops), INFINITE, dtype=np.int64)
        time = np.zeros((size, stops), dtype=np.int64)
        self._before = np.full((size, stops), -1, dtype=np.int8)
        members = np.array([int(subset).bit_count() for subset in range(size)])
        for stop in range(stops):
            cost[1 << stop, stop] = out[stop]
            time[1 << stop, stop] = kind.minutes[0, stop + 1]
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
                time[grown, stop] = time[without, last] + kind.minutes[last + 1, stop + 1]
                self._before[grown, stop] = last
        home = cost + back
        self._last = home.argmin(axis=1)
        rows = np.arange(size)
        self.cost = np.minimum(home[rows, self._last], INFINITE)
        self.minutes = time[rows, self._last] + kind.minutes[self._last + 1, 0]
        self.cost[0], self.minutes[0] = INFINITE, 0

    def order(self, subset: int) -> tuple[int, ...]:
        """Return the stops of a subset in the order of its cheapest tour."""
        at, found = int(self._last[subset]), []
        while subset:
            found.append(at)
            before = int(self._before[subset, at])
            subset ^= 1 << at
            at = before
        return tuple(reversed(found))


def _split(cheapest: Money, stops: int) -> tuple[Money, Money]:
    """Return for every subset the least cost of splitting it into trips, and one of them.

    The trip with the lowest stop is chosen first, lowest stops last, so that what remains
    is known already.
    """
    size = 1 << stops
    total = np.full(size, INFINITE, dtype=np.int64)
    choice = np.zeros(size, dtype=np.int64)
    total[0] = 0
    for low in reversed(range(stops)):
        bit, step = 1 << low, 1 << (low + 1)
        # All subsets whose lowest stop is `low`: this stop, and any of the higher ones.
        above = np.arange(0, size, step)
        for extra in above:
            trip = int(extra) | bit
            if cheapest[trip] >= INFINITE:
                continue
            rest = above[(above & extra) == extra]
            whole = rest | bit
            cost = cheapest[trip] + total[rest ^ extra]
            better = cost < total[whole]
            total[whole[better]], choice[whole[better]] = cost[better], trip
    return total, choice
