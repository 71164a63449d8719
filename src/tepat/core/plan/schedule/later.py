"""A trip at another time, where hours, deadlines and daylight allow it."""

from dataclasses import replace

from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.schedule.values import Echelon, Stop, Trip


def shifted(instance: Instance, trip: Trip, minutes: int, day: int | None = None) -> Trip | None:
    """Return `trip` `minutes` later, on `day` where it is another one; None where it cannot be.

    Dusk, deadlines and closed hours of the places it visits forbid it, and being pinned.
    """
    if minutes == 0:
        return trip
    if trip.pinned:
        return None
    day = trip.day if day is None else day
    dusk = day * MINUTES_A_DAY + instance.days[day].light[1]
    is_back = trip.echelon is Echelon.RETURN
    if is_back and trip.end + minutes > min(dusk, instance.targets.pps):
        return None
    desa = {each.code: each for each in instance.desa}
    stops: list[Stop] = []
    for stop in trip.stops:
        moved = replace(stop, arrive=stop.arrive + minutes, leave=stop.leave + minutes)
        target = desa.get(stop.place)
        deadline = instance.targets.pps if target or is_back else instance.targets.ppk
        windows = target.blocked if target else ()
        if moved.arrive > min(dusk, deadline):
            return None
        if any(window.start <= moved.arrive < window.end for window in windows):
            return None
        stops.append(moved)
    start, end = trip.start + minutes, trip.end + minutes
    return replace(trip, day=day, start=start, end=end, stops=tuple(stops))
