"""Looks at a made plan that take longer than a page may: kept on its row when they are done."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from django.db import transaction

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.checking import calibrated, ranked
from tepat.core.plan.schedule.choosing import Round, front
from tepat.core.plan.schedule.values import Plan
from tepat.core.plan.why.reasons import limits_of
from tepat.core.problems import Code, refuse
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import at_work, queries, store

MOST_PLANS: Final = 6
"""Plans that are ranked under other guesses."""
BUSY: Final = "busy"


def checks_of(
    instance: Instance, travel: Travel, plan: Plan, rivals: Sequence[tuple[str, Plan]]
) -> dict[str, Any]:
    """Return the bound, the calibration and the ranks of `plan` beside named `rivals`."""
    best = limits_of(instance, travel, plan)
    seen = calibrated(instance, travel, plan)
    named = [("", plan), *rivals][:MOST_PLANS]
    found = ranked(
        instance, travel, [each for _, each in named], plan.verdicts.seed, plan.verdicts.scenarios
    )
    return {
        "most": {"ppm": best.all_ppm, "high": best.all_high},
        "impossible": {each.desa: each.high for each in best.impossible(instance)},
        "seed": seen.seen.seed,
        "scenarios": seen.seen.scenarios,
        "all": {
            "agrees": seen.agrees_for_all,
            **_row(seen.said.all_ppm, seen.seen.all_ppm, seen.seen.all_low, seen.seen.all_high),
        },
        "agrees": seen.agrees,
        "bins": [
            {
                "low": each.low,
                "high": each.high,
                "desa": each.desa,
                "agrees": each.agrees,
                **_row(each.predicted, each.observed, each.observed_low, each.observed_high),
            }
            for each in seen.bins
        ],
        "plans": [
            {"name": name, "rupiah": each.rupiah, "ppm": each.ppm, "ranks": each.ranks}
            for (name, _), each in zip(named, found, strict=True)
        ],
    }


def rounds_as_plans(plan: Plan, rounds: Sequence[Round]) -> list[tuple[str, Plan]]:
    """Return the plans of the front as rivals, without the one that became `plan`."""
    return [
        ("", replace(plan, trips=each.trips, rupiah=each.rupiah))
        for each in front(rounds)
        if each.rupiah != plan.rupiah
    ]


def is_busy(run: PlanRun) -> bool:
    """Tell whether a plan is being looked at; not where who did was killed."""
    return run.checks.get("state") == BUSY and not at_work.was_left(at_work.checking(run))


@transaction.atomic
def order(run: PlanRun) -> None:
    """Mark that a plan is being looked at. Raises `Refused` where it already is."""
    held = PlanRun.objects.select_for_update().get(pk=run.pk)
    if is_busy(held):
        raise refuse(Code.PLAN_BUSY, value=run.number)
    held.checks = {"state": BUSY}
    held.save(update_fields=["checks"])


def work_on(run: PlanRun) -> PlanRun:
    """Look at a plan that was made before, beside the others of the same places."""
    try:
        from tepat.adapters import routing_cch
    except ImportError as missing:
        _clear(run)
        raise refuse(Code.PLAN_PART, part=missing.name or "", what="Rencana") from missing
    try:
        with at_work.at_work(at_work.checking(run)):
            instance, plan = store.instance_of(run.source.hash), store.plan_of(run.hash)
            travel = routing_cch.travel(instance)
            run.checks = checks_of(instance, travel, plan, _others(run, instance))
    except Exception:
        _clear(run)
        raise
    run.save(update_fields=["checks"])
    return run


def _clear(run: PlanRun) -> None:
    run.checks = {}
    run.save(update_fields=["checks"])


def _others(run: PlanRun, instance: Instance) -> list[tuple[str, Plan]]:
    """Other plans that serve the same places with the same vehicles."""
    places = {each.code for each in instance.desa} | {each.code for each in instance.kecamatan}
    homes = {each.id for each in instance.warehouses} | places
    days = len(instance.days)
    vehicles = {each.id for each in instance.vehicles}
    found = []
    for other in queries.all_plans(run.scope).exclude(pk=run.pk)[: queries.SHOWN]:
        if not other.is_made:
            continue
        plan = store.plan_of(other.hash)
        fits = all(
            trip.vehicle in vehicles
            and trip.origin in homes
            and trip.day < days
            and all(stop.place in places for stop in trip.stops)
            for trip in plan.trips
        )
        if fits:
            found.append((str(other.number), plan))
    return found


def _row(said: int, seen: int, low: int, high: int) -> dict[str, int]:
    return {"said": said, "seen": seen, "seen_low": low, "seen_high": high}
