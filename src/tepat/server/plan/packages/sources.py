"""What packing starts from: the needs of every place of a scope, as packages to be made."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from tepat.core.election.catalogue import At, Election, Kind
from tepat.core.plan import needs, packing
from tepat.server.election.models import Dapil, Scope, Tps

Papers = Mapping[str, Mapping[str, str | None]]
"""Kind, then desa, to the ballot paper used there."""


def planned_packages(scope: Scope, election: Election) -> Iterator[packing.Package]:
    """Yield every package that `scope` needs: TPS, PPS and PPK, then PSU stock. Two queries."""
    kinds = election.kinds_in(scope.kabupaten)
    columns = needs.columns_of(election, scope.kabupaten)
    rows = list(
        Tps.objects.filter(scope=scope).order_by("code").values_list("code", "desa", "dpt", "dptb")
    )
    all_desa = sorted({desa for _, desa, _, _ in rows})
    papers = _papers(scope, kinds, all_desa)
    yield from _of_tps(election, kinds, columns, rows, papers)
    for at, places in (
        (At.PPS, all_desa),
        (At.PPK, sorted({desa[:8] for desa in all_desa})),
    ):
        wanted = {
            (column.item.code, column.kind.code if column.kind else ""): needs.place_need(column)
            for column in needs.at_level(columns, at)
        }
        for place in places if wanted else ():
            yield from packing.packages_of(election, kinds, place, at, wanted, {})
    yield from packing.psu_packages(election, scope.kabupaten, _psu(columns, papers))


def _of_tps(
    election: Election,
    kinds: Sequence[Kind],
    columns: Sequence[needs.Column],
    rows: Sequence[tuple[str, str, int | None, int]],
    papers: Papers,
) -> Iterator[packing.Package]:
    columns = needs.at_level(columns, At.TPS)
    keys = [(column.item.code, column.kind.code if column.kind else "") for column in columns]
    dpt = np.array([needs.UNSET if n is None else n for _, _, n, _ in rows], dtype=np.int32)
    dptb = np.array([n for *_, n in rows], dtype=np.int32)
    by_tps = needs.tps_needs(columns, dpt, dptb).T.tolist()
    for (code, desa, _, _), numbers in zip(rows, by_tps, strict=True):
        wanted = {
            key: None if number == needs.UNSET else number
            for key, number in zip(keys, numbers, strict=True)
        }
        sheets = {kind: by_desa[desa] for kind, by_desa in papers.items()}
        yield from packing.packages_of(election, kinds, code, At.TPS, wanted, sheets)


def _papers(scope: Scope, kinds: Sequence[Kind], all_desa: Sequence[str]) -> Papers:
    areas: dict[str, dict[str, str]] = {}
    for kind, area, dapil in Dapil.objects.filter(scope=scope).values_list("kind", "area", "dapil"):
        areas.setdefault(kind, {})[area] = dapil
    return {
        kind.code: needs.skus_by_desa(kind, all_desa, areas.get(kind.code, {})) for kind in kinds
    }


def _psu(columns: Sequence[needs.Column], papers: Papers) -> dict[tuple[str, str], int | None]:
    """Pieces of PSU stock by kind and ballot paper."""
    return {
        (column.kind.code, sku or ""): needs.place_need(column, skus=1)
        for column in columns
        if column.rule.psu and column.kind and column.item.is_ballot
        for sku in sorted({sku or "" for sku in papers[column.kind.code].values()})
    }
