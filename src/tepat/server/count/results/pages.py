"""Results: which TPS are in, and the forms of one area. Unofficial on every page."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tepat.core.count.checks import CODES, Severity
from tepat.core.count.saying import Said
from tepat.core.count.versions import State
from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.models import FormState
from tepat.server.count.results import folding, queries
from tepat.server.count.results.words import CELLS, SHAPES, STATES
from tepat.server.count.sight import check_sight, may_see, may_see_somewhere, who_sees
from tepat.server.desk.words import language
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, allows_somewhere, desk_page
from tepat.server.problems import say

PER_PAGE: Final = 40
"""TPS of one page of a list."""


@require_safe
@desk_page()
def count(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Which forms are in, by kecamatan: one cell per TPS."""
    user = cast(User, request.user)
    if not may_see_somewhere(user, scope):
        context = {"tab": "count", "is_closed": True, "who_sees": who_sees()}
        return render(request, "count/results.html", context)
    folding.catch_up(scope)
    contests, names = contests_of(scope), queries.names_of(scope)
    by_kind = queries.coverage(scope)
    kinds = [kind.code for kind in contests.kinds] or sorted(by_kind)
    asked = request.GET.get("jenis", "")
    chosen = asked if asked in kinds else (kinds[-1] if kinds else "")
    areas = [a for a in by_kind.get(chosen, {}).values() if may_see(user, scope, a.code)]
    record_look(user, scope, "results", "")
    context = {
        "tab": "count",
        "kinds": [(code, _kind_name(contests, code)) for code in kinds],
        "chosen": chosen,
        "kind_name": _kind_name(contests, chosen),
        "rows": [_area_row(each, names) for each in areas],
        "total": _area_row(queries.total_of(areas, scope.kabupaten), names),
        "has_tps": bool(contests.tps),
        "may_type": allows_somewhere(user, Action.ENTER_RESULTS, scope),
        "begin": _begin(user, scope, chosen),
    }
    return render(request, "count/results.html", context)


def _kind_name(contests: Contests, code: str) -> str:
    kind = contests.kind(code)
    return kind.name.say(language()) if kind else code


def _area_row(area: queries.Area, names: dict[str, str]) -> dict[str, Any]:
    drawn = "".join(
        f'<i class="{CELLS[state]}"></i>' * area.states[state]
        if CELLS[state]
        else "<i></i>" * area.states[state]
        for state in (State.DIFFERS, State.AGREED, State.ONE, State.MISSING)
    )
    return {
        "code": area.code,
        "name": names.get(area.code, area.code),
        "area": area,
        "drawn": drawn,
        "states": [
            (state.value, shape, gettext(words), area.states[state])
            for state, (shape, words) in STATES.items()
        ],
    }


def _begin(user: User, scope: Scope, kind: str) -> FormState | None:
    """The first form that is not in, where this person may type: one query per 200 rows."""
    rows = FormState.objects.filter(scope=scope, kind=kind, state=State.MISSING).order_by("tps")
    seen: set[str] = set()
    for row in rows[:2_000].iterator(200):
        if row.kecamatan not in seen and allows(user, Action.ENTER_RESULTS, scope, row.kecamatan):
            return row
        seen.add(row.kecamatan)
    return None


@require_safe
@desk_page()
def area(request: HttpRequest, scope: Scope, area: str) -> HttpResponse:
    """The TPS of the kabupaten, a kecamatan or a desa, each form with what does not add up."""
    user = cast(User, request.user)
    check_sight(user, scope, area)
    folding.catch_up(scope)
    contests, names = contests_of(scope), queries.names_of(scope)
    if area not in names:
        raise refuse(Code.REGION_UNKNOWN, value=area[:40])
    rows = FormState.objects.filter(scope=scope, tps__startswith=area)
    state, check = request.GET.get("keadaan", ""), request.GET.get("periksa", "")
    flagged = request.GET.get("ditandai", "") == "1"
    kind = request.GET.get("jenis", "")
    wanted = rows.filter(kind=kind) if contests.kind(kind) else rows
    if state in {each.value for each in State}:
        wanted = wanted.filter(state=state)
    if flagged:
        wanted = wanted.filter(weight=Severity.ERROR).exclude(state=State.MISSING)
    codes = list(wanted.order_by("tps").values_list("tps", "checks"))
    if check in CODES:
        codes = [(tps, found) for tps, found in codes if check in found.split()]
    page = Paginator(sorted({tps for tps, _ in codes}), PER_PAGE).get_page(request.GET.get("page"))
    shown = list(rows.filter(tps__in=list(page.object_list)).order_by("tps", "sku"))
    said = queries.said_in(shown, contests)
    context = {
        "tab": "count",
        "area": area,
        "name": names[area],
        "above": [(area[:8], names.get(area[:8], ""))] if len(area) == 13 else [],
        "page": page,
        "rows": [_tps_row(contests, names, tps, shown, said) for tps in page.object_list],
        "kinds": [(each.code, each.name.say(language())) for each in contests.kinds],
        "kind": kind,
        "states": [(s.value, gettext(words)) for s, (_, words) in STATES.items()],
        "state": state,
        "checks": CODES,
        "check": check,
        "flagged": flagged,
        "may_type": allows(user, Action.ENTER_RESULTS, scope, area),
    }
    return render(request, "count/area.html", context)


def _tps_row(
    contests: Contests,
    names: dict[str, str],
    tps: str,
    rows: Sequence[FormState],
    said: dict[int, list[Said]],
) -> dict[str, Any]:
    forms = []
    for row in (each for each in rows if each.tps == tps):
        shape, words = STATES[State(row.state)]
        forms.append(
            {
                "kind": row.kind,
                "name": _kind_name(contests, row.kind),
                "shape": shape,
                "words": gettext(words),
                "said": [finding(each) for each in said.get(row.pk, ())],
                "is_in": row.state != State.MISSING,
            }
        )
    return {"code": tps, "name": queries.tps_name(tps, names), "forms": forms}


def finding(said: Said) -> dict[str, str]:
    """Return one finding as the pages draw it: shape, word, code and sentence."""
    shape, word = SHAPES[said.severity]
    return {
        "shape": shape,
        "word": gettext(word),
        "code": said.check,
        "sentence": say(said.problem),
        "severity": said.severity.value,
    }
