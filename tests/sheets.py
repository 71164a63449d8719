"""Small workbooks for tests, made as offices make them."""

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
import xlwt

Rows = Sequence[Any]
"""Rows of cells; a row is any sequence."""


def xlsx(
    sheets: Mapping[str, Rows] | Rows, merged: Sequence[tuple[int, int, int, int]] = ()
) -> bytes:
    """Return a workbook; `merged` ranges of the first sheet keep their upper left cell."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    for title, rows in _named(sheets).items():
        page = book.add_worksheet(title)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if isinstance(cell, Formula):
                    page.write_formula(number, column, cell.text, None, cell.value)
                elif cell is not None:
                    page.write(number, column, cell)
        if title == next(iter(_named(sheets))):
            for top, left, bottom, right in merged:
                page.merge_range(top, left, bottom, right, rows[top][left])
    book.close()
    return held.getvalue()


class Formula:
    """A formula and the value Excel last computed for it."""

    def __init__(self, text: str, value: Any) -> None:
        self.text, self.value = text, value


def xls(sheets: Mapping[str, Rows] | Rows) -> bytes:
    held = io.BytesIO()
    book = xlwt.Workbook()
    for title, rows in _named(sheets).items():
        page = book.add_sheet(title)
        for number, row in enumerate(rows):
            for column, cell in enumerate(row):
                if cell is not None:
                    page.write(number, column, cell)
    book.save(held)
    return held.getvalue()


def text(rows: Rows, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    held = io.StringIO()
    csv.writer(held, delimiter=delimiter).writerows(rows)
    return held.getvalue().encode(encoding)


def _named(sheets: Mapping[str, Rows] | Rows) -> Mapping[str, Rows]:
    return sheets if isinstance(sheets, Mapping) else {"DPT": sheets}
