"""Return and archive: which boxes, forms and papers came back, and who holds what is missing."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from tepat.core.count.returning import ARRIVALS, Back, Level, Photo, photo_of
from tepat.core.problems import Code, refuse
from tepat.server.count.back import queries, words
from tepat.server.count.contests import Contests, contests_of
from tepat.server.count.results import folding
from tepat.server.count.results.queries import names_of, tps_name
from tepat.server.count.sight import may_see
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.packages.words import party_words
from tepat.server.move.packing.words import Names

MOST_HOLDERS = 8
"""Holders that are named for what a level lacks; the areas below tell the rest."""


@require_safe
@desk_page()
def back(request: HttpRequest, scope: Scope, area: str = "") -> HttpResponse:
    """What came back of the kabupaten, a kecamatan or a desa."""
    folding.catch_up(scope)
    names, where = names_of(scope), area or scope.kabupaten
    if where not in names:
        raise refuse(Code.REGION_UNKNOWN, value=where[:40])
    rows, forms = queries.packages(scope, where), queries.forms_of(scope, where)
    contests = contests_of(scope)
    known = Names(contests.election, {row.holder.partition("@")[2] for row in rows} - {""})
    sees = may_see(cast(User, request.user), scope, where)
    is_desa = len(where) == queries.DESA
    length = 8 if where == scope.kabupaten else queries.DESA
    total = queries.by_area(rows, len(where))
    context = {
        "tab": "back",
        "area": where,
        "is_whole": where == scope.kabupaten,
        "name": names[where],
        "above": [(where[:8], names.get(where[:8], ""))] if is_desa else [],
        "heads": [gettext(each) for each in words.LEVELS.values()],
        "planned": queries.expected(scope, where),
        "out": len(rows),
        "arrivals": [_arrival(level, total, rows, known) for level in ARRIVALS],
        "things": _things(contests, rows, forms, sees),
        "photos": _photos(queries.photos_by(forms, len(where)).get(where)),
        "rows": [] if is_desa else _areas(rows, forms, length, names),
        "all_tps": _all_tps(rows, forms, contests, names, known) if is_desa else [],
        "is_desa": is_desa,
    }
    return render(request, "count/back.html", context)


def _arrival(
    level: Level, total: list[Back], rows: list[queries.Row], known: Names
) -> dict[str, Any]:
    """One level: how many came, how many it lacks, and with whom those are."""
    [all_] = total or [Back("")]
    holders = queries.last_holders(rows, level)
    return {
        "name": gettext(words.ARRIVALS[level]),
        "came": all_.came(level),
        "lacks": all_.lacks(level),
        "holders": [(_holder(known, party), n) for party, n in holders[:MOST_HOLDERS]],
        "more": sum(n for _, n in holders[MOST_HOLDERS:]),
    }


def _holder(known: Names, party: str) -> str:
    return party_words(known, party) if party else gettext("not clear: several or none in the log")


def _cells(each: Back) -> list[tuple[str, int]]:
    return [(gettext(name), each.at[level]) for level, name in words.LEVELS.items()]


def _things(
    contests: Contests,
    rows: list[queries.Row],
    forms: list[queries.Form],
    sees: bool,
) -> list[dict[str, Any]]:
    """Boxes by kind, the forms inside, and the papers that TPS accounted for."""
    found: list[dict[str, Any]] = []
    for kind, each in sorted(queries.by_kind(rows).items(), reverse=True):
        of = contests.kind(kind)
        name = gettext("Boxes: %(kind)s") % {"kind": of.name.say(language())} if of else ""
        found.append({"name": name or gettext("Other packages of TPS"), "cells": _cells(each)})
    items = {item.code: item.name.say(language()) for item in contests.election.items}
    for item, each in queries.by_form(rows).items():
        name = gettext("Packages with %(form)s") % {"form": items.get(item, item)}
        found.append({"name": name, "cells": _cells(each)})
    for kind, each in queries.papers(forms, rows).items() if sees else ():
        of = contests.kind(kind)
        label = of.name.say(language()) if of else kind
        name = gettext("Ballot papers: %(kind)s") % {"kind": label}
        found.append({"name": name, "cells": _cells(each), "is_count": True})
    return found


def _photos(photos: queries.Photos | None) -> list[tuple[str, str, int]]:
    if photos is None:
        return []
    return [(shape, gettext(said), photos.n[each]) for each, (shape, said) in words.PHOTOS.items()]


def _areas(
    rows: list[queries.Row], forms: list[queries.Form], length: int, names: dict[str, str]
) -> list[dict[str, Any]]:
    photos = queries.photos_by(forms, length)
    return [
        {
            "code": each.code,
            "name": names.get(each.code, each.code),
            "total": each.total,
            "cells": _cells(each),
            "lacks": each.lacks(Level.KPU),
            "without": photos[each.code].n[Photo.NONE_LEFT] + photos[each.code].n[Photo.AFTER]
            if each.code in photos
            else 0,
        }
        for each in queries.by_area(rows, length)
    ]


def _all_tps(
    rows: list[queries.Row],
    forms: list[queries.Form],
    contests: Contests,
    names: dict[str, str],
    known: Names,
) -> list[dict[str, Any]]:
    """Each TPS of a desa: its packages with who has them, its forms with their photo."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows:
        tps = found.setdefault(row.place, _tps(row.place, names))
        shape = "tepat" if row.level in (Level.KPU, Level.ARCHIVED) else "menyusul"
        shape = {Level.TPS: "belum", Level.UNCLEAR: "tidak"}.get(row.level, shape)
        said = gettext(words.LEVELS[row.level])
        holder = _holder(known, row.holder)
        tps["packages"].append((row.code, shape, said, holder))
    for form in forms:
        kind = contests.kind(form.kind)
        shape, said = words.PHOTOS[photo_of(form.photo, form.left)]
        label = kind.name.say(language()) if kind else form.kind
        tps = found.setdefault(form.tps, _tps(form.tps, names))
        tps["photos"].append((form.kind, label, shape, gettext(said)))
    return [found[code] for code in sorted(found)]


def _tps(code: str, names: dict[str, str]) -> dict[str, Any]:
    return {"code": code, "name": tps_name(code, names), "packages": [], "photos": []}
