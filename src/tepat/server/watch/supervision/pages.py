"""The room of Bawaslu: what nobody saw, where to go next, the four foci, the cases."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.core.watch.supervision.book import Checklist, Focus, defects
from tepat.core.watch.supervision.clocks import Rule
from tepat.core.watch.supervision.coverage import Coming, Leg, Post, nearest
from tepat.server import clock, typed
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, Tps, User
from tepat.server.move.models import Place
from tepat.server.watch.incidents.parties import PartyNames
from tepat.server.watch.models import SupervisionCheck, SupervisionVisit
from tepat.server.watch.supervision import agreed, checking, queries, shown, watching, words
from tepat.server.watch.supervision import coming as coming_rows
from tepat.server.watch.supervision.rights import areas_of, party_at, room_page

LEAVES: Final = ("departure", "waiting")
SHOWN: Final = 10
"""Rows of what comes next."""


@require_GET
@room_page()
def supervision(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Coverage, what comes next, the four foci, the cases by their clocks."""
    now = clock.now()
    user = cast(User, request.user)
    seen = watching.seen_of(scope, areas)
    cases = queries.in_order(queries.cases_of(scope, areas), now)
    checks = queries.checks_of(scope, areas)
    follows = bool(areas_of(user, scope, Action.SEE_MOVEMENTS))
    coming = coming_rows.coming_of(scope, seen, areas, now) if follows else []
    names = queries.names_in(shown.areas_in(seen.matrix.rows, coming[:SHOWN], cases, checks))
    context = {
        "tab": "room",
        "matrix": _matrix(seen, names),
        "legs": [gettext(words.LEGS[leg]) for leg in Leg],
        "handovers": seen.matrix.handovers,
        "stores": seen.matrix.stores,
        "store_total": Place.objects.filter(scope=scope, closed_at=None).count(),
        "coming": _coming(scope, coming[:SHOWN], names, user),
        "coming_total": len(coming),
        "follows": follows,
        "foci": _foci(scope, checks, names),
        "cases": [shown.case_row(row, now, names, scope) for row in cases[:12]],
        "case_total": len(cases),
        "late": sum(row.is_late(now) for row in cases),
        "rules": _rules(list(agreed.rules_of(scope).values())),
        "may_write": bool(areas_of(user, scope, Action.SUPERVISE)),
        "health": shown.log_health(scope),
    }
    return render(request, "watch/supervision/room.html", context)


def _matrix(seen: watching.Seen, names: dict[str, str]) -> dict[str, Any]:
    def cells(row: Any) -> list[dict[str, Any]]:
        return [{"leg": leg.value, "cell": row[leg], "grade": row[leg].grade.value} for leg in Leg]

    return {
        "rows": [
            {"code": code, "name": names.get(code, code), "cells": cells(row)}
            for code, row in seen.matrix.rows.items()
        ],
        "total": cells(seen.matrix.total),
    }


def _rules(rules: Sequence[Rule]) -> list[str]:
    return [
        f"{gettext(words.RULES.get(rule.code, rule.code)).lower()} "
        f"{words.days_words(rule.days, rule.unit)}"
        for rule in rules
        if rule.is_set
    ]


def _coming(
    scope: Scope, rows: Sequence[Coming], names: dict[str, str], user: User
) -> list[dict[str, Any]]:
    posts = coming_rows.posts_of(scope)
    areas = [*(post.area for post in posts), *(_area(row.place) for row in rows)]
    points = coming_rows.points_of(areas)
    near = [
        nearest(row.place, posts) or coming_rows.closest(row.place, posts, points) for row in rows
    ]
    parties = PartyNames(scope, [f"{post.role}@{post.area}" for post in near if post])
    asked: dict[tuple[str, str], SupervisionVisit] = {}
    for visit in SupervisionVisit.objects.filter(scope=scope).order_by("pk"):
        asked[visit.place, visit.what] = visit
    found = []
    for row, post in zip(rows, near, strict=True):
        known_visit = asked.get((row.place, row.what))
        found.append(
            {
                "row": row,
                "what": gettext(words.WHAT[row.what]),
                "place": words.halt_words(row.place, names),
                "to": words.halt_words(row.to or row.kecamatan, names)
                if row.what in LEAVES
                else "",
                "post": parties.party(f"{post.role}@{post.area}") if post else "",
                "far": _far(row, post, points),
                "party": f"{post.role}@{post.area}" if post else "",
                "local": row.at.astimezone(ZoneInfo(scope.zone)).strftime("%Y-%m-%dT%H:%M")
                if row.at
                else "",
                "asked": parties.party(known_visit.to)
                if known_visit and _same(known_visit.when, row.at)
                else "",
                "may_ask": bool(areas_of(user, scope, Action.SUPERVISE)),
            }
        )
    return found


def _same(one: datetime | None, other: datetime | None) -> bool:
    """Whether two moments are of the same minute: a form knows no seconds."""
    if one is None or other is None:
        return one is other
    return abs((one - other).total_seconds()) < 60


