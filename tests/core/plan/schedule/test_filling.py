"""Full vehicles: fewer trips where two loads seldom fit into one."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.plan.schedule.filling import filled
from tepat.core.plan.schedule.routing import Offer, Question, Task

TRUCK = Offer("truk", 0, 9, 14_000, 3_500, 19_000, 360, 1_080, 600, 1, 0, 30, "truk@0")


def asked(*litres: int, offer: Offer = TRUCK, minutes: int = 30) -> Question:
    """Places as far from each other as from the warehouse."""
    size = len(litres) + 1
    table = np.full((size, size), minutes, dtype=np.int64)
    np.fill_diagonal(table, 0)
    tasks = tuple(Task(at + 1, each, each // 10, 20, 0, 10_000) for at, each in enumerate(litres))
    return Question(((0.0, 0.0),) * size, tasks, (offer,), {"truk@0": table}, {"truk@0": table})


def test_loads_that_fill_a_truck_together_go_together() -> None:
    found = filled(asked(5_000, 6_000, 7_000, 7_000, 8_000, 9_000))

    assert sorted(sorted(leg.tasks) for leg in found.legs) == [[0, 5], [1, 4], [2, 3]]
    assert found.feasible


def test_what_is_too_far_is_left() -> None:
    found = filled(asked(5_000, minutes=600))

    assert found.left == (0,)
    assert not found.legs
    assert not found.feasible


@given(st.lists(st.integers(100, 14_000), max_size=20), st.integers(1, 9), st.integers(1, 3))
@settings(max_examples=50, deadline=None)
def test_every_trip_fits_and_nothing_goes_twice(litres: list[int], count: int, trips: int) -> None:
    offer = Offer("truk", 0, count, 14_000, 3_500, 19_000, 360, 1_080, 600, trips, 0, 30, "truk@0")
    question = asked(*litres, offer=offer)

    found = filled(question)

    brought = [task for leg in found.legs for task in leg.tasks]
    assert sorted([*brought, *found.left]) == list(range(len(litres)))
    for leg in found.legs:
        assert sum(litres[task] for task in leg.tasks) <= 14_000
        assert leg.starts + 30 + 30 * (len(leg.tasks) + 1) + 20 * len(leg.tasks) <= 960
        assert 1 <= leg.unit <= count
    assert all(sum(leg.unit == unit for leg in found.legs) <= trips for unit in range(1, count + 1))
