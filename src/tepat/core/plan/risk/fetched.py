"""The judge of the way back: what becomes of trips that fetch boxes and bring them home.

A vehicle leaves empty and comes home full. A stop counts only if from there the vehicle still
gets home, unloaded, before the deadline of the leg: at the PPK, then at the warehouse. What is
not fetched waits, and is tried again on later days by what stands idle at the same place.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Vehicle
from tepat.core.plan.risk.again import WHOLE, share
from tepat.core.plan.risk.tables import NO_WAY, StateTables
from tepat.core.plan.schedule.values import Trip

AT_PPK: Final = 20
"""Minutes of unloading a vehicle at a PPK, and of loading one there."""
_NEVER: Final = 99

Days = NDArray[np.int8]
Truth = NDArray[np.bool_]


def in_time(instance: Instance, known: StateTables, trips: Sequence[Trip], seed: int) -> Truth:
    """Return whether the boxes of each desa came home in time, [scenarios, desa].

    Home is the warehouse; they also have to be at their PPK by its deadline.
    """
    judging = _Judging(instance, known, trips, seed)
    stops = {stop.place for trip in trips for stop in trip.stops}
    got = judging.fetched()
    found = np.zeros((len(known.at), len(instance.desa)), dtype=np.bool_)
    for number, desa in enumerate(instance.desa):
        if desa.code in stops and desa.kecamatan in stops:
            found[:, number] = got[desa.code] & got[desa.kecamatan]
    return found


class _Judging:
    """One run of the judge."""

    def __init__(
        self, instance: Instance, known: StateTables, trips: Sequence[Trip], seed: int
    ) -> None:
        self.instance, self.known, self.trips = instance, known, trips
        self.index = known.index()
        self.vehicles = {each.id: each for each in instance.vehicles}
        self.loading = {each.code: each.unload for each in instance.desa}
        self.unloading = {each.id: each.load_minutes for each in instance.warehouses}
        self.luck = np.random.Generator(np.random.PCG64([seed, 1]))

    def fetched(self) -> dict[str, Truth]:
        """Return for each place whether all of its boxes came to where they go, in time."""
        lots: dict[str, list[tuple[str, Trip, int]]] = {}
        days: dict[tuple[str, int], Days] = {}
        for trip in self.trips:
            for at, (stop, done) in enumerate(zip(trip.stops, self._drive(trip), strict=True)):
                lots.setdefault(trip.origin, []).append((stop.place, trip, at))
                days[trip.id, at] = done
        for origin, mine in lots.items():
            self._try_again(origin, mine, days)
        found: dict[str, Truth] = {}
        for mine in lots.values():
            for place, trip, at in mine:
                here = days[trip.id, at] < _NEVER
                found[place] = found[place] & here if place in found else here
        return found

    def _limit(self, origin: str) -> int:
        """Return the deadline at the end of a trip that starts and ends at `origin`."""
        targets = self.instance.targets
        return targets.pps if origin in self.unloading else targets.ppk

    def _drive(self, trip: Trip) -> list[Days]:
        """Return by stop the day on which its boxes came home, `_NEVER` if they did not."""
        vehicle = self.vehicles[trip.vehicle]
        minutes = self.known.minutes[vehicle.profile]
        states = np.arange(len(self.known.known))
        origin = self.index[trip.origin]
        limit = self._limit(trip.origin) - self.unloading.get(trip.origin, AT_PPK)
        clock = np.full(len(states), trip.start, dtype=np.int32)
        at = np.full(len(states), origin)
        breaks = self.luck.random(len(self.known.at)) < vehicle.breakdown
        found = []
        for stop in trip.stops:
            place = self.index[stop.place]
            leg = minutes[states, at, place].astype(np.int32)
            home = minutes[states, place, origin].astype(np.int32)
            there = np.maximum(clock + leg, self._ready(stop.place))
            leaves = there + stop.leave - stop.arrive
            fits = (leg < NO_WAY) & (home < NO_WAY) & (leaves + home <= limit)
            clock, at = np.where(fits, leaves, clock), np.where(fits, place, at)
            # What a vehicle that breaks down had aboard waits until another one comes.
            got = fits[self.known.at[:, trip.day]] & ~breaks
            found.append(np.where(got, trip.day, _NEVER).astype(np.int8))
        return found

    def _ready(self, place: str) -> int:
        journey = self.instance.journey
        return journey.ready if place in self.loading else journey.recap

    def _try_again(
        self,
        origin: str,
        lots: Sequence[tuple[str, Trip, int]],
        days: dict[tuple[str, int], Days],
    ) -> None:
        """Fetch what is left on later days, by vehicles that are idle at `origin`."""
        first = min(trip.day for _, trip, _ in lots)
        last = (self._limit(origin) - 1) // MINUTES_A_DAY
        for day in range(first + 1, min(last, len(self.instance.days) - 1) + 1):
            for vehicle, units in self._idle(origin, day):
                left = np.full(len(self.known.at), units * WHOLE)
                for place, trip, at in lots:
                    here = days[trip.id, at]
                    states = self.known.at[:, day]
                    reached, parts = self._reached(vehicle, origin, place, day)
                    opened, trips = (
                        reached[states],
                        -(-trip.stops[at].litres // max(1, vehicle.litres)),
                    )
                    needs = trips * parts[states].astype(np.int64)
                    can = (here == _NEVER) & opened & (left >= needs) & (trip.day < day)
                    left = left - np.where(can, needs, 0)
                    here[can] = day

    def _reached(
        self, vehicle: Vehicle, origin: str, place: str, day: int
    ) -> tuple[Truth, NDArray[np.int16]]:
        """Whether a trip to `place` alone on `day` is home in time, and its part of a day."""
        table = self.known.minutes[vehicle.profile]
        there = table[:, self.index[origin], self.index[place]].astype(np.int32)
        back = table[:, self.index[place], self.index[origin]].astype(np.int32)
        light = self.instance.days[day].light
        begins = day * MINUTES_A_DAY + light[0]
        limit = min(day * MINUTES_A_DAY + light[1], self._limit(origin))
        work = self.loading.get(place, AT_PPK) + self.unloading.get(origin, AT_PPK)
        takes = there + back + work
        arrives = np.maximum(begins + there, self._ready(place))
        found: Truth = (there < NO_WAY) & (back < NO_WAY) & (takes <= vehicle.shift)
        return found & (arrives + work + back <= limit), share(vehicle, light, takes)

    def _idle(self, origin: str, day: int) -> list[tuple[Vehicle, int]]:
        """Vehicles at `origin` that the plan leaves idle on `day`, cheapest first.

        A vehicle that was lent to a PPK stays there until the PPK has everything.
        """
        default = self.instance.warehouses[0].id
        busy: dict[str, set[int]] = {}
        lent: dict[str, set[int]] = {}
        for trip in self.trips:
            if trip.day == day:
                busy.setdefault(trip.vehicle, set()).add(trip.unit)
            if trip.origin == origin:
                lent.setdefault(trip.vehicle, set()).add(trip.unit)
        found = []
        for vehicle in self.instance.vehicles:
            used = busy.get(vehicle.id, set())
            if (vehicle.warehouse or default) == origin:
                units = vehicle.available[day] - len(used)
            else:
                units = len(lent.get(vehicle.id, set()) - used)
            if units > 0:
                found.append((vehicle, units))
        return sorted(found, key=lambda each: (each[0].day_price, each[0].id))
