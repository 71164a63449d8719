"""Pages that read the warehouse: the room itself, a stock card, one movement."""

from typing import cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.roles import Action, may
from tepat.core.move.balance import Term
from tepat.core.move.expected import Cover
from tepat.core.move.legal import UNDONE_BY
from tepat.core.move.stock import MoveKind, Pool
from tepat.core.problems import Code, Refused, refuse
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.move.models import Movement
from tepat.server.move.stock import boxes, learned, lying, places, queries, services, words
from tepat.server.move.stock.days import today_in
from tepat.server.move.stock.forms import act_of, new_token
from tepat.server.move.stock.goods import expected_needs, shelf_of


@require_GET
@desk_page(Action.SEE_DESK)
def stock(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The room: what is short, what is late, and whether the ballots balance."""
    shelf = shelf_of(scope)
    habits = learned.habits_of(scope)
    owed = learned.beside(queries.expectations(scope, shelf, today_in(scope)), habits)
    now, filled, needed = queries.stock_now(scope), boxes.filled(scope), expected_needs(scope)
    cover = learned.foreseen(queries.coverage(shelf, now, owed, needed), owed)
    fillings = lying.in_boxes(scope, shelf, filled, needed.ordinary, now, needed.partial)
    misallocated = lying.misallocated(fillings, now)
    ordinary = [row for row in cover if row.coverage.pool is Pool.ORDINARY]
    seen = [row for row in ordinary if row.coverage.needed or row.coverage.expected
            or row.coverage.received]  # fmt: skip
    balances = queries.balances(scope, shelf)
    of_goods = {row.thing.goods: row.balance for row in balances}
    requests = queries.requests(scope, shelf)
    context = {
        "shelf": shelf,
        "balances": balances,
        "figures": queries.figures(balances, requests),
        "cover": seen,
        "unset": [row for row in ordinary if row not in seen],
        "ballots_in_boxes": [row for row in fillings if row.thing.is_ballot],
        "others_in_boxes": [row for row in fillings if not row.thing.is_ballot],
        "misallocated": misallocated,
        "box_problems": misallocated + [each for row in fillings for each in row.problems],
        "lying": lying.by_place(scope, shelf, now, filled),
        "psu": [(row, of_goods[row.thing.goods]) for row in cover if row.coverage.pool is Pool.PSU],
        "owed": owed,
        "open": [row for row in owed if row.expected.open],
        "complete": [row for row in owed if not row.expected.open],
        "late": [row for row in owed if row.late],
        "short": [row for row in seen if row.coverage.state is Cover.SHORT],
        "requests": requests,
        "movements": queries.movements(scope)[:8],
        "token": new_token(),
        **_rights(request, scope),
    }
    return render(request, "move/stock/stock.html", context)


@require_GET
@desk_page(Action.SEE_DESK)
def card(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The stock card of one thing, or the entries behind one number of its balance."""
    shelf = shelf_of(scope)
    thing = shelf.find(request.GET.get("barang", shelf.things[0].key))
    term = request.GET.get("bagian", "")
    place = request.GET.get("tempat", "")
    lines = queries.card_lines(scope, thing.goods, term, place)
    # The supplier's side is below zero by nature; people read arrivals as positive.
    sign = -1 if term in (Term.RECEIVED, Term.REPLACEMENTS, Term.COUNTED) else 1
    page = Paginator(lines, 100).get_page(request.GET.get("page"))
    found = queries.entries(pk for pk, _, _ in page.object_list)
    context = {
        "shelf": shelf,
        "thing": thing,
        "term": words.TERMS.get(cast(Term, term), ""),
        "store": place,
        "total": sign * lines[-1][2] if lines else 0,
        "page": page,
        "rows": [(found[pk], sign * n, sign * sum_) for pk, n, sum_ in page.object_list],
    }
    return render(request, "move/stock/card.html", context)


@require_GET
@desk_page(Action.SEE_DESK)
def movement(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """One movement with its paper and every entry it made."""
    return _movement(request, scope, number)


@require_POST
@desk_page()
def reverse(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Undo a movement by a new one that stands beside it; needs the right of the act itself."""
    found = queries.movements(scope).filter(number=number).first()
    kind = MoveKind(found.kind) if found else MoveKind.REVERSED
    check_right(cast(User, request.user), UNDONE_BY[kind] or Action.CLOSE_BALANCE, scope)
    try:
        made = services.reverse(scope, number, request.POST.get("reason", ""), act_of(request))
    except Refused as refused:
        return _movement(request, scope, number, refused)
    return redirect("stock_movement", scope.election, scope.kabupaten, made.number)


@require_POST
@desk_page(Action.RECORD_STOCK)
def allocate(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Set ballots aside for TPS as the needs say."""
    ballots = {thing.goods for thing in shelf_of(scope).ballots}
    needed = expected_needs(scope)
    needs = {goods: n for goods, n in needed.ordinary.items() if goods in ballots}
    place = places.main_place(scope)
    services.allocate(scope, place, needs, act_of(request), needed.partial)
    return redirect("stock", scope.election, scope.kabupaten)


@require_GET
@desk_page(Action.SEE_DESK)
def history(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every movement, newest first."""
    page = Paginator(queries.movements(scope), 50).get_page(request.GET.get("page"))
    return render(request, "move/stock/history.html", {"page": page})


def _movement(
    request: HttpRequest, scope: Scope, number: int, refused: Refused | None = None
) -> HttpResponse:
    found = queries.movements(scope).filter(number=number).first()
    if found is None:
        raise refuse(Code.MOVEMENT_UNKNOWN, number=number)
    context = {
        "movement": found,
        "entries": [(row, row.slot()) for row in found.entries.order_by("pk")],
        "shelf": shelf_of(scope),
        "causes": found.facts.get("causes", {}),
        "reversal": _reversal(found),
        "may_undo": _may_undo(request, scope, found),
        "problem": refused.problem if refused else None,
        "token": new_token(),
        **_rights(request, scope),
    }
    status = 422 if refused else 200
    return render(request, "move/stock/movement.html", context, status=status)


def _may_undo(request: HttpRequest, scope: Scope, found: Movement) -> bool:
    right = UNDONE_BY[MoveKind(found.kind)]
    is_done = found.reverses_id is not None or _reversal(found) is not None
    return bool(right and not is_done and allows(cast(User, request.user), right, scope))


def _reversal(found: Movement) -> Movement | None:
    return getattr(found, "reversed_by", None)


def _rights(request: HttpRequest, scope: Scope) -> dict[str, bool]:
    grants = cast(User, request.user).grants()
    area, election = scope.kabupaten, scope.election
    return {
        "may_record": may(grants, Action.RECORD_STOCK, area, election),
        "may_close": may(grants, Action.CLOSE_BALANCE, area, election),
    }
