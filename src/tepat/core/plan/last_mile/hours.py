"""When each TPS of a desa gets its goods from the PPS, by whom, on which trip.

A KPPS has neither store nor guard, so goods wait at the PPS and go out on the last day of
light before the deadline; a desa that one day does not hold begins earlier. Nothing moves in
the dark unless the deadline forces it, and nothing before it came. Of the ways to share the
work that are tried, the first without late or dark handovers is taken, else the one with the
fewest.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import pairwise
from typing import Final

from tepat.core.plan.instance.carrying import Carrier
from tepat.core.plan.instance.values import MINUTES_A_DAY
from tepat.core.plan.last_mile.rounds import (
    NO_LIMIT,
    Minutes,
    TpsLot,
    holds,
    lots_for,
    minutes_by,
    tours,
)
from tepat.core.plan.last_mile.values import (
    Errand,
    Halt,
    Handover,
    Part,
    Run,
    State,
    TpsList,
    TpsLoad,
    light_of,
)

MIXES: Final = 8
"""Into how many parts the TPS are cut where two kinds of carriers share them."""


def hand_out(errand: Errand) -> TpsList:
    """Return the list of one desa; TPS that no carrier can serve stand in `left`."""
    carriers = tuple(each for each in errand.carriers if each.count and each.boxes)
    if not carriers or not errand.arrivals:
        return TpsList((), (), errand.tps)
    ready = ready_of(errand)
    best: TpsList | None = None
    for trips, proved in _shares(errand, carriers, ready):
        for first, dark in _beginnings(errand, ready):
            if dark is Dark.ALWAYS and best and not best.late:
                continue
            runs = _Clock(errand, carriers, ready, dark).runs(trips, first)
            found = _list(errand, runs, proved=proved)
            if not found.late and not found.dark:
                return found
            if best is None or _badness(found) < _badness(best):
                best = found
    return best or TpsList((), (), errand.tps)


def ready_of(errand: Errand) -> list[int]:
    """Return when each TPS could leave: goods come in the order of its numbers, then sorting.

    Where fewer boxes come than the TPS get, the last ones wait for the last arrival.
    """
    arrivals = sorted(errand.arrivals, key=lambda each: each.at)
    ready, here, at, needed = [], arrivals[0].boxes, 0, 0
    for tps in errand.tps:
        needed += tps.boxes
        while here < needed and at + 1 < len(arrivals):
            at += 1
            here += arrivals[at].boxes
        ready.append(arrivals[at].at + errand.rules.sort)
    return ready


Trip = tuple[TpsLot, ...]


def _shares(
    errand: Errand, carriers: Sequence[Carrier], ready: Sequence[int]
) -> Iterator[tuple[list[Trip], bool]]:
    """Yield ways to share the work: large loads first, then spread over all that carry.

    At last the near TPS, more and more of them, are left to what carries less.
    """
    units = sum(each.count for each in carriers)
    sizes = {(each.boxes, each.kg or NO_LIMIT): each for each in carriers}
    largest, *smaller = [sizes[size] for size in sorted(sizes, reverse=True)]
    everyone = list(range(len(errand.tps)))
    ways = [
        ([(carrier, everyone)], share)
        for carrier in (largest, *smaller)
        for share in dict.fromkeys((1, units))
    ]
    near = sorted(everyone, key=lambda tps: (_away(errand, largest, tps), -tps))
    counts = dict.fromkeys(len(near) * part // MIXES for part in range(1, MIXES))
    ways += [
        ([(largest, sorted(near[count:])), (small, sorted(near[:count]))], largest.count)
        for small in smaller
        for count in counts
        if count
    ]
    for shares, share in ways:
        found = _trips(errand, carriers, ready, shares, share)
        if found:
            yield found


def _trips(
    errand: Errand,
    carriers: Sequence[Carrier],
    ready: Sequence[int],
    shares: Sequence[tuple[Carrier, Sequence[int]]],
    share: int,
) -> tuple[list[Trip], bool] | None:
    """Return trips that bring each carrier's TPS in lots of its size, None where it cannot be."""
    trips: list[Trip] = []
    batches: dict[tuple[int, int], list[int]] = {}
    for number, (_, which) in enumerate(shares):
        for tps in which:
            batches.setdefault((number, ready[tps]), []).append(tps)
    proved = len(batches) == 1
    for (number, _), which in batches.items():
        carrier = shares[number][0]
        lots = lots_for(errand, which, carrier)
        able = [each for each in carriers if any(_takes(each, lot) for lot in lots)]
        able = [carrier] if len(shares) > 1 else able
        found = tours(errand, able, lots, share) if able else None
        if found is None:
            return None
        trips += found.trips
        proved = proved and found.proved
    return trips, proved


def _away(errand: Errand, carrier: Carrier, tps: int) -> int:
    return int(minutes_by(errand, carrier)[0, tps + 1])


def _takes(carrier: Carrier, lot: TpsLot) -> bool:
    return holds(carrier, lot.boxes, lot.kg)


class Dark(Enum):
    """When a run may be in the dark."""

    NEVER = 0
    IF_LATE = 1
    """Where it would be too late by the next light."""
    ALWAYS = 2
    """So that those after it are not too late."""


