"""Forms out of a spreadsheet: one row per TPS and kind, columns in any order.

Every row that can be read is kept, every other one is told in a sentence. A second row of heads
is read as such. Nothing is corrected: a figure that cannot be is kept for the checks to say.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.count.cells import read_cell
from tepat.core.count.form import FIGURES, SIREKAP, Form
from tepat.core.count.lists import MOST, in_order, row_of
from tepat.core.count.versions import digest_of, has_votes
from tepat.core.count.words import FIGURE_WORDS, figure_words
from tepat.core.election.tps_list.sheet import Cell, Sheet, text_of
from tepat.core.problems import Code, Fact, Problem, refuse

MOST_ROWS: Final = 20_000
TPS: Final = "tps"
KIND: Final = "kind"
VOTES: Final = "no-"
"""Begins the name of a column of votes: `no-1`."""
_TPS_HEADS: Final = frozenset({"tps", "kode tps", "kode", "tps code", "kode_tps"})
_KIND_HEADS: Final = frozenset({"jenis", "jenis pemilihan", "pemilihan", "kind", "surat suara"})
_DIGITS: Final = re.compile(r"([0-9]{2})\.?([0-9]{2})\.?([0-9]{2})\.?([0-9]{4})[-./ ]?([0-9]{3})")
_VOTE: Final = re.compile(
    r"(?:no|nomor|paslon|pasangan|calon|suara|partai|number)?[ ._]*0*([0-9]{1,3})"
)
_ROW: Final = re.compile(
    r"(?:no|nomor|partai|number)?[ ._]*0*([0-9]{1,3})"
    r"(?:[.]|[ ,]*(?:calon|caleg|candidate)[ .]*)0*([0-9]{1,2})"
    r"|(?:no|nomor|partai|number)?[ ._]*0*([0-9]{1,3})[ ,]*(?:suara partai|party alone)"
)
"""A row below a party: `4.12`, `nomor 4, calon 12`, `nomor 4, suara partai`."""
_SHORT: Final[Mapping[str, str]] = {
    "dpt": "registered",
    "dpt l": "registered_men",
    "dpt p": "registered_women",
    "pengguna dpt": "dpt",
    "pengguna dptb": "moved",
    "pindahan": "moved",
    "dptb": "moved",
    "pengguna dpk": "unlisted",
    "dpk": "unlisted",
    "tidak terdaftar": "unlisted",
    "pengguna": "users",
    "jumlah pengguna": "users",
    "diterima": "received",
    "digunakan": "used",
    "rusak": "spoiled",
    "sisa": "left",
    "sah": "valid",
    "tidak sah": "invalid",
    "seluruhnya": "total",
    "sah dan tidak sah": "total",
}
_FIGURE_HEADS: Final[Mapping[str, str]] = {
    **{name: name for name in FIGURES if name != "dpt"},
    **SIREKAP,
    **{words.id.lower(): name for name, words in FIGURE_WORDS.items()},
    **{words.en.lower(): name for name, words in FIGURE_WORDS.items()},
    **_SHORT,
}


@dataclass(frozen=True, slots=True)
class Row:
    """One form that was read, and where it stands."""

    where: str
    form: Form


@dataclass(frozen=True, slots=True)
class Sheets:
    """What a file says: forms, and a problem for each row or cell that is none."""

    rows: tuple[Row, ...]
    problems: tuple[Problem, ...]


Papers = Callable[[str, str], tuple[str | None, str]]
"""From a TPS and the word for a kind to its SKU (None: there is none) and the kinds there are.

