"""Tables that people paste: cells by tab, semicolon or comma, the first row names the columns."""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tepat.core.digits import whole_number
from tepat.core.election.naming import code_meant
from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.problems import Code, Problem, refuse
from tepat.core.watch.government.contacts import LONGEST, MOST_ROWS, Person, is_area, tel_of
from tepat.core.watch.government.outreach import Before

LARGEST: Final = 400_000
"""Characters of one pasted table."""
_CONTACT: Final = {
    "lembaga": "role",
    "peran": "role",
    "agency": "role",
    "wilayah": "area",
    "kode": "area",
    "area": "area",
    "jabatan": "title",
    "title": "title",
    "nama": "name",
    "name": "name",
    "telepon": "phone",
    "hp": "phone",
    "phone": "phone",
}
_AGENCIES: Final = {
    "pemda": Role.DESK,
    "pemkab": Role.DESK,
    "pemerintah daerah": Role.DESK,
    "desk": Role.DESK,
    "desk pilkada": Role.DESK,
    "desk pemilu": Role.DESK,
    "camat": Role.DESK_KECAMATAN,
    "kecamatan": Role.DESK_KECAMATAN,
    "desk kecamatan": Role.DESK_KECAMATAN,
    "kpu kabupaten": Role.KPU,
    "kpu kota": Role.KPU,
    "gudang": Role.WAREHOUSE,
    "gudang kpu": Role.WAREHOUSE,
    "petugas gudang": Role.WAREHOUSE,
    "sopir": Role.DRIVER,
    "pengemudi": Role.DRIVER,
    "bawaslu kabupaten": Role.BAWASLU,
    "panwaslu kecamatan": Role.PANWASCAM,
    "polri": Role.POLRES,
    "polisi": Role.POLRES,
    "kodim": Role.TNI,
    "koramil": Role.TNI,
    "saksi": Role.SAKSI,
}
"""What people call agencies, beside the names of the election and the codes of roles."""
KNOWN_AGENCIES: Final = (
    "KPU, Gudang, PPK, PPS, KPPS, Sopir, Bawaslu, Panwascam, PKD, PTPS, Polres, Polsek, TNI, "
    "Linmas, Pemda, Camat, BPBD, Saksi"
)
"""As a sentence lists them: each can be read."""
_TURNOUT: Final = {
    "desa": "desa",
    "kode": "desa",
    "kode desa": "desa",
    "dpt": "voters",
    "pemilih": "voters",
    "voters": "voters",
    "hadir": "voted",
    "pengguna hak pilih": "voted",
    "voted": "voted",
}


@dataclass(frozen=True, slots=True)
class Cells:
    """One row, by the names of its columns, with its line in what was pasted."""

    line: int
    values: Mapping[str, str]


def read_contacts(
    text: str, kabupaten: str, names: Mapping[str, str], areas: Mapping[str, str]
) -> tuple[list[Person], list[Problem]]:
    """Return the contacts of a table and why others could not be read.

    `names` are the agencies' names by role, as the election calls them: the codes of roles and
    what people say will do as well. `areas` are the regions here by code: either will do.
    Raises `Refused` for something that is no table of contacts.
    """
    by_name = {name: role.value for name, role in _AGENCIES.items()}
    by_name |= {role.value.replace("_", " "): role.value for role in Role}
    by_name |= {role.value: role.value for role in Role}
    by_name |= {name.casefold(): role for role, name in names.items()}
    found, problems = [], []
    for row in _rows(text, _CONTACT, ("role", "area", "name", "phone")):
        told = row.values
        role = by_name.get(" ".join(told["role"].casefold().split()))
        area = code_meant(told["area"], areas) or told["area"]
        value = (told["role"] if role is None else area)[:40] or "-"
        facts: dict[str, str | int] = {"line": row.line, "value": value}
        if role is None:
            problems.append(Problem(Code.DESK_ROW_AGENCY, facts | {"known": KNOWN_AGENCIES}))
        elif not is_area(area) or not is_in(area, kabupaten):
            problems.append(Problem(Code.DESK_ROW_AREA, facts | {"kabupaten": kabupaten}))
        elif not told["name"] or max(len(told["name"]), len(told.get("title", ""))) > LONGEST:
            problems.append(_fault(row, "nama", told["name"]))
        elif not tel_of(told["phone"]):
            problems.append(_fault(row, "telepon", told["phone"]))
        else:
            found.append(Person(role, area, told["name"], told["phone"], told.get("title", "")))
    return found, problems


def read_turnout(text: str, desa: Mapping[str, str]) -> tuple[list[Before], list[Problem]]:
    """Return the turnout of the last election per desa; `desa` are codes and names here.

    Raises `Refused` for something that is no table of turnout.
    """
    by_name: dict[str, list[str]] = {}
    for code, name in desa.items():
        by_name.setdefault(name.casefold(), []).append(code)
    found: dict[str, Before] = {}
    problems = []
    for row in _rows(text, _TURNOUT, ("desa", "voters", "voted")):
        told = row.values
        named = by_name.get(told["desa"].casefold(), [])
        code = told["desa"] if told["desa"] in desa else named[0] if len(named) == 1 else ""
        voters, voted = whole(told["voters"]), whole(told["voted"])
        if not code or code in found:
            problems.append(_fault(row, "desa", told["desa"]))
        elif voters is None or not voters:
            problems.append(_fault(row, "DPT", told["voters"]))
        elif voted is None or voted > voters:
            problems.append(_fault(row, "hadir", told["voted"]))
        else:
            found[code] = Before(code, voters, voted)
    return list(found.values()), problems


def whole(text: str) -> int | None:
    """Return a whole number as clerks write it; None for anything else.

    >>> whole("1.204"), whole("12,5"), whole("")
    (1204, None, None)
    """
    return whole_number(text, 999_999_999)


def _rows(text: str, columns: Mapping[str, str], wanted: Sequence[str]) -> list[Cells]:
    if len(text) > LARGEST:
        raise refuse(Code.TEXT_TOO_LONG, field="tabel", limit=LARGEST)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").strip("\n").split("\n")
    first = lines[0]
    mark = max("\t;,", key=first.count)
    try:
        table = list(csv.reader(lines, delimiter=mark))
    except csv.Error:
        table = []
    head = [columns.get(cell.strip().casefold(), "") for cell in (table[0] if table else [])]
    missing = [each for each in wanted if each not in head]
    if missing:
        names = ", ".join(next(k for k, v in columns.items() if v == each) for each in missing)
        raise refuse(Code.DESK_TABLE, columns=names)
    if len(table) - 1 > MOST_ROWS:
        raise refuse(Code.DESK_TABLE_LONG, rows=len(table) - 1, most=MOST_ROWS)
    found = []
    for line, cells in enumerate(table[1:], start=2):
        if not any(cell.strip() for cell in cells):
            continue
        padded = [*cells, *[""] * len(head)]
        told = {name: padded[at].strip() for at, name in enumerate(head) if name}
        found.append(Cells(line, told))
    return found


def _fault(row: Cells, column: str, value: str) -> Problem:
    return Problem(Code.DESK_ROW, {"line": row.line, "column": column, "value": value[:40] or "-"})
