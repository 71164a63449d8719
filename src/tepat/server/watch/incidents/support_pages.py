"""Requests for support with their answers, and the log of decisions with their outcomes."""

from datetime import datetime
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.incidents.closing import Remedy
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents import deciding, keeping, learning, services, words
from tepat.server.watch.incidents.agreed import agreed
from tepat.server.watch.incidents.pages import due_of
from tepat.server.watch.incidents.parties import PartyNames, is_of, may_act
from tepat.server.watch.incidents.queries import Waiting, climb_of, with_acts
from tepat.server.watch.incidents.shown import Shown
from tepat.server.watch.incidents.supporting import rows_of
from tepat.server.watch.models import Decision, Incident, Support

PER_PAGE = 50


@require_http_methods(["GET", "POST"])
@desk_page()
def supports(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every request, those that wait first, and the form of a new one."""
    user, now = cast(User, request.user), clock.now()
    problem: Problem | None = None
    if request.method == "POST":
        form = request.POST
        try:
            due = due_of(scope, form.get("due", ""))
            if due is None:
                raise refuse(Code.INCIDENT_DUE)
            text, place = form.get("text", ""), form.get("place", "")
            keeping.ask_support(
                scope, form.get("what", ""), text, place, form.get("to", ""), due, user, now
            )
            messages.success(request, gettext("The request was sent."))
            return redirect("supports", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    rows = list(
        Support.objects.filter(scope=scope)
        .select_related("incident")
        .prefetch_related("answers")
        .order_by("-number")[:200]
    )
    helpers = keeping.helpers_for(_own_place(user, scope))
    names = PartyNames(scope, [*(r.to for r in rows), *(r.party for r in rows), *helpers])
    shown = rows_of(rows, names, now, scope, user)
    shown.sort(key=lambda each: (each["is_done"], each["row"].due))
    context = {
        "tab": "supports",
        "rows": shown,
        "waiting": sum(not each["is_done"] for each in shown),
        "over": sum(each["due_kind"] == "over" for each in shown),
        "helps": [(code, gettext(word)) for code, word in words.SUPPORTS.items()],
        "helpers": [(each, names.party(each)) for each in helpers],
        "answers": [(code, gettext(word)) for code, (_, word) in words.SAID.items()],
        "form": {key: str(value) for key, value in request.POST.items()},
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/incidents/supports.html", context, status=status)


def _own_place(user: User, scope: Scope) -> str:
    try:
        return services.acting_anywhere(user, scope, Action.REPORT_INCIDENT).partition("@")[2]
    except Refused:
        return scope.kabupaten


@require_POST
@desk_page()
def support_answer(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The office that was asked answers."""
    user, form = cast(User, request.user), request.POST
    keeping.answer_support(
        scope, number, form.get("said", ""), form.get("text", ""), user, clock.now()
    )
    return redirect("supports", scope.election, scope.kabupaten)


@require_http_methods(["GET", "POST"])
@desk_page()
def decisions(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Evidence, decision, outcome: one line each, the newest first; nothing is ever changed."""
    user, now = cast(User, request.user), clock.now()
    learning.catch_up(scope, now)
    problem: Problem | None = None
    if request.method == "POST":
        form = request.POST
        try:
            said = deciding.Words(
                form.get("text", ""), form.get("why", ""), "", due_of(scope, form.get("due", ""))
            )
            deciding.advise(scope, form.get("sort", ""), said, user, now)
            return redirect("decisions", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    rows = Decision.objects.filter(scope=scope).prefetch_related("outcomes").order_by("-pk")
    if request.GET.get("jenis") in Decision.Sort.values:
        rows = rows.filter(sort=request.GET["jenis"])
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "tab": "decisions",
        "page": page,
        "rows": _decision_rows(scope, user, list(page.object_list), now),
        "may_advise": may_act(user, scope, Action.ADVISE),
        "sorts": [(code, gettext(words.SORTS[code])) for code in ("advice", "intervention")],
        "chosen": request.GET.get("jenis", ""),
        "all_sorts": [(code, gettext(word)) for code, word in words.SORTS.items()],
        "form": {key: str(value) for key, value in request.POST.items()},
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/incidents/decisions.html", context, status=status)


def _decision_rows(
    scope: Scope, user: User, rows: list[Decision], now: datetime
) -> list[dict[str, Any]]:
    found = agreed(scope)
    wanted = {row.incident_id for row in rows if row.incident_id}
    incidents = {
        row.pk: Waiting(row, climb_of(row, now, found), None)
        for row in with_acts(Incident.objects.filter(pk__in=wanted))
    }
    shown = Shown(scope, user, found, now, list(incidents.values()), {row.party for row in rows})
    told = {each.by for row in rows for each in row.outcomes.all()}
    who = people(scope, ({row.by for row in rows} | told) - {""})
    return [
        {
            "row": row,
            "sort": gettext(words.SORTS[row.sort]),
            "remedy": gettext(words.REMEDIES[Remedy(row.remedy)]) if row.remedy else "",
            "by": who.get(row.by, ""),
            "party": shown.parties.party(row.party),
            "incident": incidents[row.incident_id].incident if row.incident_id else None,
            "title": shown.title(incidents[row.incident_id].incident) if row.incident_id else "",
            "outcomes": [
                {"row": each, "by": who.get(each.by, ""), "count": len(each.facts)}
                for each in sorted(row.outcomes.all(), key=lambda one: one.pk)
            ],
            "may_tell": row.sort != Decision.Sort.DECISION
            and may_act(user, scope, Action.ADVISE)
            and is_of(user, scope, row.party),
        }
        for row in rows
    ]


@require_POST
@desk_page()
def decision_outcome(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Whoever advised writes what came of it. What KPU decided is shown by facts instead."""
    user = cast(User, request.user)
    deciding.tell_outcome(scope, number, request.POST.get("text", ""), user, clock.now())
    return redirect("decisions", scope.election, scope.kabupaten)
