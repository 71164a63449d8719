"""The board: how far every TPS is, what is expected, and what to do now."""

import time
from datetime import datetime
from typing import Any, cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tepat.core.digits import whole_number
from tepat.core.watch.hearing import Hearing
from tepat.core.watch.indicators import Tepat
from tepat.server import clock, typed
from tepat.server.desk import queries as desk
from tepat.server.desk.words import language, moment, number
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.keeping.wiring import place_of
from tepat.server.log import queries as log
from tepat.server.log.publishing.standing import LogStanding, standing_of
from tepat.server.watch.alerts import queries as alerts
from tepat.server.watch.board import (
    chart,
    dangers,
    five,
    moves,
    queries,
    rows,
    shared,
    stream,
    text,
)
from tepat.server.watch.board.heard import heard, hearing_limits
from tepat.server.watch.board.words import AIM_RULES, aim_name, lasting, range_words
from tepat.server.watch.costs.showing import cost_cell
from tepat.server.watch.overview.countdown import countdown
from tepat.server.watch.overview.queries import drawing


@require_safe
@desk_page()
def board(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The page; asked for by its own script, only the part that changes."""
    if request.headers.get("HX-Request") != "true":
        return render(request, "watch/board/board.html", _context(request, scope))
    text = shared.parts.of(_seen_by(request, scope), lambda: _part(request, scope))
    return HttpResponse(text)


def _part(request: HttpRequest, scope: Scope) -> str:
    began = time.monotonic()
    text = render_to_string("watch/board/live.html", _context(request, scope), request)
    stream.reader.took[scope.election, scope.kabupaten] = time.monotonic() - began
    return text


def _seen_by(request: HttpRequest, scope: Scope) -> tuple[object, ...]:
    """What a drawing depends on beside the moment: log, rights, language, and the mode."""
    grants = cast(User, request.user).grants()
    rights = tuple(sorted((each.role.value, each.area, each.election) for each in grants))
    size = log.size(scope.election, scope.kabupaten)
    return (str(settings.HOME), scope.pk, size, rights, language(), request.GET.get("dinding"))


@require_safe
@desk_page()
def board_stream(request: HttpRequest, scope: Scope) -> HttpResponse:
    """A line for each time the log has grown. Without ASGI there is none, and boards poll."""
    if not hasattr(request, "scope"):
        return HttpResponse(status=204)
    if stream.reader.is_full:
        return HttpResponse(status=503, headers={"Retry-After": "30"})
    known = request.headers.get("Last-Event-ID") or request.GET.get("dari", "")
    lines = stream.events(
        (scope.election, scope.kabupaten),
        whole_number(known, typed.MOST_KEY),
    )
    headers = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}
    answer = StreamingHttpResponse(lines, content_type="text/event-stream", headers=headers)
    return cast(HttpResponse, answer)  # views are typed by what nearly all of them return


def _context(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    """What everybody sees, and what only those see who may."""
    now, user = clock.now(), cast(User, request.user)
    picture = shared.picture_of(scope, now, language(), lambda: _picture(scope, now))
    sheet, election = picture["map"], picture["election"]
    todo = five.five(scope, user, now, election, picture["countdown"], picture["calling"])
    going = moves.moves(scope, user, picture["going"])
    over: dangers.Dangers = picture["over"]
    loads = chart.load_marks(sheet, picture["points"], going.rows) if sheet else []
    words = text.text_of(
        picture["head"],
        picture["board"],
        picture["aims"],
        picture["areas"],
        [each.title for each in todo],
    )
    return {
        **picture,
        "is_wall": request.GET.get("dinding") == "1",
        "now": now,
        "todo": todo,
        "moves": going,
        "marks": [*picture["stores"], *loads, *over.marks],
        "waters": over.waters,
        "dangers": [*dangers.weather_lines(user, now, picture["calling"]), *over.lines],
        "text": words,
        "whatsapp": text.whatsapp(words),
    }


def _picture(scope: Scope, now: datetime) -> dict[str, Any]:
    """What the board shows to everybody, whoever asks."""
    election = election_of(scope)
    size = log.size(scope.election, scope.kabupaten)
    found = shared.board_now(scope, now)
    points = points_of(scope)
    names = {code: point.name for code, point in points.items()}
    kecamatan = sorted({*found.kecamatan, *(code for code in points if len(code) == 8)})
    areas = rows.area_rows(found, names, heard(scope, kecamatan), scope, now, hearing_limits(scope))
    at = countdown(election, scope.zone, now, language())
    sheet = drawing(scope, {code: names.get(code, code) for code in kecamatan})
    standing = standing_of(place_of(scope))
    total = found.total
    soon = int(found.is_soon.sum())
    return {
        "drawn": {},
        "election": election,
        "calling": alerts.calling_of(scope),
        "going": moves.going(scope, election),
        "over": dangers.dangers(scope, sheet, points, now),
        "stores": chart.store_marks(sheet, points, found.unfit) if sheet else [],
        "points": points,
        "size": size,
        "countdown": at,
        "board": found,
        "total": total,
        "soon": soon,
        "held": total.open - soon,
        "forecast": found.forecast,
        "range": range_words(found.forecast),
        "has_plan": bool(found.chances),
        "deadline_in": lasting(found.deadline - now) if found.deadline else "",
        "is_over": bool(found.deadline and found.deadline < now),
        "aims": rows.aim_rows(found, scope),
        "cost": {
            "name": aim_name(Tepat.BIAYA),
            "rule": gettext(AIM_RULES[Tepat.BIAYA]),
            **cost_cell(scope, found, now),
        },
        "evidence": rows.evidence_rows(found, scope),
        "areas": areas,
        "silent": [row for row in areas if row.hearing is Hearing.SILENT],
        "map": sheet,
        "shapes": chart.shapes(sheet, found, names, areas, scope) if sheet else [],
        "tps_href": rows.tps_list(scope),
        "standing": standing,
        "head": _head(scope, found, at.h, moment(now, scope.zone), standing),
        "here": reverse("board", args=[scope.election, scope.kabupaten]),
    }


def points_of(scope: Scope) -> dict[str, chart.Point]:
    """Every region inside the kabupaten with its name and its point: one query."""
    within = Region.objects.filter(code__startswith=f"{scope.kabupaten}.")
    return {
        code: chart.Point(name, lat, lon)
        for code, name, lat, lon in within.order_by("code").values_list(
            "code", "name", "lat", "lon"
        )
    }


def _head(scope: Scope, found: queries.Board, h: str, at: str, standing: LogStanding) -> text.Head:
    mark = ""
    if standing.checkpoint:
        mark = gettext("Log: {n} entries, fingerprint {mark}").format(
            n=number(standing.checkpoint.size), mark=standing.fingerprint
        )
    return text.Head(
        title=f"{gettext('Board')} {desk.place_of(scope).kabupaten}",
        h=h,
        at=at,
        deadline=moment(found.deadline, scope.zone) if found.deadline else "",
        is_contoh=settings.DEMO or scope.is_contoh,
        log=mark,
    )
