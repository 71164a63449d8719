"""Classes of TPS, patterns, phases, services and columns: data, with the words for people.

A pattern has three named parts. Reports from regions write the same three numbers in
different orders, so that nothing here is read from "2-4-8".
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from tepat.core.election.catalogue import Words

MOST_PEOPLE: Final = 99
"""The largest number in one part of a pattern; more is a slip of the finger."""
PARTS: Final = ("police", "linmas")
"""What people are counted for; each service stands for one of them, or for none."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """So many police officers and linmas for so many TPS that are guarded together.

    `linmas` is None where nobody has set it.
    """

    police: int
    tps: int
    linmas: int | None = None

    def say(self, language: str = "id") -> str:
        """Return the pattern with its parts by name.

        >>> Pattern(2, 4, 8).say()
        '2 polisi, 4 TPS, 8 linmas'
        """
        linmas = "belum diatur" if self.linmas is None else str(self.linmas)
        if language == "en":
            linmas = "not set" if self.linmas is None else linmas
            return f"{self.police} police, {self.tps} TPS, {linmas} linmas"
        return f"{self.police} polisi, {self.tps} TPS, {linmas} linmas"


@dataclass(frozen=True, slots=True)
class Grade:
    """One class of TPS, with the pattern it begins with."""

    code: str
    name: Words
    pattern: Pattern
    source: str = ""


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase of the operation, in days from voting day."""

    code: str
    name: Words
    first: int
    last: int

    def days(self, voting_day: date) -> tuple[date, date]:
        """Return its first and last day."""
        return voting_day + timedelta(self.first), voting_day + timedelta(self.last)


@dataclass(frozen=True, slots=True)
class Service:
    """Whose people they are; `counts` is a part of a pattern, or empty."""

    code: str
    name: Words
    counts: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the export, and what the other application calls it."""

    field: str
    head: str


@dataclass(frozen=True, slots=True)
class Book:
    """Everything that is data."""

    grades: tuple[Grade, ...]
    phases: tuple[Phase, ...]
    services: tuple[Service, ...]
    columns: tuple[Column, ...]
    letters: str = ""
    """What stands in the numbers of letters of assignment for their kind."""

    @property
    def service(self) -> Mapping[str, Service]:
        """Services by their codes."""
        return {each.code: each for each in self.services}


FIELDS: Final = frozenset(
    {
        "tps",
        "kecamatan",
        "desa",
        "number",
        "grade",
        "lat",
        "lon",
        "unit",
        "service",
        "person",
        "rank",
        "person_number",
        "phone",
        "order",
        "starts",
        "ends",
    }
)
"""What a column of the export may show."""
