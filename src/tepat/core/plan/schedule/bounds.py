"""Rupiah that no plan can go below.

Each desa bears at least its share of what brings it. A trip drives at least out to each of its
stops and back, shared by how much of the vehicle the stop fills (the radial bound of Haimovich
and Rinnooy Kan, Mathematics of Operations Research 10, 1985), and comes to each stop from
somewhere; a vehicle and day is shared by what it can carry in its trips and by the minutes it
can work. Any mix of these shares is a bound; the largest of a few mixes is taken. Where nothing
starts at a PPK the ways of all trips also hang together, so they are at least a spanning tree.

A desa that meets its target also has to be tried on a day from which on it is reachable surely
enough, and its goods are guarded from then on: that is added for plans as sure as the one
beside which the bound stands. All of it is counted for the cheapest, so it is never too high.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from tepat.core.plan.instance.values import Desa, Instance, Vehicle
from tepat.core.plan.network.times import UNREACHABLE, Travel
from tepat.core.plan.risk.chances import MILLION
from tepat.core.plan.risk.judging import homes
from tepat.core.plan.risk.limits import Ground
from tepat.core.plan.schedule.costs import NOT_COUNTED, Extra, extra_of
from tepat.core.plan.schedule.values import Verdicts

_CARRY: Final = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""How much of the price of a day is shared by what is carried; the rest by minutes of work."""
_RADIAL: Final = (0.0, 0.5, 1.0)
"""How much of the way is shared by loads; the rest by coming to each stop."""

Money = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Kind:
    """What one kind of vehicle costs at least over all places, from its home."""

    vehicle: Vehicle
    extra: Extra
    out_and_back: Money
    entering: Money
    minutes: Money
    """Out and back, [places]."""
    minutes_in: Money
    between: Money
    """Rupiah from place to place, infinite where no way is."""
    works: int
    """Minutes that one can drive and unload on its longest day."""

    def day_money(self) -> int:
        return self.vehicle.day_price + self.extra.day

    def share(
        self, at: int, litres: int, unload: int, mix: tuple[float, float], is_own_stop: bool = True
    ) -> float:
        """Return the least that bringing `litres` to `at` adds, by one mix of shares."""
        carry, radial = mix
        full = litres / self.vehicle.litres
        near = (1 - radial) if is_own_stop else 0.0
        way = radial * full * self.out_and_back[at] + near * self.entering[at]
        work = unload + radial * full * self.minutes[at] + near * self.minutes_in[at]
        day = carry * full / self.vehicle.most_trips + (1 - carry) * work / self.works
        return float(way + full * self.extra.trip + self.day_money() * day)


def bound(instance: Instance, travel: Travel) -> int:
    """Return rupiah that supplying all desa that can be reached costs at least, 0 unknown.

    Of the way back, which may drive at night, none is known.
    """
    if instance.journey.is_back:
        return 0
    kinds = _kinds(instance, travel)
    if not kinds:
        return 0
    mixes = [(carry, radial) for carry in _CARRY for radial in _RADIAL]
    best = max(sum(_least(instance, travel, kinds, mix)) for mix in mixes)
    far = [each for each in kinds if _is_far(instance, each.vehicle)]
    if len(far) == len(kinds):
        best = max(best, _tree(instance, travel, kinds))
    return max(0, int(best + _constant(instance)) - len(instance.vehicles) * 3)


def guards(ground: Ground, verdicts: Verdicts) -> int:
    """Return rupiah of guards that desa which meet their target need at least.

    `ground` and `verdicts` are of the same scenarios.
    """
    target = round(ground.instance.targets.desa * MILLION)
    sure = {each.desa for each in verdicts.desa if each.ppm >= target}
    last = len(ground.instance.days) - 1
    total = 0
    for desa in ground.instance.desa:
        if desa.code in sure and desa.store.guard:
            total += desa.store.guard * (last - _latest(ground, desa, target))
    return total


def _latest(ground: Ground, desa: Desa, target: int) -> int:
    """Return the last day on which a first try still leaves `desa` reachable surely enough."""
    last = len(ground.instance.days) - 1
    for day in range(last, 0, -1):
        seen = ground.carried(desa, day) >= max(1, desa.litres)
        if int(seen.sum()) * MILLION >= target * ground.count:
            return day
    return 0


def _least(
    instance: Instance, travel: Travel, kinds: list[_Kind], mix: tuple[float, float]
) -> Iterator[float]:
    """For each desa that something reaches: the least it bears."""
    index = {place: at for at, place in enumerate(travel.places)}
    for desa in instance.desa:
        at, ppk = index[desa.code], index[desa.kecamatan]
        options = [
            each.share(at, desa.litres, desa.unload, mix)
            for each in kinds
            if _is_far(instance, each.vehicle) and np.isfinite(each.out_and_back[at])
        ]
        trunks = [
            each.share(ppk, desa.litres, 0, mix, is_own_stop=False)
            for each in kinds
            if _is_far(instance, each.vehicle) and np.isfinite(each.out_and_back[ppk])
        ]
        rounds = [
            each.share(at, desa.litres, desa.unload, mix)
            for each in kinds
            if each.vehicle.warehouse == desa.kecamatan and np.isfinite(each.out_and_back[at])
        ]
        if trunks and rounds:
            options.append(min(trunks) + min(rounds))
        if options:
            yield min(options)


