"""Seal numbers: how they are read, and the ranges that were issued."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tepat.core.election.ids import plain_code

_NUMBER = re.compile(r"([A-Z]{0,10})([0-9]{3,15})")
_MOST_DIGITS = 15
"""Ten letters and fifteen digits: what a fact can carry exactly."""


@dataclass(frozen=True, slots=True)
class SealRange:
    """Numbers `first` to `last`, both included, printed with `prefix` and `width` digits."""

    prefix: str
    first: int
    last: int
    width: int
    what: str = ""
    to: str = ""

    @property
    def size(self) -> int:
        return self.last - self.first + 1

    def number(self, index: int) -> str:
        """Return the number at `index`, counted from 0, as it is printed without spaces."""
        return f"{self.prefix}{self.first + index:0{self.width}d}"

    def holds(self, number: str) -> bool:
        """Tell whether a normal `number` is one of this range.

        >>> SealRange("KB", 170001, 170400, 7).holds("KB0170400")
        True
        """
        parts = _NUMBER.fullmatch(number)
        if not parts or parts[1] != self.prefix or len(parts[2]) != self.width:
            return False
        return self.first <= int(parts[2]) <= self.last

    def crosses(self, other: "SealRange") -> bool:
        """Tell whether some number would be in both ranges."""
        if (self.prefix, self.width) != (other.prefix, other.width):
            return False
        return self.first <= other.last and other.first <= self.last


def read_seal(text: str) -> str | None:
    """Return a scanned or typed seal number in its normal form, None where it is none.

    >>> read_seal("kb 0170 411"), read_seal("KB-0170-411"), read_seal("segel")
    ('KB0170411', 'KB0170411', None)
    """
    plain = plain_code(text)
    return plain if _NUMBER.fullmatch(plain) else None


def read_range(first: str, last: str, what: str = "", to: str = "") -> SealRange | None:
    """Return the range between two printed numbers, None where they do not make one.

    >>> read_range("KB 0170 001", "KB 0170 400").size
    400
    """
    begin, end = read_seal(first), read_seal(last)
    if not begin or not end or len(begin) != len(end):
        return None
    low, high = _NUMBER.fullmatch(begin), _NUMBER.fullmatch(end)
    if not low or not high or low[1] != high[1] or int(low[2]) > int(high[2]):
        return None
    return SealRange(low[1], int(low[2]), int(high[2]), len(low[2]), what, to)


def is_range(prefix: str, first: int, last: int, width: int) -> bool:
    """Tell whether a fact speaks of a roll of seals: numbers as they can be printed, in order.

    >>> is_range("KB", 170001, 170400, 7), is_range("KB", 2, 1, 7), is_range("kb" * 99, 1, 2, 7)
    (True, False, False)
    """
    if width > _MOST_DIGITS or not first <= last < 10**_MOST_DIGITS:
        return False
    return all(_NUMBER.fullmatch(f"{prefix}{each:0{width}d}") for each in (first, last))


def range_of(number: str, ranges: Iterable[SealRange]) -> SealRange | None:
    """Return the issued range that holds `number`, None where nobody issued it."""
    return next((each for each in ranges if each.holds(number)), None)


def overlaps(ranges: Iterable[SealRange]) -> list[tuple[SealRange, SealRange]]:
    """Return each range that starts before an earlier one of its kind ends, with that one.

    Two stations may issue ranges without seeing each other; both stay on record.

    >>> a, b = read_range("QA001", "QA100"), read_range("QA050", "QA150")
    >>> overlaps([b, a]) == [(a, b)]
    True
    """
    found = []
    widest: SealRange | None = None
    for each in sorted(ranges, key=lambda r: (r.prefix, r.width, r.first, r.last)):
        if widest is not None and widest.crosses(each):
            found.append((widest, each))
        if widest is None or not widest.crosses(each) or each.last > widest.last:
            widest = each
    return found


def readable_seal(number: str) -> str:
    """Return a seal number grouped as people read it aloud.

    >>> readable_seal("KB0170411"), readable_seal("12345")
    ('KB 0170 411', '1234 5')
    """
    parts = _NUMBER.fullmatch(number)
    if not parts:
        return number
    digits = parts[2]
    groups = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    return " ".join([parts[1], *groups]).strip()
