"""Floods that might come: many drawn days of water, with zones and days that hang together.

A zone is flooded on a day when a latent normal variable lies under the quantile of its
probability. The variable is a shared part (weather over the whole kabupaten) and an own
part; both carry over from day to day. So the probability of each zone and day is exactly
the one given, whatever the correlation (a Gaussian copula).
"""

from statistics import NormalDist
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Hazard

MOST_ZONES: Final = 62
"""Zones of one kabupaten: a state is a whole number of 64 bits."""
MOST_STATES: Final = 512
"""Flood states of which tables are kept at once, where nobody says otherwise."""

States = NDArray[np.int64]


def sample(hazard: Hazard, days: int, count: int, seed: int) -> States:
    """Return the flood state of each scenario and day, [count, days].

    Raises `ValueError` for more zones than `MOST_ZONES`.

    >>> from tepat.core.plan.instance.values import Zone
    >>> sure = Hazard((Zone("a", "", (1.0, 0.0)), Zone("b", "", (0.0, 1.0))))
    >>> sample(sure, 2, 1, seed=1).tolist()
    [[1, 2]]
    """
    zones = len(hazard.zones)
    if zones > MOST_ZONES:
        raise ValueError(f"{zones} zones, at most {MOST_ZONES}")
    states = np.zeros((count, days), dtype=np.int64)
    if not zones:
        return states
    limits = np.array(
        [[_quantile(zone.probability[day]) for zone in hazard.zones] for day in range(days)]
    )
    draw = np.random.Generator(np.random.PCG64(seed))
    keep = hazard.persistence
    fresh = np.sqrt(1 - keep * keep)
    shared = draw.standard_normal((count, 1))
    own = draw.standard_normal((count, zones))
    bits = (1 << np.arange(zones, dtype=np.int64)).astype(np.int64)
    for day in range(days):
        if day:
            shared = keep * shared + fresh * draw.standard_normal((count, 1))
            own = keep * own + fresh * draw.standard_normal((count, zones))
        latent = np.sqrt(hazard.correlation) * shared + np.sqrt(1 - hazard.correlation) * own
        states[:, day] = ((latent < limits[day]) * bits).sum(axis=1)
    return states


def coarsened(states: States, most: int = MOST_STATES) -> States:
    """Return `states` with at most `most` different ones, never a drier one than it was.

    The commonest stay; a rarer one becomes the kept state with fewest zones that holds all
    its floods, or all zones together. So a chance told over them is never too high.
    """
    found, counts = np.unique(states, return_counts=True)
    if len(found) <= most:
        return states
    order = np.lexsort((found, -counts))
    everything = int(np.bitwise_or.reduce(found))
    kept = np.unique(np.append(found[order[: most - 1]], everything))
    sizes = np.array([int(each).bit_count() for each in kept])
    kept = kept[np.lexsort((kept, sizes))]
    become = np.empty_like(found)
    for at, state in enumerate(found):
        become[at] = kept[np.argmax((kept & state) == state)]
    changed: States = become[np.searchsorted(found, states)]
    return changed


def drier(states: States, most: int = 512) -> States:
    """Return `states` with at most `most` different ones, never a wetter one than it was.

    The twin of `coarsened` for upper bounds: a rare state becomes the kept one with most zones
    that floods nothing it does not. So a chance told over them is never too low.
    """
    found, counts = np.unique(states, return_counts=True)
    if len(found) <= most:
        return states
    order = np.lexsort((found, -counts))
    kept = np.unique(np.append(found[order[: most - 1]], 0))
    sizes = np.array([-int(each).bit_count() for each in kept])
    kept = kept[np.lexsort((kept, sizes))]
    become = np.empty_like(found)
    for at, state in enumerate(found):
        become[at] = kept[np.argmax((kept & ~state) == 0)]
    changed: States = become[np.searchsorted(found, states)]
    return changed


def _quantile(probability: float) -> float:
    if probability <= 0:
        return -np.inf
    return np.inf if probability >= 1 else NormalDist().inv_cdf(probability)
