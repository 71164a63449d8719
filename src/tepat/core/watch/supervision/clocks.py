"""When a clock of the law runs out: calendar days or working days, as its rule says.

The day on which it starts is not counted; the last day ends at midnight in the zone of the
kabupaten. Which days are free is data, and so is every number of days: one that nobody has
set gives no deadline at all.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

SATURDAY_AND_SUNDAY: Final = frozenset({5, 6})
MOST_DAYS: Final = 366
NEAR: Final = timedelta(hours=24)
"""A clock with less than this left is shown as near."""


class Unit(StrEnum):
    """How the days of a rule are counted."""

    CALENDAR = "calendar"
    WORKING = "working"


@dataclass(frozen=True, slots=True)
class WorkCalendar:
    """On which days offices work. Raises `ValueError` where a week has no working day."""

    holidays: frozenset[date] = frozenset()
    weekend: frozenset[int] = SATURDAY_AND_SUNDAY
    """Days of the week, Monday is 0."""

    def __post_init__(self) -> None:
        if self.weekend >= set(range(7)):
            raise ValueError("a week without a working day")

    def works(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays


@dataclass(frozen=True, slots=True)
class Rest:
    """A time in which a clock stood still; `until` is None while it does."""

    since: datetime
    until: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        return self.since <= moment and (self.until is None or moment < self.until)


@dataclass(frozen=True, slots=True)
class Rule:
    """One clock. `days` is None while nobody has set it; `longest` is the whole time after an
    extension, counted from the same start.
    """

    code: str
    starts: str
    """What starts it: known, found, or a stage of the case."""
    ends: tuple[str, ...]
    """The stages with which it is kept."""
    sorts: tuple[str, ...]
    days: int | None = None
    unit: Unit = Unit.CALENDAR
    longest: int | None = None
    longest_unit: Unit = Unit.CALENDAR
    rests_in: tuple[str, ...] = ()
    """Stages in which it stands still."""
    source: str = ""
    status: str = "?"
    """How sure the figure is: V, M, or ? for unset."""

    @property
    def is_set(self) -> bool:
        return self.days is not None


class State(StrEnum):
    """How a clock stands."""

    UNSET = "unset"
    RESTS = "rests"
    FAR = "far"
    NEAR = "near"
    OVER = "over"
    KEPT = "kept"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Clock:
    """One rule at work on one case."""

    rule: Rule
    began_at: datetime
    due_at: datetime | None
    ended_at: datetime | None = None
    is_extended: bool = False
    rests: bool = False

    def state(self, now: datetime) -> State:
        if not self.rule.is_set:
            return State.UNSET
        if self.ended_at is not None:
            late = self.due_at is not None and self.ended_at >= self.due_at
            return State.MISSED if late else State.KEPT
        if self.rests or self.due_at is None:
            return State.RESTS
        if now >= self.due_at:
            return State.OVER
        return State.NEAR if self.due_at - now <= NEAR else State.FAR

    def share(self, now: datetime) -> int:
        """Return how much of its time is gone, in per cent, 0 to 100."""
        if self.due_at is None:
            return 0
        whole = self.due_at - self.began_at
        gone = min(self.ended_at or now, self.due_at) - self.began_at
        return max(0, min(100, int(100 * gone / whole))) if whole else 100


def due_of(
    start: datetime,
    days: int,
    unit: Unit,
    calendar: WorkCalendar,
    zone: str,
    rests: Iterable[Rest] = (),
) -> datetime | None:
    """Return the end of the last day, or None while the clock stands still.

    A day in whose last moment the clock stood still is not counted.

    >>> friday = datetime(2024, 11, 15, 9, tzinfo=ZoneInfo("Asia/Makassar"))
    >>> str(due_of(friday, 2, Unit.CALENDAR, WorkCalendar(), "Asia/Makassar"))
    '2024-11-18 00:00:00+08:00'
    >>> str(due_of(friday, 2, Unit.WORKING, WorkCalendar(), "Asia/Makassar"))
    '2024-11-20 00:00:00+08:00'

    Raises `ValueError` for a number of days outside 0 to `MOST_DAYS`, or a start without zone.
    """
    if not 0 <= days <= MOST_DAYS:
        raise ValueError(f"{days} days")
    if start.tzinfo is None:
        raise ValueError("a start without a zone")
    where = ZoneInfo(zone)
    still = list(rests)
    if any(each.until is None for each in still):
        return None
    day, left = start.astimezone(where).date(), days
    while left:
        day += timedelta(days=1)
        last = _end_of(day, where) - timedelta(microseconds=1)
        if unit is Unit.WORKING and not calendar.works(day):
            continue
        if not any(each.covers(last) for each in still):
            left -= 1
    return _end_of(day, where)


def _end_of(day: date, where: ZoneInfo) -> datetime:
    return datetime.combine(day + timedelta(days=1), time(), where)


@dataclass(frozen=True, slots=True)
class Course:
    """When a case reached what clocks heed, by its name, and when it was extended."""

    since: Mapping[str, datetime]
    extended_at: datetime | None = None
    stays: Mapping[str, tuple[Rest, ...]] = field(default_factory=dict)
    """How long the case was in each stage."""


def clock_of(rule: Rule, course: Course, calendar: WorkCalendar, zone: str) -> Clock | None:
    """Return the clock of `rule` on a case, or None where it has not begun.

    An extension never makes a deadline earlier.
    """
    began = course.since.get(rule.starts)
    if began is None:
        return None
    ends = [at for stage in rule.ends if (at := course.since.get(stage)) and at >= began]
    ended = min(ends, default=None)
    if rule.days is None:
        return Clock(rule, began, None, ended)
    rests = [rest for stage in rule.rests_in for rest in course.stays.get(stage, ())]
    due = due_of(began, rule.days, rule.unit, calendar, zone, rests)
    extended = course.extended_at
    is_extended = rule.longest is not None and extended is not None and extended >= began
    if is_extended and due is not None and rule.longest is not None:
        later = due_of(began, rule.longest, rule.longest_unit, calendar, zone, rests)
        due = max(due, later) if later else None
    stands_still = due is None and ended is None
    return Clock(rule, began, due, ended, is_extended, stands_still)


def foremost(clocks: Iterable[Clock], now: datetime) -> Clock | None:
    """Return the clock to look at first: of those that run the one that ends first."""
    running = [each for each in clocks if each.ended_at is None]
    dated = [(each.due_at, each) for each in running if each.due_at is not None]
    if dated:
        return min(dated, key=lambda pair: pair[0])[1]
    known = [each for each in running if each.rule.is_set]
    return next(iter(known or running), None)
