"""What happened since the last look becomes messages: each event once, whoever looks.

Nothing calls this where something happens: the log has numbers, alerts and incidents have
their times, so that a worker that was away for a day leaves nothing out. A message and its
deliveries are stored in one transaction with how far one has looked.
"""

import json
import secrets
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from django.db import transaction
from django.db.models import Count, Q

from tepat.core.watch.hooks import events as kinds
from tepat.server.election.models import Scope
from tepat.server.keeping.wiring import place_of
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.log.publishing.standing import standing_of
from tepat.server.watch.models import (
    Alert,
    Incident,
    Webhook,
    WebhookCursor,
    WebhookDelivery,
    WebhookMessage,
)

OVERLAP: Final = timedelta(hours=1)
"""So far one looks back for what a slow transaction stored late; a key keeps it once."""
MOST_FACTS: Final = 5_000
"""Numbers of the log in one message; more make several."""
KEPT: Final = timedelta(days=30)
"""Messages that arrived or were given up are deleted after this."""


class Happened(NamedTuple):
    """One event: a key that is never used twice in a scope, its kind, and what is told."""

    key: str
    event: str
    at: datetime
    data: dict[str, Any]


def begin(scope: Scope, now: datetime) -> None:
    """Begin to look from now on where nobody did: the past is told to nobody."""
    if WebhookCursor.objects.filter(scope=scope).exists() and _wanted(scope):
        return
    at = {"number": log.size(scope.election, scope.kabupaten), "checkpoint": _published(scope)}
    WebhookCursor.objects.update_or_create(scope=scope, defaults={**at, "at": now})


@transaction.atomic
def gather(scope: Scope, now: datetime) -> int:
    """Store a message for everything that happened; return how many. Some ten queries."""
    cursor = WebhookCursor.objects.select_for_update().filter(scope=scope).first()
    webhooks = _wanted(scope)
    if cursor is None or not webhooks:
        return 0
    size = log.size(scope.election, scope.kabupaten)
    checkpoint = _published(scope)
    upto = min(size, cursor.number + MOST_FACTS)
    wanted = frozenset(event for each in webhooks for event in each.events)
    happened = [
        *_facts(scope, cursor.number, upto, now),
        *_alerts(scope, cursor.at - OVERLAP),
        *_incidents(scope, cursor.at - OVERLAP),
    ]
    if checkpoint > cursor.checkpoint:
        data = {"size": checkpoint}
        happened.append(Happened(f"checkpoint:{checkpoint}", kinds.CHECKPOINT, now, data))
    new = [each for each in happened if each.event in wanted]
    told = _known(scope, [each.key for each in new])
    made = [message_of(scope, each) for each in new if each.key not in told]
    WebhookMessage.objects.bulk_create(made)
    _deliver(webhooks, made, now)
    cursor.number, cursor.checkpoint = upto, max(checkpoint, cursor.checkpoint)
    cursor.at = now
    cursor.save()
    return len(made)


def message_of(scope: Scope, each: Happened) -> WebhookMessage:
    """Return a message as it is sent: the same bytes to everybody, at every try."""
    body = {
        "type": each.event,
        "timestamp": each.at.isoformat(timespec="seconds"),
        "data": {"election": scope.election, "kabupaten": scope.kabupaten, **each.data},
    }
    return WebhookMessage(
        scope=scope,
        key=each.key,
        message=f"msg_{secrets.token_hex(14)}",
        event=each.event,
        body=json.dumps(body, ensure_ascii=False, separators=(",", ":")),
        at=each.at,
    )


def sweep(now: datetime) -> None:
    """Delete messages that are over and old."""
    over = WebhookMessage.objects.filter(at__lt=now - KEPT)
    over.exclude(deliveries__next_at__isnull=False).delete()


def _wanted(scope: Scope) -> list[Webhook]:
    return list(Webhook.objects.filter(scope=scope, removed_at=None))


def _known(scope: Scope, keys: list[str]) -> set[str]:
    found: set[str] = set()
    for part in log.parts(keys):
        rows = WebhookMessage.objects.filter(scope=scope, key__in=part)
        found.update(rows.values_list("key", flat=True))
    return found


def _deliver(webhooks: list[Webhook], made: list[WebhookMessage], now: datetime) -> None:
    WebhookDelivery.objects.bulk_create(
        WebhookDelivery(webhook=each, message=message, next_at=now)
        for message in made
        for each in webhooks
        if message.event in each.events and each.at <= message.at
    )


def _facts(scope: Scope, since: int, upto: int, now: datetime) -> Iterator[Happened]:
    """One message for what came; of each plan that was published one of its own."""
    rows = Fact.objects.filter(
        election=scope.election,
        kabupaten=scope.kabupaten,
        number__gt=since,
        number__lte=upto,
    ).exclude(audience__in=kinds.QUIET_FACTS)
    counts = dict(rows.order_by().values_list("kind").annotate(n=Count("id")))
    if counts:
        data = {"after": since, "upto": upto, "kinds": dict(sorted(counts.items()))}
        yield Happened(f"facts:{upto}", kinds.FACTS, now, data)
    plans = rows.filter(kind="plan_published") if "plan_published" in counts else rows.none()
    for number, name in plans.order_by("number").values_list("number", "id"):
        yield Happened(f"plan:{number}", kinds.PLAN, now, {"number": number, "fact": name})


def _alerts(scope: Scope, since: datetime) -> Iterator[Happened]:
    """Alerts without what tells of loads that move or of guards."""
    rows = Alert.objects.filter(
        Q(opened_at__gt=since) | Q(settled_at__gt=since), scope=scope, is_history=False
    ).exclude(kind__in=kinds.QUIET_ALERTS)
    for row in rows.order_by("id"):
        data = {
            "id": row.pk,
            "kind": row.kind,
            "area": row.where,
            "count": row.count,
            "path": f"/e/{scope.election}/{scope.kabupaten}/peringatan/",
        }
        if row.opened_at > since:
            yield Happened(f"alert:{row.pk}:open", kinds.ALERT_OPENED, row.opened_at, data)
        if row.settled_at and row.settled_at > since:
            end = f"alert:{row.pk}:{int(row.settled_at.timestamp())}"
            yield Happened(end, kinds.ALERT_CLOSED, row.settled_at, data)


def _incidents(scope: Scope, since: datetime) -> Iterator[Happened]:
    """Incidents by kind and area; what people wrote stays here."""
    rows = Incident.objects.filter(Q(opened_at__gt=since) | Q(closed_at__gt=since), scope=scope)
    for row in rows.order_by("id"):
        data = {
            "number": row.number,
            "kind": row.kind,
            "urgency": row.urgency,
            "area": row.place.partition(":")[0][:8],
            "path": f"/e/{scope.election}/{scope.kabupaten}/masalah/{row.number}/",
        }
        if row.opened_at > since:
            key = f"incident:{row.number}:open"
            yield Happened(key, kinds.INCIDENT_OPENED, row.opened_at, data)
        if row.closed_at and row.closed_at > since:
            end = f"incident:{row.number}:{int(row.closed_at.timestamp())}"
            yield Happened(end, kinds.INCIDENT_CLOSED, row.closed_at, data)


def _published(scope: Scope) -> int:
    checkpoint = standing_of(place_of(scope)).checkpoint
    return checkpoint.size if checkpoint else 0
