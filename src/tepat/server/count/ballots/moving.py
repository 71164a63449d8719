"""Papers that went from one TPS to another: read from the log, kept by TPS."""

from collections.abc import Collection, Iterable, Set

from django.db.models import Q

from tepat.core.count.moves import Move, Moved, SaidMove, Side, by_tps, moves_of, side_of
from tepat.core.move import judging
from tepat.core.move.devices import Registry
from tepat.core.move.events import PapersMoved
from tepat.core.move.standing import STOPS
from tepat.server.count.models import PapersMove
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.log.models import Fact

Taken = Set[tuple[str, str]]
"""Names of facts that were taken back, with the device that did; "" for KPU and the desk."""
TAKEN = "taken_back"


def take(scope: Scope, new: Iterable[Fact], registry: Registry, item: str) -> set[str]:
    """Store what new facts say of papers (`item`) that moved; return the TPS they name."""
    rows, touched = [], set()
    for row in new:
        fact = judging.parsed(bytes(row.body))
        if not isinstance(fact, PapersMoved):
            continue
        given = registry.assignment_of(fact)
        role, area = (given.role, given.area) if given else ("", "")
        aside = sorted(registry.standing(fact) & STOPS)
        sums: dict[str, int] = {}
        for line in fact.contents:
            if line.item == item and line.sku:
                sums[line.sku] = sums.get(line.sku, 0) + line.count
        for sku, count in sums.items():
            rows.append(
                PapersMove(
                    scope=scope,
                    number=row.number,
                    fact=row.pk,
                    place=fact.place[:17],
                    to=fact.to[:17],
                    sku=sku[:60],
                    count=min(count, 2**31 - 1),
                    side=side_of(role, area, fact.place, fact.to).value,
                    paper=fact.paper,
                    device=row.device,
                    person=(registry.person_of(fact) or fact.device)[:40],
                    at=fact.at,
                    aside=str(aside[0]) if aside else "",
                )
            )
            touched |= {fact.place, fact.to}
    PapersMove.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return touched


def take_back(scope: Scope, taken: Taken) -> set[str]:
    """Set aside what was taken back by who said it or by KPU; return the TPS."""
    touched: set[str] = set()
    for part in log.parts(sorted({name for name, _ in taken})):
        for row in PapersMove.objects.filter(scope=scope, fact__in=part, aside=""):
            if (row.fact, "") in taken or (row.fact, row.device) in taken:
                PapersMove.objects.filter(pk=row.pk).update(aside=TAKEN)
                touched |= {row.place, row.to}
    return touched


def moves(scope: Scope, tps: Collection[str] = (), area: str = "") -> list[Move]:
    """Return what moved from or to these TPS, or an area, or at all: one query."""
    rows = PapersMove.objects.filter(scope=scope, aside="")
    if tps:
        rows = rows.filter(Q(place__in=sorted(tps)) | Q(to__in=sorted(tps)))
    elif area:
        rows = rows.filter(Q(place__startswith=area) | Q(to__startswith=area))
    columns = ("fact", "place", "to", "sku", "count", "side")
    said = [
        SaidMove(fact, place, to, sku, count, Side(side))
        for fact, place, to, sku, count, side in rows.values_list(*columns)
    ]
    return moves_of(said)


def sides(scope: Scope, first: int) -> dict[str, Side]:
    """Return, by fact after the number `first`, whose word it is: one query.

    Facts that were taken back, or that nobody had the right to say, are left out.
    """
    rows = PapersMove.objects.filter(scope=scope, aside="", number__gt=first)
    return {fact: Side(side) for fact, side in rows.values_list("fact", "side")}


def moved(scope: Scope, tps: Collection[str] = ()) -> dict[str, dict[str, Moved]]:
    """Return what came to and left these TPS, or all, by TPS and SKU: one query."""
    found: dict[str, dict[str, Moved]] = {}
    for (place, sku), each in by_tps(moves(scope, tps)).items():
        found.setdefault(place, {})[sku] = each
    return found
