"""How much more time would help a way back, each number of days tried by a plan of its own.

Water goes and vehicles that pass it come free, so days help where the fleet does not: boxes may
be longer on the way to their PPK, and longer on the way home. Nothing is guessed: each try is
planned with little effort and judged on scenarios that its planning did not see.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.plan.instance.axis import Axis
from tepat.core.plan.instance.longer import later
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.journeys import fetching
from tepat.core.plan.network.times import Travel
from tepat.core.plan.saying import MILLION, chance, rupiah
from tepat.core.plan.schedule.choosing import best_of
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.routing import Solver
from tepat.core.plan.schedule.values import Plan

TRIED: Final = ((1, 0), (2, 0), (3, 0), (4, 0), (3, 4), (4, 4))
"""Days more until the boxes are at their PPK, and days more from there home, in this order."""
EFFORT: Final = Effort(rounds=4, iterations=100, scenarios=1_500, unseen=2_000, states=96, starts=1)


@dataclass(frozen=True, slots=True)
class Waited:
    """A way back that may last longer: its inputs, the chance that all is in time, its cost."""

    instance: Instance
    ppm: int
    rupiah: int


def waited(
    instance: Instance,
    travel: Travel,
    solver: Solver,
    plan: Plan,
    tried: Sequence[tuple[int, int]] = TRIED,
    effort: Effort = EFFORT,
) -> Waited | None:
    """Return the fewest days more with which a way back meets its target, or the best of them.

    None where `plan` meets it already, is no way back, or no number of days helps.
    """
    target = round(instance.targets.all * MILLION)
    had = plan.verdicts.all_ppm
    if not instance.journey.is_back or had >= target:
        return None
    best: Waited | None = None
    for days in tried:
        longer = later(instance, *days)
        rounds = fetching.explore(longer, travel, solver, plan.seed, effort)
        made = fetching.as_plan(longer, travel, best_of(longer, rounds), plan.seed, effort)
        if made.verdicts.all_ppm > (best.ppm if best else had):
            best = Waited(longer, made.verdicts.all_ppm, made.rupiah)
        if made.verdicts.all_ppm >= target:
            break
    return best


def said(plan: Plan, help_: Waited) -> tuple[str, str]:
    """Return in one sentence what more time would do, Indonesian and English."""
    longer = help_.instance
    rough, axis = longer.hazard.is_rough, Axis(longer.days)
    moments = (longer.targets.ppk, longer.journey.recap, longer.targets.pps)
    by, recap, home = map(axis.said, moments)
    had, now = (chance(ppm, rough=rough) for ppm in (plan.verdicts.all_ppm, help_.ppm))
    had_en, now_en = (chance(ppm, "en", rough=rough) for ppm in (plan.verdicts.all_ppm, help_.ppm))
    return (
        f"Semua kotak pulang tepat waktu {had}. Yang menolong adalah waktu: bila kotak boleh di "
        f"PPK sampai {by}, rekap PPK selesai {recap}, dan kotak di gudang sampai {home}, "
        f"rencana yang disusun ulang tepat waktu {now} dengan {rupiah(help_.rupiah)}.",
        f"All boxes are home in time {had_en}. Time is what helps: with boxes at the PPK by {by}, "
        f"recaps done by {recap} and boxes in the warehouse by {home}, a plan made again is in "
        f"time {now_en} for {rupiah(help_.rupiah, 'en')}.",
    )
