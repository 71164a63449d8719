"""The room Pengamanan: sums of people, loads with their escorts, one kecamatan, the night."""

from math import ceil
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET

from tepat.core.problems import Code, refuse
from tepat.core.watch.security.personnel import Area
from tepat.core.watch.security.presence import Presence
from tepat.server import clock
from tepat.server.desk.words import number
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps
from tepat.server.election.scopes import desk_page
from tepat.server.move.packing.words import Names
from tepat.server.move.shipments.words import place_words
from tepat.server.watch.models import SecurityUnit
from tepat.server.watch.security import agreed, nights, people, queries, words


@require_GET
@desk_page()
def security(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Operation and phase, TPS by class, people against what the patterns ask, loads of today."""
    sight = people.looks(request, scope, "security")
    now = clock.now()
    names = agreed.grades(scope)
    rows, total = queries.kecamatan_rows(scope, sight)
    legs = queries.legs(scope, sight, now)
    regions = queries.region_names(row.code for row in rows)
    found = agreed.operation(scope)
    context = {
        "tab": "security",
        "operation": found,
        "phases": agreed.phases(scope, found, now.astimezone(ZoneInfo(scope.zone)).date()),
        "grades": key(names),
        "rows": [area_row(row, regions.get(row.code, row.code), names) for row in rows],
        "total": area_row(total, gettext("Kabupaten"), names),
        "legs": leg_rows(scope, legs),
        "may_set": people.may_set(sight, scope),
        "night": sum(leg.escort.state.is_amiss for leg in legs),
    }
    return render(request, "watch/security/security.html", context)


@require_GET
@desk_page()
def kecamatan(request: HttpRequest, scope: Scope, area: str) -> HttpResponse:
    """One kecamatan: its desa with their share, its TPS that are more than the least vulnerable."""
    sight = people.looks(request, scope, "security", area)
    people.check_sees(sight, area)
    if len(area) != 8 or not Tps.objects.filter(scope=scope, kecamatan=area).exists():
        raise refuse(Code.REGION_UNKNOWN, value=area[:20])
    names = agreed.grades(scope)
    whole, desa = queries.desa_rows(scope, area)
    regions = queries.region_names([area, *(row.code for row in desa)])
    least = next(iter(names), "")
    marked = [row for row in queries.graded_tps(scope, area) if row[1] != least]
    patterns = agreed.patterns(scope)
    units = SecurityUnit.objects.filter(scope=scope, closed_at=None, area__startswith=area)
    context = {
        "tab": "security",
        "area": area,
        "name": regions.get(area, area),
        "grades": key(names),
        "whole": area_row(whole, regions.get(area, area), names),
        "rows": [area_row(row, regions.get(row.code, row.code), names) for row in desa],
        "marked": [
            {
                "tps": code,
                "name": f"{regions.get(code[:13], code[:13])}, TPS {code[-3:]}",
                "grade": names.get(grade, ""),
                "reason": reason,
            }
            for code, grade, reason in marked
        ],
        "patterns": [
            {
                "name": name,
                "pattern": patterns.get((code, area)) or patterns.get((code, "")),
                "is_own": (code, area) in patterns,
            }
            for code, name in names.items()
        ],
        "units": units.order_by("service", "name"),
    }
    return render(request, "watch/security/kecamatan.html", context)


@require_GET
@desk_page()
def night(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Only what is not as planned, each with whom to call."""
    sight = people.looks(request, scope, "security", "malam")
    now = clock.now()
    found = nights.exceptions(request, scope, sight, now)
    context = {"tab": "night", "rows": found.rows, "watched": found.watched, "now": now}
    return render(request, "watch/security/night.html", context)


def key(names: dict[str, str]) -> list[dict[str, str]]:
    """Return each class with the look of its cell."""
    order = {code: at for at, code in enumerate(names)}
    found = [
        {"code": code, "name": name, "cell": words.cell_class(code, order)}
        for code, name in names.items()
    ]
    return [*found, {"code": "", "name": gettext("no class yet"), "cell": "g"}]


def area_row(area: Area, name: str, names: dict[str, str]) -> dict[str, Any]:
    """Return one row of sums: whole people, and what is short."""
    return {
        "code": area.code,
        "name": name,
        "cells": words.grade_cells(area.counts.items(), names),
        "said": ", ".join(
            f"{names.get(code) or gettext('no class yet')} {number(tps)}"
            for code, tps in queries.by_grade(area.counts, names)
            if tps
        ),
        "tps": area.need.tps,
        "open": area.need.open,
        "unset": area.need.unset,
        "parts": [
            {
                "part": part,
                "need": _people(wanted),
                "there": area.there.get(part),
                "short": area.short(part),
            }
            for part, wanted in (("police", area.need.police), ("linmas", area.need.linmas))
        ],
    }


def _people(wanted: Any) -> str:
    """Write people: a share of a team with one decimal."""
    if wanted.denominator == 1:
        return number(int(wanted))
    tenths = ceil(wanted * 10)
    return f"{number(tenths // 10)},{tenths % 10}"


def leg_rows(scope: Scope, legs: list[queries.Leg]) -> list[dict[str, Any]]:
    """Return loads as the table shows them."""
    ends = [
        end.partition(":")[0] for leg in legs for end in (leg.load.origin, leg.load.destination)
    ]
    names = Names(election_of(scope), ends)
    rows = []
    for leg in legs:
        shape, word, more = words.presence(leg.escort, scope.zone)
        rows.append(
            {
                "leg": leg,
                "origin": place_words(names, leg.load.origin),
                "destination": place_words(names, leg.load.destination),
                "shape": shape,
                "word": word,
                "more": more,
                "unit": leg.task.unit if leg.task else None,
                "group": _group(leg, scope),
            }
        )
    return sorted(rows, key=lambda row: (row["group"], -_urgency(row["leg"])))


def _group(leg: queries.Leg, scope: Scope) -> str:
    """Return where a load stands: what is amiss first, then what waits or goes well, then the rest.

    Behind the last line: below the PPK, or settled.
    """
    if leg.escort.state.is_amiss:
        return "1-amiss"
    if leg.load.origin.partition(":")[0] != scope.kabupaten:
        is_far = leg.escort.state is Presence.NONE
    else:
        is_far = leg.load.stage in queries.OVER
    return "3-far" if is_far else "2-calm"


def _urgency(leg: queries.Leg) -> int:
    """What is amiss first, then what moves, then the others by their hour."""
    return 2 if leg.escort.state.is_amiss else int(leg.load.stage in queries.MOVING)
