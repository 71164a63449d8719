"""Stages of an election and their gates: what must be true before the next stage begins.

A gate is measured, where the desk can count it, or said by somebody with evidence, where only
people can know it. Stages are data; their last day is a deadline of the election where it has
one. `standing_of` says how each gate stands on a day; it decides nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.election.catalogue import UNSAID, Election, Words
from tepat.core.election.roles import Role


class Measure(StrEnum):
    """What the desk counts by itself. Each is a number of things done, of how many."""

    TPS_LISTED = "tps_listed"
    VOTERS_KNOWN = "voters_known"
    QUANTITIES_SET = "quantities_set"
    RECEIPTS_DONE = "receipts_done"
    BALANCES_CLOSED = "balances_closed"
    PACKED = "packed"
    SEALED = "sealed"
    PLAN_PUBLISHED = "plan_published"
    PHONES_ENROLLED = "phones_enrolled"
    STORES_FIT = "stores_fit"
    LOADS_LEFT = "loads_left"
    LOADS_RECEIVED = "loads_received"
    TPS_READY = "tps_ready"
    TPS_OPENED = "tps_opened"
    TURNOUT_HEARD = "turnout_heard"


@dataclass(frozen=True, slots=True)
class Gate:
    """One thing that must be true. Either `measure` counts it, or one of `says` says it."""

    code: str
    name: Words
    step: Words
    """What to do while it is not."""
    measure: Measure | None = None
    says: tuple[Role, ...] = ()


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage, from day `begins` to day `ends`, counted from the vote: H-1 is -1."""

    code: str
    name: Words
    begins: int
    ends: int
    gates: tuple[Gate, ...]
    source: Words = UNSAID
    is_rough: bool = False
    """Its days are a guess of the file, not a deadline of the election."""


@dataclass(frozen=True, slots=True)
class Count:
    """How many of how many. Where there is nothing to count (`of` 0) nothing holds."""

    done: int
    of: int

    @property
    def holds(self) -> bool:
        return self.of > 0 and self.done >= self.of


class Shape(StrEnum):
    """How a gate stands, in the words of the six aims."""

    TEPAT = "tepat"
    MENYUSUL = "menyusul"
    BELUM = "belum"
    TIDAK = "tidak"


@dataclass(frozen=True, slots=True)
class GateState:
    """One gate on one day."""

    gate: Gate
    shape: Shape
    count: Count | None = None

    @property
    def holds(self) -> bool:
        return self.shape is Shape.TEPAT


@dataclass(frozen=True, slots=True)
class StageState:
    """One stage on one day. `left` is in days until its last day, below nought after it."""

    stage: Stage
    gates: tuple[GateState, ...]
    is_now: bool
    left: int | None

    @property
    def met(self) -> int:
        return sum(each.holds for each in self.gates)

    @property
    def missing(self) -> tuple[GateState, ...]:
        return tuple(each for each in self.gates if not each.holds)

    @property
    def shape(self) -> Shape:
        """The stage as a whole: its worst gate, or that all hold."""
        if not self.missing:
            return Shape.TEPAT
        for shape in (Shape.TIDAK, Shape.MENYUSUL):
            if any(each.shape is shape for each in self.missing):
                return shape
        return Shape.MENYUSUL if self.met else Shape.BELUM


def standing_of(
    stages: Sequence[Stage],
    counts: Mapping[Measure, Count],
    said: Mapping[str, bool],
    days_to: int | None,
) -> list[StageState]:
    """Return how each stage stands; `days_to` the vote, None where its day is not set.

    `said` holds, by `stage.gate`, the newest word of whoever may say it.

    >>> gate = Gate("tps", Words("Daftar TPS", "TPS list"), UNSAID, Measure.TPS_LISTED)
    >>> stage = Stage("daftar", Words("Daftar", "List"), -60, -30, (gate,))
    >>> [state] = standing_of([stage], {Measure.TPS_LISTED: Count(3, 4)}, {}, 20)
    >>> state.left, state.shape.value, state.met
    (-10, 'tidak', 0)
    """
    found = []
    for stage in stages:
        left = days_to + stage.ends if days_to is not None else None
        is_now = days_to is not None and stage.begins <= -days_to <= stage.ends
        gates = tuple(_gate(stage, gate, counts, said, left) for gate in stage.gates)
        found.append(StageState(stage, gates, is_now, left))
    return found


def _gate(
    stage: Stage,
    gate: Gate,
    counts: Mapping[Measure, Count],
    said: Mapping[str, bool],
    left: int | None,
) -> GateState:
    is_over = left is not None and left < 0
    if gate.measure is None:
        if said.get(key_of(stage, gate)):
            return GateState(gate, Shape.TEPAT)
        return GateState(gate, Shape.TIDAK if is_over else Shape.BELUM)
    count = counts.get(gate.measure, Count(0, 0))
    if count.holds:
        return GateState(gate, Shape.TEPAT, count)
    if is_over:
        return GateState(gate, Shape.TIDAK, count)
    return GateState(gate, Shape.MENYUSUL if count.done else Shape.BELUM, count)


def key_of(stage: Stage, gate: Gate) -> str:
    """Return the name of a gate among all gates."""
    return f"{stage.code}.{gate.code}"


def current(states: Sequence[StageState]) -> StageState | None:
    """Return the stage people work on: the first of those under way that is not complete.

    Where all under way are complete, the last of them; before the first, the first.
    """
    going = [each for each in states if each.is_now]
    if going:
        return next((each for each in going if each.missing), going[-1])
    ahead = [each for each in states if each.left is None or each.left >= 0]
    return ahead[0] if ahead else (states[-1] if states else None)


NEAREST: Final = 3


def missing_now(states: Sequence[StageState], most: int = NEAREST) -> list[tuple[Stage, GateState]]:
    """Return what is missing in stages that have begun, the most overdue first."""
    found = [
        (state, gate)
        for state in states
        if state.is_now or (state.left is not None and state.left < 0)
        for gate in state.missing
    ]
    found.sort(key=lambda each: each[0].left if each[0].left is not None else 0)
    return [(state.stage, gate) for state, gate in found[:most]]


def with_deadlines(stages: Sequence[tuple[Stage, str]], election: Election) -> list[Stage]:
    """Return the stages with the last day that `election` says: each beside a deadline's code.

    Where the election has none of that code, the day of the file stays, as a guess.
    """
    days = {each.code: each for each in election.deadlines}
    found = []
    for stage, code in stages:
        deadline = days.get(code)
        if deadline is None:
            found.append(stage)
            continue
        begins = min(stage.begins, deadline.days)
        found.append(
            Stage(
                stage.code,
                stage.name,
                begins,
                deadline.days,
                stage.gates,
                deadline.source,
                deadline.status not in ("V", "D", "S"),
            )
        )
    return found
