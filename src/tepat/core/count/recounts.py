"""Papers of a package that were counted again on the way: what was delivered, and where it changed.

What the packing table counted is believed until somebody opens the package and counts again. A
count at the TPS itself is no count of the way: it is what the KPPS found before the vote.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.count.reconciling import Counted
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.move.events import CountedAgain, Fact, Given, Received
from tepat.core.move.ordering import Order

NEEDED: Final = (CountedAgain.KIND, Given.KIND, Received.KIND)
"""Kinds of facts that these rules read, beside the one that says what was packed."""


@dataclass(frozen=True, slots=True)
class Recount:
    """The papers of one SKU in one package, counted again."""

    fact: str
    count: int
    place: str = ""
    handovers: tuple[str, ...] = ()
    """Facts of the handovers since the count before."""


@dataclass(frozen=True, slots=True)
class Box:
    """The papers of one SKU in one package, counted one time after the other."""

    package: str
    packed: int
    recounts: tuple[Recount, ...] = ()

    @property
    def count(self) -> int:
        """What the last count found."""
        return self.recounts[-1].count if self.recounts else self.packed

    @property
    def changes(self) -> tuple[tuple[int, Recount], ...]:
        """The counts that found another number than the one before, and by how much."""
        found = []
        before = self.packed
        for each in self.recounts:
            if each.count != before:
                found.append((each.count - before, each))
            before = each.count
        return tuple(found)


def delivered(boxes: Iterable[Box]) -> Counted:
    """Return what was in all these packages when they arrived, and what shows it.

    Beside the packages these are, for each count that found another number, the handovers since
    the count before it, and that count.

    >>> delivered([Box("P1", 310, (Recount("c1", 310), Recount("c2", 309, "", ("given 2",)))),
    ...            Box("P2", 40)])
    Counted(count=349, evidence=('P1', 'P2', 'given 2', 'c2'))
    """
    rows = sorted(boxes, key=lambda each: each.package)
    shown = [each.package for each in rows]
    for box in rows:
        for _, change in box.changes:
            shown += [*change.handovers, change.fact]
    return Counted(sum(each.count for each in rows), tuple(dict.fromkeys(shown)))


def recounts_of(
    facts: Mapping[str, Fact],
    order: Order,
    filled: str,
    packed: Mapping[str, int],
    item: str,
    is_of_the_way: Callable[[str, CountedAgain], bool],
) -> dict[str, tuple[Recount, ...]]:
    """Return the counts of one package after it was `filled`, by SKU, one after the other.

    `facts` are those of the package by name, in any order; `packed` has its papers (`item`) by
    SKU. A count that names no SKU is of the only one there is; of several it says nothing.
    """
    counts = {
        name: fact
        for name, fact in facts.items()
        if isinstance(fact, CountedAgain)
        and not (filled and order.before(name, filled))
        and is_of_the_way(name, fact)
    }
    hands = [name for name, fact in facts.items() if isinstance(fact, Given | Received)]
    found: dict[str, list[Recount]] = {}
    before: dict[str, str] = dict.fromkeys(packed, filled)
    for name in _one_after_the_other(counts, order):
        fact = counts[name]
        for sku, count in _papers(fact, packed, item).items():
            since = before.get(sku, filled)
            between = sorted(
                (
                    hand
                    for hand in hands
                    if order.before(hand, name) and not (since and order.before(hand, since))
                ),
                key=lambda hand: (facts[hand].at, hand),
            )
            found.setdefault(sku, []).append(Recount(name, count, fact.place, tuple(between)))
            before[sku] = name
    return {sku: tuple(rows) for sku, rows in found.items()}


def is_of_the_way(fact: CountedAgain, tps: str, role: str, area: str) -> bool:
    """Tell whether a package for `tps` was counted on its way there by somebody who may have it.

    `area` is what whoever counted answers for: a PPS of another desa never had it.

    >>> from datetime import UTC, datetime
    >>> head = {"election": "e", "kabupaten": "k", "at": datetime(2024, 11, 26, tzinfo=UTC)}
    >>> count = CountedAgain(**head, package="P1", place="63.09.05.2003:pps")
    >>> is_of_the_way(count, "63.09.05.2003-007", "pps", "63.09.05.2003")
    True
    >>> is_of_the_way(count, "63.09.05.2003-007", "pps", "63.09.05.2004")
    False
    """
    return role != Role.KPPS and fact.place != tps and is_in(tps, area)


def _papers(fact: CountedAgain, packed: Mapping[str, int], item: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for line in fact.contents:
        sku = line.sku or (next(iter(packed)) if len(packed) == 1 else "")
        if line.item == item and sku:
            found[sku] = found.get(sku, 0) + line.count
    return found


def _one_after_the_other(counts: Mapping[str, CountedAgain], order: Order) -> Sequence[str]:
    """Return the counts so that each stands after those that came before it.

    Two that nothing orders stand by the clocks of who signed.
    """
    rest = sorted(counts, key=lambda name: (counts[name].at, name))
    found: list[str] = []
    while rest:
        free = (n for n in rest if not any(order.before(other, n) for other in rest))
        name = next(free, rest[0])
        rest.remove(name)
        found.append(name)
    return found
