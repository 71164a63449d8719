"""Names of a paper, the newest version of each; each version says who typed it and when."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from tepat.core.election.roles import Action
from tepat.server.count.models import PaperNames
from tepat.server.election.acting import acting
from tepat.server.election.models import Scope, User


def newest(scope: Scope) -> dict[str, PaperNames]:
    """Return the newest version by SKU: one query."""
    rows = PaperNames.objects.filter(scope=scope).order_by("pk")
    return {row.sku: row for row in rows}


def by_number(scope: Scope, sku: str) -> Mapping[str, str]:
    """Return the names of one paper by number, none where nobody typed any: one query."""
    row = PaperNames.objects.filter(scope=scope, sku=sku).order_by("-pk").first()
    return row.names if row else {}


@transaction.atomic
def keep(scope: Scope, user: User, sku: str, names: Mapping[str, str], now: datetime) -> bool:
    """Keep names as a version; return whether it says anything new.

    Raises `Refused` unless `user` may type results of the whole kabupaten.
    """
    party = acting(user, scope, Action.ENTER_RESULTS, scope.kabupaten)
    Scope.objects.select_for_update().get(pk=scope.pk)
    if dict(by_number(scope, sku)) == dict(names):
        return False
    PaperNames.objects.create(
        scope=scope, sku=sku, names=dict(names), at=now, by=str(user.account), party=party
    )
    return True
