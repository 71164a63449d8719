"""Who works in a kabupaten, with which roles: what the page of people shows."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Count

from tepat.core.election.managing import may_manage
from tepat.core.election.regions import is_in
from tepat.core.election.roles import AGENCY, Agency, Grant
from tepat.server import clock
from tepat.server.desk.words import agency_name, role_name
from tepat.server.election.models import Region, RoleGrant, Scope, User


class GrantRow(NamedTuple):
    """One role of one person, with the name of its area."""

    pk: int
    grant: Grant
    area: str
    may_take_back: bool

    @property
    def role_name(self) -> str:
        return role_name(self.grant.role)

    @property
    def agency(self) -> Agency:
        return AGENCY[self.grant.role]


class Person(NamedTuple):
    """One person and the roles that touch this kabupaten."""

    user: User
    grants: list[GrantRow]
    is_ours: bool
    """The one who looks may manage every role of this person, so may remake the password."""
    has_factor: bool = False
    sessions: int = 0

    @property
    def last_login(self) -> datetime | None:
        """When they came in last, by the clock of this installation."""
        at: datetime | None = self.user.last_login
        return clock.of_machine(at) if at else None


class AgencyGroup(NamedTuple):
    """The people of one agency; somebody with roles in two stands under the first."""

    name: str
    people: list[Person]


def people_in(scope: Scope, by: Sequence[Grant]) -> list[Person]:
    """Return everybody with a role in or above this kabupaten, by name: five queries.

    `by` are the roles of the one who looks, who may manage some of those shown.
    """
    rows = RoleGrant.objects.select_related("user").order_by("user__first_name", "user__username")
    by_user: dict[User, list[RoleGrant]] = {}
    for row in rows:
        by_user.setdefault(row.user, []).append(row)
    touching = {
        user: [row for row in mine if _touches(row, scope)] for user, mine in by_user.items()
    }
    names = _names({row.area for mine in touching.values() for row in mine})
    factors = set(
        Authenticator.objects.filter(type=Authenticator.Type.TOTP).values_list("user_id", flat=True)
    )
    held = dict(UserSession.objects.values_list("user_id").annotate(n=Count("pk")).order_by())
    return [
        Person(
            user,
            [_row(row, names, scope, by) for row in mine],
            all(_is_ours(row, scope, by) for row in by_user[user]),
            user.pk in factors,
            held.get(user.pk, 0),
        )
        for user, mine in touching.items()
        if mine
    ]


def by_agency(people: Sequence[Person]) -> list[AgencyGroup]:
    """Return people under their agencies, in the agencies' order; empty ones are left out."""
    groups: dict[Agency, list[Person]] = {each: [] for each in Agency}
    order = list(Agency)
    for person in people:
        groups[min((row.agency for row in person.grants), key=order.index)].append(person)
    return [AgencyGroup(agency_name(each), found) for each, found in groups.items() if found]


def areas_of(scope: Scope) -> list[tuple[str, str]]:
    """Return code and name of the kabupaten, its kecamatan and desa, to choose from: one query."""
    inside = Region.objects.filter(code__startswith=scope.kabupaten).order_by("code")
    rows = inside.values_list("code", "name", "level")
    return [(code, f"{code} {'  ' * (level - 2)}{name}") for code, name, level in rows]


def own_grants(user: User) -> list[tuple[str, str, str, str]]:
    """Return agency, role, area and election of every role of a person: one query and the grants.

    By agency, then from the widest area down.
    """
    names = _names({grant.area for grant in user.grants()})
    order = list(Agency)
    sorted_ = sorted(
        user.grants(), key=lambda each: (order.index(AGENCY[each.role]), len(each.area), each.area)
    )
    return [
        (
            agency_name(AGENCY[each.role]),
            role_name(each.role),
            names.get(each.area, each.area) or "Indonesia",
            each.election,
        )
        for each in sorted_
    ]


def area_name(code: str) -> str:
    """Return the name of an area, or its code: one query."""
    return _names({code}).get(code, code)


def _touches(row: RoleGrant, scope: Scope) -> bool:
    near = is_in(row.area, scope.kabupaten) or is_in(scope.kabupaten, row.area)
    return near and row.election in ("", scope.election)


def areas_named(codes: set[str]) -> dict[str, str]:
    """Return the names of areas by their codes: one query."""
    return _names(codes)


def _names(codes: set[str]) -> dict[str, str]:
    return dict(Region.objects.filter(code__in=codes).values_list("code", "name"))


def _is_ours(row: RoleGrant, scope: Scope, by: Sequence[Grant]) -> bool:
    return is_in(row.area, scope.kabupaten) and may_manage(by, row.as_value())


def _row(row: RoleGrant, names: dict[str, str], scope: Scope, by: Sequence[Grant]) -> GrantRow:
    name = names.get(row.area, row.area)
    return GrantRow(row.pk, row.as_value(), name, _is_ours(row, scope, by))
