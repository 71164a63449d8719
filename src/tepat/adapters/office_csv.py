"""Small tables of an office as `.csv`: columns in any order and language, any usual delimiter."""

import csv
import io
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from tepat.adapters.region_table import decoded
from tepat.core.problems import Code, refuse

Names = Mapping[str, Collection[str]]
"""What each column may be called, in lower case."""


def columns_and_rows(
    path: Path, names: Names, limit: int
) -> tuple[frozenset[str], Iterator[tuple[int, dict[str, str]]]]:
    """Return which columns of `names` a table has, and its rows that say something.

    A row is its number in the file and what stands in each known column. Lines that begin
    with `#` are remarks. Raises `Refused`, also while rows are read, where the file is missing,
    empty, larger than `limit` bytes or no such table.
    """
    if not path.is_file():
        raise refuse(Code.FILE_MISSING, file=path.name)
    raw = path.read_bytes()
    if len(raw) > limit:
        raise refuse(Code.FILE_TOO_HEAVY, file=path.name, size=len(raw) >> 20, limit=limit >> 20)
    text = "\n".join(line for line in decoded(raw).splitlines() if not line.startswith("#"))
    if not text.strip():
        raise refuse(Code.FILE_EMPTY, file=path.name)
    head = text.partition("\n")[0]
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    try:
        words = [" ".join(cell.lower().replace(".", " ").split()) for cell in next(lines)]
    except csv.Error as no:
        raise refuse(Code.FILE_BROKEN, file=path.name) from no
    columns = {}
    for name, known in names.items():
        at = next((at for at, word in enumerate(words) if word in known), None)
        if at is not None:
            columns[name] = at
    return frozenset(columns), _rows(lines, columns, path.name)


def _rows(
    lines: Iterator[list[str]], columns: Mapping[str, int], file: str
) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        for row, cells in enumerate(lines, start=2):
            said = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
            if any(said.values()):
                yield row, said
    except csv.Error as no:
        raise refuse(Code.FILE_BROKEN, file=file) from no
