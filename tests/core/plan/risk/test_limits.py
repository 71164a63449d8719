"""What no plan can beat: counted by hand where small, never beaten where large."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.adapters import routing_cch
from tepat.core.plan.hazard.scenarios import drier, sample
from tepat.core.plan.instance.journey import Purpose
from tepat.core.plan.instance.values import Instance, Verdict
from tepat.core.plan.risk.judging import judge
from tepat.core.plan.risk.limits import limits
from tepat.core.plan.schedule.values import Echelon, Plan, Stop, Trip
from tests.core.plan.risk.test_judging import HILIR, HULU, plan_of, regency
from tests.regencies import regency as drawn

SCENARIOS = 20_000


def most(instance: Instance, desa: str = HULU) -> float:
    found = limits(instance, routing_cch.travel(instance), SCENARIOS, seed=3)
    return {each.desa: each.ppm / 1e6 for each in found.desa}[desa]


def test_a_desa_behind_a_flood_is_reachable_on_the_first_dry_day() -> None:
    instance = regency()

    assert most(instance) == pytest.approx(1 - 0.5**3, abs=0.01)
    assert most(instance, HILIR) == 1
    found = limits(instance, routing_cch.travel(instance), SCENARIOS, seed=3)
    assert [each.desa for each in found.impossible(instance)] == [HULU]
    assert found.is_impossible_for_all(instance)


def test_a_day_without_a_vehicle_is_no_day() -> None:
    instance = regency()
    truck = replace(instance.vehicles[0], available=(0, 1, 0))

    assert most(replace(instance, vehicles=(truck,))) == pytest.approx(0.5, abs=0.01)


def test_a_store_that_failed_leaves_the_last_day_only() -> None:
    instance = regency()
    hilir, hulu = instance.desa
    failed = replace(hulu, store=replace(hulu.store, verdict=Verdict.FAILED))

    assert most(replace(instance, desa=(hilir, failed))) == pytest.approx(0.5, abs=0.01)


def test_a_load_larger_than_all_that_can_come_is_impossible_on_dry_roads_too() -> None:
    instance = regency(flood=(0, 0, 0), spare=0)
    hilir, hulu = instance.desa
    large = replace(hulu, litres=3 * 10_000 + 1, boxes=40)

    assert most(replace(instance, desa=(hilir, large))) == 0
    assert most(replace(instance, desa=(hilir, replace(large, litres=30_000)))) == 1


def test_what_no_vehicle_reaches_in_daylight_is_impossible() -> None:
    instance = regency(flood=(0, 0, 0))
    short = tuple(replace(day, light=(360, 420)) for day in instance.days)

    assert most(replace(instance, days=short)) == 0


def test_a_vehicle_at_the_ppk_reaches_what_was_kept_there() -> None:
    instance = regency()
    own = replace(instance.vehicles[0], id="ppk", warehouse="99.01.01")
    far = replace(instance.vehicles[0], available=(1, 0, 0))

    assert most(replace(instance, vehicles=(far, own))) == pytest.approx(1 - 0.5**3, abs=0.01)
    failed = replace(
        instance.kecamatan[0], store=replace(instance.desa[0].store, verdict=Verdict.FAILED)
    )
    nothing_kept = replace(instance, vehicles=(far, own), kecamatan=(failed,))
    assert most(nothing_kept) == pytest.approx(0.5, abs=0.01)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32 - 1))
def test_no_plan_is_surer_than_the_limit_in_any_desa_or_in_all(seed: int) -> None:
    instance = drawn(seed=seed % 5, desa=12, tps=30, zones=11, days=4)
    travel = routing_cch.travel(instance)
    plan = _any_plan(instance, seed)

    judged = judge(instance, travel, plan, 1_500, seed=7)
    found = limits(instance, travel, 1_500, seed=7)

    assert judged.all_ppm <= found.all_ppm
    for mine, best in zip(judged.desa, found.desa, strict=True):
        assert mine.ppm <= best.ppm, mine.desa


def _any_plan(instance: Instance, seed: int) -> Plan:
    """Every desa by some vehicle that holds its boxes on some day, in trips of one stop."""
    draw = np.random.Generator(np.random.PCG64(seed))
    used: dict[tuple[str, int], int] = {}
    trips = []
    for desa in instance.desa:
        for _ in range(20):
            vehicle = instance.vehicles[int(draw.integers(2))]
            day = int(draw.integers(len(instance.days)))
            unit = used.get((vehicle.id, day), 0) + 1
            fits = desa.litres <= vehicle.litres and desa.kg <= vehicle.kg
            if unit <= vehicle.available[day] and fits:
                break
        else:
            continue
        used[vehicle.id, day] = unit
        stop = Stop(desa.code, 0, 0, desa.boxes, desa.litres, desa.kg, 0)
        start = day * 1440 + 360 + 45
        origin = instance.warehouses[0].id
        trips.append(
            Trip(
                f"{day}-{vehicle.id}-{unit}",
                Echelon.DIRECT,
                vehicle.id,
                unit,
                day,
                origin,
                start,
                0,
                0,
                (stop,),
            )
        )
    return plan_of(*trips)


def test_rare_floods_become_drier_and_never_wetter() -> None:
    hazard = drawn(zones=12, days=5).hazard
    states = sample(hazard, 5, 4_000, seed=1)

    fewer = drier(states, 40)

    assert len(np.unique(fewer)) <= 40 < len(np.unique(states))
    assert not (fewer & ~states).any()


def test_of_the_way_back_nothing_is_called_impossible() -> None:
    instance = regency()
    back = replace(instance, journey=replace(instance.journey, purpose=Purpose.RETURN))

    found = limits(back, routing_cch.travel(back), 1_000, seed=3)

    assert found.impossible(back) == ()
    assert not found.is_impossible_for_all(back)
