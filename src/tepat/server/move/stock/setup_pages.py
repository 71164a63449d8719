"""Pages that set the warehouse up: its places, and contract lines that change."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tepat.core.election.roles import Action
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock, typed
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
from tepat.server.move.stock import contracts, forms, places, queries
from tepat.server.move.stock.days import today_in
from tepat.server.move.stock.goods import shelf_of

get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
@desk_page(Action.RECORD_STOCK)
def places_page(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Every store of the scope with what it holds; add, rename and close."""
    refused = None
    if request.method == "POST":
        code, name = request.POST.get("code", ""), request.POST.get("name", "")
        try:
            match request.POST.get("do", "add"):
                case "rename":
                    places.rename(scope, code, name)
                case "close":
                    places.close(scope, code, clock.now())
                case "reopen":
                    places.reopen(scope, code)
                case _:
                    places.add(scope, code, name)
            return redirect("stock_places", scope.election, scope.kabupaten)
        except Refused as error:
            refused = error
    held: dict[str, int] = {}
    for slot, n in queries.stock_now(scope).items():
        if not slot.is_outside:
            held[slot.place] = held.get(slot.place, 0) + n
    rows = [(place, held.get(place.code, 0)) for place in queries.places(scope, closed=True)]
    context = {
        "shelf": shelf_of(scope),
        "stores": [row for row in rows if row[0].tier == "kpu" or row[1]],
        "others": [row for row in rows if row[0].tier != "kpu" and not row[1]],
        "values": request.POST if refused else {},
        "problem": refused.problem if refused else None,
    }
    return render(request, "move/stock/places.html", context, status=422 if refused else 200)


@get_or_post
@desk_page(Action.RECORD_STOCK)
def contract(request: HttpRequest, scope: Scope, line: int) -> HttpResponse:
    """Change or close one contract line by a new one; the former stay readable."""
    shelf = shelf_of(scope)
    refused = None
    if request.method == "POST":
        post = request.POST
        try:
            quantity = None
            if post.get("do") != "close":
                quantity = forms.number(post, "quantity", _("Quantity"))
            due = typed.day(post.get("due", ""), _("Due"))
            reason, act = post.get("reason", ""), forms.act_of(request)
            contracts.revise(scope, line, quantity, due, reason, act)
            return redirect("stock", scope.election, scope.kabupaten)
        except Refused as error:
            refused = error
    owed = queries.expectations(scope, shelf, today_in(scope))
    row = next((each for each in owed if each.pk == line), None)
    if row is None:
        raise refuse(Code.CONTRACT_UNKNOWN, value=str(line))
    context = {
        "shelf": shelf,
        "row": row,
        "versions": contracts.versions(scope, line),
        "values": request.POST if refused else {},
        "problem": refused.problem if refused else None,
        "token": request.POST.get("token") or forms.new_token(),
    }
    return render(request, "move/stock/contract.html", context, status=422 if refused else 200)
