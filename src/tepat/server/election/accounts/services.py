"""Give people a login, a role, a new password; take a role back. Nobody signs up alone.

Each function is one change in one transaction and raises `Refused` where it may not be.
`by` holds the roles of the person who asks: nothing reaches beyond their areas and elections.
"""

import secrets
from collections.abc import Sequence
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from tepat.core.election.regions import is_in
from tepat.core.election.roles import (
    AGENCY,
    Action,
    Grant,
    may,
    may_manage,
    problems_with_grant,
    problems_with_reach,
)
from tepat.core.problems import Code, Refused, refuse
from tepat.server.election.accounts.looks import add_row
from tepat.server.election.models import Region, RoleGrant, Scope, Tps, User

ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and digits that look alike when read from paper."""


def one_time_password() -> str:
    """Return a password to say or write down: four groups of four, 79 bits."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(4))


@transaction.atomic
def invite(
    username: str, person: str, grant: Grant, scope: Scope, by: Sequence[Grant]
) -> tuple[User, str]:
    """Make an account with its first role; return it with the password to hand over once.

    The person must choose an own password at the first login. Raises `Refused` where the
    role may not be given here; the name must be free, which the form checks.
    """
    check_may_give(grant, scope, by)
    password = one_time_password()
    user = User(username=username, first_name=person, must_change_password=True, must_pledge=True)
    user.set_password(password)
    user.save()
    _save(user, grant)
    return user, password


@transaction.atomic
def give(username: str, grant: Grant, scope: Scope, by: Sequence[Grant]) -> User:
    """Give a person who works in this kabupaten a further role; twice changes nothing."""
    check_may_give(grant, scope, by)
    user = person_in(scope, username)
    is_new_agency = AGENCY[grant.role] not in {AGENCY[each.role] for each in user.grants()}
    _save(user, grant)
    if is_new_agency:
        user.must_pledge = True
        user.save(update_fields=["must_pledge"])
    return user


@transaction.atomic
def take_back(row: RoleGrant, scope: Scope, by: Sequence[Grant]) -> None:
    """Take a role back. The last administrator of an election in a kabupaten keeps it."""
    grant = row.as_value()
    if not is_in(grant.area, scope.kabupaten):
        facts = {"area": grant.area, "kabupaten": scope.kabupaten}
        raise refuse(Code.AREA_OUTSIDE, **facts)
    _check_own(grant, row.user.username, scope, by)
    if not _others_manage(row, scope.kabupaten):
        raise refuse(Code.LAST_MANAGER, name=row.user.username, area=scope.kabupaten)
    row.delete()


@transaction.atomic
def remake_password(username: str, scope: Scope, by: Sequence[Grant]) -> tuple[User, str]:
    """Return a new one-time password for a person whose roles `by` may all manage.

    Somebody with a role above, elsewhere or in another election is refused: an
    administrator must not be able to take over the account of another office.
    """
    user = ours(username, scope, by)
    return user, _new_password(user)


def ours(username: str, scope: Scope, by: Sequence[Grant]) -> User:
    """Return a person all of whose roles `by` may manage. Raises `Refused` for all others."""
    user = person_in(scope, username)
    if any(not is_in(grant.area, scope.kabupaten) for grant in user.grants()):
        raise refuse(Code.PERSON_ELSEWHERE, name=username, area=scope.kabupaten)
    for grant in user.grants():
        _check_own(grant, username, scope, by)
    return user


@transaction.atomic
def close(username: str, scope: Scope, by: Sequence[Grant]) -> User:
    """Close an account: nothing opens any more, and its name stays on what it did.

    The last administrator of an election stays. Raises `Refused`.
    """
    user = ours(username, scope, by)
    for row in user.role_grants.all():
        if not _others_manage(row, scope.kabupaten):
            raise refuse(Code.LAST_MANAGER, name=username, area=scope.kabupaten)
    user.is_active = False
    user.save(update_fields=["is_active"])
    end_sessions(user)
    return user


