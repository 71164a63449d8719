"""Clocks of the law: calendar and working days, free days, rests, extensions, zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.watch.supervision.clocks import (
    MOST_DAYS,
    Course,
    Rest,
    Rule,
    State,
    Unit,
    WorkCalendar,
    clock_of,
    due_of,
    foremost,
)

WITA = "Asia/Makassar"
ZONES = st.sampled_from(["Asia/Jakarta", WITA, "Asia/Jayapura"])
STARTS = st.datetimes(
    datetime(2023, 1, 1),  # noqa: DTZ001
    datetime(2025, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)
DAYS = st.integers(0, 40)
HOLIDAYS = st.frozensets(st.dates(date(2023, 1, 1), date(2026, 12, 31)), max_size=40)
EVERY = WorkCalendar()


def at(day: int, hour: int = 9, zone: str = WITA) -> datetime:
    return datetime(2024, 11, day, hour, tzinfo=ZoneInfo(zone))


def test_three_working_days_from_a_friday_pass_over_the_weekend() -> None:
    due = due_of(at(15), 3, Unit.WORKING, EVERY, WITA)
    assert due == datetime(2024, 11, 21, tzinfo=ZoneInfo(WITA)), "Wednesday the 20th is the last"
    free = WorkCalendar(frozenset({date(2024, 11, 19)}))
    assert due_of(at(15), 3, Unit.WORKING, free, WITA) == due + timedelta(days=1)


def test_a_day_begins_and_ends_by_the_zone_of_the_kabupaten() -> None:
    late = datetime(2024, 11, 15, 16, 30, tzinfo=UTC)
    jakarta = due_of(late, 1, Unit.CALENDAR, EVERY, "Asia/Jakarta")
    jayapura = due_of(late, 1, Unit.CALENDAR, EVERY, "Asia/Jayapura")
    assert jakarta == datetime(2024, 11, 17, tzinfo=ZoneInfo("Asia/Jakarta")), "23.30 of the 15th"
    assert jayapura == datetime(2024, 11, 18, tzinfo=ZoneInfo("Asia/Jayapura")), "01.30 of the 16th"


@given(start=STARTS, days=DAYS, holidays=HOLIDAYS, zone=ZONES, unit=st.sampled_from(list(Unit)))
def test_each_counted_day_is_counted_once(
    start: datetime, days: int, holidays: frozenset[date], zone: str, unit: Unit
) -> None:
    calendar = WorkCalendar(holidays)
    due = due_of(start, days, unit, calendar, zone)
    assert due is not None
    first = start.astimezone(ZoneInfo(zone)).date()
    last = (due - timedelta(microseconds=1)).astimezone(ZoneInfo(zone)).date()
    between = [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]
    counted = [day for day in between if unit is Unit.CALENDAR or calendar.works(day)]
    assert len(counted) == days
    assert not days or counted[-1] == last, "it ends on a day that counts"
    assert due > start


@given(start=STARTS, days=DAYS, holidays=HOLIDAYS, zone=ZONES)
def test_more_free_days_and_working_days_never_end_earlier(
    start: datetime, days: int, holidays: frozenset[date], zone: str
) -> None:
    plain = due_of(start, days, Unit.CALENDAR, EVERY, zone)
    working = due_of(start, days, Unit.WORKING, EVERY, zone)
    free = due_of(start, days, Unit.WORKING, WorkCalendar(holidays), zone)
    longer = due_of(start, days + 1, Unit.WORKING, WorkCalendar(holidays), zone)
    assert plain
    assert working
    assert free
    assert longer
    assert plain <= working <= free < longer


@given(start=STARTS, days=DAYS, rested=st.integers(0, 20), zone=ZONES)
def test_a_rest_of_whole_days_moves_the_end_by_as_many(
    start: datetime, days: int, rested: int, zone: str
) -> None:
    rest = Rest(start, start + timedelta(days=rested))
    plain = due_of(start, days, Unit.CALENDAR, EVERY, zone)
    moved = due_of(start, days, Unit.CALENDAR, EVERY, zone, [rest])
    assert plain
    assert moved
    at_night = rested if days else 0
    assert plain <= moved <= plain + timedelta(days=at_night)
    if days > rested:
        assert due_of(start, days, Unit.CALENDAR, EVERY, zone, [Rest(start)]) is None


RULE = Rule("handling", "received", ("decided", "done"), ("laporan",), 3, Unit.CALENDAR, 5)


@given(start=STARTS, longest=st.integers(0, 20), unit=st.sampled_from(list(Unit)), zone=ZONES)
def test_an_extension_never_makes_a_deadline_earlier(
    start: datetime, longest: int, unit: Unit, zone: str
) -> None:
    rule = Rule("handling", "received", ("decided",), ("laporan",), 3, unit, longest, unit)
    plain = clock_of(rule, Course({"received": start}), EVERY, zone)
    more = clock_of(rule, Course({"received": start}, start + timedelta(hours=1)), EVERY, zone)
    assert plain
    assert more
    assert plain.due_at
    assert more.due_at
    assert more.due_at >= plain.due_at
    assert more.is_extended


def test_a_clock_runs_comes_near_is_over_and_may_be_kept_or_missed() -> None:
    running = clock_of(RULE, Course({"received": at(15)}), EVERY, WITA)
    assert running
    assert running.due_at == datetime(2024, 11, 19, tzinfo=ZoneInfo(WITA))
    states = [running.state(at(*when)) for when in ((16, 9), (18, 9), (19, 0))]
    assert states == [State.FAR, State.NEAR, State.OVER]
    assert running.share(at(15)) == 0
    assert running.share(at(25)) == 100
    kept = clock_of(RULE, Course({"received": at(15), "decided": at(18, 23)}), EVERY, WITA)
    missed = clock_of(RULE, Course({"received": at(15), "decided": at(19, 1)}), EVERY, WITA)
    assert kept
    assert missed
    assert (kept.state(at(30)), missed.state(at(30))) == (State.KEPT, State.MISSED)
    assert foremost([kept, running], at(16)) is running
    assert foremost([], at(16)) is None


def test_what_nobody_set_gives_no_deadline() -> None:
    unset = Rule("completion", "completion", ("registered",), ("laporan",))
    clock = clock_of(unset, Course({"completion": at(15)}), EVERY, WITA)
    assert clock
    assert clock.due_at is None
    assert clock.state(at(30)) is State.UNSET
    assert clock_of(RULE, Course({}), EVERY, WITA) is None


def test_a_clock_that_rests_in_a_stage_goes_on_afterwards() -> None:
    rule = Rule("x", "received", ("registered",), ("laporan",), 2, rests_in=("completion",))
    still = Course({"received": at(15)}, stays={"completion": (Rest(at(16)),)})
    clock = clock_of(rule, still, EVERY, WITA)
    assert clock
    assert clock.state(at(30)) is State.RESTS
    over = Course({"received": at(15)}, stays={"completion": (Rest(at(16), at(18)),)})
    again = clock_of(rule, over, EVERY, WITA)
    assert again
    assert again.due_at == datetime(2024, 11, 20, tzinfo=ZoneInfo(WITA))


@pytest.mark.parametrize("days", [-1, MOST_DAYS + 1])
def test_nonsense_is_refused(days: int) -> None:
    with pytest.raises(ValueError, match="days"):
        due_of(at(15), days, Unit.CALENDAR, EVERY, WITA)
    with pytest.raises(ValueError, match="zone"):
        due_of(datetime(2024, 11, 15), 1, Unit.CALENDAR, EVERY, WITA)  # noqa: DTZ001
    with pytest.raises(ValueError, match="week"):
        WorkCalendar(weekend=frozenset(range(7)))
