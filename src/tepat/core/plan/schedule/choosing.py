"""Rounds of a search: which is the plan, which stand on the curve, which promise most."""

from collections.abc import Sequence
from dataclasses import dataclass

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.risk.penalties import MILLION
from tepat.core.plan.schedule.shifting import START_WORTH
from tepat.core.plan.schedule.values import Trip, Verdicts


@dataclass(frozen=True, slots=True)
class Round:
    """One plan on the way: its trips, rupiah, and what the training scenarios say."""

    trips: tuple[Trip, ...]
    rupiah: int
    verdicts: Verdicts
    failing: int
    """Desa below their target."""
    left: tuple[str, ...]
    hopeless: int = 0
    """How many of them nothing could bring to it."""

    @property
    def is_sure(self) -> bool:
        return self.failing <= self.hopeless and not self.left


def best_of(instance: Instance, rounds: Sequence[Round]) -> Round:
    """Return the cheapest round that meets the targets, or the surest where none does."""
    return min(rounds, key=lambda each: rank(instance, each))


def front(rounds: Sequence[Round]) -> list[Round]:
    """Return the rounds that no other beats in both rupiah and chance, cheapest first."""
    found: list[Round] = []
    for each in sorted(rounds, key=lambda each: (each.rupiah, -each.verdicts.all_ppm)):
        if not found or each.verdicts.all_ppm > found[-1].verdicts.all_ppm:
            found.append(each)
    return found


def promise(each: Round) -> tuple[int, float]:
    """Desa left out, then cost and lateness taken together."""
    return len(each.left), each.rupiah - each.verdicts.all_ppm / MILLION * START_WORTH


def rank(instance: Instance, each: Round) -> tuple[int, int, int, int, int, int, int]:
    """Plans that are sure by cost; else whole ones, sure for all, with fewest failing desa.

    A desa that nothing could bring to its target does not speak against a plan. Where no plan
    is sure, one goes first that is not shown to be below what is asked for all; of those below
    it the one with most whole percent for all: a desa that just misses its target fails as
    one that is hardly ever reached, so their number says little.
    """
    target = round(instance.targets.all * MILLION)
    ppm = each.verdicts.all_ppm
    if each.is_sure and ppm >= target:
        return 0, 0, 0, 0, 0, 0, each.rupiah
    below = each.verdicts.all_high < target
    percent = -(ppm // (MILLION // 100)) if below else 0
    return 1, len(each.left), below, percent, _failing(each), -ppm, each.rupiah


def nearest(instance: Instance, each: Round) -> tuple[int, int, int, int, int]:
    """Order rounds from which to learn: as `rank`, but what fails fewest desa is nearest.

    The search mends desa by desa, so their number says how much is left to do.
    """
    target = round(instance.targets.all * MILLION)
    if each.is_sure and each.verdicts.all_ppm >= target:
        return 0, each.rupiah, 0, 0, 0
    below = each.verdicts.all_high < target
    return 1, len(each.left), below, _failing(each), -each.verdicts.all_ppm


def _failing(each: Round) -> int:
    """Return how many desa fail that could be brought to their target."""
    return each.failing - each.hopeless
