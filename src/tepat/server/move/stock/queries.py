"""Reading the warehouse. Each function says how many queries it costs."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Q, QuerySet, Sum

from tepat.core.move import expected, legal
from tepat.core.move.balance import Balance, Term, mass_balance, term_of
from tepat.core.move.counting import Counted
from tepat.core.move.expected import Asked, Coverage, Expected, Slack
from tepat.core.move.stock import OUTSIDE, Condition, Entry, Goods, Outside, Pool, Slot
from tepat.core.plan.learning.suppliers import Habit
from tepat.core.problems import Problem
from tepat.server.election.models import Scope
from tepat.server.move.models import (
    Expectation,
    Movement,
    Place,
    ReceiptLine,
    ReplacementRequest,
    StockCount,
    StockEntry,
)
from tepat.server.move.stock.contracts import received_by_expectation
from tepat.server.move.stock.goods import Needed, Shelf, Thing, need_by
from tepat.server.move.stock.ledger import slot_of, sums
from tepat.server.move.stock.places import main_place


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """One ballot paper with its mass balance."""

    thing: Thing
    balance: Balance

    @property
    def problems(self) -> list[Problem]:
        """What keeps it from closing; after destruction also what should be gone and is not."""
        if self.balance.destroyed:
            return self.balance.problems_after_close()
        return self.balance.problems()


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One thing with need, contract, arrival and stock."""

    thing: Thing
    coverage: Coverage

    @property
    def amount(self) -> int:
        """How many too few or too many."""
        return abs(self.coverage.difference or 0)


@dataclass(frozen=True, slots=True)
class ExpectationRow:
    """One contract line, how it stands, and the sentence when it is late."""

    pk: int
    thing: Thing
    expected: Expected
    slack: Slack
    late: Problem | None
    habit: Habit | None = None
    """What this supplier delivered of this item in elections before, where a file says."""

    @property
    def lost(self) -> int:
        """Pieces still to come to reckon with as damaged or short."""
        return self.habit.lost_of(self.expected.open) if self.habit else 0


@dataclass(frozen=True, slots=True)
class RequestRow:
    """One replacement request and where it stands."""

    request: ReplacementRequest
    thing: Thing
    received: int
    state: Asked


def stock_now(scope: Scope) -> dict[Slot, int]:
    """Everything that lies anywhere, outside included: one query."""
    return sums(scope)


def balances(scope: Scope, shelf: Shelf) -> list[BalanceRow]:
    """The mass balance of every ballot paper: two queries.

    Gains and losses are summed apart, so that a loss and a find do not cancel unseen.
    """
    smuggled = _smuggled(scope)
    grouped = (
        StockEntry.objects.filter(scope=scope, item__in={t.goods.item for t in shelf.ballots})
        .values("item", "sku", "place", "condition", "pool")
        .annotate(
            gained=Sum("quantity", filter=Q(quantity__gt=0)),
            lost=Sum("quantity", filter=Q(quantity__lt=0)),
        )
    )
    entries: dict[Goods, list[Entry]] = defaultdict(list)
    for row in grouped:
        slot = slot_of(row)
        entries[slot.goods] += [Entry(slot, n) for n in (row["gained"], row["lost"]) if n]
    return [
        BalanceRow(
            thing,
            replace(
                mass_balance(thing.goods, entries[thing.goods]),
                smuggled=smuggled.get(thing.goods, 0),
            ),
        )
        for thing in shelf.ballots
    ]


def _smuggled(scope: Scope) -> dict[Goods, int]:
    """Pieces that crossed the border of our places by the wrong kind of movement.

    What was undone since does not count.
    """
    rightly = Q()
    for kind, outsides in legal.BORDERS.items():
        rightly |= Q(movement__kind=kind, place__in=outsides)
    rows = StockEntry.objects.filter(
        scope=scope, place__in=OUTSIDE, movement__reverses=None, movement__reversed_by=None
    )
    rows = rows.exclude(rightly)
    found: Counter[Goods] = Counter()
    for item, sku, n in rows.values_list("item", "sku", "quantity"):
        found[Goods(item, sku)] += abs(n)
    return found


