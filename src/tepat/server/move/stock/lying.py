"""What lies where, by place and condition, on the shelf and in boxes; is enough set aside."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from tepat.core.move.boxed import Filling
from tepat.core.move.stock import USABLE, Condition, Goods, Pool, Slot
from tepat.core.problems import Code, Problem
from tepat.server.election.models import Scope
from tepat.server.move.stock import boxes
from tepat.server.move.stock.boxes import Boxes
from tepat.server.move.stock.goods import Shelf, Thing


@dataclass(frozen=True, slots=True)
class LyingRow:
    """One thing in one place: pieces on the shelf by condition and pool, and in boxes."""

    thing: Thing
    place: str
    unsorted: int
    good: int
    usable: int
    spoiled: int
    aside: int
    """For TPS, on the shelf."""
    psu: int
    """PSU stock on the shelf."""
    boxed: int
    """In boxes that are filled, for TPS or as PSU stock."""

    @property
    def total(self) -> int:
        return (
            self.unsorted + self.good + self.usable + self.spoiled
            + self.aside + self.psu + self.boxed
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class FillingRow:
    """One thing in boxes with its words and what does not agree."""

    thing: Thing
    value: Filling
    sealed: int

    @property
    def on_shelf(self) -> int | None:
        """Pieces set aside that are not in a box yet; None where nothing is set aside."""
        allocated = self.value.allocated
        return None if allocated is None else max(0, allocated - self.value.packed)

    @property
    def problems(self) -> list[Problem]:
        return self.value.problems()


def by_place(scope: Scope, shelf: Shelf, now: Mapping[Slot, int], filled: Boxes) -> list[LyingRow]:
    """Everything by place and condition, warehouses first: no further query."""
    found = boxes.shelf(scope, now, filled)
    sums: dict[tuple[Goods, str], Counter[str]] = {}
    for slot, n in found.stock.items():
        if n:
            sums.setdefault((slot.goods, slot.place), Counter())[_column(slot)] += n
    for slot, n in found.boxed.items():
        sums.setdefault((slot.goods, slot.place), Counter())["boxed"] += n
    order = {thing.goods: at for at, thing in enumerate(shelf.things)}
    rows = [
        LyingRow(shelf.thing(goods), place, *(row[name] for name in _COLUMNS))
        for (goods, place), row in sums.items()
    ]
    rows.sort(key=lambda row: (order.get(row.thing.goods, len(order)), len(row.place), row.place))
    return rows


_COLUMNS = ("unsorted", "good", "usable", "spoiled", "aside", "psu", "boxed")
_BY_CONDITION = {
    Condition.UNSORTED: "unsorted",
    Condition.BAIK: "good",
    Condition.RUSAK_RINGAN: "usable",
    Condition.RUSAK_BERAT: "spoiled",
}


def _column(slot: Slot) -> str:
    if slot.condition is Condition.RUSAK_BERAT:
        return "spoiled"
    if slot.pool is Pool.ALLOCATED:
        return "aside"
    return "psu" if slot.pool is Pool.PSU else _BY_CONDITION[slot.condition]


def in_boxes(
    scope: Scope,
    shelf: Shelf,
    filled: Boxes,
    needed: Mapping[Goods, int],
    now: Mapping[Slot, int],
    partial: Collection[Goods] = (),
) -> list[FillingRow]:
    """Everything in boxes against what was set aside, ballots first: one query.

    Of `partial` goods only a part of the need is known: more set aside is not too many.
    """
    allocated = {thing.goods: 0 for thing in shelf.ballots}
    for slot, n in now.items():
        if slot.pool is Pool.ALLOCATED and slot.goods in allocated:
            allocated[slot.goods] += n
    needed = {
        goods: n
        for goods, n in needed.items()
        if goods not in partial or allocated.get(goods, 0) < n
    }
    return [
        FillingRow(shelf.thing(value.goods), value, filled.sealed[value.goods, value.pool])
        for value in boxes.fillings(scope, filled, needed, allocated)
    ]


def misallocated(rows: list[FillingRow], now: Mapping[Slot, int]) -> list[Problem]:
    """Return a problem for each ballot whose allocation can be brought to what TPS need now.

    While no usable piece is free, too few set aside is a shortage, told with the needs.
    """
    free: Counter[Goods] = Counter()
    for slot, n in now.items():
        if slot.pool is Pool.ORDINARY and slot.condition in USABLE and not slot.is_outside:
            free[slot.goods] += n
    found = []
    for row in rows:
        value = row.value
        if value.misallocated < 0 and not free[value.goods]:
            continue
        if value.misallocated and value.needed is not None and value.allocated is not None:
            facts = {"allocated": value.allocated, "needed": value.needed}
            sign = "+" if value.misallocated > 0 else "−"
            difference = f"{sign}{abs(value.misallocated)}"
            found.append(
                Problem(
                    Code.ALLOCATION_DIFFERS,
                    {"goods": value.goods.code, **facts, "difference": difference},
                )
            )
    return found
