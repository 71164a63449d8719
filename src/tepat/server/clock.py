"""The only clock. Rules get the time as an argument; only this file asks for it.

A demo or a rehearsal may shift it, so that a page shows the same day every time.
"""

from datetime import UTC, datetime, timedelta

from tepat.server import environment

_shift = timedelta(seconds=environment.demo_shift(environment.home()) or 0)


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC) + _shift


def of_files() -> float:
    """Return the seconds by which the file system dates its files; a demo does not move them."""
    return datetime.now(UTC).timestamp()


def shift(by: timedelta) -> None:
    """Move this process's clock. Only a demo or a rehearsal may."""
    global _shift
    _shift = by
