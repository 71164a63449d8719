"""How facts travel: as JSON, as text codes or as a parcel."""

from typing import Final

import msgspec

from tepat.core.log import carrying, entries, parcels, series, spelling
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, refuse

MOST_FACTS: Final = 200
MOST_BYTES: Final = 4 * 2**20
PARCEL: Final = "application/vnd.tepat.parcel"
"""The content type of facts in the fewest bytes, as `core/log/parcels.py` writes them."""


class Countersigned(msgspec.Struct):
    """One more signature over the same body."""

    device: str
    sig: str


class One(msgspec.Struct):
    """One fact as it travels."""

    body: str
    sig: str
    countersigned: list[Countersigned] = []


class Batch(msgspec.Struct):
    """What a phone posts."""

    facts: list[One]


class SignedReceipt(msgspec.Struct):
    """The answer for one fact: canonical receipt, and the desk's signature in base64."""

    body: str
    sig: str


class Answer(msgspec.Struct, omit_defaults=True):
    """The newest checkpoint, and one receipt per fact in the order sent."""

    receipts: list[SignedReceipt]
    checkpoint: str = ""


_read = msgspec.json.Decoder(Batch).decode


def batch_of(kind: str, body: bytes) -> list[Sent]:
    """Return the facts of a body of type `kind`. Raises `Refused` for what is none."""
    if len(body) > MOST_BYTES:
        raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
    if kind == "text/plain":
        found = from_text(body.decode("utf-8", errors="replace"))
    elif kind == PARCEL:
        found = _from_parcel(body)
    else:
        try:
            found = [sent_of(each) for each in _read(body).facts]
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            raise refuse(Code.BATCH_UNREADABLE, reason=str(error)[:120]) from error
    if len(found) > MOST_FACTS:
        raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
    return found


def _from_parcel(body: bytes) -> list[Sent]:
    try:
        return [Sent(each.body, each.sig) for each in parcels.read(body) if each.sig]
    except carrying.BadText as error:
        raise refuse(Code.BATCH_UNREADABLE, reason=str(error)) from error


def sent_of(one: One) -> Sent:
    """Return what travelled as bytes; what is no base64 becomes a signature that fails."""
    others = [
        entries.Countersignature(each.device, spelling.from_base64(each.sig) or b"")
        for each in one.countersigned
    ]
    others.sort(key=lambda each: each.device)
    return Sent(one.body.encode(), spelling.from_base64(one.sig) or b"", tuple(others))


def from_text(text: str) -> list[Sent]:
    """Return the facts of text codes: single ones, parcels, and parts in any order.

    Raises `Refused` for what is none, and where parts are missing.
    """
    try:
        items, missing = series.read_all([text])
    except carrying.BadText as error:
        raise refuse(Code.TEXT_CODE) from error
    if missing:
        raise refuse(Code.TEXT_PARTS, count=missing)
    return [Sent(each.body, each.sig) for each in items if each.sig]
