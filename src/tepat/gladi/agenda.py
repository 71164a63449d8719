"""What will happen in the played field, in the order of its clock."""

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

Do = Callable[[datetime], None]
STEP: Final = timedelta(minutes=5)
"""The clock moves by these; what happens within one step is sent at its end."""


class Agenda:
    """Things to do, each at its moment; what is due at the same moment keeps its order."""

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Do]] = []
        self._count = 0

    def add(self, at: datetime, do: Do) -> None:
        """Let `do(at)` happen at `at`."""
        self._count += 1
        heapq.heappush(self._heap, (at, self._count, do))

    def next(self) -> datetime | None:
        """Return when the next thing happens."""
        return self._heap[0][0] if self._heap else None

    def run(self, until: datetime) -> int:
        """Do everything that is due, and what comes of it; return how many things that were."""
        done = 0
        while self._heap and self._heap[0][0] <= until:
            at, _, do = heapq.heappop(self._heap)
            do(at)
            done += 1
        return done


def end_of_step(at: datetime) -> datetime:
    """Return the end of the step in which `at` lies.

    >>> from datetime import UTC
    >>> end_of_step(datetime(2024, 11, 26, 8, 2, tzinfo=UTC)).isoformat()
    '2024-11-26T08:05:00+00:00'
    """
    seconds = STEP.total_seconds()
    return datetime.fromtimestamp((at.timestamp() // seconds + 1) * seconds, at.tzinfo)
