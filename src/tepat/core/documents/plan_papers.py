"""What the papers of a plan are made from: run sheet, schedule letter, RAB.

Values with the words people read: names, hours, roads. A phone, price or road that nobody
has said is empty, and a line for the pen stands there.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from tepat.core.documents.papers import Letterhead, Person

MARK: Final = "TEPAT-RENCANA1"
"""First word of the QR on a run sheet; plan and trip follow."""


@dataclass(frozen=True, slots=True)
class PlanFrame:
    """What the papers of one plan share. `plan` is its hash, `number` 0 where it has none."""

    letterhead: Letterhead
    regency: str
    plan: str
    number: int = 0
    election: str = ""
    zone: str = ""
    """WIB, WITA or WIT."""
    place: str = ""
    on: date | None = None
    """The day the papers are signed; empty for the pen."""
    letter_number: str = ""
    contoh: bool = False
    no_map: bool = False
    is_draft: bool = False
    """Made at a desk and not published: nobody drives by it yet."""
    purpose: str = ""
    """What the trips are for; empty for the delivery before the main vote."""
    is_back: bool = False
    """The trips fetch boxes after the count."""


@dataclass(frozen=True, slots=True)
class Receiver:
    """Who takes the goods at one place, as far as known."""

    name: str = ""
    phone: str = ""


@dataclass(frozen=True, slots=True)
class RunStop:
    """One halt. Hours are as written, `H-1 06.40` on another day than the sheet's."""

    name: str
    within: str
    """The kecamatan, or the kind of place."""
    code: str
    arrive: str
    leave: str
    boxes: int
    litres: int
    kg: int
    metres: int
    where: str = ""
    """What helps to find it: a named point, degrees."""
    road: str = ""
    """Empty where the way is not known."""
    backup: str | None = None
    """Empty: there is no other road; None: nobody has looked."""
    closed: str = ""
    receiver: Receiver = Receiver()


@dataclass(frozen=True, slots=True)
class RunTrip:
    """One departure on a run sheet. `is_back` is a trip that fetches goods."""

    id: str
    origin: str
    start: str
    end: str
    metres: int
    stops: tuple[RunStop, ...]
    escort: str = ""
    is_back: bool = False
    driver_link: str = ""
    """Where the driver reports without an account; empty: no load of the trip has a link."""


@dataclass(frozen=True, slots=True)
class RunSheet:
    """Lembar jalan of one vehicle and day."""

    frame: PlanFrame
    vehicle: str
    unit: int
    label: str
    day: date
    trips: tuple[RunTrip, ...]
    carrier: str = ""
    litres: int = 0
    kg: int = 0


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One delivery. `ppm` is the chance of its desa to be supplied in time, None for a PPK."""

    place: str
    boxes: int
    vehicle: str
    departs: str
    arrives: str
    ppm: int | None = None
    is_rough: bool = False


@dataclass(frozen=True, slots=True)
class ScheduleGroup:
    """What one kecamatan gets on one day."""

    kecamatan: str
    rows: tuple[ScheduleRow, ...]


@dataclass(frozen=True, slots=True)
class ScheduleDay:
    """One day of the plan on which something leaves."""

    label: str
    day: date
    groups: tuple[ScheduleGroup, ...]


@dataclass(frozen=True, slots=True)
class ScheduleLetter:
    """Surat jadwal distribusi. `left` are desa that no trip serves."""

    frame: PlanFrame
    recipients: tuple[str, ...]
    days: tuple[ScheduleDay, ...]
    trips: int
    all_ppm: int
    is_rough: bool
    scenarios: int
    deadline: str
    left: tuple[str, ...] = ()
    signer: Person = field(default_factory=Person)
    copies_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """One line of the RAB. Without a price it has no sum; it is never counted as 0."""

    name: str
    quantity: str
    unit: str
    each: int | None
    rupiah: int | None
    source: str = ""


@dataclass(frozen=True, slots=True)
class BudgetHeading:
    """Lines of one kind with their sum."""

    name: str
    lines: tuple[BudgetLine, ...]

    @property
    def rupiah(self) -> int | None:
        """What is known of it; None where no line has a price."""
        known = [each.rupiah for each in self.lines if each.rupiah is not None]
        return sum(known) if known else None


@dataclass(frozen=True, slots=True)
class Budget:
    """RAB of one plan."""

    frame: PlanFrame
    headings: tuple[BudgetHeading, ...]
    maker: Person = field(default_factory=Person)
    signer: Person = field(default_factory=Person)

    @property
    def rupiah(self) -> int:
        """All that has a price."""
        return sum(each.rupiah or 0 for each in self.headings)

    @property
    def unpriced(self) -> int:
        """How many lines have no price."""
        return sum(line.rupiah is None for each in self.headings for line in each.lines)


def mark_of(plan: str, trip: str) -> str:
    """Return what the QR of a trip says.

    >>> mark_of("ab12", "2-truk-1-1")
    'TEPAT-RENCANA1:ab12:2-truk-1-1'
    """
    return f"{MARK}:{plan}:{trip}"


def read_mark(text: str) -> tuple[str, str] | None:
    """Return plan and trip of a QR, None for any other text.

    >>> read_mark("TEPAT-RENCANA1:ab12:2-truk-1-1"), read_mark("TEPAT-LOG1:x")
    (('ab12', '2-truk-1-1'), None)
    """
    head, _, rest = text.partition(":")
    plan, found, trip = rest.partition(":")
    return (plan, trip) if head == MARK and found and plan and trip else None
