"""What one cell says: a count of voters, the number of a TPS, a degree."""

import re
from typing import Final

from tepat.core.election.tps_list.sheet import Cell, text_of
from tepat.core.problems import Code

MOST: Final = 99_999
"""No TPS has more voters than this; a larger number is a slip, not a count."""

_GROUPED: Final = re.compile(r"-?\d{1,3}([., '])\d{3}(\1\d{3})*")
_PLAIN: Final = re.compile(r"(-?\d{1,9})([.,]0+)?")
_TPS: Final = re.compile(
    r"(?:NO(?:MOR)?\.?\s*)?(?:TPS)?[\s.:#\-]*0*(\d{1,3})"
    r"(?:\s*[(\-/]?\s*(?:LOKSUS|KHUSUS|LOKASI KHUSUS|REGULER)\s*\)?)?"
)
_BLANK: Final = frozenset({"", "-", "–", "—", "N/A", "NA", "NIHIL", "KOSONG"})


def whole(cell: Cell) -> int | Code | None:
    """Return a count, None where the cell is blank, or why it is not a count.

    Clerks write 1.204 and 1,204 and 1 204 for the same number; a fraction is refused
    and never rounded:

    >>> [whole(text) for text in ("1.204", "1,204", "1 204", 1204.0, "245,00", "-", "")]
    [1204, 1204, 1204, 1204, 245, None, None]
    >>> whole("12,5").value, whole(-3).value, whole(10.5).value, whole("123456").value
    ('not_a_number', 'negative_number', 'not_a_number', 'number_too_large')
    """
    if isinstance(cell, bool):
        return Code.NOT_A_NUMBER
    if isinstance(cell, int | float):
        if cell != cell or cell in (float("inf"), float("-inf")) or cell != int(cell):
            return Code.NOT_A_NUMBER
        return _bounded(int(cell))
    text = text_of(cell).lstrip("'")
    if text.upper() in _BLANK:
        return None
    if _GROUPED.fullmatch(text):
        return _bounded(int(re.sub(r"[., ']", "", text)))
    if plain := _PLAIN.fullmatch(text):
        return _bounded(int(plain[1]))
    return Code.NOT_A_NUMBER


def _bounded(number: int) -> int | Code:
    if number < 0:
        return Code.NEGATIVE_NUMBER
    return number if number <= MOST else Code.NUMBER_TOO_LARGE


def is_far(total: int, both: int) -> bool:
    """Tell whether a total differs from L + P by more than a slip: over 5 and over 5 %.

    >>> is_far(999, 194), is_far(481, 486), is_far(600, 580), is_far(20, 26)
    (True, False, False, True)
    """
    apart = abs(total - both)
    return apart > 5 and apart * 20 > max(total, both)


def tps_number(cell: Cell) -> int | None:
    """Return the number of a TPS, or None where the cell names none from 1 to 999.

    >>> [tps_number(t) for t in ("007", "TPS 7", 7.0, "TPS 901 LOKSUS", "Tps.012", "No. 3")]
    [7, 7, 7, 901, 12, 3]
    >>> [tps_number(text) for text in ("", "TPS", "0", "1234", "JUMLAH", 7.5, "12 TPS", -4)]
    [None, None, None, None, None, None, None, None]
    """
    if isinstance(cell, bool) or (isinstance(cell, float) and not cell.is_integer()):
        return None
    if isinstance(cell, int | float) and cell < 1:
        return None
    found = _TPS.fullmatch(text_of(cell).lstrip("'").upper())
    return int(found[1]) or None if found else None


def degree(cell: Cell, limit: float) -> float | Code | None:
    """Return a latitude or longitude in degrees, None where blank, or why it is not one.

    >>> degree("-2,165432", 90), degree("", 90), degree(200, 180).value
    (-2.165432, None, 'not_a_number')
    """
    if isinstance(cell, bool):
        return Code.NOT_A_NUMBER
    text = text_of(cell)
    if text.upper() in _BLANK:
        return None
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return Code.NOT_A_NUMBER
    return value if -limit <= value <= limit else Code.NOT_A_NUMBER
