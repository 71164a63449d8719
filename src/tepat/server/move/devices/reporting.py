"""What the desk says about devices: who may act where and until when, and who no more.

Part of the page layer: it reports facts through the one door.
"""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.election.roles import Grant, Role
from tepat.core.move import events
from tepat.core.move.events.fields import YEARS
from tepat.core.move.officers import Listed, problems_with_letter
from tepat.core.problems import Code, Refused, refuse
from tepat.server import flow
from tepat.server.election.models import Scope, User
from tepat.server.move.devices import queries
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


def assign(scope: Scope, user: User, duty: Duty, now: datetime) -> str:
    """Report that somebody has a duty; return the name of the fact, which is the letter's.

    Raises what `assign_all` raises.
    """
    [name] = assign_all(scope, user, [duty], now)
    return name


@transaction.atomic
def assign_all(scope: Scope, user: User, duties: Sequence[Duty], now: datetime) -> list[str]:
    """Report duties in one batch; return the names of the facts, in their order.

    Raises `Refused` for an area that the role cannot have, or a time that ends before it
    begins, has ended or is beyond what a fact may say; then nobody has got anything.
    """
    zone = ZoneInfo(scope.zone)
    facts: list[events.Fact] = []
    for duty in duties:
        _check(scope, duty, now)
        person = duty.person or str(uuid.uuid4())
        Officer.objects.update_or_create(
            scope=scope,
            person=person,
            defaults={"name": events.clean(duty.name)[:120], "phone": duty.phone[:30]},
        )
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
        facts.append(fact)
    return [receipt.id for receipt in flow.report(scope, facts, user.account, now)]


def _check(scope: Scope, duty: Duty, now: datetime) -> None:
    if not events.clean(duty.name):
        raise refuse(Code.OFFICER_NAME)
    if problems := problems_with_letter(Grant(duty.role, duty.area), scope.kabupaten):
        raise Refused(problems[0])
    if duty.ends.year not in YEARS:
        raise refuse(Code.DUTY_TOO_LONG, until=duty.ends.date().isoformat(), year=YEARS.stop)
    if duty.ends <= max(duty.starts, now):
        raise refuse(Code.DUTY_ENDED, until=duty.ends.date().isoformat())


def assign_new(
    scope: Scope, user: User, listed: Iterable[Listed], until: datetime, now: datetime
) -> int:
    """Give a letter to everybody of a list who has none for the same duty; return how many.

    A list that is pasted twice gives nobody a second letter.
    """
    names = dict(Officer.objects.filter(scope=scope).values_list("person", "name"))
    there = {
        (each.role, each.area, names.get(each.person, ""))
        for each in queries.registry(scope).assignments.values()
        if each.ends > now and each.ended is None
    }
    duties = [
        Duty(each.name, each.role, each.area, now, until, each.phone)
        for each in listed
        if (each.role.value, each.area, events.clean(each.name)) not in there
    ]
    return len(assign_all(scope, user, duties, now)) if duties else 0


@transaction.atomic
def renew(
    scope: Scope, user: User, device: str, upto: int | None, reason: str, now: datetime
) -> str:
    """Revoke a lost device, end its letter, and give the same person a new one.

    Returns the name of the new assignment. Raises `Refused` as `revoke` does, and where the
    duty has ended meanwhile.
    """
    row = revocable(scope, device)
    given = queries.registry(scope).assignments.get(row.assignment)
    if given is None:
        raise refuse(Code.ASSIGNMENT_UNKNOWN, value=row.assignment[:16])
    officer = Officer.objects.filter(scope=scope, person=given.person).first()
    revoke(scope, user, device, upto, reason, now)
    ends = events.Revoked(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(user.account),
        ended=given.name,
        reason=reason,
    )
    flow.report(scope, [ends], user.account, now)
    again = Duty(
        officer.name if officer else given.person,
        Role(given.role),
        given.area,
        now,
        given.ends,
        officer.phone if officer else "",
        given.person,
    )
    return assign(scope, user, again, now)


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
