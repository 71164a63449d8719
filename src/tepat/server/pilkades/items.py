"""The step of items and candidates: numbers of the place's own regulation, none guessed."""

from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from tepat.core.digits import whole_number
from tepat.core.election import choices
from tepat.core.election.quantities import Typed, read_settings, rule_key
from tepat.core.election.roles import Action
from tepat.core.election.village import LONGEST, Village
from tepat.core.problems import Code, Problem
from tepat.server import clock
from tepat.server.desk import words
from tepat.server.election.elections import load
from tepat.server.election.models import Region, Scope, Tps, User
from tepat.server.election.quantities.services import set_quantities, settings_of
from tepat.server.election.scopes import desk_page
from tepat.server.pilkades import beginning
from tepat.server.pilkades.steps import FIRST, NEEDED, pilkades_of, shown
from tepat.server.plan.quantities.queries import RuleRow, groups_of


@desk_page(Action.EDIT_ELECTION)
def items(request: HttpRequest, scope: Scope) -> HttpResponse:
    """How many of each item, and how many candidates in each desa; all stored or nothing."""
    election, village = pilkades_of(scope)
    desa = _desa(scope)
    typed = request.POST
    source = typed.get("source", village.regulation)[:LONGEST]
    problems: list[Problem] = []
    if request.method == "POST":
        problems = _save(request, scope, village, desa, source)
        if not problems:
            messages.success(request, _("Items and candidates saved."))
            return redirect("pilkades_people", scope.election, scope.kabupaten)
    first_keys = {
        rule_key(item, rule) for item in election.items if item.code in FIRST for rule in item.rules
    }
    rows = [row for group in groups_of(scope, words.language()) for row in group.rows]
    told: dict[str, Any] = {
        "source": source,
        "first": [_filled(row, request) for row in _ordered(rows) if row.key in first_keys],
        "rest": [_filled(row, request) for row in rows if row.key not in first_keys],
        "candidates": [
            (code, name, typed.get(f"calon-{code}", village.candidates.get(code, "")))
            for code, name in desa.items()
        ],
        "problems": problems,
    }
    return shown(request, scope, "pilkades_items", told, 422 if problems else 200)


def _ordered(rows: list[RuleRow]) -> list[RuleRow]:
    """Put what is asked first in the order in which people speak of it."""
    order = {code: place for place, code in enumerate(FIRST)}
    return sorted(rows, key=lambda row: order.get(row.key.partition(".")[0], len(order)))


def _desa(scope: Scope) -> dict[str, str]:
    """Return the desa that vote, with their names: two queries."""
    codes = sorted(set(Tps.objects.filter(scope=scope).values_list("desa", flat=True)))
    names = dict(Region.objects.filter(code__in=codes).values_list("code", "name"))
    return {code: names.get(code, code) for code in codes}


def _filled(row: RuleRow, request: HttpRequest) -> dict[str, Any]:
    count: object = row.setting.count if row.setting else ""
    return {
        "row": row,
        "count": request.POST.get(f"count-{row.key}", count),
        "reserve": request.POST.get(f"reserve-{row.key}", row.reserve),
        "is_needed": row.key.partition(".")[0] in NEEDED,
    }


def _save(
    request: HttpRequest, scope: Scope, village: Village, desa: dict[str, str], source: str
) -> list[Problem]:
    """Store quantities and candidates, all of them or nothing; return what is wrong."""
    typed = {
        name.removeprefix("count-"): Typed(
            str(value), request.POST.get(f"reserve-{name.removeprefix('count-')}")
        )
        for name, value in request.POST.items()
        if name.startswith("count-")
    }
    election = load(scope.election)
    changed, problems = read_settings(election, typed, settings_of(scope), source)
    for item in election.items:
        if item.code not in NEEDED:
            continue
        for rule in item.rules:
            if not typed.get(rule_key(item, rule), Typed("")).count.strip():
                facts = {"item": item.name.id, "item_en": item.name.en}
                problems.append(Problem(Code.PILKADES_NEEDED, facts))
    candidates: dict[str, int] = {}
    for code, name in desa.items():
        written = request.POST.get(f"calon-{code}", "")
        count = whole_number(written, choices.MOST, 1)
        if count is not None:
            candidates[code] = count
        elif written.strip():
            said: dict[str, str | int] = {
                "desa": name,
                "value": written.strip()[:20],
                "most": choices.MOST,
            }
            problems.append(Problem(Code.PILKADES_CANDIDATES, said))
    if problems:
        return problems
    if changed:
        set_quantities(scope, changed, source, cast(User, request.user), clock.now())
    if candidates != dict(village.candidates):
        said_now = Village(village.name, village.day, village.regulation, village.cap, candidates)
        beginning.change(scope, said_now)
    return []
