"""Workbooks out: sheets of rows become the bytes of an xlsx file.

The same rows and the same `created` give the same bytes, on any day and any machine.
"""

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from tepat.core import mark

Cell = str | int | None
MOST_ROWS: Final = 1_000_000
"""Rows of one sheet: the form itself ends at 1,048,576."""
LONGEST_CELL: Final = 32_000
"""Characters; the form itself ends at 32,767."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: lines above the table, a header, rows, and the width of each column."""

    name: str
    header: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    above: Sequence[str] = ()
    widths: Sequence[int] = ()
    frozen: int = 1
    """How many columns stay in view when one scrolls to the right."""


def workbook(sheets: Sequence[Sheet], created: datetime, title: str = "") -> bytes:
    """Return an xlsx file. `created` (naive, from the data) is written as its date.

    Text is never read as a formula: a name that begins with = stays a name.
    """
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(buffer, options)
    book.set_properties({"title": title, "author": "tepat", "created": created})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    number = book.add_format({"num_format": "#,##0"})
    note = book.add_format({"italic": True})
    for sheet in sheets:
        page = book.add_worksheet(sheet.name)
        _fill(page, sheet, bold, number, note)
    book.close()
    return buffer.getvalue()


def _fill(page: Worksheet, sheet: Sheet, bold: object, number: object, note: object) -> None:
    above = mark.above(sheet.above)
    for line, text in enumerate(above):
        page.write_string(line, 0, text, note)
    top = len(above) + bool(above)
    for column, text in enumerate(sheet.header):
        page.write_string(top, column, text, bold)
    for line, row in enumerate(sheet.rows, start=top + 1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(line, column, value, number)
            elif value is not None:
                page.write_string(line, column, value)
    for column, width in enumerate(sheet.widths):
        page.set_column(column, column, width)
    page.freeze_panes(top + 1, sheet.frozen)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(top)


def write(
    file: BinaryIO,
    name: str,
    heads: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    created: datetime,
    title: str = "",
) -> int:
    """Write a table of any length into `file` and return how many rows it has.

    Rows go to the disk as they come, so that a long table needs no more memory than a short
    one. Text stays text. After `MOST_ROWS` another sheet goes on.
    """
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = Workbook(file, options)
    book.set_properties({"title": title, "author": "tepat", "created": created})
    bold = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "bottom"})
    count, line = 0, 0
    page = _begun(book, name, heads, bold)
    for row in rows:
        line += 1
        if line > MOST_ROWS:
            page, line = _begun(book, f"{name[:26]} {count // MOST_ROWS + 1}", heads, bold), 1
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(line, column, value)
            elif value:
                page.write_string(line, column, value[:LONGEST_CELL])
        count += 1
    book.close()
    return count


def _begun(book: Workbook, name: str, heads: Sequence[str], bold: object) -> Worksheet:
    page = book.add_worksheet(name[:31])
    page.set_column(0, max(len(heads) - 1, 0), 18)
    page.freeze_panes(1, 1)
    for column, text in enumerate(heads):
        page.write_string(0, column, text, bold)
    return page
