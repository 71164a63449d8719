"""Pages on which stock is recorded: receipts, sorting, moves, contracts, requests."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tepat.core.election.roles import Action
from tepat.core.move import damage
from tepat.core.move.stock import Arrival, Condition, Pool, SortBatch
from tepat.core.problems import Code, Refused, refuse
from tepat.server import typed
from tepat.server.desk import words
from tepat.server.election.models import Scope, Tps
from tepat.server.election.scopes import desk_page
from tepat.server.move.stock import boxes, contracts, forms, learned, queries, replacing, services
from tepat.server.move.stock.days import today_in
from tepat.server.move.stock.forms import PSU_SUFFIX
from tepat.server.move.stock.goods import Shelf, language, shelf_of

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
        "habits": _first(scope, shelf, owed, _values(request).get("supplier", "")),
        "open": [row for row in owed if row.expected.open],
        "requests": [r for r in queries.requests(scope, shelf) if r.request.sent_at],
        "places": [place for place in queries.places(scope) if place.tier != "pps"],
        "values": _values(request),
        "problem": refused.problem if refused else None,
        "token": request.POST.get("token") or forms.new_token(),
        "psu_suffix": PSU_SUFFIX,
    }
    return render(request, "move/stock/receive.html", context, status=422 if refused else 200)


def _first(
    scope: Scope, shelf: Shelf, owed: list[queries.ExpectationRow], supplier: str
) -> list[learned.HabitRow]:
    """What to look at first: what this supplier, else those who owe now, lost before."""
    rows = learned.rows(shelf, learned.habits_of(scope), owed, supplier)
    return rows if supplier else [row for row in rows if row.open]


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


def _posted_lines(
    request: HttpRequest, fields: Sequence[str] = LINE_FIELDS
) -> list[dict[str, str]]:
    """The lines of a form in which something was chosen."""
    columns = [request.POST.getlist(field) for field in fields]
    rows = [dict(zip(fields, row, strict=False)) for row in zip(*columns, strict=False)]
    return [row for row in rows if row["goods"]]


def _owed_lines(request: HttpRequest, owed: list[queries.ExpectationRow]) -> list[dict[str, str]]:
    """What the supplier in the address still owes, so that only numbers are typed."""
    supplier = request.GET.get("pemasok", "")
    return [
        {
            "goods": row.thing.key + (PSU_SUFFIX if row.expected.pool is Pool.PSU else ""),
            "declared": words.number(row.expected.open),
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


@get_or_post
@desk_page(Action.RECORD_STOCK)
def sort(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Record one sorted batch of one ballot paper, with the damage by cause."""
    shelf = shelf_of(scope)
    refused = None
    if request.method == "POST":
        try:
            made = _sort(request, scope, shelf)
            return redirect("stock_movement", scope.election, scope.kabupaten, made)
        except Refused as error:
            refused = error
    piles = [
        (shelf.thing(slot.goods), slot, n)
        for slot, n in queries.stock_now(scope).items()
        if slot.condition is Condition.UNSORTED and n > 0 and not slot.is_outside
    ]
    values = _values(request)
    context = {
        "shelf": shelf,
        "piles": sorted(piles, key=lambda pile: pile[1].goods.code),
        "causes": [
            (cause, values.get(f"cause-{cause.code}", ""), cause.name.say(language()))
            for cause in damage.CAUSES
        ],
        "values": values,
        "problem": refused.problem if refused else None,
        "token": request.POST.get("token") or forms.new_token(),
    }
    return render(request, "move/stock/sort.html", context, status=422 if refused else 200)


def _sort(request: HttpRequest, scope: Scope, shelf: Shelf) -> int:
    post = request.POST
    slot = forms.pile_of(scope, shelf, post.get("pile", ""))
    by_cause = {
        cause.code: forms.number(post, f"cause-{cause.code}", cause.name.say(language()))
        for cause in damage.CAUSES
    }
    batch = SortBatch(
        slot.goods,
        slot.place,
        forms.number(post, "taken", _("Taken from bundles")),
        {cause: n for cause, n in by_cause.items() if n},
        forms.number(post, "short", _("Missing from bundles")),
        forms.number(post, "over", _("Too many in bundles")),
    )
    act = forms.act_of(request, post.get("paper", ""), note=post.get("note", "").strip())
    return services.sort(scope, batch, post.get("batch", "").strip()[:80], act).number


