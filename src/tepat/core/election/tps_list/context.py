"""What the rows above say about the rows below: grouping columns, titles, repeated headers."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.election.regions import normal_code
from tepat.core.election.tps_list import headers, names
from tepat.core.election.tps_list.headers import Columns, Field
from tepat.core.election.tps_list.line import Line
from tepat.core.election.tps_list.sheet import Sheet, text_of

_CONTEXT: Final = re.compile(
    r"(?:NAMA )?"
    r"(KECAMATAN|KEC|DISTRIK|PPK|DESA|KELURAHAN|KEL|DESA ?/ ?KELURAHAN|PEKON|NAGARI|GAMPONG)"
    r"\.?\s*[:=.\-]?\s+(.{2,60})",
    re.IGNORECASE,
)
Spot = tuple[int, int]
Written = tuple[str, str, str]
"""Code, kecamatan and desa as the sheet writes them."""
_UPPER_PLACES: Final = frozenset({"KECAMATAN", "KEC", "DISTRIK", "PPK"})


@dataclass(slots=True)
class Context:
    """What the rows above say about the rows below: grouping columns and title rows."""

    kecamatan: str = ""
    desa: str = ""
    code: str = ""
    number: int = 0


def code_parts(text: str) -> tuple[str | None, int | None]:
    """Return desa code and TPS number of a code as written: ten or thirteen digits.

    >>> code_parts("63.09.05.2003-007"), code_parts("6309052003007"), code_parts("63.09.05.2003")
    (('63.09.05.2003', 7), ('63.09.05.2003', 7), ('63.09.05.2003', None))
    """
    digits = re.sub(r"[\s.\-_/']", "", text)
    if not digits.isdecimal() or len(digits) not in (10, 13):
        return None, None
    number = int(digits[10:]) if len(digits) == 13 else None
    return normal_code(digits[:10]), number or None


def names_written(
    line: Line, context: Context, merged: Mapping[tuple[int, int], int], number: int | None
) -> Written:
    """Return code, kecamatan and desa as written; grouping columns are filled downwards.

    A blank desa takes the one above where the cells are merged or the TPS counts on;
    a blank in the middle of a list that starts again is not filled.
    """

    def said(which: Field) -> str:
        column = line.columns.at.get(which)
        if column is None:
            return ""
        row = merged.get((line.row, column), line.row)
        return text_of(line.sheet.cell(row, column))

    code, kecamatan, desa = said(Field.CODE), said(Field.KECAMATAN), said(Field.DESA)
    if kecamatan and names.plain(kecamatan) != names.plain(context.kecamatan):
        context.kecamatan = kecamatan
        if Field.DESA in line.columns.at:
            context.desa, context.code, context.number = "", "", 0
    goes_on = number is not None and number > context.number
    if code or desa:
        context.code, context.desa = code, desa
        if not desa and Field.DESA not in line.columns.at:
            context.desa = ""
    elif not goes_on:
        return "", kecamatan or context.kecamatan, ""
    context.number = number or 0
    return context.code, kecamatan or context.kecamatan, context.desa


def merged_above(sheet: Sheet, columns: Columns) -> dict[tuple[int, int], int]:
    """Return for each merged cell of a grouping column the row its value stands in."""
    grouping = {
        columns.at[each] for each in (Field.CODE, Field.KECAMATAN, Field.DESA) if each in columns.at
    }
    return {
        (row, column): top
        for top, left, bottom, right in sheet.merged
        for column in range(left, right + 1)
        if column in grouping and top >= columns.first
        for row in range(top, bottom + 1)
    }


def is_header_again(line: Line, texts: Sequence[str]) -> bool:
    """Tell whether a row repeats the header, as lists printed page by page do."""
    hits = sum(
        1
        for which, column in line.columns.at.items()
        if column < len(texts) and texts[column] and headers.field_of(texts[column]) is which
    )
    filled = [text for text in texts if text]
    return hits >= 2 or (
        headers.is_ordinals(line.sheet, line.row)
        and len(filled) >= len(line.columns.at)
        and filled[0].strip("()") == "1"
        and filled[1].strip("()") == "2"
        and filled[2].strip("()") == "3"
    )


def context_of(filled: Sequence[str]) -> tuple[bool, str] | None:
    """Return (is kecamatan, name) of a title row such as `KECAMATAN : TANTA`."""
    if not filled:
        return None
    found = _CONTEXT.fullmatch(" ".join(filled).replace(" :", ":").replace(":", ": ").strip())
    if not found:
        return None
    return found[1].upper() in _UPPER_PLACES, found[2].strip()
