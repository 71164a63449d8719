"""The numbers on a ballot paper: `1-17, 24` where a party has withdrawn or is from one region.

Input and output: text as people write it, and a tuple of numbers in rising order. Twin:
`field/src/manifest/choices.ts`, by the vectors of `tests/vectors/voting.json`.
"""

import re
from typing import Final

MOST: Final = 60
"""Choices on one paper: the phone shows a row for each."""
HIGHEST: Final = 999
MOST_CANDIDATES: Final = 20
"""Candidates of one party on one paper."""
_PART: Final = re.compile(r"([0-9]{1,3})(?:-([0-9]{1,3}))?")


def read(text: str) -> tuple[int, ...] | None:
    """Return the numbers in `text`, or None where it names none, one twice, or too many.

    >>> read("1-3, 24")
    (1, 2, 3, 24)
    >>> read("3-1"), read("1-3, 2"), read("")
    (None, None, None)
    """
    found: list[int] = []
    for part in text.replace(" ", "").split(","):
        match = _PART.fullmatch(part)
        if match is None:
            return None
        first, last = int(match[1]), int(match[2] or match[1])
        if not (found[-1] if found else 0) < first <= last <= HIGHEST:
            return None
        if len(found) + last - first + 1 > MOST:
            return None
        found += range(first, last + 1)
    return tuple(found)


def read_counts(text: str) -> tuple[int, ...] | None:
    """Return how many candidates stand below each number, or None for anything else.

    >>> read_counts("7, 7, 0"), read_counts("7, -1"), read_counts("")
    ((7, 7, 0), None, None)
    """
    parts = text.replace(" ", "").split(",")
    if len(parts) > MOST or not all(part.isascii() and part.isdecimal() for part in parts):
        return None
    counts = tuple(map(int, parts))
    return counts if max(counts) <= MOST_CANDIDATES else None


def write(numbers: tuple[int, ...]) -> str:
    """Return rising `numbers` as short as they can be written.

    >>> write((1, 2, 3, 24)), write((1, 2)), write((7,)), write(())
    ('1-3,24', '1-2', '7', '')
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ",".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)
