"""Rows of a small table (`.csv`) by the name of their column, as offices keep them."""

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from tepat.adapters.region_table import decoded
from tepat.core.problems import Code, Fact, Problem, refuse

LIMIT: Final = 4 * 2**20
"""Bytes."""
Columns = Mapping[str, frozenset[str]]
"""Spellings of each column, in small letters without spaces."""
Cells = Mapping[str, str]


class Wrong(Exception):
    """One cell that cannot be used: its column, its value and what was wanted."""

    def __init__(self, column: str, value: str, wanted: str, wanted_en: str) -> None:
        super().__init__(column)
        self.facts = {
            "column": column,
            "value": value[:40],
            "wanted": wanted,
            "wanted_en": wanted_en,
        }

    def at(self, code: Code, file: str, row: int) -> Problem:
        """Return the problem with the file and row it stands in."""
        facts: dict[str, Fact] = {"file": file, "row": row, **self.facts}
        return Problem(code, facts)


def rows_of(path: Path, columns: Columns, needed: Sequence[str]) -> Iterator[tuple[int, Cells]]:
    """Yield each row with its number; columns may stand in any order.

    Raises `Refused` where the file is no such table.
    """
    try:
        with path.open("rb") as file:
            raw = file.read(LIMIT + 1)
    except OSError as no:
        raise refuse(Code.FILE_MISSING, file=path.name) from no
    if len(raw) > LIMIT:
        raise refuse(Code.FILE_TOO_HEAVY, file=path.name, size=len(raw) >> 20, limit=LIMIT >> 20)
    text = decoded(raw)
    if not text.strip():
        raise refuse(Code.FILE_EMPTY, file=path.name)
    first = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t|", key=first.count))
    try:
        found = _places(next(lines), columns, needed, path.name)
        for row, cells in enumerate(lines, start=2):
            if any(cell.strip() for cell in cells):
                yield (
                    row,
                    {name: cells[at].strip() for name, at in found.items() if at < len(cells)},
                )
    except csv.Error as no:
        raise refuse(Code.FILE_BROKEN, file=path.name) from no


def _places(
    head: Sequence[str], columns: Columns, needed: Sequence[str], file: str
) -> dict[str, int]:
    words = [re.sub(r"[\W_]+", "", cell).lower() for cell in head]
    found = {}
    for name, known in columns.items():
        at = next((at for at, word in enumerate(words) if word in known), None)
        if at is not None:
            found[name] = at
        elif name in needed:
            raise refuse(Code.COLUMN_MISSING, sheet=file, column=name)
    return found
