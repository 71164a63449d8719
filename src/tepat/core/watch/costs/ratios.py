"""Biaya, efektif and efisien of areas, as columns.

- *Biaya*: recorded cost of the work done / planned cost of the same work. The same work is a
  leg (or a store) under one heading of the plan: what nobody recorded yet is in neither sum,
  so that a cost that is not typed never looks like a saving. Tepat at 1 or below.
- *Efektif*: TPS siap / TPS; before the deadline as things stand now.
- *Efisien*: recorded rupiah per TPS siap against planned rupiah per TPS, both of the loads
  whose costs were typed and of the TPS that these very loads served. Unset without one.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Rupiah = NDArray[np.int64]
Ratios = NDArray[np.float64]
"""NaN where nothing can be compared."""

Work = tuple[str, str]
"""A leg or a store by its code, and the heading of the plan."""


@dataclass(frozen=True, slots=True)
class Spent:
    """One cost as it stands: what for, under which heading, where."""

    of: str
    heading: str
    area: str
    """Kecamatan; the kabupaten where it is for all."""
    rupiah: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What areas cost, one entry for each of `areas`; the last sums all."""

    areas: tuple[str, ...]
    recorded: Rupiah
    """All that was recorded."""
    compared: Rupiah
    """The part of it whose work is planned and done."""
    planned: Rupiah
    """What the plan says of that same work."""
    whole: Rupiah
    """What the plan says of everything."""
    tps: Rupiah
    ready: Rupiah
    served: Rupiah
    """TPS whose loads are among the compared work."""
    served_ready: Rupiah
    """Of them, those that are siap."""

    @property
    def biaya(self) -> Ratios:
        """Recorded / planned of the same work."""
        return _share(self.compared, self.planned)

    @property
    def efektif(self) -> Ratios:
        """TPS siap / TPS."""
        return _share(self.ready, self.tps)

    @property
    def per_ready(self) -> Ratios:
        """Recorded rupiah of compared loads for each TPS siap that they served."""
        return _share(self.compared, self.served_ready)

    @property
    def per_planned(self) -> Ratios:
        """Planned rupiah of the same loads for each TPS that they served."""
        return _share(self.planned, self.served)

    @property
    def efisien(self) -> Ratios:
        """Rupiah per TPS siap against the plan's rupiah per TPS."""
        planned = self.per_planned
        found = self.per_ready / np.where(planned > 0, planned, np.nan)
        return np.asarray(found, dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Planned:
    """What plans say: rupiah of each work, where it is, and of everything by area."""

    by_work: Mapping[Work, int]
    area_of: Mapping[str, str]
    whole: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Same:
    """Work that is done, of one area and heading: what was typed of it beside its own plan."""

    recorded: int
    planned: int
    typed: int
    """Legs and stores with a cost under this heading."""
    done: int
    """Legs and stores that the plan prices under this heading, and that are done."""


def same_work(
    spent: Sequence[Spent], planned: Planned, done: Iterable[str]
) -> dict[tuple[str, str], Same]:
    """Return by area and heading what can be compared: only work whose cost was typed.

    `done` are the legs and stores whose work is done. Where nothing was typed, the plan of
    nothing stands beside it: 0 and 0, and how many wait for their costs.
    """
    over = frozenset(done) & {name for name, _ in planned.by_work}
    place = {**planned.area_of, **{each.of: each.area for each in spent}}
    recorded: defaultdict[tuple[str, str], int] = defaultdict(int)
    plan: defaultdict[tuple[str, str], int] = defaultdict(int)
    left: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    typed: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for name, heading in planned.by_work:
        if name in over:
            left[place.get(name, ""), heading].add(name)
    for each in spent:
        if each.of in over:
            at = place[each.of], each.heading
            recorded[at] += each.rupiah
            left[at].add(each.of)
            if each.of not in typed[at]:
                typed[at].add(each.of)
                plan[at] += planned.by_work.get((each.of, each.heading), 0)
    return {
        at: Same(recorded[at], plan[at], len(typed.get(at, ())), len(left.get(at, ())))
        for at in sorted(recorded.keys() | left.keys())
    }


def costs_of(
    areas: Sequence[str],
    spent: Sequence[Spent],
    planned: Planned,
    done: Iterable[str],
    counts: Mapping[str, tuple[int, int]],
    served: Mapping[str, tuple[int, int]],
) -> Costs:
    """Return the sums of `areas` and of all together.

    `done` are the legs and stores whose work is done, `counts` TPS and TPS siap by area, and
    `served` the same of TPS whose loads are done and have a cost. What no plan knows is
    recorded and compared with nothing. What lies in no area of the list counts for all
    together.
    """
    rows = {area: at for at, area in enumerate(areas)}
    last = len(rows)
    sums = np.zeros((8, last + 1), dtype=np.int64)

    def add(line: int, area: str, number: int) -> None:
        sums[line, last] += number
        if area in rows:
            sums[line, rows[area]] += number

    for each in spent:
        add(0, each.area, each.rupiah)
    for (area, _), same in same_work(spent, planned, done).items():
        add(1, area, same.recorded)
        add(2, area, same.planned)
    for area, rupiah in planned.whole.items():
        add(3, area, rupiah)
    for line, pairs in ((4, counts), (6, served)):
        for area, (tps, ready) in pairs.items():
            add(line, area, tps)
            add(line + 1, area, ready)
    return Costs((*areas, ""), *sums)


def _share(part: Rupiah, of: Rupiah) -> Ratios:
    whole = np.where(of > 0, of, np.nan).astype(np.float64)
    return np.asarray(part / whole, dtype=np.float64)
