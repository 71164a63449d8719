"""The AGHT register with its matrix, and the mitigation sheets of each tier."""

from collections.abc import Sequence
from typing import Any, Final, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_http_methods

from tepat.core.election.roles import Action, Role
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.incidents.book import Aght, Tier, tier_of
from tepat.core.watch.incidents.risks import (
    Impact,
    Likelihood,
    Status,
    severity,
    spread,
    tally,
)
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.packages.queries import people
from tepat.server.problems import say, status_of
from tepat.server.typed import key
from tepat.server.watch.incidents import keeping, words
from tepat.server.watch.incidents.agreed import book
from tepat.server.watch.incidents.parties import PartyNames, may_act
from tepat.server.watch.models import Incident, Mitigation, Risk

CELL_W: Final = 92
CELL_H: Final = 58
MARK: Final = 26
_LEVEL: Final = {Tier.KABUPATEN: 2, Tier.KECAMATAN: 3, Tier.DESA: 4}


@require_GET
@desk_page()
def risks(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The register: the matrix, and each row with owner, mitigation and result."""
    keeping.begin_register(scope, clock.now())
    rows = keeping.newest_risks(scope)
    names = PartyNames(scope, [])
    open_ones: dict[str, int] = {}
    counted = Incident.objects.filter(scope=scope, closed_at=None).values_list("kind", flat=True)
    for kind in counted:
        open_ones[kind] = open_ones.get(kind, 0) + 1
    context = {
        "tab": "risks",
        "matrix": _matrix(rows),
        "rows": [_row(n, row, names, open_ones) for n, row in enumerate(rows, start=1)],
        "may_edit": may_act(cast(User, request.user), scope, Action.MITIGATE),
        "rough": sum(row.is_rough for row in rows),
    }
    return render(request, "watch/incidents/risks.html", context)


def _row(number: int, row: Risk, names: PartyNames, open_ones: dict[str, int]) -> dict[str, Any]:
    shape, state = words.WORKING[Status(row.status)]
    return {
        "number": number,
        "risk": row,
        "aght": gettext(words.AGHT[Aght(row.aght)]),
        "owner": names.role(row.owner).partition(" (")[0],
        "shape": shape,
        "state": row.result or gettext(state),
        "likelihood": words.likelihood(row.likelihood),
        "impact": words.impact(row.impact),
        "after_likelihood": words.of_ten(row.after_likelihood),
        "after_impact": words.impact(row.after_impact),
        "open": open_ones.get(row.kind, 0),
    }


def _field(likelihood: str, impact: str) -> tuple[int, int]:
    """Return column and line of the matrix, the likeliest line at the top."""
    line = len(Likelihood) - 1 - list(Likelihood).index(Likelihood(likelihood))
    return list(Impact).index(Impact(impact)), line


def _matrix(rows: Sequence[Risk]) -> dict[str, Any]:
    """Return fields, marks and the lines between now and after, in units of the drawing."""
    fields = [
        {
            "x": column * CELL_W,
            "y": line * CELL_H,
            "tint": severity(list(Likelihood)[len(Likelihood) - 1 - line], impact),
        }
        for line in range(len(Likelihood))
        for column, impact in enumerate(Impact)
    ]
    now = [_field(row.likelihood, row.impact) for row in rows]
    after = [_field(row.after_likelihood, row.after_impact) for row in rows]
    placed = spread([*rows, *rows], [*now, *after])
    points = [
        (
            column * CELL_W + CELL_W / 2 - 1 + offset * MARK * 0.8,
            line * CELL_H + CELL_H / 2 - 1,
        )
        for (column, line), (_, offset) in zip([*now, *after], placed, strict=True)
    ]
    marks = [
        {
            "number": at % len(rows) + 1,
            "x": f"{x:.1f}",
            "y": f"{y:.1f}",
            "is_after": at >= len(rows),
        }
        for at, (x, y) in enumerate(points)
    ]
    lines = [
        {"x1": f"{a[0]:.1f}", "y1": f"{a[1]:.1f}", "x2": f"{b[0]:.1f}", "y2": f"{b[1]:.1f}"}
        for a, b in zip(points[: len(rows)], points[len(rows) :], strict=True)
        if a != b
    ]
    return {
        "fields": fields,
        "marks": marks,
        "lines": lines,
        "columns": [
            {"x": f"{at * CELL_W + CELL_W / 2 - 1:.1f}", "text": words.impact(each)}
            for at, each in enumerate(Impact)
        ],
        "steps": [
            {
                "y": at * CELL_H + 25,
                "sub": at * CELL_H + 40,
                "text": words.of_ten(each),
                "word": gettext(words.LIKELIHOODS[each]),
            }
            for at, each in enumerate(reversed(Likelihood))
        ],
    }


@require_http_methods(["GET", "POST"])
@desk_page()
def risk(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One row of the register with all its versions, and the form of the next one."""
    keeping.begin_register(scope, clock.now())
    user = cast(User, request.user)
    is_new = code == "baru"
    problem: Problem | None = None
    if request.method == "POST":
        form = {key: str(value) for key, value in request.POST.items()}
        seen = form.get("seen", "0")
        try:
            keeping.write_risk(
                scope,
                "" if is_new else code,
                key(seen),
                form,
                user,
                clock.now(),
            )
            messages.success(request, gettext("A new version of the row was written."))
            return redirect("risks", scope.election, scope.kabupaten)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    versions = list(Risk.objects.filter(scope=scope, code=code).order_by("-version"))
    if not versions and not is_new:
        raise Http404
    names = PartyNames(scope, [row.party for row in versions])
    who = people(scope, {row.by for row in versions} - {""})
    last = versions[0] if versions else None
    typed = request.POST if problem else None
    context = {
        "tab": "risks",
        "risk": last,
        "form": _risk_form(last, typed),
        "seen": last.version if last else 0,
        "versions": [
            {
                **_row(row.version, row, names, {}),
                "by": who.get(row.by, ""),
                "party": names.party(row.party) or gettext("first row of the office"),
            }
            for row in versions
        ],
        "may_edit": may_act(user, scope, Action.MITIGATE),
        "choices": _risk_choices(names),
        "problem": say(problem) if problem else "",
        "incidents": Incident.objects.filter(scope=scope, kind=last.kind).order_by("-number")[:10]
        if last
        else [],
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/incidents/risk.html", context, status=status)


_RISK_FIELDS: Final = (
    "kind",
    "aght",
    "title",
    "owner",
    "likelihood",
    "impact",
    "after_likelihood",
    "after_impact",
    "mitigation",
    "trigger",
    "result",
    "status",
)


def _risk_form(last: Risk | None, typed: Any) -> dict[str, Any]:
    if typed is not None:
        return {key: str(value) for key, value in typed.items()}
    found: dict[str, Any] = {name: getattr(last, name) if last else "" for name in _RISK_FIELDS}
    found["places"] = ", ".join(last.places) if last else ""
    found["legs"] = ", ".join(last.legs) if last else ""
    found["rough"] = "1" if last is None or last.is_rough else ""
    return found


def _risk_choices(names: PartyNames) -> dict[str, list[tuple[str, str]]]:
    likelihoods = [(each.value, words.likelihood(each.value)) for each in Likelihood]
    impacts = [(each.value, words.impact(each.value) + " TPS") for each in Impact]
    return {
        "kind": [(each.code, each.name.say(language())) for each in book().kinds],
        "aght": [(each.value, gettext(text)) for each, text in words.AGHT.items()],
        "owner": [
            (role.value, names.role(role.value)) for role in Role if role.value in names.roles
        ],
        "likelihood": likelihoods,
        "impact": impacts,
        "status": [(each.value, gettext(text)) for each, (_, text) in words.WORKING.items()],
    }


@require_GET
@desk_page()
def mitigation(request: HttpRequest, scope: Scope) -> HttpResponse:
    """What is asked of each tier, and how many areas have it: proven, promised, not yet."""
    areas = keeping.areas_of(scope, clock.now().date())
    known = _newest(scope)
    tiers = [tier for tier in words.TIERS if areas[_LEVEL[tier]]]
    rows = []
    for ask in book().asks:
        cells = []
        for tier in tiers:
            if tier not in ask.tiers:
                cells.append({"asked": False, "tier": gettext(words.TIERS[tier])})
                continue
            codes = [code for code, _ in areas[_LEVEL[tier]]]
            said = {
                code: Status(known[key].status)
                for code in codes
                if (key := (ask.code, code)) in known
            }
            counted = tally(codes, said)
            spared = len(codes) - counted.total
            cells.append(
                {
                    "asked": True,
                    "tier": gettext(words.TIERS[tier]),
                    "count": counted,
                    "spared": spared,
                    "level": _LEVEL[tier],
                }
            )
        rows.append({"ask": ask, "name": ask.name.say(language()), "cells": cells})
    chosen = _chosen(request, areas, known)
    context = {
        "tab": "mitigation",
        "rows": rows,
        "tiers": [(gettext(words.TIERS[tier]), len(areas[_LEVEL[tier]])) for tier in tiers],
        "chosen": chosen,
        "areas": [*areas[2], *areas[3]],
        "own": _own_areas(cast(User, request.user), scope),
    }
    return render(request, "watch/incidents/mitigation.html", context)


def _newest(scope: Scope, area: str = "") -> dict[tuple[str, str], Mitigation]:
    rows = Mitigation.objects.filter(scope=scope)
    rows = rows.filter(area=area) if area else rows
    return {(row.ask, row.area): row for row in rows.order_by("pk")}


def _chosen(
    request: HttpRequest,
    areas: dict[int, list[tuple[str, str]]],
    known: dict[tuple[str, str], Mitigation],
) -> dict[str, Any]:
    """The areas behind one number: of one ask and one tier, those that lack it first."""
    code, level = request.GET.get("minta", ""), request.GET.get("tingkat", "")
    ask = next((each for each in book().asks if each.code == code), None)
    if ask is None or level not in ("2", "3", "4"):
        return {}
    order = {Status.OPEN: 0, Status.PROMISED: 1, Status.NOT_NEEDED: 2, Status.PROVEN: 3}
    found = []
    for area, name in areas[int(level)]:
        row = known.get((code, area))
        status = Status(row.status) if row else Status.OPEN
        shape, word = words.STATUSES[status]
        found.append(
            {
                "area": area,
                "name": name,
                "shape": shape,
                "state": gettext(word),
                "row": row,
                "order": order[status],
            }
        )
    found.sort(key=lambda each: (each["order"], each["area"]))
    return {"name": ask.name.say(language()), "rows": found}


def _own_areas(user: User, scope: Scope) -> list[str]:
    from tepat.core.election.regions import is_in
    from tepat.core.election.roles import MAY

    return [
        grant.area
        for grant in user.grants()
        if Action.MITIGATE in MAY[grant.role] and is_in(grant.area, scope.kabupaten)
    ]


@require_http_methods(["GET", "POST"])
@desk_page()
def sheet(request: HttpRequest, scope: Scope, area: str) -> HttpResponse:
    """The sheet of one area: what is asked, what was done, what shows it. It prints empty too."""
    user, now = cast(User, request.user), clock.now()
    areas = {
        code: name for rows in keeping.areas_of(scope, now.date()).values() for code, name in rows
    }
    if area not in areas:
        raise refuse(Code.REGION_UNKNOWN, value=area[:20])
    problem: Problem | None = None
    typed: dict[str, str] = {}
    if request.method == "POST":
        typed = {key: str(value) for key, value in request.POST.items()}
        try:
            keeping.write_mitigation(scope, typed.get("ask", ""), area, typed, user, now)
            return redirect("mitigation_sheet", scope.election, scope.kabupaten, area)
        except Refused as refused:
            if status_of(refused.problem) == 403:
                raise
            problem = refused.problem
    known = _newest(scope, area)
    tier = tier_of(area)
    names = PartyNames(scope, {row.party for row in known.values()})
    who = people(scope, {row.by for row in known.values()})
    asks = [each for each in book().asks if tier in each.tiers]
    rows = [
        _sheet_row(ask, known.get((ask.code, area)), names, who, typed if problem else {})
        for ask in asks
    ]
    context = {
        "tab": "mitigation",
        "area": area,
        "name": areas[area],
        "tier": gettext(words.TIERS[tier]),
        "rows": rows,
        "statuses": [(each.value, gettext(word)) for each, (_, word) in words.STATUSES.items()],
        "may_edit": may_act(user, scope, Action.MITIGATE, area),
        "is_blank": request.GET.get("kosong") == "1",
        "below": [
            (code, name)
            for code, name in areas.items()
            if code != area and code.rpartition(".")[0] == area
        ],
        "now": now,
        "problem": say(problem) if problem else "",
    }
    status = status_of(problem) if problem else 200
    return render(request, "watch/incidents/sheet.html", context, status=status)


def _sheet_row(
    ask: Any,
    row: Mitigation | None,
    names: PartyNames,
    who: dict[str, str],
    typed: dict[str, str],
) -> dict[str, Any]:
    shape, word = words.STATUSES[Status(row.status) if row else Status.OPEN]
    mine = typed.get("ask") == ask.code
    return {
        "code": ask.code,
        "about": gettext(words.ABOUT.get(ask.about, "Other")),
        "name": ask.name.say(language()),
        "shape": shape,
        "state": gettext(word),
        "row": row,
        "by": who.get(row.by, "") if row else "",
        "party": names.party(row.party) if row else "",
        "status": typed.get("status", "") if mine else (row.status if row else Status.OPEN.value),
        "action": typed.get("action", "") if mine else (row.action if row else ""),
        "proof": typed.get("proof", "") if mine else (row.proof if row else ""),
        "is_open": mine,
    }
