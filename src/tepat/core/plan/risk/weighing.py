"""How sure many nearly equal plans are: the judge's rules, for one change at a time.

What a trip misses depends on the trip alone and is kept. What is missed is brought again by
vehicles that stand idle, the next days first and the cheapest of a day first, as long as their
hours last. A change is weighed against what the rest of the plan leaves of them. So that
thousands can be compared, hours are counted in parts of a day and a trip goes on to what was
planned behind it; the judge drives each hour, and has the last word.
"""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.sizes import lot_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Vehicle
from tepat.core.plan.risk.bringing import WHOLE, Goods, Idle, Parts, Truth, Way, Which
from tepat.core.plan.risk.judging import homes
from tepat.core.plan.risk.tables import NO_WAY, StateTables
from tepat.core.plan.schedule.lots import Lot

Slot = tuple[int, int]
"""A vehicle (index) on a day."""
_KEPT: Final = 60_000
_Trip = tuple[int, int, tuple[int, ...], tuple[tuple[int, ...], ...]]
"""A vehicle (index), a day, and the starts and lots of one trip after those that delay it."""


class Missed(NamedTuple):
    """A lot, the day it was tried, the scenarios in which that failed, and the lot before it."""

    lot: int
    day: int
    when: Which
    home: int
    """Where it waits to be brought again."""
    after: int = -1


class Left(NamedTuple):
    """What stays late by lot, whether anything does, and what is left of idle vehicles."""

    late: dict[int, int]
    any: Truth
    spare: dict[Slot, Parts]
    """What is left of the days of idle vehicles, where any of them was used."""
    idle: Mapping[Slot, int]


