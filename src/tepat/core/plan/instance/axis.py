"""The axis of a plan: minutes from 00:00 of its first day, as people say and write them.

A moment is written `H-1 18:00`; outside the days of the plan with its date,
`2024-11-27 06:00`. `H` is the day of the vote where a label of the plan tells which it is.
"""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tepat.core.plan.instance.values import MINUTES_A_DAY, Day

_CLOCK: Final = re.compile(r"(\d{1,2})[:.](\d{2})")
_COUNTED: Final = re.compile(r"H(?:([+-])(\d{1,3}))?")


def clock(minutes: int) -> str:
    """Return minutes after midnight as they are written.

    >>> clock(370), clock(1440)
    ('06:10', '24:00')
    """
    return f"{minutes // 60:02}:{minutes % 60:02}"


def minutes_of(text: str) -> int | None:
    """Return minutes after midnight of `06:10` or `06.10`, None for anything else.

    >>> minutes_of("06.10"), minutes_of("24:00"), minutes_of("24:01")
    (370, 1440, None)
    """
    found = _CLOCK.fullmatch(text.strip())
    if not found:
        return None
    hours, minutes = int(found[1]), int(found[2])
    total = hours * 60 + minutes
    return total if minutes < 60 and total <= MINUTES_A_DAY else None


@dataclass(frozen=True, slots=True)
class Axis:
    """The days of a plan, one after the other.

    >>> axis = Axis((Day("H-2", date(2024, 11, 25)), Day("H-1", date(2024, 11, 26))))
    >>> axis.written(1440 + 18 * 60), axis.written(2 * 1440 + 7 * 60)
    ('H-1 18:00', '2024-11-27 07:00')
    >>> axis.read("H-1 18:00"), axis.read("H 07.00"), axis.read("2024-11-25 06:00")
    (2520, 3300, 360)
    """

    days: tuple[Day, ...]

    def written(self, moment: int) -> str | int:
        """Return `moment` as it is written; the number itself where no date is that far away."""
        day, minutes = divmod(moment, MINUTES_A_DAY)
        if 0 <= day < len(self.days) and self.read(f"{self.days[day].label} 00:00") is not None:
            text = f"{self.days[day].label} {clock(minutes)}"
            if self.read(text) == moment:
                return text
        at = self.date_of(day)
        return f"{at.isoformat()} {clock(minutes)}" if at else moment

    def read(self, text: str) -> int | None:
        """Return the moment `text` names, None where it names none."""
        label, _, hour = text.strip().rpartition(" ")
        minutes, day = minutes_of(hour), self.day_of(label.strip())
        return None if minutes is None or day is None else day * MINUTES_A_DAY + minutes

    def day_of(self, label: str) -> int | None:
        """Return the index of a day by label or date; it may lie before or after the plan."""
        for index, day in enumerate(self.days):
            if day.label == label:
                return index
        if not self.days:
            return None
        try:
            return (date.fromisoformat(label) - self.days[0].date).days
        except ValueError:
            pass
        first, wanted = _counted(self.days[0].label), _counted(label)
        return None if first is None or wanted is None else wanted - first

    def date_of(self, day: int) -> date | None:
        """Return the date of the day with this index, None beyond the calendar."""
        try:
            return self.days[0].date + timedelta(days=day)
        except (OverflowError, IndexError):
            return None

    def label(self, day: int) -> str:
        """Return what people call the day: its label, else counted on, else its date."""
        if 0 <= day < len(self.days):
            return self.days[day].label
        first = _counted(self.days[0].label) if self.days else None
        if first is not None:
            count = first + day
            return f"H{count:+d}" if count else "H"
        at = self.date_of(day)
        return at.isoformat() if at else str(day)

    def said(self, moment: int) -> str:
        """Return `moment` as a sentence says it: `H-1 18.00`."""
        day, minutes = divmod(moment, MINUTES_A_DAY)
        return f"{self.label(day)} {clock(minutes).replace(':', '.')}"


def _counted(label: str) -> int | None:
    """Return -3 of `H-3`, 0 of `H`; None for any other label."""
    found = _COUNTED.fullmatch(label)
    if not found:
        return None
    count = int(found[2] or 0)
    return -count if found[1] == "-" else count
