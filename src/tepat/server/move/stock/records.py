"""What the papers of the warehouse say, as the plain values that documents print.

Each function returns None where the number is not a movement of that kind.
"""

from collections import Counter

from tepat.core.move import damage
from tepat.core.move.stock import Condition, Goods, MoveKind
from tepat.core.move.stock_papers import (
    CauseLine,
    DestroyedLine,
    DestructionRecord,
    ReceiptLine,
    ReceiptRecord,
    ReplacementRecord,
    SortRecord,
    Witness,
)
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Movement
from tepat.server.move.stock import queries
from tepat.server.move.stock.days import local
from tepat.server.move.stock.goods import shelf_of


def receipt_record(scope: Scope, number: int) -> ReceiptRecord | None:
    """Return the values of BTTB and BAST for a receipt: three queries."""
    made = _movement(scope, number, MoveKind.RECEIVED)
    if made is None:
        return None
    shelf = shelf_of(scope)
    rows = list(made.receipt_lines.select_related("expectation").order_by("pk"))
    lines = []
    for row in rows:
        thing = shelf.thing(Goods(row.item, row.sku))
        short, over = max(0, row.declared - row.counted), max(0, row.counted - row.declared)
        name, unit = thing.name.id, thing.unit.id
        lines.append(
            ReceiptLine(
                name, row.sku, unit, row.declared, row.counted, row.damaged, short, over, row.psu
            )
        )
    contracts = sorted({row.expectation.contract for row in rows if row.expectation})
    facts = made.facts
    return ReceiptRecord(
        number=made.number,
        at=local(made.at, scope),
        place=made.place,
        supplier=facts.get("supplier", ""),
        bttb=made.paper,
        bast=facts.get("bast", ""),
        surat_jalan=facts.get("surat_jalan", ""),
        contract=", ".join(contract for contract in contracts if contract),
        vehicle=facts.get("vehicle", ""),
        by=_name(made.by),
        witnesses=tuple(w.strip() for w in facts.get("witnesses", "").split(",") if w.strip()),
        lines=tuple(lines),
        note=facts.get("note", ""),
        is_replacement=any(row.replacement_id for row in rows),
        is_reversed=_is_reversed(made),
    )


def sort_record(scope: Scope, number: int) -> SortRecord | None:
    """Return the values of the BA sortir of one batch: two queries."""
    made = _movement(scope, number, MoveKind.SORTED)
    if made is None:
        return None
    entry = made.entries.order_by("pk").first()
    goods = Goods(entry.item, entry.sku) if entry else Goods("")
    facts = made.facts
    causes = tuple(
        CauseLine(damage.words_of(cause).id, n, _is_usable(cause))
        for cause, n in facts["causes"].items()
    )
    return SortRecord(
        number=made.number,
        at=local(made.at, scope),
        place=made.place,
        sku=goods.sku,
        name=shelf_of(scope).thing(goods).name.id,
        batch=facts.get("batch", ""),
        paper=made.paper,
        taken=facts["taken"],
        good=facts["good"],
        usable=sum(line.quantity for line in causes if line.usable),
        damaged=sum(line.quantity for line in causes if not line.usable),
        short=facts["short"],
        over=facts["over"],
        causes=causes,
        by=_name(made.by),
        note=facts.get("note", ""),
        is_reversed=_is_reversed(made),
    )


def destruction_record(scope: Scope, number: int) -> DestructionRecord | None:
    """Return the values of the BA pemusnahan: two queries."""
    made = _movement(scope, number, MoveKind.DESTROYED)
    if made is None:
        return None
    shelf = shelf_of(scope)
    damaged: Counter[Goods] = Counter()
    surplus: Counter[Goods] = Counter()
    for entry in made.entries.filter(quantity__gt=0):
        slot = entry.slot()
        spoiled = slot.condition is Condition.RUSAK_BERAT
        (damaged if spoiled else surplus)[slot.goods] += entry.quantity
    all_goods = sorted({*damaged, *surplus}, key=lambda goods: goods.code)
    people = made.facts.get("people", {})
    return DestructionRecord(
        number=made.number,
        at=local(made.at, scope),
        place=made.place,
        paper=made.paper,
        method=made.facts.get("method", ""),
        lines=tuple(
            DestroyedLine(g.sku, shelf.thing(g).name.id, damaged[g], surplus[g]) for g in all_goods
        ),
        witnesses=tuple(Witness(agency, name) for agency, name in people.items()),
        by=_name(made.by),
        reason=made.facts.get("reason", ""),
    )


def replacement_record(scope: Scope, number: int) -> ReplacementRecord | None:
    """Return the values of a replacement letter and its BA: three queries."""
    rows = queries.requests(scope, shelf_of(scope))
    row = next((row for row in rows if row.request.number == number), None)
    if row is None:
        return None
    request = row.request
    return ReplacementRecord(
        number=request.number,
        day=local(request.sent_at or request.raised_at, scope).date(),
        letter=request.letter,
        ba=request.ba,
        to=request.to,
        sku=request.sku,
        name=row.thing.name.id,
        unit=row.thing.unit.id,
        quantity=request.quantity,
        damaged=request.damaged,
        short=request.short,
        received=row.received,
        state=row.state.value,
        by=_name(request.sent_by),
    )


def _movement(scope: Scope, number: int, kind: MoveKind) -> Movement | None:
    return queries.movements(scope).filter(number=number, kind=kind).first()


def _is_reversed(made: Movement) -> bool:
    return getattr(made, "reversed_by", None) is not None


def _is_usable(cause: str) -> bool:
    known = damage.CAUSE_BY_CODE.get(cause)
    return known is not None and known.usable


def _name(user: User | None) -> str:
    return (user.get_full_name() or user.username) if user else ""
