"""From a solver's answer to trips with times, and what they cost."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from tepat.core.plan.instance.riding import follow_price, seats_short
from tepat.core.plan.instance.values import MINUTES_A_DAY, Instance
from tepat.core.plan.network.times import Travel
from tepat.core.plan.schedule.asking import stores_of
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.routing import Answer, Question
from tepat.core.plan.schedule.values import CostLine, Echelon, Stop, Trip


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


def cost_lines(instance: Instance, trips: Sequence[Trip]) -> tuple[CostLine, ...]:
    """Return what `trips` cost, line by line: the RAB."""
    lines: list[CostLine] = []
    for vehicle in instance.vehicles:
        mine = [trip for trip in trips if trip.vehicle == vehicle.id]
        if not mine:
            continue
        days = len({(trip.day, trip.unit) for trip in mine})
        km = sum(trip.metres for trip in mine)
        minutes = sum(trip.end - trip.start for trip in mine)
        said = vehicle.source.by
        for what, quantity, unit, each, rupiah in (
            ("sewa", days, "hari", vehicle.day_price, days * vehicle.day_price),
            ("jalan", -(-km // 1000), "km", vehicle.km_price, km * vehicle.km_price // 1000),
            (
                "jam",
                -(-minutes // 60),
                "jam",
                vehicle.hour_price,
                minutes * vehicle.hour_price // 60,
            ),
        ):
            if each:
                name = f"{vehicle.name}: {what}"
                lines.append(CostLine(vehicle.id, name, quantity, unit, each, rupiah, said))
    lines += _followers(instance, trips)
    lines += _guards(instance, trips)
    return tuple(lines)


def _followers(instance: Instance, trips: Sequence[Trip]) -> list[CostLine]:
    """Days of what follows vehicles with too few seats, where its price is known."""
    price = follow_price(instance)
    houses = {each.id for each in instance.warehouses}
    short = {each.id for each in instance.vehicles if seats_short(instance, each)}
    days = {
        (trip.day, trip.vehicle, trip.unit)
        for trip in trips
        if trip.vehicle in short and trip.origin in houses
    }
    if price is None or not days:
        return []
    name, count = price.name or "Kendaraan pengiring", len(days)
    said = price.source.by
    return [CostLine(price.id, name, count, "hari", price.rupiah, count * price.rupiah, said)]


def _guards(instance: Instance, trips: Sequence[Trip]) -> list[CostLine]:
    """Nights on guard, by their price; a store is guarded once a night, however full it is."""
    stores = stores_of(instance)
    nights: Counter[int] = Counter()
    for place, count in nights_of(instance, trips).items():
        nights[stores[place].guard] += count if stores[place].guard else 0
    return [
        CostLine("guard", "Jaga malam", count, "malam", price, count * price)
        for price, count in sorted(nights.items())
        if count
    ]


def nights_of(instance: Instance, trips: Sequence[Trip]) -> dict[str, int]:
    """Return how many nights goods lie at each place and are paid for.

    Before the vote from the first that are brought until the last night, which is guarded
    anyway; on the way back from the count until the last that are fetched.
    """
    stores = stores_of(instance)
    days: dict[str, list[int]] = {}
    for trip in trips:
        for stop in trip.stops:
            if stop.place in stores:
                days.setdefault(stop.place, []).append(trip.day)
    if instance.journey.is_back:
        counted = instance.journey.ready // MINUTES_A_DAY
        return {place: max(mine) - counted for place, mine in days.items()}
    return {place: len(instance.days) - 1 - min(mine) for place, mine in days.items()}
