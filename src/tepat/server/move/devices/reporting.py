"""What the desk says about devices: who may act where and until when, and who no more.

Part of the page layer: it reports facts through the one door.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.adapters.labels import qr_svg_of_bytes
from tepat.adapters.typst_pdf import compile_pdf
from tepat.core.election.roles import Grant, Role, problems_with_grant
from tepat.core.log import letters, spelling
from tepat.core.move import events
from tepat.core.move.events.fields import YEARS
from tepat.core.problems import Code, Refused, refuse
from tepat.server import flow
from tepat.server.desk.words import role_name
from tepat.server.election.models import Region, Scope, User
from tepat.server.log.names import origin_of
from tepat.server.move.devices import keys, queries
from tepat.server.move.models import Device, Officer


@dataclass(frozen=True, slots=True)
class Duty:
    """Who gets a letter: a name for people, and what the log may know."""

    name: str
    role: Role
    area: str
    starts: datetime
    ends: datetime
    phone: str = ""
    person: str = ""
    """The id of somebody who has a letter already; empty: somebody new."""


@transaction.atomic
def assign(scope: Scope, user: User, duty: Duty, now: datetime) -> str:
    """Report that somebody has a duty; return the name of the fact, which is the letter's.

    Raises `Refused` for an area that the role cannot have, or a time that ends before it
    begins, has ended or is beyond what a fact may say.
    """
    name = events.clean(duty.name)
    if not name:
        raise refuse(Code.OFFICER_NAME)
    if problems := problems_with_grant(Grant(duty.role, duty.area), scope.kabupaten):
        raise Refused(problems[0])
    if duty.ends.year not in YEARS:
        raise refuse(Code.DUTY_TOO_LONG, until=duty.ends.date().isoformat(), year=YEARS.stop)
    if duty.ends <= max(duty.starts, now):
        raise refuse(Code.DUTY_ENDED, until=duty.ends.date().isoformat())
    person = duty.person or str(uuid.uuid4())
    Officer.objects.update_or_create(
        scope=scope, person=person, defaults={"name": name[:120], "phone": duty.phone[:30]}
    )
    zone = ZoneInfo(scope.zone)
    fact = events.Assigned(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(zone).replace(microsecond=0),
        by=str(user.account),
        person=person,
        as_role=duty.role.value,
        area=duty.area,
        starts=duty.starts.astimezone(zone).replace(microsecond=0),
        ends=duty.ends.astimezone(zone).replace(microsecond=0),
    )
    [receipt] = flow.report(scope, [fact], user.account, now)
    return receipt.id


@transaction.atomic
def revoke(
    scope: Scope, user: User, device: str, upto: int | None, reason: str, now: datetime
) -> str:
    """Report that facts of `device` count no more after number `upto`; return the fact's name.

    None: all it sent so far still counts. Raises `Refused` for a device nobody knows, for a
    number it has not reached, and for a key of the desk: that one ends by being replaced.
    """
    row = revocable(scope, device)
    if upto is not None and not 0 <= upto <= row.last_seq:
        raise refuse(Code.REVOKED_UPTO, last=row.last_seq)
    fact = events.Revoked(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(user.account),
        target=device,
        upto=row.last_seq if upto is None else upto,
        reason=reason,
    )
    [receipt] = flow.report(scope, [fact], user.account, now)
    return receipt.id


def revocable(scope: Scope, device: str) -> Device:
    """Return the device that somebody wants to revoke: one query.

    Raises `Refused` where nobody knows it, and for a key of the desk: all letters stand on it.
    """
    row = Device.objects.filter(scope=scope, device=device).first()
    if row is None:
        raise refuse(Code.DEVICE_UNKNOWN, device=device)
    if row.is_desk:
        raise refuse(Code.DEVICE_IS_DESK, device=device)
    return row


def letter_of(scope: Scope, assignment: str, servers: tuple[str, ...]) -> bytes:
    """Return the bytes of the letter's QR. The same assignment gives the same letter.

    Raises `Refused` where no such assignment stands.
    """
    given = queries.registry(scope).assignments.get(assignment)
    if given is None:
        raise refuse(Code.ASSIGNMENT_UNKNOWN, value=assignment)
    value = letters.Letter(
        area=given.area,
        assignment=assignment,
        expires=spelling.to_utc(given.ends),
        log=origin_of(scope.election, scope.kabupaten),
        role=given.role,
        secret=keys.secret_of(assignment),
        servers=servers,
    )
    return letters.write(value, queries.receipt_key(scope))


def paper_of(scope: Scope, assignment: str, servers: tuple[str, ...]) -> bytes:
    """Return the letter as a PDF of one A5 page, the same bytes each time.

    It names the officer, the duty and how to begin; its QR is a secret of that person.
    Raises `Refused` where no such assignment stands.
    """
    qr = letter_of(scope, assignment, servers)
    given = queries.registry(scope).assignments[assignment]
    officer = Officer.objects.filter(scope=scope, person=given.person).first()
    region = Region.objects.filter(code=given.area).first()
    last = given.ends.astimezone(ZoneInfo(scope.zone))
    data = {
        "name": officer.name if officer else "",
        "role": role_name(Role(given.role)),
        "area": f"{region.name} ({given.area})" if region else given.area,
        "until": f"{last:%d-%m-%Y}",
        "log": origin_of(scope.election, scope.kabupaten),
        "assignment": assignment[:16],
        "servers": list(servers),
        "contoh": scope.is_contoh,
        "qr": qr_svg_of_bytes(qr),
    }
    return compile_pdf("device_letter.typ", data, given.starts)
