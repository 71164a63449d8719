"""Where in a sheet the columns of a TPS list are.

Offices write the same eight columns in many ways: one or two header rows, groups merged
over L / P / L+P, a title above, a row of column numbers below. What is not recognised is
named by a person once and remembered by the header's signature.
"""

import hashlib
import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tepat.core.election.tps_list.cells import tps_number
from tepat.core.election.tps_list.sheet import Sheet, column_of, letter, text_of


class Field(StrEnum):
    """What a column may hold."""

    CODE = "code"
    KABUPATEN = "kabupaten"
    KECAMATAN = "kecamatan"
    DESA = "desa"
    TPS = "tps"
    DPT_L = "dpt_l"
    DPT_P = "dpt_p"
    DPT = "dpt"
    DPTB = "dptb"
    NAME = "name"
    LAT = "lat"
    LON = "lon"
    ELECTION = "election"
    TPS_COUNT = "tps_count"


VOTERS: Final = (Field.DPT, Field.DPT_L, Field.DPT_P)
MAPPABLE: Final = tuple(each for each in Field if each is not Field.TPS_COUNT)
DEEP: Final = 40
"""Header rows are looked for in the first rows only."""

_DESA: Final = "DESA|KELURAHAN|KEL|PEKON|NAGARI|GAMPONG|KAMPUNG|KALURAHAN|TIYUH|LEMBANG|NEGERI"
_MANY: Final = "JUMLAH|JML|JLH|JUM|TOTAL|BANYAK|BANYAKNYA"
_MEN: Final = "L|LK|LAKI|LAKI LAKI|LAKI2|PRIA|LELAKI"
_WOMEN: Final = "P|PR|PEREMPUAN|WANITA"
_VOTERS: Final = (
    "PEMILIH|DPT|PEMILIH DPT|DPT PEMILIH|PEMILIH TETAP|DAFTAR PEMILIH TETAP|DAFTAR PEMILIH|"
    "DPT ONLINE|PEMILIH DALAM DPT"
)
_BOTH: Final = r"L ?\+ ?P|L ?& ?P|L ?DAN ?P|LP|LK ?\+ ?PR"

