"""A plan: trips with their stops, and what each desa may expect of it.

Times are minutes of the instance's axis, money is whole rupiah, chances are in parts per
million, so that a plan file holds whole numbers only and two runs write the same bytes.
"""

from dataclasses import dataclass
from enum import StrEnum


class Echelon(StrEnum):
    """What a trip serves."""

    DIRECT = "direct"
    """From the warehouse to desa."""
    PPK = "ppk"
    """From the warehouse to stores of kecamatan."""
    ROUND = "round"
    """From the store of a kecamatan to its desa."""
    RETURN = "return"
    """After the count, back to the warehouse."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One halt of a trip. `place` is the code of a desa, or of a kecamatan for its PPK."""

    place: str
    arrive: int
    leave: int
    boxes: int
    litres: int
    kg: int
    metres: int
    """Driven from the stop before."""


@dataclass(frozen=True, slots=True)
class Trip:
    """One vehicle, one departure. `unit` tells equal vehicles apart, from 1."""

    id: str
    echelon: Echelon
    vehicle: str
    unit: int
    day: int
    """Index into `Instance.days`."""
    origin: str
    """Code of the warehouse or kecamatan it starts from."""
    start: int
    end: int
    """Back at its origin."""
    metres: int
    stops: tuple[Stop, ...]
    pinned: bool = False
    """Moves already, or is printed: a new plan leaves it as it is."""


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of what the plan costs; `item` is the id of a `Price` or of a vehicle."""

    item: str
    name: str
    quantity: int
    unit: str
    each: int
    rupiah: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Chance:
    """How often scenarios saw one desa supplied in time, with a 95 % Wilson interval; ppm."""

    desa: str
    ppm: int
    low: int
    high: int
    rough: bool
    """A probability behind it is a guess."""


@dataclass(frozen=True, slots=True)
class Backup:
    """Another road to a desa: metres and minutes beside the first; empty where there is none."""

    desa: str
    mode: str
    metres: int = 0
    minutes: int = 0
    shared_ppm: int = 0
    """How much of it is the first road as well."""
    arcs: tuple[str, ...] = ()

    @property
    def is_there(self) -> bool:
        return bool(self.arcs)


@dataclass(frozen=True, slots=True)
class Unassigned:
    """A desa that no trip serves, why, and the cheapest thing that would help.

    `reason` and `fix` are words of closed lists; `rupiah` is what the fix costs, -1 unknown.
    """

    desa: str
    reason: str
    fix: str
    rupiah: int = -1


@dataclass(frozen=True, slots=True)
class Verdicts:
    """What the judge says of a plan over `scenarios` of seed `seed`."""

    scenarios: int
    seed: int
    all_ppm: int
    all_low: int
    all_high: int
    desa: tuple[Chance, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """All trips of one regency, what they cost and how sure they are.

    `instance` is the hash of the instance it was made from. `bound` is rupiah that no plan
    can go below, 0 where none is known.
    """

    instance: str
    seed: int
    trips: tuple[Trip, ...]
    costs: tuple[CostLine, ...]
    rupiah: int
    bound: int
    verdicts: Verdicts
    backups: tuple[Backup, ...] = ()
    unassigned: tuple[Unassigned, ...] = ()
    number: int = 0
    after: str = ""
    """Hash of the plan it replaces."""
