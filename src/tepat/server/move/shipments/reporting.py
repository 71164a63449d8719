"""Make and change shipments, and say so: each list that is written gets its `listed` fact.

Part of the page layer: it reports facts through the one door.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.move.models import Shipment
from tepat.server.move.shipments import services


@transaction.atomic
def make(
    scope: Scope, load: services.Load, packages: Iterable[str], by: UUID, now: datetime
) -> Shipment:
    """Make a shipment and report its list. Raises `Refused` as `services.make` does."""
    made = services.make(scope, load, packages, by, now)
    flow.report(scope, [listed(made, by, now)], by, now)
    return made


@transaction.atomic
def change(
    shipment: Shipment, packages: Iterable[str], by: UUID, now: datetime, reason: str = ""
) -> Shipment:
    """Replace the list of a shipment that nobody has given, and report the new one."""
    before = shipment.list_hash
    changed = services.change(shipment, packages, reason)
    if changed.list_hash != before:
        flow.report(changed.scope, [listed(changed, by, now)], by, now)
    return changed


@transaction.atomic
def go_on(
    first: Shipment, hours: Mapping[int, datetime | None], by: UUID, now: datetime
) -> list[Shipment]:
    """Make the loads beyond `first` and report their lists in one batch, as `services.go_on`."""
    made = services.go_on(first, hours, by, now)
    flow.report(first.scope, [listed(each, by, now) for each in made], by, now)
    return made


def listed(shipment: Shipment, by: UUID, now: datetime) -> events.Listed:
    """Return the fact that names the list of `shipment`, as it lies beside the log."""
    scope = shipment.scope
    return events.Listed(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(by),
        shipment=shipment.code,
        list=shipment.list_hash,
        start=shipment.origin,
        to=shipment.destination,
        count=shipment.lines.count(),
    )
