"""Packing: the list with its progress, the station, and boxes to be opened again."""

from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from tepat.core.election.ids import readable
from tepat.core.election.roles import Action
from tepat.core.move import events
from tepat.core.move.seals import readable_seal
from tepat.core.move.station import key_of, why_open
from tepat.core.plan.packing import Content, bundles_id, in_bundles
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.move.packing import approvals, delta, differing, queries, station
from tepat.server.move.packing.words import STATES, Names
from tepat.server.plan.models import BundleSize, Package
from tepat.server.plan.packages.queries import standing
from tepat.server.plan.packages.sources import source_of
from tepat.server.problems import say

REOPEN_SHOWN = 20
"""How many boxes the page lists; the file holds all."""


@desk_page(Action.SEE_DESK)
def packing(request: HttpRequest, scope: Scope) -> HttpResponse:
    """How far packing is: by kecamatan, by desa of one, then the boxes of one desa."""
    kecamatan, desa = request.GET.get("kecamatan", ""), request.GET.get("desa", "")
    election = election_of(scope)
    user = cast(User, request.user)
    context: dict[str, Any] = {
        "kecamatan": kecamatan,
        "desa": desa,
        "may_pack": allows(user, Action.PACK, scope),
        "open": queries.open_sessions(scope),
        "leftover": [
            (each.package, readable(each.package)) for each in queries.withdrawn_filled(scope)
        ],
        "shared": [
            (code, [(each, readable(each)) for each in packages])
            for code, packages in queries.bound_twice(scope).items()
        ],
    }
    if desa or kecamatan == scope.kabupaten:
        rows = list(queries.packages_at(scope, desa or kecamatan))
        names = Names(election, [kecamatan or desa[:8], *(row.place for row in rows)])
        context["packages"] = [_listed(row, names) for row in rows]
    else:
        names = Names(election, [kecamatan or scope.kabupaten])
        source = source_of(scope, election)
        context["plan"] = standing(scope, source.fingerprint)
        context["has_tps"] = bool(source.rows)
        total, areas = queries.progress(scope, kecamatan)
        context["areas"], context["total"] = areas, total
        context["psu"] = next((each for each in areas if each.area == scope.kabupaten), None)
    context["title"] = names.place(desa or kecamatan) if desa or kecamatan else ""
    return render(request, "move/packing.html", context)


