"""What a person may have meant by a few words in the search field.

One text may be several things at once: thirteen digits are a TPS and a part of five
package codes. Every reading is kept; what is there decides.
"""

import re
from dataclasses import dataclass
from typing import Final

from tepat.core.election.ids import read_package
from tepat.core.move.seals import read_seal

LONGEST: Final = 160
"""Characters that are read: the longest code is the reference of a fact on paper."""
SHORTEST_PART: Final = 4
"""Fewer characters of a torn label would name half of the warehouse."""
_TPS_FIRST: Final = re.compile(r"(?i)\s*tps\s*[.:]?\s*0*(\d{1,3})\b[\s,/]*(.*)")
_TPS_LAST: Final = re.compile(r"(?i)(.*?\S)[\s,/]*\btps\s*[.:]?\s*0*(\d{1,3})\s*")
_CODE: Final = re.compile(r"\d{2}\.?\d{2}(?:\.?\d{2}(?:\.?\d{4}(?:[-.\s]?\d{3})?)?)?")


@dataclass(frozen=True, slots=True)
class Asked:
    """The readings of one text; empty where it cannot be read so."""

    text: str
    package: str = ""
    """A whole package code, its check character right."""
    part: str = ""
    """Letters and digits that may be a part of a package code or of a seal number."""
    seal: str = ""
    region: str = ""
    """An official code, dotted; with `-007` of a TPS."""
    tps: int | None = None
    name: str = ""


def asked(text: str) -> Asked:
    """Return the readings of `text`.

    >>> asked("TPS 3 Salikung").tps, asked("Salikung TPS 003").name
    (3, 'Salikung')
    >>> asked("p24 6309 05 2003 007 bup").part
    'P246309052003007BUP'
    >>> asked("6309052003007").region, asked("63.09.05").region
    ('63.09.05.2003-007', '63.09.05')
    >>> asked("kb 0170 411").seal
    'KB0170411'
    """
    plain = " ".join(text.split())[:LONGEST]
    packed = re.sub(r"[\s.\-]", "", plain).upper()
    number, name = _tps(plain)
    return Asked(
        text=plain,
        package=packed if read_package(packed) else "",
        part=packed if _is_part(packed) else "",
        seal=read_seal(plain) or "",
        region=_region(plain),
        tps=number,
        name=name if number is not None else ("" if any(map(str.isdigit, plain)) else plain),
    )


def _tps(text: str) -> tuple[int | None, str]:
    if match := _TPS_FIRST.fullmatch(text):
        return int(match[1]), match[2].strip()
    if match := _TPS_LAST.fullmatch(text):
        return int(match[2]), match[1].strip()
    return None, ""


def _is_part(packed: str) -> bool:
    has_digit = any(each.isdigit() for each in packed)
    return len(packed) >= SHORTEST_PART and packed.isascii() and packed.isalnum() and has_digit


def _region(text: str) -> str:
    if not _CODE.fullmatch(text):
        return ""
    digits = re.sub(r"\D", "", text)
    parts = [digits[:2], digits[2:4], digits[4:6], digits[6:10]]
    code = ".".join(part for part in parts if part)
    return f"{code}-{digits[10:]}" if len(digits) == 13 else code
