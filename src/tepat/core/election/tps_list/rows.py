"""One read row, and everything one reading found."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tepat.core.election.regions import tps_code
from tepat.core.election.tps_list.names import Place
from tepat.core.problems import Problem

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class TpsRow:
    """One TPS as the sheet says it. `desa` is empty while a person must still choose it.

    `values` holds only what the sheet has a column for: what is not there is not changed.
    """

    sheet: str
    row: int
    number: int
    desa: str
    kecamatan_text: str
    desa_text: str
    values: Mapping[str, Value]

    @property
    def code(self) -> str:
        return tps_code(self.desa, self.number)

    def as_json(self) -> list[Any]:
        return [
            self.sheet, self.row, self.number, self.desa,
            self.kecamatan_text, self.desa_text, dict(self.values),
        ]  # fmt: skip


def row_from_json(stored: Sequence[Any]) -> TpsRow:
    """Return the row that `TpsRow.as_json` stored."""
    return TpsRow(*stored)


@dataclass(frozen=True, slots=True)
class Unmatched:
    """A kecamatan and desa as written that fit no desa, or more than one."""

    kecamatan: str
    desa: str
    sheet: str
    row: int
    rows: int
    suggestions: tuple[Place, ...]
    is_ambiguous: bool = False


@dataclass(frozen=True, slots=True)
class SheetRead:
    """How one sheet was read: its columns by field, for the person to check."""

    name: str
    signature: str
    header_row: int
    columns: Mapping[str, str]
    rows: int


@dataclass(frozen=True, slots=True)
class TpsRead:
    """Everything one file said: good rows, rows that wait for a name, and all problems."""

    rows: list[TpsRow] = field(default_factory=list)
    waiting: list[TpsRow] = field(default_factory=list)
    held: list[TpsRow] = field(default_factory=list)
    """Rows whose total is far from L + P: a person says which is right."""
    unmatched: list[Unmatched] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    sheets: list[SheetRead] = field(default_factory=list)
    rows_read: int = 0
    rows_refused: int = 0
    refused_codes: frozenset[str] = frozenset()
    """TPS that the file names but whose row could not be used: they are not missing."""
