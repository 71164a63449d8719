"""From what is found now and what stands open, what becomes of each alert.

One cause is one alert while it lasts; what comes back soon is the same alert again. A
cause that ended before anybody could have been called is kept as history. The clock may
jump: nothing is settled or passed on by a clock that runs back, and however far it jumps
ahead, an alert rises one rung at a time.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from tepat.core.watch.alerts.found import Found
from tepat.core.watch.alerts.kinds import ALERT_BY_KIND, Kind
from tepat.core.watch.alerts.limits import Limits

OLDEST_HISTORY: Final = timedelta(days=14)
"""What ended longer ago is not written down any more."""


class Change(StrEnum):
    """What became of one alert."""

    OPENED = "opened"
    REOPENED = "reopened"
    HISTORY = "history"
    GREW = "grew"
    SEEN = "seen"
    ROSE = "rose"
    LAPSED = "lapsed"
    ACKNOWLEDGED = "acknowledged"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True)
class Standing:
    """One alert as it is kept. `begins` is when the holder of now got it."""

    key: str
    kind: Kind
    since: datetime
    begins: datetime
    last_seen: datetime
    count: int = 1
    level: int = 0
    settled_at: datetime | None = None
    acknowledged_at: datetime | None = None
    acknowledged_count: int = 0

    def due_at(self, limits: Limits) -> datetime:
        """Return when its holder must have acted; taken, when that lapses."""
        if self.acknowledged_at is not None:
            return self.acknowledged_at + limits.span("taken")
        return self.begins + limits.step(ALERT_BY_KIND[self.kind])


@dataclass(frozen=True, slots=True)
class Step:
    """One change. `found` is None where the cause is gone; `begins` is when its clock starts."""

    change: Change
    key: str
    found: Found | None = None
    begins: datetime | None = None
    level: int = 0


def advance(
    known: Iterable[Standing], found: Iterable[Found], now: datetime, limits: Limits
) -> Iterator[Step]:
    """Yield what changes. `known` holds of each key the newest row, open or settled."""
    rows = {each.key: each for each in known}
    causes = {each.key: each for each in found}
    for key in sorted(causes):
        yield from _found(rows.get(key), causes[key], now, limits)
    for key in sorted(rows.keys() - causes.keys()):
        row = rows[key]
        if row.settled_at is None and now >= row.last_seen:
            yield Step(Change.SETTLED, key, level=row.level)


def _found(row: Standing | None, cause: Found, now: datetime, limits: Limits) -> Iterator[Step]:
    if cause.until is not None:
        yield from _ended(row, cause, now)
        return
    if row is not None and row.settled_at is None:
        yield from _open(row, cause, now, limits)
        return
    if row is not None and cause.alert.notice and cause.since <= row.since:
        return  # somebody said that they have read it
    held = limits.held_until(cause.alert, now)
    settled = row.settled_at if row else None
    if row is not None and settled and abs(now - settled) <= limits.span("flap"):
        yield Step(Change.REOPENED, cause.key, cause, level=row.level)
        return
    yield Step(Change.OPENED, cause.key, cause, begins=held or now)


def _ended(row: Standing | None, cause: Found, now: datetime) -> Iterator[Step]:
    if row is not None and row.settled_at is None:
        yield Step(Change.SETTLED, cause.key, cause, level=row.level)
    elif cause.until is None or now - cause.until > OLDEST_HISTORY:
        return
    elif row is None or (row.settled_at is not None and cause.since > row.settled_at):
        yield Step(Change.HISTORY, cause.key, cause)


def _open(row: Standing, cause: Found, now: datetime, limits: Limits) -> Iterator[Step]:
    if now < row.last_seen:
        return
    if row.acknowledged_at is not None:
        if cause.count > row.acknowledged_count:
            yield Step(Change.GREW, row.key, cause, begins=_begin(cause, now, limits))
        elif now >= row.due_at(limits):
            yield Step(Change.LAPSED, row.key, cause, begins=_begin(cause, now, limits))
        else:
            yield Step(Change.SEEN, row.key, cause, level=row.level)
        return
    last = len(cause.alert.ladder_in(cause.where)) - 1
    is_held = limits.held_until(cause.alert, now) is not None
    if row.level < last and now >= row.due_at(limits) and not is_held:
        yield Step(Change.ROSE, row.key, cause, begins=now, level=row.level + 1)
        return
    yield Step(Change.SEEN, row.key, cause, level=row.level)


def _begin(cause: Found, now: datetime, limits: Limits) -> datetime:
    return limits.held_until(cause.alert, now) or now
