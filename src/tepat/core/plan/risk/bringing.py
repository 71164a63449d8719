"""Bringing again what was missed: what idle vehicles of one kind do on one day, hour by hour.

A vehicle leaves at first light with what is wanted first, goes on to the next place as long as
it has room and time, comes back for more as often as it may, and is home again within its
shift and the light. When its day is full the next one of its kind begins.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.sizes import fits
from tepat.core.plan.instance.values import MINUTES_A_DAY, Day, Vehicle, Window

Truth = NDArray[np.bool_]
Which = NDArray[np.int64]
"""Scenarios, by number."""
Done = NDArray[np.int32]
"""What idle vehicles did so far, [6, scenarios]."""
UNITS, TRIPS, CLOCK, PLACE, LITRES, KG = range(6)
"""Rows of `Done`: vehicles begun; of the last one its trips, minute, place and room."""
Parts = NDArray[np.int64]
WHOLE: Final = 27_720
"""The day of one vehicle in parts; every number of trips up to 12 divides it."""
OPEN: Final = (0, MINUTES_A_DAY)
"""Minutes after midnight where nobody closes a gate."""
_NEVER: Final = 30_000
"""More vehicles than there are anywhere."""


@dataclass(frozen=True, slots=True)
class Goods:
    """What is wanted at a place (index into the tables); `box` is litres and kilograms of one."""

    place: int
    litres: int
    kg: int
    unload: int
    deadline: int
    box: tuple[int, int] = (0, 0)
    blocked: Sequence[Window] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """What it takes vehicles of one kind to bring goods, by state."""

    goods: Goods
    trips: int
    """How many it takes."""
    back: Done
    takes: Done
    """Minutes of one trip with loading."""
    waits: Done
    """Minutes that the first trip from dawn stands before a closed place."""
    a_day: Done
    """Trips that one vehicle makes in a day, from dawn."""
    units: Done
    """Vehicles that have not begun their day and would do, `_NEVER` where none does."""


class Idle:
    """Vehicles of one kind on one day; `minutes` are [states, places, places] of their mode."""

    def __init__(
        self,
        vehicle: Vehicle,
        minutes: NDArray[Any],
        home: int,
        load: int,
        number: int,
        day: Day,
        gate: tuple[int, int] = OPEN,
    ) -> None:
        """`gate` are the minutes after midnight between which their home is open."""
        self.vehicle, self._home, self._minutes, self._load = vehicle, home, minutes, load
        self._start = number * MINUTES_A_DAY + max(day.light[0], gate[0])
        self._dusk = number * MINUTES_A_DAY + day.light[1]
        closes = number * MINUTES_A_DAY + min(day.light[1], gate[1])
        self._end = min(closes, self._start + vehicle.shift)

    def window(self, goods: Goods) -> tuple[int, int, int]:
        """Return what of the day bears on `goods`: its hours, and when they are too late."""
        midnight = self._start - self._start % MINUTES_A_DAY
        limit = min(self._dusk, goods.deadline)
        return self._start - midnight, self._end - midnight, limit - midnight

    def nothing(self, scenarios: int) -> Done:
        """Return that none of them has begun."""
        done: Done = np.zeros((6, scenarios), dtype=np.int32)
        done[TRIPS], done[CLOCK], done[PLACE] = self.vehicle.most_trips, self._end, self._home
        return done

    def way(self, goods: Goods) -> Way:
        """Return what it takes to bring `goods`."""
        out = self._minutes[:, self._home, goods.place].astype(np.int32)
        back = self._minutes[:, goods.place, self._home].astype(np.int32)
        takes = np.maximum(self._load + out + goods.unload + back, 1)
        first = self._start + self._load + out
        waits = _waited(first, goods.blocked) - first
        a_day = np.minimum((self._end - self._start - waits) // takes, self.vehicle.most_trips)
        a_day = self._unhindered(goods, np.maximum(a_day, 0), first + waits, takes)
        a_day = np.where(fits(self.vehicle, goods.box), a_day, 0)
        trips = max(1, -(-goods.litres // self.vehicle.litres), -(-goods.kg // self.vehicle.kg))
        units = np.where(a_day > 0, -(-trips // np.maximum(a_day, 1)), _NEVER)
        kept = (each.astype(np.int32) for each in (takes, waits, a_day, units))
        return Way(goods, trips, back, *kept)

    def bring(self, done: Done, units: int, way: Way, rows: Which, states: NDArray[Any]) -> Truth:
        """Let `units` of them try to bring goods in scenarios `rows`; tell where that is done.

        `states` are those of `rows`; `done` is carried on.
        """
        goods, now = way.goods, done[:, rows]
        back, takes = way.back[states], way.takes[states]
        at_home = now[CLOCK] + self._minutes[states, now[PLACE], self._home]
        more = np.minimum((self._end - at_home) // takes, self.vehicle.most_trips - now[TRIPS])
        more = np.clip(more, 0, way.trips)
        more = self._unhindered(goods, more, at_home + takes - goods.unload - back, takes)
        left = way.trips - more
        new = -(-left // np.maximum(way.a_day[states], 1))
        new += np.where(way.a_day[states] > 0, 0, np.minimum(left, 1) * _NEVER)
        brought: Truth = (now[UNITS] + new <= units) & (way.units[states] < _NEVER)
        last = left - (new - 1) * way.a_day[states]
        dawn = self._start + way.waits[states] + last * takes
        clock = np.where(new > 0, dawn, at_home + way.trips * takes) - back
        trips = np.where(new > 0, last, now[TRIPS] + way.trips)
        litres, kg = self._room(way)
        if way.trips > 1:
            on = np.zeros(len(rows), dtype=np.bool_)
        else:
            there = now[CLOCK] + self._minutes[states, now[PLACE], goods.place]
            there = _waited(there, goods.blocked)
            on = (now[LITRES] >= goods.litres) & (now[KG] >= goods.kg)
            on &= (there <= min(self._dusk, goods.deadline)) & (now[UNITS] <= units)
            on &= there + goods.unload + back <= self._end
            brought |= on
            clock = np.where(on, there + goods.unload, clock)
            trips = np.where(on, now[TRIPS], trips)
        at = rows[brought]
        done[UNITS, at] = np.where(on, now[UNITS], now[UNITS] + new)[brought]
        done[TRIPS, at] = trips[brought]
        done[CLOCK, at] = clock[brought]
        done[PLACE, at] = goods.place
        done[LITRES, at] = np.where(on, now[LITRES] - goods.litres, litres)[brought]
        done[KG, at] = np.where(on, now[KG] - goods.kg, kg)[brought]
        return brought

    def _unhindered(self, goods: Goods, trips: Done, there: Done, takes: Done) -> Done:
        """Return how many of `trips`, the first at the place at `there`, come while it takes goods.

        Nobody waits for a place on a later trip.
        """
        if not goods.blocked and goods.deadline >= self._dusk:
            return np.where(there <= self._dusk, trips, 0)
        limit = min(self._dusk, goods.deadline)
        for number in range(int(trips.max(initial=0))):
            late = (there > limit) | (_waited(there, goods.blocked) > there)
            trips = np.where(late, np.minimum(trips, number), trips)
            there = there + takes
        return trips

    def _room(self, way: Way) -> tuple[int, int]:
        """Return litres and kilograms that are left on the last trip; those before it are full."""
        room, wanted = (self.vehicle.litres, self.vehicle.kg), (way.goods.litres, way.goods.kg)
        by = max((0, 1), key=lambda at: wanted[at] / max(1, room[at]))
        rest = wanted[by] - (way.trips - 1) * room[by]  # of what fills the trips before it
        left = [
            each - -(-want * rest // max(1, wanted[by]))
            for each, want in zip(room, wanted, strict=True)
        ]
        return left[0], left[1]

    def parts(self, way: Way) -> Parts:
        """Return which parts of a day bringing goods takes, [states]."""
        a_trip = -(-WHOLE // np.maximum(way.a_day, 1))
        found: Parts = np.where(way.a_day > 0, a_trip * np.int64(way.trips), _NEVER * WHOLE)
        return found

    @property
    def hours(self) -> int:
        """Minutes of their day."""
        return max(1, self._end - self._start)

    def share(self, goods: Goods) -> float:
        """Return which share of the room of one of them `goods` take."""
        return max(goods.litres / self.vehicle.litres, goods.kg / max(1, self.vehicle.kg))

    def more(self, before: Goods, goods: Goods) -> Parts:
        """Return the minutes that a trip to `before` takes more to go on to `goods`, [states]."""
        leg = self._minutes[:, before.place, goods.place].astype(np.int64)
        home = self._minutes[:, goods.place, self._home].astype(np.int64)
        found: Parts = leg + goods.unload + home - self._minutes[:, before.place, self._home]
        return np.maximum(found, 0)


def _waited(there: NDArray[Any], blocked: Sequence[Window]) -> NDArray[Any]:
    """Return when what comes at `there` may unload."""
    for window in blocked:
        there = np.where((there >= window.start) & (there < window.end), window.end, there)
    return there
