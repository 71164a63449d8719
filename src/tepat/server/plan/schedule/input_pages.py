"""What plans are made from, as people change it: zones, vehicles, stores, roads."""

from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.adapters.plan_files import MAP
from tepat.core.election.roles import Action
from tepat.core.plan.instance import reading
from tepat.core.plan.instance.checks import sound
from tepat.core.plan.instance.values import Instance, Status
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.schedule import (
    changing,
    kept,
    queries,
    services,
    source_services,
    store,
    tasks,
    words,
)
from tepat.server.plan.schedule.from_tables import begun
from tepat.server.problems import say

PER_PAGE = 40
PROBLEMS_SHOWN = 8


@require_GET
@desk_page()
def plan_inputs(request: HttpRequest, scope: Scope, part: str = "") -> HttpResponse:
    """One part of the inputs as a table, or how much of each there is. Three queries."""
    if part and part not in changing.PARTS:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=part[:60])
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
        context["days"] = [day.label for day in instance.days]
        context["is_contoh_plan"] = instance.contoh
        context["parts"] = _parts(instance)
        if part:
            asked = request.GET.get("cari", "").strip()
            rows = [row for row in ROWS[part](instance) if asked.lower() in row["name"].lower()]
            page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
            context |= {"title": gettext(changing.TITLES[part]), "page": page, "asked": asked}
    return render(request, "plan/inputs.html", context)


@desk_page(Action.EDIT_PLAN)
def plan_input(request: HttpRequest, scope: Scope, part: str, name: str) -> HttpResponse:
    """One zone, vehicle, store or road, and the form that changes it or tries a change.

    `try` makes a draft plan from the change and leaves the inputs as they are.
    """
    problem = ""
    if request.method == "POST":
        try:
            return _change(request, scope, part, name)
        except Refused as refused:
            problem = say(refused.problem)
    instance = store.instance_of(queries.needed_input(scope).hash)
    rows = ROWS[part](instance) if part in ROWS else []
    row = next((each for each in rows if each["id"] == name), None)
    if row is None:
        raise refuse(Code.PLAN_PART_UNKNOWN, value=name[:60])
    context = {
        "part": part,
        "title": gettext(changing.TITLES[part]),
        "row": row,
        "form": request.POST if problem else row,
        "problem": problem,
        "days": [day.label for day in instance.days],
        "statuses": [(each.value, gettext(text)) for each, (_, text) in words.STATUSES.items()],
        "verdicts": [(each.value, gettext(text)) for each, (_, text) in words.VERDICTS.items()],
    }
    return render(request, "plan/input.html", context, status=422 if problem else 200)


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
        return redirect("plan_inputs_part", scope.election, scope.kabupaten, part)
    with transaction.atomic():  # no trial is kept that nobody makes
        made = changing.change(scope, part, name, form, user, now, is_trial=True)
        run = services.order(scope, made, "quick", user, now)
    tasks.make_plan.enqueue(run.pk)
    messages.info(request, gettext("A trial is being made. The plan in force does not change."))
    return redirect("schedule", scope.election, scope.kabupaten)


def _parts(instance: Instance) -> list[dict[str, Any]]:
    """How much of each part there is, and how much of it is a guess."""
    found = []
    for part, rows_of in ROWS.items():
        rows = rows_of(instance)
        found.append(
            {
                "part": part,
                "title": gettext(changing.TITLES[part]),
                "count": len(rows),
                "rough": sum(row["rough"] == "1" for row in rows),
                "bad": sum(row["shape"] in ("tidak", "perhatian") for row in rows),
            }
        )
    return found


def _zones(instance: Instance) -> list[dict[str, Any]]:
    return [
        {
            "id": zone.id,
            "name": zone.name or zone.id,
            "probability": words.typed_days([words.per_cent(p) for p in zone.probability]),
            "per_day": [words.per_cent(p) for p in zone.probability],
            "shape": "",
            **_said(zone.source),
        }
        for zone in instance.hazard.zones
    ]


def _vehicles(instance: Instance) -> list[dict[str, Any]]:
    homes = {each.code: f"PPK {each.name}" for each in instance.kecamatan}
    return [
        {
            "id": each.id,
            "name": f"{each.name or each.id} {homes.get(each.warehouse, '')}".strip(),
            "available": words.typed_days(each.available),
            "day": words.number(each.day_price),
            "km": words.number(each.km_price),
            "hour": words.number(each.hour_price),
            "litres": each.litres,
            "kg": each.kg,
            "carrier": each.carrier,
            "shape": "",
            **_said(each.source),
        }
        for each in instance.vehicles
    ]


def _stores(instance: Instance) -> list[dict[str, Any]]:
    names = {each.code: each.name for each in instance.kecamatan}
    places = [(each.code, f"PPK {each.name}", each.store) for each in instance.kecamatan]
    places += [
        (each.code, f"PPS {each.name}, {names.get(each.kecamatan, '')}", each.store)
        for each in instance.desa
    ]
    return [
        {
            "id": code,
            "name": name,
            "verdict": store.verdict.value,
            "word": gettext(words.VERDICTS[store.verdict][1]),
            "shape": words.VERDICTS[store.verdict][0],
            "guard": words.number(store.guard),
            **_said(store.source),
        }
        for code, name, store in places
    ]


def _roads(instance: Instance) -> list[dict[str, Any]]:
    """Roads, those that are not simply open first."""
    at = changing.node_names(instance)
    zones = {zone.id: zone.name or zone.id for zone in instance.hazard.zones}
    rows = [
        {
            "id": arc.id,
            "name": arc.name or f"{at.get(arc.tail, arc.tail)} – {at.get(arc.head, arc.head)}",
            "status": arc.status.value,
            "word": gettext(words.STATUSES[arc.status][1]),
            "shape": words.STATUSES[arc.status][0],
            "km": words.decimal(arc.metres / 1000),
            "road": arc.road,
            "zone": zones.get(arc.zone, ""),
            "comment": arc.comment,
            "open": arc.status is Status.OPERATIONAL,
            **_said(arc.source),
        }
        for arc in instance.arcs
    ]
    return sorted(rows, key=lambda row: (row["open"], row["name"]))


def _said(source: Any) -> dict[str, str]:
    rough = "1" if source.rough else ""
    return {"by": source.by, "at": source.at, "rough": rough, "note": source.note}


ROWS = {"zona": _zones, "kendaraan": _vehicles, "gudang": _stores, "jalan": _roads}
