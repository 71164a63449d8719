"""One package with everything known about it, and the lists that lead to it."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, gettext_noop

from tepat.core.election.ids import Form, readable
from tepat.core.election.regions import split_tps
from tepat.core.election.roles import Action
from tepat.core.move import events
from tepat.core.move.packing_state import problems_with
from tepat.core.move.seals import range_of, readable_seal
from tepat.core.move.station import inside
from tepat.core.plan.packing import Content, closes_with
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.models import Shipment
from tepat.server.move.packages import queries
from tepat.server.move.packing.pages import bundles_words
from tepat.server.move.packing.queries import folded
from tepat.server.move.packing.words import STATES, Names
from tepat.server.move.shipments.pages import place_words
from tepat.server.move.shipments.sight import blanked
from tepat.server.plan.models import Package
from tepat.server.problems import say

PER_PAGE = 50
TITLES = {
    "commissioned": ("benar", gettext_noop("Bound to another system's code")),
    "released": ("perhatian", gettext_noop("Unbound from another system's code")),
    "packed": ("menyusul", gettext_noop("Filled")),
    "sealed": ("tepat", gettext_noop("Sealed with numbered seals")),
    "unsealed": ("perhatian", gettext_noop("Opened again")),
}
"""Shape and words of each fact that names a package."""


@desk_page()
def packages(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Boxes and bags of one area and state: what stands behind a number of the overview."""
    area, state = request.GET.get("area", ""), request.GET.get("state", "")
    page = Paginator(queries.listed(scope, area, state), PER_PAGE).get_page(request.GET.get("page"))
    rows = list(page.object_list)
    here = area if area and area != "psu" else scope.kabupaten
    names = Names(election_of(scope), [here, *(row.place for row in rows)])
    carried = queries.shipments_of(scope, [row.code for row in rows])
    context = {
        "page": page,
        "area": area,
        "area_name": gettext("PSU stock") if area == "psu" else names.place(here),
        "state": state if state in queries.STATES else "",
        "states": [(code, gettext(words)) for code, (_, words) in STATES.items()],
        "rows": [
            {
                "code": row.code,
                "readable": readable(row.code),
                "name": names.package(row),
                "shipment": carried.get(row.code, ""),
                **_standing(row),
            }
            for row in rows
        ],
    }
    return render(request, "move/packages.html", context)


@desk_page()
def package(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One package: plan and contents, seals, shipment, and every fact with who and when."""
    found = queries.known(scope, code.upper())
    election = election_of(scope)
    row, state = found.package, found.state
    tps = split_tps(row.place)
    desa = tps[0] if tps else row.desa
    names = Names(election, [row.place, row.kecamatan, desa, *_destination(found)])
    plan = _plan(found, inside(row.as_value().contents, closes_with(election)))
    counted = (
        {(each["item"], each["sku"]): each["count"] for each in state.contents} if state else {}
    )
    closing = [line for line in row.as_value().contents if line.item in closes_with(election)]
    context: dict[str, Any] = {
        "package": row,
        "title": names.package(row),
        "readable": readable(row.code),
        "above": [
            (each, names.place(each)) for each in dict.fromkeys((row.kecamatan, desa)) if each
        ],
        "place_name": names.place(row.place),
        **_standing(row, state.state if state else None),
        "lies_in": state.lies_in if state else "",
        "lines": [_line(line, counted, names, found.sizes) for line in plan],
        "closing": [_line(line, {}, names, found.sizes) for line in closing],
        "inner": [{"name": names.package(e), "code": e.code, **_standing(e)} for e in found.inner],
        "problems": _problems(found, plan, names),
        "entries": [_entry(each, names) for each in found.entries],
        "seals": _seals(found),
        "foreign": state.foreign if state else [],
        "shipment": _shown(request, scope, found.shipment),
        "destination": place_words(names, found.shipment.destination) if found.shipment else "",
        "steps": _steps(row, names, desa),
        "is_box": row.form == Form.BOX.value,
        "may_release": allows(cast(User, request.user), Action.APPROVE_REOPEN, scope),
        "may_pack": allows(cast(User, request.user), Action.PACK, scope),
    }
    return render(request, "move/package.html", context)


def _shown(request: HttpRequest, scope: Scope, load: Shipment | None) -> Shipment | None:
    if load is None:
        return None
    return blanked([load], cast(User, request.user), scope)[0]


def _standing(row: Package, state: str | None = None) -> dict[str, str]:
    now = state or getattr(row, "state", None) or "planned"
    shape, words = STATES[now]
    return {"state": now, "shape": shape, "state_words": gettext(words)}


def _destination(found: queries.Known) -> list[str]:
    return [found.shipment.destination.partition(":")[0]] if found.shipment else []


def _plan(found: queries.Known, own: tuple[Content, ...]) -> list[Content]:
    """What belongs in it now: the ballots of its envelopes, then its own lines."""
    ballots = [
        line
        for each in found.inner
        if each.withdrawn_at is None
        for line in each.as_value().contents
    ]
    return [*ballots, *own]


def _line(
    line: Content, counted: dict[tuple[str, str], int], names: Names, sizes: dict[str, int]
) -> dict[str, Any]:
    size = sizes.get(line.sku or line.item)
    told = counted.get((line.item, line.sku))
    return {
        "name": names.item(line.item, line.sku),
        "unit": names.unit(line.item),
        "quantity": line.quantity,
        "bundles": bundles_words(line.quantity, size, names) if line.quantity and size else "",
        "counted": told,
        "differs": told is not None and line.quantity is not None and told != line.quantity,
    }


def _problems(found: queries.Known, plan: list[Content], names: Names) -> list[str]:
    if found.state is None or found.package.inside:
        return []
    return [say(names.problem(each)) for each in problems_with(folded(found.state), plan)]


def _entry(entry: queries.Entry, names: Names) -> dict[str, Any]:
    fact = entry.fact
    shape, title = TITLES[fact.KIND]
    lines: list[str] = []
    match fact:
        case events.Packed():
            lines = [f"{each.count} {names.item(each.item, each.sku)}" for each in fact.contents]
        case events.Sealed():
            lines = [readable_seal(each) for each in fact.seals]
        case events.Commissioned() | events.Released():
            lines = [fact.foreign]
    lines += [entry.said] if entry.said else []
    return {
        "number": entry.number,
        "name": entry.name,
        "shape": shape,
        "title": gettext(title),
        "lines": lines,
        "is_code": isinstance(fact, events.Sealed | events.Commissioned),
        "by": entry.by,
        "at": fact.at,
        "received_at": entry.received_at,
    }


def _seals(found: queries.Known) -> list[dict[str, Any]]:
    if found.state is None:
        return []
    issued = [each.as_value() for each in found.ranges]
    rows = []
    for is_whole, numbers in ((True, found.state.seals), (False, found.state.broken)):
        for number in numbers:
            holder = range_of(number, issued)
            rows.append(
                {
                    "number": readable_seal(number),
                    "is_whole": is_whole,
                    "to": holder.to if holder else "",
                }
            )
    return rows


def _steps(row: Package, names: Names, desa: str) -> list[dict[str, Any]]:
    """The places a package passes; part of the road that nobody has reported is dashed."""
    steps = [{"name": gettext("KPU warehouse"), "is_here": True}]
    if row.kecamatan:
        steps.append({"name": names.place(row.kecamatan), "is_here": False})
    if desa:
        steps.append({"name": names.place(desa), "is_here": False})
    if split_tps(row.place):
        steps.append({"name": names.place(row.place), "is_here": False})
    return steps