def coverage(
    shelf: Shelf, now: Mapping[Slot, int], owed: Iterable[ExpectationRow], needed: Needed
) -> list[CoverRow]:
    """Need against stock for everything, PSU ballots at the end: no query of its own."""
    rows = _owed_by_goods(owed)
    found = [_cover(thing, Pool.ORDINARY, needed, now, rows) for thing in shelf.things]
    return found + [_cover(thing, Pool.PSU, needed, now, rows) for thing in shelf.ballots]


def expectations(scope: Scope, shelf: Shelf, today: date) -> list[ExpectationRow]:
    """Every contract line with its slack, those still open first: two queries."""
    received = received_by_expectation(scope)
    deadline = need_by(shelf.election, today)
    rows = []
    for row in Expectation.objects.filter(scope=scope, superseded_by=None).order_by("due", "pk"):
        value = row.as_value(received.get(row.pk, 0))
        late = next(iter(expected.lateness(value, today, deadline)), None)
        slack = expected.slack_of(value, today, deadline)
        rows.append(ExpectationRow(row.pk, shelf.thing(value.goods), value, slack, late))
    return sorted(rows, key=lambda row: (not row.expected.open, row.expected.due))


def requests(scope: Scope, shelf: Shelf) -> list[RequestRow]:
    """Replacement requests, newest first: two queries."""
    came = dict(
        ReceiptLine.objects.filter(scope=scope, movement__reversed_by=None)
        .exclude(replacement=None)
        .values_list("replacement")
        .annotate(n=Sum("counted"))
    )
    return [
        RequestRow(
            row,
            shelf.thing(Goods(row.item, row.sku)),
            came.get(row.pk, 0),
            expected.standing(row.quantity, came.get(row.pk, 0), row.sent_at is not None),
        )
        for row in ReplacementRequest.objects.filter(scope=scope).order_by("-number")
    ]


def figures(balances: list[BalanceRow], requests: list[RequestRow]) -> dict[str, int]:
    """The head figures that are sums of the panels below: no query."""
    open_requests = [row for row in requests if row.state in (Asked.ASKED, Asked.PARTLY)]
    return {
        "to_ask": sum(row.request.quantity for row in requests if row.state is Asked.RAISED),
        "underway": sum(row.request.quantity - row.received for row in open_requests),
        "unsorted": sum(row.balance.unsorted for row in balances),
        "spoiled": sum(row.balance.damaged for row in balances),
    }


def places(scope: Scope, *, closed: bool = False) -> list[Place]:
    """Warehouses, PPK and PPS, in that order: one query. The first warehouse always is.

    Closed ones are left out unless `closed`.
    """
    order = {"kpu": 0, "ppk": 1, "pps": 2}
    rows = [row for row in Place.objects.filter(scope=scope) if closed or not row.closed_at]
    rows.sort(key=lambda place: (order.get(place.tier, 3), place.code))
    if not any(row.code == main_place(scope) for row in rows):
        rows.insert(0, Place(scope=scope, code=main_place(scope), name="Gudang KPU", tier="kpu"))
    return rows


def movements(scope: Scope) -> QuerySet[Movement]:
    """Every movement, newest first, with the person and its reversal: one query."""
    return (
        Movement.objects.filter(scope=scope)
        .select_related("by", "reversed_by", "reverses")
        .order_by("-number")
    )


def card(scope: Scope, goods: Goods, term: str = "", place: str = "") -> list[StockEntry]:
    """The stock card: every entry of `goods`, oldest first, with paper and person: one query.

    `term` keeps the entries one number of the mass balance is the sum of.
    """
    rows = (
        StockEntry.objects.filter(scope=scope, item=goods.item, sku=goods.sku)
        .select_related("movement", "movement__by")
        .order_by("movement__number", "pk")
    )
    if place:
        rows = rows.filter(place=place)
    return [row for row in rows if _belongs(row.slot(), term)]


