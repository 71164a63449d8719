"""Risk as rupiah: what trying a desa on a day by a vehicle is charged, learned from the judge.

The charge is the chance that neither this vehicle on this day nor any vehicle on a later one
gets through, times what that desa being late is worth. What it is worth starts equal for all;
after each judged plan it grows where a desa fails too often and falls where none does. What
fails for another reason (too little daylight, no idle vehicle) is charged on top, on the day
and all later ones: a later first try is never surer.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Instance, Vehicle
from tepat.core.plan.risk.judging import homes, possible
from tepat.core.plan.risk.tables import StateTables
from tepat.core.plan.schedule.values import Echelon, Trip, Verdicts

LATE_DESA: Final = 200_000_000
"""Rupiah that a desa supplied late is worth to the solver at first; no price of anything."""
WORTHS: Final = (200_000_000, 40_000_000, 10_000_000, 3_000_000)
"""What a late desa is worth in priced rounds: from as sure as can be to nearly blind."""
HOPED: Final = (2_000_000,)
"""The same for rounds that count on any vehicle to try again."""
LOOSE: Final = 0.99
LOOSE_WORTH: Final = 8_000_000
"""Target and first worth of the rounds that learn for the middle of the curve."""
STEP: Final = 2_000_000
"""Rupiah added to what a failing desa used."""
MILLION: Final = 1_000_000
_GROWS: Final = 1.5
_FALLS: Final = 0.9
_FADES: Final = 0.8
"""What is left of a charge on top after a round in which its desa did not fail."""
_IDLE: Final = 4
"""One in so many trips of a kind is taken to be idle when something has to be brought again."""

Table = NDArray[np.int64]


class Penalties:
    """Charges by profile and day for each place, learned round by round."""

    def __init__(
        self,
        instance: Instance,
        known: StateTables,
        worth: int = LATE_DESA,
        target: float | None = None,
    ) -> None:
        self._instance = instance
        self._is_met = False
        self._least, self._most = worth / 8, worth * 40
        self._target = round((instance.targets.desa if target is None else target) * MILLION)
        self._index = known.index()
        self._profiles = {vehicle.id: vehicle.profile for vehicle in instance.vehicles}
        self._places = [self._index[desa.code] for desa in instance.desa]
        self.chances = chances(instance, known)
        self.hopes = chances(instance, known, by_any=True)
        self.sure = {
            (desa.code, profile): float(chance[number, 0])
            for profile, chance in self.chances.items()
            for number, desa in enumerate(instance.desa)
        }
        """By desa and profile, the chance that a try on the first day or any later one succeeds."""
        self._worth = np.full(len(instance.desa), float(worth))
        self._extra = {
            (profile, day): np.zeros(len(known.places), dtype=np.int64)
            for profile in self.chances
            for day in range(len(instance.days))
        }

    def hopeless(self) -> frozenset[str]:
        """Return the desa that no first try brings to the target, whatever follows it."""
        if not self.hopes:  # no vehicle at all
            return frozenset(desa.code for desa in self._instance.desa)
        best = np.max([chance.max(axis=1) for chance in self.hopes.values()], axis=0)
        return frozenset(
            desa.code
            for desa, chance in zip(self._instance.desa, best.tolist(), strict=True)
            if round(chance * MILLION) < self._target
        )

    @property
    def charges(self) -> dict[tuple[str, int], Table]:
        """What entering each place is charged, by profile and day."""
        found = {}
        for (profile, day), extra in self._extra.items():
            table = extra.copy()
            risk = 1 - self.chances[profile][:, day]
            table[self._places] += np.rint(risk * self._worth).astype(np.int64)
            found[profile, day] = table
        return found

    def even(self, worth: int, by_any: bool = False) -> dict[tuple[str, int], Table]:
        """Return charges where every desa is worth the same and nothing has been learned."""
        found = {}
        for (profile, day), extra in self._extra.items():
            table = np.zeros_like(extra)
            chance = (self.hopes if by_any else self.chances)[profile][:, day]
            table[self._places] = np.rint((1 - chance) * worth).astype(np.int64)
            found[profile, day] = table
        return found

    def learn(self, trips: Sequence[Trip], verdicts: Verdicts) -> int:
        """Charge more for what failing desa used; return how many desa fail the target.

        Until one plan has met the target, charges only grow; then those of good desa fall.
        """
        failing = {
            chance.desa: self._target - chance.ppm
            for chance in verdicts.desa
            if chance.ppm < self._target
        }
        days = len(self._instance.days)
        worst = dict(failing)
        self._is_met |= not failing
        for number, desa in enumerate(self._instance.desa):
            fails = desa.code in failing
            if fails:
                self._worth[number] *= _GROWS
            elif self._is_met:
                self._worth[number] *= _FALLS
            if fails:  # what came too late to the PPK fails all behind it
                short = max(worst.get(desa.kecamatan, 0), failing[desa.code])
                worst[desa.kecamatan] = short
        np.clip(self._worth, self._least, self._most, out=self._worth)
        kept = [self._index[code] for code in worst if code in self._index]
        for table in self._extra.values() if self._is_met else ():
            before = table[kept]
            table[:] = (table * _FADES).astype(np.int64)
            table[kept] = before
        for trip in trips:
            for stop in trip.stops:
                if stop.place in worst and trip.echelon is not Echelon.ROUND:
                    share = min(4, 1 + worst[stop.place] * 20 // MILLION)
                    for day in range(trip.day, days):
                        charged = self._extra[self._profiles[trip.vehicle], day]
                        charged[self._index[stop.place]] += STEP * share
        return len(failing)


def chances(
    instance: Instance, known: StateTables, by_any: bool = False
) -> dict[str, NDArray[np.float64]]:
    """Return by profile the chance that a first try on each day is made good, [desa, days].

    That is: the profile gets through on the day or on a later one; `by_any`, any profile does
    on a later one that can carry the load again with some of its trips.
    """
    home = homes(instance)
    warehouses = {each.id: each.load_minutes for each in instance.warehouses}
    standing = [each for each in instance.vehicles if home[each.id] in warehouses]
    reach = {
        each.profile: possible(
            instance,
            known,
            each.profile,
            known.index()[home[each.id]],
            warehouses[home[each.id]],
        )
        for each in {each.profile: each for each in reversed(standing)}.values()
    }
    shape = len(instance.desa), len(instance.days)
    found = {profile: np.zeros(shape) for profile in reach}
    nothing = np.zeros((shape[0], len(known.at)), dtype=np.bool_)
    later = {profile: nothing.copy() for profile in reach}
    for day in reversed(range(shape[1])):
        opened = {profile: table[:, day][:, known.at[:, day]] for profile, table in reach.items()}
        for profile, through in opened.items():
            found[profile][:, day] = (through | later[profile]).mean(axis=1)
        for profile in reach:
            if not by_any:
                later[profile] |= opened[profile]
                continue
            for vehicle in standing:
                carried = _carries(instance, vehicle, day)[:, None]
                later[profile] |= opened[vehicle.profile] & carried
    return found


def _carries(instance: Instance, vehicle: Vehicle, day: int) -> NDArray[np.bool_]:
    """Whether some of the trips of a vehicle on `day` carry the load of each desa."""
    trips = vehicle.available[day] * vehicle.most_trips / _IDLE
    litres = np.array([desa.litres for desa in instance.desa])
    kg = np.array([desa.kg for desa in instance.desa])
    fits: NDArray[np.bool_] = (litres <= trips * vehicle.litres) & (kg <= trips * vehicle.kg)
    return fits
