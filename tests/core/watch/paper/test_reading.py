"""Rows as clerks type them at night, and the sentences for those that cannot be taken."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.move.events.envelope import Check
from tepat.core.problems import Code
from tepat.core.watch.paper.reading import Desk, Entry, Typed, read_row, read_time, with_dittos
from tepat.core.watch.paper.rows import Expected, Way

WITA = ZoneInfo("Asia/Makassar")
BOXES = ("P1", "P2")
SEALS = {"P1": ("KB0000001",), "P2": ("KB0000002", "KB0000003")}
ROW = Expected(Way.TO_TPS, "99.01.02.2001-003", BOXES, SEALS)
DESK = Desk(date(2024, 11, 26), WITA, datetime(2024, 11, 27, 2, 10, tzinfo=WITA), {"1": "ab" * 32})
GOOD = Typed(boxes="2", seals="y", time="0640", number="03/BA/PPS/2024", photo="f1", receiver="A")


def entry_of(typed: Typed, row: Expected = ROW) -> Entry:
    entry, problems = read_row(row, typed, DESK)
    assert entry
    assert not problems
    return entry


def codes(typed: Typed, row: Expected = ROW) -> list[Code]:
    entry, problems = read_row(row, typed, DESK)
    assert entry is None
    return [each.code for each in problems]


def test_a_whole_row_takes_one_key_for_the_seals() -> None:
    entry = entry_of(GOOD)

    assert entry.packages == BOXES
    assert entry.checks == (Check("P1", SEALS["P1"]), Check("P2", SEALS["P2"]))
    assert entry.at == datetime(2024, 11, 25, 22, 40, tzinfo=UTC)
    assert (entry.number, entry.photo, entry.missing) == ("03/BA/PPS/2024", "ab" * 32, ())


def test_missing_boxes_are_asked_for_only_where_the_count_is_lower() -> None:
    assert codes(replace(GOOD, boxes="1")) == [Code.PAPER_MISSING]
    entry = entry_of(replace(GOOD, boxes="1", missing=("P2",)))

    assert (entry.packages, entry.missing) == (("P1",), ("P2",))
    assert entry.checks == (Check("P1", SEALS["P1"]),)
    assert entry_of(replace(GOOD, missing=("P2",))).missing == ()  # ticked, then found after all


def test_another_seal_is_asked_for_by_box_where_there_are_several() -> None:
    other = replace(GOOD, seals="KB 0000 009")
    assert codes(other) == [Code.PAPER_SEAL_WHICH]
    named = entry_of(replace(other, other_seals={"P2": "kb 0000 009, KB0000003"}))
    single = entry_of(replace(other, boxes="1"), replace(ROW, packages=("P1",)))

    assert named.checks == (Check("P1", SEALS["P1"]), Check("P2", ("KB0000009", "KB0000003")))
    assert single.checks == (Check("P1", ("KB0000009",)),)


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ({"boxes": "dua"}, Code.PAPER_BOXES),
        ({"boxes": ""}, Code.PAPER_EMPTY),
        ({"boxes": "²"}, Code.PAPER_BOXES),
        ({"boxes": "0"}, Code.PAPER_NO_BOX),
        ({"boxes": "3"}, Code.PAPER_TOO_MANY),
        ({"seals": ""}, Code.PAPER_EMPTY),
        ({"other_seals": {"P1": "rusak"}}, Code.PAPER_SEAL_NUMBER),
        ({"condition": "<b>"}, Code.PAPER_CONDITION),
        ({"time": "pagi"}, Code.PAPER_TIME),
        ({"time": "2460"}, Code.PAPER_TIME),
        ({"time": "28/11 0100"}, Code.PAPER_TIME_AHEAD),
        ({"time": "1/9 0640"}, Code.PAPER_TIME_OLD),
        ({"time": "29/2/2023 0640"}, Code.PAPER_TIME),
        ({"number": " "}, Code.PAPER_EMPTY),
        ({"number": "n" * 61}, Code.PAPER_NUMBER),
        ({"number": "nº 3"}, Code.PAPER_NUMBER),
        ({"photo": "2"}, Code.PAPER_PHOTO),
    ],
)
def test_what_cannot_be_is_named_by_its_cell(typed: dict[str, object], code: Code) -> None:
    assert codes(replace(GOOD, **typed)) == [code]  # type: ignore[arg-type]


def test_everything_that_is_wrong_in_a_row_is_said_at_once() -> None:
    _, [empty, wrong] = read_row(ROW, Typed(boxes="2", time="pagi"), DESK)

    assert (empty.code, empty.facts["cells"]) == (Code.PAPER_EMPTY, "segel, nomor berita acara")
    assert wrong.code is Code.PAPER_TIME


def test_a_ditto_mark_stands_for_the_cell_above() -> None:
    first, _, third = with_dittos(
        [GOOD, Typed(), Typed(boxes="1", time='"', number='"', photo='"')]
    )

    assert first == GOOD
    assert third == Typed(boxes="1", time="0640", number="03/BA/PPS/2024", photo="f1")


@given(st.times())
def test_every_minute_of_a_day_is_read_back(clock: datetime) -> None:
    for form in (f"{clock:%H%M}", f"{clock.hour}.{clock:%M}", f"{clock:%H:%M}"):
        found = read_time(form, date(2024, 11, 26), WITA)
        assert found
        assert (found.hour, found.minute) == (clock.hour, clock.minute)


@given(st.text(max_size=30), st.dates(date(2001, 1, 1), date(2099, 1, 1)))
def test_any_text_is_a_time_or_none(text: str, day: date) -> None:
    found = read_time(text, day, WITA)
    assert found is None or found.tzinfo is WITA


@given(st.dates(date(2001, 2, 1), date(2099, 1, 1)), st.integers(1, 31))
def test_a_day_alone_is_the_last_one_of_that_number(day: date, number: int) -> None:
    found = read_time(f"{number} 0640", day, UTC)

    if found:
        assert found.day == number
        assert found.date() <= day + timedelta(days=1)
