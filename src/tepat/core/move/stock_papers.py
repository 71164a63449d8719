"""What the papers of the warehouse say: plain values that `core/documents` prints.

Quantities are pieces. `at` is the local time of the act, already in the kabupaten's
zone. Numbers of papers are as the office gave them and may be empty.
"""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One line of BTTB and BAST."""

    name: str
    sku: str
    unit: str
    declared: int
    counted: int
    damaged: int
    short: int
    over: int
    psu: bool = False


@dataclass(frozen=True, slots=True)
class ReceiptRecord:
    """One delivery as it was received: values for BTTB and BAST."""

    number: int
    at: datetime
    place: str
    supplier: str
    bttb: str
    bast: str
    surat_jalan: str
    contract: str
    vehicle: str
    by: str
    witnesses: tuple[str, ...]
    lines: tuple[ReceiptLine, ...]
    note: str = ""
    is_replacement: bool = False
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class CauseLine:
    """Pieces put aside for one cause."""

    cause: str
    quantity: int
    usable: bool


@dataclass(frozen=True, slots=True)
class SortRecord:
    """One sorted batch: values for the BA sortir."""

    number: int
    at: datetime
    place: str
    sku: str
    name: str
    batch: str
    paper: str
    taken: int
    good: int
    usable: int
    damaged: int
    short: int
    over: int
    causes: tuple[CauseLine, ...]
    by: str
    note: str = ""
    is_reversed: bool = False


@dataclass(frozen=True, slots=True)
class Witness:
    """One person of another agency who saw it."""

    agency: str
    name: str
    title: str = ""


@dataclass(frozen=True, slots=True)
class DestroyedLine:
    """Pieces of one ballot paper that were destroyed."""

    sku: str
    name: str
    damaged: int
    surplus: int

    @property
    def total(self) -> int:
        return self.damaged + self.surplus


@dataclass(frozen=True, slots=True)
class DestructionRecord:
    """Destruction of spoiled and surplus ballots: values for the BA pemusnahan."""

    number: int
    at: datetime
    place: str
    paper: str
    method: str
    lines: tuple[DestroyedLine, ...]
    witnesses: tuple[Witness, ...]
    by: str
    reason: str = ""
    """Why it was done although a balance was open or the day was not H-1; empty normally."""


@dataclass(frozen=True, slots=True)
class ReplacementRecord:
    """One request for replacement: values for the letter and its BA."""

    number: int
    day: date
    letter: str
    ba: str
    to: str
    sku: str
    name: str
    unit: str
    quantity: int
    damaged: int
    short: int
    received: int
    state: str
    by: str
