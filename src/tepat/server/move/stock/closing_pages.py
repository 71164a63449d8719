"""Pages of the blind count, of destruction at H-1, and the stock card as a sheet."""

from typing import cast

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tepat.core.election.roles import Action, may
from tepat.core.move.counting import Counted
from tepat.core.move.stock import Condition, Pool, Slot
from tepat.core.problems import Code, Refused, refuse
from tepat.server import typed
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page
from tepat.server.move.models import StockCount
from tepat.server.move.stock import closing, counts, forms, queries, sheets
from tepat.server.move.stock.days import today_in
from tepat.server.move.stock.forms import PSU_SUFFIX
from tepat.server.move.stock.goods import destruction_day, shelf_of

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
@desk_page(Action.RECORD_STOCK)
def count_list(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every count, and the form that begins one."""
    refused = None
    if request.method == "POST":
        try:
            place = forms.place_of(scope, request.POST.get("place", ""))
            made = counts.start(scope, place, forms.act_of(request))
            return redirect("stock_count", scope.election, scope.kabupaten, made.number)
        except Refused as error:
            refused = error
    stocked = {slot.place for slot in queries.stock_now(scope) if not slot.is_outside}
    context = {
        "shelf": shelf_of(scope),
        "counts": queries.counts(scope),
        "places": [place for place in queries.places(scope) if place.code in stocked],
        "problem": refused.problem if refused else None,
        "token": forms.new_token(),
    }
    return render(request, "move/stock/counts.html", context, status=422 if refused else 200)


@get_or_post
@desk_page(Action.RECORD_STOCK)
def count(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Count without seeing the book; what differs is counted again, then shown."""
    found = _count(scope, number)
    refused = None
    if request.method == "POST":
        try:
            first, second = _numbers(request.POST, "first"), _numbers(request.POST, "second")
            user, at = cast(User, request.user), forms.act_of(request).at
            exception = request.POST.get("exception", "") if _may_close(request, scope) else ""
            counts.write_numbers(found, first, second, user, at, exception)
            return redirect("stock_count", scope.election, scope.kabupaten, number)
        except Refused as error:
            refused = error
    return _count_page(request, scope, found, refused)


@require_POST
@desk_page(Action.RECORD_STOCK)
def add_found(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Add a pile that people found and the list does not have."""
    found = _count(scope, number)
    post = request.POST
    try:
        thing = shelf_of(scope).find(post.get("goods", "").removesuffix(PSU_SUFFIX))
        pool = Pool.PSU if post.get("goods", "").endswith(PSU_SUFFIX) else Pool.ORDINARY
        slot = Slot(thing.goods, found.place, forms.condition(post.get("condition", "")), pool)
        pieces = forms.number(post, "pieces", _("Counted"))
        counts.add_found(found, slot, pieces, cast(User, request.user))
    except Refused as error:
        return _count_page(request, scope, found, error)
    return redirect("stock_count", scope.election, scope.kabupaten, number)


@require_POST
@desk_page(Action.CLOSE_BALANCE)
def adjust(request: HttpRequest, scope: Scope, number: int, pile: int) -> HttpResponse:
    """Adopt the difference of a pile, with a reason."""
    found = _count(scope, number)
    try:
        counts.adjust(found, pile, request.POST.get("reason", ""), forms.act_of(request))
    except Refused as error:
        return _count_page(request, scope, found, error)
    return redirect("stock_count", scope.election, scope.kabupaten, number)


@get_or_post
@desk_page(Action.CLOSE_BALANCE)
def destroy(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Destroy spoiled and surplus ballots with Polri, Bawaslu and Pemda as witnesses."""
    shelf = shelf_of(scope)
    today = today_in(scope)
    refused = None
    if request.method == "POST":
        post = request.POST
        people = {agency: post.get(f"witness-{agency}", "") for agency in closing.WITNESSES}
        try:
            all_goods = [shelf.find(key).goods for key in post.getlist("goods")]
            if not all_goods:
                raise refuse(Code.NOTHING_THERE)
            act = forms.act_of(request, post.get("paper", ""), method=post.get("method", ""))
            reason = post.get("reason", "")[:300]
            made = closing.destroy(scope, shelf, all_goods, people, reason, today, act)
            return redirect("stock_movement", scope.election, scope.kabupaten, made.number)
        except Refused as error:
            refused = error
    context = {
        "shelf": shelf,
        "before": closing.before_destruction(scope, shelf, today),
        "day": destruction_day(shelf.election),
        "witnesses": [
            (agency, request.POST.get(f"witness-{agency}", "")) for agency in closing.WITNESSES
        ],
        "values": {key: str(value) for key, value in request.POST.items()},
        "problem": refused.problem if refused else None,
        "token": request.POST.get("token") or forms.new_token(),
    }
    return render(request, "move/stock/destroy.html", context, status=422 if refused else 200)


@require_GET
@desk_page(Action.SEE_DESK)
def card_sheet(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The stock card of one thing as a spreadsheet."""
    shelf = shelf_of(scope)
    thing = shelf.find(request.GET.get("barang", shelf.things[0].key))
    content = sheets.card_sheet(scope, thing, queries.card(scope, thing.goods))
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(content, content_type=kind)
    name = f"kartu-stok-{thing.goods.code.replace('/', '-')}.xlsx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _count(scope: Scope, number: int) -> StockCount:
    found = StockCount.objects.filter(scope=scope, number=number).select_related("scope").first()
    if found is None:
        raise refuse(Code.MOVEMENT_UNKNOWN, number=number)
    return found


def _numbers(post: QueryDict, round_name: str) -> dict[int, int]:
    """What was written for the piles of one round. An empty field was not counted."""
    numbers = {}
    for field, text in post.items():
        name, _dash, pile = field.partition("-")
        if name == round_name and typed.key(pile) and str(text).strip():
            numbers[typed.key(pile)] = forms.whole(str(text), _("counted"))
    return numbers


def _count_page(
    request: HttpRequest, scope: Scope, found: StockCount, refused: Refused | None
) -> HttpResponse:
    shelf = shelf_of(scope)
    rows = [
        (pile, pile.as_value(), shelf.thing(pile.as_value().slot.goods))
        for pile in found.piles.select_related(
            "count", "adjustment", "first_by", "second_by"
        ).order_by("pk")
    ]
    context = {
        "shelf": shelf,
        "count": found,
        "open": [row for row in rows if row[1].state is Counted.OPEN],
        "again": [row for row in rows if row[1].state is Counted.RECOUNT],
        "differs": [row for row in rows if row[1].state is Counted.DIFFERS],
        "settled": [row for row in rows if row[1].state in (Counted.AGREES, Counted.ADJUSTED)],
        "may_close": _may_close(request, scope),
        "own": any(row[0].first_by == request.user for row in rows),
        "line": {},
        "conditions": list(Condition),
        "psu_suffix": PSU_SUFFIX,
        "problem": refused.problem if refused else None,
        "token": forms.new_token(),
    }
    return render(request, "move/stock/count.html", context, status=422 if refused else 200)


def _may_close(request: HttpRequest, scope: Scope) -> bool:
    grants = cast(User, request.user).grants()
    return may(grants, Action.CLOSE_BALANCE, scope.kabupaten, scope.election)