def _tree(instance: Instance, travel: Travel, kinds: list[_Kind]) -> float:
    """A tree that joins the warehouses with all desa, the ways home, and vehicles by their load."""
    index = {place: at for at, place in enumerate(travel.places)}
    between = np.min([each.between for each in kinds], axis=0)
    between = np.minimum(between, between.T)
    backs = np.min([each.out_and_back for each in kinds], axis=0)
    desa = [each for each in instance.desa if np.isfinite(backs[index[each.code]])]
    if not desa:
        return 0.0
    starts = [index[each.id] for each in instance.warehouses]
    stops = [index[each.code] for each in desa]
    near = between[starts].min(axis=0)
    missing, total = set(stops), 0.0
    while missing:
        at = min(missing, key=lambda each: (near[each], each))
        missing.discard(at)
        total += float(near[at])
        near = np.minimum(near, between[at])
    largest = max(each.vehicle.litres for each in kinds)
    trips = -(-sum(each.litres for each in desa) // largest)
    home = float(between[starts][:, stops].min())
    return total + trips * home + max(_days(desa, kinds, carry) for carry in (0.0, 0.5, 1.0))


def _days(desa: list[Desa], kinds: list[_Kind], carry: float) -> float:
    return sum(
        min(
            each.day_money()
            * (
                carry * stop.litres / each.vehicle.litres / each.vehicle.most_trips
                + (1 - carry) * stop.unload / each.works
            )
            for each in kinds
        )
        for stop in desa
    )


def _kinds(instance: Instance, travel: Travel) -> list[_Kind]:
    home = homes(instance)
    return [
        _kind(instance, travel, vehicle, travel.places.index(home[vehicle.id]))
        for vehicle in instance.vehicles
        if any(vehicle.available) and vehicle.litres > 0
    ]


def _kind(instance: Instance, travel: Travel, vehicle: Vehicle, home: int) -> _Kind:
    extra = _sure_extra(instance, vehicle)
    minutes = travel.minutes(vehicle.profile).astype(np.float64)
    metres = travel.metres(vehicle.profile).astype(np.float64)
    money = metres * (vehicle.km_price + extra.km) / 1000
    money += minutes * (vehicle.hour_price + extra.hour) / 60
    shut = minutes >= UNREACHABLE
    money[shut] = np.inf
    minutes[shut] = np.inf
    np.fill_diagonal(money, 0.0)
    out, back = _shortest(money, home), _shortest(money.T, home)
    span = max(day.light[1] - day.light[0] for day in instance.days)
    return _Kind(
        vehicle,
        extra,
        out + back,
        _from_others(money),
        minutes[home] + minutes[:, home],
        _from_others(minutes),
        money,
        max(1, min(span, vehicle.shift)),
    )


def _from_others(table: Money) -> Money:
    """The least that coming to each place from another takes, 0 where another lies there too."""
    apart = table.copy()
    np.fill_diagonal(apart, np.inf)
    least: Money = apart.min(axis=0)
    return least


def _shortest(money: Money, start: int) -> Money:
    """Least rupiah from `start` to every place by way of any others: metres follow fast roads."""
    found = np.full(len(money), np.inf)
    found[start] = 0.0
    left = np.ones(len(money), dtype=np.bool_)
    for _ in range(len(money)):
        at = int(np.argmin(np.where(left, found, np.inf)))
        if not left[at] or not np.isfinite(found[at]):
            break
        left[at] = False
        found = np.minimum(found, found[at] + money[at])
    return found


def _sure_extra(instance: Instance, vehicle: Vehicle) -> Extra:
    """What items add at least: a team may escort several vehicles on one day."""
    extra = extra_of(instance, vehicle, _is_far(instance, vehicle))
    teams = sum(
        price.rupiah
        for price in instance.prices
        if price.unit == "hari"
        and price.id.partition(":")[0] == "escort"
        and price.id.partition(":")[2] in ("", vehicle.id)
    )
    day = extra.day - (teams if _is_far(instance, vehicle) else 0)
    return Extra(day, extra.trip, extra.km, extra.hour)


def _constant(instance: Instance) -> int:
    """Items that every plan pays: once, and for each box that anything brings."""
    boxes = sum(desa.boxes for desa in instance.desa)
    by_unit = {"kotak": boxes, "sekali": 1}
    return sum(
        price.rupiah * by_unit.get(price.unit, 0)
        for price in instance.prices
        if price.id not in (*NOT_COUNTED, "escort", "supervisor") and ":" not in price.id
    )


def _is_far(instance: Instance, vehicle: Vehicle) -> bool:
    """Tell whether a vehicle starts at a warehouse."""
    return homes(instance)[vehicle.id] in {each.id for each in instance.warehouses}
