"""Risk as rupiah: what trying a desa on a day by a vehicle is charged, learned from the judge.

The first charge is the chance that no day from then on lets the vehicle through, times what
a late desa is worth. After each round, what failed too often is charged more, and every
later day of the same vehicle with it: a later first try is never surer.
"""

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Instance
from tepat.core.plan.risk.judging import homes, possible
from tepat.core.plan.risk.tables import StateTables
from tepat.core.plan.schedule.values import Echelon, Trip, Verdicts

LATE_DESA: Final = 200_000_000
"""Rupiah that a desa supplied late is worth to the solver at first; no price of anything."""
STEP: Final = 2_000_000
"""Rupiah added to what a failing desa used."""
MILLION: Final = 1_000_000

Table = NDArray[np.int64]


class Penalties:
    """Charges by profile and day for each place, learned round by round."""

    def __init__(self, instance: Instance, known: StateTables, worth: int = LATE_DESA) -> None:
        self._instance = instance
        self._index = known.index()
        self._profiles = {vehicle.id: vehicle.profile for vehicle in instance.vehicles}
        self.ever = ever_possible(instance, known)
        self.sure = {
            (desa.code, profile): float(chance[number, 0])
            for profile, chance in self.ever.items()
            for number, desa in enumerate(instance.desa)
        }
        """By desa and profile, the chance to get through on some day at all."""
        self.charges: dict[tuple[str, int], Table] = {}
        for profile, chance in self.ever.items():
            for day in range(len(instance.days)):
                table = np.zeros(len(known.places), dtype=np.int64)
                for number, desa in enumerate(instance.desa):
                    table[self._index[desa.code]] = round((1 - chance[number, day]) * worth)
                self.charges[profile, day] = table

    def learn(self, trips: Sequence[Trip], verdicts: Verdicts) -> int:
        """Charge more for what failing desa used; return how many desa fail their target."""
        target = round(self._instance.targets.desa * MILLION)
        failing = {
            chance.desa: target - chance.ppm for chance in verdicts.desa if chance.ppm < target
        }
        days = len(self._instance.days)
        worst = dict(failing)
        for desa in self._instance.desa:  # what came too late to the PPK fails all behind it
            if desa.code in failing:
                short = max(worst.get(desa.kecamatan, 0), failing[desa.code])
                worst[desa.kecamatan] = short
        for trip in trips:
            for stop in trip.stops:
                if stop.place in worst and trip.echelon is not Echelon.ROUND:
                    share = min(4, 1 + worst[stop.place] * 20 // MILLION)
                    for day in range(trip.day, days):
                        charged = self.charges[self._profiles[trip.vehicle], day]
                        charged[self._index[stop.place]] += STEP * share
        return len(failing)


def ever_possible(instance: Instance, known: StateTables) -> dict[str, NDArray[np.float64]]:
    """Return by profile the chance to get through on some day from each day on, [desa, days]."""
    home = homes(instance)
    warehouses = {each.id: each.load_minutes for each in instance.warehouses}
    found: dict[str, NDArray[np.float64]] = {}
    for vehicle in instance.vehicles:
        if vehicle.profile in found or home[vehicle.id] not in warehouses:
            continue
        origin = known.index()[home[vehicle.id]]
        reach = possible(instance, known, vehicle.profile, origin, warehouses[home[vehicle.id]])
        chance = np.zeros(reach.shape[:2])
        gets_through = np.zeros((len(instance.desa), len(known.at)), dtype=np.bool_)
        for day in reversed(range(len(instance.days))):
            gets_through |= reach[:, day][:, known.at[:, day]]
            chance[:, day] = gets_through.mean(axis=1)
        found[vehicle.profile] = chance
    return found
