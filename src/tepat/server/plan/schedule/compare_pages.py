"""Two plans beside each other, and what holders of paper have to be told."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET

from tepat.core.election.roles import Action
from tepat.core.plan.comparing import Comparison, Figures
from tepat.core.plan.replanning import CHANGE
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.inputs import changing
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import queries, services, sight, telling, words
from tepat.server.plan.schedule.pages import sentence_of
from tepat.server.plan.schedule.shown import DesaRow, Shown, halts, shown


class Measure(NamedTuple):
    """One thing that two plans are compared by."""

    title: str
    of: Callable[[Figures], int]
    says: Callable[[int], str]
    better: int
    """1 where more is better, -1 where less is, 0 where neither."""


def _km(value: int) -> str:
    return f"{words.number(value)} km"


MOVED_SHOWN: Final = 30
"""Desa with another arrival that are listed at once; the rest is a click away."""

MEASURES: Final = (
    Measure(gettext_noop("Cost"), lambda each: each.rupiah, words.short_rupiah, -1),
    Measure(
        gettext_noop("Chance that all desa are in time"),
        lambda each: each.all_ppm,
        words.chance,
        1,
    ),
    Measure(gettext_noop("Desa below their target"), lambda each: each.under, words.number, -1),
    Measure(gettext_noop("Desa that no trip serves"), lambda each: each.left, words.number, -1),
    Measure(gettext_noop("Nights on guard"), lambda each: each.nights, words.number, 0),
    Measure(gettext_noop("Vehicles times days"), lambda each: each.vehicle_days, words.number, 0),
    Measure(gettext_noop("Distance driven"), lambda each: each.km, _km, 0),
    Measure(gettext_noop("Trips"), lambda each: each.trips, words.number, 0),
)


@require_GET
@desk_page()
def schedule_compare(request: HttpRequest, scope: Scope, number: int, before: int) -> HttpResponse:
    """Plan `number` beside plan `before`: figures, and the changes by whom they concern."""
    waiting = queries.unmade(scope, number)
    if waiting and waiting.is_busy and services.give_up(scope, clock.now()):
        waiting = queries.unmade(scope, number)
    if waiting:
        return _waiting(request, waiting, before)
    what = sight.of(cast(User, request.user), scope)
    new = shown(queries.made(scope, number), what)
    old = shown(queries.made(scope, before), what)
    if "HX-Request" in request.headers:  # the page that waited: it is made now
        return HttpResponse(headers={"HX-Refresh": "true"})
    if new.run.occasion != old.run.occasion:
        raise refuse(Code.PLAN_OTHER_JOURNEY, new=number, old=before)
    comparison = telling.compared(old, new)
    kecamatan = request.GET.get("kecamatan", "")
    lines = telling.lines(comparison, kecamatan)
    moved = _moved(old, new, comparison)
    hides = new.hides or old.hides
    context = {
        "run": new.run,
        "before": old.run,
        "rows": [_measured(each, comparison.before, comparison.after) for each in MEASURES],
        "backups": _without_backup(old, new),
        "changes": lines,
        "all_changes": len(comparison.changes),
        "message": telling.message(old, new, lines),
        "kecamatan": kecamatan,
        "choices": [
            (code, new.kecamatan.get(code, code), count)
            for code, count in telling.counted(comparison).items()
        ],
        "other_inputs": new.run.source.hash != old.run.source.hash,
        "told": telling.told(comparison),
        "pinned": _pinned(new),
        "moved": moved if "semua" in request.GET else moved[:MOVED_SHOWN],
        "all_moved": len(moved),
        "change_rupiah": words.rupiah(CHANGE),
        "may_publish": allows(cast(User, request.user), Action.EDIT_PLAN, scope)
        and new.run.state == PlanRun.State.DRAFT
        and not new.run.source.is_trial,
        "edits": [
            changing.edit_words(each.edit)
            for each in queries.edits_between(old.run.source, new.run.source)
        ],
        "hides": hides,
        "who_sees": sight.who_sees() if hides else "",
    }
    return render(request, "plan/schedule_compare.html", context)


def _waiting(request: HttpRequest, run: PlanRun, before: int) -> HttpResponse:
    """Say how far the newer plan is; the page asks again by itself."""
    context = {"run": run, "before": before, "sentence": sentence_of(run)}
    part = "HX-Request" in request.headers
    template = "plan/parts/compare_waiting.html" if part else "plan/schedule_waiting.html"
    return render(request, template, context)


def _pinned(new: Shown) -> dict[str, Any]:
    """Return what stays because it moves already, and how many other trips there are."""
    rows = [
        {
            "vehicle": new.trip_name(trip),
            "day": new.day(trip),
            "hours": f"{words.clock(trip.start)}\u2013{words.clock(trip.end)}",
            "halts": ", ".join(halt["name"] for halt in halts(new, trip)),
        }
        for trip in new.trips
        if trip.pinned
    ]
    return {"rows": rows, "all": sum(trip.pinned for trip in new.plan.trips)}


def _moved(old: Shown, new: Shown, comparison: Comparison) -> list[dict[str, Any]]:
    """Return each desa whose day, vehicle or hour is another, as this person may read it."""
    was = {row.desa.code: row for row in old.rows}
    told = {each.place for each in comparison.changes}
    found = []
    for row in sorted(new.rows, key=lambda each: each.desa.code):
        if row.desa.code not in told:
            continue
        before = was.get(row.desa.code)
        pair = (_visits(old, before) if before else "", _visits(new, row))
        if pair[0] != pair[1]:
            found.append(
                {
                    "name": row.desa.name,
                    "kecamatan": row.kecamatan,
                    "was": pair[0],
                    "now": pair[1],
                    "chance": words.at_least(row.chance.ppm, row.chance.low),
                    "shape": row.shape,
                }
            )
    return found


def _visits(plan: Shown, row: DesaRow) -> str:
    return "; ".join(
        f"{plan.day(visit.trip)} {words.clock(visit.stop.arrive)}, {plan.trip_name(visit.trip)}"
        for visit in row.visits
    )


def _without_backup(old: Shown, new: Shown) -> tuple[int, int] | None:
    """Desa without another road in both plans; None where nobody looked for one."""
    if not (old.plan.backups and new.plan.backups):
        return None
    counts = [sum(not each.is_there for each in plan.plan.backups) for plan in (old, new)]
    return counts[0], counts[1]


def _measured(measure: Measure, old: Figures, new: Figures) -> dict[str, Any]:
    was, now = measure.of(old), measure.of(new)
    gap = now - was
    shape = ""
    if gap and measure.better:
        shape = "tepat" if gap * measure.better > 0 else "perhatian"
    return {
        "title": gettext(measure.title),
        "was": measure.says(was),
        "now": measure.says(now),
        "gap": f"{'+' if gap > 0 else chr(0x2212)} {measure.says(abs(gap))}"
        if gap
        else gettext("the same"),
        "shape": shape,
    }
