"""The kinds of value in a file of an instance: how each is read, written and asked for."""

import math
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, Final, Protocol

from tepat.core.plan.instance.axis import Axis, clock, minutes_of

Says = tuple[str, str]
"""What is asked for, Indonesian and English."""

LARGEST: Final = 2**53 - 1


class Unfit(Exception):
    """A value is not what its kind asks for."""

    def __init__(self, says: Says) -> None:
        super().__init__(says[1])
        self.says = says


@dataclass(slots=True)
class Calendar:
    """The days as a reader knows them: `kept` are indexes of the days as the file has them."""

    axis: Axis = field(default_factory=lambda: Axis(()))
    kept: tuple[int, ...] = ()
    given: int = 0
    labels: tuple[str, ...] = ()


class Kind(Protocol):
    """Reads and writes one kind of value. `read` raises `Unfit`."""

    def read(self, raw: Any, calendar: Calendar) -> Any: ...

    def write(self, value: Any, calendar: Calendar) -> Any: ...


class _Plain:
    """What is written as it is."""

    def write(self, value: Any, calendar: Calendar) -> Any:
        return value


@dataclass(frozen=True, slots=True)
class Text(_Plain):
    """Text in NFC. A number is taken as text: clerks leave quotes out around codes."""

    may_be_empty: bool = True

    def read(self, raw: Any, calendar: Calendar) -> str:
        if isinstance(raw, int) and not isinstance(raw, bool):
            raw = str(raw)
        if not isinstance(raw, str) or not (raw or self.may_be_empty):
            raise Unfit(("teks dalam tanda kutip", "text in quotes"))
        text = unicodedata.normalize("NFC", raw)
        if any("\ud800" <= letter <= "\udfff" for letter in text):
            raise Unfit(("teks yang utuh", "whole characters"))
        return text


@dataclass(frozen=True, slots=True)
class Whole(_Plain):
    """A whole number from `least` to `most`."""

    least: int = 0
    most: int = LARGEST

    def read(self, raw: Any, calendar: Calendar) -> int:
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        if not isinstance(raw, int) or isinstance(raw, bool) or not self.least <= raw <= self.most:
            if self.most == LARGEST:
                low = f"{self.least} atau lebih", f"{self.least} or more"
            else:
                low = f"{self.least} sampai {self.most}", f"{self.least} to {self.most}"
            raise Unfit((f"bilangan bulat {low[0]}", f"a whole number, {low[1]}"))
        return raw


@dataclass(frozen=True, slots=True)
class Number(_Plain):
    """A finite number from `least` to `most`; kept as float."""

    least: float = -math.inf
    most: float = math.inf

    def read(self, raw: Any, calendar: Calendar) -> float:
        is_number = isinstance(raw, int | float) and not isinstance(raw, bool)
        if not is_number or abs(raw) > LARGEST or not self.least <= raw <= self.most:
            if math.isinf(self.least):
                raise Unfit(("angka", "a number"))
            to = "" if math.isinf(self.most) else f"{self.most:g}"
            asked = (f" sampai {to}", f" to {to}") if to else (" atau lebih", " or more")
            raise Unfit((f"angka {self.least:g}{asked[0]}", f"a number, {self.least:g}{asked[1]}"))
        return float(raw)


class Truth(_Plain):
    """true or false."""

    def read(self, raw: Any, calendar: Calendar) -> bool:
        if not isinstance(raw, bool):
            raise Unfit(("true atau false", "true or false"))
        return raw


@dataclass(frozen=True, slots=True)
class Word:
    """One of the words of a closed list."""

    words: type[StrEnum]

    def read(self, raw: Any, calendar: Calendar) -> StrEnum:
        try:
            return self.words(raw)
        except ValueError as error:
            listed = ", ".join(self.words)
            raise Unfit((f"salah satu dari {listed}", f"one of {listed}")) from error

    def write(self, value: Any, calendar: Calendar) -> str:
        return str(value)


class Clock:
    """Minutes after midnight, written `06:00`."""

    def read(self, raw: Any, calendar: Calendar) -> int:
        minutes = minutes_of(raw) if isinstance(raw, str) else None
        if minutes is None:
            raise Unfit(("jam seperti 06:00", "a time such as 06:00"))
        return minutes

    def write(self, value: Any, calendar: Calendar) -> str:
        return clock(value)


