"""Rounds from a PPK: the cheapest there are, proved against trying everything."""

from itertools import pairwise, permutations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.plan.schedule.rounds import MOST_EXACT, Kind, TooMany, best
from tepat.core.plan.schedule.sharing import INFINITE


def kind(costs: list[list[int]], litres: int = 10, fixed: int = 5, longest: int = 10**6) -> Kind:
    table = np.array(costs, dtype=np.int64)
    return Kind("motor", litres, 10**6, fixed, longest, table, table)


def tried(kinds: list[Kind], litres: list[int]) -> int:
    """The least cost by trying every order cut at every place; -1 where nothing fits."""
    stops = len(litres)
    least = INFINITE
    for order in permutations(range(stops)):
        for cuts in range(1 << (stops - 1)):
            trips, current = [], [order[0]]
            for at in range(1, stops):
                if cuts >> (at - 1) & 1:
                    trips.append(current)
                    current = []
                current.append(order[at])
            trips.append(current)
            least = min(least, sum(cheapest(kinds, litres, trip) for trip in trips))
    return least if least < INFINITE else -1


def cheapest(kinds: list[Kind], litres: list[int], trip: list[int]) -> int:
    found = [INFINITE]
    for each in kinds:
        path = [0, *(stop + 1 for stop in trip), 0]
        spent = sum(int(each.minutes[a, b]) for a, b in pairwise(path))
        if sum(litres[stop] for stop in trip) <= each.litres and spent <= each.longest:
            cost = sum(int(each.costs[a, b]) for a, b in pairwise(path))
            found.append(cost + each.fixed)
    return min(found)


@given(st.data())
@settings(max_examples=40)
def test_no_other_rounds_are_cheaper(data: st.DataObject) -> None:
    stops = data.draw(st.integers(1, 5))
    table = st.lists(
        st.lists(st.integers(1, 60), min_size=stops + 1, max_size=stops + 1),
        min_size=stops + 1,
        max_size=stops + 1,
    )
    litres = data.draw(st.lists(st.integers(1, 8), min_size=stops, max_size=stops))
    kinds = [
        kind(data.draw(table), data.draw(st.integers(4, 16)), data.draw(st.integers(0, 40)))
        for _ in range(data.draw(st.integers(1, 2)))
    ]

    found = best(kinds, litres, [0] * stops, [0] * stops)

    assert found.cost == tried(kinds, litres)
    if found.cost >= 0:
        assert sorted(stop for trip in found.trips for stop in trip.stops) == list(range(stops))


def test_what_fits_on_nothing_is_said() -> None:
    assert best([kind([[0, 1], [1, 0]], litres=3)], [4], [0], [0]).cost == -1


def test_a_trip_ends_before_dark() -> None:
    line = [[0, 30, 60], [30, 0, 30], [60, 30, 0]]
    in_one, in_two = (best([kind(line, longest=n)], [1, 1], [0, 0], [10, 10]) for n in (140, 139))

    assert len(in_one.trips) == 1
    assert len(in_two.trips) == 2


def test_more_stops_than_can_be_proved_are_refused() -> None:
    many = MOST_EXACT + 1
    with pytest.raises(TooMany, match="at most 13"):
        best([kind([[0] * (many + 1)] * (many + 1))], [1] * many, [0] * many, [0] * many)


@given(st.data())
@settings(max_examples=60)
def test_loads_of_one_stop_are_brought_as_cheaply_as_any_stops(data: st.DataObject) -> None:
    stops = data.draw(st.integers(1, 3))
    copies = [data.draw(st.integers(2, 3)), *[1] * (stops - 1)]
    if stops == 3 and data.draw(st.booleans()):
        copies = [2, 2, 1]
    table = np.array(
        data.draw(
            st.lists(
                st.lists(st.integers(1, 60), min_size=stops + 1, max_size=stops + 1),
                min_size=stops + 1,
                max_size=stops + 1,
            )
        )
    )
    litres = [
        data.draw(st.integers(6, 10) if count > 1 else st.integers(1, 10)) for count in copies
    ]
    fixed = data.draw(st.integers(0, 40))
    expanded = [stop for stop, count in enumerate(copies) for _ in range(count)]
    at = [0, *(stop + 1 for stop in expanded)]

    found = best([kind(table.tolist(), fixed=fixed)], litres, [0] * stops, [0] * stops, copies)

    every = [kind(table[np.ix_(at, at)].tolist(), fixed=fixed)]
    assert found.cost == tried(every, [litres[stop] for stop in expanded])
    assert found.proved
    assert sorted(stop for trip in found.trips for stop in trip.stops) == expanded


def test_a_load_takes_no_more_along_than_there_are_loads() -> None:
    # Three small stops lie beside the large one, which is wanted twice.
    table = [[0 if a == b else (1 if a and b else 50) for b in range(5)] for a in range(5)]
    litres = [6, 4, 4, 4]

    found = best([kind(table, fixed=0)], litres, [0] * 4, [0] * 4, [2, 1, 1, 1])

    at = [0, 1, 1, 2, 3, 4]
    every = np.array(table)[np.ix_(at, at)].tolist()
    assert found.cost == tried([kind(every, fixed=0)], [6, 6, 4, 4, 4])


def test_loads_that_could_share_a_trip_are_refused() -> None:
    with pytest.raises(TooMany, match="share"):
        best([kind([[0, 1], [1, 0]])], [5], [0], [0], [2])


@given(st.data())
@settings(max_examples=60)
def test_what_is_called_proved_is_cheapest_also_where_days_are_short(data: st.DataObject) -> None:
    stops = data.draw(st.integers(1, 4))
    costs, minutes = (
        np.array(
            data.draw(
                st.lists(
                    st.lists(st.integers(1, 60), min_size=stops + 1, max_size=stops + 1),
                    min_size=stops + 1,
                    max_size=stops + 1,
                )
            )
        )
        for _ in range(2)
    )
    short = Kind("motor", 10, 10**6, 5, data.draw(st.integers(40, 160)), costs, minutes)
    litres = data.draw(st.lists(st.integers(1, 6), min_size=stops, max_size=stops))

    found = best([short], litres, [0] * stops, [0] * stops)

    least = tried([short], litres)
    if found.proved:
        assert found.cost == least
    else:
        assert found.cost < 0 or found.cost >= least
    for trip in found.trips:
        path = [0, *(stop + 1 for stop in trip.stops), 0]
        assert sum(int(minutes[a, b]) for a, b in pairwise(path)) <= short.longest
