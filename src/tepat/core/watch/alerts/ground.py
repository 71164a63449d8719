"""Which places lie under a weather warning: columns of points against polygons."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tepat.core.watch.alerts.situation import Ring, Spot


def inside(rings: Sequence[Ring], spots: Sequence[Spot]) -> NDArray[np.bool_]:
    """Tell for each spot whether one of `rings` holds it; a ring may cross itself.

    >>> square = ((0.0, 0.0), (0.0, 2.0), (2.0, 2.0), (2.0, 0.0))
    >>> inside([square], [Spot("a", "", 1.0, 1.0), Spot("b", "", 3.0, 1.0)]).tolist()
    [True, False]
    """
    found = np.zeros(len(spots), dtype=bool)
    if not spots:
        return found
    lat = np.array([spot.lat for spot in spots])
    lon = np.array([spot.lon for spot in spots])
    for ring in rings:
        if len(ring) >= 3:
            found |= _in_ring(np.array(ring), lat, lon)
    return found


def _in_ring(
    ring: NDArray[np.float64], lat: NDArray[np.float64], lon: NDArray[np.float64]
) -> NDArray[np.bool_]:
    """Count how often a line eastwards from each point crosses the ring: odd is inside."""
    crossings = np.zeros(len(lat), dtype=bool)
    for (lat1, lon1), (lat2, lon2) in zip(ring, np.roll(ring, -1, axis=0), strict=True):
        if lat1 == lat2:
            continue
        spans = (lat1 > lat) != (lat2 > lat)
        at = (lon2 - lon1) * (lat - lat1) / (lat2 - lat1) + lon1
        crossings ^= spans & (lon < at)
    return crossings