class _Begun(NamedTuple):
    """Trips that may go on, [scenarios]: minutes, 0 where there is none, and share of the room."""

    minutes: Parts
    load: NDArray[np.float64]


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
        gates = {each.id: (each.opens, each.closes) for each in instance.warehouses}
        self._gates = [gates[home[each.id]] for each in vehicles]
        boxes = {each.code: lot_of(each) for each in instance.desa}
        windows = {each.code: each.blocked for each in instance.desa}
        self._goods = [
            Goods(
                lot.place,
                lot.litres,
                lot.kg,
                lot.unload,
                instance.targets.pps,
                boxes[lot.code],
                windows[lot.code],
            )
            for lot in lots
        ]
        self._windows = {index[code]: blocked for code, blocked in windows.items()}
        order = sorted(
            range(len(vehicles)), key=lambda at: (vehicles[at].day_price, vehicles[at].id)
        )
        self._again = [
            [((at, day), self._standing(at, day)) for at in order if vehicles[at].available[day]]
            for day in range(len(instance.days))
        ]
        self._ways: dict[tuple[int, int, int | tuple[int, int, int]], Way] = {}
        self._needs: dict[tuple[int, int, int], Parts] = {}
        self._mores: dict[tuple[int, int, int, int], Parts] = {}
        self._hopes: dict[tuple[int, int, int], Truth] = {}
        self._driven: dict[_Trip, tuple[list[Missed], NDArray[np.int32]]] = {}

    def missed(
        self, vehicle: int, day: int, starts: Sequence[int], trips: Sequence[tuple[int, ...]]
    ) -> list[Missed]:
        """Return the lots that the trips of one vehicle and day miss in some scenario."""
        found: list[Missed] = []
        first, free = 0, None
        for number, start in enumerate(starts):
            if free is None or (free <= start).all():
                first, free = number, None  # nothing before it delays it
            key = vehicle, day, tuple(starts[first : number + 1]), tuple(trips[first : number + 1])
            missed, free = self._drive(key, free)
            found += missed
        return found

    def brought_again(self, missed: Sequence[Missed], idle: Mapping[Slot, int]) -> Left:
        """Return what stays late when all of `missed` is tried again by vehicles in `idle`."""
        ordered = sorted(missed, key=lambda each: each.day)
        left = Left({}, np.zeros(self.count, dtype=np.bool_), {}, idle)
        late, anything = self._tried(left, ordered, {}, left.spare)
        return left._replace(late=late, any=anything)

    def beside(
        self, left: Left, missed: Sequence[Missed], used: Mapping[Slot, int]
    ) -> tuple[dict[int, int], Truth]:
        """Return what of `missed` stays late by lot, and whether anything of the plan does.

        `used` are the vehicles that are idle no more on each day (or again, below 0).
        """
        return self._tried(left, missed, used, {})

    def _tried(
        self,
        left: Left,
        missed: Sequence[Missed],
        used: Mapping[Slot, int],
        spare: dict[Slot, Parts],
    ) -> tuple[dict[int, int], Truth]:
        """Bring one lot after the other by what `left` leaves, noting in `spare` what is left."""
        late: dict[int, int] = {}
        anything = left.any.copy()
        trips: dict[Slot, _Begun] = {}
        for number, each in enumerate(missed):
            when, begun = (
                each.when,
                trips if number and each.after == missed[number - 1].lot else {},
            )
            goes_on = number + 1 < len(missed) and missed[number + 1].after == each.lot
            trips = {}
            for day in range(each.day + 1, len(self._again)):
                for slot, standing in self._again[day]:
                    if not len(when) or left.idle.get(slot, 0) <= used.get(slot, 0):
                        continue
                    if self._home[slot[0]] != each.home:
                        continue
                    free = spare.get(slot)
                    if free is None:
                        free = spare[slot] = self._spare(left, slot, used.get(slot, 0))
                    way = self._way(slot, standing, each.lot)
                    need = self._need(slot, standing, each.lot)[when]
                    on = None
                    if slot in begun:
                        on = self._on(slot, standing, begun[slot], each, when)
                        need = np.where(on[0], np.minimum(need, on[1]), need)
                    does = need <= free[when]
                    if does.any():
                        rows = when[does]
                        free[rows] -= need[does]
                        if goes_on:
                            trips[slot] = self._begun(slot, standing, way, rows, does, on)
                        when = when[~does]
            if len(when):
                late[each.lot] = late.get(each.lot, 0) + len(when)
                anything[when] = True
        return late, anything

    def _on(
        self, slot: Slot, standing: Idle, begun: _Begun, each: Missed, when: Which
    ) -> tuple[Truth, Parts, Parts, NDArray[np.float64]]:
        """Whether a trip goes on to a lot, in how many parts of a day; its minutes and load."""
        more = self._more(slot, standing, each.after, each.lot)[when]
        minutes = begun.minutes[when] + more
        load = begun.load[when] + standing.share(self._goods[each.lot])
        on: Truth = (begun.minutes[when] > 0) & (minutes <= standing.hours) & (load <= 1.0)
        return on, more * WHOLE // standing.hours, minutes, load

    def _begun(
        self,
        slot: Slot,
        standing: Idle,
        way: Way,
        rows: Which,
        does: Truth,
        on: tuple[Truth, Parts, Parts, NDArray[np.float64]] | None,
    ) -> _Begun:
        """Return the trips that brought a lot, for what may go on with them."""
        minutes = np.zeros(self.count, dtype=np.int64)
        load = np.zeros(self.count)
        minutes[rows] = way.takes[self._at[rows, slot[1]]] if way.trips == 1 else 0
        load[rows] = standing.share(way.goods)
        if on is not None:
            goes = on[0][does]
            minutes[rows[goes]] = on[2][does][goes]
            load[rows[goes]] = on[3][does][goes]
        return _Begun(minutes, load)

    def _spare(self, left: Left, slot: Slot, used: int) -> Parts:
        """Return what is left of the days of idle vehicles, [scenarios]."""
        before = left.spare.get(slot)
        if before is not None:
            return before - used * WHOLE
        return np.full(self.count, (left.idle.get(slot, 0) - used) * WHOLE, dtype=np.int64)

    def _need(self, slot: Slot, standing: Idle, lot: int) -> Parts:
        """Return which parts of a day bringing a lot takes, [scenarios]."""
        key = *slot, lot
        if key not in self._needs:
            parts = standing.parts(self._way(slot, standing, lot))
            self._needs[key] = parts[self._at[:, slot[1]]]
        return self._needs[key]

    def _more(self, slot: Slot, standing: Idle, before: int, lot: int) -> Parts:
        """Return the minutes that going on from the lot `before` takes more, [scenarios]."""
        key = *slot, before, lot
        if key not in self._mores:
            more = standing.more(self._goods[before], self._goods[lot])
            self._mores[key] = more[self._at[:, slot[1]]]
        return self._mores[key]

    def _standing(self, at: int, day: int) -> Idle:
        vehicle = self._vehicles[at]
        minutes = self._known.minutes[vehicle.profile]
        here = self._instance.days[day]
        return Idle(vehicle, minutes, self._home[at], self._load[at], day, here, self._gates[at])

    def _way(self, slot: Slot, standing: Idle, lot: int) -> Way:
        """Return what bringing a lot takes; days that are alike share it."""
        goods = self._goods[lot]
        alike = slot[1] if goods.blocked else standing.window(goods)
        key = slot[0], lot, alike
        if key not in self._ways:
            self._ways[key] = standing.way(goods)
        return self._ways[key]

    def hopeless(self, each: Missed) -> Which:
        """Return the scenarios in which nothing brings it again, however many stand idle."""
        key = each.lot, each.day, each.home
        if key not in self._hopes:
            hope = np.zeros(self.count, dtype=np.bool_)
            for day in range(each.day + 1, len(self._again)):
                for slot, standing in self._again[day]:
                    if self._home[slot[0]] == each.home:
                        there = self._vehicles[slot[0]].available[day]
                        hope |= self._need(slot, standing, each.lot) <= there * WHOLE
            self._hopes[key] = hope
        return each.when[~self._hopes[key][each.when]]

    def _drive(
        self, key: _Trip, free: NDArray[np.int32] | None
    ) -> tuple[list[Missed], NDArray[np.int32]]:
        """Return what the last trip of `key` does not deliver, as the judge has it.

        Also when its vehicle may leave once more in each state; `free` says that of those before.
        """
        if key in self._driven:
            return self._driven[key]
        if len(self._driven) > _KEPT:
            self._driven.clear()
        vehicle, day, starts, trips = key
        start, lots = starts[-1], trips[-1]
        minutes = self._known.minutes[self._vehicles[vehicle].profile]
        states = np.arange(len(minutes))
        until = day * MINUTES_A_DAY + self._instance.days[day].light[1]
        until = min(until, self._instance.targets.pps)
        clock = np.full(len(states), start, dtype=np.int32)
        if free is not None:
            clock = np.maximum(clock, free)
        at = np.full(len(states), self._home[vehicle])
        found = []
        for lot, before in zip(lots, (-1, *lots), strict=False):
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
                    found.append(Missed(lot, day, when, self._home[vehicle], before))
        again = clock + minutes[states, at, self._home[vehicle]] + self._load[vehicle]
        self._driven[key] = found, again
        return found, again
