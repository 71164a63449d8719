"""Several signed facts as few bytes: the outbox of a phone, or both halves of a handover.

What does not compress lies apart: signatures, and every name of 8, 16 or 32 bytes that the
bodies spell in hexadecimal. A name that stands there already, or is that of a fact before,
is only pointed at: of a chain of facts nothing but what is new is carried. A parcel may hold
the list of a load beside the facts, for a receiver who has none. Layout: decision 0310.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from tepat.core.log import canonical, keys
from tepat.core.log.carrying import DICTIONARY, BadText

MOST_ITEMS: Final = 200
LARGEST: Final = 1 << 20
"""Bytes of all bodies of a parcel together, as they are written in it."""
LARGEST_WHOLE: Final = canonical.LARGEST_LIST
"""Bytes of all bodies together as they are read: a byte of a parcel may stand for 66."""

_NAME: Final = re.compile(rb'"([0-9a-f]{64}|[0-9a-f]{32}|[0-9a-f]{16})"')
_MARK: Final = re.compile(rb"[\x01-\x03\x05]|\x04[\x20-\x7e][\x20-\x7e]|[\x00-\x1f]")
_BYTES: Final = {b"\x01": 32, b"\x02": 16, b"\x03": 8}
_MARK_OF: Final = {64: b"\x01", 32: b"\x02", 16: b"\x03"}
_KNOWN: Final = b"\x04"
_BEFORE: Final = b"\x05"
_FROM: Final = 0x20
_DIGIT: Final = 95
_MOST_NAMES: Final = _DIGIT * _DIGIT
_CONTROL: Final = re.compile(rb"[\x00-\x1f]")


class What(IntEnum):
    """What one item of a parcel is."""

    FACT = 1
    LIST = 2


@dataclass(frozen=True, slots=True)
class Item:
    """A signed fact, or the list of a load, which has no signature."""

    body: bytes
    sig: bytes = b""

    @property
    def what(self) -> What:
        """A fact is what somebody signed."""
        return What.FACT if self.sig else What.LIST


def write(items: Sequence[Item]) -> bytes:
    """Return the parcel of `items`. Raises ValueError for what no parcel holds."""
    if not 1 <= len(items) <= MOST_ITEMS:
        raise ValueError("too few or too many facts for one parcel")
    if any(len(each.sig) not in (0, keys.SIGNATURE_BYTES) for each in items):
        raise ValueError("not a signed fact")
    names = _Names()
    texts = [names.shorten(each.body) for each in items]
    plain = b"\x00".join(texts)
    whole = sum(len(each.body) for each in items)
    if len(plain) > LARGEST or len(names.apart) > 0xFFFF or whole > LARGEST_WHOLE:
        raise ValueError("too large for one parcel")
    return b"".join(
        (
            bytes([len(items)]),
            bytes(each.what for each in items),
            len(names.apart).to_bytes(2, "big"),
            *(each.sig for each in items),
            names.apart,
            deflate(plain),
        )
    )


def deflate(plain: bytes) -> bytes:
    """Return `plain` as it lies in a parcel."""
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    return squeeze.compress(plain) + squeeze.flush()


def read(data: bytes) -> list[Item]:
    """Return what lies in a parcel. Raises `BadText` for any other bytes.

    Nothing about the bodies is judged, but none is larger than a fact or a list may be.
    """
    count = data[0] if data else 0
    kinds = data[1 : 1 + count]
    head = 1 + count + 2
    if not 1 <= count <= MOST_ITEMS or len(data) < head:
        raise BadText("not a parcel")
    if any(kind not in (What.FACT, What.LIST) for kind in kinds):
        raise BadText("not a parcel")
    apart_bytes = int.from_bytes(data[head - 2 : head], "big")
    sigs_end = head + keys.SIGNATURE_BYTES * kinds.count(What.FACT)
    apart = data[sigs_end : sigs_end + apart_bytes]
    texts = _inflate(data[sigs_end + apart_bytes :]).split(b"\x00")
    if len(apart) != apart_bytes or len(texts) != count:
        raise BadText("cut short or too long")
    spelling = _Spelling(apart)
    found, at, left = [], head, LARGEST_WHOLE
    for kind, text in zip(kinds, texts, strict=True):
        most = canonical.LARGEST_BODY if kind == What.FACT else canonical.LARGEST_LIST
        body = spelling.spell(text, min(most, left))
        left -= len(body)
        sig = data[at : at + keys.SIGNATURE_BYTES] if kind == What.FACT else b""
        at += len(sig)
        found.append(Item(body, sig))
    if not spelling.is_done:
        raise BadText("names left over")
    return found


class _Names:
    """The names that the bodies of one parcel have spelt so far, when it is written."""

    def __init__(self) -> None:
        self.apart = bytearray()
        self._places: dict[bytes, int] = {}
        self._before = b""

    def shorten(self, body: bytes) -> bytes:
        if _CONTROL.search(body):
            raise ValueError("not canonical")
        text = _NAME.sub(self._mark, body)
        self._before = canonical.name_of(body).encode()
        self._places.setdefault(self._before, len(self._places))
        return text

    def _mark(self, found: re.Match[bytes]) -> bytes:
        name = found[1]
        if name == self._before:
            return _BEFORE
        place = self._places.get(name)
        if place is not None and place < _MOST_NAMES:
            high, low = divmod(place, _DIGIT)
            return _KNOWN + bytes([_FROM + high, _FROM + low])
        self._places[name] = len(self._places)
        self.apart += bytes.fromhex(name.decode())
        return _MARK_OF[len(name)]


class _Spelling:
    """The same when it is read: the table of names grows in the same order."""

    def __init__(self, apart: bytes) -> None:
        self._apart, self._at = apart, 0
        self._names: list[bytes] = []
        self._known: set[bytes] = set()
        self._before = b""
        self._left = 0

    @property
    def is_done(self) -> bool:
        return self._at == len(self._apart)

    def spell(self, text: bytes, most: int) -> bytes:
        self._left = most - len(text)
        body = _MARK.sub(self._name, text)
        if self._left < 0:
            raise BadText("too large")
        self._before = canonical.name_of(body).encode()
        self._learn(self._before)
        return body

    def _name(self, found: re.Match[bytes]) -> bytes:
        name = b'"' + self._named(found[0]) + b'"'
        self._left -= len(name) - len(found[0])
        if self._left < 0:  # a byte may stand for 66: stop before memory is full of them
            raise BadText("too large")
        return name

    def _named(self, mark: bytes) -> bytes:
        if mark == _BEFORE and self._before:
            return self._before
        if mark[:1] == _KNOWN and len(mark) == 3:
            place = (mark[1] - _FROM) * _DIGIT + mark[2] - _FROM
            if place < len(self._names):
                return self._names[place]
        if mark in _BYTES and self._at + _BYTES[mark] <= len(self._apart):
            raw = self._apart[self._at : self._at + _BYTES[mark]]
            self._at += len(raw)
            name = raw.hex().encode()
            self._learn(name)
            return name
        raise BadText("no such name")

    def _learn(self, name: bytes) -> None:
        if name not in self._known:
            self._known.add(name)
            self._names.append(name)


def _inflate(deflated: bytes) -> bytes:
    stretch = zlib.decompressobj(-15, DICTIONARY)
    try:
        plain = stretch.decompress(deflated, LARGEST + 1)
    except zlib.error as error:
        raise BadText("not deflated") from error
    if len(plain) > LARGEST:
        raise BadText("too large")
    if not stretch.eof or stretch.unused_data:
        raise BadText("cut short or too long")
    return plain
