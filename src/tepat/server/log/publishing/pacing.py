"""How long ago something was done, by the clock and by the machine's own, whichever says more.

The clock of a rehearsal stands while nobody plays it, over night too. What is done every few
seconds goes on then: a fact that a person adds is published, a witness is asked again.
"""

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
