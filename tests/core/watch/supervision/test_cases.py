"""Stages of temuan and laporan, what they lack, and their numbers."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.watch.supervision.cases import (
    NEXT,
    SHOWN,
    Lack,
    Sort,
    Stage,
    Step,
    Told,
    check_order,
    lacking,
    number_of,
    standing_of,
)

NOW = datetime(2024, 11, 20, 3, tzinfo=UTC)


def steps(*stages: Stage | None) -> list[Step]:
    begun = NOW - timedelta(days=9)
    return [Step(begun + timedelta(days=n), stage) for n, stage in enumerate(stages)]


def test_a_laporan_goes_through_kajian_and_pleno_to_its_end() -> None:
    way = (
        Stage.RECEIVED,
        Stage.INITIAL,
        Stage.REGISTERED,
        Stage.STUDY,
        Stage.PLENO,
        Stage.DECIDED,
        Stage.DONE,
    )
    stage = Stage.DRAFT
    for each in way:
        assert each in NEXT[Sort.LAPORAN][stage]
        stage = each
    done = standing_of(Sort.LAPORAN, steps(*way))
    assert not done.is_open
    assert done.mark == len(SHOWN)
    assert done.next == ()


@given(data=st.data(), sort=st.sampled_from(list(Sort)))
def test_every_way_ends_and_every_stage_has_a_mark(data: st.DataObject, sort: Sort) -> None:
    stage, gone = Stage.DRAFT, 0
    while NEXT[sort][stage] and gone < 40:
        stage = data.draw(st.sampled_from(NEXT[sort][stage]))
        gone += 1
        assert any(stage in stages for stages in SHOWN)
        assert stage is Stage.DONE or Stage.DONE in _reachable(sort, stage)


def _reachable(sort: Sort, stage: Stage) -> set[Stage]:
    found, left = set(), [stage]
    while left:
        for each in NEXT[sort][left.pop()]:
            if each not in found:
                found.add(each)
                left.append(each)
    return found


def test_what_was_reached_once_starts_no_clock_anew() -> None:
    course = standing_of(
        Sort.TEMUAN, steps(Stage.REGISTERED, Stage.STUDY, Stage.PLENO, Stage.STUDY, None)
    )
    assert course.course.since["study"] == NOW - timedelta(days=8)
    assert course.is_extended
    assert not course.may_extend, "once is all the law has"
    assert len(course.course.stays["study"]) == 2


@pytest.mark.parametrize("stage", [Stage.STUDY, Stage.REGISTERED])
def test_a_temuan_needs_no_reporter_and_a_laporan_does(stage: Stage) -> None:
    full = dict.fromkeys(("has_accused", "has_place", "has_time", "has_story"), True)
    told = Told(Sort.LAPORAN, **full, has_evidence=True, is_in_time=False)
    assert lacking(told) == [Lack.REPORTER, Lack.ADDRESS, Lack.LATE]
    assert lacking(Told(Sort.TEMUAN, **full)) == [Lack.EVIDENCE]
    assert stage in {each for rows in NEXT.values() for nexts in rows.values() for each in nexts}


def test_steps_stand_in_the_order_of_their_times() -> None:
    known = steps(Stage.RECEIVED)
    assert check_order(known, NOW, NOW)
    assert not check_order(known, known[0].at - timedelta(minutes=1), NOW)
    assert not check_order(known, NOW + timedelta(minutes=1), NOW)


def test_a_number_with_an_unset_part_says_so() -> None:
    pattern = "{nomor}/{jenis}/{pemilihan}/Kab/{wilayah}/{bulan}/{tahun}"
    made = number_of(pattern, 11, Sort.TEMUAN, NOW, {"pemilihan": "PB", "wilayah": ""})
    assert made == "011/TM/PB/Kab/?/XI/2024"
