"""Costs: sums beside the plan, each cost with its receipt, and the workbook for the SPJ."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.core.watch.costs.ratios import Costs
from tepat.server import clock, typed
from tepat.server.desk.words import language
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.move.field import photo_pages
from tepat.server.move.models import Place
from tepat.server.move.packages.queries import people
from tepat.server.plan.schedule.words import rupiah
from tepat.server.problems import say, status_of
from tepat.server.watch.board.queries import Board, board_of
from tepat.server.watch.costs import queries, services, sheets
from tepat.server.watch.costs.showing import counts_of, percent, ratio, shape_of, short
from tepat.server.watch.incidents.parties import may_act
from tepat.server.watch.models import RealCost

PER_PAGE: Final = 40


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def costs(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Sums, costs, and the form of a new one."""
    if request.method != "POST":
        return _page(request, scope)
    said = _typed(request)
    try:
        row = services.record(scope, said, cast(User, request.user), clock.now())
    except Refused as refused:
        if status_of(refused.problem) in (403, 404):
            raise
        return _page(request, scope, _all(scope, said, refused.problem), request.POST)
    messages.success(request, gettext("Cost %(n)s is recorded.") % {"n": row.number})
    return redirect("costs", scope.election, scope.kabupaten)


def _all(scope: Scope, said: services.Typed | None, first: Problem) -> list[Problem]:
    """Return everything wrong with a form, and what it was refused for where nothing is."""
    return (services.problems_with(scope, said, clock.now()) if said else []) or [first]


def _day(text: str) -> date | None:
    try:
        return typed.day(text, gettext("Date"))
    except Refused:
        return None


def _typed(request: HttpRequest) -> services.Typed:
    form, upload = request.POST, request.FILES.get("photo")
    return services.Typed(
        form.get("kind", ""),
        form.get("rupiah", ""),
        _day(form.get("day", "")),
        form.get("shipment", "").strip()[:20],
        form.get("place", "").strip()[:30],
        form.get("paper", ""),
        form.get("payee", ""),
        form.get("duty", ""),
        bytes(upload.read(services.MOST_PHOTO + 1)) if upload else b"",
    )


def _page(
    request: HttpRequest,
    scope: Scope,
    problems: Sequence[Problem] = (),
    form: Mapping[str, str] | None = None,
) -> HttpResponse:
    user, now = cast(User, request.user), clock.now()
    rows = queries.newest(scope)
    board = board_of(scope, now)
    names = _names(scope)
    asked = request.GET.get("kecamatan", "")
    mine = [row for row in rows if asked in ("", row.area)]
    page = Paginator(mine, PER_PAGE).get_page(request.GET.get("page"))
    places = {code: name for code, name in _places(scope) if _may(user, scope, code)}
    may = bool(places)
    made = _sums(scope, board, rows)
    sums, coverage = made or (None, (0, 0))
    shown = [_row(scope, user, row, names) for row in page.object_list]
    if any(row["sees_name"] and row["payee"] for row in shown):
        record_look(user, scope, "payees", asked)
    context = {
        "tab": "costs",
        "sums": _sum_rows(sums, names) if sums else [],
        "total": _sum_rows(sums, names)[-1] if sums else None,
        "known": coverage[0],
        "left": coverage[1],
        "page": page,
        "rows": shown,
        "slips": [row.number for row in rows if queries.is_slip(row)],
        "without_photo": sum(not row.photo for row in rows),
        "kecamatan": asked,
        "kecamatan_name": names.get(asked, asked),
        "may_record": may,
        "may_export": allows(user, Action.RECORD_COST, scope),
        "kinds": [(code, kind.name.say(language())) for code, kind in queries.kinds().items()],
        "loads": [
            (code, f"{code}, {names.get(to.partition(':')[0], to)}")
            for code, to in queries.loads_of(scope)
            if _may(user, scope, to)
        ][:400]
        if may
        else [],
        "places": list(places.items()),
        "today": now.astimezone(ZoneInfo(scope.zone)).date(),
        "form": form or {},
        "problems": [say(each) for each in problems],
        "most_photo": services.MOST_PHOTO // 2**20,
    }
    status = status_of(problems[0]) if problems else 200
    return render(request, "watch/costs/costs.html", context, status=status)


def _may(user: User, scope: Scope, place: str) -> bool:
    return may_act(user, scope, Action.RECORD_COST, place)


def _names(scope: Scope) -> dict[str, str]:
    rows = Region.objects.filter(code__startswith=scope.kabupaten)
    return dict(rows.values_list("code", "name"))


def _places(scope: Scope) -> list[tuple[str, str]]:
    rows = Place.objects.filter(scope=scope, closed_at=None)
    return list(rows.values_list("code", "name"))


def _sums(scope: Scope, board: Board, rows: list[RealCost]) -> tuple[Costs, tuple[int, int]] | None:
    areas = sorted(board.by_kecamatan)
    return queries.sums_of(scope, areas, counts_of(board), board.ready, clock.now(), rows)


