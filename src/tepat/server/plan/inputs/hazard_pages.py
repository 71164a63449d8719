"""Floods and weather at the desk: who says what of each zone and day, files, and reports."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_GET, require_POST

from tepat.adapters.plan_files import HAZARD
from tepat.core.election.roles import Action
from tepat.core.plan.hazard.reports import About, Report
from tepat.core.plan.hazard.sources import SOURCE_BY_ID
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Instance, Zone
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.inputs import kept, source_services
from tepat.server.plan.inputs.kept import Shelf
from tepat.server.plan.inputs.map_pages import file_rows, last_work, saved
from tepat.server.plan.inputs.zone_pictures import pictures
from tepat.server.plan.schedule import queries, store, words
from tepat.server.problems import say

MOST_MB: Final = 16
MOST_FILES: Final = 40
MOST_NAMES: Final = 300
"""Roads that are offered while a place is typed."""

STATES: Final = {
    "in_force": ("tepat", gettext_noop("in force")),
    "ahead": ("menyusul", gettext_noop("in force later")),
    "expired": ("basi", gettext_noop("expired, does not count")),
    "cancelled": ("basi", gettext_noop("taken back, does not count")),
    "exercise": ("basi", gettext_noop("an exercise, does not count")),
    "read": ("tepat", gettext_noop("counts")),
    "unread": ("tidak", gettext_noop("cannot be read")),
}
ABOUT: Final = {
    About.ROAD: gettext_noop("Road"),
    About.RIVER: gettext_noop("River"),
    About.SEA: gettext_noop("Sea"),
    About.TIDE: gettext_noop("Tide"),
}


@require_GET
@desk_page()
def plan_hazard(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Each zone and day with who decides it, the files and reports behind. Two queries."""
    return render(request, "plan/hazard.html", _context(request, scope))


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_hazard_add(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take files of alerts, forecasts, floods, reports and hours, mixed as they are."""
    uploads = request.FILES.getlist("file")[:MOST_FILES]
    by = request.POST.get("by", "").strip()[:120]
    try:
        with TemporaryDirectory(prefix="tepat-") as folder:
            paths = []
            for at, each in enumerate(uploads):
                own = Path(folder) / str(at)
                own.mkdir()
                paths.append(saved(each, own, MOST_MB))
            if not paths:
                raise refuse(Code.FILE_EMPTY, file="-")
            told = source_services.add(
                scope, paths, (HAZARD,), cast(User, request.user), clock.now(), by
            )
        if told.files:
            count = len({each.zone for each in told.changes})
            messages.success(
                request,
                gettext("Kept: %(names)s. Zones that changed: %(n)s.")
                % {"names": ", ".join(each.name for each in told.files), "n": count},
            )
        else:
            messages.error(request, gettext("Nothing was kept; what was there still counts."))
            for problem in told.problems[:4]:
                messages.error(request, say(problem))
    except Refused as refused:
        messages.error(request, say(refused.problem))
    return redirect("plan_hazard", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_hazard_report(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take what a person saw of a road, river, sea or tide."""
    form = {key: str(value) for key, value in request.POST.items()}
    try:
        said = _report(form, scope)
        source_services.report(scope, said, cast(User, request.user), clock.now())
        messages.success(request, gettext("The report is kept and wins over all other sources."))
    except Refused as refused:
        context = {**_context(request, scope), "form": form, "problem": say(refused.problem)}
        return render(request, "plan/hazard.html", context, status=422)
    return redirect("plan_hazard", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_hazard_again(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Lay everything once more: what has expired since then falls away."""
    try:
        told = source_services.again(scope, cast(User, request.user), clock.now())
        count = len({each.zone for each in told.changes})
        messages.success(
            request, gettext("Counted again. Zones that changed: %(n)s.") % {"n": count}
        )
    except Refused as refused:
        messages.error(request, say(refused.problem))
    return redirect("plan_hazard", scope.election, scope.kabupaten)


def _report(form: dict[str, str], scope: Scope) -> Report:
    """Return the report in a form. Raises `Refused` where nobody says it, or when is missing."""
    by, place = (form.get(each, "").strip()[:120] for each in ("by", "place"))
    if not by:
        raise refuse(Code.PLAN_WHO)
    start = _moment(form.get("from", ""), scope.zone)
    if start is None:
        raise refuse(Code.REPORT_TIME, by=by, place=place)
    about = form.get("about", "")
    return Report(
        place,
        form.get("state") == "open",
        by,
        start,
        _moment(form.get("until", ""), scope.zone),
        About(about) if about in set(About) else About.ROAD,
        form.get("note", "").strip()[:200],
    )


def _moment(text: str, zone: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))
    except ValueError:
        return None


def _context(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    shelf = kept.load(scope)
    source = queries.current_input(scope)
    instance = store.instance_of(source.hash) if source else None
    files = file_rows(scope, shelf.of(HAZARD), shelf)
    states = source_services.states_now(shelf, clock.now())
    for row in files:
        row["state"] = states.get(row["id"], row["state"])
        row["shape"], word = STATES[row["state"]]
        row["word"] = gettext(word)
    drawn = pictures(instance, shelf.outlines) if instance else {}
    return {
        "scope": scope,
        "drawn": drawn,
        "source": source,
        "may_edit": allows(cast(User, request.user), Action.EDIT_PLAN, scope),
        "days": [day.label for day in instance.days] if instance else [],
        "zones": [
            {**_zone_row(zone, shelf, scope.zone), "path": drawn.get("zones", {}).get(zone.id, "")}
            for zone in instance.hazard.zones
        ]
        if instance
        else [],
        "files": files,
        "is_old": any(shelf.states.get(name) != state for name, state in states.items()),
        "reports": _report_rows(shelf),
        "work": last_work(shelf, HAZARD),
        "places": _places(instance),
        "about": [(each.value, gettext(text)) for each, text in ABOUT.items()],
        "form": {},
        "most_mb": MOST_MB,
    }


def _zone_row(zone: Zone, shelf: Shelf, local: str) -> dict[str, Any]:
    """Return a zone as rows of days that are alike: chance, which source, who and when."""
    kinds = shelf.kinds.get(zone.id, [])
    per_day = []
    said: dict[tuple[str, Source], None] = {}
    for day, chance in enumerate(zone.probability):
        kind = kinds[day] if day < len(kinds) else "prior"
        said[kind, zone.said_by(day)] = None
        per_day.append({"chance": words.per_cent(chance), "kind": kind, "high": chance >= 0.5})
    return {
        "name": zone.name or zone.id,
        "days": per_day,
        "said": [
            {
                "kind": _kind(kind),
                "by": source.by,
                "at": _when(source.at, local),
                "note": source.note,
                "rough": source.rough,
            }
            for kind, source in said
        ],
    }


def _when(at: str, local: str) -> str:
    """Return when a thing was said as it was written; a moment in the time of the kabupaten.

    >>> _when("2024-11-20T21:50:00+07:00", "Asia/Makassar"), _when("2024-11-01", "Asia/Makassar")
    ('2024-11-20 22:50', '2024-11-01')
    """
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        return at
    if moment.tzinfo is None:
        return at
    return moment.astimezone(ZoneInfo(local)).strftime("%Y-%m-%d %H:%M")


def _kind(kind: str) -> str:
    row = SOURCE_BY_ID[kind]
    return row.title_en if language() == "en" else row.title_id


def _report_rows(shelf: Shelf) -> list[dict[str, Any]]:
    return [
        {
            "id": row["id"],
            "place": row["place"],
            "open": row["passable"],
            "about": gettext(ABOUT[About(row["about"])]),
            "by": row["by"],
            "at": datetime.fromisoformat(row["at"]),
            "until": datetime.fromisoformat(row["until"]) if row["until"] else None,
            "text": row["text"],
            "user": row["user"],
        }
        for row in shelf.reports
    ]


def _places(instance: Instance | None) -> list[str]:
    """Return names that may be typed as the place of a report: zones, then roads."""
    if instance is None:
        return []
    zones = [zone.name or zone.id for zone in instance.hazard.zones]
    roads = sorted({arc.name for arc in instance.arcs if arc.name})
    names = {node.id: node.name for node in instance.nodes}
    ends = [
        f"{names[arc.tail]} - {names[arc.head]}"
        for arc in instance.arcs
        if not arc.name and names.get(arc.tail) and names.get(arc.head)
    ]
    return list(dict.fromkeys([*zones, *roads, *sorted(ends)]))[:MOST_NAMES]
