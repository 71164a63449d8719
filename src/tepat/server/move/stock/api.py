"""The warehouse for other programs: what is there, what balances, and what came in."""

from typing import Annotated, cast

from django.http import HttpRequest
from ninja import Field, Router, Schema
from pydantic import StringConstraints

from tepat.core.election.roles import Action
from tepat.core.move.stock import Arrival, Pool, SortBatch
from tepat.server import clock
from tepat.server.election import scopes
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Movement
from tepat.server.move.stock import forms, queries, services
from tepat.server.move.stock.goods import shelf_of
from tepat.server.move.stock.ledger import Act
from tepat.server.move.stock.naming import sentence
from tepat.server.problems import as_json

router = Router(tags=["gudang"])

Text = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00]*$")]
Token = Annotated[str, StringConstraints(min_length=8, max_length=64, pattern=r"^[\x21-\x7e]+$")]
ElectionCode = Annotated[str, Field(pattern=r"^[a-z0-9-]{1,40}$")]
KabupatenCode = Annotated[str, Field(pattern=r"^\d{2}\.\d{2}$")]
Pieces = Annotated[int, Field(ge=0, le=forms.MOST)]


class StockOut(Schema):
    """How many pieces lie in one place, in one condition, for whom."""

    item: str
    sku: str
    place: str
    condition: str
    pool: str
    quantity: int


class BalanceOut(Schema):
    """The mass balance of one ballot paper."""

    sku: str
    received: int
    replacements: int
    counted: int
    allocated: int
    damaged: int
    surplus: int
    unsorted: int
    destroyed: int
    psu_received: int
    psu_stock: int
    psu_issued: int
    difference: int
    closes: bool
    is_settled: bool
    """After destruction: all that was damaged or surplus is destroyed, the store is empty."""
    problems: list[dict[str, object]]


class LineIn(Schema):
    """One line of a receipt. `goods` is an item code or a SKU."""

    goods: Text
    declared: Pieces
    counted: Pieces
    damaged: Pieces = 0
    psu: bool = False


class ReceiptIn(Schema):
    """One delivery. The same `token` is the same delivery, however often it is sent."""

    token: Token
    place: Text
    supplier: Text
    bttb: Text = ""
    bast: Text = ""
    surat_jalan: Text = ""
    replacement: Pieces = 0
    """Number of the replacement request it answers; 0 for an ordinary delivery."""
    lines: Annotated[list[LineIn], Field(min_length=1, max_length=200)]


class SortIn(Schema):
    """One sorted batch of one ballot paper. `by_cause` by the codes of damage causes."""

    token: Token
    place: Text
    sku: Text
    taken: Pieces
    by_cause: dict[Text, Pieces] = Field(default_factory=dict)
    short: Pieces = 0
    over: Pieces = 0
    batch: Text = ""
    paper: Text = ""


class MovementOut(Schema):
    """The movement that was made, or was made before by the same token."""

    number: int
    kind: str
    paper: str


@router.get("/{election}/{kabupaten}/stock", response=list[StockOut])
def stock(request: HttpRequest, election: ElectionCode, kabupaten: KabupatenCode) -> list[StockOut]:
    """Everything that lies in a place of ours."""
    scope = _scope(request, election, kabupaten, Action.SEE_DESK)
    return [
        StockOut(
            item=slot.goods.item,
            sku=slot.goods.sku,
            place=slot.place,
            condition=slot.condition.value,
            pool=slot.pool.value,
            quantity=n,
        )
        for slot, n in sorted(queries.stock_now(scope).items(), key=lambda row: str(row[0]))
        if not slot.is_outside
    ]


@router.get("/{election}/{kabupaten}/balance", response=list[BalanceOut])
def balance(
    request: HttpRequest, election: ElectionCode, kabupaten: KabupatenCode
) -> list[BalanceOut]:
    """The mass balance of every ballot paper."""
    scope = _scope(request, election, kabupaten, Action.SEE_DESK)
    names = [name for name in BalanceOut.model_fields if name not in ("sku", "problems")]
    shelf = shelf_of(scope)
    return [
        BalanceOut(
            sku=row.thing.goods.sku,
            problems=[
                as_json(problem) | {"sentence": sentence(problem, shelf)}
                for problem in row.problems
            ],
            **{name: getattr(row.balance, name) for name in names},
        )
        for row in queries.balances(scope, shelf)
    ]


@router.post("/{election}/{kabupaten}/receipts", response=MovementOut)
def receive(
    request: HttpRequest, election: ElectionCode, kabupaten: KabupatenCode, receipt: ReceiptIn
) -> Movement:
    """Record one delivery."""
    scope = _scope(request, election, kabupaten, Action.RECORD_STOCK)
    shelf = shelf_of(scope)
    lines = []
    for line in receipt.lines:
        thing = shelf.find(line.goods)
        arrival = Arrival(
            thing.goods,
            line.declared,
            line.counted,
            line.damaged,
            Pool.PSU if line.psu else Pool.ORDINARY,
            bool(receipt.replacement),
            thing.is_ballot,
        )
        lines.append(services.Came(arrival, receipt.replacement or None))
    facts = {"bast": receipt.bast, "surat_jalan": receipt.surat_jalan}
    act = _act(request, receipt.token, receipt.bttb, **facts)
    place = forms.place_of(scope, receipt.place)
    return services.receive(scope, place, receipt.supplier, lines, act)


@router.post("/{election}/{kabupaten}/sortings", response=MovementOut)
def sort(
    request: HttpRequest, election: ElectionCode, kabupaten: KabupatenCode, batch: SortIn
) -> Movement:
    """Record one sorted batch."""
    scope = _scope(request, election, kabupaten, Action.RECORD_STOCK)
    goods = shelf_of(scope).find(batch.sku).goods
    by_cause = forms.known_causes(batch.by_cause)
    place = forms.place_of(scope, batch.place)
    value = SortBatch(goods, place, batch.taken, by_cause, batch.short, batch.over)
    act = _act(request, batch.token, batch.paper)
    return services.sort(scope, value, batch.batch[:80], act)


def _scope(request: HttpRequest, election: str, kabupaten: str, action: Action) -> Scope:
    scope = scopes.find(kabupaten, election)
    scopes.check_right(cast(User, request.user), action, scope)
    return scope


def _act(request: HttpRequest, token: str, paper: str, **facts: str) -> Act:
    kept = {key: value.strip() for key, value in facts.items() if value.strip()}
    return Act(token, clock.now(), cast(User, request.user), paper.strip()[:80], kept)
