"""When ballot papers of a TPS are said not to add up: of a form that is whole, and never before.

A form that is still being told differs by everything that nobody has said yet. So a difference
counts only once somebody told all of it: the votes, and what became of the papers.
"""

from dataclasses import dataclass
from enum import StrEnum

from tepat.core.count.reconciling import Counted, Gap, Line, Point, gaps
from tepat.core.count.versions import Source, State


class Sum(StrEnum):
    """What the papers of one form come to."""

    OPEN = "open"
    """Not known yet: half told, typed by one person alone, or two people say otherwise."""
    UNTOLD = "untold"
    """Nobody says anything, or what was said was taken back."""
    RIGHT = "right"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one SKU at one TPS. None: not counted, or not known.

    `delivered` by the custody log; `came` and `went` from and to other TPS; `accounted` is
    used, spoiled and left together.
    """

    place: str
    sku: str
    state: State
    source: Source | None
    delivered: int | None
    received: int | None
    accounted: int | None
    came: int = 0
    went: int = 0

    @property
    def is_told(self) -> bool:
        """Whether the TPS itself told the whole form, or two people stand behind it.

        Papers that were received and of which none was used, spoiled or left over are not
        accounted for: that sheet was filled in before the vote.
        """
        if self.received is None or self.accounted is None:
            return False
        if self.received and not self.accounted:
            return False
        return self.state is State.AGREED or (
            self.state is State.ONE and self.source is Source.PHONE
        )

    @property
    def gaps(self) -> list[Gap]:
        """Where papers changed in number at this TPS: from the handover to the sheet.

        What the packing table or a count on the way found is no difference of this TPS. What was
        delivered is compared only where every package of it was taken over.
        """
        known = {
            Point.DELIVERED: self.delivered,
            Point.RECEIVED: self.received,
            Point.ACCOUNTED: self.accounted,
        }
        counts = {point: Counted(n) for point, n in known.items() if n is not None}
        return gaps(Line(self.place, self.sku, counts, self.came, self.went))

    @property
    def sum(self) -> Sum:
        """What they come to.

        >>> papers = Papers("t", "BUP", State.ONE, Source.PHONE, 310, 310, 309)
        >>> papers.sum.value, [(each.after.value, each.by) for each in papers.gaps]
        ('differs', [('accounted', -1)])
        """
        if self.is_told:
            return Sum.DIFFERS if self.gaps else Sum.RIGHT
        if self.state is State.MISSING and self.accounted is None:
            return Sum.UNTOLD
        return Sum.OPEN
