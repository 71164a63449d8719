"""Texts that carry several facts: one long text, or parts for a series of QR codes or SMS.

All begin with `TEPAT1:` and are base45, as `carrying` writes one fact. The version byte under
it tells them apart: 1 is one fact, 2 a parcel, 3 one part of a parcel. A part says of which
parcel it is by the first bytes of its hash, how many parts there are and which one it is.
Parts come in any order and as often as a screen repeats them.
"""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final

from tepat.core.log import carrying, parcels
from tepat.core.log.carrying import BadText
from tepat.core.log.parcels import Item

PARCEL: Final = b"\x02"
PART: Final = b"\x03"
MOST_PARTS: Final = 999
LARGEST_PASTED: Final = 1_500_000
"""Characters of everything pasted at once."""
LARGEST_READ: Final = 8 * 2**20
"""Bytes of all bodies of one pasted text together: few characters may stand for many."""
_MOST_OPEN: Final = 16
"""Series that one reader keeps in mind while none of them is whole."""
_HASH: Final = 8
_HEAD: Final = 1 + _HASH + 4

QR_LETTERS: Final = 593
"""Letters of a part in a QR of version 15 at level M, which a cheap camera reads at once."""
SMS_LETTERS: Final = 153
"""Letters of a part in one of several linked SMS."""


def whole(items: list[Item]) -> str:
    """Return `items` as one text; more than a parcel holds are several codes, a line each."""
    most = parcels.MOST_ITEMS
    several = [items[at : at + most] for at in range(0, len(items), most)]
    return "\n".join(
        carrying.PREFIX + carrying.to_base45(PARCEL + parcels.write(some)) for some in several
    )


def parts(items: list[Item], letters: int = QR_LETTERS) -> list[str]:
    """Return `items` as parts of at most so many letters. Raises ValueError for too many."""
    data = parcels.write(items)
    room = (letters - len(carrying.PREFIX)) // 3 * 2 - _HEAD
    chunks = [data[at : at + room] for at in range(0, len(data), room)]
    if room < 1 or len(chunks) > MOST_PARTS:
        raise ValueError("too many parts")
    name = hashlib.sha256(data).digest()[:_HASH]
    total = len(chunks).to_bytes(2, "big")
    return [
        carrying.PREFIX + carrying.to_base45(PART + name + total + at.to_bytes(2, "big") + chunk)
        for at, chunk in enumerate(chunks, start=1)
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a parcel: `number` of `total`, from 1."""

    name: bytes
    total: int
    number: int
    chunk: bytes


def parse(text: str) -> list[Item] | Part:
    """Return the facts in one text, or the part that it is. Raises `BadText`."""
    if len(text) > carrying.LARGEST_TEXT:
        raise BadText("too large")
    joined = text.strip().replace("\r", "").replace("\n", "")
    if not joined.startswith(carrying.PREFIX):
        raise BadText("no such prefix")
    data = carrying.from_base45(joined.removeprefix(carrying.PREFIX))
    if data[:1] == PARCEL:
        return parcels.read(data[1:])
    if data[:1] != PART:
        body, sig = carrying.parse(text)
        return [Item(body, sig)]
    total, number = (int.from_bytes(data[at : at + 2], "big") for at in (9, 11))
    if not 1 <= number <= total <= MOST_PARTS or len(data) <= _HEAD:
        raise BadText("no such part")
    return Part(data[1:9], total, number, data[_HEAD:])


@dataclass
class Series:
    """Puts parts together; several series may come mixed."""

    _open: dict[tuple[bytes, int], dict[int, bytes]] = field(default_factory=dict)
    missing: int = 0
    """How many parts the series that was touched last still lacks."""

    def add(self, part: Part) -> list[Item] | None:
        """Take one part; return what lies in the parcel where it was the last one missing.

        Raises `BadText` where the parts do not make the parcel that they name: it begins anew.
        """
        key = (part.name, part.total)
        chunks = self._open.pop(key, {})
        chunks.setdefault(part.number, part.chunk)
        self.missing = part.total - len(chunks)
        if self.missing:
            self._open[key] = chunks  # the last one touched is the last one forgotten
            if len(self._open) > _MOST_OPEN:
                del self._open[next(iter(self._open))]
            return None
        data = b"".join(chunks[number] for number in range(1, part.total + 1))
        if hashlib.sha256(data).digest()[:_HASH] != part.name:
            raise BadText("parts of different parcels")
        return parcels.read(data)

    @property
    def is_open(self) -> bool:
        """Whether parts wait for others."""
        return bool(self._open)


_START: Final = re.compile(re.escape(carrying.PREFIX))


_GAP: Final = "[ \u00a0\u202f]"
_DATE: Final = "[0-9]{1,4}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?"
_TIME: Final = f"[0-9]{{1,2}}[.:][0-9]{{2}}(?:[.:][0-9]{{2}})?(?:{_GAP}?[AaPp][.]?[Mm][.]?)?"
_WHEN: Final = f"(?:{_DATE},?{_GAP}(?:pukul{_GAP})?{_TIME}|{_TIME},?{_GAP}{_DATE})"
_STAMP: Final = re.compile(
    f"(?:^|\n)[\u200e\u200f]*\\[?{_WHEN}(?:\\]|{_GAP}-){_GAP}[^\n:]{{1,80}}:{_GAP}"
)
"""What WhatsApp writes before a message that is exported or copied: day, hour and name."""


def unstamped(text: str) -> str:
    """Return `text` without the stamps of WhatsApp, and without its messages that hold no code.

    >>> unstamped("[25/11 08.10] Bu Sari: TEPAT1:A\\n[25/11 08.11] Pak Budi: terima kasih")
    'TEPAT1:A'
    """
    before, *messages = _STAMP.split(text)
    return "\n".join([before, *(each for each in messages if carrying.PREFIX in each)]).strip("\n")


def read_all(texts: Iterable[str]) -> tuple[list[Item], int]:
    """Return every fact and list in pasted texts, and how many parts are still missing.

    Words before, between and after the codes are not allowed, but for WhatsApp's own day, hour
    and name: nobody guesses where a code ends.
    Raises `BadText` for what carries nothing.
    """
    series = Series()
    found: dict[tuple[bytes, bytes], Item] = {}
    waiting: dict[tuple[bytes, int], int] = {}
    left = LARGEST_READ
    for text in texts:
        if len(text) > LARGEST_PASTED:
            raise BadText("too large")
        before, *codes = _START.split(unstamped(text))
        if before.strip() or not codes:
            raise BadText("no such prefix")
        for code in codes:
            read = parse(carrying.PREFIX + code)
            if isinstance(read, Part):
                key = (read.name, read.total)
                items = series.add(read)
                waiting[key] = min(series.missing, waiting.get(key, series.missing))
                read = items or []
            left -= sum(len(each.body) for each in read)
            if left < 0:
                raise BadText("too large")
            found.update(((each.body, each.sig), each) for each in read)
    return list(found.values()), sum(waiting.values())
