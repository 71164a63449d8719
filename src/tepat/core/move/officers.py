"""A pasted list of officers: who gets a letter of duty, as what, where, and their phone.

Columns come from a spreadsheet, so they are parted by tabs, or by semicolons where
somebody typed them: role, code of the area, name, phone (which may be missing).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from tepat.core.election.regions import TPS_CODE
from tepat.core.election.roles import REACH, Grant, Role, problems_with_grant
from tepat.core.problems import Code, Problem

MOST: Final = 1_000
"""Lines at once: a kabupaten has some 300 PKD."""
LONGEST_NAME: Final = 120
LONGEST_PHONE: Final = 30
_AREA: Final = re.compile(r"\d{2}\.\d{2}(\.\d{2}(\.\d{4})?)?", re.ASCII)
_PHONE: Final = re.compile(r"\+?[0-9][0-9 ()./-]{4,28}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Listed:
    """One officer of the list."""

    role: Role
    area: str
    name: str
    phone: str = ""


def read_officers(
    text: str, names: Mapping[str, str], kabupaten: str
) -> tuple[list[Listed], list[Problem]]:
    """Return the officers in `text`, and a problem for each line that cannot be used.

    `names` gives roles by how people call them, in small letters. A line twice is one.

    >>> rows, _ = read_officers("PPS; 63.09.05.2003; Bu Rina; 0812 3456 7890", {}, "63.09")
    >>> (rows[0].role.value, rows[0].name, rows[0].phone)
    ('pps', 'Bu Rina', '0812 3456 7890')
    """
    found: dict[Listed, None] = {}
    problems = []
    for line, written in enumerate(text.splitlines(), start=1):
        if not written.strip():
            continue
        read = _read(written, names, kabupaten)
        if isinstance(read, Listed):
            found[read] = None
        else:
            problems.append(Problem(Code.OFFICERS_SHEET, {"line": line, "value": read[:60]}))
        if len(found) > MOST or len(problems) > MOST:
            problems.append(Problem(Code.OFFICERS_SHEET, {"line": line, "value": f"> {MOST}"}))
            break
    return list(found), problems


def problems_with_letter(grant: Grant, kabupaten: str) -> list[Problem]:
    """Return why nobody gets a letter for this: as for a grant, and KPPS need their own TPS.

    >>> problems_with_letter(Grant(Role.KPPS, "63.09.05.2003"), "63.09")[0].code.value
    'letter_tps'
    """
    problems = problems_with_grant(grant, kabupaten)
    if not problems and grant.role is Role.KPPS and not TPS_CODE.fullmatch(grant.area):
        problems = [Problem(Code.LETTER_TPS, {"area": grant.area})]
    return problems


def _read(written: str, names: Mapping[str, str], kabupaten: str) -> Listed | str:
    """Return the officer of one line, or the part of it that cannot be used."""
    parts = [part.strip() for part in written.split("\t" if "\t" in written else ";")]
    if len(parts) not in (3, 4):
        return written.strip()
    said, area, name, phone = [*parts, ""][:4]
    role = names.get(said.casefold(), said.casefold())
    if role not in set(Role) or Role(role) not in REACH:
        return said
    if not (_AREA.fullmatch(area) or TPS_CODE.fullmatch(area)):
        return area
    if problems_with_letter(Grant(Role(role), area), kabupaten):
        return f"{said} {area}"
    if not name or len(name) > LONGEST_NAME:
        return name or written.strip()
    if phone and not _PHONE.fullmatch(phone):
        return phone
    return Listed(Role(role), area, name, phone)
