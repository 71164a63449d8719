"""Who holds an incident now: the ladder climbed by people and by clocks.

Input: when it was opened, what people did since, and the moment of asking. Output: each
step with its times. Nothing is stored: whoever asks later with the same history gets the
same steps for every moment that is past.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from tepat.core.watch.incidents.book import HEIGHT, Ladder, Step, Tier, tier_of


class Did(StrEnum):
    """What people did with an incident that its clocks heed."""

    TRIAGED = "triaged"
    """Another ladder or another urgency from then on."""
    RAISED = "raised"
    RETURNED = "returned"
    DECIDED = "decided"
    RESUMED = "resumed"
    """The decision did not help: the clock of the step runs again."""
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Act:
    """One thing somebody did. `percent` and `ladder` come with triage, `due` with a decision."""

    at: datetime
    did: Did
    percent: int = 100
    ladder: str = ""
    due: datetime | None = None


class State(StrEnum):
    """How far an incident is with one step."""

    PASSED = "passed"
    HOLDS = "holds"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Rung:
    """One step as it went: `until` is None while it holds. Times are aware."""

    party: str
    state: State
    minutes: int
    since: datetime | None = None
    until: datetime | None = None
    by_clock: bool = False
    """Its limit passed, and the incident went up without anybody."""

    def used(self, now: datetime) -> int:
        """Return the minutes it has had the incident."""
        if self.since is None:
            return 0
        return max(0, int(((self.until or now) - self.since).total_seconds()) // 60)


@dataclass(frozen=True, slots=True)
class Climb:
    """A ladder as far as it was climbed."""

    rungs: tuple[Rung, ...]
    due: datetime | None
    """Until when the holder has; after a decision, until when its outcome is expected."""
    decided_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def holder(self) -> Rung:
        """The step that has it; the last that had it once it is closed."""
        held = [each for each in self.rungs if each.state is not State.LATER]
        return held[-1]

    def is_over(self, now: datetime) -> bool:
        return self.closed_at is None and self.due is not None and now >= self.due

    def share(self, now: datetime) -> int:
        """Return how much of the time is gone, in per cent, at most 100."""
        begun = self.decided_at or self.holder.since
        if self.due is None or begun is None or self.due <= begun:
            return 100 if self.is_over(now) else 0
        return max(0, min(100, int((now - begun) / (self.due - begun) * 100)))


def start_of(ladder: Ladder, role: str, area: str, place: str) -> int:
    """Return the step that an incident begins with.

    That of who reported it; of others, the lowest that is no lower than their own area.
    A place with no desa begins no lower than its own tier.
    """
    heights = [HEIGHT[step.tier] for step in ladder.steps]
    least = HEIGHT[tier_of(place)] if place else HEIGHT[Tier.KABUPATEN]
    own = next((n for n, step in enumerate(ladder.steps) if step.role == role), None)
    if own is None:
        least = max(least, HEIGHT[tier_of(area)]) if area else least
        own = 0
    fit = [n for n, height in enumerate(heights) if height >= least and n >= own]
    return fit[0] if fit else len(ladder.steps) - 1


def climb(
    ladders: Mapping[str, Ladder],
    first: str,
    start: int,
    place: str,
    opened_at: datetime,
    percent: int,
    acts: Iterable[Act],
    now: datetime,
) -> Climb:
    """Return the ladder as `acts` and the clocks leave it at `now`."""
    climber = _Climber(ladders[first], start, place, opened_at, percent)
    for act in sorted(acts, key=lambda each: each.at):
        climber.wait(act.at)
        climber.do(act, ladders)
    climber.wait(now)
    return climber.told()


class _Climber:
    """The step that holds it now, and those that had it."""

    def __init__(
        self, ladder: Ladder, start: int, place: str, opened_at: datetime, percent: int
    ) -> None:
        self.ladder, self.at, self.place, self.percent = ladder, start, place, percent
        self.since = opened_at
        self.passed: list[Rung] = []
        self.decided_at: datetime | None = None
        self.closed_at: datetime | None = None
        self.outcome_due: datetime | None = None

    def wait(self, until: datetime) -> None:
        """Let the clocks run: each limit that passes lifts it by one step."""
        while self._runs() and self.at + 1 < len(self.ladder.steps):
            end = self.since + self._limit(self._step())
            if end > until:
                return
            self._leave(end, by_clock=True)
            self.at += 1

    def do(self, act: Act, ladders: Mapping[str, Ladder]) -> None:
        match act.did:
            case Did.TRIAGED:
                self._triage(act, ladders)
            case Did.RAISED if self._runs() and self.at + 1 < len(self.ladder.steps):
                self._leave(act.at, by_clock=False)
                self.at += 1
            case Did.RETURNED if self._runs() and self.at > 0:
                self._leave(act.at, by_clock=False)
                self.at -= 1
            case Did.DECIDED:
                self.decided_at, self.outcome_due = act.at, act.due
            case Did.RESUMED:
                self.decided_at = self.outcome_due = self.closed_at = None
                self.since = act.at
            case Did.CLOSED:
                self.closed_at = act.at
            case _:
                pass

    def told(self) -> Climb:
        end = self.closed_at
        holds = self._rung(self._step(), State.HOLDS, since=self.since, until=end)
        later = [self._rung(step, State.LATER) for step in self.ladder.steps[self.at + 1 :]]
        due = self.outcome_due if self.decided_at else self.since + self._limit(self._step())
        return Climb((*self.passed, holds, *later), due, self.decided_at, self.closed_at)

    def _runs(self) -> bool:
        return self.decided_at is None and self.closed_at is None

    def _triage(self, act: Act, ladders: Mapping[str, Ladder]) -> None:
        self.percent = act.percent
        if not act.ladder or act.ladder == self.ladder.code or act.ladder not in ladders:
            return
        height = HEIGHT[self._step().tier]
        if self._runs():
            self._leave(act.at, by_clock=False)
        self.ladder = ladders[act.ladder]
        fit = [n for n, step in enumerate(self.ladder.steps) if HEIGHT[step.tier] >= height]
        self.at = fit[0] if fit else len(self.ladder.steps) - 1

    def _leave(self, at: datetime, *, by_clock: bool) -> None:
        step = self._step()
        rung = self._rung(step, State.PASSED, since=self.since, until=at, by_clock=by_clock)
        self.passed.append(rung)
        self.since = at

    def _rung(
        self,
        step: Step,
        state: State,
        since: datetime | None = None,
        until: datetime | None = None,
        by_clock: bool = False,
    ) -> Rung:
        minutes = int(self._limit(step) / timedelta(minutes=1))
        return Rung(step.party(self.place), state, minutes, since, until, by_clock)

    def _step(self) -> Step:
        return self.ladder.steps[self.at]

    def _limit(self, step: Step) -> timedelta:
        return timedelta(minutes=max(1, step.minutes * self.percent // 100))
