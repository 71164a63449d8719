"""What people type into a form about the inputs of a plan: how it is read, and shown again.

Numbers are written as Indonesian offices write them: 1.900.000 and 12,5. What cannot be read
is refused with a sentence that names the field, so that the desk and a program say the same.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Final, Protocol

from tepat.core.plan.instance.axis import Axis, clock, minutes_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Window
from tepat.core.problems import Code, refuse

MOST_DIGITS: Final = 12
MOST_WINDOWS: Final = 40
LONGEST: Final = 200
"""Characters of a line of text."""
_SHOWN: Final = 40
_WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        (
            ("senin", "monday"),
            ("selasa", "tuesday"),
            ("rabu", "wednesday"),
            ("kamis", "thursday"),
            ("jumat", "friday"),
            ("sabtu", "saturday"),
            ("minggu", "sunday"),
        )
    )
    for name in names
}
_EVERY: Final = frozenset({"tiap hari", "setiap hari", "every day"})
_TIME: Final = r"\d{1,2}[:.]\d{2}"
_WINDOW: Final = re.compile(
    rf"(?P<day>.+?)\s+(?P<start>{_TIME})\s*(?:-|\u2013|sampai|to)\s*"
    rf"(?:(?P<last>[^\s]+)\s+)?(?P<end>{_TIME})(?:\s+(?P<why>.*))?",
    re.IGNORECASE,
)


class Typed(Protocol):
    """One way to type a value. `read` raises `Refused`; `field` is what the problem names."""

    def read(self, text: str, days: Sequence[Day], field: str) -> Any: ...

    def write(self, value: Any, days: Sequence[Day]) -> str: ...


@dataclass(frozen=True, slots=True)
class Count:
    """A whole number: rupiah, minutes, vehicles."""

    def read(self, text: str, days: Sequence[Day], field: str) -> int:
        return whole(text, field)

    def write(self, value: int, days: Sequence[Day]) -> str:
        return f"{value:,}".replace(",", ".")


@dataclass(frozen=True, slots=True)
class Speed:
    """Kilometres an hour, at most one decimal; 0 where something cannot go."""

    most: int = 1000

    def read(self, text: str, days: Sequence[Day], field: str) -> float:
        number = _decimal(text)
        if number is None or not 0 <= number <= self.most:
            raise refuse(Code.PLAN_SPEED, field=field, value=text.strip()[:_SHOWN], most=self.most)
        return float(number)

    def write(self, value: float, days: Sequence[Day]) -> str:
        return f"{value:g}".replace(".", ",")


@dataclass(frozen=True, slots=True)
class Share:
    """A share of 1, typed in per cent.

    >>> Share().read("99,9", (), "Target"), Share().write(0.999, ())
    (0.999, '99,9')
    """

    def read(self, text: str, days: Sequence[Day], field: str) -> float:
        number = _decimal(text.replace("%", ""))
        if number is None or not 0 <= number <= 100:
            raise refuse(Code.PLAN_PER_CENT, field=field, value=text.strip()[:_SHOWN])
        return float(number / 100)

    def write(self, value: float, days: Sequence[Day]) -> str:
        return per_cent(value)


@dataclass(frozen=True, slots=True)
class PerDay:
    """One value for all days, or one for each; nothing at all where `may_be_empty`.

    >>> PerDay(Count()).write((2, 2, 1), ()), PerDay(Count()).write((2, 2), ())
    ('2 2 1', '2')
    """

    kind: Typed
    may_be_empty: bool = False

    def read(self, text: str, days: Sequence[Day], field: str) -> tuple[Any, ...]:
        parts = re.split(r"[\s;]+", text.replace("%", " ").strip())
        if isinstance(self.kind, Count):
            parts = [each for part in parts for each in part.split(",")]
        parts = [part for part in parts if part]
        if not parts and self.may_be_empty:
            return ()
        if len(parts) not in (1, len(days)):
            raise refuse(Code.PLAN_PER_DAY, field=field, count=len(parts), days=len(days))
        found = tuple(self.kind.read(part, days, field) for part in parts)
        return found * len(days) if len(found) == 1 else found

    def write(self, value: Sequence[Any], days: Sequence[Day]) -> str:
        texts = [self.kind.write(each, days) for each in value]
        return texts[0] if len(set(texts)) == 1 else " ".join(texts)


@dataclass(frozen=True, slots=True)
class Hour:
    """A time of day, in minutes after midnight."""

    def read(self, text: str, days: Sequence[Day], field: str) -> int:
        minutes = minutes_of(text)
        if minutes is None:
            raise refuse(Code.PLAN_HOUR, field=field, value=text.strip()[:_SHOWN])
        return minutes

    def write(self, value: int, days: Sequence[Day]) -> str:
        return clock(value)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A moment of the plan's axis: `H-1 18:00`."""

    def read(self, text: str, days: Sequence[Day], field: str) -> int:
        moment = Axis(tuple(days)).read(text)
        if moment is None:
            raise refuse(Code.PLAN_WHEN, field=field, value=text.strip()[:_SHOWN])
        begins = days[0].light[0]
        if moment <= begins:
            start = Axis(tuple(days)).said(begins)
            raise refuse(Code.PLAN_ENDS_FIRST, field=field, start=start, end=text.strip()[:_SHOWN])
        return moment

    def write(self, value: int, days: Sequence[Day]) -> str:
        axis = Axis(tuple(days))
        day, minutes = divmod(value, MINUTES_A_DAY)
        text = f"{axis.label(day)} {clock(minutes)}"
        return text if axis.read(text) == value else str(axis.written(value))


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours in which a place takes nothing, one stretch a line; a weekday means all its days.

    >>> from datetime import date
    >>> days = (Day("H-3", date(2024, 11, 24)), Day("H-2", date(2024, 11, 25)))
    >>> [window] = Hours().read("Senin 11.30-13.00 hari pasar", days, "Jam")
    >>> window.start, window.end, Hours().write([window], days)
    (2130, 2220, 'H-2 11:30-13:00 hari pasar')
    """

    def read(self, text: str, days: Sequence[Day], field: str) -> tuple[Window, ...]:
        found: list[Window] = []
        for line in filter(None, (each.strip() for each in text.splitlines())):
            found += self._line(line, days, field)
        if len(found) > MOST_WINDOWS:
            raise refuse(Code.PLAN_MOST_HOURS, field=field, count=len(found), most=MOST_WINDOWS)
        return tuple(sorted(set(found), key=lambda each: (each.start, each.end, each.why)))

    def _line(self, line: str, days: Sequence[Day], field: str) -> list[Window]:
        read = _WINDOW.fullmatch(line)
        starts = _days_named(read["day"], days) if read else []
        begin, end = (minutes_of(read[each]) if read else None for each in ("start", "end"))
        last = Axis(tuple(days)).day_of(read["last"]) if read and read["last"] else None
        if (
            not read
            or not starts
            or begin is None
            or end is None
            or (read["last"] and last is None)
        ):
            raise refuse(Code.PLAN_HOURS, field=field, value=line[:_SHOWN])
        found = []
        for day in starts:
            start = day * MINUTES_A_DAY + begin
            until = (day if last is None else last) * MINUTES_A_DAY + end
            if start >= until:
                raise refuse(
                    Code.PLAN_ENDS_FIRST, field=field, start=line[:_SHOWN], end=read["end"]
                )
            found.append(Window(start, until, (read["why"] or "").strip()[:_SHOWN]))
        return found

    def write(self, value: Sequence[Window], days: Sequence[Day]) -> str:
        axis, lines = Axis(tuple(days)), []
        for window in value:
            begin, end = str(axis.written(window.start)), str(axis.written(window.end))
            if window.start // MINUTES_A_DAY == window.end // MINUTES_A_DAY:
                text = f"{begin}-{clock(window.end % MINUTES_A_DAY)}"
            else:
                text = f"{begin} - {end}"
            lines.append(f"{text} {window.why}".strip())
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the words of a closed list."""

    words: type[StrEnum]

    def read(self, text: str, days: Sequence[Day], field: str) -> StrEnum:
        try:
            return self.words(text)
        except ValueError:
            raise refuse(Code.PLAN_PART_UNKNOWN, value=text[:60]) from None

    def write(self, value: StrEnum, days: Sequence[Day]) -> str:
        return value.value


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text."""

    def read(self, text: str, days: Sequence[Day], field: str) -> str:
        return " ".join(text.split())[:LONGEST]

    def write(self, value: str, days: Sequence[Day]) -> str:
        return value


def whole(text: str, field: str) -> int:
    """Return a whole number as people write it, 1.900.000. Raises `Refused`.

    >>> whole("1.900.000", "Sewa")
    1900000
    """
    plain = text.strip().removeprefix("Rp").strip().replace(".", "").replace(" ", "")
    if not (plain.isascii() and plain.isdigit()) or len(plain) > MOST_DIGITS:
        raise refuse(Code.PLAN_WHOLE, field=field, value=text.strip()[:_SHOWN])
    return int(plain)


def per_cent(share: float) -> str:
    """Return a share in per cent as it is typed, at most three decimals.

    >>> per_cent(0.1), per_cent(0.125), per_cent(0.99999)
    ('10', '12,5', '99,999')
    """
    return f"{round(share * 100, 3):.8g}".replace(".", ",")


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip().replace(",", "."))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _days_named(words: str, days: Sequence[Day]) -> list[int]:
    """Return the days that a label, a date, a weekday or *tiap hari* names."""
    plain = words.strip().lower().replace("'", "").replace("\u2019", "")
    if plain in _EVERY:
        return list(range(len(days)))
    if plain in _WEEKDAYS:
        return [at for at, day in enumerate(days) if day.date.weekday() == _WEEKDAYS[plain]]
    at = Axis(tuple(days)).day_of(words.strip())
    return [] if at is None or not 0 <= at < len(days) else [at]