@transaction.atomic
def reopen(username: str, scope: Scope, by: Sequence[Grant]) -> User:
    """Open a closed account again, with the roles that it still has."""
    user = ours(username, scope, by)
    user.is_active = True
    user.save(update_fields=["is_active"])
    return user


@transaction.atomic
def remove_factor(user: User) -> int:
    """Take the second factor from somebody who lost it; return how many parts went."""
    gone: int = Authenticator.objects.filter(user=user).delete()[0]
    end_sessions(user)
    return gone


def end_sessions(user: User, but: str = "") -> int:
    """End every session of `user` except the one with the key `but`; return how many."""
    rows = [row for row in UserSession.objects.filter(user=user) if row.session_key != but]
    for row in rows:
        row.end()
    return len(rows)


@transaction.atomic
def appoint(username: str, person: str, grant: Grant) -> str:
    """Give a role from the command line of the machine itself, where no right is asked.

    Returns the one-time password where the account is new, else nothing. Raises `Refused`
    where the area is too wide for the role.
    """
    if problems := problems_with_reach(grant):
        raise Refused(problems[0])
    said = f"{username}: {grant.role.value} {grant.area}"
    add_row(None, "role_given", said, None, None, grant.area)
    user, is_new = User.objects.get_or_create(
        username=username, defaults={"first_name": person, "must_pledge": True}
    )
    _save(user, grant)
    return _new_password(user) if is_new else ""


@transaction.atomic
def replace_lost_password(username: str) -> str:
    """Return a new one-time password, asked for at the machine itself; roles stay as they are."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise refuse(Code.ACCOUNT_UNKNOWN, name=username)
    return _new_password(user)


@transaction.atomic
def reset_lost_factor(username: str) -> int:
    """Take a lost second factor away, asked for at the machine itself."""
    user = User.objects.filter(username=username).first()
    if user is None:
        raise refuse(Code.ACCOUNT_UNKNOWN, name=username)
    return remove_factor(user)


def _new_password(user: User) -> str:
    password = one_time_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    end_sessions(user)
    return password


def person_in(scope: Scope, username: str) -> User:
    """Return a person with a role in this kabupaten. Raises `Refused` for all others."""
    user = User.objects.filter(username=username).prefetch_related("role_grants").first()
    if user is None or not any(is_in(grant.area, scope.kabupaten) for grant in user.grants()):
        raise refuse(Code.PERSON_UNKNOWN, name=username, area=scope.kabupaten)
    return user


def check_may_give(grant: Grant, scope: Scope, by: Sequence[Grant]) -> None:
    """Raise `Refused` where `by` may not give `grant` in this kabupaten."""
    if problems := problems_with_grant(grant, scope.kabupaten):
        raise Refused(problems[0])
    _check_own(grant, grant.role.value, scope, by)
    known = Region.objects.filter(code=grant.area).exists()
    if not known and not Tps.objects.filter(scope=scope, code=grant.area).exists():
        raise refuse(Code.REGION_UNKNOWN, value=grant.area)


def _check_own(grant: Grant, name: str, scope: Scope, by: Sequence[Grant]) -> None:
    if not may_manage(by, grant):
        raise refuse(Code.BEYOND_OWN_ROLES, name=name, area=scope.kabupaten)


def _save(user: User, grant: Grant) -> None:
    RoleGrant.objects.get_or_create(
        user=user, role=grant.role.value, area=grant.area, election=grant.election
    )


def _others_manage(row: RoleGrant, kabupaten: str) -> bool:
    """Tell whether every election that `row` manages is managed by somebody else as well."""
    held = Scope.objects.filter(kabupaten=kabupaten).values_list("election", flat=True)
    managed = [
        election
        for election in ([row.election] if row.election else held)
        if may([row.as_value()], Action.MANAGE_ACCOUNTS, kabupaten, election)
    ]
    others = RoleGrant.objects.select_for_update().exclude(pk=row.pk)
    active = others.filter(user__is_active=True, area=kabupaten)
    values = [other.as_value() for other in active]
    return all(may(values, Action.MANAGE_ACCOUNTS, kabupaten, election) for election in managed)
