"""The stock card as a spreadsheet: the same entries, the same bytes for the same data."""

import io
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from tepat.core import mark
from tepat.core.move import damage
from tepat.server.election.models import Scope
from tepat.server.move.models import StockEntry
from tepat.server.move.stock.days import local
from tepat.server.move.stock.goods import Thing

HEADER = (
    "No.", "Waktu", "Mutasi", "Tempat", "Kondisi", "Untuk", "Sebab", "Perubahan", "Jumlah",
    "Surat", "Oleh",
)  # fmt: skip
WIDTHS = (6, 17, 18, 20, 16, 8, 24, 12, 12, 24, 20)


def card_sheet(scope: Scope, thing: Thing, rows: Iterable[StockEntry]) -> bytes:
    """Return the stock card of `thing` as xlsx, oldest entry first."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime(2024, 1, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("Kartu stok")
    bold, whole = book.add_format({"bold": True}), book.add_format({"num_format": "#,##0"})
    sheet.write_string(0, 0, f"Kartu stok {thing.name.id}, {scope.kabupaten}", bold)
    if scope.is_contoh:
        sheet.write_string(1, 0, mark.line("contoh: angka dibuat-buat"))
    for column, (title, width) in enumerate(zip(HEADER, WIDTHS, strict=True)):
        sheet.write_string(2, column, title, bold)
        sheet.set_column(column, column, width)
    sheet.freeze_panes(3, 0)
    total = 0
    for line, row in enumerate(rows, start=3):
        total += row.quantity
        for column, value in enumerate(_line(scope, row, total)):
            if isinstance(value, int):
                sheet.write_number(line, column, value, whole)
            else:
                sheet.write_string(line, column, value)
    book.close()
    return buffer.getvalue()


def _line(scope: Scope, row: StockEntry, total: int) -> tuple[Any, ...]:
    made = row.movement
    by = (made.by.get_full_name() or made.by.username) if made.by else ""
    cause = damage.words_of(row.cause).id if row.cause else ""
    when = f"{local(made.at, scope):%Y-%m-%d %H.%M}"
    kind, condition = made.kind.replace("_", " "), row.condition.replace("_", " ")
    head = (made.number, when, kind, row.place, condition, row.pool, cause)
    return (*head, row.quantity, total, made.paper, by)
