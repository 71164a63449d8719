"""From a solver's answer to trips with times."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.schedule.costs import cost_lines as cost_lines
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.routing import Answer, Question
from tepat.core.plan.schedule.values import Echelon, Stop, Trip


def trips_of(
    instance: Instance, travel: Travel, lots: Sequence[Lot], question: Question, answer: Answer
) -> tuple[Trip, ...]:
    """Return the trips of an answer, by day, vehicle and time."""
    kecamatan = {each.code for each in instance.kecamatan}
    trips = []
    for leg in answer.legs:
        offer = question.offers[leg.offer]
        carried = [lots[task] for task in leg.tasks]
        echelon = Echelon.PPK if all(lot.code in kecamatan for lot in carried) else Echelon.DIRECT
        start = leg.starts + offer.load
        trips.append(
            trip_of(
                instance,
                travel,
                offer.vehicle,
                leg.unit,
                offer.day,
                offer.depot,
                start,
                carried,
                echelon,
            )
        )
    return numbered(trips)


def trip_of(
    instance: Instance,
    travel: Travel,
    vehicle_id: str,
    unit: int,
    day: int,
    origin: int,
    start: int,
    carried: Sequence[Lot],
    echelon: Echelon,
) -> Trip:
    """Return one trip that leaves `origin` (index of a place) at `start` with `carried`."""
    vehicle = next(each for each in instance.vehicles if each.id == vehicle_id)
    minutes, metres = travel.minutes(vehicle.profile), travel.metres(vehicle.profile)
    windows = {desa.code: desa.blocked for desa in instance.desa}
    clock, at, driven, stops = start, origin, 0, []
    for lot in carried:
        clock += int(minutes[at, lot.place])
        for window in windows.get(lot.code, ()):
            if window.start <= clock < window.end:
                clock = window.end
        leg = int(metres[at, lot.place])
        driven += leg
        leave = clock + lot.unload
        stops.append(Stop(lot.code, clock, leave, lot.boxes, lot.litres, lot.kg, leg))
        clock, at = leave, lot.place
    driven += int(metres[at, origin])
    end = clock + int(minutes[at, origin])
    place = travel.places[origin]
    return Trip("", echelon, vehicle_id, unit, day, place, start, end, driven, tuple(stops))


def within_hours(
    instance: Instance, trips: Sequence[Trip]
) -> tuple[tuple[Trip, ...], tuple[str, ...]]:
    """Return the trips that end by dusk and within the shift, and the places of all others.

    A solver that finds nothing possible hands over what comes nearest.
    """
    vehicles = {each.id: each for each in instance.vehicles}
    loading = {each.id: each.load_minutes for each in instance.warehouses}
    began: dict[tuple[int, str, int], int] = {}
    kept: list[Trip] = []
    left: list[str] = []
    for trip in sorted(trips, key=lambda each: (each.start, each.id)):
        unit = trip.day, trip.vehicle, trip.unit
        first = began.setdefault(unit, trip.start - loading.get(trip.origin, 0))
        dusk = trip.day * MINUTES_A_DAY + instance.days[trip.day].light[1]
        if trip.end <= min(dusk, first + vehicles[trip.vehicle].shift):
            kept.append(trip)
        else:
            left += [stop.place for stop in trip.stops]
    return numbered(kept), tuple(dict.fromkeys(left))


def numbered(trips: Sequence[Trip]) -> tuple[Trip, ...]:
    """Return trips in the order of the run sheet, with ids that follow from it."""
    ordered = sorted(trips, key=_in_order)
    seen: Counter[tuple[int, str, int]] = Counter()
    found = []
    for trip in ordered:
        key = trip.day, trip.vehicle, trip.unit
        seen[key] += 1
        found.append(replace(trip, id=f"{trip.day}-{trip.vehicle}-{trip.unit}-{seen[key]}"))
    return tuple(found)


def _in_order(trip: Trip) -> tuple[int, str, int, int, int, tuple[str, ...]]:
    places = tuple(stop.place for stop in trip.stops)
    return trip.day, trip.vehicle, trip.unit, trip.start, trip.end, places
