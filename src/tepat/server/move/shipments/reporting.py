"""Make and change shipments, and say so: each list that is written gets its `listed` fact.

Part of the page layer: it reports facts through the one door.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.move.custody import loads
from tepat.server.move.models import Shipment
from tepat.server.move.shipments import services


def make(
    scope: Scope, load: services.Load, packages: Iterable[str], by: UUID, now: datetime
) -> Shipment:
    """Make a shipment and report its list. Raises `Refused` as `services.make` does."""
    [made] = make_all(scope, [(load, packages)], by, now)
    return made


@transaction.atomic
def make_all(
    scope: Scope, wanted: Iterable[services.Wanted], by: UUID, now: datetime
) -> list[Shipment]:
    """Make shipments and report their lists in one batch, as `services.make_all`."""
    made = services.make_all(scope, wanted, by, now)
    if made:
        _report(scope, made, by, now)
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
    firsts: Sequence[tuple[Shipment, services.Hours]], by: UUID, now: datetime
) -> list[Shipment]:
    """Make the loads beyond these and report their lists in one batch, as `services.go_on`."""
    made = services.go_on(firsts, by, now)
    if made:
        _report(made[0].scope, made, by, now)
    return made


def _report(scope: Scope, made: Sequence[Shipment], by: UUID, now: datetime) -> None:
    counts = loads.packages_of(each.pk for each in made)
    flow.report(scope, [listed(each, by, now, len(counts[each.pk])) for each in made], by, now)


def listed(
    shipment: Shipment, by: UUID, now: datetime, packages: int | None = None
) -> events.Listed:
    """Return the fact that names the list of `shipment`, as it lies beside the log.

    `packages`: how many it has, where that is known already.
    """
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
        count=shipment.lines.count() if packages is None else packages,
    )
