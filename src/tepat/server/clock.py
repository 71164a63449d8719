"""The only clock. Rules get the time as an argument; only this file asks for it.

A demo may shift it, so that a page shows the same day every time. In the installation of a
rehearsal it is what the file beside the database says, in all processes at once.
"""

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from tepat.core import moving
from tepat.server import environment

_shift = timedelta(seconds=environment.demo_shift(environment.home()) or 0)
_moving: Final = environment.home() / environment.GLADI_CLOCK
_is_gladi: Final = (environment.home() / environment.GLADI_FILE).exists()


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return _rehearsed(_moving) if _is_gladi else datetime.now(UTC) + _shift


def of_files() -> float:
    """Return the seconds by which the file system dates its files; a demo does not move them."""
    return datetime.now(UTC).timestamp()


def of_machine(at: datetime) -> datetime:
    """Return `at`, which a library read from the machine's clock, as this clock shows it.

    Sessions and logins are dated by libraries. Without a shift nothing changes; in a rehearsal
    whose clock ran at another pace since, it is as far from now as it was for the machine.
    """
    return at + (now() - datetime.now(UTC))


def shift(by: timedelta) -> None:
    """Move this process's clock. Only a demo or a test may."""
    global _shift
    _shift = by


def shifted_s(home: Path) -> int | None:
    """Return by how many seconds this clock differs from the real one; None: it does not.

    A phone follows it, or its letter had ended long ago.
    """
    if not _is_gladi:
        return environment.demo_shift(home)
    return int((now() - datetime.now(UTC)) / timedelta(seconds=1))


def _rehearsed(path: Path) -> datetime:
    """Return what the clock of the rehearsal shows. Its file is replaced, never written into."""
    for _ in range(20):
        try:
            return moving.read(path.read_text(encoding="ascii")).now(time.time())
        except (OSError, ValueError):  # just being replaced, as Windows does it
            time.sleep(0.005)
    return moving.read(path.read_text(encoding="ascii")).now(time.time())
