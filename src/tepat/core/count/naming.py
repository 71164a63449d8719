"""Names beside the numbers on a ballot paper, as an office types or pastes them: one a line.

A name is shown beside its number and decides nothing: forms, facts and files go by the number.
"""

import re
from dataclasses import dataclass
from typing import Final
from unicodedata import category, normalize

from tepat.core.count.lists import in_order, parts_of
from tepat.core.problems import Code, Problem

LONGEST: Final = 120
"""Characters of one name; a pair is one name."""
MOST: Final = 1_000
_LINE: Final = re.compile(r"\s*0*([1-9][0-9]{0,2}(?:\.[0-9]{1,2})?)\s*[.):;,\t -]\s*(\S.*)")


@dataclass(frozen=True, slots=True)
class Names:
    """What was read: names by the number on the paper, in its order, and what could not be."""

    names: dict[str, str]
    problems: tuple[Problem, ...] = ()


def read(text: str) -> Names:
    """Read lines of a number and a name: `1 Budi dan Ani`, `4.2; Siti`. Blank lines are nothing.

    >>> read("2. Budi dan Ani\\n01\\tSiti\\n4.2 Rahma").names
    {'1': 'Siti', '2': 'Budi dan Ani', '4.2': 'Rahma'}
    >>> [each.code.value for each in read("Budi\\n1 Ani\\n1 Siti").problems]
    ['paper_names_line', 'paper_names_twice']
    """
    found: dict[str, str] = {}
    problems: list[Problem] = []
    lines = [each for each in enumerate(text.splitlines(), start=1) if each[1].strip()]
    for row, line in lines[:MOST]:
        match = _LINE.fullmatch(line)
        name = _plain(match[2]) if match else ""
        if match is None or not name or len(name) > LONGEST or parts_of(match[1]) is None:
            said = " ".join(line.split())[:40]
            problems.append(Problem(Code.PAPER_NAMES_LINE, {"row": row, "value": said}))
        elif match[1] in found:
            problems.append(Problem(Code.PAPER_NAMES_TWICE, {"row": row, "number": match[1]}))
        else:
            found[match[1]] = name
    if len(lines) > MOST:
        said = " ".join(lines[MOST][1].split())[:40]
        problems.append(Problem(Code.PAPER_NAMES_LINE, {"row": lines[MOST][0], "value": said}))
    return Names(dict(sorted(found.items(), key=lambda each: in_order(each[0]))), tuple(problems))


def text_of(names: dict[str, str]) -> str:
    """Return names as `read` reads them.

    >>> read(text_of({"1": "Siti", "4.2": "Rahma"})).names
    {'1': 'Siti', '4.2': 'Rahma'}
    """
    ordered = sorted(names.items(), key=lambda each: in_order(each[0]))
    return "\n".join(f"{number}\t{name}" for number, name in ordered)


def _plain(text: str) -> str:
    """Leave out what shows nothing or turns the direction of text: two names would look alike."""
    seen = "".join(c for c in text if category(c) not in ("Cc", "Cf", "Cs") or c == "\t")
    return normalize("NFC", " ".join(seen.split()))
