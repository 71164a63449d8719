"""The cheapest way to share stops among trips, given what a trip to every subset costs.

Subsets are bits. A stop may be wanted several times, each time on a trip of its own.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

INFINITE: Final = 2**60
Money = NDArray[np.int64]


def shared(cheapest: Money, wanted: Sequence[int]) -> tuple[int, list[int]]:
    """Return the least cost of all trips, and the subset of each; -1 where there is no way.

    `cheapest` is by subset, [2 ** stops]; no finite one may hold two of the stops that are
    `wanted` more than once. Exact: a load that is wanted several times goes alone, or takes
    some of the other stops along for what that adds. First nobody counts how often each such
    load is used; only where one is used too often is it counted.
    """
    several = [stop for stop, count in enumerate(wanted) if count > 1]
    alone = [1 << stop for stop in several]
    if any(cheapest[bit] >= INFINITE for bit in alone):
        return -1, []
    once = [stop for stop, count in enumerate(wanted) if count == 1]
    subsets = _spread(once)
    along = [_more(cheapest[subsets | bit], int(cheapest[bit])) for bit in alone]
    cost, taken = _uncounted(cheapest[subsets], along, len(once))
    if any(sum(by == at for by, _ in taken) > wanted[stop] for at, stop in enumerate(several)):
        counts = [min(wanted[stop], len(once)) for stop in several]
        cost, taken = _counted(cheapest[subsets], along, counts, len(once))
    if cost >= INFINITE:
        return -1, []
    parts = [int(subsets[part]) | (alone[by] if by >= 0 else 0) for by, part in taken]
    for at, stop in enumerate(several):
        left = wanted[stop] - sum(by == at for by, _ in taken)
        parts += [alone[at]] * left
        cost += wanted[stop] * int(cheapest[alone[at]])
    return cost, parts


def _more(together: Money, alone: int) -> Money:
    """Return what each trip costs more than the load alone; nothing taken along is no trip."""
    more = np.where(together < INFINITE, together - alone, INFINITE)
    more[0] = INFINITE
    return more


Taken = list[tuple[int, int]]
"""Trips: which of the loads each goes along with, -1 for none, and its subset of the others."""


def _spread(stops: Sequence[int]) -> NDArray[np.int64]:
    """Return for every subset of `stops`, numbered by their order, its bits among all."""
    found = np.zeros(1, dtype=np.int64)
    for stop in stops:
        found = np.concatenate([found, found | (1 << stop)])
    return found


def _uncounted(plain: Money, along: Sequence[Money], stops: int) -> tuple[int, Taken]:
    """Split all stops where any load can be used any number of times."""
    offers = np.stack([plain, *along])
    by = offers.argmin(axis=0)
    total, choice = split(offers.min(axis=0), stops)
    left = (1 << stops) - 1
    cost = int(total[left])
    taken = []
    while left and cost < INFINITE:
        part = int(choice[left])
        taken.append((int(by[part]) - 1, part))
        left ^= part
    return cost, taken


def _counted(
    plain: Money, along: Sequence[Money], counts: Sequence[int], stops: int
) -> tuple[int, Taken]:
    """Split all stops where each load can be used so often: one step for each of them."""
    total, choice = split(plain, stops)
    steps: list[tuple[int, Money]] = []
    for by, count in enumerate(counts):
        for _ in range(count):
            total, part = _one_more(total, along[by])
            steps.append((by, part))
    left = (1 << stops) - 1
    cost = int(total[left])
    if cost >= INFINITE:
        return cost, []
    taken: Taken = []
    for by, parts in reversed(steps):
        if subset := int(parts[left]):
            taken.append((by, subset))
            left ^= subset
    while left:
        subset = int(choice[left])
        taken.append((-1, subset))
        left ^= subset
    return cost, taken


def _one_more(total: Money, along: Money) -> tuple[Money, Money]:
    """Return `total` where one trip more may go along with a load, and its subset or 0."""
    new, parts = total.copy(), np.zeros(len(total), dtype=np.int64)
    every = np.arange(len(total))
    for part in np.nonzero(along < INFINITE)[0]:
        whole = every[(every & part) == part]
        cost = along[part] + total[whole ^ part]
        better = cost < new[whole]
        new[whole[better]], parts[whole[better]] = cost[better], part
    return new, parts


def split(cheapest: Money, stops: int) -> tuple[Money, Money]:
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
