"""Biaya, efektif and efisien of areas, as columns.

- *Biaya*: recorded cost of the work done / planned cost of the same work. The same work is a
  leg (or a store) under one heading of the plan: what nobody recorded yet is in neither sum,
  so that a cost that is not typed never looks like a saving. Tepat at 1 or below.
- *Efektif*: TPS siap / TPS; before the deadline as things stand now.
- *Efisien*: recorded rupiah per TPS siap, against the planned rupiah per TPS.
"""

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
        """Recorded rupiah for each TPS siap."""
        return _share(self.recorded, self.ready)

    @property
    def per_planned(self) -> Ratios:
        """Planned rupiah for each TPS."""
        return _share(self.whole, self.tps)

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


def costs_of(
    areas: Sequence[str],
    spent: Iterable[Spent],
    planned: Planned,
    done: Iterable[str],
    counts: Mapping[str, tuple[int, int]],
) -> Costs:
    """Return the sums of `areas` and of all together.

    `done` are the legs and stores whose work is done, `counts` TPS and TPS siap by area. What
    no plan knows is recorded and compared with nothing. What lies in no area of the list
    counts for all together.
    """
    rows = {area: at for at, area in enumerate(areas)}
    last = len(rows)
    sums = np.zeros((6, last + 1), dtype=np.int64)

    def add(line: int, area: str, rupiah: int) -> None:
        sums[line, last] += rupiah
        if area in rows:
            sums[line, rows[area]] += rupiah

    over = frozenset(done) & {name for name, _ in planned.by_work}
    known: set[Work] = set()
    for each in spent:
        add(0, each.area, each.rupiah)
        if each.of in over:
            known.add((each.of, each.heading))
            add(1, each.area, each.rupiah)
    for work in known:
        add(2, planned.area_of.get(work[0], ""), planned.by_work.get(work, 0))
    for area, rupiah in planned.whole.items():
        add(3, area, rupiah)
    for area, (tps, ready) in counts.items():
        add(4, area, tps)
        add(5, area, ready)
    return Costs((*areas, ""), *sums)


def _share(part: Rupiah, of: Rupiah) -> Ratios:
    whole = np.where(of > 0, of, np.nan).astype(np.float64)
    return np.asarray(part / whole, dtype=np.float64)
