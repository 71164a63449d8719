"""Looking for alerts, taking them, and setting their limits. Each is one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic
from typing import Any, Final

from django.db import IntegrityError, transaction
from django.db.models import Max, Q

from tepat.core.election.regions import is_in
from tepat.core.problems import Code, refuse
from tepat.core.watch.alerts.found import Found, Value
from tepat.core.watch.alerts.lifecycle import Change, Step, advance
from tepat.core.watch.alerts.limits import LIMITS, Limits
from tepat.core.watch.alerts.rules import alerts_of
from tepat.server.election.models import Scope, User
from tepat.server.watch.alerts import gathering, queries
from tepat.server.watch.models import Alert, AlertEvent, AlertLimit, AlertRound

EVERY: Final = timedelta(seconds=55)
"""One look a minute for all processes together, whoever asks."""
IDLE: Final = timedelta(minutes=2)
"""A page looks itself only where nobody did for so long: then no worker runs."""
LONGEST_NOTE: Final = 300
REMEMBERED: Final = timedelta(days=30)
"""So long after it was settled a row still tells whether a cause is a new one."""


@dataclass(frozen=True, slots=True)
class Round:
    """What one look changed."""

    opened: int = 0
    settled: int = 0
    rose: int = 0


def refresh(
    scope: Scope, now: datetime, *, every: timedelta = EVERY, force: bool = False
) -> Round | None:
    """Look for alerts and keep what changed; None where somebody looked just now.

    Some forty queries, however many alerts, loads and packages there are.
    """
    if not _begin(scope, now, timedelta(0) if force else every):
        return None
    began = monotonic()
    limits = queries.limits_of(scope)
    causes = alerts_of(gathering.situation_of(scope, now), limits)
    try:
        done = _keep(scope, causes, now, limits)
    except IntegrityError:  # another process opened the same alert: it looks again in a minute
        return None
    AlertRound.objects.filter(scope=scope).update(ms=int((monotonic() - began) * 1000))
    return done


def acknowledge(alert: Alert, user: User, now: datetime, note: str = "") -> None:
    """Take an open alert: it does not rise while somebody works on it.

    Raises `Refused` for whoever is not on its ladder. Taking it twice changes nothing; a
    notice is settled by it. What others did stays in its events.
    """
    if not may_take(user, alert):
        from tepat.server.watch.alerts.words import holder_words

        raise refuse(Code.ALERT_NOT_YOURS, holder=holder_words(alert))
    with transaction.atomic():
        row = Alert.objects.select_for_update().get(pk=alert.pk)
        if row.settled_at is not None or row.acknowledged_at is not None:
            return
        row.acknowledged_by, row.acknowledged_at = user.account, now
        row.acknowledged_count = row.count
        if row.spec.notice:
            row.settled_at = now
        row.save()
        _events([(row, Change.ACKNOWLEDGED)], now, user, note)


def may_take(user: User, alert: Alert) -> bool:
    """Tell whether `user` has a role on the ladder of `alert`, for its place and election."""
    return any(
        grant.role in alert.spec.roles
        and is_in(alert.where, grant.area)
        and grant.election in ("", alert.scope.election)
        for grant in user.grants()
    )


@transaction.atomic
def set_limits(scope: Scope, values: Mapping[str, int | None], user: User, now: datetime) -> int:
    """Keep the limits that differ from now; None takes one back. Return how many changed.

    Raises `Refused` for a number outside of its bounds.
    """
    own = queries.limits_of(scope).own
    rows = []
    for name, value in values.items():
        limit = LIMITS[name]
        if value is not None and not limit.least <= value <= limit.most:
            raise refuse(
                Code.ALERT_LIMIT, name=name, least=limit.least, most=limit.most, value=value
            )
        if own.get(name) != value:
            rows.append(AlertLimit(scope=scope, name=name, value=value, by=user.account, at=now))
    AlertLimit.objects.bulk_create(rows)
    return len(rows)


def _begin(scope: Scope, now: datetime, every: timedelta) -> bool:
    """Tell whether this process may look now: one of all that ask in the same minute.

    A round that seems to lie ahead was written by a clock that ran ahead: it counts for none.
    """
    AlertRound.objects.get_or_create(scope=scope, defaults={"at": now - IDLE})
    rows = AlertRound.objects.filter(scope=scope)
    if every:
        rows = rows.filter(Q(at__lte=now - every) | Q(at__gt=now + EVERY))
    return rows.update(at=now) == 1


@transaction.atomic
def _keep(scope: Scope, causes: list[Found], now: datetime, limits: Limits) -> Round:
    rows = _newest(scope, now)
    steps = list(advance((row.as_value() for row in rows.values()), causes, now, limits))
    new = {
        step.key: _row(scope, step, now)
        for step in steps
        if step.change in (Change.OPENED, Change.HISTORY)
    }
    Alert.objects.bulk_create(new.values())
    changed: list[Alert] = []
    same: list[Alert] = []
    for step in steps:
        if step.key not in new:
            row = rows[step.key]
            (changed if _change(row, step, now) else same).append(row)
    Alert.objects.bulk_update(changed, _CHANGING)
    Alert.objects.filter(pk__in=[row.pk for row in same]).update(last_seen=now)
    told: list[tuple[Alert, Change]] = [
        (new.get(step.key) or rows[step.key], step.change)
        for step in steps
        if step.change is not Change.SEEN
    ]
    _events(told, now)
    counted = [step.change for step in steps]
    return Round(
        counted.count(Change.OPENED) + counted.count(Change.REOPENED),
        counted.count(Change.SETTLED),
        counted.count(Change.ROSE),
    )


_CHANGING = (
    "where",
    "last_seen",
    "settled_at",
    "level",
    "begins",
    "count",
    "params",
    "evidence",
    "acknowledged_by",
    "acknowledged_at",
)


def _newest(scope: Scope, now: datetime) -> dict[str, Alert]:
    """Return the newest row of each key that is open or was settled lately: two queries."""
    recent = Q(settled_at=None) | Q(settled_at__gt=now - REMEMBERED)
    kept = Alert.objects.filter(recent, scope=scope)
    last = kept.order_by().values("key").annotate(last=Max("id")).values_list("last", flat=True)
    return {row.key: row for row in Alert.objects.filter(pk__in=last)}


def _row(scope: Scope, step: Step, now: datetime) -> Alert:
    cause = step.found
    assert cause is not None  # a new alert has a cause
    is_history = step.change is Change.HISTORY
    return Alert(
        scope=scope,
        key=cause.key,
        kind=cause.kind.value,
        where=cause.where,
        since=cause.since,
        opened_at=now,
        begins=step.begins or now,
        last_seen=now,
        settled_at=cause.until if is_history else None,
        is_history=is_history,
        count=cause.count,
        params=_plain(cause.params),
        evidence=list(cause.evidence),
    )


def _change(row: Alert, step: Step, now: datetime) -> bool:
    """Change `row` as `step` says; tell whether more than its last look is new."""
    if step.change is Change.SETTLED:
        row.settled_at = now
        return True
    before = (row.where, row.count, row.params, row.evidence)
    if step.change in (Change.REOPENED, Change.GREW, Change.LAPSED):
        row.settled_at, row.acknowledged_at, row.acknowledged_by = None, None, None
    cause = step.found
    if cause is not None:
        row.where, row.count = cause.where, cause.count
        row.params, row.evidence = _plain(cause.params), list(cause.evidence)
    row.last_seen, row.level = now, step.level
    row.begins = step.begins or row.begins
    after = (row.where, row.count, row.params, row.evidence)
    return step.change is not Change.SEEN or before != after


def _plain(params: Mapping[str, Value]) -> dict[str, Any]:
    """Return the facts of a sentence as they come back from the table."""
    return {
        name: list(value) if isinstance(value, tuple) else value for name, value in params.items()
    }


def _events(
    told: list[tuple[Alert, Change]], now: datetime, user: User | None = None, note: str = ""
) -> None:
    AlertEvent.objects.bulk_create(
        AlertEvent(
            alert=row,
            at=now,
            what=change.value,
            level=row.level,
            count=row.count,
            by=user.account if user else None,
            note=note[:LONGEST_NOTE],
        )
        for row, change in told
    )
