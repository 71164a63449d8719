"""Rounds of a search: which is the plan, which stand on the curve, which promise most."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.risk.penalties import MILLION
from tepat.core.plan.schedule.shifting import START_WORTH
from tepat.core.plan.schedule.values import Trip, Verdicts

STEP: Final = 5_000
"""Half a point, ppm: how much surer a plan must be to go before a cheaper one."""


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


def rank(instance: Instance, each: Round) -> tuple[int, int, int, int, int, int]:
    """Plans that are sure by cost; else whole ones, by how sure they are, then by cost.

    A desa that nothing could bring to its target does not speak against a plan. Where no plan is
    sure for each desa, one goes first whose interval lies above what is asked for all, with the
    fewest failing desa; below that the chance of all counts in steps of half a point, so that
    nobody pays for chance in the drawing.
    """
    target = round(instance.targets.all * MILLION)
    if each.is_sure and each.verdicts.all_ppm >= target:
        return 0, each.rupiah, 0, 0, 0, 0
    failing, left = _failing(each), len(each.left)
    if each.verdicts.all_low >= target:
        return 1, left, 0, 0, failing, each.rupiah
    return 1, left, 1, -(each.verdicts.all_ppm // STEP), failing, each.rupiah


def nearest(instance: Instance, each: Round) -> tuple[int, int, int, int, int]:
    """Order rounds from which to learn: what fails fewest desa is nearest.

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