Of a TPS that is not known the second is empty."""


def heads_in(cells: Sequence[Cell]) -> dict[int, str] | None:
    """Return what each column of a row of heads holds; None for a row that is none.

    >>> heads_in(["Kode TPS", "Sah", "Tidak sah", "01", "2"])
    {0: 'tps', 1: 'valid', 2: 'invalid', 3: 'no-1', 4: 'no-2'}
    >>> heads_in(["63.09.05.2003-007", 1, 2]) is None
    True
    """
    found: dict[int, str] = {}
    for place, cell in enumerate(cells):
        name = head_of(cell)
        if name and name not in found.values():
            found[place] = name
    has_votes_or_sums = any(n.startswith("no-") or n in FIGURES for n in found.values())
    return found if TPS in found.values() and has_votes_or_sums else None


def head_of(cell: Cell) -> str:
    """Return what a head says its column holds, "" where it is not known.

    >>> head_of("Suara sah"), head_of("paslon_1"), head_of("kecamatan")
    ('valid', 'no-1', '')
    >>> head_of("nomor 4, calon 12"), head_of("4.0"), head_of(4.1)
    ('no-4.12', 'no-4.0', '')
    """
    text = " ".join(text_of(cell).lower().replace("_", " ").split()).strip(" .:*")
    if text in _TPS_HEADS:
        return TPS
    if text in _KIND_HEADS:
        return KIND
    if name := _FIGURE_HEADS.get(text) or _FIGURE_HEADS.get(text.replace(" ", "_")):
        return name
    if isinstance(cell, float) and not cell.is_integer():
        return ""  # 1.1 and 1.10 are the same number to a spreadsheet, and two candidates
    if row := _ROW.fullmatch(text):
        party, candidate = int(row[1] or row[3]), int(row[2] or 0)
        return VOTES + row_of(str(party), candidate) if party and candidate <= MOST else ""
    vote = _VOTE.fullmatch(text)
    return f"no-{int(vote[1])}" if vote and int(vote[1]) > 0 else ""


def read_forms(sheets: Iterable[Sheet], file: str, papers: Papers, example: str) -> Sheets:
    """Return every form of a file. Raises `Refused` where no row of heads stands in it."""
    rows: list[Row] = []
    problems: list[Problem] = []
    first: dict[tuple[str, str], Row] = {}
    is_headed = False
    for sheet in sheets:
        heads: dict[int, str] | None = None
        if len(sheet.rows) > MOST_ROWS:
            raise refuse(Code.FORM_ROWS, rows=len(sheet.rows), most=MOST_ROWS)
        for at in range(len(sheet.rows)):
            cells = [sheet.cell(at, place) for place in range(len(sheet.rows[at]))]
            if not any(text_of(each) for each in cells):
                continue
            where = _where(sheet.name, at)
            if (again := heads_in(cells)) is not None:
                if heads is not None:
                    problems.append(Problem(Code.FORM_HEADER_AGAIN, where))
                heads, is_headed = again, True
                continue
            if heads is None:
                continue  # lines above the table
            read, told = _row(cells, heads, where, papers, example)
            problems += told
            if read is not None:
                _keep(read, where, first, rows, problems)
    if not is_headed:
        raise refuse(Code.FORM_HEADER, file=file)
    return Sheets(tuple(rows), tuple(problems))


def _where(name: str, at: int) -> dict[str, Fact]:
    return {"where": f"{name}, baris {at + 1}", "where_en": f"{name}, row {at + 1}"}


def _row(
    cells: Sequence[Cell],
    heads: Mapping[int, str],
    where: dict[str, Fact],
    papers: Papers,
    example: str,
) -> tuple[Row | None, list[Problem]]:
    texts = {name: cells[place] if place < len(cells) else None for place, name in heads.items()}
    written = text_of(texts.get(TPS)).strip()
    place = tps_code(written)
    sku, held = papers(place, text_of(texts.get(KIND)))
    if not held:
        if not written or not any(c.isdigit() for c in written):
            return None, []  # a total, a signature, a remark
        return None, [
            Problem(Code.FORM_PLACE, {**where, "value": written[:40], "example": example})
        ]
    if sku is None:
        kind = text_of(texts.get(KIND))[:20] or "-"
        return None, [Problem(Code.FORM_KIND, {**where, "value": kind, "choices": held})]
    figures: dict[str, int | None] = {}
    votes: dict[str, int | None] = {}
    told = []
    for name, cell in texts.items():
        if name in (TPS, KIND):
            continue
        number = name.removeprefix("no-")
        read = read_cell(cell if isinstance(cell, int | float | str | None) else text_of(cell))
        if not read.is_read:
            words = figure_words(number if name.startswith("no-") else name)
            said = {"name": words.id, "name_en": words.en, "value": text_of(cell)[:40]}
            told.append(Problem(Code.FORM_CELL, {**where, **said}))
        target = votes if name.startswith("no-") else figures
        target[number if name.startswith("no-") else name] = read.value
    if told:
        return None, told
    form = Form(place, sku, figures, dict(sorted(votes.items(), key=lambda v: in_order(v[0]))))
    if not has_votes(form):
        return None, [Problem(Code.FORM_NO_VOTES, where)]
    return Row(str(where["where"]), form), []


def _keep(
    read: Row,
    where: dict[str, Fact],
    first: dict[tuple[str, str], Row],
    rows: list[Row],
    problems: list[Problem],
) -> None:
    """Keep a form once: the same again says nothing, another one is told."""
    key = (read.form.place, read.form.sku)
    before = first.setdefault(key, read)
    if before is read:
        rows.append(read)
    elif digest_of(before.form) != digest_of(read.form):
        facts = {**where, "value": read.form.place, "first": before.where}
        problems.append(Problem(Code.FORM_TWICE, facts))


def tps_code(text: str) -> str:
    """Return the code of a TPS as people write it, the text itself where it is none.

    >>> tps_code("6309052003007"), tps_code("63.09.05.2003 / 007"), tps_code("TPS 7")
    ('63.09.05.2003-007', '63.09.05.2003-007', 'TPS 7')
    """
    found = _DIGITS.fullmatch(text.replace(" ", ""))
    return "{}.{}.{}.{}-{}".format(*found.groups()) if found else text
