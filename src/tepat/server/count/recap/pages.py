"""D.HASIL of a kecamatan: typed row by row, compared with its TPS. Never an official result."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop
from django.views.decorators.http import require_http_methods, require_safe

from tepat.core.count.recap import Because, Line, compare
from tepat.core.count.saying import said_of
from tepat.core.count.versions import State, seconds
from tepat.core.election.catalogue import Kind
from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock
from tepat.server.count.contests import contests_of
from tepat.server.count.models import FormState, TypedRecap
from tepat.server.count.naming.queries import by_number
from tepat.server.count.recap import queries
from tepat.server.count.results import fields, folding
from tepat.server.count.results.form_pages import PARTS
from tepat.server.count.results.pages import finding
from tepat.server.count.results.queries import names_of, numbers_of, tps_name
from tepat.server.count.results.words import STATES
from tepat.server.count.sight import check_sight, may_see, may_see_somewhere, who_sees
from tepat.server.desk.words import language
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of

WHY: Final = {
    Because.OTHERWISE: ("tidak", gettext_noop("typed otherwise: %(n)s and %(other)s")),
    Because.LEFT_OUT: ("perhatian", gettext_noop("its %(n)s are just what is lacking: left out?")),
    Because.TWICE: ("perhatian", gettext_noop("its %(n)s are just what is too many: added twice?")),
    Because.MISSING: ("belum", gettext_noop("its form is not in")),
    Because.BLANK: ("belum", gettext_noop("this cell of its form is blank")),
    Because.FLAGGED: ("perhatian", gettext_noop("its form does not add up (%(n)s here)")),
}
MOST_NAMED: Final = 12
"""TPS that one row names; how many more there are is said."""


@require_safe
@desk_page()
def recaps(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every kecamatan that one may see: which recapitulations were typed, and how they compare."""
    user = cast(User, request.user)
    if not may_see_somewhere(user, scope):
        closed = {"tab": "recap", "is_closed": True, "who_sees": who_sees()}
        return render(request, "count/recaps.html", closed)
    folding.catch_up(scope)
    kinds, names = contests_of(scope).kinds, names_of(scope)
    found = queries.summaries(scope, [kind.code for kind in kinds])
    record_look(user, scope, "results", "")
    context = {
        "tab": "recap",
        "kinds": [kind.name.say(language()) for kind in kinds],
        "rows": [
            {
                "code": code,
                "name": names.get(code, code),
                "cells": [_cell(kind, by_kind.get(kind.code)) for kind in kinds],
            }
            for code, by_kind in found.items()
            if may_see(user, scope, code)
        ],
    }
    return render(request, "count/recaps.html", context)


def _cell(kind: Kind, summary: queries.Summary | None) -> dict[str, Any]:
    label = kind.name.say(language())
    if summary is None:
        return {"kind": "", "label": label}
    facts = {"in": summary.counted, "tps": summary.tps}
    if not summary.is_typed:
        shape, words = "belum", gettext("not typed")
    elif summary.differing:
        shape = "tidak"
        words = gettext("%(n)s rows differ") % {"n": summary.differing}
    elif summary.open:
        shape, words = "belum", gettext("the same as far as TPS are in")
    else:
        shape, words = "tepat", gettext("the same as its TPS")
    coverage = gettext("%(in)s of %(tps)s TPS in") % facts
    return {"kind": kind.code, "label": label, "shape": shape, "words": words, "in": coverage}


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def recap(request: HttpRequest, scope: Scope, area: str, kind: str) -> HttpResponse:
    """One kecamatan and kind: the fields of D.HASIL, and each row beside its TPS."""
    user = cast(User, request.user)
    folding.catch_up(scope)
    contests, names = contests_of(scope), names_of(scope)
    rows = list(FormState.objects.filter(scope=scope, kecamatan=area, kind=kind).order_by("tps"))
    if not rows:
        raise refuse(Code.REGION_UNKNOWN, value=f"{area[:20]} {kind[:20]}")
    numbers = numbers_of(scope, contests, rows[0])
    problems: Sequence[Problem] = ()
    typed: Mapping[str, str] = {}
    bad: frozenset[str] = frozenset()
    status = 200
    if request.method == "POST" and "digest" in request.POST:
        try:
            queries.confirm(scope, user, area, kind, request.POST["digest"][:64], clock.now())
        except Refused as refused:
            if refused.problem.code is Code.NOT_ALLOWED:
                raise
            problems, status = (refused.problem,), status_of(refused.problem)
        else:
            said = gettext("The recapitulation of %(area)s is confirmed.")
            messages.success(request, said % {"area": names.get(area, area)})
            return redirect("count_recap", scope.election, scope.kabupaten, area, kind)
    elif request.method == "POST":
        check_right(user, Action.ENTER_RESULTS, scope, area)
        typed = {name: str(value)[:60] for name, value in request.POST.items()}
        read = fields.read(area, kind, numbers, typed, f"D.HASIL {area}")
        problems, bad = read.problems, read.bad
        if not problems:
            try:
                is_new = queries.keep(scope, user, read.form, clock.now())
            except Refused as refused:
                if refused.problem.code is Code.NOT_ALLOWED:
                    raise
                problems, status = (refused.problem,), status_of(refused.problem)
            else:
                _tell(request, is_new)
                return redirect("count_recap", scope.election, scope.kabupaten, area, kind)
    else:
        check_sight(user, scope, area)
    kept = queries.newest(scope, area, kind).get((area, kind))
    skus = {row.sku for row in rows}
    named = by_number(scope, skus.pop()) if len(skus) == 1 else {}
    of = contests.kind(kind)
    context = {
        "tab": "recap",
        "area": area,
        "kind": kind,
        "name": names.get(area, area),
        "kind_name": of.name.say(language()) if of else kind,
        "problems": [say(each) for each in problems],
        "may_type": allows(user, Action.ENTER_RESULTS, scope, area),
        "has_numbers": bool(numbers),
        "parts": [
            (part, gettext(PARTS[part]), lines)
            for part, lines in fields.lines_of(numbers, typed, bad, False, named)
        ],
        "tps": len(rows),
        **_stands(scope, user, area, kind),
        **(_compared(scope, kept, rows, names, named) if kept else {"kept": None}),
    }
    return render(request, "count/recap.html", context, status=status)


