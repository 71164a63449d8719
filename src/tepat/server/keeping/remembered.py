"""What keeping last did, for people who were not there: the last backup, the last look at clocks.

Small files in `TEPAT_HOME/keeping`, written by the commands, read by the pages. A backup
does not hold them: what another installation did is no news here.
"""

import json
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from tepat.server.log.publishing.disk import Disk

FOLDER: Final = "keeping"


@dataclass(frozen=True, slots=True)
class Backup:
    """The last backup that became whole."""

    at: datetime
    file: str
    """Its name without the folder, which is nobody's business on a page."""
    size: int
    """Bytes."""
    has_keys: bool


@dataclass(frozen=True, slots=True)
class Clock:
    """The last time the clock was held against those of witnesses."""

    at: datetime
    asked: int
    """Witnesses that told their time."""
    seconds: int
    """The largest difference."""
    name: str
    """Whose clock differed most; empty where nobody told the time."""


def note_backup(home: Path, done: Backup) -> None:
    """Remember a backup, where the disk takes a word about it."""
    _write(home / FOLDER / "backup.json", asdict(done))


def last_backup(home: Path) -> Backup | None:
    """Return the last backup; None where none was made, or its record is torn."""
    found = _read(home / FOLDER / "backup.json")
    try:
        at = _moment(found["at"])
        return Backup(at, str(found["file"]), int(found["size"]), bool(found["has_keys"]))
    except (KeyError, TypeError, ValueError):
        return None


def note_clock(home: Path, at: datetime, apart: Iterable[tuple[str, int]]) -> None:
    """Remember by how many seconds each witness's clock differed."""
    every = list(apart)
    name, seconds = max(every, key=lambda each: each[1], default=("", 0))
    _write(home / FOLDER / "clock.json", asdict(Clock(at, len(every), seconds, name)))


def last_clock(home: Path) -> Clock | None:
    """Return the last look at the clocks; None where there was none, or its record is torn."""
    found = _read(home / FOLDER / "clock.json")
    try:
        at = _moment(found["at"])
        return Clock(at, int(found["asked"]), int(found["seconds"]), str(found["name"]))
    except (KeyError, TypeError, ValueError):
        return None


def _moment(text: str) -> datetime:
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("a moment without its zone")
    return at


def _write(path: Path, values: dict[str, Any]) -> None:
    plain = values | {"at": values["at"].isoformat(timespec="seconds")}
    with suppress(OSError):  # a full disk is told by itself, and must not undo a whole backup
        Disk().write(path, (json.dumps(plain, sort_keys=True) + "\n").encode())


def _read(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
