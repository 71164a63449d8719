"""Which ballot papers each TPS counts, and the numbers that stand on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

from tepat.core.count.checks import Known
from tepat.core.count.lists import Paper
from tepat.core.election.catalogue import At, Election, Kind, Per
from tepat.core.plan.needs import skus_by_desa
from tepat.server.election.dapil.queries import dapil_by_kind
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, Tps


@dataclass(frozen=True, slots=True)
class Contests:
    """The TPS of a scope and the papers they vote with."""

    election: Election
    kinds: tuple[Kind, ...]
    tps: Mapping[str, tuple[str, str, int | None]]
    """By code: kecamatan, desa, and how many stand on its list (None: not known)."""
    skus: Mapping[str, Mapping[str, str | None]]
    """By kind and desa; None where the dapil is not filled in."""

    def at(self, tps: str) -> dict[str, Kind]:
        """Return the papers of one TPS by SKU, in the order in which boxes are opened."""
        desa = tps.partition("-")[0]
        found = ((self.skus[kind.code].get(desa), kind) for kind in self.kinds)
        return {sku: kind for sku, kind in found if sku}

    def kind(self, code: str) -> Kind | None:
        """Return a kind by its code or its three letters, whichever a person wrote."""
        wanted = code.strip().upper()
        return next((k for k in self.kinds if wanted in (k.code.upper(), k.short.upper())), None)

    @property
    def cap(self) -> int | None:
        """The most papers one TPS can have: voters by law and their reserve."""
        voters = self.election.tps_cap
        if voters is None:
            return None
        rules = [r for r in self.election.ballot.rules if r.at is At.TPS and r.per is Per.VOTER]
        return voters + max((ceil(voters * rule.reserve) for rule in rules), default=0)

    def known(
        self,
        tps: str,
        delivered: int | None,
        users: tuple[int, ...] = (),
        kind: Kind | None = None,
    ) -> Known:
        """Return what is known beside a form of `kind` at `tps`."""
        dpt = self.tps[tps][2] if tps in self.tps else None
        return Known(delivered, dpt, self.cap, users, paper_of(kind, tps))


def paper_of(kind: Kind | None, tps: str) -> Paper | None:
    """Return the numbers on the paper of `kind` at `tps`; None where nobody has said."""
    numbers = kind.choices_in(tps) if kind else ()
    if kind is None or not numbers:
        return None
    below = kind.candidates_in(tps)
    return {str(number): below.get(str(number), 0) for number in numbers}


def contests_of(scope: Scope) -> Contests:
    """Return the papers of every TPS of `scope`: two queries."""
    election = election_of(scope)
    rows = Tps.objects.filter(scope=scope).order_by("code")
    tps = {
        code: (kecamatan, desa, dpt)
        for code, kecamatan, desa, dpt in rows.values_list("code", "kecamatan", "desa", "dpt")
    }
    kinds = election.kinds_in(scope.kabupaten)
    all_desa = sorted({desa for _, desa, _ in tps.values()})
    areas = dapil_by_kind(scope)
    skus = {kind.code: skus_by_desa(kind, all_desa, areas.get(kind.code, {})) for kind in kinds}
    return Contests(election, kinds, tps, skus)
