"""The way back and votes held again: what there is of each beside the main plan, and the orders."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final, cast

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.roles import Action
from tepat.core.plan.instance.journey import Purpose
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.journeys import purposes, subsets
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock, typed
from tepat.server.desk.words import language
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.plans import occasions, services
from tepat.server.move.plans.marked import Marked, Marking, missing
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import queries, store, tasks, words
from tepat.server.plan.schedule import services as schedule
from tepat.server.problems import say

FOUND: Final = 20
"""TPS shown by a search."""
LONGEST: Final = 40_000
"""Letters of a list of codes: more than every TPS of the largest kabupaten."""
BACK_DAYS: Final = (2, 14)
USUAL: Final = {"ready": "H 22:00", "at_ppk": "H+1 24:00", "recap": "H+3 08:00"}
EFFORTS: Final = {
    "quick": gettext_noop("Quick, some seconds to a minute"),
    "thorough": gettext_noop("Thorough, some minutes"),
}


@require_GET
@desk_page()
def plan_occasions(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every occasion with its newest plan, and the forms that order one."""
    return _page(request, scope)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_again(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Order a vote held again, or look TPS up by `do=cari`."""
    form = _form(request)
    if form.get("do") == "cari":
        return _page(request, scope, form)
    try:
        asked = _asked(request, form)
        instance, problems = occasions.again(scope, _main(scope), asked)
        if asked.purpose is Purpose.PSU:
            ballots = Marking(scope).rows(instance.journey.tps, instance.journey.kinds)
            problems += missing(ballots)
        _order(request, scope, instance, "ulang", asked.decision, form)
    except Refused as refused:
        return _page(request, scope, form, refused.problem)
    for problem in problems:
        messages.warning(request, say(problem))
    return _ordered(request, scope)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_back(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Order a plan of the way back."""
    form = _form(request)
    try:
        vote, (least, most) = occasions.vote_of(scope), BACK_DAYS
        days = typed.whole(
            form.get("days", ""), gettext("Days until all is in the warehouse"), most, least
        )
        times = (form.get("ready", ""), form.get("at_ppk", ""), form.get("recap", ""))
        back = subsets.back_of(vote, days, *times, night=form.get("night") == "1")
        instance = subsets.way_back(_main(scope), vote, back)
        _order(request, scope, instance, "balik", vote.isoformat(), form)
    except Refused as refused:
        return _page(request, scope, form, refused.problem)
    return _ordered(request, scope)


def _order(
    request: HttpRequest,
    scope: Scope,
    instance: Instance,
    what: str,
    name: str,
    form: Mapping[str, str],
) -> None:
    """Keep the inputs of an occasion and order its plan, both or neither."""
    user, now = cast(User, request.user), clock.now()
    edit = {"what": what, "name": name[:60], "now": instance.journey.occasion, "rough": "1"}
    with transaction.atomic():
        kept = schedule.keep(scope, instance, edit, user, now)
        fixed = services.given_trips(scope, kept.occasion)
        run = schedule.order(scope, kept, form.get("effort", "quick"), user, now, fixed=fixed)
    tasks.make_plan.enqueue(run.pk)


def _ordered(request: HttpRequest, scope: Scope) -> HttpResponse:
    messages.info(request, gettext("The plan is being made. The plan in force does not change."))
    return redirect("plan_occasions", scope.election, scope.kabupaten)


def _main(scope: Scope) -> Instance:
    return store.instance_of(queries.needed_input(scope).hash)


def _form(request: HttpRequest) -> dict[str, str]:
    """Return the form as text; TPS that were ticked join those that were written."""
    form = {key: str(value) for key, value in request.POST.items()}
    ticked = " ".join(request.POST.getlist("pilih"))
    form["tps"] = f"{form.get('tps', '')} {ticked}".strip()[:LONGEST]
    return form


def _asked(request: HttpRequest, form: Mapping[str, str]) -> occasions.Again:
    kind = form.get("kind", "")
    if kind not in {each.value for each in subsets.AGAIN}:
        raise refuse(Code.AGAIN_FORM, field=gettext("What kind"), value=kind[:40])
    decision, reason = form.get("decision", "").strip(), form.get("reason", "").strip()
    if not decision or not reason:
        raise refuse(Code.AGAIN_DECISION)
    try:
        vote = date.fromisoformat(form.get("date", ""))
    except ValueError:
        value = form.get("date", "")[:40]
        raise refuse(Code.AGAIN_FORM, field=gettext("Day of the vote"), value=value) from None
    return occasions.Again(
        Purpose(kind),
        vote,
        subsets.read_tps(form["tps"]),
        typed.whole(
            form.get("days", ""), gettext("Days of driving before it"), occasions.MOST_DAYS, 1
        ),
        tuple(request.POST.getlist("kinds")),
        decision,
        reason,
    )


def _page(
    request: HttpRequest,
    scope: Scope,
    form: dict[str, str] | None = None,
    problem: Problem | None = None,
) -> HttpResponse:
    asked = form or {}
    busy = queries.busy(scope)
    if busy and schedule.give_up(scope, clock.now()):
        busy = queries.busy(scope)
    election = election_of(scope)
    user = cast(User, request.user)
    kinds = election.kinds_in(scope.kabupaten)
    ticked = set(request.POST.getlist("kinds")) or {each.code for each in kinds}
    context: dict[str, Any] = {
        "rows": _occasions(scope),
        "may_edit": allows(user, Action.EDIT_PLAN, scope),
        "source": queries.current_input(scope),
        "busy": busy,
        "form": {**USUAL, "days": "2", **asked},
        "is_back_form": "ready" in asked,
        "found": _found(scope, asked.get("cari", "")) if asked.get("do") == "cari" else None,
        "kinds": [(each.code, each.name.say(language()), each.code in ticked) for each in kinds],
        "purposes": [
            (each.value, purposes.NAMES[each][language() == "en"]) for each in subsets.AGAIN
        ],
        "efforts": [(code, gettext(text)) for code, text in EFFORTS.items()],
        "voting_day": election.voting_day,
        "within": subsets.AGAIN_WITHIN,
        "problem": say(problem) if problem else "",
    }
    return render(request, "move/plan_occasions.html", context, status=422 if problem else 200)


def _found(scope: Scope, asked: str) -> list[tuple[str, str]]:
    """TPS whose code, or whose desa's name, holds what is looked for: two queries."""
    asked = asked.strip()[:60]
    if not asked:
        return []
    desa = Region.objects.filter(code__startswith=scope.kabupaten, name__icontains=asked)
    named = dict(desa.filter(level=4).values_list("code", "name"))
    rows = Tps.objects.filter(scope=scope).filter(Q(code__icontains=asked) | Q(desa__in=named))
    codes = list(rows.order_by("code").values_list("code", "desa")[:FOUND])
    names = named | dict(
        Region.objects.filter(code__in={desa for _, desa in codes}).values_list("code", "name")
    )
    return [(code, names.get(place, place)) for code, place in codes]


def _occasions(scope: Scope) -> list[dict[str, Any]]:
    """The newest plan of each occasion, the one in force where another is, and its ballots.

    Two queries, and those of needs and stock where something is voted again.
    """
    runs = list(queries.all_plans(scope).exclude(source__occasion=""))
    newest: dict[str, PlanRun] = {}
    for run in runs:
        newest.setdefault(run.occasion, run)
    in_force = {run.occasion: run for run in queries.others_in_force(scope)}
    psu = any(code.startswith(Purpose.PSU.value) for code in newest)
    marking = Marking(scope) if psu else None
    found = []
    for code, run in sorted(newest.items()):
        journey = store.instance_of(run.source.hash).journey
        ballots: list[Marked] = []
        if marking and journey.purpose is Purpose.PSU:
            ballots = marking.rows(journey.tps, journey.kinds)
        found.append(
            {
                "name": words.occasion(code),
                "run": run,
                "in_force": in_force.get(code),
                "journey": journey,
                "ballots": ballots,
                "problem": _sentence(run),
            }
        )
    return found


def _sentence(run: PlanRun) -> str:
    if not run.problem:
        return ""
    return say(Problem(Code(run.problem["code"]), run.problem["facts"]))
