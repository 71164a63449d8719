"""Hazards that cannot be: said with place and next step, and the rest is planned with."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.hazard.checks import REST, mended, problems_with
from tepat.core.plan.hazard.scenarios import MOST_ZONES, sample
from tepat.core.plan.instance.values import Hazard, Instance, Zone
from tepat.core.problems import Code
from tepat.core.sentences import sentence
from tests.core.plan.hazard.grounds import ground, zone


def codes(instance: Instance) -> list[Code]:
    return [each.code for each in problems_with(instance)]


def test_sound_hazards_stay_as_they_are() -> None:
    assert mended(ground()) == (ground(), [])


@pytest.mark.parametrize(
    ("wrong", "used"), [(5.0, 1.0), (-0.2, 0.0), (float("nan"), 1.0), (float("-inf"), 0.0)]
)
def test_a_probability_outside_its_range_names_zone_and_day(wrong: float, used: float) -> None:
    right, [problem] = mended(ground(zone("low", 0.1, 0.1, wrong, 0.1), zone("high")))

    assert problem.code is Code.HAZARD_PROBABILITY
    assert problem.facts["zone"] == "low"
    assert "H-5" in sentence(problem)
    assert right.hazard.zones[0].probability == (0.1, 0.1, used, 0.1)


def test_a_zone_has_one_probability_for_each_day() -> None:
    short, [problem] = mended(ground(zone("low", 0.1, 0.3), zone("high")))
    assert problem.facts == {"zone": "low", "got": 2, "wanted": 4}
    assert short.hazard.zones[0].probability == (0.1, 0.3, 0.3, 0.3)

    empty = Zone("high", "", ())
    assert mended(ground(zone("low"), empty))[0].hazard.zones[1].probability == (0.0,) * 4
    assert codes(ground(zone("low"), zone("high", *[0.1] * 5))) == [Code.HAZARD_DAYS]


@pytest.mark.parametrize("wrong", [-0.1, 1.5, float("nan")])
def test_bonds_outside_their_range_are_said(wrong: float) -> None:
    assert codes(ground(correlation=wrong)) == [Code.HAZARD_CORRELATION]
    assert codes(ground(persistence=wrong)) == [Code.HAZARD_PERSISTENCE]
    right, _ = mended(ground(correlation=wrong, persistence=wrong))
    assert 0 <= right.hazard.correlation <= 1
    assert 0 <= right.hazard.persistence <= 1


def test_a_zone_without_roads_is_a_warning() -> None:
    [problem] = problems_with(ground(zone("low"), zone("high"), zone("sea")))

    assert problem.code is Code.HAZARD_ZONE_EMPTY
    assert problem.is_warning
    assert problem.facts == {"zone": "sea"}


def test_a_road_in_an_unknown_zone_is_taken_as_dry() -> None:
    right, [problem] = mended(ground(zone("low")))

    assert problem.facts == {"arc": "c-d", "zone": "high"}
    assert [arc.zone for arc in right.arcs] == ["low", "low", "", ""]


def test_the_first_of_two_equal_zones_is_used() -> None:
    right, [problem] = mended(ground(zone("low", *[0.2] * 4), zone("low"), zone("high")))

    assert problem.code is Code.HAZARD_ZONE_TWICE
    assert [each.id for each in right.hazard.zones] == ["low", "high"]
    assert right.hazard.zones[0].probability[0] == 0.2


def test_too_many_zones_are_joined_and_none_gets_drier() -> None:
    """All arcs but one lie in the zones that flood least."""
    crowd = [zone(f"zona-{number:03}", *[number / 100] * 4) for number in range(80)]
    instance = ground(zone("low", *[0.9] * 4), zone("high", *[0.0] * 4), *crowd)
    named = replace(
        instance, arcs=tuple(replace(arc, zone=arc.zone or "zona-005") for arc in instance.arcs)
    )

    right, problems = mended(named)

    assert Code.HAZARD_ZONES_MANY in [each.code for each in problems]
    assert len(right.hazard.zones) == MOST_ZONES
    before = {each.id: each.probability for each in named.hazard.zones}
    after = {each.id: each.probability for each in right.hazard.zones}
    for old, new in zip(named.arcs, right.arcs, strict=True):
        assert all(a <= b for a, b in zip(before[old.zone], after[new.zone], strict=True))
    assert [arc.zone for arc in right.arcs] == ["low", "low", REST, REST]


ANY = st.floats(allow_nan=True, allow_infinity=True)


@given(st.lists(st.lists(ANY, max_size=6), max_size=70), ANY, ANY)
def test_whatever_is_written_can_be_drawn_after_mending(
    chances: list[list[float]], correlation: float, persistence: float
) -> None:
    made = tuple(Zone(str(at % 66), "", tuple(each)) for at, each in enumerate(chances))
    instance = replace(ground(), hazard=Hazard(made, correlation, persistence))

    right, _ = mended(instance)

    assert sample(right.hazard, 4, 3, seed=1).shape == (3, 4)
    assert {arc.zone for arc in right.arcs} <= {zone.id for zone in right.hazard.zones} | {""}
    again = [each.code for each in problems_with(right)]
    assert set(again) <= {Code.HAZARD_ZONE_EMPTY}
