"""Set what this office has decided: append the change, and lay it over the election.

The history is the truth; `Scope.quantities` is what it comes to, kept beside the scope so
that reading an election costs no query. Both change here, in one transaction.
"""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tepat.core.election.quantities import Setting, setting_from_json
from tepat.server.election.models import QuantityChange, Scope, User


def settings_of(scope: Scope) -> dict[str, Setting]:
    """Return what the office of `scope` has set, by rule: no query."""
    read = (setting_from_json(stored) for stored in scope.quantities)
    return {setting.rule: setting for setting in read}


@transaction.atomic
def set_quantities(
    scope: Scope,
    changed: Mapping[str, Setting | None],
    source: str,
    by: User,
    now: datetime,
) -> None:
    """Set or take back quantities, by rule. Three queries."""
    # Two officers at once: the second lays its changes over those of the first.
    locked = Scope.objects.select_for_update().get(pk=scope.pk)
    settings: dict[str, Setting | None] = {**settings_of(locked), **changed}
    QuantityChange.objects.bulk_create(
        QuantityChange(
            scope=scope,
            rule=rule,
            after=setting.as_json() if setting else None,
            source=source.strip(),
            by=str(by.account),
            at=now,
        )
        for rule, setting in changed.items()
    )
    kept = [each.as_json() for _, each in sorted(settings.items()) if each]
    locked.quantities = scope.quantities = kept
    locked.save(update_fields=["quantities"])


def note_bundles(
    scope: Scope, sizes: Mapping[str, int | None], source: str, by: User, now: datetime
) -> None:
    """Append to the history that bundles changed size: one query."""
    QuantityChange.objects.bulk_create(
        QuantityChange(
            scope=scope,
            rule=f"{BUNDLE}{sku}",
            after={"count": size} if size else None,
            source=source.strip(),
            by=str(by.account),
            at=now,
        )
        for sku, size in sizes.items()
    )


BUNDLE = "bundel:"
"""Begins the name of a change that is about a bundle and not about a rule."""
