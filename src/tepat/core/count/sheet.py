"""Forms out of a spreadsheet: one row per TPS and kind, columns in any order.

Every row that can be read is kept, a cell that cannot as a blank, and told; every other row is
told in a sentence and stands in its problem as it was ("row"). Rows that nobody filled in are
counted. A second row of heads is read as such. Nothing is corrected: a figure that cannot be is
kept for the checks to say.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from tepat.core.count import lists
from tepat.core.count.cells import Cell as Number
from tepat.core.count.cells import read_cell
from tepat.core.count.form import FIGURES, SIREKAP, Form
from tepat.core.count.lists import MOST, Paper, row_of
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


class Papers(NamedTuple):
    """What a TPS votes with, by what a row says: see `Find`."""

    sku: str | None = None
    """The ballot paper; None: the TPS has none of this kind."""
    held: str = ""
    """The kinds there are; empty for a TPS that is not known."""
    paper: Paper | None = None
    """The numbers on the paper; None: nobody has said."""
    is_elsewhere: bool = False
    """The TPS is known, and whoever brings the sheet may not type there."""


Find = Callable[[str, str], Papers]
"""From a TPS and the word for a kind to its paper."""


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


def twice_in(cells: Sequence[Cell]) -> list[str]:
    """Return the heads that more than one column has, as they stand in the file.

    >>> twice_in(["Kode TPS", "Sah", "1", "01", "kecamatan", "kecamatan"])
    ['01']
    """
    seen: set[str] = set()
    found = []
    for cell in cells:
        name = head_of(cell)
        if name and name in seen:
            found.append(text_of(cell))
        seen.add(name)
    return found


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


def read_forms(sheets: Iterable[Sheet], file: str, find: Find, example: str) -> Sheets:
    """Return every form of a file. Raises `Refused` where no row of heads stands in it."""
    rows: list[Row] = []
    problems: list[Problem] = []
    last: dict[tuple[str, str], Row] = {}
    is_headed, empty = False, 0
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
                problems += [
                    Problem(Code.FORM_HEAD_TWICE, {**where, "value": each})
                    for each in twice_in(cells)
                ]
                continue
            if heads is None:
                continue  # lines above the table
            typed = {name: cells[at] if at < len(cells) else None for at, name in heads.items()}
            if _is_empty(typed):
                empty += _names_a_tps(typed)
                continue
            read, told = _row(typed, {**where, "row": _raw(cells)}, find, example)
            problems += told
            if read is not None:
                _keep(read, where, last, rows, problems)
    if not is_headed:
        raise refuse(Code.FORM_HEADER, file=file)
    if empty:
        problems.append(Problem(Code.FORM_EMPTY_ROWS, {"count": empty}))
    return Sheets(tuple(rows), tuple(problems))


def _where(name: str, at: int) -> dict[str, Fact]:
    return {"where": f"{name}, baris {at + 1}", "where_en": f"{name}, row {at + 1}"}


def _raw(cells: Sequence[Cell]) -> str:
    """Return a row as it stands in the file, so that what is not read is not lost."""
    return " | ".join(text_of(each) for each in cells)


def _is_empty(typed: Mapping[str, Cell]) -> bool:
    """Tell whether a row says nothing beside its TPS and kind: a row of the template."""
    values = (_read(cell) for name, cell in typed.items() if name not in (TPS, KIND))
    return all(each.is_read and each.value is None for each in values)


def _names_a_tps(typed: Mapping[str, Cell]) -> bool:
    """Tell whether a row is of a TPS, and no total, signature or remark."""
    return any(each.isdigit() for each in text_of(typed.get(TPS)))


def _read(cell: Cell) -> Number:
    return read_cell(cell if isinstance(cell, int | float | str | None) else text_of(cell))


def _row(
    typed: Mapping[str, Cell], where: dict[str, Fact], find: Find, example: str
) -> tuple[Row | None, list[Problem]]:
    written = text_of(typed.get(TPS)).strip()
    place = tps_code(written)
    papers = find(place, text_of(typed.get(KIND)))
    if papers.is_elsewhere:
        return None, [Problem(Code.FORM_ELSEWHERE, {**where, "value": place})]
    if not papers.held:
        if not _names_a_tps(typed):
            return None, []  # a total, a signature, a remark
        return None, [
            Problem(Code.FORM_PLACE, {**where, "value": written[:40], "example": example})
        ]
    if papers.sku is None:
        kind = text_of(typed.get(KIND))[:20] or "-"
        return None, [Problem(Code.FORM_KIND, {**where, "value": kind, "choices": papers.held})]
    figures: dict[str, int | None] = {}
    votes: dict[str, int | None] = {}
    told: list[Problem] = []
    for name, cell in typed.items():
        if name in (TPS, KIND):
            continue
        number = name.removeprefix(VOTES)
        read = _read(cell)
        if not read.is_read:
            words = figure_words(number)
            said = {"name": words.id, "name_en": words.en, "value": text_of(cell)[:40]}
            at = {name: fact for name, fact in where.items() if name != "row" or not told}
            told.append(Problem(Code.FORM_CELL_BLANK, {**at, **said}))
        (votes if name.startswith(VOTES) else figures)[number] = read.value
    votes = lists.without_blanks(votes, papers.paper)
    form = Form(place, papers.sku, figures, dict(sorted(votes.items(), key=_in_order)))
    if not has_votes(form):
        return None, [*told, Problem(Code.FORM_NO_VOTES, where)]
    return Row(str(where["where"]), form), told


def _in_order(vote: tuple[str, int | None]) -> tuple[int, int, str]:
    return lists.in_order(vote[0])


def _keep(
    read: Row,
    where: dict[str, Fact],
    last: dict[tuple[str, str], Row],
    rows: list[Row],
    problems: list[Problem],
) -> None:
    """Keep a form: the same again says nothing, another one is a further version and told."""
    key = (read.form.place, read.form.sku)
    before = last.get(key)
    if before and digest_of(before.form) == digest_of(read.form):
        return
    last[key] = read
    rows.append(read)
    if before:
        facts = {**where, "value": read.form.place, "first": before.where}
        problems.append(Problem(Code.FORM_TWICE, facts))


def tps_code(text: str) -> str:
    """Return the code of a TPS as people write it, the text itself where it is none.

    >>> tps_code("6309052003007"), tps_code("63.09.05.2003 / 007"), tps_code("TPS 7")
    ('63.09.05.2003-007', '63.09.05.2003-007', 'TPS 7')
    """
    found = _DIGITS.fullmatch(text.replace(" ", ""))
    return "{}.{}.{}.{}-{}".format(*found.groups()) if found else text
