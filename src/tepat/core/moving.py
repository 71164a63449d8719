"""The clock of a rehearsal: it stands, runs, or runs faster, as whoever plays the field says.

One short line of text: the moment it was set to, when that was in the real world (seconds
since 1970), and how many seconds pass in one real second; with 0 it stands until it is set.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Moving:
    """A clock that was set at one real moment. `at` is aware."""

    at: datetime
    set_at: float
    speed: float = 0.0

    def now(self, real: float) -> datetime:
        """Return what it shows at a real moment.

        >>> clock = Moving(datetime(2024, 11, 26, 8, tzinfo=UTC), 1_000.0, speed=60)
        >>> clock.now(1_030.0).isoformat()
        '2024-11-26T08:30:00+00:00'
        """
        return self.at + timedelta(seconds=max(0.0, real - self.set_at) * self.speed)

    def write(self) -> str:
        """Return it as one line."""
        return f"{self.at.astimezone(UTC).isoformat()} {self.set_at!r} {self.speed!r}\n"


def read(text: str) -> Moving:
    """Return the clock in one line. Raises ValueError for any other text."""
    at, set_at, speed = text.split()
    return Moving(datetime.fromisoformat(at), float(set_at), float(speed))
