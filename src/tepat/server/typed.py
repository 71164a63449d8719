"""Days and hours that a person typed, or a sentence that says what was wanted."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.problems import Code, refuse

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
"""Beyond these a slip of the finger is certain, and some zones overflow."""


def day(text: str, column: str) -> date:
    """Return a day as `<input type=date>` sends it. Raises `Refused` for anything else."""
    try:
        return _sensible(date.fromisoformat(text.strip()))
    except ValueError:
        raise _refused(text, column) from None


def moment(text: str, zone: str, column: str) -> datetime | None:
    """Return an hour as `<input type=datetime-local>` sends it, in `zone`; None: left empty.

    Raises `Refused` for anything else.
    """
    if not text.strip():
        return None
    try:
        typed = datetime.fromisoformat(text.strip())
        _sensible(typed.date())
    except ValueError:
        raise _refused(text, column) from None
    return typed.replace(tzinfo=ZoneInfo(zone))


def _sensible(typed: date) -> date:
    if not FIRST_YEAR <= typed.year <= LAST_YEAR:
        raise ValueError
    return typed


def _refused(text: str, column: str) -> Exception:
    value = text.strip()[:40]
    return refuse(Code.DATE_WANTED, column=column, value=value, first=FIRST_YEAR, last=LAST_YEAR)
