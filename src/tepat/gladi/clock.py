"""The clock of a rehearsal, moved from here: the server and its processes read it."""

import time
from datetime import datetime
from pathlib import Path
from typing import Final

from tepat.core import moving

FILE: Final = "gladi_clock"


def write(path: Path, text: str) -> None:
    """Write a file that other processes read at any moment: whole or not at all."""
    new = path.with_name(f".{path.name}.new")
    new.write_text(text, encoding="utf-8")
    for _ in range(40):
        try:
            new.replace(path)
            return
        except PermissionError:  # Windows: somebody has it open just now
            time.sleep(0.01)
    new.replace(path)


def set_to(place: Path, at: datetime, speed: float = 0.0) -> None:
    """Let the clock of the rehearsal in `place` show `at`; with a `speed` it runs on from there."""
    write(place / FILE, moving.Moving(at, time.time(), speed).write())


def shown(place: Path) -> datetime:
    """Return what the clock of a rehearsal shows now."""
    return moving.read((place / FILE).read_text(encoding="ascii")).now(time.time())


def wait_for(place: Path, at: datetime, speed: float) -> datetime:
    """Let the clock run at `speed` until it shows `at`; return what it shows then."""
    kept = moving.read((place / FILE).read_text(encoding="ascii"))
    if kept.speed != speed:
        set_to(place, kept.now(time.time()), speed)
    while (left := (at - shown(place)).total_seconds()) > 0:
        time.sleep(min(left / speed, 1.0))
    return max(at, shown(place))
