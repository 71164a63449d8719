"""Rupiah against reliability: the plans among which a person chooses, and how sure each is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tepat.core.plan.instance.values import Hazard, Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.judging import judge
from tepat.core.plan.schedule.choosing import Round, front
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.making import as_plan
from tepat.core.plan.schedule.values import Plan, Verdicts


@dataclass(frozen=True, slots=True)
class Point:
    """One plan on the curve, judged on scenarios it has not seen."""

    rupiah: int
    verdicts: Verdicts
    plan: Plan


def curve(
    instance: Instance,
    travel: Travel,
    rounds: Sequence[Round],
    seed: int,
    effort: Effort,
    name: str = "",
) -> tuple[Point, ...]:
    """Return the rounds no other beats in cost and chance, cheapest first.

    Rounds are compared again on unseen scenarios: one that only looked surer falls out.
    """
    points: list[Point] = []
    for each in front(rounds):
        plan = as_plan(instance, travel, each, seed, effort, name)
        if not points or plan.verdicts.all_ppm > points[-1].verdicts.all_ppm:
            points.append(Point(plan.rupiah, plan.verdicts, plan))
    return tuple(points)


def scaled(hazard: Hazard, by: float) -> Hazard:
    """Return `hazard` with every probability multiplied, at most 1: what if the guess is off."""
    zones = tuple(
        replace(zone, probability=tuple(min(1.0, each * by) for each in zone.probability))
        for zone in hazard.zones
    )
    return replace(hazard, zones=zones)


def under_other_guesses(
    instance: Instance,
    travel: Travel,
    plans: Sequence[Plan],
    seed: int,
    scenarios: int = 10_000,
    guesses: Sequence[float] = (0.5, 1.0, 2.0),
) -> tuple[tuple[int, ...], ...]:
    """Return P(all), parts per million, of each plan under each guess, [guesses][plans]."""
    return tuple(
        tuple(
            judge(replace(instance, hazard=hazard), travel, plan, scenarios, seed).all_ppm
            for plan in plans
        )
        for hazard in (scaled(instance.hazard, guess) for guess in guesses)
    )
