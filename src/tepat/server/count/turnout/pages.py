"""The page *Partisipasi*: how many have voted through the day, against target and last election."""

from decimal import Decimal
from typing import Any, Final
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tepat.core.count.turnout import FORMULAS, Formula, Hour
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.count.results import folding
from tepat.server.count.results.queries import names_of, tps_name
from tepat.server.count.turnout.measures import Measures, measures_of
from tepat.server.count.turnout.queries import Day, day_of, followed
from tepat.server.desk.words import language, number
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page

LEFT, RIGHT, TOP, BOTTOM = 46, 520, 12, 196
"""The chart's frame, in its own units."""
DESA: Final = 13


@require_safe
@desk_page()
def turnout(request: HttpRequest, scope: Scope, area: str = "") -> HttpResponse:
    """Turnout of the kabupaten, a kecamatan or a desa: line, figures, and the areas inside."""
    folding.catch_up(scope)
    now, names = clock.now(), names_of(scope)
    area = area or scope.kabupaten
    if area != scope.kabupaten and area not in names:
        raise refuse(Code.REGION_UNKNOWN, value=area[:40])
    formula = _formula(request)
    day, measures = day_of(scope, formula, now), measures_of(scope)
    hours = day.of(area)
    last = hours[-1] if hours else None
    people, voted = measures.before_in(area)
    before = _percent(voted, people)
    share = _percent(last.voters, last.people) if last else None
    zone = ZoneInfo(scope.zone)
    context = {
        "tab": "turnout",
        "area": area,
        "name": names.get(area, area),
        "above": [(area[:8], names.get(area[:8], ""))] if len(area) == DESA else [],
        "formulas": [(each.code, each.words.say(language())) for each in FORMULAS],
        "formula": formula,
        "heads": [f"{each.astimezone(zone):%H.%M}" for each in day.moments],
        "hours": [_cell(each) for each in hours],
        "chart": _chart(hours[:-1], hours[-1:], measures.target, before, zone) if last else None,
        "last": last,
        "share": share,
        "target": measures.target,
        "target_source": measures.target_source,
        "against_target": _against(share, measures.target),
        "before": before,
        "before_source": measures.before_source,
        "against_before": _against(share, before),
        "coming": f"{day.coming[0].astimezone(zone):%H.%M}" if day.coming else "",
        "rows": _rows(scope, day, measures, area, names),
        "is_desa": len(area) == DESA,
        "without_list": day.without_list(area),
    }
    return render(request, "count/turnout.html", context)


def _formula(request: HttpRequest) -> Formula:
    asked = request.GET.get("rumus", "")
    return next((each for each in FORMULAS if each.code == asked), followed().formula)


def _percent(part: int, whole: int) -> Decimal | None:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1")) if whole else None


def _against(share: Decimal | None, other: Decimal | None) -> str:
    """Say how far a share is from another one; empty where one of them is not known."""
    if share is None or other is None:
        return ""
    by = number(abs(share - other))
    if share < other:
        return gettext("%(by)s below it") % {"by": by}
    return gettext("%(by)s above it") % {"by": by} if share > other else gettext("just as much")


def _cell(hour: Hour) -> dict[str, Any]:
    return {"share": _percent(hour.voters, hour.people), "hour": hour}


def _rows(
    scope: Scope, day: Day, measures: Measures, area: str, names: dict[str, str]
) -> list[dict[str, Any]]:
    """The areas inside, those first that are lowest; of a desa its TPS with their facts."""
    if len(area) == DESA:
        return [_tps(day, tps, names) for tps in day.tps_in(area)]
    length = 8 if area == scope.kabupaten else DESA
    inside = sorted({tps[:length] for tps in day.tps_in(area)})
    rows = []
    for code in inside:
        hours = day.of(code)
        people, voted = measures.before_in(code)
        last = hours[-1] if hours else None
        share = _percent(last.voters, last.people) if last else None
        total = len(day.tps_in(code))
        rows.append(
            {
                "code": code,
                "name": names.get(code, code),
                "cells": [_cell(each) for each in hours[: len(day.moments)]],
                "share": share,
                "reported": last.reported if last else 0,
                "tps": total,
                "before": _percent(voted, people),
                "is_below": share is not None
                and measures.target is not None
                and share < measures.target,
            }
        )
    rows.sort(key=lambda row: (row["share"] is None, row["share"] or 0, row["name"]))
    return rows


def _tps(day: Day, tps: str, names: dict[str, str]) -> dict[str, Any]:
    hours = day.of(tps)
    told = day.told.get(tps, ())
    cells = []
    for moment in day.moments:
        at = [row for row in told if row.at <= moment]
        cells.append(at[-1] if at else None)
    last = hours[-1] if hours else None
    return {
        "code": tps,
        "name": tps_name(tps, names),
        "told": cells,
        "newest": told[-1] if told else None,
        "dpt": day.lists[tps],
        "share": _percent(last.voters, last.people) if last else None,
    }


def _chart(
    hours: list[Hour],
    last: list[Hour],
    target: Decimal | None,
    before: Decimal | None,
    zone: ZoneInfo,
) -> dict[str, Any] | None:
    """Return the line of the day as coordinates: from 07.00 to the last number."""
    shown = [each for each in (hours or last) if each.people]
    if not shown:
        return None
    begin = shown[0].at.astimezone(zone).replace(hour=7, minute=0, second=0)
    length = max((shown[-1].at - begin).total_seconds(), 1.0)

    def x(hour: Hour) -> float:
        return LEFT + (RIGHT - LEFT) * min(1.0, (hour.at - begin).total_seconds() / length)

    def y(percent: Decimal | float) -> float:
        return BOTTOM - (BOTTOM - TOP) * min(100.0, float(percent)) / 100

    points = []
    for each in shown:
        percent = _percent(each.voters, each.people) or Decimal(0)
        points.append(
            {
                "x": f"{x(each):.0f}",
                "y": f"{y(percent):.0f}",
                "above": f"{y(percent) - 9:.0f}",
                "percent": number(percent),
                "hour": f"{each.at.astimezone(zone):%H.%M}",
                "reported": number(each.reported),
            }
        )
    return {
        "line": f"M{LEFT} {BOTTOM}" + "".join(f"L{p['x']} {p['y']}" for p in points),
        "points": points,
        "grid": [(f"{y(part):.0f}", part) for part in (0, 25, 50, 75, 100)],
        "target": f"{y(target):.0f}" if target is not None else "",
        "target_text": f"{y(target) - 5:.0f}" if target is not None else "",
        "before": f"{y(before):.0f}" if before is not None else "",
        "before_text": f"{y(before) + 14:.0f}" if before is not None else "",
        "label": ", ".join(f"{p['hour']} {p['percent']} %" for p in points),
        "left": LEFT,
        "right": RIGHT,
    }
