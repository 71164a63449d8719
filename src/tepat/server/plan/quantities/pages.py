"""The page "Atur jumlah": what this office has decided, with the decision that says so."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop

from tepat.core.digits import whole_number
from tepat.core.election.catalogue import Rounding
from tepat.core.election.quantities import Typed, read_settings
from tepat.core.election.roles import Action
from tepat.core.election.toml_tables import MOST
from tepat.core.problems import Code, Problem
from tepat.server import clock
from tepat.server.desk import words
from tepat.server.election.elections import load
from tepat.server.election.models import Scope, User
from tepat.server.election.quantities.services import set_quantities, settings_of
from tepat.server.election.scopes import desk_page
from tepat.server.plan.quantities import queries
from tepat.server.plan.quantities.services import set_bundles
from tepat.server.problems import say

TITLES = {
    "unset": gettext_noop("Not set"),
    "memory": gettext_noop("From memory, check first"),
    "set": gettext_noop("Set by this office"),
    "known": gettext_noop("Known from the regulation"),
}
ROUNDINGS = {
    Rounding.CEIL: gettext_noop("up"),
    Rounding.ROUND: gettext_noop("to the nearest"),
    Rounding.FLOOR: gettext_noop("down"),
}


@desk_page(Action.EDIT_ELECTION)
def quantities(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every rule with what the file says and what this office set; POST sets them together.

    Nothing is stored while anything is wrong: each fault is named, what was typed stays.
    """
    problems: list[Problem] = []
    if request.method == "POST":
        problems = _save(request, scope)
        if not problems:
            messages.success(request, gettext("Quantities saved. Check the needs, then packages."))
            return redirect("quantities", scope.election, scope.kabupaten)
    language = words.language()
    context: dict[str, Any] = {
        "groups": [
            (gettext(TITLES[group.state]), group, [_filled(row, request) for row in group.rows])
            for group in queries.groups_of(scope, language)
        ],
        "bundles": [
            (row, request.POST.get(f"bundle-{row.sku}", row.size or ""))
            for row in queries.bundles_of(scope, language)
        ],
        "history": queries.history_of(scope, language),
        "gone": queries.gone(scope),
        "problems": [say(problem) for problem in problems],
        "roundings": [(each.value, gettext(text)) for each, text in ROUNDINGS.items()],
        "source": request.POST.get("source", ""),
    }
    status = 422 if problems else 200
    return render(request, "plan/quantities.html", context, status=status)


def _save(request: HttpRequest, scope: Scope) -> list[Problem]:
    """Store what was typed, all of it or nothing; return what is wrong."""
    user, now = cast(User, request.user), clock.now()
    source = request.POST.get("source", "")
    typed = {
        name.removeprefix("count-"): Typed(
            str(value),
            request.POST.get(f"reserve-{name.removeprefix('count-')}"),
            request.POST.get(f"rounding-{name.removeprefix('count-')}", ""),
        )
        for name, value in request.POST.items()
        if name.startswith("count-")
    }
    changed, problems = read_settings(load(scope.election), typed, settings_of(scope), source)
    bundles, faults = _bundles(request, scope)
    if bundles and not changed and not source.strip():
        faults.append(Problem(Code.QUANTITY_SOURCE, {"count": len(bundles)}))
    if problems or faults:
        return [*problems, *faults]
    if changed:
        set_quantities(scope, changed, source, user, now)
    if bundles:
        set_bundles(scope, bundles, source, user, now)
    return []


def _bundles(request: HttpRequest, scope: Scope) -> tuple[dict[str, int | None], list[Problem]]:
    changed: dict[str, int | None] = {}
    problems = []
    for row in queries.bundles_of(scope, words.language()):
        text = request.POST.get(f"bundle-{row.sku}")
        if text is None:
            continue
        size = whole_number(text, MOST, 1)
        if text.strip() and size is None:
            facts = {"item": row.name, "value": text}
            problems.append(Problem(Code.QUANTITY_BUNDLE, facts))
        elif size != row.size:
            changed[row.sku] = size
    return changed, problems


def _filled(row: queries.RuleRow, request: HttpRequest) -> dict[str, Any]:
    """One row with what was typed, or else what holds."""
    count: object = row.setting.count if row.setting else ""
    return {
        "row": row,
        "count": request.POST.get(f"count-{row.key}", count),
        "reserve": request.POST.get(f"reserve-{row.key}", row.reserve),
        "rounding": request.POST.get(f"rounding-{row.key}", row.rounding.value),
    }
