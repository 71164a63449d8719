"""What a warning, a rain class or a past flood is worth as a probability: tables in data.

Nobody has measured these for roads, so each row says its source and whether it is rough.
The text is TOML; `data/hazard/rough.toml` explains each column.
"""

import tomllib
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from tepat.core.problems import Code, Refused, refuse

ANY: Final = "*"


@dataclass(frozen=True, slots=True)
class AlertRow:
    """How much an alert of this severity, urgency and certainty raises a day, and for how long."""

    severity: str
    urgency: str
    certainty: str
    at_least: float
    days_after: int
    rough: bool
    source: str


@dataclass(frozen=True, slots=True)
class RainRow:
    """One class of rain: from how many millimetres a day, or by which weather codes."""

    name: str
    millimetres: float
    codes: tuple[int, ...]
    at_least: float
    rough: bool
    source: str


@dataclass(frozen=True, slots=True)
class Prone:
    """Ground that has flooded, on days that nobody wrote down."""

    at_least: float
    rough: bool
    source: str


@dataclass(frozen=True, slots=True)
class RoughTables:
    """All tables; `rain` from the lightest class to the heaviest."""

    alerts: tuple[AlertRow, ...]
    rain: tuple[RainRow, ...]
    prone: Prone

    def alert(self, severity: str, urgency: str, certainty: str) -> AlertRow | None:
        """Return the first row that fits, or None."""
        said = (severity, urgency, certainty)
        for row in self.alerts:
            wanted = (row.severity, row.urgency, row.certainty)
            if all(want in (ANY, word) for want, word in zip(wanted, said, strict=True)):
                return row
        return None


def read_tables(text: str, file: str) -> RoughTables:
    """Return the tables in `text`. Raises `Refused` with the place of the first fault."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise _fault(file, str(fault)) from fault
    alerts = tuple(
        AlertRow(
            _get(row, "severity", str, place, file),
            _get(row, "urgency", str, place, file),
            _get(row, "certainty", str, place, file),
            _share(row, place, file),
            int(_get(row, "days_after", int, place, file)),
            _get(row, "rough", bool, place, file),
            _get(row, "source", str, place, file),
        )
        for place, row in _rows(data, "alert", file)
    )
    rain = tuple(
        RainRow(
            _get(row, "class", str, place, file),
            float(_get(row, "millimetres", (int, float), place, file)),
            tuple(each for each in _get(row, "codes", list, place, file) if isinstance(each, int)),
            _share(row, place, file),
            _get(row, "rough", bool, place, file),
            _get(row, "source", str, place, file),
        )
        for place, row in _rows(data, "rain", file)
    )
    prone = _get(data, "prone", dict, "prone", file)
    return RoughTables(
        alerts,
        tuple(sorted(rain, key=lambda row: row.millimetres)),
        Prone(
            _share(prone, "prone", file),
            _get(prone, "rough", bool, "prone", file),
            _get(prone, "source", str, "prone", file),
        ),
    )


Kind = TypeVar("Kind")


def _get(
    row: dict[str, Any], key: str, kind: type[Kind] | tuple[type[Kind], ...], place: str, file: str
) -> Kind:
    value = row.get(key)
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        raise _fault(file, f"{place}: {key}")
    return value


def _share(row: dict[str, Any], place: str, file: str) -> float:
    value = row.get("at_least")
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise _fault(file, f"{place}: at_least")
    return float(value)


def _rows(data: dict[str, Any], key: str, file: str) -> list[tuple[str, dict[str, Any]]]:
    rows = data.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _fault(file, key)
    return [(f"{key} {number}", row) for number, row in enumerate(rows, start=1)]


def _fault(file: str, value: str) -> Refused:
    return refuse(Code.HAZARD_TABLE, file=file, value=value)
