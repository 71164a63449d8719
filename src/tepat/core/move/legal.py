"""What each kind of movement may do, so that no kind can do the work of another.

Only a receipt brings pieces in, only destruction before witnesses destroys, only a count
that was adopted corrects the book. Carrying, regrading and setting aside stay inside our
own places. A reversal is not judged here: it repeats what a legal movement did.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from tepat.core.election.roles import Action
from tepat.core.move import damage
from tepat.core.move.balance import term_of
from tepat.core.move.stock import (
    USABLE,
    Condition,
    Entry,
    MoveKind,
    Outside,
    Pool,
    Slot,
    stock_of,
)
from tepat.core.problems import Code, Problem

BORDERS: Final[Mapping[MoveKind, frozenset[Outside]]] = {
    MoveKind.RECEIVED: frozenset({Outside.SUPPLIER, Outside.REPLACEMENT}),
    MoveKind.SORTED: frozenset({Outside.SUPPLIER}),
    MoveKind.PSU_ISSUED: frozenset({Outside.TPS}),
    MoveKind.ADJUSTED: frozenset({Outside.COUNT}),
    MoveKind.DESTROYED: frozenset({Outside.DESTROYED}),
}
"""Which outside each kind may take from or give to; a kind that is missing: none."""

UNDONE_BY: Final[Mapping[MoveKind, Action | None]] = {
    MoveKind.RECEIVED: Action.RECORD_STOCK,
    MoveKind.SORTED: Action.RECORD_STOCK,
    MoveKind.ALLOCATED: Action.RECORD_STOCK,
    MoveKind.RELEASED: Action.RECORD_STOCK,
    MoveKind.MOVED: Action.RECORD_STOCK,
    MoveKind.REGRADED: Action.RECORD_STOCK,
    MoveKind.PSU_ISSUED: Action.CLOSE_BALANCE,
    MoveKind.ADJUSTED: Action.CLOSE_BALANCE,
    MoveKind.DESTROYED: None,
    MoveKind.REVERSED: None,
}
"""The right it takes to undo a movement: that of the act itself. None: it cannot be undone."""

_WHOLE: Final = (Condition.BAIK, Condition.RUSAK_RINGAN, Condition.RUSAK_BERAT)


def faults_of(kind: MoveKind, entries: Sequence[Entry]) -> list[Problem]:
    """Return a problem for each slot that a movement of `kind` may not touch like this.

    >>> from tepat.core.move.stock import Goods, move
    >>> made_up = Slot(Goods("bilik"), Outside.SUPPLIER, Condition.BAIK)
    >>> [p.code.value for p in faults_of(MoveKind.MOVED, move(made_up, "63.09:gudang-1", 5))]
    ['movement_illegal']
    """
    if kind is MoveKind.REVERSED:
        return []
    wrong = [entry.slot for entry in entries if not _may_touch(kind, entry)]
    if not wrong and not _ACTS[kind](entries):
        wrong = [entry.slot for entry in entries[:1]]
    return [
        Problem(
            Code.MOVEMENT_ILLEGAL,
            {"kind": kind.value, "goods": slot.goods.code, "place": slot.place},
        )
        for slot in dict.fromkeys(wrong)
    ]


def _may_touch(kind: MoveKind, entry: Entry) -> bool:
    slot = entry.slot
    if term_of(slot) is None:
        return False
    if not slot.is_outside:
        return True
    if slot.place not in BORDERS.get(kind, ()):
        return False
    if kind is MoveKind.RECEIVED:
        return entry.quantity < 0
    if kind is MoveKind.SORTED:
        return entry.cause == damage.IN_BUNDLE
    return kind is MoveKind.ADJUSTED or entry.quantity > 0


def _receives(entries: Sequence[Entry]) -> bool:
    """Pieces only come, for nobody yet or as PSU stock, and stay what they came as."""
    comes = all(e.quantity > 0 or e.slot.is_outside for e in entries)
    free = all(e.slot.pool is not Pool.ALLOCATED for e in entries)
    return comes and free and _keep(entries, lambda s: (s.goods, s.pool))


def _sorts(entries: Sequence[Entry]) -> bool:
    """Unsorted pieces become sorted ones, in one place and for nobody yet."""
    if any(e.slot.pool is not Pool.ORDINARY for e in entries):
        return False
    inside = [(s, n) for s, n in stock_of(entries).items() if not s.is_outside]
    return len({s.place for s, _ in inside}) <= 1 and all(
        n <= 0 if s.condition is Condition.UNSORTED else n >= 0 for s, n in inside
    )


def _allocates(entries: Sequence[Entry]) -> bool:
    pools = all(e.slot.pool is not Pool.PSU and e.slot.condition in USABLE for e in entries)
    return pools and _keep(entries, lambda s: (s.goods, s.place, s.condition))


def _issues(entries: Sequence[Entry]) -> bool:
    return all(e.slot.pool is Pool.PSU for e in entries)


def _moves(entries: Sequence[Entry]) -> bool:
    return _keep(entries, lambda s: (s.goods, s.condition, s.pool))


def _regrades(entries: Sequence[Entry]) -> bool:
    """Every piece taken may become every piece given, in the place where it lies."""
    takes = [e.slot for e in entries if e.quantity < 0]
    gives = [e.slot for e in entries if e.quantity > 0]
    return _keep(entries, lambda s: (s.goods, s.place)) and all(
        _may_become(a, b) for a in takes for b in gives
    )


def _may_become(a: Slot, b: Slot) -> bool:
    """Sorting is an act of its own; who it is for changes only where it is spoiled."""
    if b.condition not in _WHOLE or a.condition is b.condition:
        return False
    if a.condition is Condition.UNSORTED and b.condition is not Condition.RUSAK_BERAT:
        return False
    spoiled = a.pool is Pool.ALLOCATED and b.condition is Condition.RUSAK_BERAT
    return b.pool is (Pool.ORDINARY if spoiled else a.pool)


def _adjusts(entries: Sequence[Entry]) -> bool:
    return _keep(entries, lambda s: (s.goods, s.condition, s.pool))


def _destroys(entries: Sequence[Entry]) -> bool:
    """Only what is spoiled or surplus; each piece keeps its condition for the record."""
    ours = all(e.slot.pool is Pool.ORDINARY for e in entries)
    return ours and _keep(entries, lambda s: (s.goods, s.condition))


def _keep(entries: Iterable[Entry], key: Callable[[Slot], object]) -> bool:
    sums: Counter[object] = Counter()
    for entry in entries:
        sums[key(entry.slot)] += entry.quantity
    return not any(sums.values())


_ACTS: Final[Mapping[MoveKind, Callable[[Sequence[Entry]], bool]]] = {
    MoveKind.RECEIVED: _receives,
    MoveKind.SORTED: _sorts,
    MoveKind.ALLOCATED: _allocates,
    MoveKind.RELEASED: _allocates,
    MoveKind.PSU_ISSUED: _issues,
    MoveKind.MOVED: _moves,
    MoveKind.REGRADED: _regrades,
    MoveKind.ADJUSTED: _adjusts,
    MoveKind.DESTROYED: _destroys,
}
