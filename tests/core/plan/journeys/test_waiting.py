"""More time for a way back: what water holds up comes home once it is gone."""

from dataclasses import replace

import pytest

pytest.importorskip("pyvrp", reason="the solver is not installed")

from tepat.adapters import vrp
from tepat.core.plan.instance.longer import later
from tepat.core.plan.instance.values import MINUTES_A_DAY, Hazard, Instance, Zone
from tepat.core.plan.journeys import fetching, waiting
from tepat.core.plan.schedule.choosing import best_of
from tepat.core.plan.schedule.values import Plan
from tepat.core.plan.why.reasons import Fix, explanations
from tests.core.plan.journeys.test_fetching import BACK, EFFORT, travel_of


def wet(chance: float) -> Instance:
    """Return the way back over ground that floods, by vehicles that pass no water."""
    zones = tuple(
        Zone(z.id, z.name, (chance,) * len(BACK.days), z.source) for z in BACK.hazard.zones
    )
    modes = tuple(replace(each, flooded=0.0) for each in BACK.modes)
    return replace(BACK, hazard=Hazard(zones, 0.5, 0.5), modes=modes)


def planned(instance: Instance) -> Plan:
    travel = travel_of(instance)
    rounds = fetching.explore(instance, travel, vrp.Solver(), 1, EFFORT)
    return fetching.as_plan(instance, travel, best_of(instance, rounds), 1, EFFORT)


def test_days_more_move_all_deadlines_and_nothing_that_is_known() -> None:
    longer = later(BACK, 2, 3)

    assert [day.label for day in longer.days[len(BACK.days) :]] == [
        "H+7",
        "H+8",
        "H+9",
        "H+10",
        "H+11",
    ]
    assert longer.targets.ppk - BACK.targets.ppk == 2 * MINUTES_A_DAY
    assert longer.journey.recap - BACK.journey.recap == 2 * MINUTES_A_DAY
    assert longer.targets.pps - BACK.targets.pps == 5 * MINUTES_A_DAY
    assert longer.journey.ready == BACK.journey.ready
    for mine, theirs in zip(longer.hazard.zones, BACK.hazard.zones, strict=True):
        assert mine.probability[: len(BACK.days)] == theirs.probability
        assert len(mine.probability) == len(longer.days)
    assert all(len(each.available) == len(longer.days) for each in longer.vehicles)


def test_where_water_goes_more_days_are_named_with_what_they_bring() -> None:
    instance = wet(0.4)
    plan = planned(instance)
    assert plan.verdicts.all_ppm < 900_000

    help_ = waiting.waited(
        instance, travel_of(instance), vrp.Solver(), plan, ((2, 0), (3, 4)), EFFORT
    )
    assert help_ is not None
    assert help_.ppm > plan.verdicts.all_ppm + 50_000
    text, english = waiting.said(plan, help_)
    assert "Yang menolong adalah waktu" in text
    assert "H+" in english


def test_a_way_back_that_meets_its_target_is_told_nothing() -> None:
    instance = wet(0.0)
    plan = planned(instance)

    assert waiting.waited(instance, travel_of(instance), vrp.Solver(), plan) is None


def test_nobody_is_told_to_fetch_boxes_before_the_count() -> None:
    instance = wet(0.4)
    told = explanations(instance, travel_of(instance), planned(instance))

    assert told
    assert not {Fix.EARLIER, Fix.INSPECT} & {each.fix for each in told}
