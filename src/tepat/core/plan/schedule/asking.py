"""From a regency to a routing question: rupiah, nights on guard and risk in the matrices.

Entering a place on a day by a vehicle costs the way, the guard of its store for the nights
until the last one, and the risk that is charged for trying it then and so. Escorts, crews and
changes of modes are in the price of a day, a kilometre or a departure. Money is in hundreds of
rupiah inside a question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.keeping import stores_of
from tepat.core.plan.instance.values import MINUTES_A_DAY, Desa, Instance, Store, Vehicle, Verdict
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.risk.judging import homes
from tepat.core.plan.schedule.costs import extra_of, priced
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.routing import Money, Offer, Question, Task

MONEY_UNIT: Final = 100
NOT_SO: Final = 10**9
"""What is charged, in units of money, for what must not be."""

Charges = Mapping[tuple[str, int], NDArray[np.int64]]
"""By profile and day, rupiah of risk for entering each place, [places]."""


@dataclass(frozen=True, slots=True)
class Again:
    """One vehicle that was out on `day`: what is left of its working day, which is paid.

    `starts` is when loading can begin, a moment of the axis; `shift` are minutes.
    """

    vehicle: str
    unit: int
    day: int
    starts: int
    shift: int
    trips: int


def question(
    instance: Instance,
    travel: Travel,
    lots: Sequence[Lot],
    charges: Charges,
    slack: Sequence[int],
    again: Sequence[Again] = (),
) -> Question:
    """Return what the solver is asked; `slack` minutes before dusk all is done, by day.

    Vehicles in `again` are offered beside those that are available.
    """
    at = {node.id: (node.lat, node.lon) for node in instance.nodes}
    nodes = {each.id: each.node for each in instance.warehouses}
    nodes |= {each.code: each.keeper.node for each in instance.kecamatan}
    nodes |= {each.code: each.node for each in instance.desa}
    anywhere = at[instance.warehouses[0].node]  # of a place that is not asked for
    points = tuple(at[nodes[place]] if place in nodes else anywhere for place in travel.places)
    closes = {desa.code: instance.targets.pps for desa in instance.desa}
    tasks = tuple(
        Task(
            lot.place, lot.litres, lot.kg, lot.unload, 0, closes.get(lot.code, instance.targets.ppk)
        )
        for lot in lots
    )
    offers: list[Offer] = []
    costs: dict[str, Money] = {}
    minutes: dict[str, Money] = {}
    for each in warehouse_vehicles(instance):
        vehicle = priced(instance, each)
        for day in range(len(instance.days)):
            back = [each for each in again if (each.vehicle, each.day) == (vehicle.id, day)]
            if vehicle.available[day] > 0 or back:
                offer = _offer(instance, travel, vehicle, day, slack[day])
                offers += [offer] if offer.count > 0 else []
                offers += [_once_more(offer, each) for each in back if each.starts < offer.ends]
                costs[offer.profile] = _costs(instance, travel, vehicle, day, charges)
                minutes[offer.profile] = travel.minutes(vehicle.profile).astype(np.int64)
    return Question(points, tasks, tuple(offers), costs, minutes)


def until(instance: Instance, last: int) -> Instance:
    """Return `instance` with nothing driving after the day `last`."""
    vehicles = tuple(
        replace(
            each, available=(*each.available[: last + 1],) + (0,) * len(each.available[last + 1 :])
        )
        for each in instance.vehicles
    )
    return replace(instance, vehicles=vehicles)


def warehouse_vehicles(instance: Instance) -> list[Vehicle]:
    """Return the vehicles that start at a warehouse."""
    home, warehouses = homes(instance), {each.id for each in instance.warehouses}
    return [vehicle for vehicle in instance.vehicles if home[vehicle.id] in warehouses]


def _offer(instance: Instance, travel: Travel, vehicle: Vehicle, day: int, slack: int) -> Offer:
    light = instance.days[day].light
    home = homes(instance)[vehicle.id]
    warehouse = next(each for each in instance.warehouses if each.id == home)
    return Offer(
        vehicle.id,
        day,
        vehicle.available[day],
        vehicle.litres,
        vehicle.kg,
        vehicle.day_price // MONEY_UNIT,
        day * MINUTES_A_DAY + max(warehouse.opens, light[0]),
        day * MINUTES_A_DAY + min(light[1] - slack, warehouse.closes),
        vehicle.shift,
        vehicle.most_trips,
        travel.places.index(home),
        warehouse.load_minutes,
        f"{vehicle.id}@{day}",
    )


def _once_more(offer: Offer, again: Again) -> Offer:
    return replace(
        offer,
        count=1,
        fixed=0,
        starts=max(again.starts, offer.starts),
        shift=again.shift,
        most_trips=again.trips,
        unit=again.unit,
    )


def way_money(travel: Travel, vehicle: Vehicle) -> Money:
    """Return rupiah of driving between places, [places, places]; NOT_SO rupiah for no way."""
    metres = travel.metres(vehicle.profile).astype(np.int64)
    minutes = travel.minutes(vehicle.profile).astype(np.int64)
    money = metres * vehicle.km_price // 1000 + minutes * vehicle.hour_price // 60
    driven: Money = np.where(minutes >= UNREACHABLE, NOT_SO * MONEY_UNIT, money)
    return driven


def _costs(
    instance: Instance, travel: Travel, vehicle: Vehicle, day: int, charges: Charges
) -> Money:
    money = way_money(travel, vehicle)
    depot = travel.places.index(homes(instance)[vehicle.id])
    money[depot] += extra_of(instance, vehicle).trip
    entering = np.zeros(len(travel.places), dtype=np.int64)
    index = {place: number for number, place in enumerate(travel.places)}
    for code, store in stores_of(instance).items():
        entering[index[code]] = store_money(instance, store, day)
    for desa in instance.desa:
        if _is_blocked_all_day(instance, desa, day):
            entering[index[desa.code]] = NOT_SO * MONEY_UNIT
    if (vehicle.profile, day) in charges:
        entering = entering + charges[vehicle.profile, day]
    costs: Money = (money + entering[None, :]) // MONEY_UNIT
    return costs


def store_money(instance: Instance, store: Store, day: int) -> int:
    """Return rupiah of guarding goods brought on `day`; a sum nobody pays where they must not lie.

    The last night before the vote is guarded anyway and is not counted.
    """
    nights = len(instance.days) - 1 - day
    if nights and store.verdict is Verdict.FAILED:
        return NOT_SO * MONEY_UNIT
    return nights * store.guard


def _is_blocked_all_day(instance: Instance, desa: Desa, day: int) -> bool:
    light = instance.days[day].light
    start, end = (day * MINUTES_A_DAY + each for each in light)
    return any(window.start <= start and window.end >= end for window in desa.blocked)
