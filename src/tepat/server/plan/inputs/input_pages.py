"""What plans are made from, as people read and change it, part by part."""

from collections.abc import Mapping
from typing import Any, cast
from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.adapters.plan_files import MAP
from tepat.core.election.roles import Action
from tepat.core.plan.instance import reading
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.source import Reliability
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock, typed
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.inputs import changing, kept, sheets, source_services
from tepat.server.plan.inputs.from_tables import begun
from tepat.server.plan.schedule import queries, services, store, tasks, words
from tepat.server.problems import say

PER_PAGE = 40
PROBLEMS_SHOWN = 8


@require_GET
@desk_page()
def plan_inputs(request: HttpRequest, scope: Scope, part: str = "") -> HttpResponse:
    """One part of the inputs as a table, or how much of each there is. Three queries."""
    sheet = sheets.sheet_of(part) if part else None
    source = queries.current_input(scope)
    context: dict[str, Any] = {
        "source": source,
        "part": part,
        "has_map": bool(kept.load(scope).of(MAP)),
        "may_edit": allows(cast(User, request.user), Action.EDIT_PLAN, scope),
        "history": [
            (row, changing.edit_words(row.edit)) for row in queries.edits(scope)[: queries.SHOWN]
        ],
    }
    if source:
        instance = store.instance_of(source.hash)
        context["is_contoh_plan"] = instance.contoh
        if sheet is None:
            context["parts"] = sheets.counted(instance)
        else:
            asked = request.GET.get("cari", "").strip()[:80]
            found = sheets.entries(instance, part, asked)
            page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
            context |= {
                "title": gettext(sheet.title),
                "help": gettext(sheet.help) if sheet.help else "",
                "page": page,
                "rows": list(sheets.rows(instance, part, list(page.object_list))),
                "asked": asked,
            }
    return render(request, "plan/inputs.html", context)


@desk_page(Action.EDIT_PLAN)
def plan_input(request: HttpRequest, scope: Scope, part: str, name: str) -> HttpResponse:
    """One zone, vehicle, store or road, and the form that changes it or tries a change.

    `try` makes a draft plan from the change and leaves the inputs as they are.
    """
    if request.method == "POST":
        try:
            return _change(request, scope, part, name)
        except Refused as refused:
            return form_again(request, scope, part, name, refused)
    return _form(request, scope, part, name)


def form_again(
    request: HttpRequest, scope: Scope, part: str, name: str, refused: Refused
) -> HttpResponse:
    """Return the form with what was typed and why nothing was saved."""
    return _form(request, scope, part, name, say(refused.problem))


def _form(
    request: HttpRequest, scope: Scope, part: str, name: str, problem: str = ""
) -> HttpResponse:
    instance = store.instance_of(queries.needed_input(scope).hash)
    context = {
        **form_of(instance, part, name, request.POST),
        "problem": problem,
        "in_force": queries.in_force(scope) if part == "jalan" else None,
        "map_of": _map_of(request.POST),
    }
    return render(request, "plan/input.html", context, status=422 if problem else 200)


def form_of(instance: Instance, part: str, name: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """Return what the form of one row shows; `typed` is what was refused, or empty."""
    sheet, entry = sheets.sheet_of(part), sheets.entry(instance, part, name)
    source = entry.value.source
    said = {
        "by": source.by,
        "rough": "1" if source.rough else "",
        "at": "",
        "reliability": source.reliability.value,
    }
    if part == "jalan":  # who says what a road is like today is not who said it before
        said |= {"by": "", "rough": "", "reliability": Reliability.UNKNOWN.value}
    if typed:
        said = {key: typed.get(key, "") for key in said}
    return {
        "part": part,
        "title": gettext(sheet.title),
        "help": gettext(sheet.help) if sheet.help else "",
        "id": entry.id,
        "name": entry.name,
        "inputs": sheets.inputs(instance, part, entry.value, typed),
        "alike": sheets.alike(part),
        "alike_chosen": typed.get("alike", ""),
        "said": said,
        "reliabilities": [
            (each.value, gettext(text)) for each, text in words.RELIABILITIES.items()
        ],
    }


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_input_upload(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take a whole input file; what cannot be used is told and left out."""
    file = request.FILES.get("file")
    if file is None:
        raise refuse(Code.FILE_MISSING, file=gettext("Input file"))
    instance, problems = reading.read(file.read())
    edit = {"what": "unggah", "name": (file.name or "")[:120]}
    return _kept(request, scope, instance, problems, edit)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_input_begin(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Begin from the tables and the example fleet (contoh), on the map and with the hazards
    that are kept; without a map on beelines between settlements.
    """
    made, problems = begun(scope, kept.load(scope), clock.now())
    edit = {"what": "tabel", "name": scope.kabupaten, "rough": "1"}
    answer = _kept(request, scope, made.instance, problems, edit)
    source_services.remember(scope, made)
    return answer


def _kept(
    request: HttpRequest,
    scope: Scope,
    instance: Instance | None,
    problems: list[Problem],
    edit: dict[str, str],
) -> HttpResponse:
    """Keep inputs without what cannot be used, and say what that is."""
    if instance is not None:
        instance, more = sound(instance)
        problems = [*problems, *more]
    for problem in problems[:PROBLEMS_SHOWN]:
        messages.warning(request, say(problem))
    if len(problems) > PROBLEMS_SHOWN:
        rest = len(problems) - PROBLEMS_SHOWN
        messages.warning(request, gettext("And %(n)s more of the same kind.") % {"n": rest})
    if instance is None or not (instance.warehouses and instance.desa):
        messages.error(request, gettext("Nothing was kept. Mend the file, then upload it again."))
    else:
        services.keep(scope, instance, edit, cast(User, request.user), clock.now())
        messages.success(request, gettext("The inputs are kept. Now make the schedule."))
    return redirect("plan_inputs", scope.election, scope.kabupaten)


def _change(request: HttpRequest, scope: Scope, part: str, name: str) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    form = {key: str(value) for key, value in request.POST.items()}
    if "try" not in form:
        changing.change(scope, part, name, form, user, now)
        messages.success(request, gettext("Saved. Plans made from now on count by it."))
        if shown := _map_of(form):
            page = reverse("schedule_map", args=[scope.election, scope.kabupaten, shown])
            return redirect(f"{page}?{urlencode({'jalan': name})}")
        return redirect("plan_inputs_part", scope.election, scope.kabupaten, part)
    with transaction.atomic():  # no trial is kept that nobody makes
        made = changing.change(scope, part, name, form, user, now, is_trial=True)
        run = services.order(scope, made, "quick", user, now)
    tasks.make_plan.enqueue(run.pk)
    messages.info(request, gettext("A trial is being made. The plan in force does not change."))
    return redirect("schedule", scope.election, scope.kabupaten)


def _map_of(form: Mapping[str, str]) -> int:
    """Return the number of the plan on whose map the form stood, 0 for none."""
    return typed.key(form.get("map", ""))
