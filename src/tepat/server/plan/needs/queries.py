"""Load what needs are computed from: three queries, however many TPS there are."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tepat.core.election.catalogue import At, Election, Kind
from tepat.core.plan.changes import VoterLists
from tepat.core.plan.needs import (
    UNSET,
    Column,
    Numbers,
    at_level,
    columns_of,
    skus_by_desa,
    tps_needs,
)
from tepat.core.problems import Code, refuse
from tepat.server.election.dapil.queries import dapil_by_kind
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.plan.packages.sources import fingerprint_of


@dataclass(frozen=True, slots=True)
class Needs:
    """The needs of an area: its TPS as columns, sorted by code, and names to show them."""

    scope: Scope
    election: Election
    kinds: tuple[Kind, ...]
    columns: Sequence[Column]
    lists: VoterLists
    by_tps: Numbers
    """Columns at TPS level x TPS."""
    names: dict[str, str]
    skus: dict[str, dict[str, str | None]]
    """Ballot paper by desa, for each kind; None where the dapil is not filled in."""
    area: str
    all_desa: tuple[str, ...]
    all_kecamatan: tuple[str, ...]

    @property
    def tps_columns(self) -> list[Column]:
        return at_level(self.columns, At.TPS)

    @property
    def fingerprint(self) -> str:
        """What packages would be made from; see `fingerprint_of`. Of the whole scope."""
        lists = self.lists
        return fingerprint_of(self.columns, lists.tps, lists.dpt, lists.dptb, self.skus)

    def places(self, at: At) -> int:
        """How many TPS, PPS, PPK or KPU offices lie wholly in this area."""
        depth = len(self.area)
        found = {
            At.TPS: len(self.lists.tps),
            At.PPS: len(self.all_desa) if depth <= 13 else 0,
            At.PPK: len(self.all_kecamatan) if depth <= 8 else 0,
            At.KPU: int(self.area == self.scope.kabupaten),
        }
        return found[at]


def needs_of(scope: Scope) -> Needs:
    """Return the needs of the whole scope. Three queries: TPS, names, dapil."""
    election = election_of(scope)
    rows = sorted(Tps.objects.filter(scope=scope).values_list("code", "dpt", "dptb"))
    columns = columns_of(election, scope.kabupaten)
    lists = VoterLists(
        [code for code, _, _ in rows],
        np.array([UNSET if dpt is None else dpt for _, dpt, _ in rows], dtype=np.int32),
        np.array([dptb for _, _, dptb in rows], dtype=np.int32),
    )
    regions = Region.objects.filter(code__startswith=scope.kabupaten)
    names = dict(regions.values_list("code", "name"))
    areas = dapil_by_kind(scope)
    all_desa = sorted({code[:13] for code in lists.tps})
    kinds = election.kinds_in(scope.kabupaten)
    skus = {kind.code: skus_by_desa(kind, all_desa, areas.get(kind.code, {})) for kind in kinds}
    return Needs(
        scope=scope,
        election=election,
        kinds=kinds,
        columns=columns,
        lists=lists,
        by_tps=tps_needs(at_level(columns, At.TPS), lists.dpt, lists.dptb),
        names=names,
        skus=skus,
        area=scope.kabupaten,
        all_desa=tuple(all_desa),
        all_kecamatan=tuple(sorted({desa[:8] for desa in all_desa})),
    )


def within(needs: Needs, area: str) -> Needs:
    """Return the part of `needs` in a kecamatan, desa or TPS.

    Raises `Refused` where no TPS of this scope lies in it.
    """
    # Codes have a fixed width, so everything in an area stands together.
    first = bisect_left(needs.lists.tps, area)
    last = bisect_left(needs.lists.tps, area + "~")
    inside = needs.lists.tps[first:last]
    if area != needs.scope.kabupaten and not inside:
        raise refuse(Code.REGION_UNKNOWN, value=area)
    lists = VoterLists(inside, needs.lists.dpt[first:last], needs.lists.dptb[first:last])
    all_desa = tuple(sorted({tps[:13] for tps in inside}))
    return replace(
        needs,
        lists=lists,
        by_tps=needs.by_tps[:, first:last],
        skus={
            kind: {desa: by_desa[desa] for desa in all_desa} for kind, by_desa in needs.skus.items()
        },
        area=area,
        all_desa=all_desa,
        all_kecamatan=tuple(sorted({desa[:8] for desa in all_desa})),
    )
