"""Links of drivers: made for one shipment, bounded in time, withdrawn by the office.

The link is `/j/<code><secret>`: a random code, and a secret derived from it with a key of
this installation. The database alone makes no link that works.
"""

import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope
from tepat.server.move.devices import keys
from tepat.server.move.models import DriverLink, PlannedShipment, Shipment

AFTER_DEPARTURE: Final = timedelta(days=3)
AFTER_MAKING: Final = timedelta(days=14)
MOST_REPORTS: Final = 200
"""Of one link: a driver with twenty halts and bad luck writes sixty."""
_TOKEN: Final = re.compile(r"([0-9a-f]{24})([0-9a-f]{20})", re.ASCII)


def of(shipment: Shipment, by: UUID, now: datetime) -> DriverLink:
    """Return the link of a shipment that stands, made where there is none: two queries."""
    there = standing(shipment, now)
    if there is not None:
        return there
    ends = now + AFTER_MAKING
    if shipment.departs_at:
        ends = max(shipment.departs_at, now) + AFTER_DEPARTURE
    return DriverLink.objects.create(
        scope=shipment.scope,
        code=secrets.token_hex(12),
        shipment=shipment,
        made_by=by,
        made_at=now,
        ends_at=ends,
    )


def standing(shipment: Shipment, now: datetime) -> DriverLink | None:
    """Return the link of a shipment that a driver may use now: one query."""
    rows = DriverLink.objects.filter(shipment=shipment, revoked_at=None, ends_at__gt=now)
    return rows.order_by("-pk").first()


def token_of(link: DriverLink) -> str:
    """Return what stands in the address."""
    return link.code + keys.link_secret(link.code)


def withdraw(shipment: Shipment, now: datetime) -> int:
    """End every link of a shipment; return how many stood."""
    return DriverLink.objects.filter(shipment=shipment, revoked_at=None).update(revoked_at=now)


def found(token: str, now: datetime) -> DriverLink:
    """Return the link with this token: one query.

    Raises `Refused` for any other text, and for a link that has ended or was withdrawn.
    """
    match = _TOKEN.fullmatch(token)
    if match is None or not hmac.compare_digest(keys.link_secret(match[1]), match[2]):
        raise refuse(Code.LINK_UNKNOWN)
    link = DriverLink.objects.select_related("shipment", "scope").filter(code=match[1]).first()
    if link is None:
        raise refuse(Code.LINK_UNKNOWN)
    ended = link.revoked_at or link.ends_at
    if ended <= now:
        raise refuse(Code.LINK_ENDED, until=ended.date().isoformat())
    return link


def shipments_of(link: DriverLink) -> list[Shipment]:
    """Return the shipments of the same trip of the same plan, in their order: two queries.

    A vehicle with several halts has a shipment for each and its driver one link.
    """
    planned = PlannedShipment.objects.filter(shipment=link.shipment).first()
    if planned is None:
        return [link.shipment]
    trip = Shipment.objects.filter(
        scope=link.scope, planned__plan=planned.plan_id, planned__trip=planned.trip
    )
    return list(trip.order_by("code"))


def trips_of(scope: Scope, plan: int, now: datetime) -> dict[str, DriverLink]:
    """Return by trip of a plan the link that stands for its first shipment: one query."""
    rows = DriverLink.objects.filter(
        scope=scope, revoked_at=None, ends_at__gt=now, shipment__planned__plan=plan
    ).select_related("shipment__planned")
    found: dict[str, DriverLink] = {}
    for link in rows.order_by("-shipment__code", "pk"):
        found[link.shipment.planned.trip] = link
    return found
