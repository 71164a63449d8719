"""What people do in the warehouse. One function is one change and one transaction."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from tepat.core.move import legal, stock
from tepat.core.move.stock import Arrival, Condition, Goods, MoveKind, Pool, Slot, SortBatch
from tepat.core.problems import Code, Fact, Refused, refuse
from tepat.server.election.models import Scope
from tepat.server.move.models import Expectation, Movement, ReceiptLine, ReplacementRequest
from tepat.server.move.stock import boxes, replacing
from tepat.server.move.stock.contracts import received_by_expectation
from tepat.server.move.stock.ledger import Act, already, lock, stock_in, write


@dataclass(frozen=True, slots=True)
class Came:
    """One line of a receipt, and which request it answers, if it is a replacement."""

    arrival: Arrival
    replacement: int | None = None
    """Number of the replacement request."""


@dataclass(frozen=True, slots=True)
class PsuIssue:
    """The chain of its own that PSU pieces leave by: decision, TPS, who took them."""

    decision: str
    to: str
    """Code of the TPS."""
    receiver: str = ""


@transaction.atomic
def receive(scope: Scope, place: str, supplier: str, lines: Sequence[Came], act: Act) -> Movement:
    """Record one delivery: short, over and damaged pieces included.

    Lines are set against the supplier's oldest open expectation. Damaged pieces raise a
    replacement request by themselves. Raises `Refused` for a line that cannot be right.
    """
    lock(scope)
    if made := already(scope, act.token):
        return made
    if not any(line.arrival.declared or line.arrival.counted for line in lines):
        raise refuse(Code.NOTHING_THERE)
    for line in lines:
        if problems := stock.faults_of_arrival(line.arrival):
            raise Refused(problems[0])
    facts = act.facts | {"supplier": supplier}
    act = Act(act.token, act.at, act.by, act.paper, facts)
    entries = stock.receive([line.arrival for line in lines], place)
    requests = _requests(scope, lines)
    movement = write(scope, MoveKind.RECEIVED, entries, act, place)
    open_lines = _open_expectations(scope, supplier)
    ReceiptLine.objects.bulk_create(
        ReceiptLine(
            movement=movement,
            scope=scope,
            item=line.arrival.goods.item,
            sku=line.arrival.goods.sku,
            psu=line.arrival.pool is Pool.PSU,
            declared=line.arrival.declared,
            counted=line.arrival.counted,
            damaged=line.arrival.damaged,
            expectation=None if line.replacement else _take(open_lines, line.arrival),
            replacement=requests.get(line.replacement or 0),
        )
        for line in lines
    )
    replacing.follow(scope, {line.arrival.goods for line in lines}, act.at)
    return movement


@transaction.atomic
def sort(scope: Scope, batch: SortBatch, label: str, act: Act) -> Movement:
    """Record one sorted batch. Spoiled and missing ballots raise a replacement request."""
    lock(scope)
    if made := already(scope, act.token):
        return made
    if problems := stock.faults_of(batch):
        raise Refused(problems[0])
    found = {
        "batch": label,
        "taken": batch.taken,
        "good": batch.good,
        "short": batch.short,
        "over": batch.over,
        "causes": {cause: n for cause, n in batch.by_cause.items() if n},
    }
    act = Act(act.token, act.at, act.by, act.paper, act.facts | found)
    movement = write(scope, MoveKind.SORTED, stock.sort(batch), act, batch.place)
    replacing.follow(scope, {batch.goods}, act.at)
    return movement


@transaction.atomic
def allocate(
    scope: Scope,
    place: str,
    needs: Mapping[Goods, int],
    act: Act,
    partial: Collection[Goods] = (),
) -> Movement | None:
    """Bring what is set aside for TPS to `needs`: as far as usable pieces reach.

    Good pieces first, then those with a small defect; where a need fell, pieces on the shelf
    go back, and those in closed boxes stay. Of `partial` goods only a part of the need is
    known: none of them goes back.
    Returns None when everything stands as it should already.
    """
    lock(scope)
    if made := already(scope, act.token):
        return made
    there = stock_in(scope, [Slot(goods, place, Condition.BAIK) for goods in needs])
    shelf = boxes.shelf(scope, there).stock
    entries = []
    for goods, needed in needs.items():
        aside = sum(
            n for slot, n in there.items() if slot.goods == goods and slot.pool is Pool.ALLOCATED
        )
        missing = needed - aside
        if missing < 0 and goods in partial:
            continue
        if missing < 0:
            held = shelf[Slot(goods, place, Condition.BAIK, Pool.ALLOCATED)]
            entries += stock.release(goods, place, min(-missing, held))
            continue
        good = min(missing, shelf[Slot(goods, place, Condition.BAIK)])
        usable = shelf[Slot(goods, place, Condition.RUSAK_RINGAN)]
        entries += stock.allocate(goods, place, good, min(missing - good, usable))
    if not entries:
        return None
    return write(scope, MoveKind.ALLOCATED, entries, act, place)


@transaction.atomic
def issue_psu(
    scope: Scope,
    slot: Slot,
    quantity: int,
    issue: PsuIssue,
    voting_day: date | None,
    today: date,
    act: Act,
) -> Movement:
    """Hand PSU pieces out to the TPS that votes again, by a numbered decision.

    Refused up to voting day, so that PSU stock cannot fill a gap in ordinary boxes.
    """
    lock(scope)
    if made := already(scope, act.token):
        return made
    if slot.pool is not Pool.PSU or not quantity:
        raise refuse(Code.NOTHING_THERE)
    if not issue.decision or not issue.to:
        raise refuse(Code.PSU_DECISION_WANTED)
    if voting_day is None or today <= voting_day:
        day = f"{voting_day:%d-%m-%Y}" if voting_day else "?"
        raise refuse(Code.PSU_TOO_EARLY, day=day, today=f"{today:%d-%m-%Y}")
    facts = {"decision": issue.decision, "to": issue.to, "receiver": issue.receiver}
    act = Act(act.token, act.at, act.by, act.paper, act.facts | facts)
    return write(scope, MoveKind.PSU_ISSUED, stock.issue_psu(slot, quantity), act, slot.place)


@transaction.atomic
def move(scope: Scope, slot: Slot, to: str, quantity: int, act: Act) -> Movement:
    """Carry pieces from one of our places to another, with a surat jalan."""
    lock(scope)
    if made := already(scope, act.token):
        return made
    if not quantity or slot.place == to:
        raise refuse(Code.NOTHING_THERE)
    act = Act(act.token, act.at, act.by, act.paper, act.facts | {"to": to})
    return write(scope, MoveKind.MOVED, stock.move(slot, to, quantity), act, slot.place)


@transaction.atomic
def regrade(
    scope: Scope, slot: Slot, condition: Condition, quantity: int, cause: str, act: Act
) -> Movement:
    """Record pieces that are now in another condition: a leak, a tear found at packing."""
    lock(scope)
    if made := already(scope, act.token):
        return made
    if not quantity or slot.condition is condition:
        raise refuse(Code.NOTHING_THERE)
    entries = stock.regrade(slot, condition, quantity, cause)
    movement = write(scope, MoveKind.REGRADED, entries, act, slot.place)
    replacing.follow(scope, {slot.goods}, act.at)
    return movement


@transaction.atomic
def reverse(scope: Scope, number: int, reason: str, act: Act) -> Movement:
    """Undo a movement by a new one that stands beside it. Once, and with a reason.

    Whoever calls checks the right, `legal.UNDONE_BY`. What was destroyed before witnesses
    stays destroyed: raises `Refused`.
    """
    lock(scope)
    if made := already(scope, act.token):
        return made
    former = Movement.objects.filter(scope=scope, number=number).first()
    if former is None:
        raise refuse(Code.MOVEMENT_UNKNOWN, number=number)
    if former.reverses_id or Movement.objects.filter(reverses=former).exists():
        raise refuse(Code.ALREADY_REVERSED, number=number)
    if legal.UNDONE_BY[MoveKind(former.kind)] is None:
        raise refuse(Code.NOT_REVERSIBLE, number=number, kind=former.kind)
    if not reason.strip():
        raise refuse(Code.REASON_WANTED, why=_("undoing movement {n}").format(n=number))
    entries = [entry.as_value() for entry in former.entries.order_by("pk")]
    act = Act(act.token, act.at, act.by, former.paper, {"reason": reason.strip()})
    back = stock.reverse(entries)
    movement = write(scope, MoveKind.REVERSED, back, act, former.place, reverses=former)
    replacing.follow(scope, {entry.slot.goods for entry in entries}, act.at)
    return movement


def _requests(scope: Scope, lines: Sequence[Came]) -> dict[int, ReplacementRequest]:
    """Return the requests that `lines` answer, by number: none or one query.

    Raises `Refused` where one was never sent or asks for other goods.
    """
    if not any(line.replacement for line in lines):
        return {}
    rows = ReplacementRequest.objects.filter(scope=scope).exclude(sent_at=None)
    sent = {row.number: row for row in rows.order_by("number")}
    for line in lines:
        goods = line.arrival.goods
        mine = [n for n, row in sent.items() if (row.item, row.sku) == (goods.item, goods.sku)]
        if line.replacement and line.replacement not in mine:
            told = ", ".join(str(n) for n in mine) or "–"
            facts: dict[str, Fact] = {"number": line.replacement, "goods": goods.code}
            facts["open"] = told
            raise refuse(Code.REQUEST_UNKNOWN, **facts)
    return sent


def _open_expectations(scope: Scope, supplier: str) -> list[tuple[Expectation, int]]:
    rows = Expectation.objects.filter(scope=scope, supplier=supplier, superseded_by=None)
    rows = rows.order_by("due", "pk")
    received = received_by_expectation(scope)
    return [(row, row.quantity - received.get(row.pk, 0)) for row in rows]


def _take(open_lines: list[tuple[Expectation, int]], arrival: Arrival) -> Expectation | None:
    """Return the expectation a line answers: the oldest open one, else the last of its kind."""
    psu = arrival.pool is Pool.PSU
    fitting = [
        (row, rest)
        for row, rest in open_lines
        if (row.item, row.sku, row.psu) == (arrival.goods.item, arrival.goods.sku, psu)
    ]
    unmet = [row for row, rest in fitting if rest > 0]
    if unmet:
        return unmet[0]
    return fitting[-1][0] if fitting else None
