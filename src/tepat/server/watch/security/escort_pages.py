"""Who goes with one load, what the desk was told of them, and what the page of a load says."""

from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.security.sight import Sight
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.models import Shipment
from tepat.server.move.packages.queries import people as names_of
from tepat.server.problems import say, status_of
from tepat.server.typed import key, moment
from tepat.server.watch.models import EscortReport, EscortTask, SecurityUnit
from tepat.server.watch.security import pages, people, queries, services

MOST_SHOWN: Final = 10
"""Of the history of one load."""
FORM: Final = "%Y-%m-%dT%H:%M"
"""As `<input type=datetime-local>` wants an hour."""


@require_http_methods(["GET", "POST"])
@desk_page()
def escort(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One load: ask a unit to go with it, and write what the desk was told."""
    sight = people.looks(request, scope, "escorts", code)
    row = Shipment.objects.filter(scope=scope, code=code).first()
    if row is None or not queries.sees_load(sight, row):
        raise refuse(Code.SHIPMENT_UNKNOWN, value=code[:40])
    problem: Problem | None = None
    if request.method == "POST":
        try:
            _take(request, scope, row)
            return redirect("escort", scope.election, scope.kabupaten, code)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    return _show(request, scope, row, sight, problem)


def _take(request: HttpRequest, scope: Scope, row: Shipment) -> None:
    sight = people.writes(request, scope)
    by, now, form = cast(User, request.user).account, clock.now(), request.POST
    task = queries.tasks_of(scope, [row.code]).get(row.code)
    asked = task.unit if task else None
    if "said" in form or "drop" in form or asked:
        people.check_answer(sight, asked)
    if "said" in form:
        services.tell(scope, row, form, by, now)
        messages.success(request, gettext("What the desk was told is kept, with the hour."))
        return
    if "drop" in form:
        services.assign(scope, row.code, None, (), None, by, now)
        messages.success(request, gettext("Nobody is asked to go with this load any more."))
        return
    unit = unit_of(scope, sight, form.get("unit", ""))
    numbers = [number for each in form.getlist("people") if (number := key(each))]
    order = {pk: at for at, pk in enumerate(numbers)}
    chosen = sorted(
        queries.people_of(scope, numbers[: services.MOST_PEOPLE_AT_ONCE]),
        key=lambda each: order[each.pk],
    )
    meets_at = moment(form.get("meets_at", ""), scope.zone, gettext("Meets"))
    services.assign(scope, row.code, unit, chosen, meets_at, by, now)
    messages.success(request, gettext("The unit is asked to go with this load."))


def unit_of(scope: Scope, sight: Sight, text: str) -> SecurityUnit:
    """Return the unit that a form names. Raises `Refused`."""
    found = SecurityUnit.objects.filter(scope=scope, pk=key(text), closed_at=None).first()
    if found is None:
        raise refuse(Code.SECURITY_CHOICE, column="kesatuan", value=text[:30])
    return people.check_unit(sight, found)


def _show(
    request: HttpRequest, scope: Scope, row: Shipment, sight: Sight, problem: Problem | None
) -> HttpResponse:
    now = clock.now()
    found = queries.leg(scope, row, sight, now)
    [shown] = pages.leg_rows(scope, [found])
    chosen = queries.units(scope, sight)
    asked = request.POST.get("unit") or request.GET.get("satuan", "")
    current = next((unit for unit in chosen if str(unit.pk) == asked), None)
    if current is None and found.task and found.task.unit in chosen:
        current = next(unit for unit in chosen if unit.pk == found.task.unit_id)
    if current is None and not asked:
        current = _nearest(chosen, row.destination)
    context = {
        "tab": "security",
        "row": shown,
        "leg": found,
        "units": chosen,
        "current": current,
        "there": {each.pk for each in found.people},
        "answers": people.may_answer(sight, found.task.unit if found.task else None),
        **_history(scope, row.code),
        "there_at": _there_at(found, now).astimezone(ZoneInfo(scope.zone)).strftime(FORM),
        "asked": len(found.people) or "",
        "problem": say(problem) if problem else "",
        "typed": request.POST if problem else {},
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/security/escort.html", context, status=status)


def _history(scope: Scope, code: str) -> dict[str, Any]:
    """Return who was asked and what the desk was told, each with who wrote it."""
    asked = list(
        EscortTask.objects.filter(scope=scope, shipment=code)
        .select_related("unit")
        .order_by("-pk")[:MOST_SHOWN]
    )
    told = list(
        EscortReport.objects.filter(scope=scope, shipment=code).order_by("-pk")[:MOST_SHOWN]
    )
    who = names_of(scope, {str(each.by) for each in asked} | {str(each.by) for each in told})
    return {
        "history": [(each, who.get(str(each.by), "")) for each in asked],
        "told": [(each, who.get(str(each.by), "")) for each in told],
    }


def _there_at(leg: queries.Leg, now: datetime) -> datetime:
    """Return the hour that a form proposes: when they were to meet, or now where that is ahead."""
    planned = (leg.task.meets_at if leg.task else None) or leg.load.departs_at
    return min(planned, now) if planned else now


def _nearest(chosen: list[SecurityUnit], place: str) -> SecurityUnit | None:
    """Return the unit of the police nearest above a place, else the first one."""
    near = [
        unit for unit in chosen if unit.service == "polri" and queries.in_area(place, unit.area)
    ]
    return max(near, key=lambda unit: len(unit.area), default=chosen[0] if chosen else None)
