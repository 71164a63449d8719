"""Which days of the plan a span of hours touches, in the local time of the kabupaten."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.plan.instance.values import Day

_ONE: Final = timedelta(days=1)


def days_touched(
    days: Sequence[Day], start: datetime, end: datetime, zone: str, after: int = 0
) -> tuple[int, ...]:
    """Return the indices of days that share a moment with `start` until `end`.

    The `after` days that follow count too. A span that ends at midnight does not touch the
    new day:

    >>> from datetime import UTC, date
    >>> week = [Day("", date(2024, 11, day)) for day in (20, 21, 22)]
    >>> start = datetime(2024, 11, 20, 10, tzinfo=UTC)
    >>> end = datetime(2024, 11, 20, 17, tzinfo=UTC)  # midnight in Jakarta
    >>> days_touched(week, start, end, "Asia/Jakarta")
    (0,)
    >>> days_touched(week, start, end, "Asia/Makassar")
    (0, 1)
    """
    local = ZoneInfo(zone)
    first = start.astimezone(local).date()
    last = max(first, (end.astimezone(local) - timedelta(microseconds=1)).date()) + after * _ONE
    return tuple(at for at, day in enumerate(days) if first <= day.date <= last)


def moment(day: Day, minute: int, zone: str) -> datetime:
    """Return `minute` after midnight of `day` as a moment; 1440 is the next midnight."""
    return datetime.combine(day.date, time(), ZoneInfo(zone)) + timedelta(minutes=minute)
