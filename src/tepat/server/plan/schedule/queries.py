"""What the room reads: a few rows from the tables, the rest from the plan's own file."""

from django.db.models import QuerySet

from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope
from tepat.server.plan.models import PlanInput, PlanRun

SHOWN = 12
"""Plans and edits in a list; older ones are reached by their number."""


BUSY = (PlanRun.State.WAITING, PlanRun.State.MAKING)


def all_plans(scope: Scope) -> "QuerySet[PlanRun]":
    """Every plan, the newest first."""
    rows = PlanRun.objects.filter(scope=scope)
    rows = rows.select_related("source", "by", "published_by", "replaces")
    return rows.defer("reasons").order_by("-number")


def in_force(scope: Scope, occasion: str = "") -> PlanRun | None:
    """Return the plan of an occasion that was published last: one query."""
    rows = all_plans(scope).filter(state=PlanRun.State.PUBLISHED, source__occasion=occasion)
    return rows.order_by("-published_at", "-number").first()


def others_in_force(scope: Scope) -> list[PlanRun]:
    """Return the plan in force of each occasion beside the main delivery: one query."""
    rows = all_plans(scope).filter(state=PlanRun.State.PUBLISHED).exclude(source__occasion="")
    found: dict[str, PlanRun] = {}
    for row in rows.order_by("published_at", "number"):
        found[row.occasion] = row
    return sorted(found.values(), key=lambda run: run.occasion)


def busy(scope: Scope) -> PlanRun | None:
    """Return the plan that is being made, if one is: one query."""
    return PlanRun.objects.filter(scope=scope, state__in=BUSY).order_by("-number").first()


def made(scope: Scope, number: int) -> PlanRun:
    """Return one plan that can be shown. Raises `Refused` where it is not there or not made."""
    run = all_plans(scope).defer(None).filter(number=number).first()
    if run is None:
        raise refuse(Code.PLAN_UNKNOWN, value=number)
    if not run.is_made:
        raise refuse(Code.PLAN_NOT_READY, value=number)
    return run


def unmade(scope: Scope, number: int) -> PlanRun | None:
    """Return a plan that is being made or could not be made; None for any other: one query."""
    states = [*BUSY, PlanRun.State.FAILED]
    return all_plans(scope).filter(number=number, state__in=states).first()


def current_input(scope: Scope) -> PlanInput | None:
    """Return the inputs of the delivery as they stand now, trials apart: one query."""
    rows = PlanInput.objects.filter(scope=scope, is_trial=False, occasion="").select_related("by")
    return rows.order_by("-number").first()


def needed_input(scope: Scope) -> PlanInput:
    """Return the inputs as they stand now. Raises `Refused` where there are none."""
    found = current_input(scope)
    if found is None:
        raise refuse(Code.PLAN_NO_INPUT)
    return found


def edits_between(old: PlanInput, new: PlanInput) -> list[PlanInput]:
    """Return what was edited from `old` to `new`, trials of others apart: at most one query."""
    if old.number >= new.number:
        return []
    rows = PlanInput.objects.filter(scope=new.scope_id, occasion=new.occasion, is_trial=False)
    rows = rows.filter(number__gt=old.number, number__lt=new.number)
    return [*rows.order_by("number"), new]


def edits(scope: Scope) -> "QuerySet[PlanInput]":
    """Return the edits of the inputs, the newest first: one query."""
    return PlanInput.objects.filter(scope=scope).select_related("by").order_by("-number")