def _sum_rows(sums: Costs, names: Mapping[str, str]) -> list[dict[str, Any]]:
    """The ratios of every area with a cost or a plan, and all together as the last."""
    rows = []
    for at, area in enumerate(sums.areas):
        is_all = at == len(sums.areas) - 1
        recorded, whole = int(sums.recorded[at]), int(sums.whole[at])
        if not is_all and not recorded:
            continue
        rows.append(
            {
                "area": area,
                "name": gettext("All") if is_all else names.get(area, area),
                "is_all": is_all,
                "recorded": rupiah(recorded),
                "compared": rupiah(int(sums.compared[at])),
                "planned": rupiah(int(sums.planned[at])) if sums.planned[at] else "–",
                "whole": rupiah(whole),
                "biaya": ratio(float(sums.biaya[at])),
                "shape": shape_of(float(sums.biaya[at])),
                "efektif": percent(float(sums.efektif[at])),
                "efisien": ratio(float(sums.efisien[at])),
                "per_ready": short(float(sums.per_ready[at])),
                "per_planned": short(float(sums.per_planned[at])),
                "ready": int(sums.ready[at]),
                "tps": int(sums.tps[at]),
                "served": int(sums.served[at]),
                "served_ready": int(sums.served_ready[at]),
            }
        )
    return rows


def _row(scope: Scope, user: User, row: RealCost, names: Mapping[str, str]) -> dict[str, Any]:
    kind = queries.kinds().get(row.kind)
    sees = _may(user, scope, row.area)
    return {
        "row": row,
        "kind": kind.name.say(language()) if kind else row.kind,
        "area": names.get(row.area, row.area),
        "rupiah": rupiah(row.rupiah),
        "payee": sheets.payee_name(row, sees_names=sees),
        "duty": row.payee.duty if row.payee else "",
        "sees_name": sees,
        "follows": allows(user, Action.SEE_MOVEMENTS, scope, row.area),
        "has_photo": bool(row.photo) and sees,
    }


@require_http_methods(["GET", "HEAD", "POST"])
@desk_page()
def cost(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One cost with all its versions, and the form that corrects it."""
    rows = list(
        RealCost.objects.filter(scope=scope, number=number)
        .select_related("payee")
        .order_by("-version")
    )
    if not rows:
        raise refuse(Code.COST_UNKNOWN, value=number)
    user, now = cast(User, request.user), clock.now()
    problems: list[Problem] = []
    check_right(user, Action.RECORD_COST, scope, rows[0].area)
    if request.method == "POST":
        form = request.POST
        seen = typed.key(form.get("version", ""))
        said = None if "withdraw" in form else _typed(request)
        try:
            services.correct(scope, number, seen, said, form.get("why", ""), user, now)
            messages.success(request, gettext("The correction is recorded; both versions stay."))
            return redirect("cost", scope.election, scope.kabupaten, number)
        except Refused as refused:
            if status_of(refused.problem) in (403, 404):
                raise
            problems = _all(scope, said, refused.problem)
    names, last = _names(scope), rows[0]
    who = people(scope, {row.by for row in rows})
    shown = [{**_row(scope, user, row, names), "by": who.get(row.by, "")} for row in rows]
    if any(row["payee"] for row in shown):
        record_look(user, scope, "payees", str(number))
    typed_now = request.POST if problems else _as_form(last)
    context = {
        "tab": "costs",
        "last": last,
        "today": last.day,
        "rows": shown,
        "kinds": [(code, kind.name.say(language())) for code, kind in queries.kinds().items()],
        "form": typed_now,
        "problems": [say(each) for each in problems],
        "most_photo": services.MOST_PHOTO // 2**20,
    }
    status = status_of(problems[0]) if problems else 200
    return render(request, "watch/costs/cost.html", context, status=status)


def _as_form(row: RealCost) -> dict[str, str]:
    return {
        "kind": row.kind,
        "rupiah": str(row.rupiah or ""),
        "day": row.day.isoformat(),
        "shipment": row.shipment,
        "place": row.place,
        "paper": row.paper,
        "payee": row.payee.name if row.payee else "",
        "duty": row.payee.duty if row.payee else "",
    }


@require_safe
@desk_page()
def cost_photo(request: HttpRequest, scope: Scope, sha256: str) -> HttpResponse:
    """The photo of a receipt, for whoever records costs there; the look is recorded."""
    user = cast(User, request.user)
    row = RealCost.objects.filter(scope=scope, photo=sha256).exclude(photo="").first()
    if row is None:
        raise refuse(Code.PHOTO_UNKNOWN)
    check_right(user, Action.RECORD_COST, scope, row.area)
    return photo_pages.shown(scope, sha256, user)


@require_safe
@desk_page()
def cost_report(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The SPJ as xlsx, of the kabupaten or of one kecamatan."""
    user, now = cast(User, request.user), clock.now()
    area = request.GET.get("kecamatan", "")[:8]
    check_right(user, Action.RECORD_COST, scope, area or scope.kabupaten)
    record_look(user, scope, "payees", f"spj {area}".strip())
    data = sheets.report(
        scope, queries.newest(scope), queries.legs_of(scope, now), _names(scope), now, area=area
    )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    answer = HttpResponse(data, content_type=kind)
    name = f"spj-{area or scope.kabupaten}.xlsx"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