def _beginnings(errand: Errand, ready: Sequence[int]) -> Iterator[tuple[int, Dark]]:
    """Yield when work may begin and when the dark is allowed, the best first."""
    first = min(ready) // MINUTES_A_DAY
    last = max(first, (errand.deadline - 1) // MINUTES_A_DAY)
    dawns = [light_of(errand.days, day)[0] for day in range(first, last + 1)]
    for dawn in dawns if errand.at_once else reversed(dawns):
        yield dawn, Dark.NEVER
    yield min(ready), Dark.IF_LATE
    yield min(ready), Dark.ALWAYS


def _badness(found: TpsList) -> tuple[int, int, int, int]:
    """What a worse list has more of."""
    driven = sum(run.end - run.start for run in found.runs)
    return len(found.late), len(found.dark), max(run.done for run in found.runs), driven


@dataclass
class _Clock:
    """Gives trips to carriers, each to the one that is done with it first."""

    errand: Errand
    carriers: Sequence[Carrier]
    ready: Sequence[int]
    dark: Dark

    def __post_init__(self) -> None:
        self.minutes: list[Minutes] = [minutes_by(self.errand, each) for each in self.carriers]

    def runs(self, trips: Sequence[Trip], first: int) -> list[Run]:
        """Return a run for each trip, nothing before `first`."""
        free = {
            (at, unit): first
            for at, carrier in enumerate(self.carriers)
            for unit in range(1, carrier.count + 1)
        }
        made: Counter[tuple[int, int]] = Counter()
        runs = []
        for trip in sorted(trips, key=self._order):
            boxes, kg = sum(lot.boxes for lot in trip), sum(lot.kg for lot in trip)
            able = [key for key in free if holds(self.carriers[key[0]], boxes, kg)]
            tried = [(self._run(key, trip, free[key]), key) for key in able]
            run, key = min(tried, key=lambda each: (each[0].done, each[0].end, each[1]))
            made[key] += 1
            free[key] = run.end
            runs.append(replace(run, number=made[key]))
        return runs

    def _order(self, trip: Trip) -> tuple[int, int, int]:
        """What is there first goes first; far ones before near ones; then by number."""
        ready = max(self.ready[lot.tps] for lot in trip)
        places = [0, *(lot.tps + 1 for lot in trip), 0]
        table = self.minutes[0]
        length = sum(int(table[a, b]) for a, b in pairwise(places))
        return ready, -length, min(lot.tps for lot in trip)

    def _run(self, key: tuple[int, int], trip: Trip, free: int) -> Run:
        soonest = max(free, *(self.ready[lot.tps] for lot in trip))
        if self.dark is Dark.ALWAYS:
            return self._walked(key, trip, soonest)
        run = self._walked(key, trip, self._daylight(soonest))
        dusk = light_of(self.errand.days, run.start // MINUTES_A_DAY)[1]
        if run.done > dusk:
            next_dawn = light_of(self.errand.days, run.start // MINUTES_A_DAY + 1)[0]
            run = self._walked(key, trip, next_dawn)
        if self.dark is Dark.IF_LATE and run.done > self.errand.deadline:
            return self._walked(key, trip, soonest)
        return run

    def _daylight(self, moment: int) -> int:
        """Return the first minute of light from `moment` on."""
        day = moment // MINUTES_A_DAY
        dawn, dusk = light_of(self.errand.days, day)
        if moment >= dusk:
            return light_of(self.errand.days, day + 1)[0]
        return max(moment, dawn)

    def _walked(self, key: tuple[int, int], trip: Trip, start: int) -> Run:
        table, rules = self.minutes[key[0]], self.errand.rules
        clock, at = start + rules.load, 0
        halts: list[Halt] = []
        for lot in trip:
            if halts and halts[-1].tps == lot.tps:  # two lots of one TPS: one handover
                last = halts[-1]
                halts[-1] = replace(last, boxes=last.boxes + lot.boxes, kg=last.kg + lot.kg)
                continue
            clock += int(table[at, lot.tps + 1])
            for window in self.errand.tps[lot.tps].blocked:
                if window.start <= clock < window.end:
                    clock = window.end
            halts.append(Halt(lot.tps, clock, clock + rules.handover, lot.boxes, lot.kg))
            clock, at = clock + rules.handover, lot.tps + 1
        end = clock + int(table[at, 0])
        return Run(self.carriers[key[0]].id, key[1], 1, start, end, tuple(halts))


def _list(errand: Errand, runs: Sequence[Run], *, proved: bool) -> TpsList:
    parts: dict[int, list[Part]] = {}
    for run in runs:
        for halt in run.halts:
            part = Part(run.carrier, run.unit, run.number, halt.arrive, halt.leave, halt.boxes)
            parts.setdefault(halt.tps, []).append(part)
    handovers = []
    for tps, found in parts.items():
        ordered = tuple(sorted(found, key=lambda each: (each.arrive, each.leave, each.carrier)))
        handovers.append(_handover(errand, errand.tps[tps], ordered))
    handovers.sort(key=lambda each: (each.at, each.tps.number, each.tps.code))
    ordered_runs = tuple(
        sorted(runs, key=lambda run: (run.start, run.carrier, run.unit, run.number))
    )
    return TpsList(tuple(handovers), ordered_runs, (), proved)


def _handover(errand: Errand, tps: TpsLoad, parts: tuple[Part, ...]) -> Handover:
    state = State.DAY
    for part in parts:
        dawn, dusk = light_of(errand.days, part.arrive // MINUTES_A_DAY)
        if part.arrive < dawn or part.leave > dusk:
            state = State.NIGHT
    if parts[-1].leave > errand.deadline:
        state = State.LATE
    return Handover(tps, parts, state)
