"""Is a told chance true, and does the order of plans hang on a guess? Two looks at made plans.

The first judges a plan once more on scenarios of another seed and holds what was said against
what was seen. The second ranks plans with every flood half and twice as likely as told.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.calibration import Bin, reliability
from tepat.core.plan.risk.curve import under_other_guesses
from tepat.core.plan.risk.judging import judge
from tepat.core.plan.schedule.values import Plan, Verdicts

GUESSES: Final = (0.5, 1.0, 2.0)
"""How much likelier than told every flood is."""
OTHER: Final = 1_000_003
"""Added to a seed for scenarios that neither the search nor the judge has seen."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """One plan as told and as seen on other scenarios."""

    said: Verdicts
    seen: Verdicts
    bins: tuple[Bin, ...]

    @property
    def agrees_for_all(self) -> bool:
        """Whether the intervals of all desa together touch."""
        low, high = self.seen.all_low, self.seen.all_high
        return self.said.all_low <= high and low <= self.said.all_high

    @property
    def agrees(self) -> bool:
        """Whether all that was said lies near enough to what was seen."""
        return self.agrees_for_all and all(each.agrees for each in self.bins)


@dataclass(frozen=True, slots=True)
class Guessed:
    """P(all) of one plan under each of `GUESSES`, ppm, and its rank there, 1 the surest."""

    rupiah: int
    ppm: tuple[int, ...]
    ranks: tuple[int, ...]


def calibrated(instance: Instance, travel: Travel, plan: Plan, seed: int = 0) -> Calibration:
    """Return what `plan` said beside what scenarios of another seed show; 0 for one of its own."""
    said = plan.verdicts
    other = seed or said.seed + OTHER
    seen = judge(instance, travel, plan, said.scenarios, other)
    return Calibration(said, seen, reliability(said, seen))


def ranked(
    instance: Instance, travel: Travel, plans: Sequence[Plan], seed: int, scenarios: int = 10_000
) -> tuple[Guessed, ...]:
    """Return `plans` in their order with what other guesses of the floods make of them."""
    tables = under_other_guesses(instance, travel, plans, seed, scenarios, GUESSES)
    ranks = [[1 + sum(other > ppm for other in table) for ppm in table] for table in tables]
    return tuple(
        Guessed(
            plan.rupiah,
            tuple(table[at] for table in tables),
            tuple(rank[at] for rank in ranks),
        )
        for at, plan in enumerate(plans)
    )


def order_holds(found: Sequence[Guessed]) -> bool:
    """Tell whether no plan overtakes another, however the floods were guessed."""
    for first in found:
        for second in found:
            gaps = [a - b for a, b in zip(first.ppm, second.ppm, strict=True)]
            if min(gaps) < 0 < max(gaps):
                return False
    return True
