"""The types of fields of facts: each a text, a whole number or a moment that bytes can show.

A type here is how a field is judged at the door: what does not fit is `malformed`. None
of it depends on other facts, on a clock or on the version of Unicode, so that every
program comes to the same verdict.
"""

import base64
import re
from collections.abc import Callable
from datetime import datetime
from itertools import pairwise
from typing import Annotated, Any, Final

_HEX: Final = {n: re.compile(rf"[0-9a-f]{{{n}}}").fullmatch for n in (16, 32, 64)}
_PARTY: Final = re.compile(r"[a-z][a-z_]{0,30}@[!-~]{1,40}").fullmatch
_CODE: Final = re.compile(r"[ -~]{1,200}").fullmatch
_PACKAGE: Final = re.compile(r"[0-9A-Z][0-9A-Z-]{0,39}").fullmatch
_PERSON: Final = re.compile(r"[0-9A-Za-z_-]{1,40}").fullmatch
_WORD: Final = re.compile(r"[a-z][a-z_]{0,39}").fullmatch
_MOST: Final = 5_000
"""Members of one list within a fact; a longer one is a file named by its hash."""
MOST_PACKAGES: Final = 500
"""Packages that one fact names by their codes: each of them is folded while the log is
locked. The largest desa is some 300 boxes; a longer load has a list, named by its hash."""
YEARS: Final = range(1970, 2100)
"""What a clock may say: a phone without battery wakes in 1970. Beyond, an offset overflows."""
LONGEST_TEXT: Final = 400


class Unfit(ValueError):
    """A value is not what its field wants."""


def text(value: Any) -> str:
    """Any text, at most `LONGEST_TEXT` characters."""
    if type(value) is not str or len(value) > LONGEST_TEXT:
        raise Unfit("text")
    return value


class Matching:
    """A text of one shape, which is never empty."""

    __slots__ = ("match",)

    def __init__(self, match: Callable[[str], Any]) -> None:
        self.match = match

    def __call__(self, value: Any) -> str:
        if type(value) is not str or not self.match(value):
            raise Unfit("text")
        return value


def count(value: Any) -> int:
    """A whole number from 0."""
    if type(value) is not int or value < 0:
        raise Unfit("count")
    return value


def whole(value: Any) -> int:
    """A whole number, of any sign."""
    if type(value) is not int:
        raise Unfit("whole")
    return value


def moment(value: Any) -> datetime:
    """A moment to the second, with its offset from UTC, in one of `YEARS`."""
    if type(value) is not str or len(value) != 25:
        raise Unfit("moment")
    try:
        read = datetime.fromisoformat(value)
    except ValueError as error:
        raise Unfit("moment") from error
    if read.tzinfo is None or read.isoformat(timespec="seconds") != value:
        raise Unfit("moment")
    if read.year not in YEARS:
        raise Unfit("year")
    return read


def public_key(value: Any) -> str:
    """The 32 bytes of an Ed25519 key, base64 with padding."""
    if type(value) is not str or len(value) != 44:
        raise Unfit("key")
    try:
        raw = base64.b64decode(value, validate=True)
    except ValueError as error:
        raise Unfit("key") from error
    if len(raw) != 32 or base64.b64encode(raw).decode() != value:
        raise Unfit("key")
    return value


def several(one: Callable[[Any], Any], most: int = _MOST) -> Callable[[Any], tuple[Any, ...]]:
    """A list of at most so many, in the order in which it was given."""

    def read(value: Any) -> tuple[Any, ...]:
        if type(value) is not list or len(value) > most:
            raise Unfit("list")
        return tuple([one(each) for each in value])

    return read


def set_of(one: Callable[[Any], Any], most: int = _MOST) -> Callable[[Any], tuple[Any, ...]]:
    """A list in which order says nothing: sorted, each member once."""
    read_all = several(one, most)

    def read(value: Any) -> tuple[Any, ...]:
        found = read_all(value)
        if len(found) > 1 and any(a >= b for a, b in pairwise(found)):
            raise Unfit("order")
        return found

    return read


Text = Annotated[str, text]
Code = Annotated[str, Matching(_CODE)]
Codes = Annotated[tuple[str, ...], several(Matching(_CODE))]
Package = Annotated[str, Matching(_PACKAGE)]
Packages = Annotated[tuple[str, ...], several(Matching(_PACKAGE), MOST_PACKAGES)]
PackageSet = Annotated[tuple[str, ...], set_of(Matching(_PACKAGE), MOST_PACKAGES)]
Hash = Annotated[str, Matching(_HEX[64])]
Hashes = Annotated[tuple[str, ...], set_of(Matching(_HEX[64]))]
Device = Annotated[str, Matching(_HEX[32])]
Salt = Annotated[str, Matching(_HEX[32])]
Root = Annotated[str, Matching(_HEX[16])]
Session = Annotated[str, Matching(_PERSON)]
Person = Annotated[str, Matching(_PERSON)]
Party = Annotated[str, Matching(_PARTY)]
Word = Annotated[str, Matching(_WORD)]
Count = Annotated[int, count]
Whole = Annotated[int, whole]
Key = Annotated[str, public_key]
