"""Give people a login, a role, a new password; take a role back. Nobody signs up alone.

Each function is one change in one transaction and raises `Refused` where it may not be.
`by` holds the roles of the person who asks: nothing reaches beyond their agency, their areas
and their elections; see `authority.py`.
"""

import secrets
from collections.abc import Sequence
from typing import Final

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db import transaction

from tepat.core.election.regions import is_in
from tepat.core.election.roles import AGENCY, Grant, problems_with_reach
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.election.accounts.authority import (
    add_role,
    others_manage,
    used_for,
    used_to_give,
)
from tepat.server.election.accounts.looks import record_at_server
from tepat.server.election.models import RoleGrant, Scope, User

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
    used_to_give(by, grant, scope)
    password = one_time_password()
    user = User(username=username, first_name=person, must_change_password=True, must_pledge=True)
    user.set_password(password)
    user.save()
    add_role(user, grant)
    return user, password


@transaction.atomic
def give(username: str, grant: Grant, scope: Scope, by: Sequence[Grant]) -> User:
    """Give a person who works in this kabupaten a further role; twice changes nothing.

    Raises `Refused` for a role of another agency, by whoever asks or for whoever is given it.
    """
    used_to_give(by, grant, scope)
    user = person_in(scope, username)
    is_new_agency = AGENCY[grant.role] not in {AGENCY[each.role] for each in user.grants()}
    add_role(user, grant)
    if is_new_agency:
        user.must_pledge = True
        user.save(update_fields=["must_pledge"])
    return user


@transaction.atomic
def take_back(row: RoleGrant, scope: Scope, by: Sequence[Grant]) -> None:
    """Take a role back. The last head of an agency in an election of a kabupaten keeps it."""
    grant = row.as_value()
    if not is_in(grant.area, scope.kabupaten):
        facts = {"area": grant.area, "kabupaten": scope.kabupaten}
        raise refuse(Code.AREA_OUTSIDE, **facts)
    used_for(by, grant, scope, row.user.username)
    if not others_manage(row, scope.kabupaten):
        raise refuse(Code.LAST_MANAGER, name=row.user.username, area=scope.kabupaten)
    row.delete()


@transaction.atomic
def remake_password(username: str, scope: Scope, by: Sequence[Grant]) -> tuple[User, str]:
    """Return a new one-time password for a person whose roles `by` may all manage.

    Somebody with a role above, elsewhere, of another agency or in another election is refused:
    an administrator must not be able to take over the account of another office.
    """
    user = ours(username, scope, by)
    return user, _new_password(user)


def ours(username: str, scope: Scope, by: Sequence[Grant]) -> User:
    """Return a person all of whose roles `by` may manage. Raises `Refused` for all others."""
    user = person_in(scope, username)
    if any(not is_in(grant.area, scope.kabupaten) for grant in user.grants()):
        raise refuse(Code.PERSON_ELSEWHERE, name=username, area=scope.kabupaten)
    for grant in user.grants():
        used_for(by, grant, scope, username)
    return user


@transaction.atomic
def close(username: str, scope: Scope, by: Sequence[Grant]) -> User:
    """Close an account: nothing opens any more, and its name stays on what it did.

    The last head of an agency stays. Raises `Refused`.
    """
    user = ours(username, scope, by)
    for row in user.role_grants.all():
        if not others_manage(row, scope.kabupaten):
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
    """End every session of `user` except the one with the key `but`; return how many.

    The keys that read in the name of `user` end as well: they are ways in as sessions are.
    """
    end_read_keys(user)
    rows = [row for row in UserSession.objects.filter(user=user) if row.session_key != but]
    for row in rows:
        row.end()
    return len(rows)


@transaction.atomic
def appoint(username: str, person: str, grant: Grant) -> str:
    """Give a role from the command line of the machine itself, where no right is asked.

    Returns the one-time password where the account is new, else nothing. Raises `Refused`
    where the area is too wide for the role, or the account serves another agency.
    """
    if problems := problems_with_reach(grant):
        raise Refused(problems[0])
    user, is_new = User.objects.get_or_create(
        username=username, defaults={"first_name": person, "must_pledge": True}
    )
    add_role(user, grant)
    record_at_server("role_given", f"{username}: {grant.role.value} {grant.area}", [grant])
    return _new_password(user) if is_new else ""


@transaction.atomic
def replace_lost_password(username: str) -> str:
    """Return a new one-time password, asked for at the machine itself; roles stay as they are.

    This is how the only head of an agency comes in again. Every agency reads that it was done.
    """
    user = _known(username)
    record_at_server("password_remade", username, user.grants())
    return _new_password(user)


@transaction.atomic
def reset_lost_factor(username: str) -> int:
    """Take a lost second factor away, asked for at the machine itself; it is on record."""
    user = _known(username)
    record_at_server("factor", username, user.grants())
    return remove_factor(user)


def end_read_keys(user: User) -> int:
    """End every key that reads in the name of `user`; return how many."""
    open_ = user.read_tokens.filter(revoked_at=None)
    return int(open_.update(revoked_at=clock.now(), revoked_by=user.account))


def _known(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise refuse(Code.ACCOUNT_UNKNOWN, name=username)
    return user


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
