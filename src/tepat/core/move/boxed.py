"""How many of the pieces on the books lie in boxes, and how many still on the shelf.

Filling a box is a fact of the package; it writes nothing into the ledger of the
warehouse. What facts imply is read instead: pieces counted into boxes are taken off the
slots they came from, and what is left lies on the shelf. The mass balance is not touched,
because a ballot in a box of a TPS is still a ballot for that TPS.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from tepat.core.move.stock import USABLE, Entry, Goods, Pool, Slot, stock_of
from tepat.core.problems import Code, Fact, Problem

Boxed = Mapping[tuple[Goods, Pool], int]
"""Pieces in boxes: of which goods, and whether for ordinary voting or as PSU stock."""
Lines = Sequence[tuple[Goods, int | None]]
"""What one box holds or should hold: pieces, None where nobody has set a quantity."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """What lies on the shelf in each slot, and the boxed pieces no slot accounts for."""

    stock: Counter[Slot]
    boxed: Counter[Slot]
    uncovered: Counter[tuple[Goods, Pool]]


def take_off(stock: Mapping[Slot, int], boxed: Boxed, main: str) -> Shelf:
    """Return what is left of `stock` on the shelf when `boxed` pieces are in boxes.

    Boxes are filled at `main`: pieces come from there first, good before usable, those
    set aside for TPS before others. Pieces the books do not have stay `uncovered`.

    >>> from tepat.core.move.stock import Condition
    >>> ballot = Goods("surat_suara", "KWK-BUP/63.09")
    >>> aside = Slot(ballot, "63.09:gudang-1", Condition.BAIK, Pool.ALLOCATED)
    >>> shelf = take_off({aside: 500}, {(ballot, Pool.ORDINARY): 494}, "63.09:gudang-1")
    >>> shelf.stock[aside], shelf.boxed[aside], sum(shelf.uncovered.values())
    (6, 494, 0)
    """
    left = Counter({slot: n for slot, n in stock.items() if not slot.is_outside})
    taken: Counter[Slot] = Counter()
    uncovered: Counter[tuple[Goods, Pool]] = Counter()
    by_goods: dict[Goods, list[Slot]] = {}
    for slot in left:
        if slot.condition in USABLE:
            by_goods.setdefault(slot.goods, []).append(slot)
    for (goods, pool), wanted in boxed.items():
        pools = (Pool.PSU,) if pool is Pool.PSU else (Pool.ALLOCATED, Pool.ORDINARY)
        mine = [slot for slot in by_goods.get(goods, ()) if slot.pool in pools]
        mine.sort(
            key=lambda slot: (
                pools.index(slot.pool), slot.place != main, slot.place, USABLE.index(slot.condition)
            )
        )  # fmt: skip
        rest = wanted
        for slot in mine:
            n = max(0, min(rest, left[slot]))
            left[slot] -= n
            taken[slot] += n
            rest -= n
        if rest:
            uncovered[goods, pool] += rest
    return Shelf(left, Counter({slot: n for slot, n in taken.items() if n}), uncovered)


def taken_from_boxes(entries: Iterable[Entry], shelf: Shelf | None) -> list[Problem]:
    """Return a problem for each slot of which `entries` would take pieces that are in boxes.

    Pieces set aside for TPS may be put back or carried only from the shelf.
    """
    if shelf is None:
        return []
    problems = []
    for slot, change in stock_of(entries).items():
        there, held = shelf.stock[slot], shelf.boxed[slot]
        if change < 0 and not slot.is_outside and held and there + change < 0:
            facts: dict[str, Fact] = {"goods": slot.goods.code, "place": slot.place}
            facts |= {"there": there, "boxed": held, "wanted": -change}
            problems.append(Problem(Code.STOCK_IN_BOXES, facts))
    return problems


@dataclass(frozen=True, slots=True)
class Filling:
    """One thing in boxes against what was set aside and what those boxes should hold.

    `allocated` is None for goods that are not set aside one by one (all but ballots).
    """

    goods: Goods
    pool: Pool = Pool.ORDINARY
    needed: int | None = None
    allocated: int | None = None
    packed: int = 0
    """Pieces counted into boxes that are filled."""
    planned: int = 0
    """Pieces the same boxes should hold by the plan of now."""
    wrong: "tuple[Wrong, ...]" = ()
    """Boxes that hold fewer (below zero) or more than planned, those together that are alike."""

    @property
    def difference(self) -> int:
        """Packed minus planned over all filled boxes; two wrongs may cancel, see `wrong`."""
        return self.packed - self.planned

    @property
    def misallocated(self) -> int:
        """Set aside minus needed; 0 while either is not known."""
        if self.needed is None or self.allocated is None:
            return 0
        return self.allocated - self.needed

    def problems(self) -> list[Problem]:
        """Return what in boxes, allocation and need does not agree."""
        found = []
        goods = self.goods.code
        if self.allocated is not None and self.packed > self.allocated:
            more: dict[str, Fact] = {"goods": goods, "packed": self.packed}
            more |= {"allocated": self.allocated, "difference": self.packed - self.allocated}
            found.append(Problem(Code.PACKED_UNALLOCATED, more))
        short = [each for each in self.wrong if each.by < 0]
        over = [each for each in self.wrong if each.by > 0]
        for code, some in ((Code.BOXES_SHORT, short), (Code.BOXES_OVER, over)):
            if some:
                facts: dict[str, Fact] = {"goods": goods}
                facts |= {"pieces": sum(abs(each.by) * each.boxes for each in some)}
                facts |= {"boxes": sum(each.boxes for each in some)}
                facts |= {"first": min(each.first for each in some)}
                found.append(Problem(code, facts))
        return found


class Wrong(NamedTuple):
    """So many boxes that are alike, the first by its code, each with `by` pieces more or fewer."""

    first: str
    boxes: int
    by: int


class Compared(NamedTuple):
    """One thing in a box: pieces packed and pieces planned."""

    goods: Goods
    packed: int
    planned: int

    @property
    def difference(self) -> int:
        return self.packed - self.planned


def compared(packed: Lines, planned: Lines) -> list[Compared]:
    """Return what a box holds beside what the plan puts into it, each thing once.

    Things nobody has set a quantity for are left out, as at packing.
    """
    unset = {goods for goods, n in planned if n is None}
    held: Counter[Goods] = Counter()
    asked: Counter[Goods] = Counter()
    for sums, lines in ((held, packed), (asked, planned)):
        for goods, n in lines:
            sums[goods] += n or 0
    return [
        Compared(goods, held[goods], asked[goods])
        for goods in dict.fromkeys((*held, *asked))
        if goods not in unset
    ]
