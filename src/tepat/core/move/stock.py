"""What lies where, in which condition, and how it came to lie there.

The ledger is append-only and double-entry: a movement is a list of entries whose
quantities add up to zero, because pieces are neither made nor lost on paper. What
comes from outside is taken from `Outside.SUPPLIER`, what leaves goes to another
`Outside`. A balance is a sum of entries; a mistake is mended by a movement that
reverses it. `core/move/balance.py` reads the same entries as the mass balance.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from tepat.core.move import damage
from tepat.core.problems import Code, Fact, Problem


class Condition(StrEnum):
    """How good a piece is. Ballots arrive unsorted; other items as they are seen."""

    UNSORTED = "belum_disortir"
    BAIK = "baik"
    RUSAK_RINGAN = "rusak_ringan"
    """Has a defect and may still be used: small splash, cut margin, dented corner."""
    RUSAK_BERAT = "rusak_berat"


USABLE: Final = (Condition.BAIK, Condition.RUSAK_RINGAN)


class Pool(StrEnum):
    """Whom a piece is for."""

    ORDINARY = "biasa"
    ALLOCATED = "tps"
    """Set aside for a TPS: on the shelf or, as the facts of packing say, in its box."""
    PSU = "psu"
    """For repeat voting, specially marked: never mixed with the others."""


class Outside(StrEnum):
    """Where entries point that do not lie in one of our places."""

    SUPPLIER = "pemasok"
    REPLACEMENT = "pengganti"
    TPS = "keluar"
    DESTROYED = "musnah"
    COUNT = "hitung"


OUTSIDE: Final = frozenset(each.value for each in Outside)


class MoveKind(StrEnum):
    """What a movement was."""

    RECEIVED = "diterima"
    SORTED = "disortir"
    ALLOCATED = "dialokasikan"
    RELEASED = "alokasi_dibatalkan"
    PSU_ISSUED = "psu_keluar"
    MOVED = "dipindahkan"
    REGRADED = "kondisi_berubah"
    ADJUSTED = "disesuaikan"
    DESTROYED = "dimusnahkan"
    REVERSED = "dibatalkan"


@dataclass(frozen=True, slots=True)
class Goods:
    """One thing that is stored: an item, and for ballots its SKU `KWK-BUP/63.09`."""

    item: str
    sku: str = ""

    @property
    def code(self) -> str:
        return self.sku or self.item


@dataclass(frozen=True, slots=True)
class Slot:
    """Where pieces lie: what, in which place, how good, for whom."""

    goods: Goods
    place: str
    condition: Condition
    pool: Pool = Pool.ORDINARY

    @property
    def is_outside(self) -> bool:
        return self.place in OUTSIDE


@dataclass(frozen=True, slots=True)
class Entry:
    """`quantity` pieces more (or fewer, below zero) in `slot`, and for ballots why."""

    slot: Slot
    quantity: int
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One line of a receipt: what the surat jalan says, and what was unloaded.

    `counted` are all pieces unloaded, `damaged` of them visibly spoiled.
    """

    goods: Goods
    declared: int
    counted: int
    damaged: int = 0
    pool: Pool = Pool.ORDINARY
    replacement: bool = False
    is_ballot: bool = False

    @property
    def short(self) -> int:
        return max(0, self.declared - self.counted)

    @property
    def over(self) -> int:
        return max(0, self.counted - self.declared)


@dataclass(frozen=True, slots=True)
class SortBatch:
    """What one sorting table found in one batch of one ballot paper.

    `taken` pieces by the bands of the bundles; `by_cause` those put aside, usable or
    not; `short` pieces missing from bundles and `over` pieces too many in them.
    """

    goods: Goods
    place: str
    taken: int
    by_cause: Mapping[str, int] = field(default_factory=dict)
    short: int = 0
    over: int = 0

    @property
    def damaged(self) -> int:
        return sum(n for cause, n in self.by_cause.items() if not _usable(cause))

    @property
    def usable(self) -> int:
        return sum(n for cause, n in self.by_cause.items() if _usable(cause))

    @property
    def good(self) -> int:
        return self.taken + self.over - self.short - sum(self.by_cause.values())


# -- movements: each returns the entries it makes --------------------------------


def receive(arrivals: Iterable[Arrival], place: str) -> list[Entry]:
    """Return the entries of a receipt into `place`. Missing pieces make no entry."""
    entries: list[Entry] = []
    for line in arrivals:
        source = Outside.REPLACEMENT if line.replacement else Outside.SUPPLIER
        sorts = line.is_ballot and line.pool is not Pool.PSU
        whole = Condition.UNSORTED if sorts else Condition.BAIK
        here = Slot(line.goods, place, whole, line.pool)
        entries += _transfer(replace(here, place=source), here, line.counted - line.damaged)
        spoiled = replace(here, condition=Condition.RUSAK_BERAT)
        outside = replace(here, place=source)
        entries += _transfer(outside, spoiled, line.damaged, damage.ON_ARRIVAL)
    return entries


def sort(batch: SortBatch) -> list[Entry]:
    """Return the entries of one sorted batch.

    A piece missing from its bundle never came: it goes back to the supplier's side, so
    that `received` in the mass balance is what there really was.

    >>> batch = SortBatch(Goods("surat_suara", "KWK-BUP/63.09"), "63.09:gudang-1",
    ...                   taken=2000, by_cause={"sobek": 3, "percik": 2}, short=1)
    >>> batch.good, [e.quantity for e in sort(batch) if e.slot.condition is Condition.BAIK]
    (1994, [1994])
    """
    pile = Slot(batch.goods, batch.place, Condition.UNSORTED)
    supplier = replace(pile, place=Outside.SUPPLIER)
    entries = _transfer(pile, supplier, batch.short, damage.IN_BUNDLE)
    entries += _transfer(supplier, pile, batch.over, damage.IN_BUNDLE)
    entries += _transfer(pile, replace(pile, condition=Condition.BAIK), batch.good)
    for cause, quantity in batch.by_cause.items():
        grade = Condition.RUSAK_RINGAN if _usable(cause) else Condition.RUSAK_BERAT
        entries += _transfer(pile, replace(pile, condition=grade), quantity, cause)
    return entries


