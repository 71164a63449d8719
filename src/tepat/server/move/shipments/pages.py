"""Shipments by hand: what is loaded, where it goes, who drives, and the hash of its list."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext, gettext_noop, ngettext
from django.views.decorators.http import require_POST

from tepat.adapters import list_files
from tepat.core.election.ids import readable
from tepat.core.election.roles import Action
from tepat.core.move.custody import Flag
from tepat.core.move.loads import LoadStage
from tepat.core.move.seals import readable_seal
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.desk.words import number
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.drivers import desk_pages
from tepat.server.move.models import Shipment
from tepat.server.move.packages.words import FLAGS, LOADS
from tepat.server.move.packing.words import STATES, Names
from tepat.server.move.shipments import (
    beyond_pages,
    looking,
    queries,
    reporting,
    services,
    sight,
)
from tepat.server.move.shipments.words import place_words
from tepat.server.plan.models import Package
from tepat.server.typed import moment

PER_PAGE = 50
WAREHOUSE = ":gudang-1"
"""The KPU's own store, after the code of its kabupaten."""


@desk_page(Action.SEE_DESK)
def shipments(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every shipment, and the form that makes one."""
    kecamatan = request.GET.get("kecamatan", "")
    legs = list(queries.first_legs(scope))
    rows = sight.blanked(legs, cast(User, request.user), scope)
    names = Names(election_of(scope), [_area(row.destination) for row in rows] + [kecamatan])
    flags = queries.flags_of(scope)
    context = {
        "rows": [
            (row, place_words(names, row.destination), load_state(row, flags.get(row.code, ())))
            for row in rows
        ],
        "kecamatan": kecamatan,
        "kecamatan_name": names.place(kecamatan) if kecamatan else "",
        "choices": queries.choices(scope, kecamatan),
        "stores": _stores(scope, kecamatan),
        "hides_time": any(row.hides_time for row in rows),  # type: ignore[attr-defined]
        "who_sees": sight.who_sees(Action.SEE_MOVEMENTS),
        "beyond_left": beyond_pages.missing_of(request, scope, legs),
        "next_code": queries.next_code(scope),
        "may_make": allows(cast(User, request.user), Action.MAKE_SHIPMENT, scope),
    }
    return render(request, "move/shipments.html", context)


@require_POST
@desk_page(Action.MAKE_SHIPMENT)
def shipment_make(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Make one shipment from the chosen areas."""
    form = request.POST
    areas = form.getlist("area")
    reason = form.get("unsealed_reason", "").strip()
    load = services.Load(
        origin=scope.kabupaten + WAREHOUSE,
        destination=form.get("destination", "").strip(),
        departs_at=moment(form.get("departs_at", ""), scope.zone, gettext("Departs")),
        vehicle=form.get("vehicle", "").strip()[:60],
        driver=form.get("driver", "").strip()[:80],
        escort=form.get("escort", "").strip()[:120],
        unsealed_reason=reason[:200],
    )
    packages = queries.to_load(scope, areas, with_open=bool(reason))
    account = cast(User, request.user).account
    made = reporting.make(scope, load, packages, account, clock.now())
    return redirect("shipment", scope.election, scope.kabupaten, made.code)


@desk_page(Action.SEE_DESK)
def shipment(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """One shipment with its list."""
    row = _found(scope, code)
    page = Paginator(queries.packages_of(row), PER_PAGE).get_page(request.GET.get("page"))
    packages = list(page.object_list)
    names = Names(election_of(scope), [*(each.place for each in packages), _area(row.destination)])
    [shown] = sight.blanked([row], cast(User, request.user), scope)
    for what, text in (("driver", shown.driver), ("escorts", shown.escort)):
        if text:
            record_look(cast(User, request.user), scope, what, code)
    context = {
        "shipment": shown,
        "who_sees": sight.who_sees(Action.SEE_MOVEMENTS),
        "who_sees_escort": sight.who_sees(*sight.READS_ESCORT),
        "destination": place_words(names, row.destination),
        "origin": place_words(names, row.origin),
        "packages": [
            {
                "name": names.package(each),
                "code": readable(each.code),
                "raw": each.code,
                "shape": STATES[getattr(each, "state", None) or "planned"][0],
                "state": STATES[getattr(each, "state", None) or "planned"][1],
            }
            for each in packages
        ],
        "page": page,
        "changed": queries.problems(row),
        "load": load_state(shown, queries.flags_of(scope, row).get(row.code, ())),
        "beyond": _beyond(request, row),
        "off_list": _off_list(row, page.paginator.object_list),
        "file_is_here": list_files.read(services.folder(), row.list_hash) is not None,
        "may_make": allows(cast(User, request.user), Action.MAKE_SHIPMENT, scope),
        "seal": readable_seal,
        "checks": looking.checks_of(scope, row, cast(User, request.user)),
    }
    if context["may_make"] and not shown.hides_time:  # type: ignore[attr-defined]
        to = place_words(names, row.destination)
        context["driver"] = desk_pages.shown(request, row, to)
    return render(request, "move/shipment.html", context)


@require_POST
@desk_page(Action.MAKE_SHIPMENT)
def shipment_go_on(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Make the loads that take this one on: from the PPK to each PPS, from there to each TPS."""
    row = _found(scope, code)
    hours = beyond_pages.hours_of(request.POST, scope)
    made = reporting.go_on([(row, hours)], cast(User, request.user).account, clock.now())
    told = ngettext("%(n)s load beyond is ready.", "%(n)s loads beyond are ready.", len(made))
    messages.success(request, told % {"n": number(len(made))})
    return redirect("shipment", scope.election, scope.kabupaten, code)


@require_POST
@desk_page(Action.MAKE_SHIPMENT)
def shipment_change(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """Take packages off a shipment that has not been handed over."""
    row = _found(scope, code)
    off = set(request.POST.getlist("off"))
    left = [each for each in row.lines.values_list("package", flat=True) if each not in off]
    reporting.change(row, left, cast(User, request.user).account, clock.now())
    return redirect("shipment", scope.election, scope.kabupaten, code)


@desk_page(Action.SEE_DESK)
def shipment_list(request: HttpRequest, scope: Scope, code: str) -> HttpResponse:
    """The list file itself, as its hash names it."""
    row = _found(scope, code)
    body = list_files.read(services.folder(), row.list_hash)
    if body is None:
        raise Http404
    answer = HttpResponse(body, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{row.list_hash}.json"'
    return answer


def load_state(row: Shipment, flags: Iterable[str]) -> dict[str, Any]:
    """Return shape and words of how far a load has come, and of what does not fit in it."""
    shape, text = LOADS[LoadStage(row.stage)]
    if row.hides_time:  # type: ignore[attr-defined]
        if row.is_given:
            shape, text = "benar", gettext_noop("handed over")
        return {"shape": shape, "words": gettext(text), "wrong": []}
    found = set(flags) - {Flag.HALF.value}
    wrong = [(mark, gettext(said)) for flag, (mark, said, _) in FLAGS.items() if flag in found]
    return {"shape": shape, "words": gettext(text), "wrong": wrong}


def _stores(scope: Scope, kecamatan: str) -> list[tuple[str, str]]:
    """Where a load may go: every PPK and store, and the PPS of a kecamatan that was chosen."""
    own = scope.kabupaten + WAREHOUSE
    return [
        (code, name)
        for code, name in queries.stores(scope).items()
        if code != own
        and (not code.endswith(":pps") or (kecamatan and code.startswith(kecamatan + ".")))
        and (not kecamatan or code.startswith((kecamatan + ".", kecamatan + ":")))
    ]


def _beyond(request: HttpRequest, row: Shipment) -> dict[str, Any]:
    """The loads that go on from where this one arrives, and what may still be made of it."""
    user, scope = cast(User, request.user), row.scope
    rows = sight.blanked(queries.going_on(row), user, scope)
    names = Names(election_of(scope), [_area(end) for each in rows for end in _route(each)])
    shown = [
        {
            "row": each,
            "from": place_words(names, each.origin),
            "to": place_words(names, each.destination),
            "load": load_state(each, ()),
        }
        for each in rows
    ]
    area = _area(row.destination)
    may_make = allows(user, Action.MAKE_SHIPMENT, scope)
    left = services.not_gone_on(scope, [row]).get(row.pk, 0) if may_make else 0
    offered = beyond_pages.usual(scope)
    usual = {
        field: offered[field]
        for digits, field in beyond_pages.LEAVING.items()
        if digits >= len(area)
    }
    return {"rows": shown, "left": left, "usual": usual}


def _route(row: Shipment) -> tuple[str, str]:
    return row.origin, row.destination


def _off_list(shipment: Shipment, shown: Iterable[Package]) -> list[str]:
    """Packages on the list that are planned no more: they can only be taken off."""
    known = {each.code for each in shown}
    listed = shipment.lines.order_by("package").values_list("package", flat=True)
    return [code for code in listed if code not in known]


def _area(place: str) -> str:
    return place.partition(":")[0]


def _found(scope: Scope, code: str) -> Shipment:
    row = Shipment.objects.filter(scope=scope, code=code).first()
    if row is None:
        raise refuse(Code.SHIPMENT_UNKNOWN, value=code)
    return row
