"""One fact has one spelling; every other spelling is refused."""

import json
import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log.canonical import LARGEST, NotCanonical, decode, encode, name_of

TEXTS = st.text(st.characters(codec="utf-8", categories=["L", "N", "P", "Zs"])).map(
    lambda text: unicodedata.normalize("NFC", text)
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-LARGEST, LARGEST) | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abcxyz_", max_size=5), inner),
    max_leaves=20,
)


@given(VALUES)
def test_what_is_written_is_read_back_and_spelled_the_same(value: Any) -> None:
    assert decode(encode(value)) == value
    assert encode(decode(encode(value))) == encode(value)


@given(st.dictionaries(st.text("abcxyz", min_size=1, max_size=5), VALUES, min_size=2))
def test_the_order_of_keys_does_not_matter(value: dict[str, Any]) -> None:
    turned = dict(reversed(list(value.items())))
    assert name_of(encode(turned)) == name_of(encode(value))


@pytest.mark.parametrize(
    "data",
    [
        b'{"a": 1}',
        b'{"b":1,"a":2}',
        b'{"a":1,"a":1}',
        b'{"a":1.0}',
        b'{"a":1e3}',
        b'{"a":NaN}',
        b'{"a":9007199254740992}',
        b'{"a":-0}',
        b'"\\u0041"',
        b'"e\xcc\x81"',
        b'"\\ud800"',
        b"\xff",
        b"[1,]",
        b"[1]\n",
        b"[" * 100_000,
        json.dumps({"é": 1}, ensure_ascii=False).encode(),
    ],
)
def test_other_spellings_are_refused(data: bytes) -> None:
    with pytest.raises(NotCanonical):
        decode(data)


def test_a_float_cannot_be_written() -> None:
    with pytest.raises(NotCanonical):
        encode({"a": 0.1})
