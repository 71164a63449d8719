"""How much is tried for a plan or a curve: numbers of rounds and steps, never wall time."""

from dataclasses import dataclass
from typing import Final

from tepat.core.plan.schedule.shifting import DOWN, UP

BY_HAND: Final = (
    *((1, 0), (2, 0), (1, 60), (3, 0), (2, 60), (1, 120), (0, 60), (4, 0), (0, 120)),
    *((2, 120), (3, 60), (3, 120), (4, 60), (4, 120)),
)
"""Days earlier and minutes of light kept by rounds that know no risk, as one would by hand."""
STEPS: Final = (4e-4, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8)
"""Shares of scenarios in which something may be late, for plans between those of the curve."""
LADDERS: Final = 16
"""Plans of the curve from which such steps are taken, at most; the surest first."""
LEAST: Final = 5
"""Rounds that may be solved where fewer are asked for: one of each way to plan."""
NEARLY: Final = 0.05
"""How much surer than a plan the first step from it may ask to be."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How much is tried: never wall time, so that a plan can be made again."""

    rounds: int = 12
    iterations: int = 500
    scenarios: int = 10_000
    unseen: int = 10_000
    states: int = 512
    by_hand: int = 4
    starts: int = 3
    """Rounds that are shifted afterwards, ever surer."""
    more_by_hand: int = 0
    dense: int = 0
    """Rounds that are shifted down the curve at the end."""
    rungs: int = 0
    """Steps down a ladder of lateness that is allowed, from each plan of the curve."""
    weighed: int = 2_500
    """Scenarios over which rounds are shifted."""

    @property
    def steps(self) -> int:
        """How many rounds there are in all, at most."""
        shifted = self.starts * len(UP) + self.dense * len(DOWN)
        solved = max(self.rounds, LEAST)
        return solved + self.more_by_hand + shifted + self.rungs * LADDERS


PLAN: Final = Effort()
"""What `tepat plan make` does."""
CURVE: Final = Effort(more_by_hand=6, dense=3, rungs=5)
"""What a curve is drawn with: all that a plan is made with, then more between its rounds."""
