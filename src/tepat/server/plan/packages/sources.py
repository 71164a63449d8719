"""What packing starts from: the needs of every place of a scope, as packages to be made."""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from tepat.core.election.catalogue import At, Election, Kind
from tepat.core.plan import needs, packing
from tepat.server.election.models import Dapil, Scope, Tps

Papers = Mapping[str, Mapping[str, str | None]]
"""Kind, then desa, to the ballot paper used there."""


@dataclass(frozen=True, slots=True)
class Source:
    """Everything that the packages of a scope are made from, loaded."""

    scope: Scope
    election: Election
    kinds: tuple[Kind, ...]
    columns: list[needs.Column]
    rows: list[tuple[str, str, int | None, int]]
    papers: Papers

    @property
    def fingerprint(self) -> str:
        """A short name of all this; see `fingerprint_of`."""
        dpt = [needs.UNSET if dpt is None else dpt for _, _, dpt, _ in self.rows]
        dptb = [dptb for *_, dptb in self.rows]
        return fingerprint_of(
            self.columns,
            [code for code, *_ in self.rows],
            np.array(dpt, dtype=np.int32),
            np.array(dptb, dtype=np.int32),
            self.papers,
        )

    def packages(self) -> Iterator[packing.Package]:
        """Yield every package that is needed: TPS, PPS and PPK, then PSU stock. No query."""
        all_desa = sorted({desa for _, desa, _, _ in self.rows})
        yield from _of_tps(self.election, self.kinds, self.columns, self.rows, self.papers)
        for at, places in (
            (At.PPS, all_desa),
            (At.PPK, sorted({desa[:8] for desa in all_desa})),
        ):
            wanted = {
                (column.item.code, column.kind.code if column.kind else ""): needs.place_need(
                    column
                )
                for column in needs.at_level(self.columns, at)
            }
            for place in places if wanted else ():
                yield from packing.packages_of(self.election, self.kinds, place, at, wanted, {})
        stock = _psu(self.columns, self.papers)
        yield from packing.psu_packages(self.election, self.scope.kabupaten, stock)


def source_of(scope: Scope, election: Election) -> Source:
    """Load what the packages of `scope` are made from: two queries."""
    kinds = election.kinds_in(scope.kabupaten)
    rows = list(
        Tps.objects.filter(scope=scope).order_by("code").values_list("code", "desa", "dpt", "dptb")
    )
    all_desa = sorted({desa for _, desa, _, _ in rows})
    columns = needs.columns_of(election, scope.kabupaten)
    return Source(scope, election, kinds, columns, rows, _papers(scope, kinds, all_desa))


def fingerprint_of(
    columns: Sequence[needs.Column],
    tps: Iterable[str],
    dpt: needs.Numbers,
    dptb: needs.Numbers,
    papers: Papers,
) -> str:
    """Return a short name of everything that packages are made from.

    A source or a name that is worded differently makes no other package, so neither is in it.
    """
    digest = hashlib.sha256()
    for column in columns:
        rule, item = column.rule, column.item
        count = (rule.per, rule.count, rule.reserve.normalize(), rule.rounding)
        digest.update(repr((column.key, *count, column.boxes, item.goes)).encode())
    digest.update("\n".join(tps).encode())
    for numbers in (dpt, dptb):
        digest.update(numbers.astype("<i4").tobytes())
    digest.update(repr(sorted((kind, sorted(by.items())) for kind, by in papers.items())).encode())
    return digest.hexdigest()


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
