"""Reconciliation: where papers were lost or found, by step and evidence, and the whole regency."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tepat.core.count.moves import Move
from tepat.core.count.reconciling import Gap
from tepat.core.count.recounts import Recount
from tepat.core.problems import Code, refuse
from tepat.server.count.ballots import queries
from tepat.server.count.ballots.words import POINTS, STEPS, standing_of
from tepat.server.count.contests import contests_of
from tepat.server.count.results import folding
from tepat.server.count.results.queries import names_of, tps_name
from tepat.server.count.sight import check_sight, may_see, may_see_somewhere, who_sees
from tepat.server.desk.words import language
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page


@require_safe
@desk_page()
def ballots(request: HttpRequest, scope: Scope, area: str = "") -> HttpResponse:
    """Papers of one kind in the kabupaten, a kecamatan or a desa."""
    user = cast(User, request.user)
    where = area or scope.kabupaten
    is_whole = where == scope.kabupaten
    if is_whole and not may_see_somewhere(user, scope):
        context = {"tab": "ballots", "is_closed": True, "who_sees": who_sees()}
        return render(request, "count/ballots.html", context)
    if not is_whole:
        check_sight(user, scope, where)
    folding.catch_up(scope)
    contests, names = contests_of(scope), names_of(scope)
    if where not in names:
        raise refuse(Code.REGION_UNKNOWN, value=where[:40])
    kinds = [(kind.code, kind.name.say(language())) for kind in contests.kinds]
    asked = request.GET.get("jenis", "")
    chosen = asked if contests.kind(asked) else (kinds[-1][0] if kinds else "")
    rows = [
        row for row in queries.rows_of(scope, chosen, where) if may_see(user, scope, row.tps[:8])
    ]
    if is_whole:
        record_look(user, scope, "results", "")
    is_desa = len(where) == queries.DESA
    lines = queries.lines_of(scope, contests.election.ballot.code, rows) if is_desa else []
    areas = [] if is_desa else queries.by_area(rows, 8 if is_whole else queries.DESA)
    context = {
        "tab": "ballots",
        "area": where,
        "is_whole": is_whole,
        "name": names.get(where, where),
        "above": [(where[:8], names.get(where[:8], ""))] if is_desa else [],
        "kinds": kinds,
        "chosen": chosen,
        "kind_name": dict(kinds).get(chosen, chosen),
        "heads": [gettext(words) for words in POINTS.values()],
        "rows": [_area(each, names) for each in areas],
        "total": _area(queries.total_of(rows, where), names),
        "lines": [_line(each, names) for each in lines],
        "is_desa": is_desa,
        "has_tps": bool(rows),
    }
    return render(request, "count/ballots.html", context)


def _area(sums: queries.Sums, names: dict[str, str]) -> dict[str, Any]:
    return {
        "code": sums.code,
        "name": names.get(sums.code, sums.code),
        "sums": sums,
        "state": sums.state,
        "cells": [
            (gettext(POINTS[point]), sums.sums[point], sums.known[point])
            for point in queries.POINTS
        ],
    }


def _line(line: queries.TpsLine, names: dict[str, str]) -> dict[str, Any]:
    return {
        "row": line.row,
        "name": tps_name(line.row.tps, names),
        "cells": [
            (
                gettext(POINTS[point]),
                line.counts[point].count if point in line.counts else None,
            )
            for point in queries.POINTS
        ],
        "gaps": [_gap(each) for each in line.gaps],
        "moves": [_move(each, line.row.tps, names) for each in line.moves],
        "changes": [_change(by, each, names) for by, each in line.changes],
    }


def _change(by: int, recount: Recount, names: dict[str, str]) -> dict[str, Any]:
    """One count on the way that found another number, with the handovers before it."""
    code, _, kind = recount.place.partition(":")
    return {
        "by": by,
        "size": abs(by),
        "place": f"{kind.upper()} {names.get(code, code)}" if kind else recount.place,
        "fact": recount.fact,
        "handovers": recount.handovers,
    }


def _move(move: Move, tps: str, names: dict[str, str]) -> dict[str, Any]:
    """Papers between two TPS as the line of `tps` tells it: above 0 where they came."""
    shape, words = standing_of(move)
    came = move.to == tps
    return {
        "by": move.count if came else -move.count,
        "size": move.count,
        "other": tps_name(move.place if came else move.to, names),
        "shape": shape,
        "words": words,
        "facts": move.facts,
    }


def _gap(gap: Gap) -> dict[str, Any]:
    """One gap: how many, between which counts, at which steps, and what shows it."""
    return {
        "by": gap.by,
        "size": abs(gap.by),
        "before": gettext(POINTS[gap.before]),
        "after": gettext(POINTS[gap.after]),
        "steps": ", ".join(gettext(STEPS[each]) for each in gap.steps),
        "packages": [each for each in dict.fromkeys(gap.evidence) if len(each) < 64],
        "facts": [each for each in dict.fromkeys(gap.evidence) if len(each) == 64],
    }


@require_safe
@desk_page()
def balance(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The mass balance of the regency: printer, damage, destruction, TPS, return."""
    user = cast(User, request.user)
    sees = may_see(user, scope, scope.kabupaten)
    folding.catch_up(scope)
    if sees:
        record_look(user, scope, "results", "")
    context = {
        "tab": "balance",
        "sees": sees,
        "who_sees": who_sees(),
        "rows": [_whole(each, sees) for each in queries.whole_of(scope)],
    }
    return render(request, "count/balance.html", context)


def _whole(each: queries.Whole, sees: bool) -> dict[str, Any]:
    open_to_all = 3  # planned, packed, delivered: no figure of a TPS's own sheet
    steps = [(gettext(POINTS[step.point]), step) for step in each.steps]
    return {
        "label": each.label,
        "b": each.balance,
        "whole": each,
        "steps": steps if sees else steps[:open_to_all],
        "is_wrong": sees and each.papers.wrong,  # differences say what TPS counted
    }