def card_lines(
    scope: Scope, goods: Goods, term: str = "", place: str = ""
) -> list[tuple[int, int, int]]:
    """Key, change and running sum of each entry of a stock card, oldest first: one query."""
    rows = StockEntry.objects.filter(scope=scope, item=goods.item, sku=goods.sku)
    if place:
        rows = rows.filter(place=place)
    fields = ("pk", "quantity", "item", "sku", "place", "condition", "pool")
    kept: dict[tuple[str, str, str], bool] = {}
    lines: list[tuple[int, int, int]] = []
    total = 0
    for row in rows.order_by("movement__number", "pk").values(*fields):
        key = (row["place"], row["condition"], row["pool"])
        if key not in kept:
            kept[key] = _belongs(slot_of(row), term)
        if kept[key]:
            total += row["quantity"]
            lines.append((row["pk"], row["quantity"], total))
    return lines


def entries(keys: Iterable[int]) -> dict[int, StockEntry]:
    """The entries of one page of a card, with paper and person: one query."""
    return StockEntry.objects.select_related("movement", "movement__by").in_bulk(keys)


def _belongs(slot: Slot, term: str) -> bool:
    if not term:
        return not slot.is_outside
    if term == Term.DESTROYED:
        return slot.place == Outside.DESTROYED
    return term_of(slot) == term


def _owed_by_goods(
    owed: Iterable[ExpectationRow],
) -> dict[tuple[Goods, Pool], tuple[int, int]]:
    rows: dict[tuple[Goods, Pool], tuple[int, int]] = {}
    for row in owed:
        key = (row.expected.goods, row.expected.pool)
        quantity, rest = rows.get(key, (0, 0))
        rows[key] = (quantity + row.expected.quantity, rest + row.expected.open)
    return rows


def _cover(
    thing: Thing,
    pool: Pool,
    needed: Needed,
    now: Mapping[Slot, int],
    owed: Mapping[tuple[Goods, Pool], tuple[int, int]],
) -> CoverRow:
    mine = [(slot, n) for slot, n in now.items() if slot.goods == thing.goods]
    pools = (Pool.PSU,) if pool is Pool.PSU else (Pool.ORDINARY, Pool.ALLOCATED)
    came = -sum(
        n
        for slot, n in mine
        if slot.place in (Outside.SUPPLIER, Outside.REPLACEMENT) and slot.pool in pools
    )
    usable = sum(
        n
        for slot, n in mine
        if slot.pool in pools
        and slot.condition is not Condition.RUSAK_BERAT
        and (not slot.is_outside or slot.place == Outside.TPS)
    )
    quantity, rest = owed.get((thing.goods, pool), (0, 0))
    need = (needed.psu if pool is Pool.PSU else needed.ordinary).get(thing.goods)
    partial = pool is Pool.ORDINARY and thing.goods in needed.partial
    value = Coverage(thing.goods, need, quantity, came, usable, rest, pool, partial)
    return CoverRow(thing, value)


@dataclass(frozen=True, slots=True)
class CountRow:
    """One stock count and how many of its piles stand in each state."""

    count: StockCount
    piles: int
    waiting: int
    differs: int


def counts(scope: Scope) -> list[CountRow]:
    """Every stock count, newest first: two queries."""
    rows = (
        StockCount.objects.filter(scope=scope)
        .select_related("started_by")
        .prefetch_related("piles")
        .order_by("-number")
    )
    found = []
    for row in rows:
        for pile in row.piles.all():
            pile.count = row
        states = [pile.as_value().state for pile in row.piles.all()]
        waiting = states.count(Counted.OPEN) + states.count(Counted.RECOUNT)
        found.append(CountRow(row, len(states), waiting, states.count(Counted.DIFFERS)))
    return found
