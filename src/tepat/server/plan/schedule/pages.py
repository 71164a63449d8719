"""The page of a plan, all desa by risk, what it costs, its trips, and the order for a new one."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from tepat.core.documents import plan_budget
from tepat.core.election.roles import Action
from tepat.core.plan.schedule.waves import too_full
from tepat.core.plan.why.reasons import Kind
from tepat.core.problems import Code, Problem
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.inputs import changing
from tepat.server.plan.models import PlanInput, PlanRun
from tepat.server.plan.schedule import drawn, queries, services, sight, store, words
from tepat.server.plan.schedule.shown import DesaRow, Shown, figures, halts, shown, timeline
from tepat.server.problems import say

PER_PAGE = 50
WHY_SHOWN = 6
"""Desa in the table of reasons: the least sure ones."""
TRIPS_PER_PAGE = 40


@require_GET
@desk_page()
def schedule(request: HttpRequest, scope: Scope, number: int = 0) -> HttpResponse:
    """One plan: the one in force, else the newest draft, or the one that was asked for.

    Six queries beside the shell's own, whatever the number of desa.
    """
    user = cast(User, request.user)
    recent = _recent(scope)
    run = queries.made(scope, number) if number else _first(scope, recent)
    may_edit = allows(user, Action.EDIT_PLAN, scope)
    source = queries.current_input(scope)
    context: dict[str, Any] = {
        "run": run,
        "recent": _listed(recent),
        "replaced": _replaced(recent),
        "busy": next((each for each in recent if each.is_busy), None),
        "may_edit": may_edit,
        "source": source,
        "is_behind": bool(run and source and _is_behind(run, source)),
        "efforts": _efforts(recent),
        "is_contoh_plan": False,
    }
    if run:
        context |= _shown(shown(run, sight.of(user, scope)), recent)
    return render(request, "plan/schedule.html", context)


@require_GET
@desk_page()
def schedule_desa(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Every desa by risk, filtered; `cetak` puts all of them on one page for paper."""
    plan = _plan(request, scope, number)
    kecamatan, only = request.GET.get("kecamatan", ""), request.GET.get("hanya", "")
    rows = [row for row in plan.rows if _fits(row, kecamatan, only)]
    size = len(rows) or 1 if "cetak" in request.GET else PER_PAGE
    page = Paginator(rows, size).get_page(request.GET.get("page"))
    context = {
        "run": plan.run,
        "plan": plan,
        "page": page,
        "rows": [_row(plan, row) for row in page.object_list],
        "found": len(rows),
        "all": len(plan.rows),
        "kecamatan": kecamatan,
        "only": only,
        "choices": sorted(plan.kecamatan.items()),
        "target": words.target(plan.target),
        "hides": plan.hides,
        "who_sees": sight.who_sees() if plan.hides else "",
        "knows_backups": bool(plan.plan.backups),
        "print_area": kecamatan or scope.kabupaten,
        "may_print": plan.sight.sees(kecamatan or scope.kabupaten),
    }
    return render(request, "plan/schedule_desa.html", context)


