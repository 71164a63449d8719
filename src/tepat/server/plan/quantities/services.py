"""How many pieces the printer ties together, set by an office."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tepat.server.election.models import Scope, User
from tepat.server.election.quantities.services import note_bundles
from tepat.server.plan.models import BundleSize


@transaction.atomic
def set_bundles(
    scope: Scope, changed: Mapping[str, int | None], source: str, by: User, now: datetime
) -> None:
    """Set the size of bundles by ballot paper or item; None: all pieces are loose."""
    gone = [sku for sku, size in changed.items() if size is None]
    BundleSize.objects.filter(scope=scope, sku__in=gone).delete()
    BundleSize.objects.bulk_create(
        [BundleSize(scope=scope, sku=sku, size=size) for sku, size in changed.items() if size],
        update_conflicts=True,
        unique_fields=["scope", "sku"],
        update_fields=["size"],
    )
    note_bundles(scope, changed, source, by, now)
