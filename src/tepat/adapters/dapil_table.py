"""A dapil table as CSV: kind, area, dapil; comma or semicolon, UTF-8 or cp1252."""

import csv
import io
from pathlib import Path

from tepat.core.election.dapil import COLUMNS
from tepat.core.problems import Code, refuse


def read_dapil_table(path: Path) -> list[dict[str, str]]:
    """Return the rows of `path` as text by column.

    Raises `Refused` where it cannot be read, is empty, or a column is missing.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise refuse(Code.FILE_BROKEN, file=path.name) from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp1252", errors="replace")
    header = text.partition("\n")[0]
    delimiter = ";" if header.count(";") > header.count(",") else ","
    reader = csv.DictReader(io.StringIO(text), delimiter=delimiter, restval="")
    reader.fieldnames = [name.strip().lower() for name in reader.fieldnames or []]
    for column in COLUMNS:
        if column not in reader.fieldnames:
            raise refuse(Code.COLUMN_MISSING, sheet=path.name, column=column)
    try:
        rows = [{name: row[name] or "" for name in COLUMNS} for row in reader]
    except csv.Error as error:
        raise refuse(Code.FILE_BROKEN, file=path.name) from error
    if not rows:
        raise refuse(Code.FILE_EMPTY, file=path.name)
    return rows
