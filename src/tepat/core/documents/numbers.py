"""Letter numbers: how an office writes them, and what may stand in its pattern.

An office sets its own pattern, such as `{number:03}/{code}/{office}/{month_roman}/{year}`.
The pattern is filled by this module alone: a placeholder is a name from a closed list
and, for the number, how many digits it has at least.
"""

import re
from datetime import date
from typing import Final

from tepat.core.documents.words import roman_month
from tepat.core.problems import Code, Problem

DEFAULT_PATTERN: Final = "{number:03}/{code}/{office}/{month_roman}/{year}"
NAMES: Final = ("number", "code", "office", "month", "month_roman", "year")
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_NUMBER: Final = re.compile(r"number(?::0?([1-9]))?")


def letter_number(pattern: str, number: int, code: str, office: str, on: date) -> str:
    """Return the number of one letter.

    >>> letter_number(DEFAULT_PATTERN, 17, "BAST", "63.09", date(2024, 11, 23))
    '017/BAST/63.09/XI/2024'
    """
    values = {
        "code": code,
        "office": office,
        "month": f"{on.month:02d}",
        "month_roman": roman_month(on),
        "year": str(on.year),
    }

    def fill(match: re.Match[str]) -> str:
        if digits := _NUMBER.fullmatch(match[1]):
            return f"{number:0{digits[1] or 1}d}"
        return values.get(match[1], match[0])

    return _PLACEHOLDER.sub(fill, pattern)


def problems_with(pattern: str) -> list[Problem]:
    """Return what keeps `pattern` from numbering letters.

    >>> [p.facts["value"] for p in problems_with("{number}/{bulan}/{year}")]
    ['{bulan}']
    """
    names = [match[1] for match in _PLACEHOLDER.finditer(pattern)]
    known = ", ".join(f"{{{name}}}" for name in NAMES)
    wrong = [name for name in names if name not in NAMES and not _NUMBER.fullmatch(name)]
    found = [
        Problem(Code.NUMBER_PATTERN, {"value": f"{{{name}}}", "choices": known}) for name in wrong
    ]
    if not any(_NUMBER.fullmatch(name) for name in names):
        facts = {"value": pattern, "choices": "{number:03}"}
        found.append(Problem(Code.NUMBER_PATTERN, facts))
    return found
