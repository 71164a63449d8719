"""How long ago something was done, by the clock and by the machine's own, whichever says more.

The clock of a rehearsal stands while nobody plays it, over night too. What is done every few
seconds goes on then: a fact that a person adds is published, a witness is asked again.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import perf_counter


class Since:
    """The last time that something was done; never, as long as nobody said so."""

    def __init__(self) -> None:
        self._at: datetime | None = None
        self._own = 0.0

    def begin(self, now: datetime) -> None:
        """It is done at `now`."""
        self._at, self._own = now, perf_counter()

    def has_lasted(self, now: datetime, seconds: float) -> bool:
        """Tell whether it was done so many seconds ago, or never."""
        if self._at is None:
            return True
        by_clock = now >= self._at + timedelta(seconds=seconds)
        return by_clock or perf_counter() - self._own >= seconds


class Share:
    """A part of the time of this process for work that may wait: at most `most_s` are saved up.

    All logs that one process publishes have one share together. It is counted by the machine's own
    clock: that of a rehearsal may run a thousand times as fast.
    """

    def __init__(self, part: float = 0.05, most_s: float = 0.2) -> None:
        self._part, self._most = part, most_s
        self._left, self._counted = most_s, perf_counter()

    @contextmanager
    def turn(self) -> Iterator[bool]:
        """Say whether there is time; count what the block takes."""
        began = perf_counter()
        self._left = min(self._most, self._left + self._part * (began - self._counted))
        self._counted = began
        try:
            yield self._left > 0
        finally:
            self._left -= perf_counter() - began
