"""What no plan can beat: how often a desa can be reached at all by this fleet over these roads.

Whoever plans with perfect foresight still has the roads that are open, the daylight and the
vehicles there are. In each scenario a desa counts as reachable where, on some day, some
vehicle comes to it from a warehouse in time, or from the PPK of its kecamatan once goods can
be there, and where all that could come on all days together holds its load. Every plan needs
at least that, so the share of such scenarios is an upper bound of its chance; a desa whose
bound lies below its target cannot meet it with any plan (*tidak mungkin dengan armada dan
jalan ini*). Everything doubtful is counted in favour: closed hours, the way home, breakdowns,
and that two desa may want the same vehicle.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.hazard.scenarios import States, drier, sample
from tepat.core.plan.instance.sizes import fits, lot_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Vehicle, Verdict
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.risk.chances import MILLION, wilson
from tepat.core.plan.risk.judging import LOAD_AT_PPK, homes
from tepat.core.plan.schedule.values import Chance

MOST_STATES: Final = 512
"""Different floods that are looked at; of more the rarest become drier ones."""

Seen = NDArray[np.bool_]
Minutes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds of the chances of any plan, ppm with 95 % intervals."""

    scenarios: int
    seed: int
    all_ppm: int
    all_low: int
    all_high: int
    desa: tuple[Chance, ...]

    def impossible(self, instance: Instance) -> tuple[Chance, ...]:
        """Return the desa that no plan brings to their target, proved by more than the interval."""
        target = round(instance.targets.desa * MILLION)
        return tuple(each for each in self.desa if each.high < target)

    def is_impossible_for_all(self, instance: Instance) -> bool:
        """Tell whether no plan brings all desa together to their target."""
        return self.all_high < round(instance.targets.all * MILLION)


def limits(instance: Instance, travel: Travel, scenarios: int, seed: int) -> Limits:
    """Return what no plan can beat, over the scenarios that a judge of the same seed draws.

    Of the way back nothing is proved yet, so nothing is called impossible there.
    """
    if instance.journey.is_back:
        sure = wilson(scenarios, scenarios)
        unknown = tuple(Chance(desa.code, *sure, True) for desa in instance.desa)
        return Limits(scenarios, seed, *sure, unknown)
    ground = Ground(instance, travel, scenarios, seed)
    seen = ground.reachable()
    rough = instance.hazard.is_rough
    chances = tuple(
        Chance(desa.code, *wilson(int(seen[number].sum()), scenarios), rough)
        for number, desa in enumerate(instance.desa)
    )
    together = wilson(int(seen.all(axis=0).sum()), scenarios)
    return Limits(scenarios, seed, *together, chances)