@desk_page(Action.PACK)
def packing_station(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The station: whatever box this person has open, as it was left."""
    return _station(request, scope, station.Outcome())


@desk_page(Action.PACK)
@require_POST
def packing_scan(request: HttpRequest, scope: Scope) -> HttpResponse:
    """One scan, one typed number or one button of the station."""
    user, election, now = cast(User, request.user), election_of(scope), clock.now()
    action, _, line = request.POST.get("do", "").partition(":")
    if action in station.ACTIONS:
        outcome = station.ACTIONS[action](scope, user)
    elif action == "choose":
        outcome = station.choose(scope, user, line)
    elif action == "close":
        outcome = station.close(scope, user, election, now)
    else:
        outcome = station.scan(scope, user, election, request.POST.get("scan", ""), now)
    if request.POST.get("then") == "station" and not outcome.problem:
        return redirect("packing_station", scope.election, scope.kabupaten)
    return _station(request, scope, outcome)


@desk_page(Action.SEE_DESK)
def packing_reopen(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Closed boxes whose list changed since; POST opens one again, approved by a KPU role."""
    election, user = election_of(scope), cast(User, request.user)
    if request.method == "POST":
        return _reopen(request, scope)
    found = differing.to_reopen(scope, election)
    names = Names(election, [each.package.place for each in found])
    rows = [
        {
            "package": each.package,
            "name": names.package(each.package),
            "problems": [say(names.problem(problem)) for problem in each.problems],
        }
        for each in found[:REOPEN_SHOWN]
    ]
    context = {
        "rows": rows,
        "boxes": len(found),
        "more": len(found) - len(rows),
        "may_approve": allows(user, Action.APPROVE_REOPEN, scope),
        "approver": delta.approver_of(election, names.language),
    }
    return render(request, "move/_reopen.html", context)


@desk_page(Action.SEE_DESK)
def packing_delta(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    """The delta list as a file, one row per line that differs."""
    write, content_type = delta.FORMATS[form]
    name = f"buka-ulang-{scope.election}-{scope.kabupaten}.{form}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    content = write(scope, delta.lines_of(scope))
    return HttpResponse(content, content_type=content_type, headers=headers)


@desk_page(Action.APPROVE_REOPEN)
def _reopen_allowed(request: HttpRequest, scope: Scope) -> HttpResponse:
    code, reason = request.POST.get("package", ""), request.POST.get("reason", "")
    package = get_object_or_404(Package, scope=scope, code=events.clean(code))
    approvals.reopen(scope, cast(User, request.user), package.code, reason, clock.now())
    return redirect("packing", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.APPROVE_REOPEN)
def packing_release(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take another system's code off a package, approved by a KPU role."""
    code, bound = request.POST.get("package", ""), request.POST.get("foreign", "")
    package = get_object_or_404(Package, scope=scope, code=events.clean(code))
    reason = request.POST.get("reason", "")
    user = cast(User, request.user)
    approvals.release(scope, user, package.code, events.clean(bound), reason, clock.now())
    return redirect("package", scope.election, scope.kabupaten, package.code)


def _reopen(request: HttpRequest, scope: Scope) -> HttpResponse:
    return _reopen_allowed(request, scope.election, scope.kabupaten)


def _listed(row: Package, names: Names) -> dict[str, Any]:
    state = getattr(row, "state", None) or "planned"
    shape, words = STATES[state]
    return {
        "package": row,
        "code": readable(row.code),
        "name": names.package(row),
        "shape": shape,
        "state": gettext(words),
        "is_open": state in ("planned", "reopened"),
        "to_seal": state == "packed" and row.form == "K",
    }


def _station(request: HttpRequest, scope: Scope, outcome: station.Outcome) -> HttpResponse:
    user, election = cast(User, request.user), election_of(scope)
    table = station.open_table(scope, user, election)
    names = Names(election, [table.package.place] if table else [])
    context: dict[str, Any] = {"outcome": outcome, "sentence": "", "said": _said(outcome, names)}
    if outcome.problem:
        context["sentence"] = say(names.problem(outcome.problem))
    tone = "salah" if outcome.problem else ("benar" if outcome.done else "")
    context["tone"] = tone
    if table:
        context |= _shown(scope, table, names)
    else:
        context["recent"] = [
            {"name": readable(each.package), "session": each}
            for each in queries.recent_sessions(scope, user)
        ]
    template = "move/_station.html" if "HX-Request" in request.headers else "move/station.html"
    return render(request, template, context)


def _shown(scope: Scope, table: station.Table, names: Names) -> dict[str, Any]:
    sizes = dict(BundleSize.objects.filter(scope=scope).values_list("sku", "size"))
    current = table.bench.current
    reasons = why_open(table.bench)
    return {
        "table": table,
        "title": names.package(table.package),
        "code": readable(table.package.code),
        "lines": [_line(line, table, names, sizes, line == current) for line in table.bench.lines],
        "envelopes": [
            {"code": readable(each), "is_ticked": each in table.bench.ticked}
            for each in table.bench.envelopes
        ],
        "seals": [readable_seal(each) for each in table.session.seals],
        "may_close": not reasons,
        "left": len(reasons),
        "seals_left": max(0, table.needs_seals - len(table.session.seals)),
        "current": names.item(current.item, current.sku) if current else "",
    }


def _line(
    line: Content, table: station.Table, names: Names, sizes: dict[str, int], is_current: bool
) -> dict[str, Any]:
    typed = table.bench.typed.get(key_of(line))
    size = sizes.get(line.sku or line.item)
    bundles = ""
    if line.quantity is not None and size:
        bundles = bundles_words(line.quantity, size, names)
    return {
        "key": key_of(line),
        "name": names.item(line.item, line.sku),
        "unit": names.unit(line.item),
        "quantity": line.quantity,
        "bundles": bundles,
        "typed": typed,
        "fits": table.bench.fits(line),
        "is_current": is_current,
    }


def bundles_words(quantity: int, size: int, names: Names) -> str:
    """Return pieces as bundles and loose ones, in the language of the reader."""
    if names.language == "id":
        return bundles_id(quantity, size)
    packed = in_bundles(quantity, size)
    return f"{packed.bundles} bundles of {packed.size} + {packed.loose} loose"


def _said(outcome: station.Outcome, names: Names) -> str:
    """What went well, in words."""
    texts = {
        "opened": gettext("Box %(text)s is open. Scan its envelope."),
        "ticked": gettext("Right envelope. Type the number of ballots."),
        "counted": gettext("%(item)s: %(number)s, as listed."),
        "nothing": gettext("Nothing is waiting for a number. Close the box or choose a line."),
        "bound": gettext("QR %(text)s is bound to this box. Either code works from now on."),
        "binding": gettext("Scan the other system's QR on this box."),
        "packed": gettext("%(text)s is packed."),
        "seal": gettext("Seal %(text)s noted."),
        "sealed": gettext("%(text)s is sealed. Scan the next box."),
        "left": gettext("The box is put aside with its counts. Scan the next box."),
        "again": gettext("Already scanned."),
        "chosen": gettext("Type the number of the chosen line."),
    }
    item, _, number = outcome.text.partition("|")
    facts = {"text": outcome.text, "item": names.item(item) if item else "", "number": number}
    return texts.get(outcome.done, "") % facts if outcome.done in texts else ""
