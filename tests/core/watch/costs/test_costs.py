"""Costs: the plan shared out to legs, the same work compared, and nothing lost on the way."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.adapters.cost_files import cost_kinds
from tepat.core.plan.schedule.costs import Group
from tepat.core.plan.schedule.values import CostLine, Echelon, Plan, Stop, Trip, Verdicts
from tepat.core.watch.costs.kinds import read_kinds
from tepat.core.watch.costs.legs import halt_name, planned_by_work, shares
from tepat.core.watch.costs.ratios import Planned, Same, Spent, costs_of, same_work
from tests.plan_papers import many

VEHICLES = Group.VEHICLES.value


@given(
    st.integers(0, 10**10),
    st.dictionaries(st.text("abcdef", min_size=1, max_size=3), st.integers(0, 10**7), min_size=1),
)
def test_shares_lose_nothing(rupiah: int, weights: dict[str, int]) -> None:
    found = shares(rupiah, weights)
    assert sum(found.values()) == (rupiah if sum(weights.values()) else 0)
    assert all(share >= 0 for share in found.values())


def test_the_plan_shared_out_to_legs_adds_up_to_the_plan() -> None:
    plan, instance = many(stops=5, trips=3)
    found = planned_by_work(plan, instance)
    assert found
    assert sum(found.values()) == sum(line.rupiah for line in plan.costs)
    names = {halt_name(trip.id, stop.place) for trip in plan.trips for stop in trip.stops}
    assert {name for name, heading in found if heading == VEHICLES} <= names


PLANNED = Planned(
    {("A", "Kendaraan"): 100, ("A", "Bongkar"): 50, ("B", "Kendaraan"): 70},
    {"A": "99.01.01", "B": "99.01.02"},
    {"99.01.01": 150, "99.01.02": 70},
)
AREAS = ("99.01.01", "99.01.02")
COUNTS = {"99.01.01": (10, 5), "99.01.02": (4, 0)}
SERVED = {"99.01.01": (4, 2)}


def test_only_what_was_recorded_of_done_work_is_compared() -> None:
    spent = [
        Spent("A", "Kendaraan", "99.01.01", 80),
        Spent("A", "Kendaraan", "99.01.01", 30),
        Spent("B", "Kendaraan", "99.01.02", 60),
        Spent("SJ-9", "Kendaraan", "99.01.02", 500),
    ]
    sums = costs_of(AREAS, spent, PLANNED, {"A", "SJ-9"}, COUNTS, SERVED)
    assert sums.recorded.tolist() == [110, 560, 670]
    assert sums.compared.tolist() == [110, 0, 110]
    assert sums.planned.tolist() == [100, 0, 100], "what nobody typed is no saving"
    assert sums.biaya[0] == pytest.approx(1.1)
    assert math.isnan(sums.biaya[1])
    assert sums.efektif.tolist() == pytest.approx([0.5, 0.0, 5 / 14])
    assert sums.efisien[0] == pytest.approx((110 / 2) / (100 / 4)), "of the typed loads alone"
    assert math.isnan(sums.efisien[1]), "nothing was typed there"
    same = same_work(spent, PLANNED, {"A", "SJ-9"})
    assert same["99.01.01", "Kendaraan"] == Same(110, 100, 1, 1)
    assert same["99.01.01", "Bongkar"] == Same(0, 0, 0, 1), "waits for its costs"


def test_a_cost_that_the_plan_did_not_have_makes_the_leg_dearer() -> None:
    spent = [Spent("A", "Kendaraan", "99.01.01", 90), Spent("A", "Perahu", "99.01.01", 30)]
    sums = costs_of(AREAS, spent, PLANNED, {"A"}, COUNTS, SERVED)
    assert sums.biaya[0] == pytest.approx(1.2)


def test_a_price_per_box_is_shared_by_boxes() -> None:
    plan, instance = many(stops=1)
    stops = (
        Stop("99.01.01.1001", 0, 0, 1, 0, 0, 0),
        Stop("99.01.01.2002", 0, 0, 3, 0, 0, 0),
    )
    trip = Trip("T", Echelon.DIRECT, "x", 1, 0, "w", 0, 60, 1000, stops)
    line = CostLine("porter", "Kuli", 4, "kotak", 1000, 4000)
    made = Plan("h", 1, (trip,), (line,), 4000, 0, Verdicts(0, 0, 0, 0, 0, ()))
    found = planned_by_work(made, instance)
    assert sorted(found.values()) == [1000, 3000]
    assert plan.trips


def test_the_kinds_that_ship_have_a_heading_each(tmp_path: object) -> None:
    kinds = cost_kinds(tmp_path)  # type: ignore[arg-type]
    assert {"hire", "fuel", "porter", "boat", "guard"} <= {each.code for each in kinds}
    with pytest.raises(ValueError, match="code"):
        read_kinds([{"code": "x", "name": {"id": "x", "en": "x"}, "heading": "Lain-lain"}] * 2)
