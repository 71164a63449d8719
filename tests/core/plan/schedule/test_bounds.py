"""The bound is below every plan there is: all of them where few, many drawn ones where not."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.adapters import routing_cch, vrp
from tepat.core.plan.instance.values import Instance, Price
from tepat.core.plan.network.times import Travel
from tepat.core.plan.risk.limits import Ground
from tepat.core.plan.schedule.bounds import bound, guards
from tepat.core.plan.schedule.costs import cost_lines
from tepat.core.plan.schedule.effort import Effort
from tepat.core.plan.schedule.lots import Lot
from tepat.core.plan.schedule.making import as_plan, explore
from tepat.core.plan.schedule.trips import trip_of
from tepat.core.plan.schedule.values import Chance, Echelon, Trip, Verdicts
from tests.core.plan.risk.test_judging import HILIR, HULU
from tests.core.plan.risk.test_judging import regency as tiny
from tests.regencies import regency


def few(seed: int) -> tuple[Instance, Travel]:
    """Four desa, two trucks, one long day; nothing starts at a PPK."""
    instance = regency(seed=seed, desa=4, tps=24, zones=1, days=1)
    items = (
        Price("escort", "Regu", "hari", 300_000),
        Price("supervisor", "Pengawas", "perjalanan", 50_000),
        Price("porter", "Bongkar muat", "kotak", 4_000),
    )
    truck = replace(instance.vehicles[0], available=(2,), litres=4_500, hour_price=20_000)
    long = tuple(replace(day, light=(360, 1_380)) for day in instance.days)
    truck = replace(truck, shift=1_020)
    instance = replace(instance, days=long, vehicles=(truck,), prices=items)
    return instance, routing_cch.travel(instance)


def partitions(items: Sequence[int]) -> Iterator[list[list[int]]]:
    """Every way to part `items` into trips."""
    if not items:
        yield []
        return
    for rest in partitions(items[1:]):
        yield [[items[0]], *rest]
        for at in range(len(rest)):
            yield [*rest[:at], [items[0], *rest[at]], *rest[at + 1 :]]


def cost_of(
    instance: Instance, travel: Travel, parts: list[list[int]], units: Sequence[int]
) -> int:
    """Rupiah of one plan, -1 where a trip is too full or a vehicle has not the hours."""
    vehicle = instance.vehicles[0]
    home = travel.places.index(instance.warehouses[0].id)
    trips: list[Trip] = []
    clock = {1: 405, 2: 405}
    for part, unit in zip(parts, units, strict=True):
        desa = [instance.desa[at] for at in part]
        if sum(each.litres for each in desa) > vehicle.litres:
            return -1
        if sum(each.kg for each in desa) > vehicle.kg:
            return -1
        lots = [
            Lot(
                each.code,
                travel.places.index(each.code),
                each.litres,
                each.kg,
                each.boxes,
                each.unload,
            )
            for each in desa
        ]
        trip = trip_of(
            instance, travel, vehicle.id, unit, 0, home, clock[unit], lots, Echelon.DIRECT
        )
        clock[unit] = trip.end + 45
        trips.append(trip)
        if trip.end > instance.days[0].light[1]:
            return -1
    return sum(line.rupiah for line in cost_lines(instance, trips, travel))


@pytest.mark.parametrize("seed", range(6))
def test_no_plan_of_four_desa_costs_less(seed: int) -> None:
    instance, travel = few(seed)
    best = min(
        cost
        for parts in partitions(range(4))
        for ordered in product(*(permutations(part) for part in parts))
        for units in product((1, 2), repeat=len(parts))
        if (cost := cost_of(instance, travel, [list(each) for each in ordered], units)) >= 0
    )

    lowest = bound(instance, travel)

    assert 0 < lowest <= best


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_drawn_plan_by_any_vehicle_costs_less(seed: int) -> None:
    instance = regency(seed=seed % 4, desa=14, tps=40, zones=3, days=3)
    travel = routing_cch.travel(instance)
    draw = np.random.Generator(np.random.PCG64(seed))
    home = travel.places.index(instance.warehouses[0].id)
    trips = []
    for unit, desa in enumerate(instance.desa, start=1):
        vehicle = instance.vehicles[int(draw.integers(3))]
        day, place = int(draw.integers(3)), travel.places.index(desa.code)
        parts = max(-(-desa.litres // vehicle.litres), -(-desa.kg // vehicle.kg))
        for part in range(parts):
            litres = desa.litres * (part + 1) // parts - desa.litres * part // parts
            lot = Lot(desa.code, place, litres, desa.kg // parts, desa.boxes // parts, desa.unload)
            start = day * 1440 + 405
            trips.append(
                trip_of(instance, travel, vehicle.id, unit, day, home, start, [lot], Echelon.DIRECT)
            )

    assert bound(instance, travel) <= sum(
        line.rupiah for line in cost_lines(instance, trips, travel)
    )


def test_no_round_of_the_search_costs_less() -> None:
    instance = regency(seed=2, desa=30, tps=90, zones=4, days=4)
    travel = routing_cch.travel(instance)
    effort = Effort(rounds=8, iterations=80, scenarios=1_000, unseen=1_000, states=64)

    rounds = explore(instance, travel, vrp.Solver(), 1, effort)

    lowest = bound(instance, travel)
    whole = [each for each in rounds if not each.left]
    assert whole
    assert 0 < lowest <= min(each.rupiah for each in whole)
    for each in whole:
        plan = as_plan(instance, travel, each, 1, effort)
        assert lowest <= plan.bound <= plan.rupiah


def test_a_sure_desa_is_guarded_from_the_last_day_that_is_sure_enough() -> None:
    instance = tiny(flood=(0, 0, 0.3))
    store = replace(instance.desa[1].store, guard=200_000)
    instance = replace(instance, desa=(instance.desa[0], replace(instance.desa[1], store=store)))
    ground = Ground(instance, routing_cch.travel(instance), 5_000, 3)

    def told(ppm: int) -> Verdicts:
        chances = (Chance(HILIR, 1_000_000, 0, 0, False), Chance(HULU, ppm, 0, 0, False))
        return Verdicts(5_000, 3, 0, 0, 0, chances)

    assert guards(ground, told(1_000_000)) == 200_000
    assert guards(ground, told(700_000)) == 0


def test_a_desa_that_nothing_reaches_bears_nothing() -> None:
    instance = tiny()
    dry = replace(instance, arcs=instance.arcs[:1])
    priced = tuple(replace(each, day_price=1_000_000) for each in dry.vehicles)

    found = bound(replace(dry, vehicles=priced), routing_cch.travel(dry))

    assert 0 < found <= 1_000_000