class Moment:
    """A minute of the plan's axis, written `H-1 18:00`; a whole number is taken as it is."""

    def read(self, raw: Any, calendar: Calendar) -> int:
        if isinstance(raw, int) and not isinstance(raw, bool) and abs(raw) <= LARGEST:
            return raw
        moment = calendar.axis.read(raw) if isinstance(raw, str) else None
        if moment is None:
            raise Unfit(
                (
                    'hari dan jam seperti "H-1 18:00" atau "2024-11-26 18:00"',
                    'day and time such as "H-1 18:00" or "2024-11-26 18:00"',
                )
            )
        return moment

    def write(self, value: Any, calendar: Calendar) -> str | int:
        return calendar.axis.written(value)


class When:
    """A date, written `2024-11-26`."""

    def read(self, raw: Any, calendar: Calendar) -> date:
        try:
            return date.fromisoformat(raw)
        except (TypeError, ValueError) as error:
            raise Unfit(("tanggal seperti 2024-11-26", "a date such as 2024-11-26")) from error

    def write(self, value: Any, calendar: Calendar) -> str:
        return str(value.isoformat())


@dataclass(frozen=True, slots=True)
class Several:
    """A list of values of one kind; `count` of them where it is not 0."""

    kind: Kind
    count: int = 0
    least: int = 0

    def read(self, raw: Any, calendar: Calendar) -> tuple[Any, ...]:
        if isinstance(raw, list) and len(raw) >= self.least and self.count in (0, len(raw)):
            return tuple(self.kind.read(each, calendar) for each in raw)
        many = f" dari {self.count}" if self.count else ""
        raise Unfit((f"daftar{many} dalam [ ]", f"a list{many and f' of {self.count}'} in [ ]"))

    def write(self, value: Iterable[Any], calendar: Calendar) -> list[Any]:
        return [self.kind.write(each, calendar) for each in value]


@dataclass(frozen=True, slots=True)
class Named:
    """Values by name, written in the order of their names."""

    kind: Kind

    def read(self, raw: Any, calendar: Calendar) -> dict[str, Any]:
        if not isinstance(raw, dict):
            raise Unfit(("nama dan angka dalam { }", "names and numbers in { }"))
        name = Text()
        read = {name.read(key, calendar): self.kind.read(raw[key], calendar) for key in raw}
        return {key: read[key] for key in sorted(read)}

    def write(self, value: Any, calendar: Calendar) -> dict[str, Any]:
        return {key: self.kind.write(value[key], calendar) for key in sorted(value)}


@dataclass(frozen=True, slots=True)
class PerDay:
    """One value for each day: one for all, a list in their order, or by label."""

    kind: Kind
    may_be_empty: bool = False

    def read(self, raw: Any, calendar: Calendar) -> tuple[Any, ...]:
        if raw == [] and self.may_be_empty:
            return ()
        if isinstance(raw, dict):
            values = self._by_label(raw, calendar)
        elif isinstance(raw, list):
            if len(raw) != calendar.given:
                raise Unfit(self._says(calendar))
            values = [self.kind.read(each, calendar) for each in raw]
        else:
            values = [self.kind.read(raw, calendar)] * calendar.given
        return tuple(values[index] for index in calendar.kept)

    def _by_label(self, raw: dict[str, Any], calendar: Calendar) -> list[Any]:
        zero = self.kind.read(0, calendar)
        values = [zero] * calendar.given
        for label, each in raw.items():
            if label not in calendar.labels:
                raise Unfit(self._says(calendar))
            values[calendar.labels.index(label)] = self.kind.read(each, calendar)
        return values

    def _says(self, calendar: Calendar) -> Says:
        labels = ", ".join(calendar.labels)
        return (
            f"{calendar.given} angka, satu untuk tiap hari ({labels})",
            f"{calendar.given} numbers, one for each day ({labels})",
        )

    def write(self, value: Iterable[Any], calendar: Calendar) -> list[Any]:
        return [self.kind.write(each, calendar) for each in value]
