"""Messages that are due are sent; what does not arrive is tried again, later and later.

A delivery is taken by one process at a time for `LEASE`; one that ends in the middle leaves
it due again, so that a message arrives at least once and its id tells a second one apart.
"""

import logging
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from tepat.adapters import webhook_post
from tepat.adapters.webhook_post import Answer
from tepat.core.watch.hooks.events import GIVE_UP, pause_after
from tepat.core.watch.hooks.signing import headers
from tepat.server import clock
from tepat.server.watch.hooks import sealing, services
from tepat.server.watch.models import Webhook, WebhookDelivery

LEASE: Final = timedelta(seconds=60)
MOST: Final = 50
"""Deliveries of one round."""
MOST_EACH: Final = 10
"""Of one address in one round: one that is slow does not hold up the others for long."""
_GONE: Final = 410
_NOTE = logging.getLogger("tepat.watch")


def deliver(now: datetime) -> int:
    """Send what is due; return how many arrived. No transaction is open meanwhile."""
    due = (
        WebhookDelivery.objects.filter(
            next_at__lte=now, webhook__stopped_at=None, webhook__removed_at=None
        )
        .select_related("webhook", "webhook__scope", "message")
        .order_by("next_at", "id")[:MOST]
    )
    arrived = 0
    sent: dict[int, int] = {}
    for each in due:
        hook = each.webhook.pk
        sent[hook] = sent.get(hook, 0) + 1
        if sent[hook] > MOST_EACH or not _taken(each, now):
            continue
        each.webhook.refresh_from_db()
        if each.webhook.stopped_at is None and each.webhook.removed_at is None:
            arrived += _tried(each, now)
    return arrived


def _taken(each: WebhookDelivery, now: datetime) -> bool:
    """Tell whether this process has the delivery for a while."""
    rows = WebhookDelivery.objects.filter(pk=each.pk, next_at=each.next_at)
    return rows.update(next_at=now + LEASE) == 1


def _tried(each: WebhookDelivery, now: datetime) -> bool:
    webhook = each.webhook
    if not services.may_still(webhook):
        services.stopped(webhook, "people", now)
        return False
    answer = _sent(each, now)
    each.status, each.fault, each.tried_at = answer.status, answer.fault, now
    each.tries += 1
    if answer.is_taken:
        each.next_at, each.taken_at = None, now
        Webhook.objects.filter(pk=webhook.pk).update(failing_since=None, last_taken_at=now)
    else:
        pause = pause_after(each.tries)
        each.next_at = now + pause if pause else None
        _failed(webhook, answer, now)
    each.save(update_fields=["status", "fault", "tried_at", "tries", "next_at", "taken_at"])
    return answer.is_taken


def _sent(each: WebhookDelivery, now: datetime) -> Answer:
    webhook = each.webhook
    sealed = [webhook.secret]
    if webhook.before_until and webhook.before_until > now:
        sealed.append(webhook.secret_before)
    keys = [secret for text in sealed if (secret := sealing.unseal(text))]
    if not keys:
        return Answer(0, "secret")
    body = each.message.body.encode()
    signed = headers(keys, each.message.message, int(clock.of_files()), body)
    signed |= {"content-type": "application/json", "user-agent": "tepat-webhook"}
    try:
        return webhook_post.post(webhook.url, body, signed, allow_private=settings.WEBHOOK_PRIVATE)
    except Exception:  # a bug of ours with one address must not stop the others
        _NOTE.exception("webhook %s", webhook.pk)
        return Answer(0, "program")


def _failed(webhook: Webhook, answer: Answer, now: datetime) -> None:
    if answer.status == _GONE:
        services.stopped(webhook, "gone", now)
        return
    Webhook.objects.filter(pk=webhook.pk, failing_since=None).update(failing_since=now)
    since = Webhook.objects.filter(pk=webhook.pk).values_list("failing_since", flat=True).first()
    if since and now - since >= GIVE_UP:
        services.stopped(webhook, "failing", now)


def waiting(webhook: Webhook) -> int:
    """How many messages are on their way to one address: one query."""
    return webhook.deliveries.exclude(next_at=None).count()
