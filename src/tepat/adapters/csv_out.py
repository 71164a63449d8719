"""Tables out as `.csv` for offices: UTF-8 with a byte order mark, no formula, no lost nought.

A sheet program reads a text that begins with = + - or @ as a formula, and a code like
000123 as a number. The first gets an apostrophe before it; the second is quoted, and with
`for_sheets` written as ="000123", which every sheet program shows as it is. Whole numbers
stand without quotes. The same rows give the same bytes.
"""

import re
from collections.abc import Iterable, Sequence
from typing import BinaryIO, Final

Value = str | int | None
MARK: Final = "\ufeff"
_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
_CODE: Final = re.compile(r"[0-9A-Za-z.:_/ @-]{1,200}")


def write(
    file: BinaryIO,
    heads: Sequence[str],
    rows: Iterable[Sequence[Value]],
    delimiter: str = ",",
    codes: frozenset[int] = frozenset(),
    for_sheets: bool = False,
) -> int:
    """Write a table into `file`, row by row, and return how many rows it has.

    `codes` are the columns (from 0) whose text is a code.
    """
    file.write((MARK + _line([text(head) for head in heads], delimiter)).encode())
    count = 0
    for row in rows:
        cells = [
            code(value) if for_sheets and place in codes and value else text(value)
            for place, value in enumerate(row)
        ]
        file.write(_line(cells, delimiter).encode())
        count += 1
    return count


def text(value: Value) -> str:
    """Return one cell: a number bare, a text quoted and never a formula.

    >>> text("=1+1"), text(12), text(None)
    ('"\\'=1+1"', '12', '')
    """
    if value is None or value == "":
        return ""
    if isinstance(value, int):
        return str(value)
    safe = f"'{value}" if value.startswith(_STARTS_FORMULA) else value
    doubled = safe.replace('"', '""')
    return f'"{doubled}"'


def code(value: Value) -> str:
    """Return a code as sheet programs leave it alone; anything else as text.

    >>> code("000123").count('"'), code("=1+1") == text("=1+1")
    (6, True)
    """
    if isinstance(value, str) and _CODE.fullmatch(value):
        return '"=""' + value + '"' * 3
    return text(value)


def _line(cells: Sequence[str], delimiter: str) -> str:
    return delimiter.join(cells) + "\r\n"