_TITLES: Final[tuple[tuple[Field, str], ...]] = (
    (Field.CODE, rf"CODE|(KODE|KD|ID)( (WILAYAH|TPS|PPS|KEMENDAGRI|{_DESA}))*( KPU)?"),
    (Field.TPS_COUNT, rf"({_MANY}|∑|Σ) ?TPS"),
    (Field.TPS, r"TPS|(NO|NOMOR|NAMA)( URUT)? TPS|TPS (NO|NOMOR)|TPS KE|TPS NUMBER"),
    (Field.KECAMATAN, r"(NAMA )?(KECAMATAN|KEC|DISTRIK|KAPANEWON|KEMANTREN|PPK)( DISTRIK)?"),
    (Field.DESA, rf"(NAMA )?({_DESA}|PPS)( (DAN )?({_DESA}))*( ATAU SEBUTAN LAIN)?"),
    (Field.KABUPATEN, r"(NAMA )?(KABUPATEN|KAB|KOTA|KABKOTA)( (KOTA|KAB))?"),
    (Field.DPTB, rf"(({_MANY}) )?(PEMILIH )?(DPTB|DPPH|DPT TAMBAHAN|PEMILIH PINDAHAN)"),
    (Field.DPT_L, rf"(({_MANY}) )?(({_VOTERS}) )?({_MEN})( (DPT|PEMILIH))?"),
    (Field.DPT_P, rf"(({_MANY}) )?(({_VOTERS}) )?({_WOMEN})( (DPT|PEMILIH))?"),
    (
        Field.DPT,
        rf"({_MANY})|(({_MANY}) )?({_VOTERS})( ({_MANY}|{_BOTH}))?|"
        rf"(({_MANY}) )?({_BOTH})( ({_MANY}))?|({_BOTH}) ({_VOTERS})",
    ),
    (
        Field.NAME,
        r"(NAMA )?(ALAMAT|LOKASI|TEMPAT)( LOKASI| ALAMAT)?( TPS)?|NAMA (LOKASI|TEMPAT) TPS|NAME",
    ),
    (Field.LAT, r"LAT|LATITUDE|LINTANG|GARIS LINTANG|KOORDINAT (LAT|LINTANG)"),
    (Field.LON, r"LON|LONG|LNG|LONGITUDE|BUJUR|GARIS BUJUR|KOORDINAT (LON|LONG|BUJUR)"),
    (Field.ELECTION, r"JENIS (PEMILIHAN|PEMILU)|PEMILIHAN|PEMILU|ELECTION"),
)
_READERS: Final = tuple((which, re.compile(pattern)) for which, pattern in _TITLES)
_OTHER_GROUP: Final = re.compile(
    r"\b(DISABILITAS|DIFABEL|PEMULA|DPK|KK|DPS|DPSHP|DP4|TMS|BARU|UBAH|HADIR|KPPS|SUARA|RT|RW)\b"
)
_DPTB_GROUP: Final = re.compile(r"\b(DPTB|DPPH)\b")
_ORDINALS: Final = re.compile(r"\(?\d{1,2}\)?[a-z]?")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where the header stands, where data begins, and which column holds what."""

    header: int
    first: int
    at: Mapping[Field, int]
    titles: Mapping[int, str] = field(default_factory=dict)

    def named(self, which: Field) -> str:
        """Return a column as a person finds it: `E (DPT)`."""
        column = self.at[which]
        title = self.titles.get(column, "")
        return f"{letter(column)} ({title})" if title else letter(column)


def field_of(title: str) -> Field | None:
    """Return what a column with this title holds, or None.

    >>> [field_of(t).value for t in ("Desa/Kel.", "No. TPS", "L+P", "JML PEMILIH", "dpt_l")]
    ['desa', 'tps', 'dpt', 'dpt', 'dpt_l']
    >>> [field_of(title) for title in ("kpu_total", "NO", "Jumlah KK", "RT", "L/P")]
    [None, None, None, None, None]
    """
    words = normal(title)
    if re.fullmatch(r"L ?/ ?P|P ?/ ?L", title.strip().upper()):
        return None
    return next((which for which, pattern in _READERS if pattern.fullmatch(words)), None)


def normal(title: str) -> str:
    """Return a title in capitals, with single spaces, keeping only a plus and a sum sign."""
    words = re.sub(r"[^A-Z0-9+&∑Σ]+", " ", title.upper().replace("Σ", "∑"))
    return " ".join(words.split())


def signature(sheet: Sheet) -> str:
    """Return what a sheet's header has in common with the next file like it.

    The first row with three or more texts, so that it does not depend on recognition.
    """
    for row in range(min(DEEP, len(sheet.rows))):
        texts = [normal(text_of(cell)) for cell in sheet.rows[row] if isinstance(cell, str)]
        if sum(1 for text in texts if text and not text.isdecimal()) >= 3:
            return hashlib.sha256("|".join(texts).encode()).hexdigest()
    return ""


def seen_titles(sheet: Sheet) -> list[tuple[int, str]]:
    """Return what looks like the header of a sheet, for a person to map: column and title."""
    row = title_row(sheet)
    titles = [(column, text_of(cell)[:60]) for column, cell in enumerate(sheet.rows[row])]
    return [(column, title) for column, title in titles if title]


def title_row(sheet: Sheet) -> int:
    """Return the row that looks like a header: the first with three texts, else the first."""
    return _title_row(sheet, {}) or 0


def find_columns(sheet: Sheet, given: Mapping[str, str] | None = None) -> Columns | None:
    """Return where the columns are, or None where TPS and desa were not found.

    `given` is a person's mapping from field to column: a letter (`B`), a title, or `#2`
    for the second column. It wins over what was recognised.
    """
    best = _recognised(sheet)
    if given:
        return _with_given(sheet, given, best)
    return best if best and is_enough(best.at) else None


def is_enough(at: Mapping[Field, int]) -> bool:
    """A list of TPS needs a TPS (or a code that carries it) and a desa (or its code)."""
    return Field.CODE in at or (Field.TPS in at and Field.DESA in at)


def counts_only(sheet: Sheet) -> str | None:
    """Return the column that counts TPS where a sheet has one row per desa, else None."""
    best = _recognised(sheet)
    if best and Field.TPS_COUNT in best.at and Field.TPS not in best.at:
        return best.named(Field.TPS_COUNT)
    return None


def _recognised(sheet: Sheet) -> Columns | None:
    best: Columns | None = None
    for row in range(min(DEEP, len(sheet.rows))):
        for depth in (1, 2, 3):
            found = _read_header(sheet, row, depth)
            if found and (best is None or _rank(found) > _rank(best)):
                best = found
    return best


def _rank(columns: Columns) -> tuple[bool, int, int]:
    depth = columns.first - columns.header
    return (is_enough(columns.at), len(columns.at), -depth)


def _read_header(sheet: Sheet, top: int, depth: int) -> Columns | None:
    last = top + depth - 1
    if last >= len(sheet.rows) or any(_has_numbers(sheet, row) for row in range(top, last + 1)):
        return None
    width = max((len(sheet.rows[row]) for row in range(top, last + 1)), default=0)
    levels = [_spread(sheet, row, width, is_top=row < last) for row in range(top, last + 1)]
    at: dict[Field, int] = {}
    titles: dict[int, str] = {}
    for column in range(width):
        parts = list(dict.fromkeys(level[column] for level in levels if level[column]))
        if not parts:
            continue
        titles[column] = " / ".join(parts)[:60]
        which = _meaning(parts)
        if which and which not in at:
            at[which] = column
    if len(at) < 2:
        return None
    if Field.TPS not in at and Field.CODE not in at and Field.TPS_COUNT not in at:
        return None
    first = last + 1
    while first < len(sheet.rows) and is_ordinals(sheet, first):
        first += 1
    return Columns(top, first, at, titles)


def _meaning(parts: list[str]) -> Field | None:
    """Return what a column means under its groups: L below DPTb is not the men of the DPT."""
    groups, title = parts[:-1], parts[-1]
    which = field_of(title)
    above = " ".join(normal(group) for group in groups)
    if _OTHER_GROUP.search(above):
        return None
    if _DPTB_GROUP.search(above) and which in VOTERS:
        return Field.DPTB if which is Field.DPT else None
    if which is None and groups:
        whole = field_of(" ".join(parts))
        return whole or (field_of(groups[-1]) if not normal(title) else None)
    return which


def _spread(sheet: Sheet, row: int, width: int, *, is_top: bool) -> list[str]:
    """Return one header row as text, with merged groups repeated over their columns."""
    texts = [text_of(sheet.cell(row, column)) for column in range(width)]
    for top, left, bottom, right in sheet.merged:
        if top <= row <= bottom:
            value = text_of(sheet.cell(top, left))
            for column in range(left, min(right + 1, width)):
                texts[column] = value
    return _carried(sheet, row, texts) if is_top else texts


def _carried(sheet: Sheet, row: int, texts: list[str]) -> list[str]:
    """Where merging was lost (csv), a group stands once, left of its blank neighbours."""
    below = [text_of(sheet.cell(row + 1, column)) for column in range(len(texts))]
    carried, group = list(texts), ""
    for column, text in enumerate(texts):
        if text:
            group = text if below[column] else ""
        elif below[column]:
            carried[column] = group
    return carried


def _has_numbers(sheet: Sheet, row: int) -> bool:
    """A row with numbers is data, unless it is only the numbers of the columns."""
    cells = [cell for cell in sheet.rows[row] if text_of(cell)]
    numbers = [cell for cell in cells if text_of(cell).lstrip("-").replace(".", "").isdecimal()]
    return bool(numbers)


def is_ordinals(sheet: Sheet, row: int) -> bool:
    """Tell whether a row only numbers the columns: 1 2 3 4 or (1) (2) (3)."""
    texts = [text_of(cell) for cell in sheet.rows[row] if text_of(cell)]
    if len(texts) < 3 or not all(_ORDINALS.fullmatch(text) for text in texts):
        return False
    numbers = [int(re.sub(r"\D", "", text)) for text in texts]
    return numbers[0] <= 2 and all(
        0 <= after - before <= 1 for before, after in itertools.pairwise(numbers)
    )


def _with_given(sheet: Sheet, given: Mapping[str, str], best: Columns | None) -> Columns | None:
    named = {Field(name): where for name, where in given.items() if where}
    header = best.header if best and is_enough(best.at) else _title_row(sheet, named)
    at = dict(best.at) if best and best.header == header else {}
    titles = dict(best.titles) if best and best.header == header else {}
    if header is not None and not titles:
        titles = {n: text_of(cell)[:60] for n, cell in enumerate(sheet.rows[header])}
    for which, where in named.items():
        column = _resolve(where, titles)
        if column is None:
            return None
        at = {each: place for each, place in at.items() if place != column}
        at[which] = column
    if not is_enough(at):
        return None
    if best and best.header == header:
        return Columns(best.header, best.first, at, titles)
    first = _first_data(sheet, at, (header + 1) if header is not None else 0)
    return Columns(header if header is not None else max(first - 1, 0), first, at, titles)


def _title_row(sheet: Sheet, named: Mapping[Field, str]) -> int | None:
    """Return the row in which most of the given titles stand, else the first row of texts."""
    wanted = {normal(where) for where in named.values()}
    texts_in = [
        {normal(text_of(cell)) for cell in row if isinstance(cell, str)} - {""}
        for row in sheet.rows[:DEEP]
    ]
    hits = [len(wanted & texts) for texts in texts_in]
    most = max(hits, default=0)
    if most:
        return hits.index(most)
    return next((n for n, texts in enumerate(texts_in) if len(texts) >= 3), None)


def _resolve(where: str, titles: Mapping[int, str]) -> int | None:
    if re.fullmatch(r"#\d{1,4}", where):
        return int(where[1:]) - 1
    for column, title in titles.items():
        if normal(title) == normal(where) or title.strip() == where.strip():
            return column
    return column_of(where) if re.fullmatch(r"[A-Za-z]{1,3}", where) else None


def _first_data(sheet: Sheet, at: Mapping[Field, int], start: int) -> int:
    column = at.get(Field.TPS, at.get(Field.CODE, 0))
    for row in range(start, len(sheet.rows)):
        if tps_number(sheet.cell(row, column)) or Field.TPS not in at:
            return row
    return start
