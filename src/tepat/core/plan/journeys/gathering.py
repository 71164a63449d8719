"""Rounds on the night of the count: from each PPK empty to its desa, and back full.

The cheapest rounds of each kecamatan are proved like those before the vote; then they are laid
on its vehicles from the end of the count until the deadline of the PPK.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tepat.core.plan.instance.sizes import fits, lot_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Kecamatan, Vehicle
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.schedule.asking import Charges, warehouse_vehicles
from tepat.core.plan.schedule.echelons import LOADING, own_vehicles, rounds_of
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.trips import trip_of
from tepat.core.plan.schedule.values import Echelon, Trip

REST: Final = 8 * 60
"""Minutes a crew rests between the night of the count and another day."""

Units = Sequence[tuple[Vehicle, int, int]]
"""Vehicles that stand at a PPK: kind, unit, and the window of time from which they are there."""
Pool = dict[str, list[tuple[int, int]]]
"""By vehicle of the warehouse, the units nobody has borrowed and from which window on."""

_Wait = tuple[str, list[Lot]]
"""A round that no vehicle drives yet: the kind of vehicle, and what it fetches in order."""


@dataclass
class _Unit:
    """One vehicle at a PPK: when it is free, since when its crew works, trips it may still make."""

    vehicle: Vehicle
    unit: int
    first: int
    free: int = 0
    since: int = -1
    left: int = 0


@dataclass
class Gathering:
    """The rounds of all kecamatan. `chances` by profile and day, [places], decide who is lent."""

    instance: Instance
    travel: Travel
    charges: Charges
    chances: Mapping[tuple[str, int], Any] = field(default_factory=dict)

    def trips(self) -> tuple[list[Trip], set[str]]:
        """Return all rounds, and the desa that nobody fetches by the deadline of their PPK."""
        lent = {
            each.id: [(unit, 0) for unit in range(1, each.available[self._first()] + 1)]
            for each in warehouse_vehicles(self.instance)
        }
        found: list[Trip] = []
        left: set[str] = set()
        for kecamatan in sorted(self.instance.kecamatan, key=self._boxes):
            trips, missing = self._of(kecamatan, lent)
            found += self._stationed(kecamatan, trips)
            left |= missing
        return found, left

    def _of(self, kecamatan: Kecamatan, lent: Pool) -> tuple[list[Trip], set[str]]:
        """Return the rounds of a kecamatan, and its desa that stay; `lent` loses what it borrows.

        It borrows for desa that nothing of its own fetches, or not surely enough, as long as
        that helps.
        """
        desa = [each for each in self.instance.desa if each.kecamatan == kecamatan.code]
        units = [
            (each, unit, 0)
            for each in own_vehicles(self.instance, kecamatan.code)
            for unit in range(1, each.available[self._first()] + 1)
        ]
        vehicles = {each.id: each for each in warehouse_vehicles(self.instance)}
        trips, missing = self._gathered(kecamatan, desa, units)
        best = len(missing), trips, missing
        own = len(units)
        tried: set[str] = set()
        while True:
            weak = self._weak(desa, [vehicle for vehicle, *_ in units], lent)
            borrowed = self._best(kecamatan, desa, missing, weak, lent, tried)
            if borrowed is None:
                break
            more = [*units, (vehicles[borrowed], *lent[borrowed][0])]
            trips, still = self._gathered(kecamatan, desa, more)
            if missing and len(still) >= len(missing):
                tried.add(borrowed)  # it does not help here
                continue
            units, missing = more, still
            lent[borrowed].pop(0)
            if len(missing) <= best[0]:
                best = len(missing), trips, missing
        self._give_back(units[own:], best[1], lent)
        return best[1], best[2]

    def _give_back(self, borrowed: Units, trips: Sequence[Trip], lent: Pool) -> None:
        """Return to the pool what was borrowed: free again on the day after its last round."""
        windows = [day for day, _, _ in self._windows()]
        for vehicle, unit, first in borrowed:
            mine = [each.day for each in trips if (each.vehicle, each.unit) == (vehicle.id, unit)]
            free = windows.index(max(mine)) + 1 if mine else first
            if free < len(windows):
                lent[vehicle.id].append((unit, free))
        for units in lent.values():
            units.sort(key=lambda each: (each[1], each[0]))

    def _boxes(self, kecamatan: Kecamatan) -> tuple[int, str]:
        mine = [each.boxes for each in self.instance.desa if each.kecamatan == kecamatan.code]
        return -sum(mine), kecamatan.code

    def _first(self) -> int:
        return self.instance.journey.ready // MINUTES_A_DAY

    def _windows(self) -> list[tuple[int, int, int]]:
        """Return day, begin and end of the times in which rounds are driven.

        The night of the count is one with what follows until the next dusk.
        """
        journey, deadline = self.instance.journey, self.instance.targets.ppk
        found = []
        for day in range(self._first(), len(self.instance.days)):
            dawn, dusk = (day * MINUTES_A_DAY + each for each in self.instance.days[day].light)
            begin, end = max(dawn, journey.ready), min(dusk, deadline)
            if day == self._first() and journey.night:
                begin, end = journey.ready, min(dusk + MINUTES_A_DAY, deadline)
            if begin < end:
                found.append((day, begin, end))
        return found

    def _gathered(
        self, kecamatan: Kecamatan, desa: Sequence[Desa], units: Units
    ) -> tuple[list[Trip], set[str]]:
        """Return the rounds of one kecamatan by `units`, and its desa that are not fetched."""
        windows = self._windows()
        kinds = list({vehicle.id: vehicle for vehicle, *_ in units}.values())
        reached = [each for each in desa if self._reaching(kecamatan, each, kinds)]
        left = {each.code for each in desa} - {each.code for each in reached}
        if not windows or not reached:
            return [], {each.code for each in desa}
        waiting = self._cheapest(kecamatan, reached, kinds, windows[0])
        if waiting is None:  # no split fits all of them: each by what gets there
            waiting = []
            for each in reached:
                mine = self._reaching(kecamatan, each, kinds)
                found = self._cheapest(kecamatan, [each], mine, windows[0])
                waiting += found or []
                left |= set() if found else {each.code}
        trips, undone = self._laid(kecamatan, waiting, units, windows)
        left |= {lot.code for _, lots in undone for lot in lots}
        # Boxes of a desa in several rounds count as fetched when all are.
        return [trip for trip in trips if not self._only(trip, left)], left

    def _only(self, trip: Trip, left: set[str]) -> bool:
        return all(stop.place in left for stop in trip.stops)

    def _cheapest(
        self,
        kecamatan: Kecamatan,
        desa: Sequence[Desa],
        kinds: Sequence[Vehicle],
        window: tuple[int, int, int],
    ) -> list[_Wait] | None:
        """Return the cheapest rounds by these kinds of vehicle, None where there are none."""
        day, begin, end = window
        days = list(self.instance.days)
        days[day] = replace(days[day], light=(0, end - begin))
        standing = tuple(replace(each, warehouse=kecamatan.code) for each in kinds)
        part = replace(self.instance, days=tuple(days), desa=tuple(desa), vehicles=standing)
        found = rounds_of(part, self.travel, kecamatan, day, self.charges)
        if found is None:
            return None
        return [(trip.vehicle, lots) for trip, lots in zip(found[0].trips, found[1], strict=True)]

    def _laid(
        self,
        kecamatan: Kecamatan,
        waiting: list[_Wait],
        units: Units,
        windows: Sequence[tuple[int, int, int]],
    ) -> tuple[list[Trip], list[_Wait]]:
        """Lay rounds on vehicles, one after the other; also return those that do not fit."""
        origin = self.travel.places.index(kecamatan.code)
        free = [_Unit(*each) for each in units]
        trips: list[Trip] = []
        for number, (day, begin, end) in enumerate(windows):
            for each in free:
                each.free += REST if each.since >= 0 else 0
                each.since, each.left = -1, each.vehicle.most_trips
            later = []
            for kind, lots in waiting:
                ready = sorted(
                    (
                        each
                        for each in free
                        if each.vehicle.id == kind and each.left and number >= each.first
                    ),
                    key=lambda each: (each.free, each.unit),
                )
                trip = None
                for each in ready:
                    leg = int(self.travel.minutes(each.vehicle.profile)[origin, lots[0].place])
                    start = max(each.free, begin - leg if begin == self._ready() else begin)
                    made = self._trip(each, day, origin, start, lots)
                    since = start if each.since < 0 else each.since
                    if made.end <= end and made.end - since <= each.vehicle.shift:
                        each.free, each.since, each.left = made.end, since, each.left - 1
                        trip = made
                        break
                if trip:
                    trips.append(trip)
                else:
                    later.append((kind, lots))
            waiting = later
        return trips, waiting

    def _ready(self) -> int:
        return self.instance.journey.ready

    def _trip(self, unit: _Unit, day: int, origin: int, start: int, lots: Sequence[Lot]) -> Trip:
        trip = trip_of(
            self.instance,
            self.travel,
            unit.vehicle.id,
            unit.unit,
            day,
            origin,
            start,
            lots,
            Echelon.RETURN,
        )
        return replace(trip, end=trip.end + LOADING)

    def _reaching(
        self, kecamatan: Kecamatan, desa: Desa, kinds: Iterable[Vehicle]
    ) -> list[Vehicle]:
        """Return the vehicles that get from the PPK to a desa and back, and hold a box of it."""
        here, there = (self.travel.places.index(each) for each in (kecamatan.code, desa.code))
        found = []
        for vehicle in kinds:
            table = self.travel.minutes(vehicle.profile)
            if max(table[here, there], table[there, here]) < UNREACHABLE and fits(
                vehicle, lot_of(desa)
            ):
                found.append(vehicle)
        return found

    def _best(
        self,
        kecamatan: Kecamatan,
        desa: Sequence[Desa],
        missing: set[str],
        weak: set[str],
        lent: Pool,
        tried: set[str],
    ) -> str | None:
        """Return the vehicle to lend: the cheapest of those that help most desa."""
        home = self.travel.places.index(self.instance.warehouses[0].id)
        here = self.travel.places.index(kecamatan.code)
        target = self.instance.targets.desa
        found = []
        for vehicle in warehouse_vehicles(self.instance):
            away = self.travel.minutes(vehicle.profile)[home, here] >= UNREACHABLE
            if vehicle.id in tried or not lent[vehicle.id] or away:
                continue
            helped = 0
            for each in self._reached(kecamatan, desa, vehicle):
                sure = self._chance(each, [vehicle]) >= target
                helped += each.code in missing or (each.code in weak and sure)
            if helped:
                found.append((-helped, vehicle.day_price, vehicle.id))
        return min(found)[2] if found else None

    def _reached(self, kecamatan: Kecamatan, desa: Sequence[Desa], vehicle: Vehicle) -> list[Desa]:
        return [each for each in desa if self._reaching(kecamatan, each, [vehicle])]

    def _weak(self, desa: Sequence[Desa], standing: Sequence[Vehicle], lent: Pool) -> set[str]:
        """Return the desa that what stands at the PPK does not reach surely, but another would."""
        if not self.chances:
            return set()
        others = [each for each in warehouse_vehicles(self.instance) if lent[each.id]]
        target = self.instance.targets.desa
        return {
            each.code
            for each in desa
            if self._chance(each, standing) < min(target, self._chance(each, others))
        }

    def _chance(self, desa: Desa, vehicles: Sequence[Vehicle]) -> float:
        """Return the best chance of those that hold all of a desa at once, 1 unless asked for."""
        if not self.chances:
            return 1.0
        at, day = self.travel.places.index(desa.code), self._first()
        return max(
            (
                float(self.chances[each.profile, day][at])
                for each in vehicles
                if desa.litres <= each.litres and desa.kg <= each.kg
            ),
            default=0.0,
        )

    def _stationed(self, kecamatan: Kecamatan, trips: list[Trip]) -> list[Trip]:
        """Count the way of a lent vehicle to the PPK and home in its first and last round."""
        home = self.travel.places.index(self.instance.warehouses[0].id)
        here = self.travel.places.index(kecamatan.code)
        lent = {each.id: each for each in warehouse_vehicles(self.instance)}
        mine: dict[tuple[str, int], list[int]] = {}
        for at, trip in enumerate(trips):
            if trip.vehicle in lent:
                mine.setdefault((trip.vehicle, trip.unit), []).append(at)
        found = list(trips)
        for (vehicle, _), rounds in mine.items():
            metres = self.travel.metres(lent[vehicle].profile)
            for at, way in ((rounds[0], (home, here)), (rounds[-1], (here, home))):
                found[at] = replace(found[at], metres=found[at].metres + int(metres[way]))
        return found
