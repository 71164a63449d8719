"""Announcements: made in versions, quiet until read, counted per kecamatan for their sender."""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, Grant, Role
from tepat.core.problems import Code, refuse
from tepat.core.watch.government.notices import (
    ADDRESSED,
    HEARERS,
    LONGEST_LIFE,
    Notice,
    Reader,
    Receipts,
    by_kecamatan,
    reaches,
)
from tepat.server import clock
from tepat.server.election.models import RoleGrant, Scope, User
from tepat.server.move.models import Device
from tepat.server.watch.government import agreed
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.models import Announcement, AnnouncementHeard, AnnouncementRead

MOST: Final = 100
MOST_ON_PHONE: Final = 5
"""Announcements on one phone: its first screen is for the task."""


def as_value(row: Announcement) -> Notice:
    """Return a row as the rules read it."""
    return Notice(tuple(row.roles), row.area, row.expires_at, row.is_withdrawn)


def unread_by(user: User, scope: Scope, now: datetime) -> list[Announcement]:
    """Return what stands, reaches `user` and was not read by them: one query."""
    read = AnnouncementRead.objects.filter(announcement=OuterRef("pk"), account=user.account)
    rows = standing(scope, now).filter(~Exists(read)).exclude(by=str(user.account))
    return [
        row for row in rows if reaches(as_value(row), user.grants(), scope.election) is not None
    ]


def standing(scope: Scope, now: datetime) -> "QuerySet[Announcement]":
    """Every announcement in force, the newest first."""
    return Announcement.objects.filter(
        scope=scope, is_newest=True, is_withdrawn=False, expires_at__gt=now
    ).order_by("-pk")


def seen_by(user: User, scope: Scope) -> list[Announcement]:
    """Return every announcement that reaches `user` or was made by their party, newest first."""
    rows = Announcement.objects.filter(scope=scope, is_newest=True).order_by("-pk")[:MOST]
    return [
        row
        for row in rows
        if row.by == str(user.account)
        or reaches(as_value(row), user.grants(), scope.election) is not None
        or is_sender(user, scope, row)
    ]


def is_sender(user: User, scope: Scope, row: Announcement) -> bool:
    """Tell whether `user` sees the receipts: its sender, and who announces for that party."""
    role, _, area = row.party.partition("@")
    return row.by == str(user.account) or any(
        grant.role.value == role
        and is_in(area, grant.area)
        and grant.election in ("", scope.election)
        for grant in user.grants()
    )


@transaction.atomic
def announce(
    scope: Scope,
    user: User,
    text: str,
    roles: list[str],
    area: str,
    expires_at: datetime | None,
    now: datetime,
    number: int = 0,
) -> Announcement:
    """Announce something, or with `number` say it anew: the older version is kept.

    Raises `Refused` for an area that is not the user's, and for an end that does not fit.
    """
    agreed.check_area(scope, area)
    party = acting(user, scope, Action.ANNOUNCE, area)
    if expires_at is None or not now < expires_at <= now + timedelta(days=LONGEST_LIFE):
        raise refuse(Code.DESK_DAYS, most=LONGEST_LIFE)
    said = agreed.line(text, "pengumuman", 600)
    chosen = [role.value for role in ADDRESSED if role.value in roles]
    version, which = 1, number
    if number:
        old = _newest(scope, number)
        agreed.check_mine(user, scope, old.party)
        version = old.version + 1
        Announcement.objects.filter(pk=old.pk).update(is_newest=False)
    else:
        which = agreed.next_number(Announcement, scope)
    return Announcement.objects.create(
        scope=scope,
        number=which,
        version=version,
        text=said,
        roles=chosen,
        area=area,
        expires_at=expires_at,
        at=now,
        by=str(user.account),
        party=party,
    )


@transaction.atomic
def withdraw(scope: Scope, user: User, number: int, now: datetime) -> Announcement:
    """Take an announcement back, as a version of its own. Raises `Refused` for another's."""
    old = _newest(scope, number)
    agreed.check_mine(user, scope, old.party)
    if old.is_withdrawn:
        return old
    Announcement.objects.filter(pk=old.pk).update(is_newest=False)
    return Announcement.objects.create(
        scope=scope,
        number=number,
        version=old.version + 1,
        text=old.text,
        roles=old.roles,
        area=old.area,
        expires_at=old.expires_at,
        is_withdrawn=True,
        at=now,
        by=str(user.account),
        party=old.party,
    )


