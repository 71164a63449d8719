"""Several facts as text: the shared vectors, and that parts come together in any order."""

import contextlib
import random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log import carrying, parcels, series
from tepat.core.log.parcels import Item
from tests.core.log.vectors import each_of


def _plain(items: list[Item]) -> list[dict[str, str]]:
    return [{"body": each.body.hex(), "sig": each.sig.hex()} for each in items]


@each_of("series", "parcels")
def test_parcels(case: dict[str, Any]) -> None:
    data = bytes.fromhex(case["bytes"])
    if case["items"] is None:
        with pytest.raises(carrying.BadText):
            parcels.read(data)
        return
    items = parcels.read(data)
    assert _plain(items) == case["items"]
    assert parcels.read(parcels.write(items)) == items


@each_of("series", "pasted")
def test_pasted_texts(case: dict[str, Any]) -> None:
    if case["items"] is None:
        with pytest.raises(carrying.BadText):
            series.read_all([case["text"]])
        return
    items, missing = series.read_all([case["text"]])
    found, wanted = _plain(items), list(case["items"])
    if case.get("sorted"):
        found.sort(key=lambda each: each["body"])
        wanted.sort(key=lambda each: each["body"])
    assert (found, missing) == (wanted, case["missing"])


BODIES = st.lists(st.text(alphabet='ab0"\\é', max_size=90), min_size=1, max_size=12)


@given(BODIES, st.integers(40, 700), st.randoms(use_true_random=False))
def test_parts_in_any_order_and_repeated_are_the_parcel(
    texts: list[str], letters: int, chance: random.Random
) -> None:
    items = [Item(each.encode(), bytes([at] * 64)) for at, each in enumerate(texts)]
    parts = series.parts(items, letters)
    assert max(map(len, parts)) <= letters
    shown = parts + chance.choices(parts, k=len(parts))
    chance.shuffle(shown)
    reader, seen = series.Series(), set()
    for text in shown:
        part = series.parse(text)
        assert isinstance(part, series.Part)
        seen.add(part.number)
        found = reader.add(part)
        assert reader.missing == len(parts) - len(seen)
        if found is not None:
            assert (found, len(seen)) == (items, len(parts))
            return
    pytest.fail("the parts never came together")


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with contextlib.suppress(carrying.BadText):
        parcels.read(data)
    with contextlib.suppress(carrying.BadText):
        series.parse(_text(data))


def _text(data: bytes) -> str:
    return carrying.PREFIX + carrying.to_base45(data)


def test_a_spoilt_series_begins_anew() -> None:
    items = [Item(b"{}" * 200, bytes(range(64)))]
    first, second, *rest = series.parts(items, 60)
    reader = series.Series()
    raw = bytearray(carrying.from_base45(second.removeprefix(carrying.PREFIX)))
    raw[-1] ^= 1
    for text in (first, _text(bytes(raw)), *rest[:-1]):
        assert reader.add(series.parse(text)) is None  # type: ignore[arg-type]
    with pytest.raises(carrying.BadText):
        reader.add(series.parse(rest[-1]))  # type: ignore[arg-type]
    found = [reader.add(series.parse(each)) for each in (first, second, *rest)]  # type: ignore[arg-type]
    assert found[-1] == items
