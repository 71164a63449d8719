"""Whole numbers as people write them: the one place that turns digits into a number.

Input: what somebody typed, and the limits of the field. Output: the number, or None.
What was checked is what is returned: never a part of the digits.
"""

import re
from typing import Final

_GROUPED: Final = re.compile(r"[0-9]{1,3}(?:[. \u00a0][0-9]{3})+", re.ASCII)
_PLAIN: Final = re.compile(r"[0-9]+", re.ASCII)
MOST_DIGITS: Final = 18
"""More digits than any table stores; leading zeros are not counted."""


def whole_number(text: str, most: int, least: int = 0) -> int | None:
    """Return the whole number of `text` from `least` to `most`, None for anything else.

    Thousands may be grouped as clerks do it; a dot anywhere else is no whole number.

    >>> whole_number(" 1.204 ", 9_999), whole_number("007", 9)
    (1204, 7)
    >>> whole_number("12.5", 999), whole_number("10", 9), whole_number("", 9)
    (None, None, None)
    """
    plain = text.strip()
    if _GROUPED.fullmatch(plain):
        plain = re.sub("[. \u00a0]", "", plain)
    if not _PLAIN.fullmatch(plain):
        return None
    digits = plain.lstrip("0") or "0"
    if len(digits) > MOST_DIGITS:
        return None
    return int(digits) if least <= int(digits) <= most else None
