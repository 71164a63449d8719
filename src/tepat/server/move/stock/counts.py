"""The blind stock count: started, written, written again, adopted."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from tepat.core.move import stock
from tepat.core.move.counting import Counted
from tepat.core.move.stock import MoveKind, Slot
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.move.models import CountPile, Movement, StockCount
from tepat.server.move.stock import boxes
from tepat.server.move.stock.ledger import Act, already, lock, next_number, stock_in, sums, write


@transaction.atomic
def start(scope: Scope, place: str, act: Act) -> StockCount:
    """Begin a count of every pile on the shelves of `place`. Raises `Refused` for an empty one.

    What lies in closed boxes is not counted again: the packing station counted it.
    """
    lock(scope)
    if made := StockCount.objects.filter(scope=scope, token=act.token).first():
        return made
    lying = boxes.shelf(scope, sums(scope)).stock
    slots = [slot for slot, n in lying.items() if n and slot.place == place]
    if not slots:
        raise refuse(Code.NOTHING_TO_COUNT, place=place)
    count = StockCount.objects.create(
        scope=scope,
        number=next_number(StockCount, scope),
        place=place,
        token=act.token,
        started_at=act.at,
        started_by=act.by,
    )
    slots.sort(key=lambda slot: (slot.goods.code, slot.pool, slot.condition))
    CountPile.objects.bulk_create(
        CountPile(
            count=count,
            item=slot.goods.item,
            sku=slot.goods.sku,
            condition=slot.condition,
            pool=slot.pool,
        )
        for slot in slots
    )
    return count


@transaction.atomic
def write_numbers(
    count: StockCount,
    first: Mapping[int, int],
    second: Mapping[int, int],
    by: User | None,
    at: datetime,
    exception: str = "",
) -> int:
    """Store what was counted, by pile, and the book of this moment. Return how many piles.

    A number once written stays: sending the form again changes nothing. Raises `Refused`
    where a second count is by the person of the first, unless `exception` says why.
    """
    lock(count.scope)
    piles = list(count.piles.select_related("count", "first_by"))
    there = stock_in(count.scope, [pile.as_value().slot for pile in piles])
    book = boxes.shelf(count.scope, there).stock
    changed = []
    for pile in piles:
        value = pile.as_value()
        now = book.get(value.slot, 0)
        if pile.pk in first and value.state is Counted.OPEN:
            pile.first, pile.first_book, pile.first_by = first[pile.pk], now, by
        elif pile.pk in second and value.state is Counted.RECOUNT:
            if by is not None and pile.first_by == by:
                _excuse(pile, exception)
            pile.second, pile.second_book, pile.second_by = second[pile.pk], now, by
        else:
            continue
        changed.append(pile)
    fields = ["first", "first_book", "first_by", "second", "second_book", "second_by"]
    fields.append("same_person_reason")
    CountPile.objects.bulk_update(changed, fields)
    return len(changed)


def _excuse(pile: CountPile, exception: str) -> None:
    """Note why one person counts twice, or refuse."""
    if not exception.strip():
        name = (pile.first_by.get_full_name() or pile.first_by.username) if pile.first_by else "?"
        raise refuse(Code.RECOUNT_BY_ANOTHER, goods=pile.as_value().slot.goods.code, name=name)
    pile.same_person_reason = exception.strip()[:200]


@transaction.atomic
def add_found(count: StockCount, slot: Slot, pieces: int, by: User | None) -> CountPile:
    """Add a pile that the list does not have, with its first count.

    It is counted again by another person like any pile that differs from the book.
    """
    lock(count.scope)
    if slot.place != count.place or not pieces:
        raise refuse(Code.NOTHING_THERE)
    which = {"item": slot.goods.item, "sku": slot.goods.sku}
    which |= {"condition": slot.condition.value, "pool": slot.pool.value}
    if count.piles.filter(**which).exists():
        facts = {"goods": slot.goods.code, "condition": slot.condition.value}
        raise refuse(Code.PILE_LISTED, **facts)
    book = boxes.shelf(count.scope, stock_in(count.scope, [slot])).stock[slot]
    return count.piles.create(**which, first=pieces, first_book=book, first_by=by, is_found=True)


@transaction.atomic
def adjust(count: StockCount, pile_id: int, reason: str, act: Act) -> Movement:
    """Bring the book to a pile that was counted twice. Needs a reason, happens once."""
    lock(count.scope)
    if made := already(count.scope, act.token):
        return made
    pile = count.piles.select_related("count").filter(pk=pile_id).first()
    if pile is None or pile.as_value().state is not Counted.DIFFERS:
        goods = pile.as_value().slot.goods.code if pile else str(pile_id)
        raise refuse(Code.COUNT_CLOSED, goods=goods)
    value = pile.as_value()
    if not reason.strip():
        raise refuse(
            Code.REASON_WANTED, why=_("a difference of {n} pieces").format(n=value.difference)
        )
    facts = {"reason": reason.strip(), "count": count.number, "difference": value.difference}
    act = Act(act.token, act.at, act.by, act.paper or f"Stok opname {count.number}", facts)
    entries = stock.adjust(value.slot, value.difference)
    movement = write(count.scope, MoveKind.ADJUSTED, entries, act, count.place)
    pile.adjustment = movement
    pile.save(update_fields=["adjustment"])
    return movement
