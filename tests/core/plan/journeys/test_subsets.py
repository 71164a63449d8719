"""Other journeys over the same ground keep its roads and change what is brought, and when."""

from dataclasses import replace
from datetime import date

import pytest

from tepat.core.plan.instance import reading, writing
from tepat.core.plan.instance.journey import Journey, Purpose
from tepat.core.plan.journeys.subsets import (
    Back,
    again,
    counted,
    only,
    problems_with,
    read_tps,
    way_back,
)
from tepat.core.problems import Code, Refused
from tests.regencies import regency

REGENCY = regency(desa=12, tps=40)
VOTE = date(2029, 2, 14)
AGAIN = date(2029, 2, 20)
PSU = Journey(Purpose.PSU, AGAIN, decision="21/PL.02.6-Kpt/6309/2029", reason="kotak dibuka")


def test_every_box_comes_back() -> None:
    back = way_back(REGENCY, VOTE, Back(), box=(96, 6))

    assert [each.boxes for each in back.desa] == [each.boxes for each in REGENCY.desa]
    assert all(each.litres == each.boxes * 96 for each in back.desa)
    assert [day.label for day in back.days[:2]] == ["H", "H+1"]
    assert back.days[0].date == VOTE
    assert all(len(each.available) == len(back.days) for each in back.vehicles)
    assert back.arcs == REGENCY.arcs
    assert back.journey.occasion == "return-2029-02-14"


def test_without_a_size_what_comes_back_is_as_large_as_what_was_brought() -> None:
    back = way_back(REGENCY, VOTE, Back())
    assert [each.litres for each in back.desa] == [each.litres for each in REGENCY.desa]


def test_boxes_do_not_leave_before_they_are_there() -> None:
    with pytest.raises(Refused) as refused:
        way_back(REGENCY, VOTE, Back(ready=22 * 60, at_ppk=21 * 60))
    assert refused.value.problem.code is Code.BACK_ORDER


def test_a_vote_held_again_brings_a_part_and_never_less_than_a_whole_box() -> None:
    first = REGENCY.desa[0]
    psu = again(REGENCY, {first.code: 1}, PSU, 2)

    [desa] = psu.desa
    assert desa.tps == 1
    assert desa.boxes == -(-first.boxes // first.tps)
    assert 0 < desa.litres <= first.litres
    assert [day.date for day in psu.days] == [date(2029, 2, 18), date(2029, 2, 19)]
    assert psu.targets.pps == 2 * 1440 + 5 * 60
    assert {each.code for each in psu.kecamatan} == {first.kecamatan}


def test_one_kind_of_two_brings_half_of_the_boxes() -> None:
    first = REGENCY.desa[0]
    [both] = again(REGENCY, {first.code: 1}, PSU, 2).desa
    [one] = again(REGENCY, {first.code: 1}, PSU, 2, boxes=1).desa
    assert (both.boxes, one.boxes) == (2, 1)
    assert one.litres < both.litres


def test_floods_of_days_nobody_spoke_of_are_a_guess() -> None:
    for other in (way_back(REGENCY, VOTE, Back()), again(REGENCY, all_tps(), PSU, 3)):
        assert all(zone.source.rough for zone in other.hazard.zones)
        assert all(len(zone.probability) == len(other.days) for zone in other.hazard.zones)


@pytest.mark.parametrize("other", ["again", "back"])
def test_what_it_is_for_is_written_and_read(other: str) -> None:
    made = (
        again(REGENCY, all_tps(), PSU, 3) if other == "again" else way_back(REGENCY, VOTE, Back())
    )
    read = reading.read(writing.write(made))

    assert read.instance == made
    assert read.problems == []
    assert b"journey" not in writing.write(REGENCY)  # older names of instances stay


def test_codes_are_read_once_and_strange_words_are_named() -> None:
    assert read_tps("99.01.01.2001-002 99.01.01.2001-002;99.01.01.2001-001") == (
        "99.01.01.2001-001",
        "99.01.01.2001-002",
    )
    with pytest.raises(Refused) as refused:
        read_tps("99.01.01.2001-002, TPS 7")
    assert refused.value.problem.facts["tps"] == "TPS, 7"
    with pytest.raises(Refused):
        read_tps(" ")


def test_tps_are_counted_by_desa_and_a_desa_stands_for_all_of_its_own() -> None:
    first, second = REGENCY.desa[:2]
    found = counted(REGENCY, [f"{first.code}-001", second.code])

    assert found == {first.code: 1, second.code: second.tps}
    with pytest.raises(Refused) as refused:
        counted(REGENCY, ["12.34.56.7890-001"])
    assert refused.value.problem.code is Code.AGAIN_TPS
    with pytest.raises(Refused) as refused:
        counted(REGENCY, [f"{first.code}-{at:03}" for at in range(1, first.tps + 2)])
    assert refused.value.problem.code is Code.AGAIN_MANY


def test_a_day_before_the_vote_is_refused_and_one_long_after_is_told() -> None:
    with pytest.raises(Refused):
        problems_with(replace(PSU, vote=VOTE), VOTE)
    assert problems_with(PSU, VOTE) == []
    [late] = problems_with(replace(PSU, vote=date(2029, 2, 25)), VOTE)
    assert late.code is Code.AGAIN_LATE


def test_a_desa_of_another_regency_is_named() -> None:
    with pytest.raises(KeyError, match=r"12\.34"):
        again(REGENCY, {"12.34": 1}, PSU, 2)


def test_some_desa_alone_keep_their_ppk_and_its_vehicles() -> None:
    codes = {each.code for each in REGENCY.desa[:1]}
    part = only(REGENCY, codes)

    assert {each.code for each in part.desa} == codes
    [ppk] = part.kecamatan
    assert {each.warehouse for each in part.vehicles} == {"", ppk.code}


def test_nothing_of_the_regency_itself_changes() -> None:
    before = replace(REGENCY)
    way_back(REGENCY, VOTE, Back())
    assert before == REGENCY


def all_tps() -> dict[str, int]:
    return {each.code: each.tps for each in REGENCY.desa}
