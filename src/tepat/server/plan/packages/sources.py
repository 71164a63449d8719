"""What packing starts from: the needs of every place of a scope, as packages to be made."""

from collections.abc import Iterator
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from tepat.core.election.catalogue import (
    At,
    DiffersBy,
    Election,
    Kind,
    Per,
    Rounding,
    Rule,
    sku_of,
)
from tepat.core.plan import packing
from tepat.server.election.models import Dapil, Scope, Tps

_ROUND = {
    Rounding.CEIL: ROUND_CEILING,
    Rounding.ROUND: ROUND_HALF_UP,
    Rounding.FLOOR: ROUND_FLOOR,
}


def planned_packages(scope: Scope, election: Election) -> Iterator[packing.Package]:
    """Yield every package that `scope` needs: TPS, PPS and PPK, then PSU stock. Two queries."""
    kinds = election.kinds_in(scope.kabupaten)
    dapil = {(each.kind, each.area): each.dapil for each in Dapil.objects.filter(scope=scope)}
    all_tps = list(Tps.objects.filter(scope=scope).order_by("code"))
    papers_of: dict[str, dict[str, str | None]] = {}
    for tps in all_tps:
        if tps.desa not in papers_of:
            papers_of[tps.desa] = {k.code: _paper(k, tps.desa, dapil) for k in kinds}
        needs = _needs(election, kinds, At.TPS, None if tps.dpt is None else tps.dpt + 0)
        yield from packing.packages_of(
            election, kinds, tps.code, At.TPS, needs, papers_of[tps.desa]
        )
    for desa in sorted(papers_of):
        needs = _needs(election, kinds, At.PPS, None)
        yield from packing.packages_of(election, kinds, desa, At.PPS, needs, {})
    for kecamatan in sorted({desa[:8] for desa in papers_of}):
        needs = _needs(election, kinds, At.PPK, None)
        yield from packing.packages_of(election, kinds, kecamatan, At.PPK, needs, {})
    yield from _psu(scope, election, kinds, papers_of)


def _paper(kind: Kind, desa: str, dapil: dict[tuple[str, str], str]) -> str | None:
    if kind.differs_by is not DiffersBy.DAPIL:
        return sku_of(kind, desa)
    areas = (desa, desa[:8], desa[:5])
    found = next((dapil[kind.code, area] for area in areas if (kind.code, area) in dapil), None)
    return sku_of(kind, desa, found)


def _needs(
    election: Election, kinds: tuple[Kind, ...], at: At, voters: int | None
) -> dict[tuple[str, str], int | None]:
    found: dict[tuple[str, str], int | None] = {}
    for item in election.items:
        for rule in item.rules:
            if rule.at is not at or rule.psu:
                continue
            held = [k.code for k in kinds if not rule.kinds or k.code in rule.kinds]
            boxes = len(kinds)
            quantity = _quantity(rule, voters, 1 if rule.by_kind else boxes)
            keys = held if rule.by_kind else [""]
            for kind in keys:
                found[item.code, kind] = quantity
    return found


def _quantity(rule: Rule, voters: int | None, boxes: int) -> int | None:
    if rule.count is None or (rule.per is Per.VOTER and voters is None):
        return None
    if rule.per is Per.VOTER:
        base = (voters or 0) * rule.count
        extra = (Decimal(base) * rule.reserve).quantize(Decimal(1), _ROUND[rule.rounding])
        return base + int(extra)
    return rule.count * (boxes if rule.per is Per.BOX else 1)


def _psu(
    scope: Scope,
    election: Election,
    kinds: tuple[Kind, ...],
    papers_of: dict[str, dict[str, str | None]],
) -> list[packing.Package]:
    stock: dict[tuple[str, str], int | None] = {}
    rules = [r for r in election.ballot.rules if r.psu] if election.items else []
    for rule in rules:
        for kind in kinds:
            if rule.kinds and kind.code not in rule.kinds:
                continue
            for sku in sorted({papers[kind.code] or "" for papers in papers_of.values()}):
                stock[kind.code, sku] = rule.count
    return packing.psu_packages(election, scope.kabupaten, stock)
