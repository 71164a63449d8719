"""Workbooks out: sheets of rows become the bytes of an xlsx file.

The same rows and the same `created` give the same bytes, on any day and any machine.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

Cell = str | int | None


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
    for line, text in enumerate(sheet.above):
        page.write_string(line, 0, text, note)
    top = len(sheet.above) + bool(sheet.above)
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
