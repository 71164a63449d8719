"""Days, hours and whole numbers that a person typed, or a sentence that says what was wanted."""

from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.digits import whole_number
from tepat.core.problems import Code, refuse
from tepat.server.desk.words import number

FIRST_YEAR: Final = 2000
LAST_YEAR: Final = 2100
"""Beyond these a slip of the finger is certain, and some zones overflow."""
MOST_KEY: Final = 10**15
"""Above every number of a row; each table can be asked for it."""


def whole(text: str, column: str, most: int, least: int = 0) -> int:
    """Return a whole number as typed. Raises `Refused`, naming `column` and its limits.

    Every field with a number is read here, so that what was checked is what is stored.
    """
    found = whole_number(text, most, least)
    if found is None:
        limits = {"least": number(least), "most": number(most)}
        raise refuse(Code.NUMBER_WITHIN, column=column, value=text.strip()[:20], **limits)
    return found


def whole_or_none(text: str, column: str, most: int, least: int = 0) -> int | None:
    """Return a whole number as typed, None for an empty field. Raises `Refused`."""
    return whole(text, column, most, least) if text.strip() else None


def key(text: str) -> int:
    """Return the number of a row out of an address or a form; 0, which no row has, for none."""
    return whole_number(text, MOST_KEY) or 0


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
