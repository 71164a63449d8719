"""Does nine of ten happen nine times of ten? Predicted chances beside observed frequencies."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from tepat.core.plan.risk.chances import MILLION, wilson
from tepat.core.plan.schedule.values import Verdicts

EDGES: Final = (0, 500_000, 900_000, 990_000, 999_000, 1_000_001)
"""Where one bin of predicted chances ends and the next begins, parts per million."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Desa with predicted chances in [`low`, `high`): what was said, and what came of it; ppm."""

    low: int
    high: int
    desa: int
    predicted: int
    observed: int
    observed_low: int
    observed_high: int

    @property
    def agrees(self) -> bool:
        """Whether what was said is as near as two samples of that size are 19 times of 20."""
        half = max(self.observed_high - self.observed, self.observed - self.observed_low)
        return abs(self.predicted - self.observed) * 1000 <= half * 1415  # both have an error


def reliability(predicted: Verdicts, observed: Verdicts) -> tuple[Bin, ...]:
    """Return the reliability diagram of two judgements of one plan from different seeds.

    Scenarios of one seed share their weather, so the interval is that of one desa: it is
    wider than the number of desa times scenarios would suggest.
    """
    seen = {chance.desa: chance.ppm for chance in observed.desa}
    bins = []
    for low, high in pairwise(EDGES):
        mine = [chance for chance in predicted.desa if low <= chance.ppm < high]
        if mine:
            said = _mean([chance.ppm for chance in mine])
            came = _mean([seen[chance.desa] for chance in mine])
            hits = came * observed.scenarios // MILLION
            _, least, most = wilson(hits, observed.scenarios)
            bins.append(Bin(low, min(high, MILLION), len(mine), said, came, least, most))
    return tuple(bins)


def _mean(values: Sequence[int]) -> int:
    return sum(values) // len(values)
