"""What each paper is made from.

Small frozen values, filled by the server from its tables. `core/documents/letters.py`
and `sheets.py` turn them into the words and rows that a template prints. A quantity
that nobody has said is None and printed as *belum diatur*.
"""

from dataclasses import dataclass, field
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Kop surat of an office. `emblem` is an SVG text, or a PNG or JPEG in hex."""

    lines: tuple[str, ...]
    address: str = ""
    emblem: str = ""
    emblem_format: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who signs. An empty name leaves a dotted line for the pen."""

    name: str = ""
    position: str = ""
    nip: str = ""
    office: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """What every paper has: who writes, for which election, when and where."""

    letterhead: Letterhead
    election: str
    at: datetime
    """Local time of the place, aware."""
    zone: str
    """WIB, WITA or WIT."""
    place: str = ""
    """Where it is signed."""
    number: str = ""
    copies_to: tuple[str, ...] = ()
    contoh: bool = False


@dataclass(frozen=True, slots=True)
class Area:
    """Names of the places above a package. Empty where the level does not apply."""

    kabupaten: str
    provinsi: str
    kecamatan: str = ""
    desa: str = ""
    tps: int | None = None


@dataclass(frozen=True, slots=True)
class KindMark:
    """Kind of ballot as labels show it: name first, colour only beside it."""

    name: str
    colour: str = ""
    colour_hex: str = ""


@dataclass(frozen=True, slots=True)
class LabelPaper:
    """One label for a box, envelope or bag."""

    code: str
    area: Area
    place: str
    kind: KindMark | None
    position: int = 1
    of: int = 1


@dataclass(frozen=True, slots=True)
class PackedLine:
    """One line of a packing list. `bundle` is the printer's bundle size, where known."""

    item: str
    unit: str
    quantity: int | None
    bundle: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class PackedBox:
    """One box, envelope or bag and what belongs in it."""

    code: str
    name: str
    kind: KindMark | None
    lines: tuple[PackedLine, ...]
    seals: tuple[str, ...] = ()
    foreign_code: str = ""


@dataclass(frozen=True, slots=True)
class PackingListPaper:
    """Daftar isi kotak of one place: every box that goes there."""

    area: Area
    place: str
    boxes: tuple[PackedBox, ...]
    packer: Person = field(default_factory=Person)
    checker: Person = field(default_factory=Person)


@dataclass(frozen=True, slots=True)
class HandoverLine:
    """One package in a handover."""

    code: str
    place: str
    what: str
    seals: str = ""
    sheets: int | None = None
    """Ballots in a package, or pieces of goods."""
    condition: str = "baik"
    unit: str = ""


@dataclass(frozen=True, slots=True)
class HandoverPaper:
    """BAST: who gave what to whom."""

    frame: Frame
    giver: Person
    receiver: Person
    area: str
    lines: tuple[HandoverLine, ...]
    notes: tuple[str, ...] = ()
    witnesses: tuple[Person, ...] = ()
    venue: str = ""


@dataclass(frozen=True, slots=True)
class LoadLine:
    """One destination of a load."""

    destination: str
    packages: int
    what: str = ""
    sheets: int | None = None
    seals: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ShipmentPaper:
    """Surat jalan of one load."""

    frame: Frame
    code: str
    origin: str
    destination: str
    lines: tuple[LoadLine, ...]
    departs: datetime | None = None
    vehicle: str = ""
    plate: str = ""
    driver: Person = field(default_factory=Person)
    escorts: tuple[str, ...] = ()
    sender: Person = field(default_factory=Person)
    receiver: Person = field(default_factory=Person)
    witnesses: tuple[Person, ...] = ()
    list_hash: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One item that a supplier brought."""

    item: str
    unit: str
    expected: int | None
    received: int
    damaged: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class GoodsReceiptPaper:
    """BTTB: what a supplier brought against what was expected."""

    frame: Frame
    supplier: str
    supplier_note: str
    lines: tuple[ReceiptLine, ...]
    store: str
    contract: str = ""
    giver: Person = field(default_factory=Person)
    receiver: Person = field(default_factory=Person)
    witnesses: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SortLine:
    """One batch of ballots after sort and fold."""

    batch: str
    sku: str
    checked: int
    good: int
    damaged: tuple[tuple[str, int], ...] = ()
    """Cause and count."""
    short: int = 0


@dataclass(frozen=True, slots=True)
class SortPaper:
    """BA sortir dan lipat."""

    frame: Frame
    store: str
    lines: tuple[SortLine, ...]
    head: Person = field(default_factory=Person)
    checker: Person = field(default_factory=Person)
    witnesses: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SealLine:
    """The seals on one box."""

    code: str
    place: str
    what: str
    seals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SealPaper:
    """BA penyegelan kotak."""

    frame: Frame
    store: str
    area: str
    lines: tuple[SealLine, ...]
    head: Person = field(default_factory=Person)
    witnesses: tuple[Person, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DestructionLine:
    """Ballots of one kind that are destroyed."""

    sku: str
    damaged: int
    surplus: int


@dataclass(frozen=True, slots=True)
class DestructionPaper:
    """BA pemusnahan of damaged and surplus ballots, on H-1 before witnesses."""

    frame: Frame
    lines: tuple[DestructionLine, ...]
    method: str
    head: Person = field(default_factory=Person)
    witnesses: tuple[Person, ...] = ()
    venue: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReplacementLine:
    """What is missing or damaged and must come again."""

    item: str
    unit: str
    damaged: int
    short: int
    basis: str = ""
    asked_before: int = 0
    """Pieces of these that an earlier letter already asked for."""

    @property
    def asked(self) -> int:
        """Pieces this letter asks for."""
        return self.damaged + self.short - self.asked_before


@dataclass(frozen=True, slots=True)
class ReplacementPaper:
    """Letter that asks for replacements of damaged or missing pieces."""

    frame: Frame
    recipient: str
    recipient_place: str
    lines: tuple[ReplacementLine, ...]
    signer: Person = field(default_factory=Person)
    needed_by: date | None = None
    basis: str = ""
    attachments: str = ""


Paper = (
    PackingListPaper
    | HandoverPaper
    | ShipmentPaper
    | GoodsReceiptPaper
    | SortPaper
    | SealPaper
    | DestructionPaper
    | ReplacementPaper
)
