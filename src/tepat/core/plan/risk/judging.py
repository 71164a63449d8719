"""The judge: what becomes of a plan in each scenario, with the recourse that people have.

A trip drives by the ways that are open in the flood of its day. A stop it cannot reach in
daylight is left out and the trip goes on; the next trip of its vehicle waits until that is
back. What was not delivered is tried again on each later day by vehicles the plan leaves idle
that day, cheapest first, several desa on one trip, as long as their room and hours last. A desa
is supplied in time when all its lots are there before its deadline; a round from a kecamatan
also needs what it carries to be at the PPK by then.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.hazard.scenarios import MOST_STATES, coarsened, sample
from tepat.core.plan.instance.sizes import lot_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Vehicle, Window
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk import fetched
from tepat.core.plan.risk.bringing import OPEN, Goods, Idle
from tepat.core.plan.risk.chances import wilson
from tepat.core.plan.risk.tables import NO_WAY, StateTables, tables
from tepat.core.plan.schedule.values import Chance, Echelon, Plan, Stop, Trip, Verdicts

LOAD_AT_PPK: Final = 20
"""Minutes of loading where no warehouse says its own."""
NEVER: Final = 99
"""The day on which a lot is delivered that never is."""

Days = NDArray[np.int8]
Unit = tuple[int, str, int]
"""A day and a vehicle on it."""


@dataclass(frozen=True, slots=True)
class Lot:
    """What one stop brings: to `place` (index into the tables), planned on `day`."""

    place: int
    day: int
    litres: int
    origin: int
    deadline: int
    unload: int
    kg: int = 0
    box: tuple[int, int] = (0, 0)
    """Litres and kilograms of one box, which no vehicle cuts in two."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """On which day each lot was delivered in each scenario, [scenarios, lots]; NEVER if not."""

    lots: tuple[Lot, ...]
    days: Days
    in_time: NDArray[np.bool_]
    """Whether each desa was supplied in time, [scenarios, desa]."""


def judge(
    instance: Instance, travel: Travel, plan: Plan, scenarios: int = 10_000, seed: int = 2
) -> Verdicts:
    """Return how often each desa and all desa are supplied in time over drawn scenarios."""
    return judged_over(instance, drawn(instance, travel, scenarios, seed), plan.trips, seed)


def judged_over(
    instance: Instance, known: StateTables, trips: Sequence[Trip], seed: int
) -> Verdicts:
    """Return how often `trips` bring (or fetch) each desa and all in time over `known` floods."""
    if instance.journey.is_back:
        return chances_of(instance, fetched.in_time(instance, known, trips, seed), seed)
    return verdicts(instance, run(instance, known, trips, seed), seed)


def drawn(
    instance: Instance, travel: Travel, scenarios: int, seed: int, most: int = MOST_STATES
) -> StateTables:
    """Return the tables of drawn scenarios, for one who judges several plans on the same roads."""
    states = coarsened(sample(instance.hazard, len(instance.days), scenarios, seed), most)
    profiles = tuple(dict.fromkeys(vehicle.profile for vehicle in instance.vehicles))
    return tables(travel, profiles, states)


def verdicts(instance: Instance, outcome: Outcome, seed: int) -> Verdicts:
    """Return an outcome as chances with their intervals."""
    return chances_of(instance, outcome.in_time, seed)


def chances_of(instance: Instance, in_time: NDArray[np.bool_], seed: int) -> Verdicts:
    """Return what came in time, [scenarios, desa], as chances with their intervals."""
    count = len(in_time)
    rough = instance.hazard.is_rough
    chances = [
        Chance(desa.code, *wilson(int(hits), count), rough)
        for desa, hits in zip(instance.desa, in_time.sum(axis=0), strict=True)
    ]
    everything = wilson(int(in_time.all(axis=1).sum()), count)
    return Verdicts(count, seed, *everything, tuple(chances))


def run(instance: Instance, known: StateTables, trips: Sequence[Trip], seed: int) -> Outcome:
    """Return what becomes of `trips` in every scenario of `known`."""
    judging = _Judging(instance, known, trips, seed)
    judging.carry({Echelon.DIRECT, Echelon.PPK})
    judging.carry({Echelon.ROUND})
    return judging.outcome()


class _Judging:
    """One run of the judge."""

    def __init__(
        self, instance: Instance, known: StateTables, trips: Sequence[Trip], seed: int
    ) -> None:
        self.instance = instance
        self.known = known
        self.trips = [trip for trip in trips if trip.echelon is not Echelon.RETURN]
        self.index = known.index()
        self.vehicles = {vehicle.id: vehicle for vehicle in instance.vehicles}
        self.desa = {desa.code: desa for desa in instance.desa}
        self.loading = {each.id: each.load_minutes for each in instance.warehouses}
        self.gates = {each.id: (each.opens, each.closes) for each in instance.warehouses}
        self.count = len(known.at)
        self.luck = np.random.Generator(np.random.PCG64([seed, 1]))
        self.lots: list[Lot] = []
        self.days: list[Days] = []
        self.arrived: dict[int, Days] = {}
        """By PPK: the day on which all that is meant for it is there."""
        self.free: dict[Unit, NDArray[np.int32]] = {}
        """By day and vehicle: when it may leave once more in each state."""
        self.stops: Counter[Unit] = Counter()
        for trip in self.trips:
            self.stops[trip.day, trip.vehicle, trip.unit] += len(trip.stops)
        self.broken: dict[Unit, NDArray[np.int64]] = {}
        """By day and vehicle: how many stops it still makes before it breaks down."""

    def carry(self, echelons: set[Echelon]) -> None:
        """Let all trips of `echelons` drive, then try again what they did not deliver."""
        first = len(self.lots)
        for trip in self.trips:
            if trip.echelon in echelons:
                self._drive(trip)
        lots = self.lots[first:]
        for origin in dict.fromkeys(lot.origin for lot in lots):
            which = [first + at for at, lot in enumerate(lots) if lot.origin == origin]
            self._try_again(origin, which)
        kecamatan = {self.index[each.code] for each in self.instance.kecamatan}
        for at, lot in enumerate(lots):
            if lot.place in kecamatan:
                days = self.days[first + at]
                self.arrived[lot.place] = np.maximum(self.arrived.get(lot.place, days), days)

    def _drive(self, trip: Trip) -> None:
        vehicle = self.vehicles[trip.vehicle]
        minutes = self.known.minutes[vehicle.profile]
        states = np.arange(len(self.known.known))
        origin = self.index[trip.origin]
        until = trip.day * MINUTES_A_DAY + self.instance.days[trip.day].light[1]
        unit = trip.day, trip.vehicle, trip.unit
        clock = np.full(len(states), trip.start, dtype=np.int32)
        if unit in self.free:
            clock = np.maximum(clock, self.free[unit])
        at = np.full(len(states), origin)
        if unit not in self.broken:
            self.broken[unit] = self._broken(vehicle, self.stops[unit])
        broken = self.broken[unit]
        self.broken[unit] = broken - len(trip.stops)
        ready = self.arrived.get(origin)
        for number, stop in enumerate(trip.stops):
            place = self.index[stop.place]
            lot = self._lot(stop, trip.day, origin)
            leg = minutes[states, at, place].astype(np.int32)
            there = self._wait(stop.place, clock + leg)
            fits = (leg < NO_WAY) & (there <= min(until, lot.deadline))
            clock = np.where(fits, there + lot.unload, clock)
            at = np.where(fits, place, at)
            delivered = fits[self.known.at[:, trip.day]] & (number < broken)
            if trip.echelon is Echelon.ROUND and ready is not None:
                delivered &= ready < trip.day
            self.lots.append(lot)
            self.days.append(np.where(delivered, trip.day, NEVER).astype(np.int8))
        self.free[unit] = clock + minutes[states, at, origin] + self._load(origin)

    def _broken(self, vehicle: Vehicle, stops: int) -> NDArray[np.int64]:
        """After how many stops of a day a vehicle ends in each scenario; all of them for most."""
        if vehicle.breakdown <= 0:
            return np.full(self.count, stops)
        fails = self.luck.random(self.count) < vehicle.breakdown
        return np.where(fails, self.luck.integers(0, stops + 1, self.count), stops)

    def _lot(self, stop: Stop, day: int, origin: int) -> Lot:
        desa = self.desa.get(stop.place)
        targets = self.instance.targets
        return Lot(
            self.index[stop.place],
            day,
            stop.litres,
            origin,
            targets.pps if desa else targets.ppk,
            desa.unload if desa else 20,
            stop.kg,
            lot_of(desa) if desa else (0, 0),
        )

    def _wait(self, place: str, there: NDArray[np.int32]) -> NDArray[np.int32]:
        desa = self.desa.get(place)
        windows: Iterable[Window] = desa.blocked if desa else ()
        for window in windows:
            there = np.where((there >= window.start) & (there < window.end), window.end, there)
        return there

    def _try_again(self, origin: int, which: Sequence[int]) -> None:
        """Bring what is left from `origin` on later days, by what stands idle."""
        if not which:
            return
        days = np.stack([self.days[at] for at in which], axis=1)
        planned = np.array([self.lots[at].day for at in which])
        goods = [self._goods(self.lots[at]) for at in which]
        ready = self.arrived.get(origin)
        for day in range(int(planned.min()) + 1, len(self.instance.days)):
            states = self.known.at[:, day]
            may = ready < day if ready is not None else np.ones(self.count, dtype=np.bool_)
            for vehicle, units in self._idle(origin, day):
                minutes = self.known.minutes[vehicle.profile]
                here, gate = (
                    self.instance.days[day],
                    self.gates.get(self.known.places[origin], OPEN),
                )
                idle = Idle(vehicle, minutes, origin, self._load(origin), day, here, gate)
                done = idle.nothing(self.count)
                for column in np.flatnonzero(planned < day).tolist():
                    rows = np.flatnonzero(may & (days[:, column] == NEVER))
                    if len(rows):
                        way = idle.way(goods[column])
                        brought = idle.bring(done, units, way, rows, states[rows])
                        days[rows[brought], column] = day
        for column, at in enumerate(which):
            self.days[at] = days[:, column]

    def _goods(self, lot: Lot) -> Goods:
        desa = self.desa.get(self.known.places[lot.place])
        return Goods(
            lot.place,
            lot.litres,
            lot.kg,
            lot.unload,
            lot.deadline,
            lot.box,
            desa.blocked if desa else (),
        )

    def _load(self, origin: int) -> int:
        return self.loading.get(self.known.places[origin], LOAD_AT_PPK)

    def _idle(self, origin: int, day: int) -> list[tuple[Vehicle, int]]:
        """Vehicles at home at `origin` with how many are idle on `day`, cheapest first."""
        used: dict[str, set[int]] = {}
        for trip in self.trips:
            if trip.day == day:
                used.setdefault(trip.vehicle, set()).add(trip.unit)
        home = homes(self.instance)
        found = [
            (vehicle, vehicle.available[day] - len(used.get(vehicle.id, ())))
            for vehicle in self.instance.vehicles
            if home[vehicle.id] == self.known.places[origin]
        ]
        found = [(vehicle, units) for vehicle, units in found if units > 0]
        return sorted(found, key=lambda each: (each[0].day_price, each[0].id))

    def outcome(self) -> Outcome:
        days = np.stack(self.days, axis=1) if self.days else np.zeros((self.count, 0), np.int8)
        in_time = np.zeros((self.count, len(self.instance.desa)), dtype=np.bool_)
        by_place: dict[int, list[int]] = {}
        for at, lot in enumerate(self.lots):
            by_place.setdefault(lot.place, []).append(at)
        for number, desa in enumerate(self.instance.desa):
            if which := by_place.get(self.index[desa.code]):
                in_time[:, number] = (days[:, which] < NEVER).all(axis=1)
        return Outcome(tuple(self.lots), days, in_time)


def homes(instance: Instance) -> Mapping[str, str]:
    """Return where each vehicle starts: its own place, else the first warehouse."""
    first = instance.warehouses[0].id
    return {vehicle.id: vehicle.warehouse or first for vehicle in instance.vehicles}


def possible(
    instance: Instance, known: StateTables, profile: str, origin: int, load: int
) -> NDArray[np.bool_]:
    """Return whether each desa can be reached from `origin`, [desa, days, states]."""
    index = known.index()
    places = [index[desa.code] for desa in instance.desa]
    minutes = known.minutes[profile][:, origin, places].T.astype(np.int32)
    found = np.zeros((len(places), len(instance.days), len(known.known)), dtype=np.bool_)
    for number, day in enumerate(instance.days):
        start = number * MINUTES_A_DAY + day.light[0] + load
        until = min(number * MINUTES_A_DAY + day.light[1], instance.targets.pps)
        found[:, number] = (minutes < NO_WAY) & (start + minutes <= until)
    return found
