"""What a chance is worth: other guesses of the floods, and said against seen."""

from dataclasses import replace

from tepat.adapters import routing_cch
from tepat.core.plan.risk.calibration import reliability
from tepat.core.plan.risk.curve import scaled, under_other_guesses
from tepat.core.plan.risk.judging import judge
from tepat.core.plan.schedule.values import Chance, Verdicts
from tests.core.plan.risk.test_judging import HILIR, HULU, plan_of, regency, trip


def test_twice_the_water_is_less_sure_and_half_is_surer() -> None:
    instance = regency(flood=(0.3, 0.3, 0.3))
    plan = plan_of(trip(1, HILIR, HULU))

    [half], [told], [twice] = under_other_guesses(
        instance, routing_cch.travel(instance), [plan], seed=3, scenarios=4_000
    )

    assert half > told > twice


def test_no_probability_grows_beyond_one() -> None:
    assert scaled(regency(flood=(0.8, 0.1, 0)).hazard, 2).zones[0].probability == (1.0, 0.2, 0.0)


def test_what_was_said_with_one_seed_is_seen_with_another() -> None:
    instance = regency()
    travel, plan = routing_cch.travel(instance), plan_of(trip(1, HILIR, HULU))
    said, seen = (judge(instance, travel, plan, 20_000, seed) for seed in (3, 4))

    bins = reliability(said, seen)

    assert [each.desa for each in bins] == [1, 1]
    assert all(abs(each.predicted - each.observed) < 15_000 for each in bins)


def test_a_boast_does_not_agree_with_what_was_seen() -> None:
    seen = Verdicts(10_000, 2, 0, 0, 0, (Chance("a", 900_000, 0, 0, rough=False),))
    boast = replace(seen, desa=(Chance("a", 995_000, 0, 0, rough=False),))

    [each] = reliability(boast, seen)

    assert not each.agrees
