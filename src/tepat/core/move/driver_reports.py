"""What a driver without an account may say: started, arrived, or one kind of trouble."""

from enum import StrEnum
from typing import Final


class What(StrEnum):
    """The three buttons."""

    STARTED = "started"
    ARRIVED = "arrived"
    TROUBLE = "trouble"


TROUBLES: Final = (
    "flood",
    "road_closed",
    "late",
    "vehicle_broken",
    "threat",
    "other",
)
"""Of the words of `incident.what`, those that a driver is asked."""
SESSION: Final = "driver-link"
"""Stands in the facts, so that every reader knows that no officer's key signed them."""
LONGEST_NOTE: Final = 300
EARLIEST_BEFORE_S: Final = 4 * 86_400
"""A report may have waited so long in a phone without a network."""
