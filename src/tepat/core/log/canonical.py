"""The one canonical form of a fact, and its name.

JSON with sorted ASCII keys, no spaces, whole numbers only, UTF-8, the whole text in NFC,
no key twice: on this subset it equals RFC 8785 (JCS). The bytes are stored as received
and never written again; the SHA-256 of the bytes is the fact's name, so that the same
fact sent twice is the same fact.

NFC is asked of the whole text, not of each string in it: then a canonical text inside a
canonical text (the body of a fact in its entry) is canonical as well.
"""

import json
import unicodedata
from hashlib import sha256
from typing import Any, Final

LARGEST: Final = 2**53 - 1
"""Whole numbers beyond this differ between programs that read JSON as floats."""

LARGEST_BODY: Final = 32_768
"""The bytes of the largest fact."""

LARGEST_LIST: Final = 4 * 2**20
"""The bytes of the largest list or plan that a fact names by its hash."""

DEEPEST: Final = 16
"""Objects and lists may lie in each other this often."""


class NotCanonical(ValueError):
    """These bytes, or this value, have no canonical form; the text says why."""


def encode(value: Any, *, at_most: int = LARGEST_BODY) -> bytes:
    """Return `value` in canonical form. Raises `NotCanonical` for what has none.

    >>> encode({"b": [1, None, True], "a": "Muara Uya"})
    b'{"a":"Muara Uya","b":[1,null,true]}'
    """
    _check(value, DEEPEST)
    text = _write(value)
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("half a character") from error
    if len(data) > at_most:
        raise NotCanonical("too large")
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text not in NFC")
    return data


def decode(data: bytes, *, at_most: int = LARGEST_BODY) -> Any:
    """Return the value of canonical bytes. Raises `NotCanonical` for any other spelling.

    The value is written again and compared, which finds spaces, other escapes, another
    order and a key twice at the speed of the standard library; only what that cannot
    find is looked for by itself.
    """
    if len(data) > at_most:
        raise NotCanonical("too large")
    try:
        text = data.decode("utf-8")
        value, end = _read(text)
    except NotCanonical:
        raise
    except (ValueError, RecursionError) as error:
        raise NotCanonical("not JSON in UTF-8") from error
    if end != len(text):
        raise NotCanonical("more after the value")
    if not text.isascii() or text.count("[") + text.count("{") > DEEPEST:
        _check(value, DEEPEST)
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text not in NFC")
    if _write(value) != text:
        raise NotCanonical("spelled differently")
    return value


def name_of(data: bytes) -> str:
    """Return the name of a fact: the SHA-256 of its bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def _no_float(text: str) -> Any:
    raise NotCanonical("not a whole number")


def _whole(text: str) -> int:
    value = int(text) if len(text) < 18 else LARGEST + 1
    if abs(value) > LARGEST:
        raise NotCanonical("number too large")
    return value


_write = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, check_circular=False, separators=(",", ":")
).encode
_read = json.JSONDecoder(
    parse_int=_whole, parse_float=_no_float, parse_constant=_no_float
).raw_decode


def _check(value: Any, deeper: int) -> None:
    if value is None or isinstance(value, bool | str):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical("number too large")
        return
    if deeper == 0:
        raise NotCanonical("too deep")
    if isinstance(value, list | tuple):
        for each in value:
            if type(each) is not str:
                _check(each, deeper - 1)
    elif isinstance(value, dict):
        for key, each in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical("key not ASCII")
            if type(each) is not str:
                _check(each, deeper - 1)
    else:
        raise NotCanonical(f"no {type(value).__name__} in a fact")
