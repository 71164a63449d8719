"""Spoil bytes in the ways that strangers and broken networks do, from a seed."""

from collections.abc import Sequence
from random import Random

PIECES = (
    b"\x00",
    b"\xff\xfe",
    b"\xed\xa0\x80",  # half of a surrogate pair
    b'"',
    b"\\u0000",
    b"{" * 40,
    b"[" * 2_000,
    b"-0",
    b"1e999",
    b"9" * 400,
    b"null",
    b"../../secret_key",
    b"%2e%2e/%00",
    b"\n\n",
    b"\xe2\x80\x94 ",
    b"A" * 5_000,
    b"=" * 9,
    b"\xe2\x80\xae",  # text from right to left
)


def spoiled(good: bytes, others: Sequence[bytes], chance: Random) -> bytes:
    """Return `good` after one to four changes; `others` are good bytes of other kinds."""
    data = bytearray(good)
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(data) + 1)
        end = min(len(data), at + chance.choice([0, 1, 1, 2, 8, 60]))
        match chance.randrange(7):
            case 0 if data:
                at = min(at, len(data) - 1)
                data[at] ^= 1 << chance.randrange(8)
            case 1:
                data[at:end] = chance.choice(PIECES)
            case 2:
                del data[at:end]
            case 3:
                del data[at:]
            case 4:
                data[at:at] = data[at:end] * chance.randint(1, 30)
            case 5:
                other = chance.choice(others)
                begin = chance.randrange(len(other) + 1)
                data[at:end] = other[begin : begin + chance.randint(0, 200)]
            case _:
                data[at:end] = chance.randbytes(end - at)
    return bytes(data)