def _stands(scope: Scope, user: User, area: str, kind: str) -> dict[str, Any]:
    """How many people stand behind it, and what others say otherwise."""
    found = queries.standing(scope, area, kind)
    shape, words = STATES[found.state]
    own = str(user.account)
    current = found.current
    mine = TypedRecap.objects.filter(scope=scope, kecamatan=area, kind=kind, by=own)
    told = bool(current and any(seconds(row.as_form(), current.form) for row in mine))
    may = allows(user, Action.ENTER_RESULTS, scope, area)
    return {
        "stands": (shape, gettext(words)),
        "digest": current.digest if current and may and not told else "",
        "others": len(found.others),
    }


def _tell(request: HttpRequest, is_new: bool) -> None:
    if is_new:
        messages.success(request, gettext("The recapitulation is kept and compared."))
    else:
        messages.info(request, gettext("Nothing new: you typed the same."))


def _compared(
    scope: Scope,
    kept: TypedRecap,
    rows: Sequence[FormState],
    names: Mapping[str, str],
    named: Mapping[str, str],
) -> dict[str, Any]:
    form = kept.as_form()
    lines = compare(form, queries.counted_in(scope, rows, others=True))
    missing = {row.tps for row in rows if row.state == State.MISSING}
    return {
        "kept": kept,
        "by": people(scope, {kept.by}).get(kept.by, kept.by),
        "said": [finding(each) for each in said_of(form)],
        "lines": [_line(each, names, named) for each in lines],
        "differing": sum(bool(each.by) for each in lines),
        "missing": [(row.tps, tps_name(row.tps, names)) for row in rows if row.tps in missing],
    }


def _line(line: Line, names: Mapping[str, str], named: Mapping[str, str]) -> dict[str, Any]:
    words = fields.label_of(line.name, named)
    shape = "tepat" if line.holds else ("tidak" if line.by else "belum")
    why = []
    # Forms that are not in are the same in every row: named once, above.
    found = [each for each in line.why if each.because is not Because.MISSING]
    for each in found[:MOST_NAMED]:
        of, said = WHY[each.because]
        facts = {"n": each.count, "other": each.other}
        why.append((each.tps, tps_name(each.tps, names), of, gettext(said) % facts))
    return {
        "name": words[:1].upper() + words[1:],
        "typed": line.typed,
        "summed": line.summed,
        "by": line.by,
        "shape": shape,
        "words": {
            "tepat": gettext("the same as the sum"),
            "tidak": gettext("other than the sum"),
            "belum": gettext("not all TPS are in"),
        }[shape],
        "lacking": len(line.lacking),
        "why": why,
        "more": max(0, len(found) - MOST_NAMED),
        "is_unexplained": bool(line.by) and not line.why,
    }
