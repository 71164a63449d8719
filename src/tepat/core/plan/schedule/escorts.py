"""Whether there is an escort for every trip, and what to shift where there is not.

A solver of vehicle routing does not see two trips at once, so the timetable of escorts is
checked afterwards: a trip waits for a team that comes back, as long as daylight allows.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from tepat.core.plan.instance.values import Instance
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
        home: dict[tuple[str, int], int] = {}
        for trip in mine:
            vehicle = trip.vehicle, trip.unit
            start = max(trip.start, home.get(vehicle, 0))
            teams.sort()
            if teams:
                start = max(start, teams[0])
            moved = shifted(instance, trip, start - trip.start)
            if not teams or moved is None:
                without.append(trip.id)
                found.append(trip)
                home[vehicle] = max(home.get(vehicle, 0), trip.end)
                continue
            if moved.start > trip.start:
                delayed.append(trip.id)
            teams[0] = home[vehicle] = moved.end
            found.append(moved)
    order = {trip.id: at for at, trip in enumerate(trips)}
    found.sort(key=lambda trip: order[trip.id])
    return Escorted(tuple(found), tuple(delayed), tuple(without))


def alone(instance: Instance, trips: Sequence[Trip]) -> tuple[Trip, ...]:
    """Return the trips of a plan for which no team is free while they are under way."""
    without = frozenset(escorted(instance, trips).without)
    return tuple(trip for trip in trips if trip.id in without)
