"""One package with everything known about it, and the lists that lead to it."""

from typing import Any, cast

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tepat.adapters.labels import qr_svg
from tepat.core.election.ids import Form, readable
from tepat.core.election.regions import split_tps
from tepat.core.election.roles import Action
from tepat.core.move.packing_state import problems_with
from tepat.core.move.remedies import Remedy
from tepat.core.move.seals import range_of, readable_seal
from tepat.core.move.station import inside
from tepat.core.plan.packing import Content, closes_with
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.keeping.wiring import place_of
from tepat.server.log.publishing.standing import LogStanding, standing_of
from tepat.server.move.models import Shipment
from tepat.server.move.packages import custody, deciding, queries, words
from tepat.server.move.packing.pages import bundles_words
from tepat.server.move.packing.queries import folded
from tepat.server.move.packing.words import STATES, Names
from tepat.server.move.shipments import sight
from tepat.server.move.shipments.sight import blanked
from tepat.server.move.shipments.words import place_words
from tepat.server.plan.models import Package
from tepat.server.problems import say
from tepat.witness import proving, sources

PER_PAGE = 50


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
    told = _told(request, scope, found, [row.place, row.kecamatan, desa, *_destination(found)])
    names = told.names
    standing = standing_of(place_of(scope))
    box = custody.proof_box(told, standing)
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
        "entries": custody.timeline(told, standing),
        "now": custody.headline(told),
        "chain": custody.chain(told),
        "flags": custody.sentences(told),
        "proof": box,
        "qr": _qr(standing, box["newest"]),
        "verify": "tepat log verify "
        + request.build_absolute_uri(f"/log/{scope.election}/{scope.kabupaten}/"),
        "who_sees": sight.who_sees(Action.SEE_MOVEMENTS),
        "follows": told.follows,
        "seals": _seals(found, custody.seal_columns(told)),
        "columns": [name for name, _ in custody.seal_columns(told)],
        "foreign": state.foreign if state else [],
        "shipment": _shown(request, scope, found.shipment),
        "destination": place_words(names, found.shipment.destination) if found.shipment else "",
        "is_box": row.form == Form.BOX.value,
        "decisions": _decisions(told),
        "reasons": deciding.choices(),
        "may_decide": allows(cast(User, request.user), Action.DECIDE_CUSTODY, scope),
        "who_decides": sight.who_sees(Action.DECIDE_CUSTODY),
        "may_release": allows(cast(User, request.user), Action.APPROVE_REOPEN, scope),
        "may_pack": allows(cast(User, request.user), Action.PACK, scope),
    }
    return render(request, "move/package.html", context)


@require_POST
@desk_page(Action.DECIDE_CUSTODY)
def package_decide(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Set a fact aside that this desk signed and nobody answered."""
    found = queries.known(scope, code.upper()).package
    kind, _, reason = request.POST.get("why", "").partition(":")
    fact, note = request.POST.get("fact", ""), request.POST.get("note", "")
    user = cast(User, request.user)
    deciding.decide(scope, user, found.code, fact, kind, reason, note, clock.now())
    return redirect("package", scope.election, scope.kabupaten, found.code)


@desk_page()
def package_proof(request: HttpRequest, scope: Scope, code: str, name: str) -> HttpResponse:
    """The proof file of one fact about a package: it is checked without this server."""
    found = queries.known(scope, code.upper())
    entry = next((each for each in found.entries if each.name == name), None)
    if entry is None or (entry.fact.KIND in words.MOVING and not _follows(request, scope, found)):
        raise Http404
    made = proving.prove(sources.Folder(place_of(scope).folder), name)
    answer = HttpResponse(made.data, content_type="application/octet-stream")
    file = f"{found.package.code}-{entry.number}.tlog-proof"
    answer["Content-Disposition"] = f'attachment; filename="{file}"'
    return answer


def _told(
    request: HttpRequest, scope: Scope, found: queries.Known, areas: list[str]
) -> custody.Told:
    folded, registry = queries.folded(scope, found)
    given = [registry.assignments.get(each.fact.assignment) for each in found.entries]
    areas = [*areas, *custody.places_in(folded), *(each.area for each in given if each)]
    names = Names(election_of(scope), areas)
    follows = _follows(request, scope, found)
    return custody.Told(found.package, folded, registry, found.entries, names, follows)


def _decisions(told: custody.Told) -> dict[str, Any]:
    """Facts that can be set aside: those this desk decides, and the others by what they take."""
    takes = deciding.open_to_decide(told) if told.follows else {}
    found: dict[Remedy, list[dict[str, Any]]] = {}
    for each in told.entries:
        if each.name in takes:
            title = gettext(words.TITLES.get(each.fact.KIND, words.OTHER)[1])
            row = {"name": each.name, "number": each.number, "title": title, "by": each.by}
            found.setdefault(takes[each.name], []).append(row)
    if not found:
        return {}
    desk = found.pop(Remedy.DESK, [])
    elsewhere = [{"takes": each.value, "facts": rows} for each, rows in found.items()]
    return {"desk": desk, "elsewhere": elsewhere}


def _follows(request: HttpRequest, scope: Scope, found: queries.Known) -> bool:
    area = found.package.kecamatan or scope.kabupaten
    return sight.sees(cast(User, request.user), Action.SEE_MOVEMENTS, scope, area)


def _qr(standing: LogStanding, newest: queries.Entry | None) -> str:
    if standing.checkpoint is None or newest is None:
        return ""
    return qr_svg(proving.reference(standing.checkpoint, newest.number, newest.name))


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


def _seals(
    found: queries.Known, columns: list[tuple[str, tuple[str, ...]]]
) -> list[dict[str, Any]]:
    """Each seal with whether the handovers saw it; those that nobody fixed stand last."""
    if found.state is None:
        return []
    issued = [each.as_value() for each in found.ranges]
    own = [(number, "whole") for number in found.state.seals]
    own += [(number, "broken") for number in found.state.broken]
    known = {number for number, _ in own}
    strange = {number for _, seen in columns for number in seen} - known
    rows = []
    for number, kind in [*own, *((each, "strange") for each in sorted(strange))]:
        holder = range_of(number, issued)
        seen = [number in each for _, each in columns]
        rows.append(
            {
                "number": readable_seal(number),
                "kind": kind,
                "to": holder.to if holder else "",
                "seen": seen,
                "is_wrong": kind == "strange" or (kind == "whole" and not all(seen)),
            }
        )
    return rows