def read(scope: Scope, user: User, number: int, now: datetime) -> None:
    """Keep that `user` has read the newest version. Raises `Refused` where it is not for them."""
    row = _newest(scope, number)
    if reaches(as_value(row), user.grants(), scope.election) is None:
        raise refuse(Code.DESK_UNKNOWN, value=number)
    AnnouncementRead.objects.get_or_create(
        announcement=row, account=user.account, defaults={"at": now}
    )


def on_phone(scope: Scope, device: Device, now: datetime) -> list[tuple[Announcement, bool]]:
    """Return what stands and reaches the officer of a phone, and whether it was read: two queries.

    The newest first, at most `MOST_ON_PHONE`.
    """
    grant = [Grant(Role(device.role), device.area, scope.election)]
    rows = [
        row
        for row in standing(scope, now)
        if reaches(as_value(row), grant, scope.election, HEARERS) is not None
    ][:MOST_ON_PHONE]
    told = AnnouncementHeard.objects.filter(announcement__in=rows, device=device.device)
    read = set(told.values_list("announcement_id", flat=True))
    return [(row, row.pk in read) for row in rows]


def heard(scope: Scope, device: Device, read: list[tuple[int, int]], now: datetime) -> None:
    """Keep which versions the officer of a phone has read; what never reached it is left out."""
    known = {(row.number, row.version): row for row, _ in on_phone(scope, device, now)}
    AnnouncementHeard.objects.bulk_create(
        [
            AnnouncementHeard(announcement=known[each], device=device.device, at=now)
            for each in dict.fromkeys(read)
            if each in known
        ],
        ignore_conflicts=True,
    )


def _phones(scope: Scope, now: datetime) -> list[Device]:
    """Every phone whose duty stands: one query."""
    rows = Device.objects.filter(scope=scope, is_desk=False, upto=None, ends__gt=now)
    return list(rows.exclude(role="").order_by("area", "role", "device"))


def receipts_of(scope: Scope, rows: list[Announcement]) -> dict[int, list[Receipts]]:
    """Return who has read each row and who has not, by kecamatan: four queries for all of them.

    Accounts of the desk, and the officers of phones.
    """
    if not rows:
        return {}
    inside = Q(area=scope.kabupaten) | Q(area__startswith=scope.kabupaten + ".")
    grants = RoleGrant.objects.filter(inside, user__is_active=True).select_related("user")
    told = {
        (each.announcement_id, each.account): each.at
        for each in AnnouncementRead.objects.filter(announcement__in=rows)
    }
    on_phones = {
        (each.announcement_id, each.device): each.at
        for each in AnnouncementHeard.objects.filter(announcement__in=rows)
    }
    phones = _phones(scope, clock.now())
    roles = {role: agreed.agency(scope, role) for role in {each.role for each in phones}}
    by_user: dict[int, list[RoleGrant]] = {}
    for grant in grants.order_by("user__username", "pk"):
        by_user.setdefault(grant.user_id, []).append(grant)
    found = {}
    for row in rows:
        notice, readers = as_value(row), []
        for held in by_user.values():
            user = held[0].user
            area = reaches(notice, [each.as_value() for each in held], scope.election)
            if area is None or str(user.account) == row.by:
                continue
            role = next(each.role for each in held if each.area == area)
            name = user.get_full_name() or user.get_username()
            at = told.get((row.pk, user.account))
            readers.append(Reader(str(user.account), name, role, area, at))
        for phone in phones:
            mine = [Grant(Role(phone.role), phone.area, scope.election)]
            if reaches(notice, mine, scope.election, HEARERS) is not None:
                at = on_phones.get((row.pk, phone.device))
                name = f"{roles[phone.role]} {phone.device[:4]}"
                readers.append(
                    Reader(phone.device, name, phone.role, phone.area, at, is_phone=True)
                )
        found[row.pk] = by_kecamatan(readers)
    return found


def _newest(scope: Scope, number: int) -> Announcement:
    row = Announcement.objects.filter(scope=scope, number=number, is_newest=True).first()
    if row is None:
        raise refuse(Code.DESK_UNKNOWN, value=number)
    return row
