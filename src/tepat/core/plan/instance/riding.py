"""Who rides along, and what follows a vehicle whose seats are too few.

Trips from a warehouse carry their crew, police and a supervisor. Where a vehicle has fewer
seats, another one follows it for that day, at the price `follow` of the price list.
"""

from typing import Final

from tepat.core.plan.instance.values import Instance, Price, Vehicle

FOLLOW: Final = "follow"
"""The id of the price of a day of the vehicle that follows."""


def seats_short(instance: Instance, vehicle: Vehicle) -> int:
    """Return how many people find no seat in `vehicle`."""
    riders = instance.riders
    return max(0, vehicle.crew + riders.escort + riders.supervisor - vehicle.seats)


def follow_price(instance: Instance) -> Price | None:
    """Return the price of a day of the vehicle that follows, None where nobody has said one."""
    return next((each for each in instance.prices if each.id == FOLLOW), None)
