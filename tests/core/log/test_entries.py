"""Leaves of the log: what is written is canonical, and is read back as it was."""

import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log import canonical, entries, keys, spelling

SIGNATURE = bytes(range(64))
WHEN = "2024-11-26T08:10:00Z"
TEXTS = st.text(st.characters(codec="utf-8"), max_size=60)
DEVICES = st.binary(min_size=16, max_size=16).map(bytes.hex)
COUNTERSIGNED = st.lists(DEVICES, max_size=8, unique=True).map(
    lambda devices: tuple(entries.Countersignature(device, SIGNATURE) for device in sorted(devices))
)


def body_of(value: Any) -> bytes | None:
    try:
        return canonical.encode(value)
    except canonical.NotCanonical:
        return None


BODIES = st.dictionaries(st.text("abcxyz", max_size=3), TEXTS, max_size=4).map(body_of)


@given(BODIES, COUNTERSIGNED)
def test_a_fact_is_written_as_the_canonical_form_says(
    body: bytes | None, countersigned: tuple[entries.Countersignature, ...]
) -> None:
    if body is None:
        return
    entry = entries.FactEntry(body, SIGNATURE, WHEN, countersigned)
    value: dict[str, Any] = {
        "body": body.decode(),
        "received": WHEN,
        "sig": spelling.to_base64(SIGNATURE),
    }
    if countersigned:
        value["countersigned"] = entries.countersigned_value(countersigned)
    data = entries.write(entry)
    assert data == canonical.encode(value, at_most=65_535)
    assert entries.parse(data) == entry
    assert entry.name == canonical.name_of(body)


def test_a_canonical_body_makes_a_canonical_entry_whatever_its_marks() -> None:
    """Were NFC asked of each text by itself, this body would be refused in its entry."""
    spelled = '"\\n\u0303"'
    assert unicodedata.is_normalized("NFC", "\n\u0303")
    with pytest.raises(canonical.NotCanonical, match="NFC"):
        canonical.decode(spelled.encode())
    with pytest.raises(canonical.NotCanonical, match="NFC"):
        canonical.encode("\n\u0303")


def test_a_body_full_of_quotes_can_be_too_large_for_an_entry() -> None:
    body = canonical.encode("\\" * 16_380)
    assert len(body) <= canonical.LARGEST_BODY
    with pytest.raises(entries.BadEntry, match="too large"):
        entries.write(entries.FactEntry(body, SIGNATURE, WHEN))


def test_the_largest_plain_body_fits_with_all_countersignatures() -> None:
    seen = tuple(entries.Countersignature(f"{at:032x}", SIGNATURE) for at in range(8))
    body = canonical.encode("a" * (canonical.LARGEST_BODY - 2))
    data = entries.write(entries.FactEntry(body, SIGNATURE, WHEN, seen))
    assert entries.parse(data) == entries.FactEntry(body, SIGNATURE, WHEN, seen)


@pytest.mark.parametrize(
    "entry",
    [
        entries.FactEntry(b"{}", SIGNATURE[:63], WHEN),
        entries.FactEntry(b"{}", SIGNATURE, "2024-11-26T08:10:00+00:00"),
        entries.FactEntry(b'"\xff"', SIGNATURE, WHEN),
        entries.FactEntry(b"{}", SIGNATURE, WHEN, (entries.Countersignature("x", SIGNATURE),)),
        entries.HiddenEntry("0" * 64, "security", "0" * 32, 0, SIGNATURE, WHEN),
        entries.HiddenEntry("0" * 64, "Security", "0" * 32, 1, SIGNATURE, WHEN),
        entries.HiddenEntry("0" * 63, "security", "0" * 32, 1, SIGNATURE, WHEN),
        entries.HiddenEntry("0" * 64, "security", "0" * 32, 1, SIGNATURE, WHEN, prev="0"),
        entries.QuarantinedEntry("0" * 64, "", WHEN),
        entries.QuarantinedEntry("G" * 64, "malformed", WHEN),
    ],
)
def test_what_cannot_be_read_is_not_written(entry: entries.Entry) -> None:
    with pytest.raises(entries.BadEntry):
        entries.write(entry)


@given(
    st.datetimes(datetime(1970, 1, 1), datetime(9998, 1, 1)),  # noqa: DTZ001
    st.integers(-840, 840),
)
def test_times_are_written_in_utc_to_the_second(naive: datetime, minutes: int) -> None:
    moment = naive.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    assert spelling.from_utc(spelling.to_utc(moment)) == moment


def test_a_time_without_an_offset_is_refused() -> None:
    with pytest.raises(ValueError, match="offset"):
        spelling.to_utc(datetime(2024, 11, 26))  # noqa: DTZ001


@pytest.mark.parametrize(
    "text",
    ["2024-11-26T08:10:00", "2024-11-26T24:00:00Z", "2024-11-26T08:10:60Z", "20241126T081000Z"],
)
def test_other_spellings_of_a_time_are_refused(text: str) -> None:
    assert spelling.from_utc(text) is None
    assert spelling.from_utc("2024-11-26T23:59:59Z") == datetime(
        2024, 11, 26, 23, 59, 59, tzinfo=UTC
    )


@given(st.binary(max_size=70))
def test_base64_has_one_spelling(data: bytes) -> None:
    text = spelling.to_base64(data)
    assert spelling.from_base64(text) == data
    for other in (text + "\n", text + "=", " " + text, text.rstrip("=") + "\0"):
        assert spelling.from_base64(other) is None


@pytest.mark.parametrize("text", ["AA==\n", "AB==", "AA", "A===", "A-==", "AA==AA==", "é"])
def test_other_base64_is_refused(text: str) -> None:
    assert spelling.from_base64(text) is None


def test_purposes_end_in_a_line_feed_so_that_none_begins_another() -> None:
    purposes = [keys.EVENT, keys.RECEIPT, keys.REQUEST, keys.LETTER]
    assert all(each.endswith(b"\n") and each.count(b"\n") == 1 for each in purposes)
    assert len(set(purposes)) == 4