@get_or_post
@desk_page(Action.RECORD_STOCK)
def move(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Carry pieces from one place to another."""

    def save() -> int:
        slot = forms.pile_of(scope, shelf_of(scope), request.POST.get("pile", ""))
        to = forms.place_of(scope, request.POST.get("to", ""))
        quantity = forms.number(request.POST, "quantity", _("Quantity"))
        act = forms.act_of(request, request.POST.get("paper", ""))
        return services.move(scope, slot, to, quantity, act).number

    return _pile_page(request, scope, "move/stock/move.html", save)


@get_or_post
@desk_page(Action.RECORD_STOCK)
def regrade(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Record damage found later: a leak, a tear found at packing, a repair."""

    def save() -> int:
        slot = forms.pile_of(scope, shelf_of(scope), request.POST.get("pile", ""))
        condition = forms.condition(request.POST.get("condition", ""))
        quantity = forms.number(request.POST, "quantity", _("Quantity"))
        cause = request.POST.get("cause", damage.IN_STORE)
        if cause not in damage.CAUSE_BY_CODE and cause not in damage.OTHER_CAUSES:
            raise refuse(
                Code.CAUSE_UNKNOWN, value=cause[:40], choices=", ".join(damage.CAUSE_BY_CODE)
            )
        act = forms.act_of(
            request, request.POST.get("paper", ""), note=request.POST.get("note", "").strip()
        )
        return services.regrade(scope, slot, condition, quantity, cause, act).number

    return _pile_page(request, scope, "move/stock/regrade.html", save)


@get_or_post
@desk_page(Action.CLOSE_BALANCE)
def issue_psu(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Hand PSU ballots out to a TPS that votes again, by a numbered decision."""

    def save() -> int:
        post = request.POST
        shelf = shelf_of(scope)
        slot = forms.pile_of(scope, shelf, post.get("pile", ""))
        to = post.get("to", "").strip()
        if to and not Tps.objects.filter(scope=scope, code=to).exists():
            raise refuse(Code.TPS_UNKNOWN, value=to[:40])
        issue = services.PsuIssue(
            post.get("decision", "").strip()[:120], to, post.get("receiver", "").strip()[:120]
        )
        quantity = forms.number(post, "quantity", _("Quantity"))
        voting_day = shelf.election.voting_day
        act = forms.act_of(request, post.get("paper", ""))
        made = services.issue_psu(scope, slot, quantity, issue, voting_day, today_in(scope), act)
        return made.number

    return _pile_page(request, scope, "move/stock/psu.html", save)


def _pile_page(
    request: HttpRequest, scope: Scope, template: str, save: Callable[[], int]
) -> HttpResponse:
    """A form that begins with one pile: what, where, how good, for whom, how many there."""
    refused = None
    if request.method == "POST":
        try:
            made = save()
            return redirect("stock_movement", scope.election, scope.kabupaten, made)
        except Refused as error:
            refused = error
    shelf = shelf_of(scope)
    piles = [
        (forms.slot_key(slot), shelf.thing(slot.goods), slot, n)
        for slot, n in boxes.shelf(scope, queries.stock_now(scope)).stock.items()
        if n > 0 and (template != "move/stock/psu.html" or slot.pool is Pool.PSU)
    ]
    known = {cause.code: cause.name for cause in damage.CAUSES}
    causes = {damage.IN_STORE: damage.OTHER_CAUSES[damage.IN_STORE], **known}
    context = {
        "shelf": shelf,
        "piles": sorted(piles, key=lambda pile: (pile[1].goods.code, pile[0])),
        "places": queries.places(scope),
        "conditions": [each for each in Condition if each is not Condition.UNSORTED],
        "causes": [(code, name.say(language())) for code, name in causes.items()],
        "values": _values(request),
        "problem": refused.problem if refused else None,
        "token": request.POST.get("token") or forms.new_token(),
    }
    return render(request, template, context, status=422 if refused else 200)


@get_or_post
@desk_page(Action.RECORD_STOCK)
def expect(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Record what a supplier owes by contract, and by when."""
    shelf = shelf_of(scope)
    refused = None
    if request.method == "POST" and "add" not in request.POST:
        try:
            _expect(request, scope, shelf)
            return redirect("stock", scope.election, scope.kabupaten)
        except Refused as error:
            refused = error
    lines = _posted_lines(request, ("goods", "quantity", "due"))
    owed = queries.expectations(scope, shelf, today_in(scope))
    habits = learned.rows(shelf, learned.habits_of(scope), owed)
    context = {
        "shelf": shelf,
        "habits": habits,
        "suppliers": sorted({row.habit.supplier for row in habits}),
        "lines": lines + [{}] * max(1, 4 - len(lines)),
        "values": _values(request),
        "problem": refused.problem if refused else None,
        "token": request.POST.get("token") or forms.new_token(),
        "psu_suffix": PSU_SUFFIX,
    }
    return render(request, "move/stock/expect.html", context, status=422 if refused else 200)


def _expect(request: HttpRequest, scope: Scope, shelf: Shelf) -> None:
    lines = []
    for line in _posted_lines(request, ("goods", "quantity", "due")):
        thing = shelf.find(line["goods"].removesuffix(PSU_SUFFIX))
        quantity = forms.whole(line["quantity"], f"{thing.label}, {_('Quantity')}")
        due = typed.day(line["due"], f"{thing.label}, {_('Due')}")
        psu = line["goods"].endswith(PSU_SUFFIX)
        if quantity:
            lines.append(contracts.Contracted(thing.goods, quantity, due, psu))
    if not lines:
        raise refuse(Code.NOTHING_THERE)
    supplier = request.POST.get("supplier", "").strip()[:120]
    contract = request.POST.get("contract", "").strip()[:80]
    contracts.expect(scope, supplier, contract, lines, forms.act_of(request))


@get_or_post
@desk_page(Action.RECORD_STOCK)
def ask(request: HttpRequest, scope: Scope, number: int) -> HttpResponse:
    """Send a replacement request: the letter and the BA that go with it."""
    refused = None
    if request.method == "POST":
        post = request.POST
        try:
            replacing.send(
                scope,
                number,
                post.get("to", "")[:120],
                post.get("letter", "")[:80],
                post.get("ba", "")[:80],
                forms.act_of(request),
            )
            return redirect("stock", scope.election, scope.kabupaten)
        except Refused as error:
            refused = error
    shelf = shelf_of(scope)
    rows = queries.requests(scope, shelf)
    row = next((row for row in rows if row.request.number == number), None)
    if row is None:
        raise refuse(Code.MOVEMENT_UNKNOWN, number=number)
    context = {
        "shelf": shelf,
        "row": row,
        "values": _values(request),
        "problem": refused.problem if refused else None,
    }
    return render(request, "move/stock/ask.html", context, status=422 if refused else 200)
