"""Keys that read: made by a person, never wider than that person, shown once, ended by a day.

A key is a way in: it ends with the sessions of its person, by a new password or at a wish, in
`election/accounts/services.py: end_read_keys`.
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from django.core.cache import cache
from django.db.models import Q, QuerySet

from tepat.core.election.managing import may_manage
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Action, Grant, may_somewhere
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Region, Scope, User
from tepat.server.election.scopes import allows
from tepat.server.watch.models import ReadToken

PREFIX: Final = "tepat_"
MOST_DAYS: Final = 180
MOST: Final = 10
"""Keys of one person in one scope that are not over."""
READS: Final = (Action.SEE_DESK, Action.SEE_MOVEMENTS)
"""Rights that a key may carry: none that opens names, escorts or results."""
USED_EVERY: Final = timedelta(minutes=1)
MOST_A_MINUTE: Final = 120


def make(
    scope: Scope,
    user: User,
    name: str,
    area: str,
    actions: Sequence[str],
    days: int,
    now: datetime,
) -> tuple[ReadToken, str]:
    """Make a key; what it is returned as is kept nowhere.

    Raises `Refused` for a name, area, right or time that cannot be had.
    """
    name, area = name.strip(), area.strip() or scope.kabupaten
    chosen = [each for each in READS if each.value in actions]
    if not name or len(name) > 80:
        raise refuse(Code.READ_TOKEN_FORM, field="name", most=MOST_DAYS)
    if not 1 <= days <= MOST_DAYS:
        raise refuse(Code.READ_TOKEN_FORM, field="days", most=MOST_DAYS)
    is_here = is_in(area, scope.kabupaten) and Region.objects.filter(code=area).exists()
    reaches = all(may_somewhere(user.grants(), each, area, scope.election) for each in chosen)
    if not is_here or not chosen or not reaches:
        raise refuse(Code.READ_TOKEN_FORM, field="area", most=MOST_DAYS)
    if standing(scope, now).filter(user=user).count() >= MOST:
        raise refuse(Code.READ_TOKEN_MANY, most=MOST)
    text = PREFIX + secrets.token_urlsafe(32)
    row = ReadToken.objects.create(
        scope=scope,
        user=user,
        name=name,
        area=area,
        actions=[each.value for each in chosen],
        start=text[:12],
        digest=digest(text),
        at=now,
        expires_at=now + timedelta(days=days),
    )
    return row, text


def standing(scope: Scope, now: datetime) -> "QuerySet[ReadToken]":
    """Keys that are neither over nor withdrawn."""
    return ReadToken.objects.filter(scope=scope, revoked_at=None, expires_at__gt=now)


def seen_by(user: User, scope: Scope) -> list[User]:
    """Return whose keys `user` sees and withdraws: the own, and of whom they keep the account.

    Three queries at most.
    """
    if not allows(user, Action.MANAGE_ACCOUNTS, scope):
        return [user]
    people = User.objects.filter(read_tokens__scope=scope).exclude(pk=user.pk).distinct()
    by = user.grants()
    return [user] + [
        each
        for each in people.prefetch_related("role_grants")
        if all(may_manage(by, grant) for grant in each.grants())
    ]


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def revoke(scope: Scope, number: int, user: User, now: datetime) -> None:
    """Withdraw a key: its own person, or who keeps that person's account.

    Raises `Refused` for others.
    """
    rows = ReadToken.objects.filter(scope=scope, pk=number, user__in=seen_by(user, scope))
    if not rows.exists():
        raise refuse(Code.READ_TOKEN_UNKNOWN)
    rows.filter(revoked_at=None).update(revoked_at=now, revoked_by=user.account)


def bearer(text: str, now: datetime) -> ReadToken | None:
    """Return the key that somebody shows, None for one that opens nothing: one query.

    A person who left, or who has yet to choose a password, reads nothing by an old key.
    """
    if not text.startswith(PREFIX) or len(text) > 100:
        return None
    rows = ReadToken.objects.filter(digest=digest(text), revoked_at=None, expires_at__gt=now)
    token = rows.select_related("user", "scope").first()
    if token is None or not token.user.is_active or token.user.must_change_password:
        return None
    unused = Q(last_used_at=None) | Q(last_used_at__lt=now - USED_EVERY)
    ReadToken.objects.filter(unused, pk=token.pk).update(last_used_at=now)
    return token


def grants_of(token: ReadToken) -> tuple[Grant, ...]:
    """Return the roles of its person as far as the area of the key reaches.

    A role inside that area stays as narrow as it is.
    """
    found = []
    for grant in token.user.grants():
        if grant.election not in ("", token.scope.election):
            continue
        if is_in(token.area, grant.area):
            found.append(Grant(grant.role, token.area, token.scope.election))
        elif is_in(grant.area, token.area):
            found.append(Grant(grant.role, grant.area, token.scope.election))
    return tuple(found)


def count_request(who: str, now: datetime) -> None:
    """Count one request of a minute. Raises `Refused` for one too many."""
    minute = int(now.timestamp()) // 60
    key = f"read:{who}:{minute}"
    cache.add(key, 0, timeout=120)
    try:
        asked = cache.incr(key)
    except ValueError:  # it was thrown out between the two
        return
    if asked > MOST_A_MINUTE:
        left = 60 - int(now.timestamp()) % 60
        raise refuse(Code.READ_QUOTA, most=MOST_A_MINUTE, seconds=left)
