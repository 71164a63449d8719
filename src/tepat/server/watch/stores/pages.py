"""Stores: the list by tier, and one store with its evidence and what is to be done."""

from collections.abc import Mapping
from typing import Any, Final, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from tepat.core.election.roles import Action
from tepat.core.move import inspections
from tepat.core.problems import Code, Problem, Refused
from tepat.core.watch.stores.standing import BACKUP_BY, FLOOD_RED, INSPECTED_BY, Colour
from tepat.server import clock, typed
from tepat.server.desk.words import number
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.log import words as kept_words
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.watch.incidents.parties import may_act
from tepat.server.watch.stores import backing, looking, planning, reporting, words
from tepat.server.watch.stores.queries import Row, Stores, offers_for, stores_of

PER_PAGE: Final = 50
SHOWN: Final = 12
"""Stores of one tier that the list names; the others are counted, with a link to all."""
_ORDER: Final = {Colour.RED: 0, Colour.AMBER: 1, Colour.OPEN: 2, Colour.GREEN: 3}


@require_safe
@desk_page()
def stores(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every tier with what is wrong first, and what has to be done."""
    user, now = cast(User, request.user), clock.now()
    found = stores_of(scope, now)
    rows = sorted(found.rows, key=lambda row: (_ORDER[row.colour], not row.is_overdue, row.place))
    only = request.GET.get("tingkat", "")
    page = None
    if only in words.TIERS:
        page = Paginator([row for row in rows if row.tier == only], PER_PAGE).get_page(
            request.GET.get("page")
        )
    context = {
        "tab": "stores",
        "found": found,
        "figures": _figures(found),
        "tiers": [
            {
                "code": code,
                "name": gettext(name),
                **_tier(rows, code, found, list(page.object_list) if page else None),
            }
            for code, name in words.TIERS.items()
            if only in ("", code) or page is None
        ],
        "page": page,
        "not_in_plan": [_plan_row(row) for row in found.not_in_plan[:SHOWN]],
        "not_in_plan_more": max(0, len(found.not_in_plan) - SHOWN),
        "may_plan": allows(user, Action.EDIT_PLAN, scope),
        "rules": {
            "flood": words.chance(FLOOD_RED),
            "backup": BACKUP_BY,
            "tiers": [(gettext(words.TIERS[t]), days) for t, days in INSPECTED_BY.items()],
        },
    }
    return render(request, "watch/stores/stores.html", context)


def _figures(found: Stores) -> dict[str, int]:
    rows = found.rows
    return {
        "all": len(rows),
        "may": sum(
            row.seen.look is not None and row.seen.look.outcome != inspections.UNFIT for row in rows
        ),
        "failed": sum(
            bool(row.seen.look and row.seen.look.outcome == inspections.UNFIT) for row in rows
        ),
        "unseen": sum(row.seen.look is None for row in rows),
        "overdue": sum(row.is_overdue for row in rows),
        "wet": sum(bool(row.seen.water and row.seen.water.most > 0) for row in rows),
        "red": sum(row.colour is Colour.RED for row in rows),
        "backed": sum(row.colour is Colour.RED and bool(row.backup) for row in rows),
        "unbacked": sum(row.needs_backup for row in rows),
    }


def _tier(rows: list[Row], tier: str, found: Stores, page: list[Row] | None) -> dict[str, Any]:
    mine = [row for row in rows if row.tier == tier]
    bad = [row for row in mine if row.colour in (Colour.RED, Colour.AMBER)]
    if page is None:
        shown = bad[:SHOWN] or mine[: 3 if len(mine) > SHOWN else SHOWN]
    else:
        shown = page
    named = {row.place for row in shown}
    rest = [row for row in mine if row.place not in named]
    return {
        "all": len(mine),
        "rows": [_list_row(row, found) for row in shown],
        "rest": []
        if page is not None
        else [
            {"shape": colour.value, "word": gettext(words.COLOURS[colour]), "n": n}
            for colour in Colour
            if (n := sum(row.colour is colour for row in rest))
        ],
        "overdue": sum(row.is_overdue for row in mine),
    }


def _list_row(row: Row, found: Stores) -> dict[str, Any]:
    look = row.seen.look
    shape, said = words.outcome(look.outcome) if look else ("belum", gettext("not inspected"))
    backup = row.backup
    return {
        "row": row,
        "shape": shape,
        "said": said,
        "at": look.at if look else None,
        "water": words.water(row.seen.water),
        "backup": backup_name(found, row),
        "metres": words.distance(backup.metres) if backup else "",
        "note": "failed" if row.colour is Colour.RED else "overdue" if row.is_overdue else "",
    }


def backup_name(found: Stores, row: Row) -> str:
    """Return what the chosen backup of a store is called, "" for none."""
    if row.backup is None:
        return ""
    known = found.by_place.get(row.backup.backup)
    return known.name if known else row.backup.name or row.backup.backup


def _plan_row(row: Row) -> dict[str, Any]:
    look = row.seen.look
    shape, said = words.outcome(look.outcome if look else "")
    return {"row": row, "shape": shape, "said": said, "look": look}


@require_safe
@desk_page()
def store(request: HttpRequest, scope: Scope, place: str) -> HttpResponse:
    """One store."""
    return _store(request, scope, place)


def _store(
    request: HttpRequest,
    scope: Scope,
    place: str,
    problem: Problem | None = None,
    form: Mapping[str, str] | None = None,
) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    found = stores_of(scope, now)
    row = backing.row_of(found, place)
    history = sorted(
        looking.inspections_of(scope, place), key=lambda each: each.look.at, reverse=True
    )[:PER_PAGE]
    asked = reporting.checklist()
    may = may_act(user, scope, Action.INSPECT_STORES, place)
    context = {
        "tab": "stores",
        "found": found,
        "row": row,
        "shape": row.colour.value,
        "word": gettext(words.COLOURS[row.colour]),
        "tier": gettext(words.TIERS[row.tier]),
        "water": words.water(row.seen.water),
        "water_days": _water_days(found, row),
        "backup": backup_name(found, row),
        "backup_metres": words.distance(row.backup.metres) if row.backup else "",
        "other_name": (form or {}).get("name", row.backup.name if row.backup else ""),
        "offers": _offers(found, row) if may or row.needs_backup else [],
        "history": _history(scope, history, user),
        "decides": row.seen.look.name if row.seen.look else "",
        "may_inspect": may,
        "may_cost": may_act(user, scope, Action.RECORD_COST, place),
        "sees_moves": allows(user, Action.SEE_MOVEMENTS, scope, row.area),
        "questions": inspections.asked(asked.questions),
        "form": form or {},
        "problem": say(problem) if problem else "",
        "most_photo": reporting.MOST_PHOTO // 2**20,
    }
    return render(
        request, "watch/stores/store.html", context, status=status_of(problem) if problem else 200
    )


def _water_days(found: Stores, row: Row) -> list[tuple[str, str]]:
    water, instance = row.seen.water, found.instance
    if water is None or instance is None:
        return []
    return [
        (day.label, words.chance(share))
        for day, share in zip(instance.days, water.days, strict=False)
    ]


def _offers(found: Stores, row: Row) -> list[dict[str, Any]]:
    said = []
    for each in offers_for(found, row):
        other = found.by_place[each.candidate.place]
        said.append(
            {
                "place": other.place,
                "name": other.name,
                "metres": words.distance(each.metres),
                "is_beeline": each.is_beeline,
                "holds": each.holds,
                "shape": other.colour.value,
                "word": gettext(words.COLOURS[other.colour]),
            }
        )
    return said


def _history(scope: Scope, found: list[looking.Inspection], user: User) -> list[dict[str, Any]]:
    """Inspections with their answers, who looked, photos and the words that were kept."""
    hashes = [h for each in found for h in (each.fact.checklist, each.fact.note) if h]
    texts = kept_words.texts(scope.election, scope.kabupaten, hashes) if hashes else {}
    who = people(scope, {each.fact.by for each in found if each.fact.by})
    asked = reporting.checklist()
    names = {each.code: each for each in asked.questions}
    rows = []
    for each in found:
        filled = inspections.read_filled(texts.get(each.fact.checklist, ""))
        shape, said = words.outcome(each.look.outcome)
        answers = filled.answers if filled else {}
        good, of = inspections.score_of(answers)
        rows.append(
            {
                "each": each,
                "shape": shape,
                "said": said,
                "score": f"{number(good)}/{number(of)}" if of else "",
                "answers": [
                    {
                        "shape": "tepat" if is_good else "tidak",
                        "ask": names[code].ask if code in names else code,
                        "is_good": is_good,
                        "grave": code in names and names[code].grave,
                    }
                    for code, is_good in sorted(answers.items(), key=lambda item: item[1])
                ],
                "who": who.get(each.fact.by, ""),
                "note": texts.get(each.fact.note, ""),
                "photos": each.fact.photos,
            }
        )
    return rows


@require_POST
@desk_page()
def store_inspect(request: HttpRequest, scope: Scope, place: str) -> HttpResponse:
    """An inspection that was made on paper."""
    form, user, now = request.POST, cast(User, request.user), clock.now()
    try:
        photos = tuple(
            _read(each, reporting.MOST_PHOTO) for each in request.FILES.getlist("photos")
        )
        answers = {
            name.removeprefix("answer:"): value == "1"
            for name, value in form.items()
            if name.startswith("answer:") and value in ("0", "1")
        }
        said = reporting.OnPaper(
            typed.moment(form.get("at", ""), scope.zone, gettext("Inspected at")),
            form.get("who", ""),
            answers,
            form.get("note", ""),
            photos,
        )
        reporting.inspect(scope, place, said, user, now)
    except Refused as refused:
        return _again(request, scope, place, refused)
    messages.success(request, gettext("The inspection stands in the log, as paper."))
    return redirect("store", scope.election, scope.kabupaten, place)


def _again(request: HttpRequest, scope: Scope, place: str, refused: Refused) -> HttpResponse:
    """Return the page with what was typed and why nothing was saved."""
    if status_of(refused.problem) in (403, 404):
        raise refused
    form = {key: str(value)[:2_000] for key, value in request.POST.items()}
    return _store(request, scope, place, refused.problem, form)


def _read(upload: Any, most: int) -> bytes:
    """Read an upload, never more than one byte beyond what is taken."""
    return bytes(upload.read(most + 1))


@require_POST
@desk_page()
def store_backup(request: HttpRequest, scope: Scope, place: str) -> HttpResponse:
    """Choose where the goods of a store go, or take the choice back."""
    form, user = request.POST, cast(User, request.user)
    try:
        row = backing.choose(
            scope,
            place,
            form.get("backup", "")[:30],
            form.get("name", ""),
            form.get("why", ""),
            user,
            clock.now(),
        )
    except Refused as refused:
        return _again(request, scope, place, refused)
    said = gettext("The backup is chosen.") if row.is_set else gettext("The choice is taken back.")
    messages.success(request, said)
    return redirect("store", scope.election, scope.kabupaten, place)


@require_POST
@desk_page(Action.EDIT_PLAN)
def stores_to_plan(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Bring the verdicts of inspections into the inputs of the plan, with one click."""
    try:
        made = planning.carry(scope, cast(User, request.user), clock.now())
    except Refused as refused:
        if refused.problem.code is not Code.STORES_IN_PLAN:
            raise
        messages.warning(request, say(refused.problem))
        return redirect("stores", scope.election, scope.kabupaten)
    said = gettext("Input version %(n)s knows the inspections. Now make the schedule anew.")
    messages.success(request, said % {"n": made.number})
    return redirect("schedule", scope.election, scope.kabupaten)
