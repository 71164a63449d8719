"""Making, changing and stopping webhooks. Each agency keeps its own; KPU may switch off any."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from tepat.adapters import webhook_post
from tepat.core.election.roles import AGENCY, Action, Grant, may
from tepat.core.problems import Code, refuse
from tepat.core.watch.hooks.events import EVENTS, OVERLAP
from tepat.core.watch.hooks.signing import SECRET_BYTES, SEED_BYTES, Secret
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right
from tepat.server.watch.hooks import gathering, sealing
from tepat.server.watch.models import Webhook, WebhookDelivery

MOST: Final = 20
"""Webhooks of one kabupaten."""
LONGEST_NAME: Final = 80


def agency_of(user: User, scope: Scope) -> str:
    """Return the agency for which `user` connects programs, "" for none."""
    for grant in user.grants():
        if may([grant], Action.CONNECT, scope.kabupaten, scope.election):
            return AGENCY[grant.role].value
    return ""


def all_webhooks(scope: Scope) -> "QuerySet[Webhook]":
    """Every webhook of a scope that was not removed: one query."""
    return Webhook.objects.filter(scope=scope, removed_at=None).order_by("id")


@transaction.atomic
def make(
    scope: Scope, user: User, name: str, url: str, events: Sequence[str], now: datetime
) -> tuple[Webhook, Secret]:
    """Make a webhook; its secret is returned this once. It is told of what happens from now on.

    Raises `Refused` for an address to which nothing may go, a form that is not filled in,
    or one webhook too many.
    """
    check_right(user, Action.CONNECT, scope)
    name, chosen = name.strip(), [each for each in EVENTS if each in events]
    if not name or len(name) > LONGEST_NAME or not chosen:
        raise refuse(Code.WEBHOOK_FORM)
    check_address(url.strip())
    if all_webhooks(scope).count() >= MOST:
        raise refuse(Code.WEBHOOK_MANY, most=MOST)
    secret = new_secret()
    gathering.begin(scope, now)
    made = Webhook.objects.create(
        scope=scope,
        name=name,
        url=url.strip(),
        events=chosen,
        agency=agency_of(user, scope),
        secret=sealing.seal(secret),
        by=user.account,
        at=now,
    )
    return made, secret


def check_address(url: str) -> None:
    """Raise `Refused` for an address to which nothing may go, before its name is looked up."""
    try:
        webhook_post.check(url, settings.WEBHOOK_PRIVATE)
    except webhook_post.BadAddress as bad:
        raise refuse(Code.WEBHOOK_ADDRESS, reason=str(bad)) from None


def new_secret() -> Secret:
    return Secret(secrets.token_bytes(SECRET_BYTES), secrets.token_bytes(SEED_BYTES))


def needed(scope: Scope, number: int) -> Webhook:
    """Return a webhook. Raises `Refused` where there is none."""
    found = all_webhooks(scope).filter(pk=number).first()
    if found is None:
        raise refuse(Code.WEBHOOK_UNKNOWN, value=number)
    return found


def check_own(webhook: Webhook, user: User) -> None:
    """Raise `Refused` for people of another agency."""
    check_right(user, Action.CONNECT, webhook.scope)
    if agency_of(user, webhook.scope) != webhook.agency:
        raise refuse(Code.WEBHOOK_OTHERS, who=webhook.agency.upper())


def rotate(webhook: Webhook, user: User, now: datetime) -> Secret:
    """Make a new secret; for `OVERLAP` the one before signs as well."""
    check_own(webhook, user)
    secret = new_secret()
    webhook.secret_before, webhook.before_until = webhook.secret, now + OVERLAP
    webhook.secret = sealing.seal(secret)
    webhook.save(update_fields=["secret", "secret_before", "before_until"])
    return secret


def stop(webhook: Webhook, user: User, now: datetime) -> None:
    """Send nothing more: by its own agency, or by KPU, which shows."""
    why = "owner"
    if agency_of(user, webhook.scope) != webhook.agency:
        if not allows(user, Action.RUN_INSTALLATION, webhook.scope):
            check_own(webhook, user)
        why = "kpu"
    stopped(webhook, why, now)


def stopped(webhook: Webhook, why: str, now: datetime) -> None:
    """Keep that nothing more is sent, and why."""
    webhook.stopped_at, webhook.stopped_why = now, why
    webhook.save(update_fields=["stopped_at", "stopped_why"])


@transaction.atomic
def start(webhook: Webhook, user: User, now: datetime) -> None:
    """Send again, also what waited or was given up meanwhile."""
    check_own(webhook, user)
    if webhook.stopped_why == "kpu" and not allows(user, Action.RUN_INSTALLATION, webhook.scope):
        raise refuse(Code.WEBHOOK_OTHERS, who="KPU")
    webhook.stopped_at, webhook.stopped_why, webhook.failing_since = None, "", None
    webhook.save(update_fields=["stopped_at", "stopped_why", "failing_since"])
    webhook.deliveries.filter(taken_at=None).update(next_at=now, tries=0)


def remove(webhook: Webhook, user: User, now: datetime) -> None:
    """Take a webhook away. What it was told stays known."""
    check_own(webhook, user)
    webhook.removed_at, webhook.secret, webhook.secret_before = now, "", ""
    webhook.save(update_fields=["removed_at", "secret", "secret_before"])


def again(delivery: WebhookDelivery, user: User, now: datetime) -> None:
    """Send one message once more, with the same id, so that its receiver knows it again."""
    check_own(delivery.webhook, user)
    if delivery.webhook.stopped_at is not None:
        raise refuse(Code.WEBHOOK_STOPPED)
    delivery.next_at, delivery.tries = now, 0
    delivery.save(update_fields=["next_at", "tries"])


def may_still(webhook: Webhook) -> bool:
    """Tell whether its agency still has people here who connect programs: two queries."""
    roles = [role for role, agency in AGENCY.items() if agency.value == webhook.agency]
    for user in User.objects.filter(is_active=True, account=webhook.by).prefetch_related(
        "role_grants"
    ):
        grants: list[Grant] = [each for each in user.grants() if each.role in roles]
        return may(grants, Action.CONNECT, webhook.scope.kabupaten, webhook.scope.election)
    return False
