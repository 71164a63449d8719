"""Whom to call, and who is on duty: officers with letters of duty, and what agencies typed."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, Role
from tepat.core.problems import Code, Problem, refuse
from tepat.core.watch.government.contacts import Person, near, tel_of
from tepat.core.watch.government.tables import read_contacts
from tepat.server.election.models import Region, Scope, User
from tepat.server.move.models import Device, Officer
from tepat.server.watch.government import agreed
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.models import DeskContact, Duty

MOST: Final = 5_000
"""Typed contacts of one scope."""
DAYS_SHOWN: Final = 7


def people_of(scope: Scope, area: str = "") -> list[Person]:
    """Return everybody to call in `area` and above it: three queries.

    The one source of the tree at the desk and of the pack for a dark day.
    """
    officers = {each.person: each for each in Officer.objects.filter(scope=scope)}
    found = []
    for device in Device.objects.filter(scope=scope, is_desk=False, upto=None).order_by("area"):
        officer = officers.get(device.person)
        if officer:
            found.append(Person(device.role, device.area, officer.name, officer.phone))
    rows = DeskContact.objects.filter(scope=scope, ended_at=None).order_by("pk")
    found += [Person(row.role, row.area, row.name, row.phone, row.title, row.pk) for row in rows]
    return near(found, area or scope.kabupaten, scope.kabupaten)


def on_roster(scope: Scope, area: str, today: date) -> list[Person]:
    """Return who is on duty today or tomorrow in `area` and above it: one query."""
    rows = Duty.objects.filter(
        scope=scope, ended_at=None, day__gte=today, day__lte=today + timedelta(days=1)
    ).order_by("day", "begins")
    found = [Person(row.role, row.area, row.name, row.phone, "piket") for row in rows]
    return near(found, area, scope.kabupaten)


def add(scope: Scope, user: User, form: dict[str, str], now: datetime) -> DeskContact:
    """Keep one contact. Raises `Refused` for a role, an area or a number that is none."""
    role, area = form.get("role", ""), agreed.check_area(scope, form.get("area", ""))
    party = acting(user, scope, Action.RUN_DESK, area)
    _check_role(role)
    phone = form.get("phone", "").strip()
    if not tel_of(phone):
        raise refuse(Code.DESK_PHONE, value=phone[:40] or "-")
    return DeskContact.objects.create(
        scope=scope,
        role=role,
        area=area,
        title=" ".join(form.get("title", "").split())[:120],
        name=agreed.line(form.get("name", ""), "nama"),
        phone=phone[:30],
        at=now,
        by=str(user.account),
        party=party,
    )


@transaction.atomic
def bring(scope: Scope, user: User, text: str, now: datetime) -> tuple[int, list[Problem]]:
    """Keep the contacts of a pasted table; return how many are new and what was not read.

    Rows that are there already are not added again. Raises `Refused` for no table, and where
    one of its areas is not the user's to keep.
    """
    here = Region.objects.filter(code__startswith=scope.kabupaten, until=None)
    areas = dict(here.values_list("code", "name"))
    read, problems = read_contacts(text, scope.kabupaten, agreed.agencies(scope), areas)
    rows = DeskContact.objects.filter(scope=scope, ended_at=None)
    known = {(row.role, row.area, row.name.casefold(), tel_of(row.phone)) for row in rows}
    room = MOST - len(known)
    fresh = []
    for each in read:
        party = acting(user, scope, Action.RUN_DESK, each.area.partition("-")[0])
        key = (each.role, each.area, each.name.casefold(), tel_of(each.phone))
        if key not in known:
            known.add(key)
            fresh.append(
                DeskContact(
                    scope=scope,
                    role=each.role,
                    area=each.area,
                    title=each.title,
                    name=each.name,
                    phone=each.phone[:30],
                    at=now,
                    by=str(user.account),
                    party=party,
                )
            )
    if len(fresh) > room:
        raise refuse(Code.DESK_TABLE_LONG, rows=len(fresh), most=max(0, room))
    DeskContact.objects.bulk_create(fresh)
    return len(fresh), problems


def end(scope: Scope, user: User, number: int, now: datetime) -> None:
    """Take a typed contact off the tree. Raises `Refused` for one of another agency."""
    row = DeskContact.objects.filter(scope=scope, pk=number, ended_at=None).first()
    if row is None:
        raise refuse(Code.DESK_UNKNOWN, value=number)
    agreed.check_mine(user, scope, row.party)
    row.ended_at = now
    row.save(update_fields=["ended_at"])


def put_on_duty(scope: Scope, user: User, form: dict[str, str], day: date, now: datetime) -> Duty:
    """Put somebody on duty for one shift. Raises `Refused` for a field that does not fit."""
    role, area = form.get("role", ""), agreed.check_area(scope, form.get("area", ""))
    party = acting(user, scope, Action.RUN_DESK, area)
    _check_role(role)
    phone = form.get("phone", "").strip()
    if phone and not tel_of(phone):
        raise refuse(Code.DESK_PHONE, value=phone[:40])
    return Duty.objects.create(
        scope=scope,
        day=day,
        begins=_hour(form.get("begins", ""), "mulai"),
        ends=_hour(form.get("ends", ""), "selesai"),
        role=role,
        area=area,
        name=agreed.line(form.get("name", ""), "nama"),
        phone=phone[:30],
        at=now,
        by=str(user.account),
        party=party,
    )


def end_duty(scope: Scope, user: User, number: int, now: datetime) -> None:
    """Take a shift off the roster. Raises `Refused` for one of another agency."""
    row = Duty.objects.filter(scope=scope, pk=number, ended_at=None).first()
    if row is None:
        raise refuse(Code.DESK_UNKNOWN, value=number)
    agreed.check_mine(user, scope, row.party)
    row.ended_at = now
    row.save(update_fields=["ended_at"])


def roster(scope: Scope, today: date, area: str = "") -> list[Duty]:
    """Return the shifts from yesterday on, a week ahead: one query."""
    rows = Duty.objects.filter(
        scope=scope,
        ended_at=None,
        day__gte=today - timedelta(days=1),
        day__lt=today + timedelta(days=DAYS_SHOWN),
    ).order_by("day", "begins", "role", "area", "pk")
    where = area or scope.kabupaten
    return [row for row in rows if is_in(row.area, where) or row.area == scope.kabupaten]


def on_duty(rows: Sequence[Duty], now: datetime, zone: str) -> list[Duty]:
    """Return whose shift it is now; a shift that ends before it begins ends on the next day."""
    local = now.astimezone(ZoneInfo(zone))
    found = []
    for row in rows:
        begins = datetime.combine(row.day, row.begins, local.tzinfo)
        ends = datetime.combine(row.day, row.ends, local.tzinfo)
        if ends <= begins:
            ends += timedelta(days=1)
        if begins <= local < ends:
            found.append(row)
    return found


def _check_role(role: str) -> None:
    if role not in {each.value for each in Role}:
        raise refuse(Code.DESK_EMPTY, field="lembaga")


def _hour(text: str, field: str) -> time:
    try:
        return time.fromisoformat(text.strip().replace(".", ":")[:5])
    except ValueError:
        raise refuse(Code.DESK_EMPTY, field=field) from None
