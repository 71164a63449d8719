"""Facts of a phone that are missing before later ones: since when, and how long is too long."""

from datetime import datetime, timedelta
from typing import Final

from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.move.models import Device

LONGEST: Final = timedelta(hours=6)
"""A phone without a signal may be this long in sending what came before; then people ask."""


def since(scope: Scope) -> dict[str, datetime]:
    """Return by device when the first fact behind its open gap came: two queries at most."""
    rows = Device.objects.filter(scope=scope, gap_from__gt=0).values_list("device", "gap_from")
    return log.first_after(scope.election, scope.kabupaten, dict(rows))
