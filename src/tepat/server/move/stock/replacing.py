"""Replacement requests: they follow the ledger until a person sends the letter."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import F, Q, Sum
from django.utils.translation import gettext as _

from tepat.core.move import damage
from tepat.core.move.expected import Replaceable
from tepat.core.move.stock import Condition, Goods, Outside, Pool
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope
from tepat.server.move.models import ReceiptLine, ReplacementRequest, StockEntry
from tepat.server.move.stock.ledger import Act, lock, next_number


def follow(scope: Scope, all_goods: Collection[Goods], at: datetime) -> None:
    """Raise, change or drop the unsent request of each of `all_goods`."""
    for each in replaceable(scope, all_goods):
        unsent = ReplacementRequest.objects.filter(
            scope=scope, item=each.goods.item, sku=each.goods.sku, sent_at=None
        )
        if not each.to_ask:
            unsent.delete()
            continue
        figures = {"damaged": each.damaged, "short": each.short, "quantity": each.to_ask}
        if not unsent.update(**figures):
            ReplacementRequest.objects.create(
                scope=scope,
                number=next_number(ReplacementRequest, scope),
                item=each.goods.item,
                sku=each.goods.sku,
                raised_at=at,
                **figures,
            )


def replaceable(scope: Scope, all_goods: Collection[Goods]) -> list[Replaceable]:
    """Return what may be asked again, for each of `all_goods`: three queries."""
    if not all_goods:
        return []
    which = Q()
    for goods in all_goods:
        which |= Q(item=goods.item, sku=goods.sku)
    spoiled = Q(condition=Condition.RUSAK_BERAT) & ~Q(
        place__in=[Outside.SUPPLIER, Outside.REPLACEMENT, Outside.COUNT]
    )
    missing = Q(place=Outside.SUPPLIER, cause=damage.IN_BUNDLE)
    entries = _sums(
        StockEntry.objects.filter(which, scope=scope, pool=Pool.ORDINARY)
        .values("item", "sku")
        .annotate(damaged=Sum("quantity", filter=spoiled), short=Sum("quantity", filter=missing))
    )
    # Pieces missing from a delivery that a contract line covers are still owed there.
    loose = _sums(
        ReceiptLine.objects.filter(
            which, scope=scope, expectation=None, movement__reversed_by=None,
            declared__gt=F("counted"),
        )
        .values("item", "sku")
        .annotate(short=Sum(F("declared") - F("counted")))
    )  # fmt: skip
    asked = _sums(
        ReplacementRequest.objects.filter(which, scope=scope)
        .exclude(sent_at=None)
        .values("item", "sku")
        .annotate(asked=Sum("quantity"))
    )
    return [
        Replaceable(
            goods,
            damaged=entries.get(goods, {}).get("damaged") or 0,
            short=max(
                0,
                (entries.get(goods, {}).get("short") or 0)
                + (loose.get(goods, {}).get("short") or 0),
            ),
            asked=asked.get(goods, {}).get("asked") or 0,
        )
        for goods in sorted(all_goods, key=lambda each: each.code)
    ]


@transaction.atomic
def send(scope: Scope, number: int, to: str, letter: str, ba: str, act: Act) -> ReplacementRequest:
    """Mark a request as sent by letter. Sending it again changes nothing."""
    lock(scope)
    request = ReplacementRequest.objects.filter(scope=scope, number=number).first()
    if request is None:
        raise refuse(Code.MOVEMENT_UNKNOWN, number=number)
    if request.sent_at is None:
        if not letter.strip():
            raise refuse(Code.REASON_WANTED, why=_("number of the replacement letter"))
        request.to, request.letter, request.ba = to.strip(), letter.strip(), ba.strip()
        request.sent_at, request.sent_by = act.at, act.by
        request.save()
    return request


def _sums(rows: object) -> dict[Goods, dict[str, int | None]]:
    return {Goods(row["item"], row["sku"]): row for row in rows}  # type: ignore[attr-defined]
