"""By way of the PPK, or straight to the desa: chosen by cost for each kecamatan.

Goods for a kecamatan that go by way of its PPK travel there in full loads and wait under
guard; from the next day on, vehicles of the kecamatan make rounds. Straight trips save the
second handling and drive farther half empty.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Final

import numpy as np

from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Kecamatan, Vehicle
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.risk.judging import homes
from tepat.core.plan.schedule.asking import NOT_SO, Charges, warehouse_vehicles, way_money
from tepat.core.plan.schedule.costs import extra_of, priced
from tepat.core.plan.schedule.cuts import Cut, cuts
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.rounds import MOST_EXACT, Kind, Round, Rounds, TooMany, best
from tepat.core.plan.schedule.trips import numbered, trip_of
from tepat.core.plan.schedule.values import Echelon, Trip

LOADING: Final = 20
"""Minutes of loading a vehicle at a PPK."""


def own_vehicles(instance: Instance, kecamatan: str) -> list[Vehicle]:
    """Return the vehicles that stand at the PPK of a kecamatan."""
    home = homes(instance)
    return [each for each in instance.vehicles if home[each.id] == kecamatan]


def rounds_of(
    instance: Instance,
    travel: Travel,
    kecamatan: Kecamatan,
    day: int,
    charges: Charges = MappingProxyType({}),
) -> tuple[Rounds, list[list[Lot]]] | None:
    """Return the cheapest rounds of a kecamatan on `day`, with the lots of each trip.

    None where the kecamatan has no vehicle that day or some desa cannot be reached. Proved
    for its lots: of the two ways to cut a desa that no vehicle carries at once, the cheaper.
    Beyond `MOST_EXACT` desa they are taken in bearings around the PPK, as many at a time as
    can be proved, and the whole is not called proved.
    """
    vehicles = [each for each in own_vehicles(instance, kecamatan.code) if each.available[day]]
    desa = [each for each in instance.desa if each.kecamatan == kecamatan.code]
    if not vehicles or not desa:
        return None
    parts = _parts(instance, kecamatan, desa)
    found = [_part(instance, travel, kecamatan, vehicles, day, part, charges) for part in parts]
    trips: list[Round] = []
    carried: list[list[Lot]] = []
    for each in found:
        if each is None:
            return None
        trips += each[0].trips
        carried += each[1]
    rounds = [each[0] for each in found if each]
    proved = len(parts) == 1 and rounds[0].proved
    return Rounds(tuple(trips), sum(each.cost for each in rounds), proved), carried


def _part(
    instance: Instance,
    travel: Travel,
    kecamatan: Kecamatan,
    vehicles: Sequence[Vehicle],
    day: int,
    desa: Sequence[Desa],
    charges: Charges,
) -> tuple[Rounds, list[list[Lot]]] | None:
    """Return the rounds to some desa, by the cheapest way to cut them into lots."""
    places = {place: at for at, place in enumerate(travel.places)}
    largest = max(vehicles, key=lambda each: (each.litres, each.kg, each.id))
    stops = [places[kecamatan.code], *(places[each.code] for each in desa)]
    kinds = [_kind(instance, travel, vehicle, day, stops, charges) for vehicle in vehicles]
    at = {place: number for number, place in enumerate(stops[1:], 1)}
    found: tuple[Rounds, list[list[Lot]]] | None = None
    for cut in cuts(desa, largest, places):
        try:
            made = _of_cut(kinds, at, cut)
        except TooMany:  # the other way to cut has no such lots
            continue
        if made and made[0].cost < NOT_SO and (found is None or made[0].cost < found[0].cost):
            found = made
    return found


def _of_cut(
    kinds: Sequence[Kind], at: Mapping[int, int], cut: Cut
) -> tuple[Rounds, list[list[Lot]]] | None:
    """Return the cheapest rounds with these lots; `at` numbers their places in `kinds`."""
    sizes = [cut.size(stop) for stop in range(len(cut.stops))]
    copies = [len(lots) for lots in cut.stops]
    shared = _best(kinds, at, sizes, copies)
    waiting = [list(lots) for lots in cut.stops]
    carried = [[waiting[stop].pop(0) for stop in trip.stops] for trip in shared.trips]
    every, known = [shared], dict[Lot, Rounds]()
    for lot in cut.alone:
        if lot not in known:
            known[lot] = _best(kinds, at, [lot], [1])
        every.append(known[lot])
        carried.append([lot])
    if any(each.cost < 0 for each in every):
        return None
    trips = tuple(trip for each in every for trip in each.trips)
    proved = all(each.proved for each in every)
    return Rounds(trips, sum(each.cost for each in every), proved), carried


def _best(
    kinds: Sequence[Kind], at: Mapping[int, int], lots: Sequence[Lot], copies: Sequence[int]
) -> Rounds:
    stops = [0, *(at[lot.place] for lot in lots)]
    square = np.ix_(stops, stops)
    here = [replace(each, costs=each.costs[square], minutes=each.minutes[square]) for each in kinds]
    return best(
        here,
        [lot.litres for lot in lots],
        [lot.kg for lot in lots],
        [lot.unload for lot in lots],
        copies,
    )


def _parts(instance: Instance, kecamatan: Kecamatan, desa: list[Desa]) -> list[list[Desa]]:
    """Cut the desa into sectors around the PPK, each small enough to be proved."""
    if len(desa) <= MOST_EXACT:
        return [desa]
    at = {node.id: (node.lat, node.lon) for node in instance.nodes}
    centre = at[kecamatan.keeper.node]

    def bearing(each: Desa) -> tuple[float, str]:
        lat, lon = at[each.node]
        return float(np.arctan2(lat - centre[0], lon - centre[1])), each.code

    ordered = sorted(desa, key=bearing)
    count = -(-len(ordered) // MOST_EXACT)
    size = -(-len(ordered) // count)
    return [ordered[first : first + size] for first in range(0, len(ordered), size)]


def _kind(
    instance: Instance,
    travel: Travel,
    vehicle: Vehicle,
    day: int,
    stops: Sequence[int],
    charges: Charges,
) -> Kind:
    square = np.ix_(stops, stops)
    minutes = travel.minutes(vehicle.profile)[square].astype(np.int64)
    costs = np.where(minutes >= UNREACHABLE, NOT_SO, way_money(travel, vehicle)[square])
    if (vehicle.profile, day) in charges:
        costs = costs + charges[vehicle.profile, day][list(stops)][None, :]
    light = instance.days[day].light
    # A day's price is shared by the trips a vehicle can make that day.
    fixed = vehicle.day_price // vehicle.most_trips
    longest = min(vehicle.shift, light[1] - light[0]) - LOADING
    return Kind(vehicle.id, vehicle.litres, vehicle.kg, fixed, longest, costs, minutes)


def round_trips(
    instance: Instance, travel: Travel, kecamatan: Kecamatan, first_day: int
) -> tuple[Trip, ...] | None:
    """Return the trips of the rounds of a kecamatan from `first_day` on, None if they do not fit.

    Each vehicle makes one trip after the other until dusk; what is left goes the next day.
    """
    found = rounds_of(instance, travel, kecamatan, first_day)
    if found is None:
        return None
    waiting = list(zip(found[0].trips, found[1], strict=True))
    trips: list[Trip] = []
    for day in range(first_day, len(instance.days)):
        today, waiting = _day_of_rounds(instance, travel, kecamatan, day, waiting)
        trips += today
    return None if waiting else tuple(trips)


def _day_of_rounds(
    instance: Instance,
    travel: Travel,
    kecamatan: Kecamatan,
    day: int,
    waiting: Sequence[tuple[Round, list[Lot]]],
) -> tuple[list[Trip], list[tuple[Round, list[Lot]]]]:
    """Return the rounds that fit one day, and those that wait for the next.

    A vehicle that drives already that day is paid for: it goes again before another one does.
    """
    origin = travel.places.index(kecamatan.code)
    vehicles = {each.id: each for each in own_vehicles(instance, kecamatan.code)}
    dawn, dusk = (day * MINUTES_A_DAY + each for each in instance.days[day].light)
    free = {
        (each.id, unit): (dawn, each.most_trips)
        for each in vehicles.values()
        for unit in range(1, each.available[day] + 1)
    }
    trips, later = [], []
    for planned, lots in waiting:
        units = sorted(
            (clock == dawn, clock, key)
            for key, (clock, left) in free.items()
            if left and key[0] == planned.vehicle
        )
        for _, clock, (name, unit) in units:
            start = clock + LOADING
            trip = trip_of(instance, travel, name, unit, day, origin, start, lots, Echelon.ROUND)
            last = max((stop.arrive for stop in trip.stops), default=start)
            end = min(dusk, dawn + vehicles[name].shift)
            if trip.end <= end and last <= instance.targets.pps:
                trips.append(trip)
                free[name, unit] = trip.end, free[name, unit][1] - 1
                break
        else:
            later.append((planned, lots))
    return trips, later


def with_rounds(
    instance: Instance,
    travel: Travel,
    trips: tuple[Trip, ...],
    by_ppk: Collection[str],
    wanted: Mapping[str, int],
) -> tuple[tuple[Trip, ...], list[str]]:
    """Add the rounds of the kecamatan in `by_ppk`; also return the desa whose round does not fit.

    Rounds begin on the day that is `wanted`, and never before all is at the PPK.
    """
    last = len(instance.days) - 1
    found, stranded = list(trips), []
    for kecamatan in instance.kecamatan:
        if kecamatan.code not in by_ppk:
            continue
        days = [t.day for t in trips for stop in t.stops if stop.place == kecamatan.code]
        first = max([min(wanted[kecamatan.code], last), *(day + 1 for day in days)])
        rounds = None
        if first <= last:
            rounds = round_trips(instance, travel, kecamatan, first)
        if rounds is None:
            stranded += [d.code for d in instance.desa if d.kecamatan == kecamatan.code]
        else:
            found += rounds
    return numbered(found), stranded


def cheaper_by_ppk(instance: Instance, travel: Travel, direct: Mapping[str, int]) -> frozenset[str]:
    """Return the kecamatan for which the way by the PPK is cheaper than `direct` rupiah.

    What the trunk costs is shared by volume: full loads out and back, and a night on guard.
    """
    places = {place: at for at, place in enumerate(travel.places)}
    home = homes(instance)
    chosen = set()
    for kecamatan in instance.kecamatan:
        found = rounds_of(instance, travel, kecamatan, len(instance.days) - 1)
        if found is None or kecamatan.code not in direct:
            continue
        litres = sum(each.litres for each in instance.desa if each.kecamatan == kecamatan.code)
        trunks = []
        for vehicle in warehouse_vehicles(instance):
            if any(vehicle.available) and vehicle.litres:
                there, depot = places[kecamatan.code], places[home[vehicle.id]]
                money = way_money(travel, vehicle)
                out_and_back = int(money[depot, there] + money[there, depot])
                each = out_and_back + priced(instance, vehicle).day_price // vehicle.most_trips
                trunks.append(litres * each // vehicle.litres)
        if (
            trunks
            and min(trunks) + kecamatan.keeper.store.guard + found[0].cost < direct[kecamatan.code]
        ):
            chosen.add(kecamatan.code)
    return frozenset(chosen)


def direct_costs(instance: Instance, travel: Travel, trips: Sequence[Trip]) -> dict[str, int]:
    """Return what `trips` cost for each kecamatan, shared by litres within each trip."""
    of = {desa.code: desa.kecamatan for desa in instance.desa}
    vehicles = {vehicle.id: vehicle for vehicle in instance.vehicles}
    of_ppk = {each.code for each in instance.kecamatan}
    shared: dict[tuple[int, str, int], int] = {}
    for trip in trips:
        key = trip.day, trip.vehicle, trip.unit
        shared[key] = shared.get(key, 0) + 1
    spent: dict[str, int] = {}
    for trip in trips:
        vehicle = vehicles[trip.vehicle]
        extra = extra_of(instance, vehicle, trip.origin not in of_ppk)
        cost = (vehicle.day_price + extra.day) // shared[trip.day, trip.vehicle, trip.unit]
        cost += trip.metres * vehicle.km_price // 1000
        cost += (trip.end - trip.start) * vehicle.hour_price // 60
        litres = sum(stop.litres for stop in trip.stops) or 1
        for stop in trip.stops:
            if stop.place in of:
                code = of[stop.place]
                spent[code] = spent.get(code, 0) + cost * stop.litres // litres
    return spent
