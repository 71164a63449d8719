"""The blind stock count: people write what they see, not what the book says.

A first count that equals the book is settled. Where it differs the pile is counted a
second time, again without the book. If the second count equals the book the first was
a slip; otherwise the difference stands until somebody with the right adopts it.
"""

from dataclasses import dataclass
from enum import StrEnum

from tepat.core.move.stock import Slot
from tepat.core.problems import Code, Problem


class Counted(StrEnum):
    """Where one pile of a stock count stands."""

    OPEN = "belum_dihitung"
    AGREES = "cocok"
    RECOUNT = "hitung_ulang"
    DIFFERS = "berbeda"
    ADJUSTED = "disesuaikan"


@dataclass(frozen=True, slots=True)
class Pile:
    """One slot of a count. The book is kept as it stood when each number was written.

    Movements go on while people count, so each count is compared with its own book.
    """

    slot: Slot
    first: int | None = None
    first_book: int | None = None
    second: int | None = None
    second_book: int | None = None
    adjusted: bool = False

    @property
    def state(self) -> Counted:
        if self.first is None:
            return Counted.OPEN
        if self.first == self.first_book:
            return Counted.AGREES
        if self.second is None:
            return Counted.RECOUNT
        if self.second == self.second_book:
            return Counted.AGREES
        return Counted.ADJUSTED if self.adjusted else Counted.DIFFERS

    @property
    def difference(self) -> int:
        """Counted minus book, after two counts; 0 while none stands.

        >>> from tepat.core.move.stock import Condition, Goods
        >>> pile = Pile(Slot(Goods("bilik"), "63.09:gudang-1", Condition.BAIK),
        ...             first=2197, first_book=2200, second=2198, second_book=2200)
        >>> pile.difference, pile.state.value
        (-2, 'berbeda')
        """
        if self.second is None or self.second_book is None or self.first == self.first_book:
            return 0
        return self.second - self.second_book

    def problems(self) -> list[Problem]:
        """Return the discrepancy of this pile, while it is not adopted."""
        if self.state is not Counted.DIFFERS:
            return []
        facts: dict[str, str | int] = {
            "goods": self.slot.goods.code,
            "place": self.slot.place,
            "book": self.second_book or 0,
            "first": self.first or 0,
            "second": self.second or 0,
            "difference": self.difference,
        }
        return [Problem(Code.STOCK_COUNT_DIFFERS, facts)]
