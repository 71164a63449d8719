"""What the last mile is asked and what it answers: the TPS of one desa, who comes and when.

Times are minutes of the instance's axis, ways are metres.
"""

from dataclasses import dataclass
from enum import StrEnum

from tepat.core.plan.instance.carrying import Carrier, LastMile
from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Window

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TpsLoad:
    """One TPS and what it gets; `point` is None where nobody put it on the map."""

    code: str
    number: int
    boxes: int
    kg: int = 0
    point: Point | None = None
    blocked: tuple[Window, ...] = ()
    name: str = ""
    """Of the building or street, where a list has it."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """Boxes that stand at the PPS from `at` on."""

    at: int
    boxes: int


@dataclass(frozen=True, slots=True)
class Errand:
    """All that is known before the goods of one desa leave its PPS.

    `deadline` is the first minute that is too late. `metres` are ways between the PPS (row
    0) and the TPS in their order, -1 where nobody knows: along roads, or by the beeline.
    `at_once` says that goods must not wait at the PPS overnight.
    """

    desa: str
    tps: tuple[TpsLoad, ...]
    arrivals: tuple[Arrival, ...]
    carriers: tuple[Carrier, ...]
    metres: tuple[tuple[int, ...], ...]
    days: tuple[Day, ...]
    deadline: int
    rules: LastMile
    at_once: bool = False
    home: Point | None = None


class State(StrEnum):
    """Whether the handover is as it should be."""

    DAY = "day"
    NIGHT = "night"
    """In time, in the dark: by day it would be too late."""
    LATE = "late"
    """After the deadline."""


@dataclass(frozen=True, slots=True)
class Halt:
    """One TPS on a run."""

    tps: int
    """Index into `Errand.tps`."""
    arrive: int
    leave: int
    boxes: int
    kg: int


@dataclass(frozen=True, slots=True)
class Run:
    """One trip of one carrier from the PPS and back. `number` counts its trips from 1."""

    carrier: str
    unit: int
    number: int
    start: int
    end: int
    halts: tuple[Halt, ...]

    @property
    def done(self) -> int:
        """When its last TPS has signed."""
        return self.halts[-1].leave


@dataclass(frozen=True, slots=True)
class Part:
    """What one run brings to a TPS."""

    carrier: str
    unit: int
    number: int
    arrive: int
    leave: int
    boxes: int


@dataclass(frozen=True, slots=True)
class Handover:
    """One line of the list: a TPS, and the runs that bring its goods, in time."""

    tps: TpsLoad
    parts: tuple[Part, ...]
    state: State

    @property
    def at(self) -> int:
        """When the last of its goods come: then the KPPS signs."""
        return self.parts[-1].arrive

    @property
    def done(self) -> int:
        return self.parts[-1].leave


@dataclass(frozen=True, slots=True)
class TpsList:
    """The list of one desa by hour. `left` are TPS that nothing can bring goods to.

    `proved` says that no other trips bring the same lots in fewer minutes on the road.
    """

    handovers: tuple[Handover, ...]
    runs: tuple[Run, ...]
    left: tuple[TpsLoad, ...] = ()
    proved: bool = False

    @property
    def late(self) -> tuple[Handover, ...]:
        return tuple(each for each in self.handovers if each.state is State.LATE)

    @property
    def dark(self) -> tuple[Handover, ...]:
        return tuple(each for each in self.handovers if each.state is State.NIGHT)


def light_of(days: tuple[Day, ...], day: int) -> tuple[int, int]:
    """Return dawn and dusk of a day on the axis; beyond the plan as on its nearest day."""
    light = days[max(0, min(day, len(days) - 1))].light
    return day * MINUTES_A_DAY + light[0], day * MINUTES_A_DAY + light[1]
