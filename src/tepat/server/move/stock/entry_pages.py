"""Pages on which stock is recorded: receipts, sorting, moves, contracts, requests."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tepat.core.election.roles import Action
from tepat.core.move.stock import Arrival, Pool
from tepat.core.problems import Refused
from tepat.server.election.models import Scope
from tepat.server.election.scopes import desk_page
from tepat.server.move.stock import forms, queries, services
from tepat.server.move.stock.days import today_in
from tepat.server.move.stock.goods import Shelf, shelf_of

PSU_SUFFIX = "|psu"
LINE_FIELDS = ("goods", "declared", "counted", "damaged")
get_or_post = require_http_methods(["GET", "POST"])


@get_or_post
@desk_page(Action.RECORD_STOCK)
def receive(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Receive one delivery: papers on top, one line for each thing unloaded."""
    shelf = shelf_of(scope)
    owed = queries.expectations(scope, shelf, today_in(scope))
    refused = None
    if request.method == "POST" and "add" not in request.POST:
        try:
            made = _receive(request, scope, shelf)
            return redirect("stock_movement", scope.election, scope.kabupaten, made)
        except Refused as error:
            refused = error
    lines = _posted_lines(request) if request.method == "POST" else _owed_lines(request, owed)
    context = {
        "shelf": shelf,
        "lines": lines + [{}] * max(1, 4 - len(lines)),
        "suppliers": sorted({row.expected.supplier for row in owed}),
        "open": [row for row in owed if row.expected.open],
        "requests": [r for r in queries.requests(scope, shelf) if r.request.sent_at],
        "places": [place for place in queries.places(scope) if place.tier != "pps"],
        "values": _values(request),
        "problem": refused.problem if refused else None,
        "token": request.POST.get("token") or forms.new_token(),
        "psu_suffix": PSU_SUFFIX,
    }
    return render(request, "move/stock/receive.html", context, status=422 if refused else 200)


def _receive(request: HttpRequest, scope: Scope, shelf: Shelf) -> int:
    post = request.POST
    number = forms.whole(post.get("replacement", ""), _("Replacement request"))
    lines = []
    for line in _posted_lines(request):
        psu = line["goods"].endswith(PSU_SUFFIX)
        thing = shelf.find(line["goods"].removesuffix(PSU_SUFFIX))
        declared, counted, damaged = (
            forms.whole(line[field], f"{thing.label}, {column}")
            for field, column in (
                ("declared", _("on the waybill")),
                ("counted", _("unloaded")),
                ("damaged", _("of these damaged")),
            )
        )
        pool = Pool.PSU if psu else Pool.ORDINARY
        arrival = Arrival(
            thing.goods, declared, counted, damaged, pool, bool(number), thing.is_ballot
        )
        lines.append(services.Came(arrival, number or None))
    act = forms.act_of(
        request,
        post.get("bttb", ""),
        bast=post.get("bast", "").strip(),
        surat_jalan=post.get("surat_jalan", "").strip(),
        vehicle=post.get("vehicle", "").strip(),
        witnesses=post.get("witnesses", "").strip(),
        note=post.get("note", "").strip(),
    )
    place = forms.place_of(scope, post.get("place", ""))
    return services.receive(scope, place, post.get("supplier", "").strip(), lines, act).number


def _posted_lines(request: HttpRequest) -> list[dict[str, str]]:
    """The lines of a form in which something was chosen."""
    columns = [request.POST.getlist(field) for field in LINE_FIELDS]
    rows = [dict(zip(LINE_FIELDS, row, strict=False)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row["goods"]]


def _owed_lines(request: HttpRequest, owed: list[queries.ExpectationRow]) -> list[dict[str, str]]:
    """What the supplier in the address still owes, so that only numbers are typed."""
    supplier = request.GET.get("pemasok", "")
    return [
        {
            "goods": row.thing.key + (PSU_SUFFIX if row.expected.pool is Pool.PSU else ""),
            "declared": str(row.expected.open),
            "counted": "",
            "damaged": "",
        }
        for row in owed
        if supplier and row.expected.supplier == supplier and row.expected.open
    ]


def _values(request: HttpRequest) -> dict[str, str]:
    """What was typed in the single fields, so that nothing is typed twice."""
    if request.method == "POST":
        return {key: str(value) for key, value in request.POST.items()}
    return {"supplier": request.GET.get("pemasok", "")}
