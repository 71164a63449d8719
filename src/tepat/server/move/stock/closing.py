"""Destruction of spoiled and surplus ballots at H-1, before witnesses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from tepat.core.move import stock
from tepat.core.move.stock import Condition, Goods, MoveKind, Pool
from tepat.core.problems import Code, Fact, Problem, Refused, refuse
from tepat.server.election.models import Scope
from tepat.server.move.models import Movement
from tepat.server.move.stock import boxes, queries
from tepat.server.move.stock.goods import Shelf, destruction_day, expected_needs
from tepat.server.move.stock.ledger import Act, already, lock, stock_in, write
from tepat.server.move.stock.places import main_place
from tepat.server.move.stock.queries import BalanceRow

WITNESSES = ("Polri", "Bawaslu", "Pemda")
"""Agencies that must see it."""


@dataclass(frozen=True, slots=True)
class Before:
    """One ballot paper before destruction: what would go, and what speaks against it."""

    row: BalanceRow
    problems: tuple[Problem, ...]


def before_destruction(scope: Scope, shelf: Shelf, today: date) -> list[Before]:
    """Return what speaks against destroying each ballot paper now: balance, needs, day."""
    needs = expected_needs(scope)
    found = []
    for row in queries.balances(scope, shelf):
        problems = row.balance.problems()
        needed = needs.ordinary.get(row.thing.goods)
        if needed is None or row.thing.goods in needs.partial:
            problems.append(Problem(Code.NEED_UNSET, {"goods": row.thing.goods.code}))
        if needed is not None and row.balance.allocated < needed:
            facts: dict[str, Fact] = {"sku": row.thing.goods.code, "needed": needed}
            facts["allocated"] = row.balance.allocated
            problems.append(Problem(Code.ALLOCATION_SHORT, facts))
        day = destruction_day(shelf.election)
        if day and today < day:
            when = {"day": f"{day:%d-%m-%Y}", "today": f"{today:%d-%m-%Y}"}
            problems.append(Problem(Code.TOO_EARLY, when))
        found.append(Before(row, tuple(problems)))
    return found


@transaction.atomic
def destroy(
    scope: Scope,
    shelf: Shelf,
    all_goods: Sequence[Goods],
    people: Mapping[str, str],
    reason: str,
    today: date,
    act: Act,
) -> Movement:
    """Destroy all spoiled and surplus ballots of `all_goods`, wherever they lie.

    Refused without witnesses of all three agencies; and while a balance is open, a TPS
    lacks ballots or the day has not come, unless a reason is given, which is recorded.
    """
    lock(scope)
    if made := already(scope, act.token):
        return made
    if missing := [agency for agency in WITNESSES if not people.get(agency, "").strip()]:
        raise refuse(Code.WITNESS_MISSING, agencies=", ".join(missing))
    against = [
        problem
        for each in before_destruction(scope, shelf, today)
        if each.row.thing.goods in all_goods
        for problem in each.problems
        if not problem.is_warning
    ]
    if against and not reason.strip():
        raise Refused(against[0])
    there = stock_in(scope, [stock.Slot(goods, "", Condition.BAIK) for goods in all_goods])
    doomed = [
        (slot, n)
        for slot, n in boxes.shelf(scope, there).stock.items()
        if n > 0 and slot.pool is Pool.ORDINARY and slot.condition is not Condition.UNSORTED
    ]
    if not doomed:
        raise refuse(Code.NOTHING_THERE)
    facts = {"people": {agency: name.strip() for agency, name in people.items()}}
    if against:
        facts |= {"reason": reason.strip()}  # type: ignore[dict-item]
    act = Act(act.token, act.at, act.by, act.paper, act.facts | facts)
    return write(scope, MoveKind.DESTROYED, stock.destroy(doomed), act, main_place(scope))
