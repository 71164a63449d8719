"""Runs: what one vehicle does on one day, whether it can, and what it costs."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.risk.judging import homes
from tepat.core.plan.schedule.asking import store_money, warehouse_vehicles
from tepat.core.plan.schedule.costs import extra_of, priced
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.trips import numbered, trip_of
from tepat.core.plan.schedule.values import Echelon, Trip

Carried = tuple[int, ...]
"""The lots of one trip in order, as indices."""
_FORGET: Final = 300_000
"""Runs that are remembered, at most."""


class Run(NamedTuple):
    """A vehicle (index), a day and the trips it makes then, one after the other."""

    vehicle: int
    day: int
    trips: tuple[Carried, ...]


class Timed(NamedTuple):
    """When the trips of a run leave, in minutes of the axis, and its rupiah without guards."""

    starts: tuple[int, ...]
    rupiah: int


class Runs:
    """The runs that `lots` can be brought by, straight from the warehouses."""

    def __init__(self, instance: Instance, travel: Travel, trips: Sequence[Trip]) -> None:
        self.instance, self.travel = instance, travel
        self.vehicles = [priced(instance, each) for each in warehouse_vehicles(instance)]
        self._leaving = [extra_of(instance, each).trip for each in self.vehicles]
        self._places = {place: at for at, place in enumerate(travel.places)}
        home = homes(instance)
        houses = {each.id: each for each in instance.warehouses}
        self._home = [self._places[home[each.id]] for each in self.vehicles]
        self._house = [houses[home[each.id]] for each in self.vehicles]
        self.minutes = [travel.minutes(each.profile).tolist() for each in self.vehicles]
        self._metres = [travel.metres(each.profile).tolist() for each in self.vehicles]
        self._blocked = {each.code: each.blocked for each in instance.desa}
        self._stores = stores_of(instance)
        self._timed: dict[Run, Timed | None] = {}
        self.lots: list[Lot] = []
        self.runs: list[Run] = self._of(trips)

    def _of(self, trips: Sequence[Trip]) -> list[Run]:
        """Return `trips` as runs, and keep what they bring as lots."""
        numbers = {each.id: at for at, each in enumerate(self.vehicles)}
        found: dict[tuple[int, int, int], list[Carried]] = {}
        for trip in sorted(trips, key=lambda each: (each.day, each.start, each.id)):
            carried = []
            for stop in trip.stops:
                carried.append(len(self.lots))
                place, unload = self._places[stop.place], stop.leave - stop.arrive
                self.lots.append(Lot(stop.place, place, stop.litres, stop.kg, stop.boxes, unload))
            key = numbers[trip.vehicle], trip.day, trip.unit
            found.setdefault(key, []).append(tuple(carried))
        return [Run(key[0], key[1], tuple(made)) for key, made in sorted(found.items())]

    def timed(self, run: Run) -> Timed | None:
        """Return when the trips of `run` leave and what they cost, None where it cannot be."""
        if run not in self._timed:
            if len(self._timed) > _FORGET:
                self._timed.clear()
            self._timed[run] = self._time(run)
        return self._timed[run]

    def _time(self, run: Run) -> Timed | None:
        vehicle, house = self.vehicles[run.vehicle], self._house[run.vehicle]
        if len(run.trips) > vehicle.most_trips:
            return None
        light = self.instance.days[run.day].light
        begin = run.day * MINUTES_A_DAY + max(house.opens, light[0])
        end = run.day * MINUTES_A_DAY + min(light[1], house.closes)
        end = min(end, begin + vehicle.shift)
        clock, metres, driven, starts = begin, 0, 0, []
        for carried in run.trips:
            if sum(self.lots[lot].litres for lot in carried) > vehicle.litres:
                return None
            if sum(self.lots[lot].kg for lot in carried) > vehicle.kg:
                return None
            starts.append(clock + house.load_minutes)
            back = self._drive(run.vehicle, starts[-1], carried)
            if back is None or back[0] > end:
                return None
            clock, metres = back[0], metres + back[1]
            driven += clock - starts[-1]
        rupiah = vehicle.day_price + metres * vehicle.km_price // 1000
        rupiah += self._leaving[run.vehicle] * len(run.trips)
        return Timed(tuple(starts), rupiah + driven * vehicle.hour_price // 60)

    def _drive(self, vehicle: int, start: int, carried: Carried) -> tuple[int, int] | None:
        """Return when a trip is back and how far it drove."""
        minutes, metres = self.minutes[vehicle], self._metres[vehicle]
        clock, at, driven = start, self._home[vehicle], 0
        for number in carried:
            lot = self.lots[number]
            leg = minutes[at][lot.place]
            clock += leg
            for window in self._blocked[lot.code]:
                if window.start <= clock < window.end:
                    clock = window.end
            if leg >= UNREACHABLE or clock > self.instance.targets.pps:
                return None
            driven += metres[at][lot.place]
            clock += lot.unload
            at = lot.place
        back = minutes[at][self._home[vehicle]]
        if back >= UNREACHABLE:
            return None
        return clock + back, driven + metres[at][self._home[vehicle]]

    def guard(self, code: str, day: int) -> int:
        """Return rupiah of guarding the store of a desa from `day` on."""
        return store_money(self.instance, self._stores[code], day)

    def trips(self, runs: Iterable[Run]) -> tuple[Trip, ...]:
        """Return runs as trips, on the first vehicles of their kind that are free."""
        units: Counter[tuple[int, int]] = Counter()
        found = []
        for run in sorted(runs):
            units[run.vehicle, run.day] += 1
            timed = self.timed(run)
            assert timed is not None
            for start, carried in zip(timed.starts, run.trips, strict=True):
                trip = trip_of(
                    self.instance,
                    self.travel,
                    self.vehicles[run.vehicle].id,
                    units[run.vehicle, run.day],
                    run.day,
                    self._home[run.vehicle],
                    start,
                    [self.lots[lot] for lot in carried],
                    Echelon.DIRECT,
                )
                found.append(trip)
        return numbered(found)
