"""How sure many nearly equal plans are: the judge's rules, for one change at a time.

What a trip misses depends on the trip alone and is kept. What is missed is brought again by
vehicles that stand idle, as the judge has it: day by day, cheapest first, as long as they
last. A change is weighed against what the rest of the plan leaves of them, so that thousands
of changes can be compared; the order in which idle vehicles are given away may differ a
little from the judge's, who has the last word.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.sizes import fits, lot_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Vehicle
from tepat.core.plan.risk.judging import homes
from tepat.core.plan.risk.tables import NO_WAY, StateTables
from tepat.core.plan.schedule.lots import Lot

Truth = NDArray[np.bool_]
Counts = NDArray[np.int16]
Which = NDArray[np.int64]
"""Scenarios, ascending."""
Slot = tuple[int, int]
"""A vehicle (index) on a day."""
_KEPT: Final = 60_000


class Missed(NamedTuple):
    """A lot, the day it was tried, and the scenarios in which that failed."""

    lot: int
    day: int
    when: Which


class Left(NamedTuple):
    """What stays late by lot, whether anything does, and the idle trips that are left."""

    late: dict[int, int]
    any: Truth
    trips: dict[Slot, Counts]


class Scales:
    """Weighs what is missed over the first `count` scenarios of `known`."""

    def __init__(
        self,
        instance: Instance,
        known: StateTables,
        vehicles: Sequence[Vehicle],
        lots: Sequence[Lot],
        count: int,
    ) -> None:
        self._instance, self._vehicles, self._lots = instance, vehicles, lots
        self._at = known.at[:count]
        self.count = len(self._at)
        self._known = known
        index, home = known.index(), homes(instance)
        self._home = [index[home[each.id]] for each in vehicles]
        loads = {each.id: each.load_minutes for each in instance.warehouses}
        self._load = [loads[home[each.id]] for each in vehicles]
        self._codes = [index[each.code] for each in instance.desa]
        row = {place: at for at, place in enumerate(self._codes)}
        self._row = [row[lot.place] for lot in lots]
        self._unload = np.array([each.unload for each in instance.desa])
        self._windows = {index[each.code]: each.blocked for each in instance.desa}
        self._needs = [
            [
                max(1, -(-lot.litres // max(1, each.litres)), -(-lot.kg // max(1, each.kg)))
                for lot in lots
            ]
            for each in vehicles
        ]
        order = sorted(
            range(len(vehicles)), key=lambda at: (vehicles[at].day_price, vehicles[at].id)
        )
        self._again = [
            [
                (at, self._reached(at, day)[:, self._at[:, day]])
                for at in order
                if vehicles[at].available[day]
            ]
            for day in range(len(instance.days))
        ]
        self._driven: dict[tuple[int, int, int, tuple[int, ...]], list[Missed]] = {}

    def missed(
        self, vehicle: int, day: int, starts: Sequence[int], trips: Sequence[tuple[int, ...]]
    ) -> list[Missed]:
        """Return the lots that the trips of one vehicle and day miss in some scenario."""
        found: list[Missed] = []
        for start, lots in zip(starts, trips, strict=True):
            found += self._drive(vehicle, day, start, lots)
        return found

    def brought_again(self, missed: Sequence[Missed], idle: Mapping[Slot, int]) -> Left:
        """Return what stays late when all of `missed` is tried again; `idle` are trips."""
        ordered = sorted(missed, key=lambda each: (each.day, each.lot))
        pending = np.zeros((len(ordered), self.count), dtype=np.bool_)
        for number, each in enumerate(ordered):
            pending[number, each.when] = True
        planned = np.array([each.day for each in ordered])
        rows = np.array([self._row[each.lot] for each in ordered], dtype=np.int64)
        trips: dict[Slot, Counts] = {}
        for day in range(len(self._again)):
            known = int((planned < day).sum()) if ordered else 0
            for at, reach in self._again[day]:
                spare = idle.get((at, day), 0)
                trips[at, day] = np.full(self.count, spare, dtype=np.int16)
                if known == 0 or spare <= 0:
                    continue
                wanted = pending[:known] & reach[rows[:known]]
                if not wanted.any():
                    continue
                needs = np.array([self._needs[at][m.lot] for m in ordered[:known]], dtype=np.int16)
                asked = wanted * needs[:, None]
                brought = wanted & (np.cumsum(asked, axis=0, dtype=np.int16) <= spare)
                trips[at, day] -= (brought * needs[:, None]).sum(axis=0, dtype=np.int16)
                pending[:known] &= ~brought
        late = {
            each.lot: count
            for each, count in zip(ordered, pending.sum(axis=1).tolist(), strict=True)
            if count
        }
        anything: Truth = np.logical_or.reduce(pending, axis=0)
        return Left(late, anything, trips)

    def beside(
        self, left: Left, missed: Sequence[Missed], used: Mapping[Slot, int]
    ) -> tuple[dict[int, int], Truth]:
        """Return what of `missed` stays late by lot, and whether anything of the plan does.

        `used` are the trips that are idle no more on each vehicle and day (or again, below 0).
        """
        late: dict[int, int] = {}
        anything = left.any.copy()
        trips = {
            slot: left.trips[slot] - np.int16(count)
            for slot, count in used.items()
            if count and slot in left.trips
        }
        for each in missed:
            when, row = each.when, self._row[each.lot]
            for day in range(each.day + 1, len(self._again)):
                for at, reach in self._again[day]:
                    free = trips.get((at, day))
                    if free is None:
                        free = left.trips[at, day]
                    need = self._needs[at][each.lot]
                    brought = reach[row, when] & (free[when] >= need)
                    if brought.any():
                        if (at, day) not in trips:
                            trips[at, day] = free = free.copy()
                        free[when[brought]] -= np.int16(need)
                        when = when[~brought]
                        if not len(when):
                            break
                if not len(when):
                    break
            if len(when):
                late[each.lot] = len(when)
                anything[when] = True
        return late, anything

    def _drive(self, vehicle: int, day: int, start: int, lots: tuple[int, ...]) -> list[Missed]:
        """Return what one trip does not deliver, as the judge has it."""
        key = vehicle, day, start, lots
        if key in self._driven:
            return self._driven[key]
        if len(self._driven) > _KEPT:
            self._driven.clear()
        minutes = self._known.minutes[self._vehicles[vehicle].profile]
        states = np.arange(len(minutes))
        until = day * MINUTES_A_DAY + self._instance.days[day].light[1]
        until = min(until, self._instance.targets.pps)
        clock = np.full(len(states), start, dtype=np.int32)
        at = np.full(len(states), self._home[vehicle])
        found = []
        for lot in lots:
            place = self._lots[lot].place
            leg = minutes[states, at, place].astype(np.int32)
            there = clock + leg
            for window in self._windows[place]:
                there = np.where((there >= window.start) & (there < window.end), window.end, there)
            made = (leg < NO_WAY) & (there <= until)
            clock = np.where(made, there + self._lots[lot].unload, clock)
            at = np.where(made, place, at)
            if not made.all():
                when = np.flatnonzero(~made[self._at[:, day]])
                if len(when):
                    found.append(Missed(lot, day, when))
        self._driven[key] = found
        return found

    def _reached(self, vehicle: int, day: int) -> Truth:
        """Whether a trip of its own on `day` reaches each desa in each state, [desa, states]."""
        each, home, load = self._vehicles[vehicle], self._home[vehicle], self._load[vehicle]
        minutes = self._known.minutes[each.profile][:, home, self._codes].T.astype(np.int32)
        light = self._instance.days[day].light
        start = day * MINUTES_A_DAY + light[0] + load
        until = min(day * MINUTES_A_DAY + light[1], self._instance.targets.pps)
        in_shift = load + 2 * minutes + self._unload[:, None] <= each.shift
        holds = np.array([fits(each, lot_of(desa)) for desa in self._instance.desa])[:, None]
        found: Truth = (minutes < NO_WAY) & (start + minutes <= until) & in_shift & holds
        return found