@require_GET
@desk_page()
def schedule_costs(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """What the plan costs, line by line: the RAB, each price with who said it."""
    plan = _plan(request, scope, number)
    found = plan_budget.headings(plan.plan, plan.instance)
    groups = [
        {
            "name": heading.name,
            "rupiah": "" if heading.rupiah is None else words.rupiah(heading.rupiah),
            "lines": [
                {
                    "name": line.name,
                    "quantity": line.quantity,
                    "unit": line.unit,
                    "each": "" if line.each is None else words.rupiah(line.each),
                    "rupiah": "" if line.rupiah is None else words.rupiah(line.rupiah),
                    "source": "" if line.source == plan_budget.UNSAID else line.source,
                }
                for line in heading.lines
            ],
        }
        for heading in found
    ]
    unpriced = sum(line.rupiah is None for heading in found for line in heading.lines)
    context = {
        "run": plan.run,
        "groups": groups,
        "total": words.rupiah(plan.run.rupiah),
        "unpriced": unpriced,
    }
    return render(request, "plan/schedule_costs.html", context)


@require_GET
@desk_page()
def schedule_trips(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Every trip with its halts and times, by day; only those this person may read."""
    plan = _plan(request, scope, number)
    day = request.GET.get("hari", "")
    trips = [trip for trip in plan.trips if not day or plan.day(trip) == day]
    size = len(trips) or 1 if "cetak" in request.GET else TRIPS_PER_PAGE
    page = Paginator(trips, size).get_page(request.GET.get("page"))
    rows = [
        {
            "id": trip.id,
            "day": plan.day(trip),
            "date": plan.instance.days[trip.day].date,
            "vehicle": plan.trip_name(trip),
            "origin": plan.names.get(trip.origin, trip.origin),
            "start": words.clock(trip.start),
            "end": words.clock(trip.end),
            "km": words.decimal(trip.metres / 1000),
            "halts": list(halts(plan, trip)),
            "is_alone": trip.id in plan.alone,
        }
        for trip in page.object_list
    ]
    context = {
        "run": plan.run,
        "rows": rows,
        "page": page,
        "day": day,
        "days": [each.label for each in plan.instance.days],
        "hides": plan.hides,
        "may_print": allows(cast(User, request.user), Action.SEE_MOVEMENTS, scope),
        "who_sees": sight.who_sees() if plan.hides else "",
    }
    return render(request, "plan/schedule_trips.html", context)


@require_GET
@desk_page(Action.SEE_MOVEMENTS)
def schedule_file(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """The plan file itself, as its hash names it; it holds every departure."""
    run = queries.made(scope, number)
    answer = HttpResponse(store.plan_bytes(run.hash), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{run.hash}.json"'
    return answer


@require_GET
@desk_page()
def schedule_progress(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The list of plans, asked for again while one is being made."""
    recent = _recent(scope)
    busy = next((each for each in recent if each.is_busy), None)
    context = {"recent": _listed(recent), "replaced": _replaced(recent), "busy": busy}
    return render(request, "plan/parts/schedule_list.html", context)


def _recent(scope: Scope) -> list[PlanRun]:
    """The newest plans; one whose worker was killed is told as not made. One query, else three."""
    recent = list(queries.all_plans(scope)[: queries.SHOWN])
    if any(each.is_busy for each in recent) and services.give_up(scope, clock.now()):
        recent = list(queries.all_plans(scope)[: queries.SHOWN])
    return recent


def _first(scope: Scope, recent: list[PlanRun]) -> PlanRun | None:
    """The plan in force; before the first is published, the newest draft that is no trial."""
    in_force = queries.in_force(scope)
    mine = [each for each in recent if each.is_made and not each.occasion]
    drafts = (each for each in mine if not each.source.is_trial)
    return in_force or next(drafts, None)


def _plan(request: HttpRequest, scope: Scope, number: int) -> Shown:
    return shown(queries.made(scope, number), sight.of(cast(User, request.user), scope))


def _shown(plan: Shown, recent: list[PlanRun]) -> dict[str, Any]:
    run = plan.run
    others = [
        each
        for each in recent
        if each.is_made and each.pk != run.pk and each.occasion == run.occasion
    ]
    return {
        "plan": plan,
        "figures": figures(plan),
        "timeline": timeline(plan),
        "alone": len(plan.alone),
        "full": [] if plan.hides else [say(p) for p in too_full(plan.instance, plan.plan.trips)],
        "dots": drawn.dots(plan),
        "curve": drawn.curve(plan),
        "why": [_row(plan, row) for row in plan.rows[:WHY_SHOWN]],
        "is_contoh_plan": plan.instance.contoh,
        "journey": plan.instance.journey,
        "whole": [str(each[language()]) for each in run.reasons.get("", ())],
        "occasion": words.occasion(run.occasion),
        "no_map": plan.instance.no_map,
        "who_sees": sight.who_sees() if plan.hides else "",
        "edit": changing.edit_words(run.source.edit) if run.source.is_trial else None,
        "compare": _pair(run, others),
    }


def _replaced(recent: list[PlanRun]) -> set[int]:
    """Numbers of the plans in whose place another was published since."""
    last: dict[str, PlanRun] = {}
    published = [each for each in recent if each.state == PlanRun.State.PUBLISHED]
    for run in sorted(published, key=lambda each: (str(each.published_at), each.number)):
        last[run.occasion] = run
    return {each.number for each in published if last[each.occasion] is not each}


def _is_behind(run: PlanRun, source: PlanInput) -> bool:
    """Whether a delivery was planned before the inputs became what they are now."""
    mine = run.source
    return not run.occasion and mine.number < source.number and mine.hash != source.hash


def _pair(run: PlanRun, others: list[PlanRun]) -> tuple[int, int] | None:
    """The newer and the older number of the two plans that are compared from this page."""
    older = run.replaces or next((each for each in others if each.number < run.number), None)
    if older:
        return run.number, older.number
    newer = next(iter(others), None)
    return (newer.number, run.number) if newer else None


def _row(plan: Shown, row: DesaRow) -> dict[str, Any]:
    first = row.visits[0] if row.visits else None
    return {
        "desa": row.desa,
        "kecamatan": row.kecamatan,
        "shape": row.shape,
        "chance": words.at_least(row.chance.ppm, row.chance.low),
        "low": words.chance(row.chance.low),
        "high": words.chance(row.chance.high),
        "rough": row.chance.rough,
        "departs": plan.departs(row),
        "vehicle": plan.trip_name(first.trip) if first else "",
        "arrives": words.clock(first.stop.arrive) if first else "",
        "has_backup": row.has_backup,
        "impossible": row.is_impossible,
        "why": _why(plan, row),
        "is_hidden": not plan.sight.sees(row.desa.code),
    }


def _why(plan: Shown, row: DesaRow) -> list[str]:
    """The sentences of one desa; they name days, so they are read by whom these are for."""
    if not plan.sight.sees(row.desa.code):
        return []
    said = plan.run.reasons.get(row.desa.code, [])
    wrong = [each for each in said if each["kind"] != Kind.EARLY.value]
    return [str(each[language()]) for each in wrong or said]


def _fits(row: DesaRow, kecamatan: str, only: str) -> bool:
    if kecamatan and row.desa.kecamatan != kecamatan:
        return False
    if only == "tidak-mungkin":
        return row.is_impossible
    if only == "di-bawah":
        return row.is_below or row.is_left
    return row.has_backup is False if only == "tanpa-cadangan" else True


def _efforts(recent: list[PlanRun]) -> list[tuple[str, str]]:
    """What may be asked for; the gentle way only where a plan is in force."""
    published = any(each.published_at for each in recent)
    return [
        (code, gettext(text))
        for code, text in words.EFFORTS.items()
        if published or code != services.GENTLE
    ]


def _listed(recent: list[PlanRun]) -> list[tuple[PlanRun, str, str, str]]:
    """Plans with why they failed, what they cost and what they are for, in words."""
    return [
        (each, sentence_of(each), words.short_rupiah(each.rupiah), words.occasion(each.occasion))
        for each in recent
    ]


def sentence_of(run: PlanRun) -> str:
    """Return why a plan could not be made, "" where it could."""
    if not run.problem:
        return ""
    return say(Problem(Code(run.problem["code"]), run.problem["facts"]))
