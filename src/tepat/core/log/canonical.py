"""The one canonical form of a fact, and its name.

JSON with sorted keys, no spaces, integers only, UTF-8 in NFC, no key twice: on this
subset it equals RFC 8785 (JCS). The bytes are stored as received and never written
again; the SHA-256 of the bytes is the fact's name, so that the same fact sent twice is
the same fact.
"""

import json
import unicodedata
from hashlib import sha256
from typing import Any, Final

LARGEST: Final = 2**53 - 1
"""Whole numbers beyond this differ between programs that read JSON as floats."""


class NotCanonical(ValueError):
    """These bytes, or this value, have no canonical form; the text says why."""


def encode(value: Any) -> bytes:
    """Return `value` in canonical form. Raises `NotCanonical` for what has none.

    >>> encode({"b": [1, None, True], "a": "Muara Uya"})
    b'{"a":"Muara Uya","b":[1,null,true]}'
    """
    _check(value)
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode("utf-8")


def decode(data: bytes) -> Any:
    """Return the value of canonical bytes. Raises `NotCanonical` for any other spelling."""
    try:
        value = json.loads(
            data.decode("utf-8"),
            object_pairs_hook=_once,
            parse_float=_no_float,
            parse_constant=_no_float,
        )
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise NotCanonical("not JSON in UTF-8") from error
    if encode(value) != data:
        raise NotCanonical("spelled differently")
    return value


def name_of(data: bytes) -> str:
    """Return the name of a fact: the SHA-256 of its bytes, in hexadecimal."""
    return sha256(data).hexdigest()


def _check(value: Any) -> None:
    if value is None or isinstance(value, bool):
        return
    if isinstance(value, int):
        if abs(value) > LARGEST:
            raise NotCanonical("number too large")
    elif isinstance(value, str):
        _check_text(value)
    elif isinstance(value, list | tuple):
        for each in value:
            _check(each)
    elif isinstance(value, dict):
        for key, each in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise NotCanonical("key not ASCII")
            _check(each)
    else:
        raise NotCanonical(f"no {type(value).__name__} in a fact")


def _check_text(text: str) -> None:
    if not unicodedata.is_normalized("NFC", text):
        raise NotCanonical("text not in NFC")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("half a character") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise NotCanonical("key twice")
    return value


def _no_float(text: str) -> Any:
    raise NotCanonical(f"not a whole number: {text}")
