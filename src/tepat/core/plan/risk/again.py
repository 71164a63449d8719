"""How much of a vehicle's day it takes to bring something again.

A vehicle that stands idle has a working day, not a number of trips: two ways of five hours do
not fit into it, however many trips it may make.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Vehicle

WHOLE: Final = 27_720
"""The day of one vehicle in parts; every number of trips up to 12 divides it."""


def share(vehicle: Vehicle, light: tuple[int, int], takes: NDArray[Any]) -> NDArray[np.int16]:
    """Return what trips that take so many minutes, with loading, use up of a day in parts.

    As many trips count as come after each other in the shift and the light, at least one.

    >>> truck = Vehicle("truk", "Truk", ("truk",), (1,), 9_000, 3_000, shift=600, most_trips=3)
    >>> share(truck, (360, 1080), np.array([100, 290, 301, 700])).tolist()
    [9240, 13860, 27720, 27720]
    """
    window = min(vehicle.shift, light[1] - light[0])
    trips = np.clip(window // np.maximum(takes, 1), 1, vehicle.most_trips)
    parts: NDArray[np.int16] = (-(-WHOLE // trips)).astype(np.int16)
    return parts