def _area(place: str) -> str:
    return place.partition(":")[0].partition("-")[0]


def _far(row: Coming, post: Post | None, points: dict[str, tuple[float, float]]) -> str:
    if post is None:
        return ""
    area = _area(row.place)
    if post.area == area:
        return gettext("at the place")
    one, other = points.get(post.area), points.get(area)
    if one is None or other is None:
        return gettext("distance not known")
    km = coming_rows.km_between(one, other)
    return gettext("%(km)s km in a straight line") % {"km": f"{km:.1f}".replace(".", ",")}


def _foci(
    scope: Scope, checks: Sequence[SupervisionCheck], names: dict[str, str]
) -> list[dict[str, Any]]:
    loads = len(checking.loads_of(scope))
    areas = queries.counted_areas(scope)
    totals = {
        Focus.DATA: areas.desa,
        Focus.DELIVERY: loads,
        Focus.STORAGE: areas.kecamatan + areas.desa + 1,
        Focus.USE: Tps.objects.filter(scope=scope).count(),
    }
    found = []
    for focus, checklist in agreed.book().checklists.items():
        mine = [check for check in checks if check.focus == focus.value]
        done = len({check.subject for check in mine})
        wrong = [check for check in mine if defects(check.answers)]
        found.append(
            {
                "focus": focus.value,
                "name": checklist.name.say(language()),
                "aim": checklist.aim.say(language()),
                "done": done,
                "total": max(totals[focus], done),
                "rest": max(0, totals[focus] - done),
                "wrong": len(wrong),
                "lines": [_wrong(checklist, check, names) for check in wrong[:3]],
            }
        )
    return found


def _wrong(checklist: Checklist, check: SupervisionCheck, names: dict[str, str]) -> dict[str, Any]:
    first = checklist.question(defects(check.answers)[0])
    return {
        "number": check.number,
        "place": words.place_words(check.subject, names),
        "text": first.text.say(language()) if first else "",
    }


@require_GET
@room_page()
def case_list(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Every case that the reader may open, by its clock."""
    now = clock.now()
    rows = queries.in_order(queries.cases_of(scope, areas), now)
    names = queries.names_in([_area(row.version.area) for row in rows])
    context = {
        "tab": "cases",
        "cases": [shown.case_row(row, now, names, scope) for row in rows],
        "may_write": bool(areas_of(cast(User, request.user), scope, Action.SUPERVISE)),
    }
    return render(request, "watch/supervision/cases.html", context)


@require_GET
@room_page()
def handovers(
    request: HttpRequest, scope: Scope, areas: list[str], kecamatan: str, leg: str
) -> HttpResponse:
    """The handovers or stores behind one number of the matrix, what nobody saw first."""
    if leg not in {each.value for each in Leg}:
        raise refuse(Code.REGION_UNKNOWN, value=leg[:20])
    seen = watching.seen_of(scope, areas)
    rows = [
        row
        for row in seen.watched
        if row.leg == leg and kecamatan in (row.kecamatan, scope.kabupaten)
    ]
    rows.sort(key=lambda row: (row.is_seen, row.at.timestamp() if row.at else 0.0, row.place))
    names = queries.names_in([*(_area(row.place) for row in rows), kecamatan])
    parties = PartyNames(scope, [each for row in rows for each in (row.giver, row.receiver)])
    context = {
        "tab": "room",
        "leg": gettext(words.LEGS[Leg(leg)]),
        "is_store": leg == Leg.STORE,
        "name": names.get(kecamatan, kecamatan),
        "missed": sum(not row.is_seen for row in rows),
        "rows": [
            {
                "row": row,
                "place": words.place_words(row.place, names),
                "giver": parties.party(row.giver),
                "receiver": parties.party(row.receiver),
                "by": ", ".join(parties.role(role) for role in row.seen_by),
            }
            for row in rows
        ],
    }
    return render(request, "watch/supervision/handovers.html", context)


@require_POST
@room_page(Action.SUPERVISE)
def visit(request: HttpRequest, scope: Scope, areas: list[str]) -> HttpResponse:
    """Ask somebody to be there. It is written down who was asked, by whom."""
    form = request.POST
    user = cast(User, request.user)
    place, what, to = form.get("place", ""), form.get("what", ""), form.get("to", "")
    known = {f"{post.role}@{post.area}" for post in coming_rows.posts_of(scope)}
    own = {f"bawaslu@{scope.kabupaten}"}
    if what not in words.WHAT or len(place) > 40 or to not in known | own:
        raise refuse(Code.CHECK_SUBJECT, value=place[:40] or "?")
    party = party_at(user, scope, Action.SUPERVISE, _area(place) or scope.kabupaten)
    SupervisionVisit.objects.create(
        scope=scope,
        place=place,
        what=what,
        when=typed.moment(form.get("when", ""), scope.zone, gettext("Time")),
        to=to,
        by=str(user.account),
        party=party,
        at=clock.now(),
    )
    messages.success(request, gettext("Written down: who was asked to be there."))
    return redirect("supervision", scope.election, scope.kabupaten)