class Ground:
    """One regency over drawn weeks: which vehicle gets where on which day, by the roads alone."""

    def __init__(self, instance: Instance, travel: Travel, scenarios: int, seed: int) -> None:
        self.instance, self.travel = instance, travel
        states = sample(instance.hazard, len(instance.days), scenarios, seed)
        self.states: States = drier(states, MOST_STATES)
        """The flood of each scenario and day, [scenarios, days]."""
        self.known, at = np.unique(self.states, return_inverse=True)
        self.at: NDArray[np.int64] = at.reshape(states.shape)
        self.count = scenarios
        self.index = {place: number for number, place in enumerate(travel.places)}
        self._from: dict[tuple[str, int], Minutes] = {}

    def reachable(self) -> Seen:
        """Return whether each desa is reachable at all, [desa, scenarios]."""
        found = np.empty((len(self.instance.desa), self.count), dtype=np.bool_)
        for number, desa in enumerate(self.instance.desa):
            found[number] = self.carried(desa) >= max(1, desa.litres)
        return found

    def carried(self, desa: Desa, first: int = 0) -> NDArray[np.int64]:
        """Return litres that all vehicles together could bring from day `first` on, [scenarios]."""
        home = homes(self.instance)
        litres = np.zeros(self.count, dtype=np.int64)
        for vehicle in self.instance.vehicles:
            origin = home[vehicle.id]
            if origin not in self._warehouses and origin != desa.kecamatan:
                continue
            for day in range(max(first, self.first_day(desa)), len(self.instance.days)):
                if vehicle.available[day]:
                    open_ = self.open(vehicle, desa, day, origin)
                    litres += open_ * (vehicle.available[day] * held(vehicle))
        return litres

    def first_day(self, desa: Desa) -> int:
        """Return the first day on which goods may come: the last where they must not stay."""
        failed = desa.store.verdict is Verdict.FAILED
        return len(self.instance.days) - 1 if failed else 0

    def open(self, vehicle: Vehicle, desa: Desa, day: int, origin: str) -> Seen:
        """Return whether a trip of `vehicle` on `day` brings goods to `desa`, [scenarios]."""
        row = self._rows(vehicle.profile, origin)
        open_ = self.in_time(row[:, self.index[desa.code]], vehicle, desa, day, origin)
        found: Seen = open_[self.at[:, day]]
        if origin not in self._warehouses:
            found &= self._supplied(origin)[:, day]
        return found

    def in_time(
        self, minutes: Minutes, vehicle: Vehicle, desa: Desa, day: int, origin: str
    ) -> Seen:
        """Return whether ways of `minutes`, [states], end in the light and before the deadline."""
        if not fits(vehicle, lot_of(desa)):
            return np.zeros(len(minutes), dtype=np.bool_)
        back = self._back(vehicle.profile, desa, origin)
        if back + int(minutes.min(initial=UNREACHABLE)) + desa.unload > vehicle.shift:
            return np.zeros(len(minutes), dtype=np.bool_)
        return self.by_day(minutes, day, origin, self.instance.targets.pps)

    def by_day(self, minutes: Minutes, day: int, origin: str, deadline: int) -> Seen:
        """Return whether ways of `minutes` that begin at dawn of `day` end in time."""
        light = self.instance.days[day].light
        start = day * MINUTES_A_DAY + light[0] + self.loading(origin)
        until = min(day * MINUTES_A_DAY + light[1], deadline)
        found: Seen = (minutes < UNREACHABLE) & (start + minutes <= until)
        return found

    def loading(self, origin: str) -> int:
        """Return the minutes of loading at a warehouse or PPK."""
        return self._warehouses.get(origin, LOAD_AT_PPK)

    def _back(self, profile: str, desa: Desa, origin: str) -> int:
        try:
            table = self.travel.minutes(profile)
        except KeyError:
            return 0  # a mode that is only tried; nobody has asked for its way home
        return int(table[self.index[desa.code], self.index[origin]])

    @cached_property
    def _warehouses(self) -> Mapping[str, int]:
        return {each.id: each.load_minutes for each in self.instance.warehouses}

    def _rows(self, profile: str, origin: str) -> Minutes:
        """Return minutes from `origin` to all places in every flood, [states, places]."""
        key = profile, self.index[origin]
        if key not in self._from:
            self._from[key] = np.stack(
                [self.travel.minutes(profile, int(state))[key[1]] for state in self.known]
            ).astype(np.int64)
        return self._from[key]

    def supplied(self, kecamatan: str) -> Seen:
        """Return whether goods can be at a PPK on each day, [scenarios, days]."""
        return self._supplied(kecamatan)

    def _supplied(self, kecamatan: str) -> Seen:
        ppk = next(each for each in self.instance.kecamatan if each.code == kecamatan)
        home, place = homes(self.instance), self.index[kecamatan]
        found = np.zeros(self.at.shape, dtype=np.bool_)
        for vehicle in self.instance.vehicles:
            origin = home[vehicle.id]
            if origin not in self._warehouses:
                continue
            row = self._rows(vehicle.profile, origin)[:, place]
            for day in range(len(self.instance.days)):
                if vehicle.available[day]:
                    open_ = self.by_day(row, day, origin, self.instance.targets.ppk)
                    found[:, day] |= open_[self.at[:, day]]
        if ppk.keeper.store.verdict is Verdict.FAILED:
            return found  # nothing stays there overnight
        kept: Seen = np.logical_or.accumulate(found, axis=1)
        return kept


def held(vehicle: Vehicle) -> int:
    """Return litres that one of `vehicle` brings in a day at most."""
    return vehicle.litres * vehicle.most_trips
