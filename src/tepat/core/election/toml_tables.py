"""One TOML file as tables that know their lines, and the faults found in it.

A `Table` takes keys out by type and notes what does not fit, with the line of the key
(see `toml_lines.py`).
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from enum import StrEnum
from typing import Any, Final, TypeVar

from tepat.core.election.catalogue import UNSAID, Words
from tepat.core.election.toml_lines import Path
from tepat.core.problems import Code, Fact, Problem

E = TypeVar("E", bound=StrEnum)

MOST: Final = 1_000_000
"""No quantity of one rule, cap or day is larger; columns of 32 bits hold its sums."""


@dataclass(slots=True)
class Report:
    """Collects the faults of one file."""

    file: str
    lines: Mapping[Path, int]
    problems: list[Problem] = field(default_factory=list)

    def line(self, path: Path) -> int:
        while path not in self.lines:
            path = path[:-1]
        return self.lines[path]

    def add(self, code: Code, path: Path, **facts: Fact) -> None:
        where = _spoken(path) or "-"
        self.problems.append(
            Problem(code, {"file": self.file, "line": self.line(path), "where": where, **facts})
        )


def _spoken(path: Path) -> str:
    """Return a path as people count: ("item", 2, "rule", 0, "per") is item 3 rule 1 per."""
    return " ".join(str(part + 1) if isinstance(part, int) else part for part in path)


@dataclass(slots=True)
class Table:
    """One table of the file: takes keys out by type and notes what does not fit."""

    data: dict[str, Any]
    path: Path
    report: Report
    asked: list[str] = field(default_factory=list)

    def fault(self, code: Code, key: str, **facts: Fact) -> None:
        self.report.add(code, (*self.path, key), **facts)

    def take(self, key: str, required: bool = False) -> Any:
        self.asked.append(key)
        if key not in self.data and required:
            self.report.add(Code.ELECTION_MISSING, self.path, key=key)
        return self.data.get(key)

    def text(self, key: str, required: bool = False) -> str:
        value = self.take(key, required)
        if value is None:
            return ""
        if not isinstance(value, str) or (required and not value.strip()):
            self.fault(Code.ELECTION_TEXT, key, value=str(value))
            return ""
        return value

    def shaped(self, key: str, shape: re.Pattern[str], example: str) -> str:
        value = self.text(key, required=True)
        if value and not shape.fullmatch(value):
            self.fault(Code.ELECTION_FORM, key, value=value, example=example)
        return value

    def flag(self, key: str) -> bool:
        value = self.take(key)
        if value is not None and not isinstance(value, bool):
            self.fault(Code.ELECTION_FAULT, key, value=str(value), expected="true, false")
        return value is True

    def whole(self, key: str, least: int | None = 0, required: bool = False) -> int | None:
        value = self.take(key, required)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool):
            self.fault(Code.ELECTION_NUMBER, key, value=str(value))
            return None
        if not (-MOST if least is None else least) <= value <= MOST:
            self.fault(Code.ELECTION_NUMBER, key, value=value)
            return None
        return value

    def share(self, key: str) -> Decimal:
        value = self.take(key)
        if value is None:
            return Decimal(0)
        try:
            share = Decimal(value) if isinstance(value, str) else Decimal(str(value))
        except (InvalidOperation, ValueError, TypeError):
            share = Decimal("NaN")
        # Finer than a millionth nobody writes, and it would not fit the columns' arithmetic.
        is_share = share.is_finite() and 0 <= share <= 1 and share == round(share, 6)
        if not is_share or isinstance(value, bool):
            self.fault(Code.ELECTION_SHARE, key, value=str(value))
            return Decimal(0)
        return share

    def day(self, key: str) -> date | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, date) or isinstance(value, datetime):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example="2024-11-27")
            return None
        return value

    def hour(self, key: str) -> time | None:
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, time):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example="07:00:00")
            return None
        return value

    def choice(self, key: str, kind: type[E], default: E | None = None) -> E:
        value = self.take(key, required=default is None)
        fallback = default or next(iter(kind))
        if value is None:
            return fallback
        if value not in list(kind):
            self.not_one_of(key, str(value), [each.value for each in kind])
            return fallback
        return kind(value)

    def not_one_of(self, key: str, value: str, allowed: Collection[str]) -> None:
        near = get_close_matches(value, allowed, n=1, cutoff=0.5)
        expected = ", ".join([*near, *(each for each in allowed if each not in near)])
        self.fault(Code.ELECTION_FAULT, key, value=value, expected=expected)

    def texts(self, key: str) -> tuple[str, ...]:
        value = self.take(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example='["PPWP", "DPD"]')
            return ()
        return tuple(value)

    def words(self, key: str) -> Words:
        value = self.take(key, required=True)
        if value is None:
            return UNSAID
        if not isinstance(value, dict):
            self.fault(Code.ELECTION_FORM, key, value=str(value), example='{ id = "", en = "" }')
            return UNSAID
        table = Table(value, (*self.path, key), self.report)
        words = Words(table.text("id", required=True), table.text("en", required=True))
        table.done()
        return words

    def said(self, key: str, required: bool = False) -> Words:
        """Take words in both languages, or one text that stands in both.

        An office that fills in its own file writes one text: the name of a decision.
        """
        if isinstance(self.data.get(key), dict):
            return self.words(key)
        text = self.text(key, required)
        return Words(text, text)

    def tables(self, key: str) -> list["Table"]:
        value = self.take(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self.fault(Code.ELECTION_FORM, key, value=type(value).__name__, example=f"[[{key}]]")
            return []
        return [Table(each, (*self.path, key, n), self.report) for n, each in enumerate(value)]

    def table(self, key: str) -> "Table":
        value = self.take(key)
        if value is not None and not isinstance(value, dict):
            self.fault(Code.ELECTION_FORM, key, value=type(value).__name__, example=f"[{key}]")
            value = None
        return Table(value or {}, (*self.path, key), self.report)

    def done(self) -> None:
        """Name each key that nobody asked for, with the one that may have been meant."""
        for key in self.data:
            if key not in self.asked:
                near = get_close_matches(key, self.asked, n=1, cutoff=0.5)
                choices = ", ".join(near or sorted(self.asked))
                self.fault(Code.ELECTION_KEY, key, value=key, suggestions=choices)
