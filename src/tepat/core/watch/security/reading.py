"""Classes of TPS from a pasted table or a spreadsheet: good rows are kept, bad ones named.

A row says its TPS by the code, or by desa (name or code, with the kecamatan where two desa
share a name) and number, and its class by name or code.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.election.tps_list.sheet import Sheet, text_of
from tepat.core.problems import Code, Fact, Problem

COLUMNS: Final[Mapping[str, frozenset[str]]] = {
    "tps": frozenset({"kodetps", "tpscode", "kode"}),
    "kecamatan": frozenset({"kecamatan", "distrik"}),
    "desa": frozenset({"desa", "kelurahan", "desakelurahan", "kodedesa", "village"}),
    "number": frozenset({"tps", "notps", "nomortps", "nomor"}),
    "grade": frozenset({"kelas", "kerawanan", "kategori", "class", "klasifikasi"}),
    "reason": frozenset({"alasan", "keterangan", "sebab", "reason"}),
}
LONGEST: Final = 200
"""Characters of a reason."""
HEAD_ROWS: Final = 15
"""A table may have titles above its header; it is looked for this far."""
MOST_PROBLEMS: Final = 200


@dataclass(frozen=True, slots=True)
class Graded:
    """One good row."""

    tps: str
    grade: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """What rows may name: TPS codes, and desa by name; classes by how people write them."""

    tps: frozenset[str]
    desa: Mapping[str, Sequence[str]]
    """By name in small letters, the codes of the desa called so."""
    kecamatan: Mapping[str, str]
    """By name in small letters, its code."""
    grades: Mapping[str, str]
    """By name or code in small letters without spaces, the code."""


def key_of(text: str) -> str:
    """Return a name as it is compared.

    >>> key_of(" Sangat  RAWAN ") == key_of("sangat_rawan")
    True
    """
    return re.sub(r"[\W_]+", "", text.lower())


def read_grades(sheets: Iterable[Sheet], places: Places) -> tuple[dict[str, Graded], list[Problem]]:
    """Return the class of every TPS that could be read, and each reason one could not.

    A TPS that stands twice with two classes is named and not taken.
    """
    found: dict[str, Graded] = {}
    problems: list[Problem] = []
    twice: set[str] = set()
    heads = 0
    for sheet in sheets:
        head = _head(sheet)
        if head is None:
            continue
        heads += 1
        top, columns = head
        for row in range(top + 1, len(sheet.rows)):
            cells = {name: text_of(sheet.cell(row, at)) for name, at in columns.items()}
            if not any(cells.values()):
                continue
            read = _row(cells, places)
            if isinstance(read, str):
                column = columns.get(read, 0)
                value = cells.get(read, "")[:40]
                where: dict[str, Fact] = {"sheet": sheet.name[:40], "row": row + 1}
                where |= {"column": _said(read, column), "value": value}
                problems.append(Problem(_WHY[read], where))
                continue
            known = found.get(read.tps)
            if known and known.grade != read.grade:
                twice.add(read.tps)
                where = {"sheet": sheet.name[:40], "row": row + 1, "value": read.tps}
                problems.append(Problem(Code.SECURITY_TWICE, where))
                continue
            found[read.tps] = read
    if not heads:
        problems.append(Problem(Code.SECURITY_NO_HEADER))
    return {code: each for code, each in found.items() if code not in twice}, problems


_WHY: Final[Mapping[str, Code]] = {
    "tps": Code.SECURITY_TPS,
    "number": Code.SECURITY_TPS,
    "desa": Code.SECURITY_DESA,
    "grade": Code.SECURITY_GRADE,
}


def _said(name: str, column: int) -> str:
    return f"{chr(65 + column) if column < 26 else column + 1} ({name})"


def _head(sheet: Sheet) -> tuple[int, dict[str, int]] | None:
    """Return the row of the header and the place of each column; it needs a TPS and a class."""
    for row in range(min(HEAD_ROWS, len(sheet.rows))):
        columns: dict[str, int] = {}
        for at, cell in enumerate(sheet.rows[row][:64]):
            word = key_of(text_of(cell))
            for name, spellings in COLUMNS.items():
                if word in spellings:
                    columns.setdefault(name, at)
        if "grade" in columns and ("tps" in columns or {"desa", "number"} <= columns.keys()):
            return row, columns
    return None


def _row(cells: Mapping[str, str], places: Places) -> Graded | str:
    """Return a good row, or the column that keeps it out."""
    grade = places.grades.get(key_of(cells.get("grade", "")))
    if cells.get("tps"):
        code = cells["tps"].replace(" ", "")
        if code not in places.tps:
            return "tps"
    else:
        found = _desa(cells, places)
        if len(found) != 1:
            return "desa"
        digits = re.sub(r"\D", "", cells.get("number", ""))
        code = f"{found[0]}-{int(digits):03d}" if 0 < len(digits) < 5 else ""
        if code not in places.tps:
            return "number"
    if grade is None:
        return "grade"
    return Graded(code, grade, cells.get("reason", "")[:LONGEST])


def _desa(cells: Mapping[str, str], places: Places) -> Sequence[str]:
    text = cells.get("desa", "")
    codes = places.desa.get(key_of(text), [text] if re.fullmatch(r"[\d.]{13}", text) else [])
    inside = places.kecamatan.get(key_of(cells.get("kecamatan", "")))
    return [code for code in codes if code.startswith(inside)] if inside else codes
