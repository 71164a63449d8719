"""Give people a login, a role, a new password; take a role back. Nobody signs up alone.

Each function is one change in one transaction and raises `Refused` where it may not be.
"""

import secrets
from typing import Final

from django.db import transaction

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, Grant, may, problems_with_grant
from tepat.core.problems import Code, Refused, refuse
from tepat.server.election.models import Region, RoleGrant, Scope, Tps, User

ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike when read from paper."""


def one_time_password() -> str:
    """Return a password to say or write down: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def invite(username: str, person: str, grant: Grant, scope: Scope) -> tuple[User, str]:
    """Make an account with its first role; return it with the password to hand over once.

    The person must choose an own password at the first login. Raises `Refused` where the
    role may not be given here; the name must be free, which the form checks.
    """
    _check(grant, scope)
    password = one_time_password()
    user = User(username=username, first_name=person, must_change_password=True)
    user.set_password(password)
    user.save()
    _save(user, grant)
    return user, password


@transaction.atomic
def give(username: str, grant: Grant, scope: Scope) -> User:
    """Give a person who works in this kabupaten a further role; twice changes nothing."""
    _check(grant, scope)
    user = person_in(scope, username)
    _save(user, grant)
    return user


@transaction.atomic
def take_back(row: RoleGrant, scope: Scope) -> None:
    """Take a role back. The last administrator of a kabupaten keeps it."""
    _check_inside(row.as_value(), scope)
    manages = may([row.as_value()], Action.MANAGE_ACCOUNTS, scope.kabupaten, scope.election)
    if manages and not _other_managers(row, scope):
        raise refuse(Code.LAST_MANAGER, name=row.user.username, area=scope.kabupaten)
    row.delete()


@transaction.atomic
def remake_password(username: str, scope: Scope) -> tuple[User, str]:
    """Return a new one-time password for a person whose roles all lie in this kabupaten.

    Somebody with a role above or elsewhere is refused: an administrator must not be able
    to take over the account of another office.
    """
    user = person_in(scope, username)
    if any(not is_in(grant.area, scope.kabupaten) for grant in user.grants()):
        raise refuse(Code.PERSON_ELSEWHERE, name=username, area=scope.kabupaten)
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    return user, password


@transaction.atomic
def appoint(username: str, person: str, grant: Grant, new_password: bool) -> str:
    """Give a role from the command line of the machine itself, where no right is asked.

    Returns the one-time password where one was made, else nothing.
    """
    user, _ = User.objects.get_or_create(username=username, defaults={"first_name": person})
    _save(user, grant)
    if not new_password:
        return ""
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save()
    return password


def person_in(scope: Scope, username: str) -> User:
    """Return a person with a role in this kabupaten. Raises `Refused` for all others."""
    user = User.objects.filter(username=username).prefetch_related("role_grants").first()
    if user is None or not any(is_in(grant.area, scope.kabupaten) for grant in user.grants()):
        raise refuse(Code.PERSON_UNKNOWN, name=username, area=scope.kabupaten)
    return user


def _check(grant: Grant, scope: Scope) -> None:
    if problems := problems_with_grant(grant, scope.kabupaten):
        raise Refused(problems[0])
    known = Region.objects.filter(code=grant.area).exists()
    if not known and not Tps.objects.filter(scope=scope, code=grant.area).exists():
        raise refuse(Code.REGION_UNKNOWN, value=grant.area)


def _check_inside(grant: Grant, scope: Scope) -> None:
    if not is_in(grant.area, scope.kabupaten):
        facts = {"area": grant.area, "kabupaten": scope.kabupaten}
        raise refuse(Code.AREA_OUTSIDE, **facts)


def _save(user: User, grant: Grant) -> None:
    RoleGrant.objects.get_or_create(
        user=user, role=grant.role.value, area=grant.area, election=grant.election
    )


def _other_managers(row: RoleGrant, scope: Scope) -> bool:
    others = RoleGrant.objects.select_for_update().exclude(pk=row.pk)
    active = others.filter(user__is_active=True, area=scope.kabupaten)
    values = [other.as_value() for other in active]
    return may(values, Action.MANAGE_ACCOUNTS, scope.kabupaten, scope.election)
