"""What suppliers owe: entered line by line, changed only by a line that replaces another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from tepat.core.move.stock import Goods
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope
from tepat.server.move.models import Expectation, ReceiptLine
from tepat.server.move.stock.ledger import Act, lock


@dataclass(frozen=True, slots=True)
class Contracted:
    """One line of a contract as it is entered."""

    goods: Goods
    quantity: int
    due: date
    psu: bool = False


@transaction.atomic
def expect(
    scope: Scope, supplier: str, contract: str, lines: Sequence[Contracted], act: Act
) -> list[Expectation]:
    """Record what a supplier owes by contract. The same token records it once."""
    lock(scope)
    made = []
    for index, line in enumerate(lines):
        expectation, _made = Expectation.objects.get_or_create(
            scope=scope,
            token=f"{act.token}:{index}",
            defaults={
                "supplier": supplier,
                "contract": contract,
                "item": line.goods.item,
                "sku": line.goods.sku,
                "psu": line.psu,
                "quantity": line.quantity,
                "due": line.due,
                "by": act.by,
                "at": act.at,
            },
        )
        made.append(expectation)
    return made


@transaction.atomic
def revise(
    scope: Scope, line: int, quantity: int | None, due: date, reason: str, act: Act
) -> Expectation:
    """Replace contract line `line` by one with another quantity or day; the old one stays.

    `quantity` None closes the line: nothing more is owed than came. Raises `Refused` below
    what was received, without a reason, or for a line that was replaced before.
    """
    lock(scope)
    if made := Expectation.objects.filter(scope=scope, token=act.token).first():
        return made
    former = Expectation.objects.filter(scope=scope, pk=line, superseded_by=None).first()
    if former is None:
        raise refuse(Code.CONTRACT_UNKNOWN, value=str(line))
    if not reason.strip():
        raise refuse(Code.REASON_WANTED, why=_("changing the contract"))
    received = received_by_expectation(scope).get(former.pk, 0)
    if quantity is not None and quantity < received:
        facts = {"received": received, "quantity": quantity}
        raise refuse(Code.CONTRACT_BELOW, goods=former.sku or former.item, **facts)
    return Expectation.objects.create(
        scope=scope,
        supplier=former.supplier,
        contract=former.contract,
        item=former.item,
        sku=former.sku,
        psu=former.psu,
        quantity=received if quantity is None else quantity,
        due=due,
        token=act.token,
        by=act.by,
        at=act.at,
        supersedes=former,
        reason=reason.strip()[:200],
    )


def versions(scope: Scope, line: int) -> list[Expectation]:
    """Return a contract line and all those it replaced, newest first: one query."""
    rows = {row.pk: row for row in Expectation.objects.filter(scope=scope).select_related("by")}
    found = []
    at: int | None = line
    while at in rows:
        found.append(rows[at])
        at = rows[at].supersedes_id
    return found


def received_by_expectation(scope: Scope) -> dict[int, int]:
    """Return the pieces that came for each line in force, reversed receipts left out.

    What came for a line counts for the one that replaced it: two queries.
    """
    rows = (
        ReceiptLine.objects.filter(scope=scope, movement__reversed_by=None)
        .exclude(expectation=None)
        .values("expectation")
        .annotate(n=Sum("counted"))
    )
    replaced = Expectation.objects.filter(scope=scope).exclude(supersedes=None)
    later = dict(replaced.values_list("supersedes", "pk"))
    sums: dict[int, int] = {}
    for row in rows:
        line = row["expectation"]
        while line in later:
            line = later[line]
        sums[line] = sums.get(line, 0) + row["n"]
    return sums
