"""The mass balance of one ballot paper: every piece is somewhere, or somebody says why not.

    received + replacements (+ counted) = allocated + damaged + surplus + unsorted

`unsorted` must be 0 before the balance can close, and `counted` is the net of blind
counts that somebody with the right adopted: it stands in the equation by name, so that
a loss cannot hide inside `surplus`. PSU ballots have their own line and are never part
of the equation. After destruction at H-1: destroyed = damaged + surplus, ordinary
stock = 0, PSU unchanged: what left it after voting day left by a decision of its own.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from tepat.core.move.stock import USABLE, Condition, Entry, Goods, Outside, Pool, Slot
from tepat.core.problems import Code, Fact, Problem


class Term(StrEnum):
    """One number of the balance; each opens the entries it is the sum of."""

    RECEIVED = "received"
    REPLACEMENTS = "replacements"
    COUNTED = "counted"
    ALLOCATED = "allocated"
    DAMAGED = "damaged"
    SURPLUS = "surplus"
    UNSORTED = "unsorted"
    DESTROYED = "destroyed"
    PSU = "psu"


@dataclass(frozen=True, slots=True)
class Balance:
    """The mass balance of one ballot paper, and what is wrong with it."""

    goods: Goods
    received: int = 0
    replacements: int = 0
    lost: int = 0
    """Pieces that blind counts found missing, adopted with a reason."""
    found: int = 0
    """Pieces that blind counts found too many, adopted with a reason."""
    allocated: int = 0
    damaged: int = 0
    """Spoiled pieces, in a store or already destroyed."""
    surplus: int = 0
    """Usable pieces for no TPS, in a store or already destroyed."""
    unsorted: int = 0
    destroyed: int = 0
    in_store: int = 0
    """Ordinary pieces still in a place of ours, those for TPS not counted."""
    waiting: int = 0
    """Pieces for TPS still in a place of ours."""
    psu_received: int = 0
    psu_stock: int = 0
    psu_issued: int = 0
    """PSU pieces handed out for a repeat vote, each by a numbered decision."""
    foreign: int = 0
    """Pieces in a slot that no legal movement fills."""
    smuggled: int = 0
    """Pieces that came from or went outside by a kind of movement that may not do it."""

    @property
    def left(self) -> int:
        return self.received + self.replacements

    @property
    def counted(self) -> int:
        return self.found - self.lost

    @property
    def right(self) -> int:
        return self.allocated + self.damaged + self.surplus + self.unsorted

    @property
    def difference(self) -> int:
        return self.left + self.counted - self.right

    @property
    def of_destruction(self) -> int:
        return self.damaged + self.surplus

    @property
    def to_destroy(self) -> int:
        return self.of_destruction - self.destroyed

    @property
    def psu_changed(self) -> int:
        """PSU pieces that are neither here nor issued by a decision: always 0."""
        return self.psu_stock + self.psu_issued - self.psu_received

    @property
    def closes(self) -> bool:
        """Every piece is accounted for, and nothing waits to be sorted."""
        return not (self.difference or self.unsorted or self.foreign or self.smuggled)

    @property
    def is_settled(self) -> bool:
        """Closed at H-1: what was damaged or surplus is destroyed, the store is empty."""
        return self.closes and not self.to_destroy and not self.in_store and self.left > 0

    def problems(self) -> list[Problem]:
        """Return everything that keeps this balance from closing, and what it carries."""
        found = []
        sku = self.goods.code
        if self.difference or self.foreign or self.smuggled:
            facts: dict[str, Fact] = {
                "sku": sku,
                "left": self.left + self.counted,
                "right": self.right,
                "difference": self.difference or self.foreign or self.smuggled,
            }
            found.append(Problem(Code.BALANCE_OPEN, facts))
        if self.unsorted:
            found.append(Problem(Code.BALANCE_UNSORTED, {"sku": sku, "unsorted": self.unsorted}))
        if self.lost or self.found:
            corrected = {"lost": self.lost, "found": self.found}
            found.append(Problem(Code.BALANCE_COUNTED, {"sku": sku, **corrected}))
        if self.psu_changed:
            psu = {"received": self.psu_received, "stock": self.psu_stock}
            psu["issued"] = self.psu_issued
            found.append(Problem(Code.PSU_CHANGED, {"sku": sku, **psu}))
        return found

    def problems_after_close(self) -> list[Problem]:
        """Return what is left over after destruction: nothing, when all went right."""
        found = self.problems()
        if self.to_destroy or self.in_store:
            facts: dict[str, Fact] = {
                "sku": self.goods.code,
                "rest": self.in_store,
                "destroyed": self.destroyed,
            }
            found.append(Problem(Code.STOCK_LEFT, facts))
        return found


def mass_balance(goods: Goods, entries: Iterable[Entry]) -> Balance:
    """Return the balance of `goods`; entries of other goods are passed over."""
    sums: dict[str, int] = dict.fromkeys(_FIELDS, 0)
    for entry in entries:
        if entry.slot.goods != goods:
            continue
        for name, sign in _fields_of(entry):
            sums[name] += sign * entry.quantity
    return Balance(goods, **sums)


def term_of(slot: Slot) -> Term | None:
    """Return the term a slot is counted in; None for slots no legal movement fills."""
    if slot.pool is Pool.PSU:
        return Term.PSU
    if slot.place == Outside.SUPPLIER:
        return Term.RECEIVED
    if slot.place == Outside.REPLACEMENT:
        return Term.REPLACEMENTS
    if slot.place == Outside.COUNT:
        return Term.COUNTED
    if slot.pool is Pool.ALLOCATED:
        return Term.ALLOCATED if slot.condition in USABLE else None
    if slot.place == Outside.TPS:
        return None
    if slot.condition is Condition.RUSAK_BERAT:
        return Term.DAMAGED
    if slot.condition is Condition.UNSORTED:
        return None if slot.place == Outside.DESTROYED else Term.UNSORTED
    return Term.SURPLUS


_FIELDS = (
    "received", "replacements", "lost", "found", "allocated", "damaged", "surplus",
    "unsorted", "destroyed", "in_store", "waiting", "psu_received", "psu_stock", "psu_issued",
    "foreign",
)  # fmt: skip


def _fields_of(entry: Entry) -> list[tuple[str, int]]:
    """Return the fields an entry is added to, each with its sign."""
    slot, term = entry.slot, term_of(entry.slot)
    if term is Term.PSU:
        arrived = slot.place in (Outside.SUPPLIER, Outside.REPLACEMENT)
        if arrived:
            return [("psu_received", -1)]
        if slot.place == Outside.TPS:
            return [("psu_issued", 1)]
        return [] if slot.is_outside else [("psu_stock", 1)]
    if term is None:
        return [("foreign", 1)]
    if term in (Term.RECEIVED, Term.REPLACEMENTS):
        return [(term.value, -1)]
    if term is Term.COUNTED:
        return [("lost", 1)] if entry.quantity > 0 else [("found", -1)]
    fields = [(term.value, 1)]
    if term is Term.ALLOCATED:
        return fields if slot.is_outside else [*fields, ("waiting", 1)]
    where = "destroyed" if slot.place == Outside.DESTROYED else "in_store"
    return [*fields, (where, 1)]
