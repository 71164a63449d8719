"""How much leaves a warehouse on one day: a wave, no larger than its escort and its gate allow.

A solver of vehicle routing does not see a whole day at once, so a day that is too full gives
trips to another one afterwards: to the nearest earlier day first, since what leaves earlier
can be tried again, then to a later one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance, Verdict, Warehouse
from tepat.core.plan.schedule.later import shifted
from tepat.core.plan.schedule.values import Trip
from tepat.core.problems import Code, Fact, Problem


@dataclass(frozen=True, slots=True)
class Waves:
    """Trips on their days, and the ids of those that moved."""

    trips: tuple[Trip, ...]
    moved: tuple[str, ...]


def boxes_of(trip: Trip) -> int:
    """Return how many boxes a trip carries."""
    return sum(stop.boxes for stop in trip.stops)


def in_waves(instance: Instance, trips: Sequence[Trip]) -> Waves:
    """Return `trips` so that no day sends more boxes than the warehouse may, where it can be."""
    found = list(trips)
    moved: list[str] = []
    for house in instance.warehouses:
        if not house.wave_boxes:
            continue
        for day in reversed(range(len(instance.days))):
            moved += _emptied(instance, house, day, found)
        for day in range(len(instance.days)):  # what could not leave earlier may leave later
            moved += _emptied(instance, house, day, found, later=True)
    return Waves(tuple(found), tuple(dict.fromkeys(moved)))


def _sent(house: Warehouse, day: int, trips: Sequence[Trip]) -> int:
    return sum(boxes_of(each) for each in trips if each.origin == house.id and each.day == day)


def _emptied(
    instance: Instance, house: Warehouse, day: int, trips: list[Trip], later: bool = False
) -> list[str]:
    """Move trips off a day that is too full, smallest first, in `trips` itself; return which."""
    moved = []
    mine = [at for at, each in enumerate(trips) if each.origin == house.id and each.day == day]
    for at in sorted(mine, key=lambda at: (boxes_of(trips[at]), trips[at].id)):
        if _sent(house, day, trips) <= house.wave_boxes:
            break
        days = range(day + 1, len(instance.days)) if later else reversed(range(day))
        for other in days:
            if _sent(house, other, trips) + boxes_of(trips[at]) > house.wave_boxes:
                continue
            new = _on_day(instance, house, trips, at, other)
            if new:
                moved.append(trips[at].id)
                trips[at] = new
                break
    return moved


def _on_day(
    instance: Instance, house: Warehouse, trips: Sequence[Trip], at: int, day: int
) -> Trip | None:
    """Return trip `at` on another day by an idle vehicle of its kind, None where none is free."""
    trip = trips[at]
    if day < trip.day and _may_not_wait(instance, trip):
        return None
    vehicle = next(each for each in instance.vehicles if each.id == trip.vehicle)
    light = instance.days[day].light
    opens = day * MINUTES_A_DAY + max(house.opens, light[0]) + house.load_minutes
    for unit in range(1, vehicle.available[day] + 1):
        same = [
            each
            for each in trips
            if (each.day, each.vehicle, each.unit) == (day, trip.vehicle, unit)
        ]
        if len(same) >= vehicle.most_trips:
            continue
        start = max([opens, *(each.end + house.load_minutes for each in same)])
        moved = shifted(instance, trip, start - trip.start, day)
        if moved is None or moved.end > day * MINUTES_A_DAY + light[1]:
            continue
        first = min([moved.start, *(each.start for each in same)]) - house.load_minutes
        if moved.end - first <= vehicle.shift:
            return replace(moved, unit=unit)
    return None


def _may_not_wait(instance: Instance, trip: Trip) -> bool:
    """Whether some store on the way must not keep goods overnight."""
    stores = stores_of(instance)
    return any(
        stores[stop.place].verdict is Verdict.FAILED for stop in trip.stops if stop.place in stores
    )


def too_full(instance: Instance, trips: Sequence[Trip]) -> list[Problem]:
    """Return a problem for each day on which `trips` send more than a wave may hold."""
    found = []
    for house in instance.warehouses:
        for day, label in enumerate(each.label for each in instance.days):
            boxes = _sent(house, day, trips)
            if house.wave_boxes and boxes > house.wave_boxes:
                facts: dict[str, Fact] = {"day": label, "place": house.name or house.id}
                facts |= {"boxes": boxes, "most": house.wave_boxes}
                found.append(Problem(Code.WAVE_FULL, facts))
    return found
