"""What the pages call the counts of papers and the steps between them."""

from typing import Final

from django.utils.translation import gettext_noop

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
