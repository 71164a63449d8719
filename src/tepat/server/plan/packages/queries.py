"""Whether the packages of a scope are still those that its needs ask for."""

from dataclasses import dataclass
from datetime import datetime

from tepat.server.election.models import Scope
from tepat.server.plan.models import Package, PackagePlan


@dataclass(frozen=True, slots=True)
class Standing:
    """The packages of a scope against its needs of now. `made_at` None: never made."""

    made_at: datetime | None
    is_stale: bool
    """The TPS list, the dapil or a quantity changed since the packages were made."""

    @property
    def is_due(self) -> bool:
        return self.made_at is None or self.is_stale


def standing(scope: Scope, fingerprint: str) -> Standing:
    """Compare what packages were made from with `fingerprint`: one or two queries."""
    plan = PackagePlan.objects.filter(scope=scope).first()
    if plan:
        return Standing(plan.at, plan.fingerprint != fingerprint)
    return Standing(None, Package.objects.filter(scope=scope).exists())
