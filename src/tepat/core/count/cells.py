"""A cell of a result form as a person types it: a number, a blank, or nothing that can be read.

`X`, `-` and an empty cell are blanks, never noughts: an X on the paper was once read as 8. A
negative number is kept as it was typed; the checks say that it cannot be.
"""

import re
from dataclasses import dataclass
from typing import Final

MOST: Final = 9_999_999
_BLANK: Final = frozenset({"", "x", "xx", "xxx", "-", "–", "—"})
_NUMBER: Final = re.compile(r"[-−]?(?:[0-9]{1,7}|[0-9]{1,3}(?:[. ][0-9]{3})+)(?:[.,]0{1,2})?")


@dataclass(frozen=True, slots=True)
class Cell:
    """What one cell says: a number, or a blank (None); `is_read` is False for anything else."""

    value: int | None
    is_read: bool = True


def read_cell(text: object) -> Cell:
    """Return what a person typed, or a sheet holds, in one cell.

    >>> read_cell("1.204").value, read_cell(" 8 ").value, read_cell("-1").value
    (1204, 8, -1)
    >>> read_cell("X"), read_cell("12 suara").is_read, read_cell("1,5").is_read
    (Cell(value=None, is_read=True), False, False)
    >>> read_cell("250\\n145").is_read, read_cell("1 204").value
    (False, 1204)
    """
    if text is None:
        return Cell(None)
    if isinstance(text, bool):
        return Cell(None, is_read=False)
    if isinstance(text, int):
        return _bounded(text)
    if isinstance(text, float):
        return _bounded(int(text)) if text.is_integer() else Cell(None, is_read=False)
    if re.search(r"[\t\r\n]", str(text).strip()):
        return Cell(None, is_read=False)  # two cells pasted into one are no number
    plain = " ".join(str(text).split())
    if plain.lower() in _BLANK:
        return Cell(None)
    if not _NUMBER.fullmatch(plain):
        return Cell(None, is_read=False)
    whole = re.sub(r"[.,]0{1,2}$", "", plain) if not re.search(r"[. ][0-9]{3}$", plain) else plain
    digits = re.sub(r"[^0-9]", "", whole)
    return _bounded(-int(digits) if plain[0] in "-−" else int(digits))


def _bounded(number: int) -> Cell:
    return Cell(number) if -MOST <= number <= MOST else Cell(None, is_read=False)
