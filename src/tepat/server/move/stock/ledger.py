"""Writing one movement: once per token, never below zero, always summing to zero.

Every change of the warehouse ends here. The scope's row is locked first, so that two
people cannot both take the last piece.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db.models import Max, Q, Sum

from tepat.core.move import boxed, legal, stock
from tepat.core.move.stock import Entry, MoveKind, Slot
from tepat.core.problems import Refused
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Movement, ReplacementRequest, StockCount, StockEntry
from tepat.server.move.stock import boxes


@dataclass(frozen=True, slots=True)
class Act:
    """Who does something in the warehouse, when, with which paper.

    `token` is made by the form: the same token is the same act, however often it is sent.
    """

    token: str
    at: datetime
    by: User | None
    paper: str = ""
    facts: dict[str, Any] = field(default_factory=dict)


def lock(scope: Scope) -> None:
    """Let nobody else write stock of this scope until the transaction ends."""
    Scope.objects.select_for_update().get(pk=scope.pk)


def already(scope: Scope, token: str) -> Movement | None:
    """Return the movement this token made before, if any. Call after `lock`."""
    return Movement.objects.filter(scope=scope, token=token).first()


def next_number(
    rows: type[Movement] | type[StockCount] | type[ReplacementRequest], scope: Scope
) -> int:
    """Return the number after the last of these in `scope`, from 1. Call after `lock`."""
    last = rows._default_manager.filter(scope=scope).aggregate(n=Max("number"))["n"]
    return int(last or 0) + 1


def write(
    scope: Scope,
    kind: MoveKind,
    entries: Sequence[Entry],
    act: Act,
    place: str = "",
    reverses: Movement | None = None,
) -> Movement:
    """Store one movement. Call inside a transaction, after `lock` and `already`.

    Raises `Refused` naming what is there, where a slot would fall below zero or pieces
    would be taken out of boxes that are closed, or where `kind` may not do this.
    """
    if wrong := stock.uneven(entries):
        raise AssertionError(f"a movement must sum to zero: {dict(wrong)}")
    if (kind is MoveKind.REVERSED) != (reverses is not None):
        raise AssertionError("a reversal, and only a reversal, names what it reverses")
    if problems := legal.faults_of(kind, entries):
        raise Refused(problems[0])
    there = stock_in(scope, (entry.slot for entry in entries))
    if problems := stock.shortages(entries, there):
        raise Refused(problems[0])
    if problems := boxed.taken_from_boxes(entries, _on_shelf(scope, entries, there)):
        raise Refused(problems[0])
    movement = Movement.objects.create(
        scope=scope,
        number=next_number(Movement, scope),
        kind=kind,
        token=act.token,
        at=act.at,
        by=act.by,
        paper=act.paper,
        place=place,
        facts=act.facts,
        reverses=reverses,
    )
    StockEntry.objects.bulk_create(
        StockEntry(
            scope=scope,
            movement=movement,
            item=entry.slot.goods.item,
            sku=entry.slot.goods.sku,
            place=entry.slot.place,
            condition=entry.slot.condition,
            pool=entry.slot.pool,
            quantity=entry.quantity,
            cause=entry.cause,
        )
        for entry in entries
    )
    return movement


def _on_shelf(
    scope: Scope, entries: Sequence[Entry], there: Mapping[Slot, int]
) -> boxed.Shelf | None:
    """What lies on the shelf, where entries take usable pieces; else nobody needs to look."""
    takes = any(e.quantity < 0 and not e.slot.is_outside for e in entries)
    usable = any(e.quantity < 0 and e.slot.condition in stock.USABLE for e in entries)
    return boxes.shelf(scope, there) if takes and usable else None


def stock_in(scope: Scope, slots: Iterable[Slot]) -> dict[Slot, int]:
    """Return what lies in `slots`: one query."""
    wanted = {(slot.goods.item, slot.goods.sku) for slot in slots}
    if not wanted:
        return {}
    which = Q()
    for item, sku in wanted:
        which |= Q(item=item, sku=sku)
    return sums(scope, which)


def sums(scope: Scope, which: Q | None = None) -> dict[Slot, int]:
    """Return the sum of entries per slot, empty slots left out: one query."""
    rows = StockEntry.objects.filter(scope=scope)
    if which is not None:
        rows = rows.filter(which)
    grouped = rows.values("item", "sku", "place", "condition", "pool").annotate(n=Sum("quantity"))
    return {slot_of(row): row["n"] for row in grouped if row["n"]}


def slot_of(row: Mapping[str, Any]) -> Slot:
    return Slot(
        stock.Goods(row["item"], row["sku"]),
        row["place"],
        stock.Condition(row["condition"]),
        stock.Pool(row["pool"]),
    )
