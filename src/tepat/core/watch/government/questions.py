"""Questions of operators: who waits longest stands first, and nobody waits unseen."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

LONGEST: Final = 2_000
"""Characters of a question or an answer."""


class Standing(StrEnum):
    """How a question stands."""

    WAITING = "waiting"
    """Nobody of the desk has answered the asker's last word."""
    ANSWERED = "answered"
    """Answered; its asker has not said whether that is enough."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Asked:
    """One question as the queue orders it. `since` is the asker's last word without answer."""

    number: int
    standing: Standing
    since: datetime


@dataclass(frozen=True, slots=True)
class Clock:
    """How much of the limit is gone, in per cent, and what is left of it."""

    share: int
    left: timedelta

    @property
    def is_over(self) -> bool:
        return self.left < timedelta(0)


_RANK: Final = {Standing.WAITING: 0, Standing.ANSWERED: 1, Standing.CLOSED: 2}


def order(asked: Asked) -> tuple[int, float, int]:
    """Return the place in the queue: waiting first, the longest wait above.

    >>> from datetime import UTC
    >>> at = datetime(2024, 11, 15, tzinfo=UTC)
    >>> closed = Asked(1, Standing.CLOSED, at)
    >>> later = Asked(2, Standing.WAITING, at + timedelta(hours=1))
    >>> first = Asked(3, Standing.WAITING, at)
    >>> [each.number for each in sorted([closed, later, first], key=order)]
    [3, 2, 1]
    """
    since = asked.since.timestamp()
    at = -since if asked.standing is Standing.CLOSED else since
    return _RANK[asked.standing], at, asked.number


def clock_of(since: datetime, now: datetime, limit: timedelta) -> Clock:
    """Return the clock of a question that waits since `since`.

    >>> from datetime import UTC
    >>> at = datetime(2024, 11, 15, tzinfo=UTC)
    >>> clock_of(at, at + timedelta(minutes=30), timedelta(hours=1)).share
    50
    """
    gone = now - since
    share = min(100, max(0, int(100 * gone / limit))) if limit else 100
    return Clock(share, limit - gone)
