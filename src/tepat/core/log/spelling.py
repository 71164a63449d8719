"""Words that have one spelling: base64, decimal numbers, hexadecimal names, UTC times.

Two programs must agree on every byte, so a second spelling of the same value is refused
where a library would forgive it.
"""

import base64
import binascii
import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

LARGEST_SIZE: Final = 2**63 - 1
"""No tree, index or time stamp is larger (C2SP tlog-cosignature)."""

_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}", re.ASCII)
_UTC = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z", re.ASCII)
_HEX = re.compile(r"[0-9a-f]*", re.ASCII)
_WORD = re.compile(r"[a-z][a-z0-9_]{0,63}", re.ASCII)


def to_base64(data: bytes) -> str:
    """Return `data` in standard base64 with padding (RFC 4648, section 4)."""
    return binascii.b2a_base64(data, newline=False).decode("ascii")


def from_base64(text: str) -> bytes | None:
    """Return the bytes of standard base64, or None for any other spelling of them.

    >>> from_base64("AQI=")
    b'\\x01\\x02'
    >>> from_base64("AQJ=") is None  # bits beyond the last byte
    True
    """
    try:
        data = base64.b64decode(text, validate=True)
    except ValueError:
        return None
    return data if to_base64(data) == text else None


def to_number(text: str) -> int | None:
    """Return an ASCII decimal below 2**63 without leading zeroes, or None.

    >>> to_number("70000"), to_number("007"), to_number("-1")
    (70000, None, None)
    """
    if not _DECIMAL.fullmatch(text):
        return None
    number = int(text)
    return number if number <= LARGEST_SIZE else None


def is_hex(text: object, digits: int) -> bool:
    """Say whether `text` is exactly `digits` lower-case hexadecimal digits."""
    return isinstance(text, str) and len(text) == digits and bool(_HEX.fullmatch(text))


@lru_cache(maxsize=64)  # one batch has one moment
def to_utc(moment: datetime) -> str:
    """Return `moment` (aware) to the second in UTC: `2024-11-25T08:10:00Z`."""
    if moment.tzinfo is None:
        raise ValueError("a time without an offset")
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def from_utc(text: object) -> datetime | None:
    """Return the moment that `text` names as `to_utc` writes it, or None.

    >>> from_utc("2024-11-25T08:10:00Z")
    datetime.datetime(2024, 11, 25, 8, 10, tzinfo=datetime.timezone.utc)
    >>> from_utc("2024-02-30T08:10:00Z") is None
    True
    """
    if not (isinstance(text, str) and _UTC.fullmatch(text)):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def is_word(text: object) -> bool:
    """Say whether `text` is a code such as `wrong_letter`: a-z, 0-9, underscore, at most 64."""
    return isinstance(text, str) and bool(_WORD.fullmatch(text))
