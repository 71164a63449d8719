"""What the planner asks of a network: minutes and metres between places, by flood state.

A *state* is a whole number whose bit i says that zone i of the instance is flooded.
"""

from typing import Final, NamedTuple, Protocol

import numpy as np
from numpy.typing import NDArray

UNREACHABLE: Final = 2**30
"""Minutes or metres where there is no way."""

Table = NDArray[np.int32]


class Matrix(NamedTuple):
    """Minutes and metres from every place to every place, [places, places]."""

    minutes: Table
    metres: Table


class Travel(Protocol):
    """Matrices over `places`, codes of warehouses, kecamatan and desa in this order."""

    places: tuple[str, ...]

    def matrix(self, profile: str, state: int = 0) -> Matrix:
        """Return the matrix of one profile (`Vehicle.profile`) in one flood state."""
        ...
