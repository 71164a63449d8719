"""What suppliers delivered in elections before: how much of it was damaged or short.

A share is drawn from a prior as every number here is: the prior is the share of all suppliers of
that item together, and one receipt weighs as one observation. Nothing is made up for a supplier
or an item that nobody saw.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tepat.core.election.tps_list.names import plain
from tepat.core.plan.learning.values import FEW, Delivered, Priors, shrunk

PPM: Final = 1_000_000
Habits = Mapping[tuple[str, str], "Habit"]
"""By `key_of` a supplier and the code of an item."""


@dataclass(frozen=True, slots=True)
class Habit:
    """One supplier and one item: pieces as counted then, and the share to reckon with."""

    supplier: str
    item: str
    declared: int
    damaged: int
    short: int
    receipts: int
    """Receipts that were counted: the observations."""
    elections: tuple[str, ...]
    ppm: int
    """Damaged and short pieces in a million of the waybill, drawn to those of all suppliers."""

    @property
    def is_few(self) -> bool:
        return self.receipts < FEW

    @property
    def source(self) -> str:
        """Where it comes from: `pilkada-2024: 3 penerimaan`."""
        return f"{', '.join(self.elections)}: {self.receipts} penerimaan"

    @property
    def percent(self) -> str:
        """The share in percent with one decimal, and a point: `1.5`."""
        return f"{self.ppm / 10_000:.1f}"

    def lost_of(self, quantity: int) -> int:
        """Return how many of `quantity` pieces to reckon with as damaged or short, rounded up.

        >>> Habit("CV Contoh", "bilik", 100, 4, 3, 1, ("pilkada-2024",), 20_000).lost_of(240)
        5
        """
        return -(-quantity * self.ppm // PPM)


def key_of(supplier: str, item: str) -> tuple[str, str]:
    """Return what a supplier and an item are looked up by: dots and case do not matter.

    >>> key_of("C.V. Karya Contoh", "bilik") == key_of("CV KARYA CONTOH", "bilik")
    True
    """
    return plain(supplier), item


def habits(taught: Iterable[Priors]) -> dict[tuple[str, str], Habit]:
    """Return what the files say of each supplier and item; of one election, the last file counts.

    A supplier who brought nothing by the waybill teaches nothing.
    """
    last = {each.election: each for each in taught}
    rows: defaultdict[tuple[str, str], list[tuple[str, Delivered]]] = defaultdict(list)
    of_item: defaultdict[str, list[int]] = defaultdict(lambda: [0, 0])
    for election, priors in sorted(last.items()):
        for row in priors.suppliers:
            if row.declared > 0:
                rows[key_of(row.supplier, row.item)].append((election, row))
                of_item[row.item][0] += row.damaged + row.short
                of_item[row.item][1] += row.declared
    return {key: _habit(found, of_item[key[1]]) for key, found in rows.items()}


def _habit(found: list[tuple[str, Delivered]], of_item: list[int]) -> Habit:
    rows = [row for _, row in found]
    declared, damaged = sum(row.declared for row in rows), sum(row.damaged for row in rows)
    short, receipts = sum(row.short for row in rows), sum(len(row.papers) for row in rows)
    prior = of_item[0] * PPM // of_item[1]
    ppm = min(PPM, shrunk(prior, receipts, (damaged + short) * PPM // declared))
    elections = tuple(dict.fromkeys(election for election, _ in found))
    last = rows[-1]
    return Habit(last.supplier, last.item, declared, damaged, short, receipts, elections, ppm)
