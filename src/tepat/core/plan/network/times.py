"""What the planner asks of a network: minutes and metres between places, by flood state.

A *state* is a whole number whose bit i says that zone i of the instance is flooded.
"""

from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

UNREACHABLE: Final = 2**30
"""Minutes or metres where there is no way."""

Table = NDArray[np.int32]


class Way(NamedTuple):
    """One way through the network: its arcs in order, minutes and metres."""

    arcs: tuple[str, ...]
    minutes: int
    metres: int


class Travel(Protocol):
    """Tables over `places`: codes of warehouses, kecamatan and desa, in this order."""

    @property
    def places(self) -> tuple[str, ...]: ...

    def minutes(self, profile: str, state: int = 0) -> Table:
        """Return minutes from every place to every place, [places, places]."""
        ...

    def metres(self, profile: str) -> Table:
        """Return metres along the fastest way while nothing is flooded, [places, places]."""
        ...

    def way(self, profile: str, start: str, goal: str, state: int = 0) -> Way | None:
        """Return the fastest way between two places, or None."""
        ...
