"""Publish a plan and make its shipments, and say so through the one door.

Part of the page layer: it reports facts.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.models import User
from tepat.server.move.drivers import links
from tepat.server.move.models import PlannedShipment
from tepat.server.move.plans import services
from tepat.server.move.plans.services import Halt, Made
from tepat.server.move.shipments import reporting as shipments
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import services as schedule


@transaction.atomic
def publish(run: PlanRun, by: User, now: datetime) -> PlanRun:
    """Put a plan in force and report it, once. Raises `Refused` with the reason why not."""
    published = schedule.put_in_force(run, by, now)
    scope = published.scope
    fact = events.PlanPublished(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(by.account),
        plan=published.hash,
        number=published.number,
        occasion=published.occasion,
    )
    flow.report(scope, [fact], by.account, now)
    return published


@transaction.atomic
def make_shipments(run: PlanRun, by: User, now: datetime) -> Made:
    """Make a shipment for each halt of a published plan whose packages are closed.

    What was handed over stays as it is; what is only prepared leaves as the new plan says.
    """
    halts = services.halts_of(run)
    moved, kept = services.move_prepared(run, halts)
    found = list(services.loads_of(run, halts))
    loaded = [(halt, packages) for halt, packages, _ in found if packages]
    wanted = [(services.load_of(run, halt), packages) for halt, packages in loaded]
    made = shipments.make_all(run.scope, wanted, by.account, now)
    linked: set[str] = set()
    for shipment, (halt, _) in zip(made, loaded, strict=True):
        _remember(run, halt, shipment.pk)
        if halt.trip.id not in linked:  # one link serves every halt of a trip
            linked.add(halt.trip.id)
            links.of(shipment, by.account, now)
    return Made(len(made), moved, kept, sum(still_open for *_, still_open in found))


def _remember(run: PlanRun, halt: Halt, shipment: int) -> None:
    PlannedShipment.objects.create(
        shipment_id=shipment, plan=run, trip=halt.trip.id, place=halt.stop.place
    )