def allocate(goods: Goods, place: str, quantity: int, usable: int = 0) -> list[Entry]:
    """Return the entries that set good pieces, and `usable` ones with a defect, aside for TPS."""
    entries: list[Entry] = []
    amounts = ((Condition.BAIK, quantity), (Condition.RUSAK_RINGAN, usable))
    for condition, amount in amounts:
        stock = Slot(goods, place, condition)
        entries += _transfer(stock, replace(stock, pool=Pool.ALLOCATED), amount)
    return entries


def release(goods: Goods, place: str, quantity: int) -> list[Entry]:
    """Return the entries that put allocated pieces back: a TPS needs fewer than before."""
    aside = Slot(goods, place, Condition.BAIK, Pool.ALLOCATED)
    return _transfer(aside, replace(aside, pool=Pool.ORDINARY), quantity)


def issue_psu(slot: Slot, quantity: int) -> list[Entry]:
    """Return the entries of PSU pieces that go out to a TPS that votes again."""
    return _transfer(slot, replace(slot, place=Outside.TPS), quantity)


def move(slot: Slot, to: str, quantity: int) -> list[Entry]:
    """Return the entries of pieces carried from the place of `slot` to another of ours."""
    return _transfer(slot, replace(slot, place=to), quantity)


def regrade(slot: Slot, condition: Condition, quantity: int, cause: str) -> list[Entry]:
    """Return the entries of pieces found to be in another condition.

    A piece that was set aside for a TPS and turns out spoiled is no longer allocated.
    """
    pool = slot.pool
    if pool is Pool.ALLOCATED and condition is Condition.RUSAK_BERAT:
        pool = Pool.ORDINARY
    return _transfer(slot, replace(slot, condition=condition, pool=pool), quantity, cause)


def adjust(slot: Slot, difference: int) -> list[Entry]:
    """Return the entries that bring the book to what was counted twice."""
    outside = replace(slot, place=Outside.COUNT)
    if difference < 0:
        return _transfer(slot, outside, -difference)
    return _transfer(outside, slot, difference)


def destroy(slots: Iterable[tuple[Slot, int]]) -> list[Entry]:
    """Return the entries of destroyed pieces; their condition is kept for the record."""
    entries: list[Entry] = []
    for slot, quantity in slots:
        entries += _transfer(slot, replace(slot, place=Outside.DESTROYED), quantity)
    return entries


def reverse(entries: Iterable[Entry]) -> list[Entry]:
    """Return the entries that undo `entries`; nothing is edited or deleted."""
    return [replace(entry, quantity=-entry.quantity) for entry in entries]


# -- reading the ledger ----------------------------------------------------------


def stock_of(entries: Iterable[Entry]) -> Counter[Slot]:
    """Return how many pieces lie in each slot, outside included."""
    stock: Counter[Slot] = Counter()
    for entry in entries:
        stock[entry.slot] += entry.quantity
    return stock


def uneven(entries: Iterable[Entry]) -> Counter[Goods]:
    """Return what does not add up to zero in a movement: pieces made or lost on paper."""
    sums: Counter[Goods] = Counter()
    for entry in entries:
        sums[entry.slot.goods] += entry.quantity
    return Counter({goods: n for goods, n in sums.items() if n})


def shortages(entries: Iterable[Entry], stock: Mapping[Slot, int]) -> list[Problem]:
    """Return a problem for each slot that these entries would bring below zero.

    `stock` holds what lies in every slot the entries touch.
    """
    problems = []
    for slot, change in stock_of(entries).items():
        there = stock.get(slot, 0)
        if change < 0 and not slot.is_outside and there + change < 0:
            facts: dict[str, Fact] = {
                "goods": slot.goods.code,
                "place": slot.place,
                "condition": slot.condition.value,
                "there": there,
                "wanted": -change,
            }
            problems.append(Problem(Code.STOCK_SHORT, facts))
    return problems


def faults_of(batch: SortBatch) -> list[Problem]:
    """Return what cannot be right in a sorted batch: more put aside than was taken."""
    aside = sum(batch.by_cause.values()) + batch.short
    if batch.good < 0 or batch.taken <= 0:
        facts: dict[str, Fact] = {"goods": batch.goods.code, "taken": batch.taken, "aside": aside}
        return [Problem(Code.SORT_UNEVEN, facts)]
    return []


def faults_of_arrival(line: Arrival) -> list[Problem]:
    """Return what cannot be right in a line of a receipt."""
    if line.damaged > line.counted:
        facts: dict[str, Fact] = {
            "goods": line.goods.code,
            "counted": line.counted,
            "damaged": line.damaged,
        }
        return [Problem(Code.RECEIPT_UNEVEN, facts)]
    return []


def _usable(cause: str) -> bool:
    known = damage.CAUSE_BY_CODE.get(cause)
    return known is not None and known.usable


def _transfer(source: Slot, target: Slot, quantity: int, cause: str = "") -> list[Entry]:
    if not quantity:
        return []
    return [Entry(source, -quantity, cause), Entry(target, quantity, cause)]
