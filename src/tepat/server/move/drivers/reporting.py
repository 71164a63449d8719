"""A driver's report becomes a fact, signed by the key of this desk and by nobody else.

Part of the page layer: it reports facts through the one door. The fact names the random
code of the link in the place of a person, so that `verify` counts it among those of the desk.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.move import events
from tepat.core.move.driver_reports import EARLIEST_BEFORE_S, LONGEST_NOTE, SESSION, TROUBLES, What
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.log import words
from tepat.server.move.drivers import links
from tepat.server.move.field import desk_photos
from tepat.server.move.models import DriverLink, DriverReport, Shipment


@dataclass(frozen=True, slots=True)
class Said:
    """What came in one report. `key` was drawn where it was written: sent twice it is one."""

    key: str
    what: What
    shipment: Shipment
    at: datetime | None = None
    """When the driver's phone says it was; None: now."""
    trouble: str = ""
    note: str = ""
    gps: tuple[int, int] | None = None
    """Degrees times 100,000."""
    photo: bytes = b""


@transaction.atomic
def report(link: DriverLink, said: Said, now: datetime) -> DriverReport:
    """Report what a driver says; the same report again is the one that is there.

    Raises `Refused` where the link was used too often, or the report is none.
    """
    there = DriverReport.objects.filter(link=link, key=said.key).first()
    if there is not None:
        return there
    count = DriverReport.objects.filter(link=link).count()
    if count >= links.MOST_REPORTS:
        raise refuse(Code.LINK_FULL, count=count)
    if said.what is What.TROUBLE and said.trouble not in TROUBLES:
        raise refuse(Code.LINK_ANSWER)
    photo = desk_photos.keep(link.scope, said.photo, now) if said.photo else ""
    fact = _fact(link, said, photo, now)
    [receipt] = flow.report(link.scope, [fact], link.made_by, now)
    return DriverReport.objects.create(
        link=link,
        key=said.key,
        what=said.what.value,
        fact=receipt.id,
        photo=photo,
        at=now,
    )


def _fact(link: DriverLink, said: Said, photo: str, now: datetime) -> events.Fact:
    scope, load = link.scope, said.shipment
    at = said.at or now
    if not now - timedelta(seconds=EARLIEST_BEFORE_S) <= at <= now + timedelta(minutes=5):
        at = now  # a clock that cannot be right
    common = {
        "election": scope.election,
        "kabupaten": scope.kabupaten,
        "at": at.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        "by": link.code,
        "session": SESSION,
    }
    gps = events.Gps(*said.gps) if said.gps else None
    if said.what is not What.TROUBLE:
        place = load.origin if said.what is What.STARTED else load.destination
        return events.Positioned(**common, shipment=load.code, gps=gps, place=place)  # type: ignore[arg-type]
    note = events.clean(said.note)[:LONGEST_NOTE]
    return events.Incident(
        **common,  # type: ignore[arg-type]
        shipment=load.code,
        what=said.trouble,
        gps=gps,
        photos=(photo,) if photo else (),
        note=words.keep(scope.election, scope.kabupaten, note, now),
    )
