"""Loose ballot papers that went from one TPS to another on voting day.

Both TPS say how many, or one paper says it for both. Papers between two TPS lie in no package:
without this one TPS lacks papers and the other has too many, and nobody did anything wrong.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.election.roles import Role


class Side(StrEnum):
    """Who says it: the TPS that gave, the TPS that got, or somebody for both on paper."""

    GIVER = "giver"
    RECEIVER = "receiver"
    PAPER = "paper"


ORDER: Final = (Side.GIVER, Side.RECEIVER, Side.PAPER)
"""Whose number counts, the first that there is: who gave has counted what left its hands."""


def side_of(role: str, area: str, place: str, to: str) -> Side:
    """Return whose word it is. A KPPS speaks for its own TPS, everybody else for both.

    >>> side_of("kpps", "99.01.01.2001-002", "99.01.01.2001-001", "99.01.01.2001-002").value
    'receiver'
    """
    if role == Role.KPPS and area in (place, to):
        return Side.GIVER if area == place else Side.RECEIVER
    return Side.PAPER


@dataclass(frozen=True, slots=True)
class SaidMove:
    """What one fact says of one SKU."""

    name: str
    place: str
    to: str
    sku: str
    count: int
    side: Side


@dataclass(frozen=True, slots=True)
class Move:
    """All that went from one TPS to another of one SKU, over the day."""

    place: str
    to: str
    sku: str
    said: Mapping[Side, int]
    """The sum of what each side says; who says nothing is not there."""
    facts: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many papers count as moved."""
        return next(self.said[side] for side in ORDER if side in self.said)

    @property
    def differs(self) -> bool:
        """Whether those who speak of it do not say the same."""
        return len(set(self.said.values())) > 1

    @property
    def is_one_sided(self) -> bool:
        """Only one of the two TPS says so, and no paper does."""
        return len(self.said) == 1 and Side.PAPER not in self.said


def moves_of(said: Iterable[SaidMove]) -> list[Move]:
    """Return what moved between each two TPS, whatever the order of the facts.

    A TPS cannot give to itself: such a fact moves nothing.

    >>> a, b = "99.01.01.2001-001", "99.01.01.2001-002"
    >>> both = [SaidMove("f1", a, b, "KWK-BUP/99.01", 10, Side.GIVER),
    ...         SaidMove("f2", a, b, "KWK-BUP/99.01", 9, Side.RECEIVER)]
    >>> [(each.count, each.differs, each.facts) for each in moves_of(both)]
    [(10, True, ('f1', 'f2'))]
    """
    by_way: defaultdict[tuple[str, str, str], list[SaidMove]] = defaultdict(list)
    for each in said:
        if each.place != each.to and each.count > 0:
            by_way[each.place, each.to, each.sku].append(each)
    found = []
    for (place, to, sku), rows in sorted(by_way.items()):
        sums: dict[Side, int] = {}
        for row in rows:
            sums[row.side] = sums.get(row.side, 0) + row.count
        names = tuple(sorted({row.name for row in rows}))
        found.append(Move(place, to, sku, sums, names))
    return found


@dataclass(frozen=True, slots=True)
class Moved:
    """The papers of one SKU that came to a TPS and left it, with the facts that say so."""

    came: int = 0
    left: int = 0
    facts: tuple[str, ...] = ()


STILL: Final = Moved()
"""Nothing moved."""


def by_tps(moves: Iterable[Move]) -> dict[tuple[str, str], Moved]:
    """Return what came and left, by TPS and SKU: each move is minus at one and plus at the other.

    >>> a, b = "99.01.01.2001-001", "99.01.01.2001-002"
    >>> found = by_tps(moves_of([SaidMove("f1", a, b, "BUP", 10, Side.PAPER)]))
    >>> found[a, "BUP"].left, found[b, "BUP"].came
    (10, 10)
    """
    found: dict[tuple[str, str], Moved] = {}
    for each in moves:
        for place, came, left in ((each.place, 0, each.count), (each.to, each.count, 0)):
            before = found.get((place, each.sku), STILL)
            facts = tuple(sorted({*before.facts, *each.facts}))
            found[place, each.sku] = Moved(before.came + came, before.left + left, facts)
    return found
