"""What trips cost, line by line: the RAB. Each line names who said its price.

Vehicles have their own prices. Items of `Instance.prices` are counted by their unit: `hari`
(a vehicle and day), `perjalanan`, `km`, `jam`, `kotak`, `sekali`. Of `escort` a day is one of
a team, and `escort` and `supervisor` are counted for trips from a warehouse only. An id with a
vehicle behind a colon, `porter:klotok`, is counted for that vehicle. A price that nobody knows
is 0 here and empty on paper; it is never taken for free.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.riding import FOLLOW, follow_price, seats_short
from tepat.core.plan.instance.units import COUNTED, HIRE, NIGHT
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Instance,
    Price,
    Store,
    Transfer,
    Vehicle,
    Verdict,
)
from tepat.core.plan.network.modes import CLOSED, seconds_of
from tepat.core.plan.network.times import Travel
from tepat.core.plan.schedule.escorts import ESCORTED
from tepat.core.plan.schedule.values import CostLine, Trip


class Group(StrEnum):
    """The headings of a RAB, in their order."""

    VEHICLES = "Kendaraan"
    ESCORT = "Pengawalan dan pengawasan"
    HANDLING = "Bongkar muat dan pindah muatan"
    GUARD = "Jaga malam di tempat simpan"
    REST = "Lain-lain"


ITEMS: Final[Mapping[str, Group]] = {
    "fuel": Group.VEHICLES,
    "crew": Group.VEHICLES,
    "escort": Group.ESCORT,
    "supervisor": Group.ESCORT,
    FOLLOW: Group.ESCORT,
    "porter": Group.HANDLING,
    "transfer": Group.HANDLING,
    "guard": Group.GUARD,
}
"""Heads of ids of prices with a heading of their own; any other stands under the last."""
NOT_COUNTED: Final = frozenset({HIRE, "raise", "guard", FOLLOW})
"""Prices of what would help, of guards, whose stores say it, and of what follows some vehicles."""
_WITH_TEAMS: Final = frozenset({"escort", "supervisor"})


@dataclass(frozen=True, slots=True)
class Extra:
    """Rupiah that items add to what a vehicle costs."""

    day: int = 0
    trip: int = 0
    km: int = 0
    hour: int = 0


def cost_lines(
    instance: Instance, trips: Sequence[Trip], travel: Travel | None = None
) -> tuple[CostLine, ...]:
    """Return what `trips` cost. With `travel` a change of modes is told by the jetty it uses."""
    return (
        *_vehicles(instance, trips),
        *_items(instance, trips),
        *_followers(instance, trips),
        *_transfers(instance, trips, travel),
        *_guards(instance, trips),
    )


def group_of(line: CostLine, instance: Instance) -> Group:
    """Return the heading that a line stands under."""
    if any(line.item == vehicle.id for vehicle in instance.vehicles):
        return Group.VEHICLES
    if line.unit == NIGHT:
        return Group.GUARD
    return ITEMS.get(line.item.partition(":")[0], Group.REST)


def extra_of(instance: Instance, vehicle: Vehicle, is_far: bool = True) -> Extra:
    """Return what items add for a vehicle; `is_far` for one that starts at a warehouse."""
    found: Counter[str] = Counter()
    for price in _counted(instance):
        head, _, only = price.id.partition(":")
        if only in ("", vehicle.id) and (is_far or head not in _WITH_TEAMS):
            found[price.unit] += price.rupiah
    follow = follow_price(instance)
    if is_far and follow and seats_short(instance, vehicle):
        found["hari"] += follow.rupiah
    changes = sum(
        min((each.rupiah for each in _between(instance, pair)), default=0)
        for pair in zip(vehicle.legs, vehicle.legs[1:], strict=False)
    )
    return Extra(found["hari"], found["perjalanan"] + changes, found["km"], found["jam"])


def priced(instance: Instance, vehicle: Vehicle) -> Vehicle:
    """Return `vehicle` at the prices that a solver weighs: its own and those of items."""
    extra = extra_of(instance, vehicle)
    return replace(
        vehicle,
        day_price=vehicle.day_price + extra.day,
        km_price=vehicle.km_price + extra.km,
        hour_price=vehicle.hour_price + extra.hour,
    )


def team_days(trips: Sequence[Trip]) -> int:
    """Return teams times days that escort `trips`: each day as many as are under way at once."""
    total = 0
    for day in {trip.day for trip in trips}:
        moments = [
            moment
            for trip in trips
            if trip.day == day
            for moment in ((trip.start, 1), (max(trip.end, trip.start + 1), -1))
        ]
        under_way = most = 0
        for _, step in sorted(moments):
            under_way += step
            most = max(most, under_way)
        total += most
    return total


def _vehicles(instance: Instance, trips: Sequence[Trip]) -> list[CostLine]:
    lines: list[CostLine] = []
    for vehicle in instance.vehicles:
        mine = [trip for trip in trips if trip.vehicle == vehicle.id]
        if not mine:
            continue
        days, km, minutes = _days(mine), _metres(mine), _minutes(mine)
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
                lines.append(
                    CostLine(vehicle.id, name, quantity, unit, each, rupiah, vehicle.source.by)
                )
    return lines


def _counted(instance: Instance) -> list[Price]:
    return [
        price
        for price in instance.prices
        if price.unit in COUNTED and price.id.partition(":")[0] not in NOT_COUNTED
    ]


def _items(instance: Instance, trips: Sequence[Trip]) -> list[CostLine]:
    lines = []
    for price in _counted(instance):
        head, _, only = price.id.partition(":")
        mine = [
            trip
            for trip in trips
            if (not only or trip.vehicle == only)
            and (head not in _WITH_TEAMS or trip.echelon in ESCORTED)
        ]
        if not mine:
            continue
        quantity, rupiah = _amount(price, mine, head == "escort")
        lines.append(
            CostLine(
                price.id,
                price.name or price.id,
                quantity,
                price.unit,
                price.rupiah,
                rupiah,
                price.source.by,
            )
        )
    heads = {line.item.partition(":")[0] for line in lines}
    escorted = [trip for trip in trips if trip.echelon in ESCORTED]
    if instance.escorts and "escort" not in heads and escorted:
        lines.append(CostLine("escort", "Regu pengawal", team_days(escorted), "hari", 0, 0))
    return lines


def _amount(price: Price, trips: Sequence[Trip], by_team: bool) -> tuple[int, int]:
    """Return how many units of `price` some trips need, rounded up, and their rupiah."""
    if price.unit == "km":
        metres = _metres(trips)
        return -(-metres // 1000), metres * price.rupiah // 1000
    if price.unit == "jam":
        minutes = _minutes(trips)
        return -(-minutes // 60), minutes * price.rupiah // 60
    quantity = {
        "hari": team_days(trips) if by_team else _days(trips),
        "perjalanan": len(trips),
        "kotak": sum(stop.boxes for trip in trips for stop in trip.stops),
        "sekali": 1,
    }[price.unit]
    return quantity, quantity * price.rupiah


def _days(trips: Sequence[Trip]) -> int:
    return len({(trip.day, trip.vehicle, trip.unit) for trip in trips})


def _metres(trips: Sequence[Trip]) -> int:
    return sum(trip.metres for trip in trips)


def _minutes(trips: Sequence[Trip]) -> int:
    return sum(trip.end - trip.start for trip in trips)


def _transfers(instance: Instance, trips: Sequence[Trip], travel: Travel | None) -> list[CostLine]:
    """Loads that change modes: once a trip and change, on the way out."""
    vehicles = {vehicle.id: vehicle for vehicle in instance.vehicles}
    names = {node.id: node.name or node.id for node in instance.nodes}
    found: Counter[tuple[str, int]] = Counter()
    for trip in trips:
        vehicle = vehicles[trip.vehicle]
        for pair in zip(vehicle.legs, vehicle.legs[1:], strict=False):
            used = _used(instance, vehicle, trip, pair, travel)
            if used:
                found[used.node, used.rupiah] += 1
    return [
        CostLine(
            f"transfer:{node}", f"Pindah muatan di {names[node]}", count, "kali", each, count * each
        )
        for (node, each), count in sorted(found.items())
    ]


def _between(instance: Instance, pair: tuple[str, str]) -> list[Transfer]:
    return [each for each in instance.transfers if set(each.modes) == set(pair)]


def _used(
    instance: Instance, vehicle: Vehicle, trip: Trip, pair: tuple[str, str], travel: Travel | None
) -> Transfer | None:
    """Return the transfer that a trip uses on its way out; the cheapest where that is not known."""
    known = _between(instance, pair)
    if travel and len(known) > 1 and trip.stops:
        way = travel.way(vehicle.profile, trip.origin, trip.stops[0].place)
        onward = _boarded(instance, way.arcs, pair[1]) if way else set()
        known = [each for each in known if each.node in onward] or known
    return min(known, key=lambda each: (each.rupiah, each.node), default=None)


def _boarded(instance: Instance, way: Sequence[str], mode: str) -> set[str]:
    """Return the ends of the first stretch of a way that only `mode` goes on from there."""
    arcs = {arc.id: arc for arc in instance.arcs}
    modes = {each.id: each for each in instance.modes}
    for arc in (arcs[each] for each in way):
        if seconds_of(arc, modes[mode], flooded=False) < CLOSED:
            return {arc.tail, arc.head}
    return set()


def _followers(instance: Instance, trips: Sequence[Trip]) -> list[CostLine]:
    """Days of what follows vehicles with too few seats, where its price is known."""
    price = follow_price(instance)
    short = {each.id for each in instance.vehicles if seats_short(instance, each)}
    mine = [trip for trip in trips if trip.vehicle in short and trip.echelon in ESCORTED]
    if price is None or not mine:
        return []
    name, count = price.name or "Kendaraan pengiring", _days(mine)
    said = price.source.by
    return [CostLine(price.id, name, count, "hari", price.rupiah, count * price.rupiah, said)]


def _guards(instance: Instance, trips: Sequence[Trip]) -> list[CostLine]:
    """Nights on guard, by their price; a store is guarded once a night, however full it is."""
    stores, waiting = stores_of(instance), nights_of(instance, trips)
    nights: Counter[int] = Counter()
    for place, count in waiting.items():
        store = stores[place]
        if store.guard or store.verdict is Verdict.FAILED:
            nights[store.guard] += count
    return [
        CostLine(
            "guard",
            "Jaga malam",
            count,
            NIGHT,
            price,
            count * price,
            _guard_source(instance, price, [stores[place] for place in waiting]),
        )
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


def _guard_source(instance: Instance, price: int, stores: Sequence[Store]) -> str:
    """Return who said what a night on guard costs: the stores, else the list of prices."""
    said = [each.source.by for each in stores if each.guard == price]
    said += [
        each.source.by for each in instance.prices if each.unit == NIGHT and each.rupiah == price
    ]
    return ", ".join(dict.fromkeys(filter(None, said)))
