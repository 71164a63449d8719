"""Whom to call: one tree by agency, level and area, from officers and from typed contacts."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role

MOST_ROWS: Final = 2_000
LONGEST: Final = 120
_DIGITS: Final = re.compile(r"[\s().-]+")
_AREA: Final = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4}(-\d{3})?)?)?)?")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to call. `role` is an agency of the election's roles; `key` names the row."""

    role: str
    area: str
    name: str
    phone: str
    title: str = ""
    key: int = 0
    """Of the row somebody typed; 0: from the letters of duty."""


def tel_of(phone: str) -> str:
    """Return a number as `tel:` wants it, or nothing where it is none.

    >>> tel_of("0812-3456 789"), tel_of("+62 526 202 1234"), tel_of("110"), tel_of("tanya Budi")
    ('+628123456789', '+625262021234', '110', '')
    """
    plain = _DIGITS.sub("", phone)
    digits = plain.removeprefix("+")
    if not digits.isascii() or not digits.isdecimal() or not 3 <= len(digits) <= 15:
        return ""
    if len(digits) <= 5:
        return digits
    if plain.startswith("+"):
        return plain
    return f"+62{digits[1:]}" if digits.startswith("0") else f"+{digits}"


def wa_of(phone: str) -> str:
    """Return a mobile number as wa.me wants it; a landline has none.

    >>> wa_of("0812-3456 789"), wa_of("0526 202 1234")
    ('628123456789', '')
    """
    digits = tel_of(phone).removeprefix("+")
    return digits if digits.startswith("628") and len(digits) >= 10 else ""


@dataclass(frozen=True, slots=True)
class Branch:
    """One agency in one area, with its people."""

    role: str
    area: str
    people: tuple[Person, ...]

    @property
    def level(self) -> int:
        return self.area.partition("-")[0].count(".") + 1


ORDER: Final = {role.value: at for at, role in enumerate(Role)}


def tree_of(people: Iterable[Person]) -> list[Branch]:
    """Return people by level, agency and area: the kabupaten first, then its kecamatan.

    >>> camat = Person("desk_kecamatan", "63.09.05", "Bu Ratna", "0812")
    >>> [branch.level for branch in tree_of([camat, Person("kpu", "63.09", "Bu Dewi", "")])]
    [2, 3]
    """
    by_branch: dict[tuple[str, str], dict[tuple[str, str], Person]] = {}
    for each in people:
        found = by_branch.setdefault((each.role, each.area), {})
        found.setdefault((each.name.casefold(), tel_of(each.phone)), each)
    branches = [
        Branch(role, area, tuple(sorted(several.values(), key=lambda each: each.name.casefold())))
        for (role, area), several in by_branch.items()
    ]
    return sorted(
        branches, key=lambda each: (each.level, ORDER.get(each.role, 99), each.role, each.area)
    )


def near(people: Iterable[Person], area: str, kabupaten: str) -> list[Person]:
    """Return those of an area, and those of the kabupaten above it; all for the kabupaten."""
    if area == kabupaten:
        return list(people)
    return [each for each in people if is_in(each.area, area) or each.area == kabupaten]


def is_area(code: str) -> bool:
    """Tell whether `code` has the form of a region or TPS."""
    return bool(_AREA.fullmatch(code))
