"""Whether there is an escort for every trip, and what to shift where there is not.

A solver of vehicle routing does not see two trips at once, so the timetable of escorts is
checked afterwards: a trip waits for a team that comes back, as long as daylight and the hours
of its vehicle allow, for itself and for the trips that its vehicle makes after it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.schedule.later import shifted
from tepat.core.plan.schedule.values import Echelon, Trip

ESCORTED = frozenset({Echelon.DIRECT, Echelon.PPK})
"""Trips the kabupaten escorts; rounds are escorted by the kecamatan."""


@dataclass(frozen=True, slots=True)
class Escorted:
    """Trips with their new times, those that wait, and those without a team."""

    trips: tuple[Trip, ...]
    delayed: tuple[str, ...]
    without: tuple[str, ...]


def is_escorted(instance: Instance, trip: Trip) -> bool:
    """Tell whether a team of the kabupaten goes with `trip`: from the warehouse, and back to it."""
    is_home = any(trip.origin == each.id for each in instance.warehouses)
    return trip.echelon in ESCORTED or (trip.echelon is Echelon.RETURN and is_home)


def escorted(instance: Instance, trips: Sequence[Trip]) -> Escorted:
    """Return `trips` so that no more are under way than there are teams, where that is possible."""
    if not instance.escorts:
        return Escorted(tuple(trips), (), ())
    found: list[Trip] = []
    delayed: list[str] = []
    without: list[str] = []
    for day in range(len(instance.days)):
        today = [trip for trip in trips if trip.day == day]
        mine = sorted(
            (trip for trip in today if is_escorted(instance, trip)),
            key=lambda trip: (trip.start, trip.id),
        )
        found += [trip for trip in today if not is_escorted(instance, trip)]
        teams = [0] * instance.escorts[day]
        free: dict[tuple[str, int], int] = {}
        for number, trip in enumerate(mine):
            unit = trip.vehicle, trip.unit
            after = [each for each in mine[number:] if (each.vehicle, each.unit) == unit]
            began = min(each.start for each in mine if (each.vehicle, each.unit) == unit)
            at_once = _chain(instance, after, max(trip.start, free.get(unit, 0)), began)
            moved = None
            if teams:
                teams.sort()
                start = max(trip.start, free.get(unit, 0), teams[0])
                moved = _chain(instance, after, start, began)
            if moved is None:
                without.append(trip.id)
            else:
                teams[0] = moved.end
            now = moved or at_once or trip
            if moved and now.start > trip.start:
                delayed.append(trip.id)
            free[unit] = now.end + _loading(instance, trip)
            found.append(now)
    order = {trip.id: at for at, trip in enumerate(trips)}
    found.sort(key=lambda trip: order[trip.id])
    return Escorted(tuple(found), tuple(delayed), tuple(without))


def _chain(instance: Instance, trips: Sequence[Trip], start: int, began: int) -> Trip | None:
    """Return the first of `trips` at `start`, None where it or one after it cannot be so late.

    All are of one vehicle and day; its shift begins with loading for its trip of `began`.
    """
    first: Trip | None = None
    for trip in trips:
        moved = shifted(instance, trip, max(start, trip.start) - trip.start)
        if moved is None or (moved != trip and _is_late(instance, moved, began)):
            return None
        first = first or moved
        start = moved.end + _loading(instance, trip)
    return first


def _is_late(instance: Instance, trip: Trip, began: int) -> bool:
    """Whether a trip comes home after dusk, after the gate closes, or after the shift."""
    if trip.echelon is Echelon.RETURN:
        return False  # `shifted` knows its deadlines
    vehicle = next(each for each in instance.vehicles if each.id == trip.vehicle)
    closes = [each.closes for each in instance.warehouses if each.id == trip.origin]
    dusk = trip.day * MINUTES_A_DAY + min([instance.days[trip.day].light[1], *closes])
    return trip.end > min(dusk, began - _loading(instance, trip) + vehicle.shift)


def _loading(instance: Instance, trip: Trip) -> int:
    """Return minutes of loading before a trip; one that fetches leaves empty."""
    if trip.echelon is Echelon.RETURN:
        return 0
    return next((each.load_minutes for each in instance.warehouses if each.id == trip.origin), 0)


def alone(instance: Instance, trips: Sequence[Trip]) -> tuple[Trip, ...]:
    """Return the trips of a plan for which no team is free while they are under way."""
    without = frozenset(escorted(instance, trips).without)
    return tuple(trip for trip in trips if trip.id in without)
