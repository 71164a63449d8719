"""Minutes between places in every flood state that scenarios hold, small enough to keep."""

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.hazard.scenarios import States
from tepat.core.plan.network.times import UNREACHABLE, Travel

NO_WAY: Final = 32_000
"""Minutes where there is no way, in tables of 16 bits."""


@dataclass(frozen=True, slots=True)
class StateTables:
    """`minutes[profile]` is [states, places, places]; `at` the state by scenario and day."""

    places: tuple[str, ...]
    known: NDArray[np.int64]
    at: NDArray[np.int32]
    minutes: dict[str, NDArray[np.int16]]

    def index(self) -> dict[str, int]:
        return {place: at for at, place in enumerate(self.places)}


def tables(travel: Travel, profiles: tuple[str, ...], states: States) -> StateTables:
    """Return the tables of all `profiles` for each state in `states`, [count, days]."""
    known, at = np.unique(states, return_inverse=True)
    size = len(travel.places)
    minutes = {}
    for profile in profiles:
        stack = np.empty((len(known), size, size), dtype=np.int16)
        for row, state in enumerate(known):
            table = travel.minutes(profile, int(state))
            stack[row] = np.where(table >= UNREACHABLE, NO_WAY, np.minimum(table, NO_WAY))
        minutes[profile] = stack
    return StateTables(travel.places, known, at.reshape(states.shape).astype(np.int32), minutes)
