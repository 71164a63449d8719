"""What the pages call the counts of papers and the steps between them."""

from typing import Final

from django.utils.translation import gettext, gettext_noop

from tepat.core.count.moves import Move, Side
from tepat.core.count.reconciling import Point, Step

POINTS: Final = {
    Point.PLANNED: gettext_noop("planned"),
    Point.PACKED: gettext_noop("packed"),
    Point.DELIVERED: gettext_noop("delivered, log"),
    Point.RECEIVED: gettext_noop("counted before the vote"),
    Point.ACCOUNTED: gettext_noop("used, spoiled, left"),
}
STEPS: Final = {
    Step.PACKING: gettext_noop("at packing"),
    Step.HANDOVER: gettext_noop("at a handover"),
    Step.COUNT_BEFORE: gettext_noop("at the count before the vote"),
    Step.COUNT_AFTER: gettext_noop("at the count after the vote"),
}
SIDES: Final = {
    Side.GIVER: gettext_noop("who gave: %(n)s"),
    Side.RECEIVER: gettext_noop("who received: %(n)s"),
    Side.PAPER: gettext_noop("paper: %(n)s"),
}


def standing_of(move: Move) -> tuple[str, str]:
    """Return the shape and the words for how well a move between two TPS is known."""
    if move.differs:
        return "tidak", gettext("they do not say the same")
    if move.is_one_sided:
        return "sepihak", gettext("one side says so")
    if Side.PAPER in move.said:
        return "tepat", gettext("on paper")
    return "tepat", gettext("both say so")
