"""What one rehearsal plays, and the packages and loads that move in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from tepat.gladi.phone import Phone

HALF: Final = "H-1"
"""How far a rehearsal goes that ends in the evening before the vote."""


@dataclass(frozen=True)
class Shares:
    """How the field is equipped, in per cent."""

    pps_phones: int = 60
    kpps_phones: int = 35
    ptps_phones: int = 8
    bad_network: int = 0
    """Batches whose answer is lost or that come twice, and phones without signal for hours."""
    bad_clocks: int = 0
    late_paper: int = 0
    weather: bool = False
    """Whether a week drawn from the hazard model of the plan delays loads."""


@dataclass(frozen=True)
class Asked:
    """What one rehearsal plays."""

    name: str
    story: str
    seed: int
    election: str
    kabupaten: str
    zone: str
    kecamatan: tuple[str, ...] = ()
    shares: Shares = field(default_factory=Shares)
    people: tuple[str, ...] = ()
    """Roles that are left to humans."""
    speed: float = 0.0
    """Seconds of the rehearsal in one real second; 0: as fast as possible."""
    live_from: int = 0
    """Days before the vote from whose morning on somebody looks; 0: nobody does."""
    until: str = ""
    """`H-1`: it ends in the evening before the vote; empty: with the boxes in the warehouse."""


@dataclass(frozen=True)
class Package:
    """One package as the desk's list has it."""

    code: str
    place: str
    form: str
    inside: str
    contents: tuple[tuple[str, str, int | None], ...]


@dataclass
class Load:
    """One shipment, and what goes otherwise with it than anybody planned."""

    code: str
    start: str
    to: str
    list_hash: str
    packages: tuple[str, ...]
    departs: datetime | None
    vehicle: str
    minutes: int = 0
    """How long the plan says that it drives."""
    leaves_late: timedelta = timedelta(0)
    road_late: timedelta = timedelta(0)
    astray: str = ""
    """The place where it ends up instead."""
    missing: tuple[str, ...] = ()
    other_seals: dict[str, tuple[str, ...]] = field(default_factory=dict)
    conditions: dict[str, str] = field(default_factory=dict)
    stranger: Phone | None = None
    """An officer of another area who signs for it."""
    on_the_way: list[Callable[[datetime, "Phone"], None]] = field(default_factory=list)

    @property
    def area(self) -> str:
        """The region it goes to."""
        return self.to.partition(":")[0]

    @property
    def kecamatan(self) -> str:
        return self.area[:8]
