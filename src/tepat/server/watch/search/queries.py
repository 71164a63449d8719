"""Find a TPS, box, seal, shipment, desa or another system's code: at most ten queries."""

from collections.abc import Iterable
from typing import Final

from django.db.models import Q, QuerySet

from tepat.core.election.ids import readable
from tepat.core.move.seals import readable_seal
from tepat.core.watch.asked import SHORTEST_PART, Asked
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.election.regions.queries import inside
from tepat.server.move.models import ForeignCode, SealUse, Shipment
from tepat.server.plan.models import Package
from tepat.server.watch.search import scans
from tepat.server.watch.search.found import Found

MOST: Final = 20
"""Of each sort of thing; more are a sign that more should be typed."""


def find(scope: Scope, asked: Asked, with_drivers: bool = False) -> list[Found]:
    """Everything in `scope` that fits one of the readings of `asked`, exact ones first.

    `with_drivers`: loads are found by their driver too, for those who may read who drives.
    """
    if not asked.text:
        return []
    found = [
        *scans.named(scope, asked.text),
        *_all_tps(scope, asked),
        *_packages(scope, asked),
        *_seals(scope, asked),
        *_shipments(scope, asked, with_drivers),
        *_foreign(scope, asked),
        *_regions(scope, asked),
    ]
    return sorted(found, key=lambda each: not each.is_exact)


def target(found: list[Found]) -> Found | None:
    """Return the one thing that was meant: the only exact one, or the only one."""
    exact = [each for each in found if each.is_exact]
    if len(exact) == 1:
        return exact[0]
    return found[0] if len(found) == 1 else None


def _all_tps(scope: Scope, asked: Asked) -> Iterable[Found]:
    rows = Tps.objects.filter(scope=scope)
    if "-" in asked.region:
        rows = rows.filter(code=asked.region)
    elif asked.tps is not None:
        rows = rows.filter(number=asked.tps)
        if asked.name:
            rows = rows.filter(desa__in=_desa_named(scope, asked.name))
    else:
        return
    for tps in rows.order_by("code")[:MOST]:
        yield Found("tps", tps.code, tps.code, tps.code, tps.code == asked.region)


def _desa_named(scope: Scope, name: str) -> list[str]:
    """Desa of just that name, else those whose name holds it."""
    named = Region.objects.filter(inside(scope.kabupaten), level=4, name__icontains=name)
    rows = list(named.values_list("code", "name"))
    return [code for code, full in rows if _same(full, name)] or [code for code, _ in rows]


def _same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()


def _packages(scope: Scope, asked: Asked) -> Iterable[Found]:
    if not asked.part or "-" in asked.region:
        return
    rows = Package.objects.filter(scope=scope)
    rows = rows.filter(code=asked.package) if asked.package else _with_part(rows, asked.part)
    for row in rows.order_by("code")[:MOST]:
        is_exact = row.code == asked.package
        yield Found("package", row.code, readable(row.code), row.place, is_exact)


def _with_part(rows: "QuerySet[Package]", part: str) -> "QuerySet[Package]":
    return rows.filter(code__contains=part, withdrawn_at=None)


def _seals(scope: Scope, asked: Asked) -> Iterable[Found]:
    if not asked.part:
        return
    rows = SealUse.objects.filter(scope=scope, number__contains=asked.part)
    for row in rows.order_by("number")[:MOST]:
        title = readable_seal(row.number)
        yield Found("seal", row.package, title, row.package, row.number == asked.seal)


def _shipments(scope: Scope, asked: Asked, with_drivers: bool) -> Iterable[Found]:
    words = Q(code__iexact=asked.text)
    if len(asked.text) >= SHORTEST_PART or not asked.text.isdigit():
        words |= Q(code__icontains=asked.text)
        if with_drivers:
            words |= Q(driver__icontains=asked.text)
    rows = Shipment.objects.filter(words, scope=scope)
    for row in rows.order_by("code")[:MOST]:
        place = row.destination.partition(":")[0]
        yield Found("shipment", row.code, row.code, place, _same(row.code, asked.text))


def _foreign(scope: Scope, asked: Asked) -> Iterable[Found]:
    if len(asked.text) < SHORTEST_PART:
        return
    rows = ForeignCode.objects.filter(scope=scope, code__icontains=asked.text)
    for row in rows.order_by("code")[:MOST]:
        yield Found("foreign", row.package, row.code, row.package, _same(row.code, asked.text))


def _regions(scope: Scope, asked: Asked) -> Iterable[Found]:
    if "-" in asked.region or asked.tps is not None:
        return
    fits = Q(code__startswith=asked.region) if asked.region else Q(name__icontains=asked.name)
    if not (asked.region or asked.name):
        return
    rows = Region.objects.filter(inside(scope.kabupaten), fits, level__gte=3)
    for row in rows.order_by("code")[:MOST]:
        is_exact = row.code == asked.region or _same(row.name, asked.name)
        yield Found("region", row.code, row.name, row.code, is_exact)
