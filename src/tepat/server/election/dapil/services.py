"""Store the dapil of areas."""

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from tepat.core.election.dapil import DapilRow
from tepat.server.election.models import Dapil, Scope


@transaction.atomic
def set_dapil(
    scope: Scope, rows: Iterable[DapilRow], emptied: Iterable[tuple[str, str]] = ()
) -> int:
    """Set the dapil of each area named, forget those `emptied` (kind, area), keep the others.

    One upsert and at most one delete; returns how many were set.
    """
    gone = Q(pk__in=[])
    for kind, area in emptied:
        gone |= Q(kind=kind, area=area)
    Dapil.objects.filter(gone, scope=scope).delete()
    stored = Dapil.objects.bulk_create(
        [Dapil(scope=scope, kind=row.kind, area=row.area, dapil=row.dapil) for row in rows],
        update_conflicts=True,
        unique_fields=["scope", "kind", "area"],
        update_fields=["dapil"],
    )
    return len(stored)
