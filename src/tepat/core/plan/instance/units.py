"""In what prices are counted, and the heads of ids that are no costs of a plan."""

from typing import Final

COUNTED: Final = frozenset({"hari", "perjalanan", "km", "jam", "kotak", "sekali"})
"""Units of prices that trips are counted in."""
NIGHT: Final = "malam"
"""Unit of what a guard costs."""
HIRE: Final = "hire"
"""Head of the id of a price for what the fleet has not: `hire:klotok`."""
