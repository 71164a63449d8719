"""From one plan to one that is worth more: runs on other days and vehicles, loads on other trips.

A solver of routing adds up charges; it does not see that two desa behind one flood are late
together, nor which night of guard buys nothing. This search sees both. It changes one or two
runs at a time and keeps what lowers rupiah plus what being late is worth. The same plan and
worth give the same answer.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.bringing import Truth
from tepat.core.plan.risk.tables import StateTables
from tepat.core.plan.risk.weighing import Left, Missed, Scales, Slot
from tepat.core.plan.schedule.runs import Carried, Run, Runs, Timed
from tepat.core.plan.schedule.values import Echelon, Trip

NEAR: Final = 8
"""Neighbours beside which a load may be put."""
MARGIN: Final = 0.5
"""The share of what a desa may miss that is allowed over so few scenarios."""
_LEAST: Final = 1_000
"""Rupiah below which nothing is gained."""
TRIED: Final = 3
"""Changes of one run that are weighed with all the plan, the most promising first."""


@dataclass(frozen=True, slots=True)
class Worth:
    """Rupiah that being late is worth: of any desa, and of each desa below its own target.

    Beyond `allowed`, the share of scenarios in which something may stay late, it is worth
    `BEYOND`: that finds the plans between two that any even worth would leap over.
    """

    all: float
    desa: float = 0.0
    allowed: float = 1.0


UP: Final = (Worth(1e8, 1e9), Worth(1e9, 1e10), Worth(3e8, 6e9))
"""Worths for a plan: ever surer, then a little cheaper."""
DOWN: Final = (Worth(2e10, 2e11), *(Worth(all) for all in (2e9, 5e8, 2e8, 1e8, 5e7, 2.5e7)))
"""Worths for a curve: from as sure as can be to nearly blind."""
BEYOND: Final = 3e9
"""What lateness is worth where more of it is not allowed."""
START_WORTH: Final = 200_000_000
"""What lateness is worth where rounds are chosen to be shifted."""
PASSES: Final = 2
"""How often all runs are tried at one worth, at most."""


@dataclass(frozen=True, slots=True)
class _Change:
    """Runs that go and runs that come."""

    out: tuple[int, ...]
    into: tuple[Run, ...]


def is_direct(trips: Sequence[Trip]) -> bool:
    """Whether a plan can be shifted: all its trips go straight to the desa."""
    return bool(trips) and all(each.echelon is Echelon.DIRECT for each in trips)


class Shifting:
    """A search that begins from one plan and goes on from what it found."""

    def __init__(
        self,
        instance: Instance,
        travel: Travel,
        known: StateTables,
        trips: Sequence[Trip],
        scenarios: int = 4_000,
    ) -> None:
        self._instance = instance
        self._runs = Runs(instance, travel, trips)
        self._scales = Scales(instance, known, self._runs.vehicles, self._runs.lots, scenarios)
        self._near = _neighbours(self._runs)
        self._allowed = MARGIN * (1 - instance.targets.desa) * self._scales.count
        self.now = list(self._runs.runs)
        self.worth = Worth(0.0)
        self.is_possible = all(self._runs.timed(run) is not None for run in self.now)
        """Whether its runs keep their hours; a closed place can make a trip too long."""
        if self.is_possible:
            self._weigh()

    def go(self, worth: Worth, passes: int) -> tuple[Trip, ...]:
        """Go on until nothing is gained or `passes` were made; return the plan.

        Raises `ValueError` for a plan that is not possible.
        """
        if not self.is_possible:
            raise ValueError("some run does not keep its hours")
        self.worth = worth
        self._weigh()
        for _ in range(passes):
            if not self._once():
                break
        return self._runs.trips(self.now)

    def lateness(self) -> float:
        """Return the share of scenarios in which something stays late."""
        return self._share

    def _weigh(self) -> None:
        """Look at all runs afresh: what they cost, what they miss and what stays late."""
        self._used = Counter((run.vehicle, run.day) for run in self.now)
        self._missed = [self._missing(run) for run in self.now]
        self._days: dict[str, Counter[int]] = {}
        for run in self.now:
            for lot in _lots(run):
                self._days.setdefault(self._runs.lots[lot].code, Counter())[run.day] += 1
        self._where = {lot: at for at, run in enumerate(self.now) for lot in _lots(run)}
        self._left = left = self._scales.brought_again(
            [each for missed in self._missed for each in missed], self._idle(self._used)
        )
        self._share = float(left.any.mean())
        self._late = self._price_of(left.late, left.any)
        self._rupiah = self._cost()

    def _cost(self) -> int:
        money = sum(self._must(run).rupiah for run in self.now)
        for code, days in self._days.items():
            money += self._runs.guard(code, min(days))
        return money

    def _must(self, run: Run) -> Timed:
        timed = self._runs.timed(run)
        assert timed is not None
        return timed

    def _idle(self, used: Counter[Slot]) -> dict[Slot, int]:
        return {
            (at, day): count - used[at, day]
            for at, vehicle in enumerate(self._runs.vehicles)
            for day, count in enumerate(vehicle.available)
        }

    def _missing(self, run: Run) -> list[Missed]:
        return self._scales.missed(run.vehicle, run.day, self._must(run).starts, run.trips)

    def _price_of(self, late: Mapping[int, int], anything: Truth) -> float:
        """Return rupiah of being late."""
        share = float(anything.mean())
        price = self.worth.all * share + BEYOND * max(0.0, share - self.worth.allowed)
        if self.worth.desa:
            by_desa: Counter[str] = Counter()
            for lot, count in late.items():
                by_desa[self._runs.lots[lot].code] += count
            over = sum(max(0.0, each - self._allowed) for each in by_desa.values())
            price += self.worth.desa * over / self._scales.count
        return price

    def _once(self) -> bool:
        """Try every run once; return whether anything was gained."""
        gained = False
        for run in sorted(self.now):
            if run in self.now:  # else it went into another one
                gained |= self._try(self.now.index(run))
        return gained

    def _try(self, at: int) -> bool:
        """Make the best change of one run that holds when all is weighed again."""
        left = self._left
        if self._missed[at]:
            others = self._missed[:at] + self._missed[at + 1 :]
            rest = [each for missed in others for each in missed]
            left = self._scales.brought_again(rest, self._idle(self._used))
        hopes = sorted(
            (hope, number, change)
            for number, change in enumerate(self._changes(at))
            if (hope := self._hope(at, change, left)) < -_LEAST
        )
        found: list[tuple[float, int, _Change]] = []
        for hope, number, change in hopes:
            if len(found) == TRIED and hope >= found[-1][0]:
                break  # none after it is better
            gain = hope + self._lateness(at, change, left)
            if gain < -_LEAST:
                found = sorted([*found, (gain, number, change)])[:TRIED]
        before, worth = self.now, self._rupiah + self._late
        for _, _, change in found:
            self.now = [run for other, run in enumerate(before) if other not in change.out]
            self.now += change.into
            self._weigh()
            if self._rupiah + self._late < worth - _LEAST:
                return True
        if found:
            self.now = before
            self._weigh()
        return False

    def _hope(self, at: int, change: _Change, left: Left) -> float:
        """Return by how much rupiah and lateness change where all is brought again that can be."""
        money = 0
        for run in change.into:
            timed = self._runs.timed(run)
            if timed is None:
                return 0.0
            money += timed.rupiah
        money -= sum(self._must(self.now[other]).rupiah for other in change.out)
        money += self._guards(change)
        if money - self._late >= -_LEAST or (money >= -_LEAST and not self._missed[at]):
            return 0.0
        return money + self._least_late(left, self._new(at, change)) - self._late

    def _lateness(self, at: int, change: _Change, left: Left) -> float:
        """Return what lateness costs beyond what was hoped."""
        new = self._new(at, change)
        late, anything = self._scales.beside(left, new, self._taken(change))
        for lot, count in left.late.items():
            late[lot] = late.get(lot, 0) + count
        return self._price_of(late, anything) - self._least_late(left, new)

    def _least_late(self, left: Left, new: Sequence[Missed]) -> float:
        """Return what lateness costs where all that could be brought again is."""
        late, anything = dict(left.late), left.any.copy()
        for each in new:
            when = self._scales.hopeless(each)
            if len(when):
                late[each.lot] = late.get(each.lot, 0) + len(when)
                anything[when] = True
        return self._price_of(late, anything)

    def _new(self, at: int, change: _Change) -> list[Missed]:
        """Return what the runs that come miss: all of the run that goes, and of others more."""
        known = {
            each.lot: each.when
            for other in change.out
            if other != at
            for each in self._missed[other]
        }
        new = []
        for run in change.into:
            for each in self._missing(run):
                before = known.get(each.lot)
                when = each.when
                if before is not None:
                    when = np.setdiff1d(when, before, assume_unique=True)
                if len(when):
                    new.append(each._replace(when=when))
        return new

    def _taken(self, change: _Change) -> Counter[Slot]:
        """Return the vehicles that stand idle no more, below 0 where more do."""
        used: Counter[Slot] = Counter()
        for sign, runs in ((-1, [self.now[other] for other in change.out]), (1, change.into)):
            for run in runs:
                used[run.vehicle, run.day] += sign
        return used

    def _guards(self, change: _Change) -> int:
        """Return by how much the guards of stores change; a store is guarded once a night."""
        moved: dict[str, Counter[int]] = {}
        for sign, runs in ((-1, [self.now[at] for at in change.out]), (1, change.into)):
            for run in runs:
                for lot in _lots(run):
                    days = moved.setdefault(self._runs.lots[lot].code, Counter())
                    days[run.day] += sign
        money = 0
        for code, days in moved.items():
            if any(days.values()):
                before = self._days[code]
                after = [day for day in {*before, *days} if before[day] + days[day] > 0]
                money += self._runs.guard(code, min(after)) - self._runs.guard(code, min(before))
        return money

    def _changes(self, at: int) -> Iterator[_Change]:
        """Yield what could be done with a run."""
        run = self.now[at]
        yield from self._as_a_whole(at, run)
        for number, carried in enumerate(run.trips):
            rest = run.trips[:number] + run.trips[number + 1 :]
            yield from self._trip_elsewhere(at, run, rest, carried)
            for place, lot in enumerate(carried):
                less = carried[:place] + carried[place + 1 :]
                left = run.trips[:number] + ((less,) if less else ()) + run.trips[number + 1 :]
                yield from self._lot_elsewhere(at, run, left, lot)

    def _free(self, vehicle: int, day: int, but: Run) -> bool:
        used = self._used[vehicle, day] - ((vehicle, day) == (but.vehicle, but.day))
        return used < self._runs.vehicles[vehicle].available[day]

    def _slots(self, run: Run) -> Iterator[tuple[int, int]]:
        """Yield each vehicle and day on which there is one more."""
        for vehicle, each in enumerate(self._runs.vehicles):
            for day in range(len(each.available)):
                if self._free(vehicle, day, run):
                    yield vehicle, day

    def _as_a_whole(self, at: int, run: Run) -> Iterator[_Change]:
        for vehicle, day in self._slots(run):
            if (vehicle, day) != (run.vehicle, run.day):
                yield _Change((at,), (Run(vehicle, day, run.trips),))
        for other, that in enumerate(self.now):
            if that.day != run.day:
                swapped = (
                    Run(run.vehicle, that.day, run.trips),
                    Run(that.vehicle, run.day, that.trips),
                )
                if that.vehicle == run.vehicle:
                    yield _Change((at, other), swapped)

    def _trip_elsewhere(
        self, at: int, run: Run, rest: tuple[Carried, ...], carried: Carried
    ) -> Iterator[_Change]:
        left = (Run(run.vehicle, run.day, rest),) if rest else ()
        if rest:
            for vehicle, day in self._slots(run):
                if self._used[vehicle, day] < self._runs.vehicles[vehicle].available[day]:
                    yield _Change((at,), (*left, Run(vehicle, day, (carried,))))
        for other, that in enumerate(self.now):
            if other != at and len(that.trips) < self._runs.vehicles[that.vehicle].most_trips:
                yield _Change(
                    (at, other), (*left, Run(that.vehicle, that.day, (*that.trips, carried)))
                )
                yield _Change(
                    (at, other), (*left, Run(that.vehicle, that.day, (carried, *that.trips)))
                )

    def _lot_elsewhere(
        self, at: int, run: Run, left: tuple[Carried, ...], lot: int
    ) -> Iterator[_Change]:
        kept = (Run(run.vehicle, run.day, left),) if left else ()
        for near in self._near[lot]:
            other = self._where[near]
            if other == at:
                continue
            that = self.now[other]
            for trips in _beside(that.trips, near, lot):
                yield _Change((at, other), (*kept, Run(that.vehicle, that.day, trips)))
        if kept:
            for vehicle, day in self._slots(run):
                if self._used[vehicle, day] < self._runs.vehicles[vehicle].available[day]:
                    yield _Change((at,), (*kept, Run(vehicle, day, ((lot,),))))


def _lots(run: Run) -> Iterator[int]:
    for carried in run.trips:
        yield from carried


def _beside(trips: tuple[Carried, ...], near: int, lot: int) -> Iterator[tuple[Carried, ...]]:
    """Yield `trips` with `lot` before and after `near`."""
    for number, carried in enumerate(trips):
        if near in carried:
            place = carried.index(near)
            for cut in (place, place + 1):
                new = (*carried[:cut], lot, *carried[cut:])
                yield (*trips[:number], new, *trips[number + 1 :])


def _neighbours(runs: Runs) -> list[list[int]]:
    """Return for each lot the nearest others by the fastest vehicle, nearest first."""
    places = [lot.place for lot in runs.lots]
    quickest = np.min([np.array(table)[np.ix_(places, places)] for table in runs.minutes], axis=0)
    np.fill_diagonal(quickest, 2**31 - 1)
    order = np.argsort(quickest, axis=1, kind="stable")[:, :NEAR]
    found: list[list[int]] = order.tolist()
    return found
