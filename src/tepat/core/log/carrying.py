"""A signed fact as text, for a QR, WhatsApp or SMS: `TEPAT1:` and base45 (RFC 9285).

Under base45 lie a version byte, the signature and the body, deflated without header
(RFC 1951) against the dictionary of that version. Reading is the rule; writers may
compress as they like.
"""

import zlib
from typing import Final

from tepat.core.log import canonical, keys

PREFIX: Final = "TEPAT1:"
VERSION: Final = b"\x01"
ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"

DICTIONARY: Final = (
    '"archived""ballots""listed""plan_published""result""turnout""seals_issued""released""used"'
    '"desk_enrolled""escorted""guarded""positioned""cancelled""destroyed""replaced""relocated"'
    '"assigned""revoked""enrolled""commissioned""packed""counted""transferred""incident"'
    '"corrected""inspected""opened""unsealed""sealed""refused""witnessed"'
    '"condition":"broken""damaged""missing""wet""empty""reason":"wrong_place""note":"paper":"'
    '"person":"as_role":"area":"starts":"ends":"target":"upto":"ended":"mac":"key":"'
    '"finding":"fact":"vehicle":"package":"seal":"content":[{"count":,"item":"surat_suara'
    "pilkada-2024pemilu-2024pilkades:tps@kpps@pps@driver@warehouse@ppk@gudang"
    "2024-11-25T2024-11-26T2024-11-27T:00:00+07:00:00:00+08:00:00:00+09:00"
    '","salt":"","without":["","packages":["","photos":["'
    '{"after":["'
    '"],"assignment":"'
    '","at":"2024-11-26T'
    '+08:00","by":"'
    '","checks":[{"package":"'
    '","seals":["'
    '"]},{"package":"'
    '"]}],"device":"'
    '","election":"pilkada-2024","given":"'
    '","giver":"gudang@'
    '","gps":{"lat":-,"lon":1'
    '},"kabupaten":"'
    '","kind":"given","list":"'
    '","kind":"received","list":"'
    '","mono":'
    ',"place":"'
    '","prev":"'
    '","receiver":"ppk@'
    '","role":"ppk","seen":{"root":"'
    '","size":'
    '},"seq":'
    ',"session":"'
    '","shipment":"'
    '","to":"'
    ':ppk","v":1}'
).encode("ascii")
"""Preset dictionary of version 1: what facts are mostly made of, the commonest last."""

LARGEST_TEXT: Final = 60_000
"""Characters; a body of the largest size that does not compress is shorter."""

_VALUE_OF = {character: value for value, character in enumerate(ALPHABET)}


class BadText(ValueError):
    """This text carries no fact; the text of the exception says why."""


def write(body: bytes, signature: bytes) -> str:
    """Return the text code of a signed fact.

    Raises ValueError where the body is no possible fact or the signature not 64 bytes.
    """
    if len(body) > canonical.LARGEST_BODY or len(signature) != keys.SIGNATURE_BYTES:
        raise ValueError("not a signed fact")
    squeeze = zlib.compressobj(9, zlib.DEFLATED, -15, 9, zlib.Z_DEFAULT_STRATEGY, DICTIONARY)
    deflated = squeeze.compress(body) + squeeze.flush()
    return PREFIX + to_base45(VERSION + signature + deflated)


def parse(text: str) -> tuple[bytes, bytes]:
    """Return body and signature from a text code. Raises `BadText`.

    Space around the code and line breaks inside it, which messengers add, are dropped.
    Nothing about the body is judged, but it is never larger than a fact may be.
    """
    if len(text) > LARGEST_TEXT:
        raise BadText("too large")
    joined = text.strip().replace("\r", "").replace("\n", "")
    if not joined.startswith(PREFIX):
        raise BadText("no such prefix")
    data = from_base45(joined.removeprefix(PREFIX))
    if data[:1] != VERSION:
        raise BadText("no such version")
    signature, deflated = data[1:65], data[65:]
    if len(signature) != keys.SIGNATURE_BYTES or not deflated:
        raise BadText("cut short")
    return _inflate(deflated), signature


def to_base45(data: bytes) -> str:
    """Return `data` in base45.

    >>> to_base45(b"Hello!!"), to_base45(b"base-45")
    ('%69 VD92EX0', 'UJCLQE7W581')
    """
    out = []
    for at in range(0, len(data) - 1, 2):
        high, low = divmod(data[at] * 256 + data[at + 1], 45)
        high, middle = divmod(high, 45)
        out += [ALPHABET[low], ALPHABET[middle], ALPHABET[high]]
    if len(data) % 2:
        high, low = divmod(data[-1], 45)
        out += [ALPHABET[low], ALPHABET[high]]
    return "".join(out)


def from_base45(text: str) -> bytes:
    """Return the bytes of base45. Raises `BadText` for what no encoder writes."""
    try:
        values = [_VALUE_OF[each] for each in text]
    except KeyError as error:
        raise BadText("not base45") from error
    out = bytearray()
    for at in range(0, len(values) - 2, 3):
        number = values[at] + 45 * values[at + 1] + 2025 * values[at + 2]
        if number > 0xFFFF:
            raise BadText("not base45")
        out += number.to_bytes(2, "big")
    match values[len(values) - len(values) % 3 :]:
        case [low, high] if low + 45 * high <= 0xFF:
            out.append(low + 45 * high)
        case []:
            pass
        case _:
            raise BadText("not base45")
    return bytes(out)


def _inflate(deflated: bytes) -> bytes:
    stretch = zlib.decompressobj(-15, DICTIONARY)
    try:
        body = stretch.decompress(deflated, canonical.LARGEST_BODY + 1)
    except zlib.error as error:
        raise BadText("not deflated") from error
    if len(body) > canonical.LARGEST_BODY:
        raise BadText("too large")
    if not stretch.eof or stretch.unused_data:
        raise BadText("cut short or too long")
    return body
