"""The drawing of recent checkpoints: how the log grew, and when each grade of witness signed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tepat.server.keeping.pages.reading import LAPTOP, PHONE, Published

WIDTH: Final = 1000
LEFT: Final = 120
_TOP: Final = 20
_BOTTOM: Final = 64
LEAST: Final = 2
"""Checkpoints below which there is nothing to draw."""


@dataclass(frozen=True, slots=True)
class Chart:
    """Coordinates in a box of 1180 x 150, as the template draws them."""

    line: str
    first: int
    last: int
    begins: datetime
    ends: datetime
    first_y: float
    last_y: float
    laptops: list[float] = field(default_factory=list)
    phones: list[float] = field(default_factory=list)


def drawn(
    every: Sequence[Published], moments: Mapping[int, datetime], grades: Mapping[str, str]
) -> Chart | None:
    """Draw checkpoints, the newest first; `moments` says when the last entry of each came.

    None where fewer than two checkpoints have a moment.
    """
    points = sorted((moments[each.size], each.size) for each in every if each.size in moments)
    if len(points) < LEAST:
        return None
    (begins, first), (ends, last) = points[0], points[-1]
    signed = [one for each in every for one in each.cosigned]
    ends = max([ends, *(one.at for one in signed)])
    span = (ends - begins).total_seconds() or 1.0

    def x(at: datetime) -> float:
        share = min(1.0, max(0.0, (at - begins).total_seconds() / span))
        return round(LEFT + WIDTH * share, 1)

    def y(size: int) -> float:
        return round(_BOTTOM - (_BOTTOM - _TOP) * (size - first) / max(1, last - first), 1)

    line = "M" + "L".join(f"{x(at)} {y(size)}" for at, size in points)
    return Chart(
        line,
        first,
        last,
        begins,
        ends,
        y(first),
        y(last),
        sorted({x(one.at) for one in signed if grades.get(one.witness) == LAPTOP}),
        sorted({x(one.at) for one in signed if grades.get(one.witness) == PHONE}),
    )
