"""What was seen in one election, counted: no names, only places, minutes, rupiah and facts.

Minutes and rupiah are whole; points are degrees times a million. `facts` are names of facts
in the log, `costs` and `papers` numbers of the desk's own books, so that every row can be
looked up again. A row says how often it was seen, and few is said to be few.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

FEW: Final = 5
"""Fewer observations than this are called few (*sedikit pengamatan*)."""
MICRO: Final = 1_000_000
"""Degrees of a point are written as whole numbers of this part."""
PULL: Final = 5
"""The prior weighs as much as so many observations; a guess of ours, the same for all."""


@dataclass(frozen=True, slots=True)
class Spread:
    """How values lie: how many, the middle one, and the tenth and ninetieth of a hundred."""

    n: int
    median: int
    low: int
    high: int

    @property
    def is_few(self) -> bool:
        return self.n < FEW


@dataclass(frozen=True, slots=True)
class Leg:
    """Minutes from one place to another as driven, beside what the plan said."""

    start: str
    goal: str
    mode: str
    """The profile of the vehicle: its modes joined by `+`."""
    vehicle: str
    planned: int
    real: Spread
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pace:
    """Driven minutes of one vehicle in parts per million of what the plan said, leg by leg."""

    mode: str
    vehicle: str
    real: Spread
    """A million is as planned; of all its legs together."""


@dataclass(frozen=True, slots=True)
class Service:
    """Minutes from the arrival that a driver reported to the receiver's signature."""

    place: str
    planned: int
    real: Spread
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """Days on which people reported water or a closed road at a place."""

    place: str
    what: str
    days: tuple[str, ...]
    facts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Delivered:
    """What one supplier delivered of one item: pieces counted, damaged and short."""

    supplier: str
    item: str
    declared: int
    counted: int
    damaged: int
    papers: tuple[int, ...]

    @property
    def short(self) -> int:
        return max(0, self.declared - self.counted)


@dataclass(frozen=True, slots=True)
class Cost:
    """Rupiah recorded beside rupiah planned of the same work, under one heading in one area."""

    area: str
    heading: str
    recorded: int
    planned: int
    n: int
    costs: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Surveyed:
    """A point of a desa or TPS, in degrees times a million, and how it is known."""

    code: str
    lat: int
    lon: int
    n: int = 0
    """Phones that signed a handover there; 0: the office had it surveyed."""
    name: str = ""
    """Mark of the name that the place had (`points.mark_of`), never the name; "" without one."""


@dataclass(frozen=True, slots=True)
class Priors:
    """All that one election in one kabupaten teaches, and what it was counted from."""

    election: str
    kabupaten: str
    facts: int
    """Facts of the log that were read: its numbers 1 to this."""
    plans: tuple[str, ...] = ()
    """Hashes of the plans that the legs were held against."""
    legs: tuple[Leg, ...] = ()
    paces: tuple[Pace, ...] = ()
    services: tuple[Service, ...] = ()
    closures: tuple[Closure, ...] = ()
    suppliers: tuple[Delivered, ...] = ()
    costs: tuple[Cost, ...] = ()
    points: tuple[Surveyed, ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    """Why loads taught no leg, and how many."""
    contoh: bool = False
    key: str = ""
    """Key that signed the file they were read from, in base64; empty: nobody signed it."""


def spread(values: Sequence[int]) -> Spread:
    """Return how `values` lie, by nearest rank: each of the three is a value that was seen.

    >>> spread([30, 10, 20])
    Spread(n=3, median=20, low=10, high=30)
    """
    ordered = sorted(values)

    def rank(percent: int) -> int:
        return ordered[max(0, -(-percent * len(ordered) // 100) - 1)]

    return Spread(len(ordered), rank(50), rank(10), rank(90))


def shrunk(prior: int, n: int, seen: int, pull: int = PULL) -> int:
    """Return the prior drawn to what was seen `n` times, as a whole number, never negative.

    Without an observation the prior stays; with many it tends to what was seen.

    >>> shrunk(60, 0, 0), shrunk(60, 5, 90), shrunk(60, 995, 90)
    (60, 75, 90)
    """
    if n <= 0:
        return prior
    return max(0, round((pull * prior + n * seen) / (pull + n)))
