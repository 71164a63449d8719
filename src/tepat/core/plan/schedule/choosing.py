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


def rank(instance: Instance, each: Round) -> tuple[int, int, int, int, int]:
    """Plans that are sure by cost; else whole ones, sure for all, with fewest failing desa.

    A desa that nothing could bring to its target does not speak against a plan. Where no plan
    is sure, one goes first that is not shown to be below what is asked for all.
    """
    target = round(instance.targets.all * MILLION)
    if each.is_sure and each.verdicts.all_ppm >= target:
        return 0, each.rupiah, 0, 0, 0
    failing = each.failing - each.hopeless
    below = each.verdicts.all_high < target
    return 1, len(each.left), below, failing, -each.verdicts.all_ppm
