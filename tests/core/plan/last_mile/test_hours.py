"""From the PPS to its TPS: every KPPS gets its goods once, in order, in time, by day."""

from collections import Counter
from dataclasses import replace
from itertools import pairwise, permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.plan.instance.carrying import Carrier
from tepat.core.plan.instance.values import Window
from tepat.core.plan.last_mile.hours import hand_out
from tepat.core.plan.last_mile.rounds import minutes_by
from tepat.core.plan.last_mile.values import Arrival, Errand, State, TpsList, TpsLoad, light_of
from tests.core.plan.last_mile.desa import (
    HOME,
    KNOWN,
    MIDNIGHT,
    MOTOR,
    PICKUP,
    clock,
    errand,
    ring,
)


def hold_together(asked: Errand, found: TpsList) -> None:
    """What must be true of every list."""
    assert not found.left
    assert [each.tps.code for each in sorted(found.handovers, key=lambda h: h.tps.code)] == sorted(
        each.code for each in asked.tps
    )
    assert [each.at for each in found.handovers] == sorted(each.at for each in found.handovers)
    for each in found.handovers:
        assert sum(part.boxes for part in each.parts) == each.tps.boxes
        for part in each.parts:
            assert part.leave - part.arrive == asked.rules.handover
    kinds = {each.id: each for each in asked.carriers}
    for run in found.runs:
        carrier = kinds[run.carrier]
        assert 1 <= run.unit <= carrier.count
        assert sum(halt.boxes for halt in run.halts) <= carrier.boxes
        assert not carrier.kg or sum(halt.kg for halt in run.halts) <= carrier.kg
        moments = [run.start, *(m for halt in run.halts for m in (halt.arrive, halt.leave))]
        assert all(a <= b for a, b in pairwise([*moments, run.end]))
    first = min(each.at for each in asked.arrivals) + asked.rules.sort
    assert all(run.start >= first for run in found.runs)
    by_unit: dict[tuple[str, int], list[tuple[int, int, int]]] = {}
    for run in found.runs:
        mine = by_unit.setdefault((run.carrier, run.unit), [])
        mine.append((run.number, run.start, run.end))
    for rows in by_unit.values():
        assert [number for number, *_ in sorted(rows)] == list(range(1, len(rows) + 1))
        assert all(a[2] <= b[1] for a, b in pairwise(sorted(rows)))


def test_two_motorcycles_bring_thirteen_tps_their_boxes_on_the_day_before() -> None:
    asked = errand(ring(13), MOTOR)
    found = hand_out(asked)

    hold_together(asked, found)
    # One box at a time: twenty-six runs, shared by two.
    assert len(found.runs) == 26
    assert Counter(run.unit for run in found.runs) == {1: 13, 2: 13}
    assert all(len(each.parts) == 2 for each in found.handovers)
    assert {each.state for each in found.handovers} == {State.DAY}


def test_goods_wait_at_the_pps_until_the_last_day_of_light() -> None:
    found = hand_out(errand(ring(4), PICKUP, at=clock(0, 9)))

    assert [run.start for run in found.runs] == [clock(2, 6)]


def test_goods_that_may_not_stay_overnight_go_out_at_once() -> None:
    found = hand_out(errand(ring(4), PICKUP, at=clock(0, 9), at_once=True))

    assert [run.start for run in found.runs] == [clock(0, 9, 30)]


def test_what_one_day_does_not_hold_begins_the_day_before() -> None:
    asked = errand(ring(21, boxes=3), replace(MOTOR, count=3), at=clock(0, 9))
    found = hand_out(asked)

    hold_together(asked, found)
    assert min(run.start for run in found.runs) == clock(1, 6)
    assert {each.state for each in found.handovers} == {State.DAY}


def test_goods_that_come_at_five_in_the_afternoon_go_out_the_same_evening() -> None:
    asked = errand(ring(6), PICKUP, at=clock(2, 17))
    found = hand_out(asked)

    hold_together(asked, found)
    assert min(run.start for run in found.runs) == clock(2, 17, 30)
    # Waiting for light would pass the deadline, so the last ones sign in the dark.
    states = [each.state for each in found.handovers]
    assert states[0] is State.DAY
    assert states[-1] is State.NIGHT
    assert all(each.done <= MIDNIGHT for each in found.handovers)


def test_goods_that_come_in_the_dark_early_wait_for_light() -> None:
    found = hand_out(errand(ring(3), PICKUP, at=clock(2, 1)))

    assert [run.start for run in found.runs] == [clock(2, 6)]


def test_nobody_is_called_late_for_goods_that_come_in_time() -> None:
    asked = errand(ring(13, boxes=5), replace(MOTOR, count=1), at=clock(2, 17))
    found = hand_out(asked)

    hold_together(asked, found)
    late = {each.tps.code for each in found.late}
    assert late == {each.tps.code for each in found.handovers if each.done > MIDNIGHT}
    assert 0 < len(late) < 13


