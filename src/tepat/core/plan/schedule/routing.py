"""What a solver of vehicle routing is asked, and what it answers. No solver is named here."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Money = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Task:
    """One lot to bring to `place` (index into the tables) within [`opens`, `closes`]."""

    place: int
    litres: int
    kg: int
    unload: int
    opens: int
    closes: int
    ready: int = 0
    """When it is at the depot; a trip that carries it leaves no earlier."""


@dataclass(frozen=True, slots=True)
class Offer:
    """Equal vehicles on one day: `profile` names the tables in `Question` they drive by."""

    vehicle: str
    day: int
    count: int
    litres: int
    kg: int
    fixed: int
    starts: int
    ends: int
    shift: int
    most_trips: int
    depot: int
    load: int
    profile: str
    unit: int = 0
    """The one vehicle that is meant, 0 for any."""


@dataclass(frozen=True, slots=True)
class Question:
    """Bring every task by some offer at least cost.

    `costs[profile]` is money of going from place to place, with whatever entering a place
    is charged; `minutes[profile]` the time it takes. Both [places, places].
    """

    points: tuple[tuple[float, float], ...]
    """Of all places, degrees; only neighbourhoods are read from them."""
    tasks: tuple[Task, ...]
    offers: tuple[Offer, ...]
    costs: dict[str, Money]
    minutes: dict[str, Money]


@dataclass(frozen=True, slots=True)
class Leg:
    """One trip of an answer: `offer` and its tasks in order."""

    offer: int
    unit: int
    tasks: tuple[int, ...]
    starts: int
    """When loading begins."""


@dataclass(frozen=True, slots=True)
class Answer:
    """Trips, and the tasks that no vehicle could take."""

    legs: tuple[Leg, ...]
    left: tuple[int, ...]
    feasible: bool


class Solver(Protocol):
    """Solves routing questions; the same question, seed and effort give the same answer."""

    def solve(
        self, question: Question, seed: int, iterations: int, start: Answer | None = None
    ) -> Answer: ...
