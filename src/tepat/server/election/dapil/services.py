"""Store the dapil of areas."""

from collections.abc import Iterable

from django.db import transaction

from tepat.core.election.dapil import DapilRow
from tepat.server.election.models import Dapil, Scope


@transaction.atomic
def set_dapil(scope: Scope, rows: Iterable[DapilRow]) -> int:
    """Set the dapil of each area named, and keep the others. One upsert; returns how many."""
    stored = Dapil.objects.bulk_create(
        [Dapil(scope=scope, kind=row.kind, area=row.area, dapil=row.dapil) for row in rows],
        update_conflicts=True,
        unique_fields=["scope", "kind", "area"],
        update_fields=["dapil"],
    )
    return len(stored)
