"""Every row of a file that could not be used or is doubtful, as a list to mend it by."""

import csv
import io
from typing import Final

from tepat.adapters.excel_out import Sheet, workbook
from tepat.core.election.tps_list.names import Place
from tepat.core.problems import Code, Problem
from tepat.core.sentences import sentence
from tepat.server.election.models import TpsImport
from tepat.server.election.tps_list import services, stored

HEADER: Final = ("Lembar", "Baris", "Kolom", "Nilai", "Alasan", "Jenis")
_BAD, _DOUBTFUL, _WAITING = "ditolak", "periksa", "menunggu nama"
_FORMULA: Final = ("=", "+", "@", "\t", "\r")

Line = tuple[str, int | None, str, str, str, str]
"""Sheet, row, column, value, reason, and whether the row is refused, doubtful or waiting."""


def lines(kept: TpsImport) -> list[Line]:
    """Return all faults and remarks of an import, and each row that waits for a desa."""
    problems = stored.problems_from_json(kept.preview.get("problems", ()))
    found = [_line(each, _DOUBTFUL if each.is_warning else _BAD) for each in problems]
    near = {(each.kecamatan, each.desa): each for each in services.unmatched_in(kept)}
    for row in services.waiting_of(kept):
        each = near.get((row.kecamatan_text, row.desa_text))
        is_ambiguous = each is not None and each.is_ambiguous
        facts: dict[str, str | int] = {
            "sheet": row.sheet,
            "row": row.row,
            "value": row.desa_text,
            "kecamatan": row.kecamatan_text,
            "suggestions": _named(each.suggestions if each else ()),
        }
        code = Code.DESA_AMBIGUOUS if is_ambiguous else Code.DESA_UNKNOWN
        found.append(_line(Problem(code, facts), _WAITING))
    return sorted(found, key=lambda line: (line[0], line[1] or 0))


def _named(places: tuple[Place, ...]) -> str:
    return ", ".join(f"{place.name} {place.code}" for place in places) or "-"


def _line(problem: Problem, kind: str) -> Line:
    facts = problem.facts
    row = facts.get("row")
    return (
        str(facts.get("sheet", "")),
        row if isinstance(row, int) else None,
        str(facts.get("column", "")),
        str(facts.get("value", "")),
        sentence(problem),
        kind,
    )


def as_xlsx(kept: TpsImport) -> bytes:
    """Return the list as a workbook."""
    sheet = Sheet("Masalah", HEADER, lines(kept), widths=(18, 8, 20, 24, 90, 14))
    return workbook([sheet], kept.at.replace(tzinfo=None), kept.file_name)


def as_csv(kept: TpsImport) -> bytes:
    """Return the list as Excel opens it: UTF-8 with a mark, no cell read as a formula."""
    held = io.StringIO(newline="")
    out = csv.writer(held)
    out.writerow(HEADER)
    for line in lines(kept):
        out.writerow([_safe(cell) for cell in line])
    return held.getvalue().encode("utf-8-sig")


def _safe(cell: str | int | None) -> str | int | None:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