def test_a_night_is_worked_through_where_the_next_day_would_not_do() -> None:
    # Three days and nights of work from the noon of H-3 on, two carriers.
    asked = errand(ring(21, boxes=5), replace(MOTOR, count=2), at=clock(0, 12))
    found = hand_out(asked)

    hold_together(asked, found)
    assert not found.late
    assert {run.start // 1440 for run in found.runs if run.start % 1440 < 300} != set()


def test_the_order_of_the_tps_is_the_shortest_there_is() -> None:
    spots = [(3, 1), (1, 4), (-2, 2), (-3, -3), (2, -4), (4, 0)]
    tps = tuple(
        TpsLoad(f"99.01.01.2001-{at:03}", at, 2, 0, (HOME[0] + y / 100, HOME[1] + x / 100))
        for at, (x, y) in enumerate(spots, start=1)
    )
    asked = errand(tps, PICKUP)
    [run] = hand_out(asked).runs

    table = minutes_by(asked, PICKUP)

    def length(order: tuple[int, ...]) -> int:
        stops = [0, *(each + 1 for each in order), 0]
        return sum(int(table[a, b]) for a, b in pairwise(stops))

    least = min(length(order) for order in permutations(range(6)))
    assert length(tuple(halt.tps for halt in run.halts)) == least
    assert hand_out(asked).proved


def test_a_tps_across_the_river_without_a_point_gets_a_guess_of_minutes() -> None:
    across = TpsLoad("99.01.01.2001-004", 4, 2, 16, None)
    asked = errand((*ring(3), across), PICKUP)
    found = hand_out(asked)

    hold_together(asked, found)
    [run] = found.runs
    at = [halt.tps for halt in run.halts].index(3)
    before = run.halts[at - 1].leave if at else run.start + asked.rules.load
    assert run.halts[at].arrive - before == asked.rules.unknown


def test_a_desa_without_any_point_goes_by_number() -> None:
    tps = tuple(replace(each, point=None) for each in ring(5))
    found = hand_out(errand(tps, PICKUP))

    assert [each.tps.number for each in found.handovers] == [1, 2, 3, 4, 5]
    assert not found.proved


def test_two_loads_on_two_days_go_out_as_they_come() -> None:
    arrivals = (Arrival(clock(2, 8), 4), Arrival(clock(2, 13), 2))
    asked = errand(ring(3), PICKUP, arrivals=arrivals)
    found = hand_out(asked)

    hold_together(asked, found)
    by_number = {each.tps.number: each for each in found.handovers}
    assert by_number[2].at < clock(2, 13)
    assert by_number[3].parts[0].arrive >= clock(2, 13, 30)


def test_a_tps_at_friday_prayer_is_not_disturbed() -> None:
    prayer = Window(clock(2, 6), clock(2, 13), "salat Jumat")
    tps = (replace(ring(1)[0], blocked=(prayer,)),)
    [handover] = hand_out(errand(tps, PICKUP)).handovers

    assert handover.at == clock(2, 13)


@pytest.mark.parametrize("carriers", [(), (replace(MOTOR, count=0),), (replace(MOTOR, boxes=0),)])
def test_without_anything_that_carries_all_tps_are_left(carriers: tuple[Carrier, ...]) -> None:
    found = hand_out(errand(ring(3), *carriers))

    assert len(found.left) == 3
    assert not found.handovers


def test_without_goods_all_tps_are_left() -> None:
    assert len(hand_out(errand(ring(3), PICKUP, arrivals=())).left) == 3


def test_a_motorcycle_helps_the_pickup_where_the_time_is_short() -> None:
    slow = replace(PICKUP, boxes=4)
    alone = hand_out(errand(ring(9), slow, at=clock(2, 14, 30)))
    with_help = hand_out(errand(ring(9), slow, replace(MOTOR, boxes=2), at=clock(2, 14, 30)))

    assert len(with_help.dark) < len(alone.dark)
    assert {run.carrier for run in with_help.runs} == {"pikap", "motor"}


POINTS = st.one_of(st.none(), st.tuples(st.floats(-0.05, 0.05), st.floats(-0.05, 0.05)))


@st.composite
def errands(draw: st.DrawFn) -> Errand:
    tps = []
    for number in range(1, draw(st.integers(1, 9)) + 1):
        off = draw(POINTS)
        point = (HOME[0] + off[0], HOME[1] + off[1]) if off else None
        boxes = draw(st.integers(1, 6))
        tps.append(TpsLoad(f"99.01.01.2001-{number:03}", number, boxes, boxes * 8, point))
    carriers = [
        Carrier(
            f"c{at}",
            "Sepeda motor",
            draw(st.integers(1, 3)),
            draw(st.integers(1, 12)),
            draw(st.sampled_from([4.0, 15.0, 30.0])),
            draw(st.sampled_from([0, 8, 40])),
            source=KNOWN,
        )
        for at in range(draw(st.integers(1, 2)))
    ]
    boxes = sum(each.boxes for each in tps)
    first = draw(st.integers(0, boxes))
    moments = sorted(draw(st.tuples(*[st.integers(0, clock(2, 22))] * 2)))
    arrivals = (Arrival(moments[0], first), Arrival(moments[1], boxes - first))
    return errand(tuple(tps), *carriers, arrivals=arrivals, at_once=draw(st.booleans()))


@given(errands())
@settings(max_examples=60)
def test_every_tps_is_served_once_within_what_carries_and_never_before_its_goods(
    asked: Errand,
) -> None:
    found = hand_out(asked)

    hold_together(asked, found)
    assert found == hand_out(asked)
    for each in found.handovers:
        is_late = each.done > asked.deadline
        assert (each.state is State.LATE) == is_late
        if each.state is State.DAY:
            for part in each.parts:
                dawn, dusk = light_of(asked.days, part.arrive // 1440)
                assert dawn <= part.arrive
                assert part.leave <= dusk


@given(errands())
@settings(max_examples=30)
def test_goods_in_the_order_of_their_numbers_leave_after_they_came(asked: Errand) -> None:
    found = hand_out(asked)

    here = {each.tps.code: min(part.arrive for part in each.parts) for each in found.handovers}
    needed = 0
    for tps in asked.tps:
        needed += tps.boxes
        came = 0
        for arrival in asked.arrivals:
            came += arrival.boxes
            if came >= needed:
                assert here[tps.code] >= arrival.at + asked.rules.sort
                break
