"""Other journeys over the same ground keep its roads and change what is brought, and when."""

from dataclasses import replace
from datetime import date

import pytest

from tepat.core.plan.instance.values import Day
from tepat.core.plan.schedule.subsets import again, only, way_back
from tests.regencies import regency

REGENCY = regency(desa=12, tps=40)
TWO = (Day("H+1", date(2029, 2, 15)), Day("H+2", date(2029, 2, 16)))
DEADLINE = 1440 + 18 * 60


def test_every_box_comes_back() -> None:
    back = way_back(REGENCY, TWO, DEADLINE, litres_a_box=96, kg_a_box=6)

    assert [each.boxes for each in back.desa] == [each.boxes for each in REGENCY.desa]
    assert all(each.litres == each.boxes * 96 for each in back.desa)
    assert all(len(each.available) == 2 for each in back.vehicles)
    assert all(len(zone.probability) == 2 for zone in back.hazard.zones)
    assert (back.targets.pps, back.arcs) == (DEADLINE, REGENCY.arcs)


def test_a_vote_held_again_brings_a_part_and_never_less_than_a_whole_box() -> None:
    first = REGENCY.desa[0]
    psu = again(REGENCY, {first.code: 1}, TWO, DEADLINE)

    [desa] = psu.desa
    assert desa.tps == 1
    assert desa.boxes == -(-first.boxes // first.tps)
    assert 0 < desa.litres <= first.litres


def test_a_desa_of_another_regency_is_named() -> None:
    with pytest.raises(KeyError, match=r"12\.34"):
        again(REGENCY, {"12.34": 1}, TWO, DEADLINE)


def test_some_desa_alone() -> None:
    codes = {each.code for each in REGENCY.desa[:3]}
    assert {each.code for each in only(REGENCY, codes).desa} == codes


def test_nothing_of_the_regency_itself_changes() -> None:
    before = replace(REGENCY)
    way_back(REGENCY, TWO, DEADLINE, 96, 6)
    assert before == REGENCY
