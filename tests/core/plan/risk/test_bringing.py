"""Idle vehicles bring again what was missed: the same as a person would count, hour by hour."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.core.plan.instance.values import Day, Vehicle, Window
from tepat.core.plan.risk.bringing import UNITS, Goods, Idle

LOAD, DUSK = 30, 1080
DAY = Day("H-1", date(2029, 2, 13))
TRUCK = Vehicle("truk", "Truk", ("truk",), (2,), 1_000, 500, shift=600, most_trips=3)
FAR = 32_000


def goods(place: int, litres: int = 400, deadline: int = 10**6) -> Goods:
    return Goods(place, litres, litres // 10, 20, deadline)


def ways(*minutes: tuple[int, ...]) -> np.ndarray:
    """One flood: minutes between home (0) and places."""
    return np.array([minutes], dtype=np.int16)


def brought(idle: Idle, units: int, *wanted: Goods) -> tuple[list[bool], int]:
    done, rows = idle.nothing(1), np.zeros(1, dtype=np.int64)
    found = [
        bool(idle.bring(done, units, idle.way(each), rows, np.zeros(1, dtype=np.int64))[0])
        for each in wanted
    ]
    return found, int(done[UNITS, 0])


def test_two_desa_on_one_road_go_on_one_trip() -> None:
    idle = Idle(TRUCK, ways((0, 200, 220), (200, 0, 20), (220, 20, 0)), 0, LOAD, 0, DAY)

    assert brought(idle, 1, goods(1), goods(2)) == ([True, True], 1)
    assert brought(idle, 1, goods(1, 700), goods(2, 700)) == ([True, False], 1), "no room"
    assert brought(idle, 2, goods(1, 700), goods(2, 700)) == ([True, True], 2)


def test_a_vehicle_comes_back_for_more_as_often_as_its_day_allows() -> None:
    near = ways((0, 60, 60), (60, 0, 120), (60, 120, 0))
    idle = Idle(TRUCK, near, 0, LOAD, 0, DAY)

    full = goods(1, 900)
    assert brought(idle, 1, full, full, full, full) == ([True, True, True, False], 1)
    assert brought(idle, 2, full, full, full, full) == ([True] * 4, 2)


def test_what_is_more_than_one_trip_goes_in_parts() -> None:
    near = ways((0, 60), (60, 0))
    idle = Idle(TRUCK, near, 0, LOAD, 0, DAY)

    assert brought(idle, 1, goods(1, 2_900)) == ([True], 1)
    assert brought(idle, 1, goods(1, 3_100)) == ([False], 0)
    assert brought(idle, 2, goods(1, 3_100), goods(1, 900)) == ([True, True], 2)


def test_a_closed_place_and_a_deadline_are_waited_for_and_kept() -> None:
    near = ways((0, 60), (60, 0))
    idle = Idle(TRUCK, near, 0, LOAD, 0, DAY)
    friday = replace(goods(1), blocked=(Window(400, 960, "Salat Jumat"),))

    assert brought(idle, 1, friday) == ([False], 0), "after it the shift is over"
    assert brought(idle, 1, replace(friday, blocked=(Window(400, 600, "Salat Jumat"),)))[0] == [
        True
    ]
    assert brought(idle, 1, goods(1, deadline=440))[0] == [False]
    assert brought(idle, 1, goods(1, deadline=450))[0] == [True]


def test_every_trip_of_a_day_comes_while_the_place_takes_goods() -> None:
    """Trips of 170 minutes: at the place at 7:30, 10:20 and 13:10."""
    idle = Idle(TRUCK, ways((0, 60), (60, 0)), 0, LOAD, 0, DAY)
    three, noon = goods(1, 2_900), Window(11 * 60, 12 * 60, "Pasar")

    assert brought(idle, 1, replace(three, deadline=13 * 60)) == ([False], 0), "the third is late"
    assert brought(idle, 1, replace(three, deadline=13 * 60 + 10)) == ([True], 1)
    assert brought(idle, 1, replace(three, blocked=(noon,))) == ([True], 1)
    at_ten = (Window(10 * 60, 11 * 60, "Pasar"),)
    assert brought(idle, 1, replace(three, blocked=at_ten)) == ([False], 0)
    assert brought(idle, 3, replace(three, blocked=at_ten)) == ([True], 3), "one trip by each"
    two = replace(goods(1, 1_900), blocked=(Window(13 * 60, 14 * 60, "Pasar"),))
    again = replace(goods(1, 1_900), blocked=(Window(10 * 60, 11 * 60, "Pasar"),))
    assert brought(idle, 1, goods(1), two) == ([True, False], 1), (
        "the second of them is not in time"
    )
    assert brought(idle, 1, goods(1), again) == ([True, False], 1), "nor the first of them"


def test_the_last_of_some_trips_has_no_more_room_than_one_vehicle() -> None:
    """Two loads that are light for their size, then one as heavy as a vehicle carries."""
    idle = Idle(TRUCK, ways((0, 60, 65), (60, 0, 5), (65, 5, 0)), 0, LOAD, 0, DAY)
    light, heavy = goods(1, 1_500), replace(goods(2, 400), kg=500)

    assert brought(idle, 1, replace(light, kg=100), heavy) == ([True, True], 1), "a third trip"
    short = Idle(
        replace(TRUCK, most_trips=2), ways((0, 60, 65), (60, 0, 5), (65, 5, 0)), 0, LOAD, 0, DAY
    )
    assert brought(short, 1, replace(light, kg=100), heavy) == ([True, False], 1)
    assert brought(short, 1, replace(light, kg=100), replace(heavy, kg=466)) == ([True, True], 1)


def test_nobody_leaves_before_the_gate_opens() -> None:
    near = ways((0, 60), (60, 0))
    idle = Idle(TRUCK, near, 0, LOAD, 0, DAY, (10 * 60, 12 * 60 + 49))

    assert brought(idle, 1, goods(1)) == ([False], 0), "it comes home at 12:50"
    idle = Idle(TRUCK, near, 0, LOAD, 0, DAY, (10 * 60, 12 * 60 + 50))
    assert brought(idle, 1, goods(1)) == ([True], 1)
    assert brought(idle, 1, goods(1, deadline=11 * 60 + 29)) == ([False], 0)


@dataclass
class Person:
    """Counts along with one kind of vehicle, one desa after the other."""

    idle: np.ndarray
    units: int
    begun: int = 0
    trips: int = 0
    clock: int = 0
    place: int = 0
    litres: int = 0
    kg: int = 0

    def brings(self, wanted: Goods) -> bool:
        table = self.idle[0]
        start = DAY.light[0]
        end = min(DAY.light[1], start + TRUCK.shift)
        out, back = int(table[0, wanted.place]), int(table[wanted.place, 0])
        trip = LOAD + out + wanted.unload + back
        if self.begun and wanted.litres <= self.litres and wanted.kg <= self.kg:
            there = self.clock + int(table[self.place, wanted.place])
            if there <= wanted.deadline and there + wanted.unload + back <= end:
                self.clock, self.place = there + wanted.unload, wanted.place
                self.litres, self.kg = self.litres - wanted.litres, self.kg - wanted.kg
                return True
        home = self.clock + int(table[self.place, 0])
        again = home + LOAD + out
        in_time = again <= wanted.deadline and home + trip <= end
        if self.begun and self.trips < TRUCK.most_trips and in_time:
            self._go(wanted, again, self.trips + 1)
            return True
        dawn = start + LOAD + out
        if self.begun < self.units and dawn <= wanted.deadline and start + trip <= end:
            self.begun += 1
            self._go(wanted, dawn, 1)
            return True
        return False

    def _go(self, wanted: Goods, there: int, trips: int) -> None:
        self.trips, self.clock, self.place = trips, there + wanted.unload, wanted.place
        self.litres, self.kg = TRUCK.litres - wanted.litres, TRUCK.kg - wanted.kg


@given(
    st.lists(st.lists(st.integers(1, 400), min_size=4, max_size=4), min_size=4, max_size=4),
    st.lists(
        st.tuples(st.integers(1, 3), st.integers(1, 1_000), st.integers(400, 1_100)), max_size=12
    ),
    st.integers(1, 3),
)
@settings(max_examples=200, deadline=None)
def test_a_person_counts_the_same(
    table: list[list[int]], wanted: list[tuple[int, int, int]], units: int
) -> None:
    minutes = np.array([table], dtype=np.int16)
    for at in range(4):
        minutes[0, at, at] = 0
    idle, person = Idle(TRUCK, minutes, 0, LOAD, 0, DAY), Person(minutes, units)
    lots = [goods(place, litres, deadline) for place, litres, deadline in wanted]

    assert brought(idle, units, *lots)[0] == [person.brings(each) for each in lots]


def test_what_no_road_reaches_uses_up_nothing() -> None:
    idle = Idle(TRUCK, ways((0, FAR, 60), (FAR, 0, FAR), (60, FAR, 0)), 0, LOAD, 0, DAY)

    assert brought(idle, 1, goods(1), goods(2)) == ([False, True], 1)
