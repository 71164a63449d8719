"""Ballot papers from the plan to the sheet of the TPS: where a paper was lost or found.

Each TPS and SKU has a chain of counts, made by different people at different places. Two counts
that follow each other and differ are a gap, and a gap names the step between them: the packing
table, the handovers, the count before the vote, the count after it. A paper that one step loses
and the next one finds again is two gaps, though the ends agree.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Final


class Point(StrEnum):
    """Where ballot papers of a TPS are counted, in the order of their way."""

    PLANNED = "planned"
    """What the plan sends, with the reserve."""
    PACKED = "packed"
    """What the packing table said it put into the packages."""
    DELIVERED = "delivered"
    """What is in the packages that the KPPS received whole, by the custody log."""
    RECEIVED = "received"
    """What the KPPS counted before the vote."""
    ACCOUNTED = "accounted"
    """Used, spoiled and left over, after the vote."""


class Step(StrEnum):
    """What happened between two counts."""

    PACKING = "packing"
    HANDOVER = "handover"
    COUNT_BEFORE = "count_before"
    COUNT_AFTER = "count_after"


_STEP_BEFORE: Final[Mapping[Point, Step]] = {
    Point.PACKED: Step.PACKING,
    Point.DELIVERED: Step.HANDOVER,
    Point.RECEIVED: Step.COUNT_BEFORE,
    Point.ACCOUNTED: Step.COUNT_AFTER,
}


@dataclass(frozen=True, slots=True)
class Counted:
    """One count and what shows it: names of facts, or of a plan."""

    count: int
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """The papers of one SKU at one TPS. A point without a count is not known yet."""

    place: str
    sku: str
    counts: Mapping[Point, Counted] = field(default_factory=dict)
    moved_in: int = 0
    """Papers that came from other TPS on the day of the vote."""
    moved_out: int = 0
    moves: tuple[str, ...] = ()
    """Facts that say so."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two counts that follow each other and differ; `by` below 0: papers are missing.

    `steps` are all that lie between the two, more than one where a count between is not known.
    """

    place: str
    sku: str
    before: Point
    after: Point
    by: int
    steps: tuple[Step, ...]
    evidence: tuple[str, ...] = ()


def gaps(line: Line) -> list[Gap]:
    """Return where the papers of a line changed in number, in the order of their way.

    >>> counts = {Point.PACKED: Counted(310), Point.RECEIVED: Counted(309)}
    >>> [(each.by, each.steps[-1].value) for each in gaps(Line("t", "KWK-BUP", counts))]
    [(-1, 'count_before')]
    """
    found = []
    order = list(Point)
    known = [point for point in order if point in line.counts]
    for before, after in pairwise(known):
        first, second = line.counts[before], line.counts[after]
        between = order[order.index(before) + 1 : order.index(after) + 1]
        # What moves between two TPS is in no package: it comes before the count of the KPPS.
        moves = line.moved_in - line.moved_out if Point.RECEIVED in between else 0
        by = second.count - first.count - moves
        if by:
            steps = tuple(_STEP_BEFORE[each] for each in between)
            shown = (*first.evidence, *(line.moves if moves else ()), *second.evidence)
            found.append(Gap(line.place, line.sku, before, after, by, steps, shown))
    return found


@dataclass(frozen=True, slots=True)
class Region:
    """The papers of one SKU in one region: sums over the TPS where both counts are known."""

    sku: str
    tps: int
    sums: Mapping[Point, int]
    known: Mapping[Point, int]
    """At how many TPS each point was counted."""
    missing: int
    """Papers that some step lost, over all TPS."""
    found: int
    """Papers that some step had more, over all TPS."""
    gaps: tuple[Gap, ...]

    @property
    def is_closed(self) -> bool:
        """Every TPS has accounted for its papers, and no step lost or found one."""
        return not self.gaps and self.known.get(Point.ACCOUNTED, 0) == self.tps


def over(lines: Iterable[Line]) -> dict[str, Region]:
    """Return the regions' sums by SKU. Losses of one TPS are never set off against another's."""
    by_sku: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_sku[line.sku].append(line)
    return {sku: _region(sku, rows) for sku, rows in sorted(by_sku.items())}


def _region(sku: str, lines: list[Line]) -> Region:
    all_gaps = tuple(gap for line in lines for gap in gaps(line))
    counts = {
        point: [line.counts[point].count for line in lines if point in line.counts]
        for point in Point
    }
    return Region(
        sku,
        len(lines),
        {point: sum(each) for point, each in counts.items()},
        {point: len(each) for point, each in counts.items()},
        -sum(gap.by for gap in all_gaps if gap.by < 0),
        sum(gap.by for gap in all_gaps if gap.by > 0),
        all_gaps,
    )
