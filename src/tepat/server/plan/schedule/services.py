"""Keep inputs and their edits, make plans in the background, put one in force."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.plan import closing
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.journeys import waiting
from tepat.core.plan.network.times import Travel
from tepat.core.plan.replanning import replan
from tepat.core.plan.schedule import choosing, planning
from tepat.core.plan.schedule.choosing import Round
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.routing import Solver
from tepat.core.plan.schedule.values import Plan
from tepat.core.plan.why import reasons
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.election.models import Scope, User
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import at_work, checking, queries, store
from tepat.server.plan.schedule.loading import with_backups

EFFORTS: Final[Mapping[str, Effort]] = {
    "quick": Effort(rounds=5, iterations=250, scenarios=3_000, unseen=10_000, states=192, starts=1),
    "thorough": Effort(),
}
"""How much is tried, by the word on the page; never wall time, so a plan can be made again."""

GENTLE: Final = "gentle"
"""The effort that changes the plan in force as little as it must."""

LONGEST: Final = timedelta(hours=2)
"""No plan of one regency takes longer."""

MILLION: Final = 1_000_000
Row = dict[str, int | str]


@transaction.atomic
def keep(
    scope: Scope,
    instance: Instance,
    edit: Mapping[str, object],
    by: User | None,
    now: datetime,
    is_trial: bool = False,
) -> PlanInput:
    """Keep a new version of the inputs with what changed, by whom and when."""
    Scope.objects.select_for_update().get(pk=scope.pk)
    last = PlanInput.objects.filter(scope=scope).order_by("-number").first()
    name = store.keep_input(instance)
    if last:
        store.carry_shapes(last.hash, name)
    return PlanInput.objects.create(
        scope=scope,
        number=last.number + 1 if last else 1,
        hash=name,
        occasion=instance.journey.occasion,
        edit=dict(edit),
        is_trial=is_trial,
        at=now,
        by=by,
    )


@transaction.atomic
def order(
    scope: Scope,
    source: PlanInput,
    effort: str,
    by: User | None,
    now: datetime,
    seed: int = 1,
    fixed: Sequence[str] = (),
) -> PlanRun:
    """Order a plan. Raises `Refused` while another is being made: one machine, one solver.

    Once trips of the plan in force of its occasion may have left, or where `effort` is
    `gentle`, that plan is changed as little as it must; trips named in `fixed` are never
    touched. The way back is always made afresh.
    """
    Scope.objects.select_for_update().get(pk=scope.pk)
    give_up(scope, now)
    busy = queries.busy(scope)
    if busy:
        raise refuse(Code.PLAN_BUSY, value=busy.number)
    last = PlanRun.objects.filter(scope=scope).order_by("-number").first()
    in_force = queries.in_force(scope, source.occasion)
    if in_force and source.occasion and not _can_follow(source, in_force):
        if fixed:
            raise refuse(Code.AGAIN_BEGUN, value=in_force.number)
        in_force = None
    has_begun = in_force is not None and (fixed or _minutes(in_force, now) >= 0)
    gentle = in_force if has_begun or effort == GENTLE else None
    return PlanRun.objects.create(
        scope=scope,
        number=last.number + 1 if last else 1,
        source=source,
        effort=effort if effort in EFFORTS else "quick",
        base=gentle,
        fixed=sorted(fixed) if gentle else [],
        seed=seed,
        at=now,
        by=by,
    )


def _can_follow(source: PlanInput, before: PlanRun) -> bool:
    """Tell whether a plan of `source` may keep trips of `before`: same days, all of its desa."""
    new, old = (store.instance_of(each.hash) for each in (source, before.source))
    if new.journey.is_back or [day.date for day in new.days] != [day.date for day in old.days]:
        return False
    return {each.code for each in old.desa} <= {each.code for each in new.desa}


def work_on(run: PlanRun) -> PlanRun:
    """Make the plan of `run`. What refuses is kept on it, for the page to say."""
    began = time.perf_counter()
    run.state = PlanRun.State.MAKING
    run.save(update_fields=["state"])
    try:
        with at_work.at_work(at_work.making(run)):
            instance = store.instance_of(run.source.hash)
            finish(run, instance, *_made(run, instance))
    except Refused as refused:
        _fail(run, refused.problem)
    except Exception as error:
        _fail(run, Problem(Code.PLAN_NOT_MADE, {"why": type(error).__name__}))
        raise
    finally:
        run.seconds = round(time.perf_counter() - began, 1)
        run.save(update_fields=["seconds"])
    return run


def finish(
    run: PlanRun,
    instance: Instance,
    plan: Plan,
    curve: list[Row],
    why: dict[str, list[Row]],
    checks: Mapping[str, Any] = MappingProxyType({}),
) -> PlanRun:
    """Keep a plan that was made as the draft of `run`."""
    in_force = queries.in_force(run.scope, run.occasion)
    plan = replace(plan, number=run.number, after=in_force.hash if in_force else "")
    verdicts = plan.verdicts
    target = round(instance.targets.desa * MILLION)
    run.hash = store.keep_plan(plan)
    run.state = PlanRun.State.DRAFT
    run.rupiah, run.bound = plan.rupiah, plan.bound
    run.all_ppm, run.all_low, run.all_high = verdicts.all_ppm, verdicts.all_low, verdicts.all_high
    run.scenarios = verdicts.scenarios
    run.below = sum(chance.ppm < target for chance in verdicts.desa)
    run.is_rough = any(chance.rough for chance in verdicts.desa)
    run.curve, run.reasons, run.checks = curve, why, dict(checks)
    run.problem = {}
    run.save()
    return run


@transaction.atomic
def put_in_force(run: PlanRun, by: User | None, now: datetime) -> PlanRun:
    """Publish a draft: from now on it is the plan. Raises `Refused` with the reason why not.

    The fact that says so is reported by the caller, in the same transaction.
    """
    Scope.objects.select_for_update().get(pk=run.scope.pk)
    run = PlanRun.objects.select_for_update().select_related("scope", "source").get(pk=run.pk)
    before = queries.in_force(run.scope, run.occasion)
    if before and before.number >= run.number:
        raise refuse(Code.PLAN_OLDER, value=run.number, current=before.number)
    if run.state != PlanRun.State.DRAFT:
        raise refuse(Code.PLAN_NOT_READY, value=run.number)
    if run.source.is_trial:
        raise refuse(Code.PLAN_IS_TRIAL, value=run.number)
    store.plan_bytes(run.hash)
    run.state = PlanRun.State.PUBLISHED
    run.published_at, run.published_by, run.replaces = now, by, before
    run.save(update_fields=["state", "published_at", "published_by", "replaces"])
    return run


Made = tuple[Plan, list[Row], dict[str, list[Row]], dict[str, Any]]


def _made(run: PlanRun, instance: Instance) -> Made:
    try:
        # The solvers are large: a desk that only shows plans does not need them.
        from tepat.adapters import routing_cch, vrp
    except ImportError as missing:
        raise refuse(Code.PLAN_PART, part=missing.name or "", what="Rencana") from missing
    effort = EFFORTS[run.effort]
    travel = routing_cch.travel(instance)
    if run.base:
        plan = _changed(run, instance, travel, vrp.Solver(), routing_cch.travel)
        plan = with_backups(instance, travel, plan)
        return plan, [], why_of(instance, travel, plan), {}  # a closure is answered at once
    rounds = planning.explore(
        instance, travel, vrp.Solver(), run.seed, effort, _teller(run, effort.steps)
    )
    best = choosing.best_of(instance, rounds)
    plan = planning.as_plan(instance, travel, best, run.seed, effort, run.source.hash)
    plan = with_backups(instance, travel, plan)
    rivals = checking.rounds_as_plans(plan, rounds)
    checks = checking.checks_of(instance, travel, plan, rivals)
    why = why_of(instance, travel, plan)
    longer = waiting.waited(instance, travel, vrp.Solver(), plan)
    if longer:
        text, english = waiting.said(plan, longer)
        why[""] = [{"kind": "longer", "id": text, "en": english}]
    return plan, curve_of(rounds), why, checks


def _changed(
    run: PlanRun,
    instance: Instance,
    travel: Travel,
    solver: Solver,
    travel_of: Callable[[Instance], Travel],
) -> Plan:
    """Return the plan in force with as few changes as its new inputs allow.

    Where only roads differ, three answers are held against each other; see `core.plan.closing`.
    """
    base = cast(PlanRun, run.base)
    before, old = store.plan_of(base.hash), store.instance_of(base.source.hash)
    minutes, name = _minutes(base, run.at), run.source.hash
    roads = closing.changed_roads(old, instance)
    if roads is None:
        return replan(instance, travel, solver, before, minutes, run.fixed, run.seed, name=name)
    touched = closing.trips_over(travel_of(old), old, before, roads)
    return closing.around(
        instance,
        travel,
        solver,
        before,
        touched,
        minutes,
        run.seed,
        name=name,
        given=run.fixed,
    )


def curve_of(rounds: Sequence[Round]) -> list[Row]:
    """Return the rounds as rows: the first without a thought of risk, and the front."""
    best = choosing.front(rounds)
    return [
        {
            "rupiah": each.rupiah,
            "ppm": each.verdicts.all_ppm,
            "below": each.failing + len(each.left),
            "kind": "front" if each in best else "plain" if not number else "other",
        }
        for number, each in enumerate(rounds)
    ]


def why_of(instance: Instance, travel: Travel, plan: Plan) -> dict[str, list[Row]]:
    """Return by desa why it stands where it stands, in both languages."""
    found: dict[str, list[Row]] = {}
    for each in reasons.explanations(instance, travel, plan):
        row: Row = {"kind": each.kind.value, "id": each.id, "en": each.en}
        found.setdefault(each.desa, []).append(row)
    return found


def _minutes(run: PlanRun, now: datetime) -> int:
    """Return `now` on the axis of a plan; negative before its first day."""
    instance = store.instance_of(run.source.hash)
    first = instance.days[0].date
    midnight = datetime(first.year, first.month, first.day, tzinfo=ZoneInfo(instance.zone))
    return int((now - midnight).total_seconds() // 60)


def _teller(run: PlanRun, rounds: int) -> Callable[[str, int, int], None]:
    def tell(_what: str, done: int, of: int) -> None:
        # One step more than the rounds: the judging of what was chosen.
        PlanRun.objects.filter(pk=run.pk).update(done=done, total=of + 1)
        run.done, run.total = done, of + 1

    tell("", 0, rounds)
    return tell


def give_up(scope: Scope, now: datetime) -> int:
    """Mark what a worker left behind when it was stopped: nobody waits for it for ever.

    Returns how many plans that were. One query where nothing was left.
    """
    facts = {"why": "pekerjaannya terhenti", "why_en": "its work was interrupted"}
    busy = PlanRun.objects.filter(scope=scope, state__in=queries.BUSY)
    old = now - LONGEST
    left = [run.pk for run in busy if run.at < old or at_work.was_left(at_work.making(run))]
    if left:
        PlanRun.objects.filter(pk__in=left).update(
            state=PlanRun.State.FAILED,
            problem={"code": Code.PLAN_NOT_MADE.value, "facts": facts},
        )
    return len(left)


def _fail(run: PlanRun, problem: Problem) -> None:
    run.state = PlanRun.State.FAILED
    run.problem = {"code": problem.code.value, "facts": dict(problem.facts)}
    run.save(update_fields=["state", "problem"])
