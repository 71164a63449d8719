"""Invitations: a role in an area waits for one person, who comes by a secret address once.

The address holds a random code and a secret derived from it with the key of sessions, so that
the letter can be shown again while it is open, and a copy of the database opens nothing.
"""

import hmac
import re
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from tepat.core.election.managing import managing
from tepat.core.election.roles import Grant
from tepat.core.problems import Code, refuse
from tepat.server.election.accounts.authority import (
    add_role,
    first_head,
    used_to_invite,
)
from tepat.server.election.models import Invitation, Scope, User

LASTS: Final = timedelta(days=14)
MOST_OPEN: Final = 2_000
"""Open invitations of one scope."""
_TOKEN: Final = re.compile(r"([0-9a-f]{24})([0-9a-f]{24})", re.ASCII)


def make(scope: Scope, person: str, grant: Grant, by: User, now: datetime) -> Invitation:
    """Invite a person to `grant`: of the own agency, or the first head of another one.

    Raises `Refused` where `by` may not give it here.
    """
    used_to_invite(by.grants(), grant, scope)
    if open_in(scope, now).count() >= MOST_OPEN:
        raise refuse(Code.INVITATIONS_FULL, most=MOST_OPEN)
    return Invitation.objects.create(
        scope=scope,
        code=secrets.token_hex(12),
        person=person,
        role=grant.role.value,
        area=grant.area,
        election=grant.election,
        by=by.account,
        by_name=by.first_name or by.username,
        at=now,
        ends_at=now + LASTS,
    )


def token_of(invitation: Invitation) -> str:
    """Return what stands in the address of an invitation."""
    return invitation.code + _secret(invitation.code)


def open_in(scope: Scope, now: datetime) -> QuerySet[Invitation]:
    """Return the invitations of a scope that somebody may still come by, newest first."""
    rows = Invitation.objects.filter(scope=scope, used_at=None, withdrawn_at=None)
    return rows.filter(ends_at__gt=now).order_by("-at", "-pk")


def found(token: str, now: datetime) -> Invitation:
    """Return the open invitation of an address: at most four queries. Raises `Refused`.

    It ends with its time, with its use, and with the right of the person who gave it: also as
    soon as the agency whose first head it names has one.
    """
    match = _TOKEN.fullmatch(token)
    if match is None or not hmac.compare_digest(_secret(match[1]), match[2]):
        raise refuse(Code.INVITATION_UNKNOWN)
    row = Invitation.objects.filter(code=match[1]).select_related("scope").first()
    if row is None:
        raise refuse(Code.INVITATION_UNKNOWN)
    by = User.objects.filter(account=row.by, is_active=True).first()
    is_over = row.used_at or row.withdrawn_at or row.ends_at <= now
    if is_over or by is None or used(row, by.grants()) is None:
        raise refuse(Code.INVITATION_ENDED)
    return row


def used(
    invitation: Invitation, by: Sequence[Grant], heads: Sequence[Grant] | None = None
) -> Grant | None:
    """Return which of `by` may stand behind an invitation now; None where none may.

    `heads` as in `first_head`, where a list of invitations is asked about.
    """
    grant = invitation.as_value()
    return managing(by, grant) or first_head(by, grant, invitation.scope, heads)


def withdraw(invitation: Invitation, by: Sequence[Grant], now: datetime) -> None:
    """End an invitation that nobody used. Raises `Refused` where `by` could not have given it."""
    if used(invitation, by) is None:
        raise refuse(Code.BEYOND_OWN_ROLES, name=invitation.role, area=invitation.area)
    rows = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not rows.update(withdrawn_at=now):
        raise refuse(Code.INVITATION_ENDED)


@transaction.atomic
def accept(invitation: Invitation, username: str, password: str, now: datetime) -> User:
    """Make the account of the person who came, with the own password; good once.

    The pledge is recorded by the caller. Raises `Refused` for a name that is taken.
    """
    return _make(invitation, username, password, now)


@transaction.atomic
def accept_by_identity(invitation: Invitation, now: datetime) -> User:
    """Make the account of a person whom the sign-in service knows; it has no password."""
    name = re.sub(r"[^a-z0-9]+", "_", invitation.person.casefold()).strip("_")[:40] or "petugas"
    taken = set(User.objects.filter(username__startswith=name).values_list("username", flat=True))
    choices = (name, *(f"{name}_{number}" for number in range(2, 10_000)))
    return _make(invitation, next(each for each in choices if each not in taken), None, now)


def _make(invitation: Invitation, username: str, password: str | None, now: datetime) -> User:
    Scope.objects.select_for_update().get(pk=invitation.scope_id)  # one first head, not two
    found(token_of(invitation), now)
    user = User(username=username, first_name=invitation.person, must_pledge=True)
    user.set_password(password)
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError:
        raise refuse(Code.NAME_TAKEN, name=username) from None
    rows = Invitation.objects.filter(pk=invitation.pk, used_at=None, withdrawn_at=None)
    if not rows.filter(ends_at__gt=now).update(used_at=now, account=user.account):
        raise refuse(Code.INVITATION_ENDED)
    add_role(user, invitation.as_value())
    return user


def _secret(code: str) -> str:
    return salted_hmac("tepat.invitation", code, algorithm="sha256").hexdigest()[:24]
