"""One sheet as plain values, and how its places are named to a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Merged = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """Rows from the first row and column of the sheet, so that row 0 is Excel's row 1."""

    name: str
    rows: Sequence[Sequence[Cell]]
    errors: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Cells whose formula failed: (row, column) from 0, and `#REF!`."""
    merged: Sequence[Merged] = ()

    def cell(self, row: int, column: int) -> Cell:
        """Return one cell; outside the written area it is None, a failed formula its error."""
        if (row, column) in self.errors:
            return self.errors[row, column]
        line = self.rows[row] if row < len(self.rows) else ()
        return line[column] if column < len(line) else None

    @property
    def is_empty(self) -> bool:
        return not any(text_of(cell) for row in self.rows for cell in row)


def letter(column: int) -> str:
    """Return the letters of a column counted from 0.

    >>> letter(0), letter(25), letter(26), letter(701), letter(702)
    ('A', 'Z', 'AA', 'ZZ', 'AAA')
    """
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_of(letters: str) -> int:
    """Return the column, from 0, that letters name.

    >>> [column_of(letter(n)) for n in (0, 25, 26, 702)]
    [0, 25, 26, 702]
    """
    number = 0
    for character in letters.upper():
        number = number * 26 + ord(character) - 64
    return number - 1


def text_of(cell: Cell) -> str:
    """Return a cell as the text a person sees: 7.0 is 7, blanks are stripped.

    >>> text_of(7.0), text_of("  TPS\\u00a07 "), text_of(None), text_of(6309052003.0)
    ('7', 'TPS 7', '', '6309052003')
    """
    if cell is None:
        return ""
    if isinstance(cell, str):
        return " ".join(cell.split()) if cell else ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
