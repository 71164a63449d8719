"""Past floods: how often, and hour by hour."""

from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.hazard.history import (
    FloodRecord,
    Frequency,
    changes,
    closed_by_hour,
    contributions,
    frequency,
    hours_of,
    merged,
    observed_days,
    zones,
)
from tepat.core.plan.instance.source import Source

WIB = timezone(timedelta(hours=7))
START = datetime(2017, 2, 20, tzinfo=WIB)
ARCHIVE = Source("arsip", "2017-02-23")


def hour(number: int) -> datetime:
    return START + timedelta(hours=number)


def record(name: str, *states: tuple[int, int]) -> FloodRecord:
    return FloodRecord(name, name, tuple((hour(at), state) for at, state in states))


WET = record("311-1", *((at, 2) for at in range(48)))
"""Two days on end."""
BRIEF = record("311-2", (30, 3), (31, 1))
"""One hour of the second day, then water of unknown depth."""


def test_a_day_is_flooded_where_any_hour_was() -> None:
    days = observed_days(hours_of([WET, BRIEF]))

    assert days == (date(2017, 2, 20), date(2017, 2, 21))
    assert frequency(WET, days) == Frequency(2, 2)
    assert frequency(BRIEF, days) == Frequency(1, 2)
    assert frequency(BRIEF, days, least=4) == Frequency(0, 2)


def test_a_day_seen_for_an_hour_is_not_an_observed_day() -> None:
    late = record("x", (48, 2))

    assert observed_days(hours_of([WET, late])) == (date(2017, 2, 20), date(2017, 2, 21))
    assert observed_days(hours_of([WET, late]), needed=1)[-1] == date(2017, 2, 22)


@given(st.integers(0, 400), st.integers(0, 400))
def test_laplace_is_never_sure_and_nears_the_share(flooded: int, dry: int) -> None:
    chance = Frequency(flooded, flooded + dry).probability

    assert 0 < chance < 1
    assert Frequency(flooded + 1, flooded + 1 + dry).probability > chance
    if flooded + dry:
        assert abs(chance - flooded / (flooded + dry)) <= 1 / (flooded + dry + 2) + 1e-9


def test_without_any_observation_the_chance_is_even() -> None:
    assert Frequency(0, 0).probability == 0.5


def test_ground_is_joined_as_wet_as_its_wettest() -> None:
    other = record("312-1", (0, 2))

    [first, second] = merged([other, BRIEF, WET], lambda name: name[:3])
    assert [first.id, second.id] == ["311", "312"]
    assert dict(first.states)[hour(30)] == 3
    assert dict(first.states)[hour(31)] == 2
    assert first == merged([WET, BRIEF], lambda name: name[:3])[0]


def test_zones_of_the_past_are_rough_and_tell_their_count() -> None:
    [wet, brief] = zones([WET, BRIEF], ARCHIVE, 3, observed_days(hours_of([WET])))

    assert wet.probability == (0.75,) * 3
    assert brief.probability == (0.5,) * 3
    assert (wet.source.by, wet.source.rough) == ("arsip", True)
    assert "banjir 1 dari 2 hari" in brief.source.note


def test_the_past_speaks_about_zones_that_are_there() -> None:
    said = contributions([WET, BRIEF], {"311-2": "low"}, ARCHIVE, 2, [date(2017, 2, 21)])

    assert [(each.kind, each.zone, each.day) for each in said] == [
        ("history", "low", 0),
        ("history", "low", 1),
    ]
    assert said[0].probability == pytest.approx(2 / 3)


def test_roads_close_and_open_hour_by_hour() -> None:
    arcs = {"311-1": ("b", "a"), "311-2": ("b", "c")}
    states = closed_by_hour([WET, BRIEF], arcs, [hour(each) for each in (29, 30, 31, 48)])

    assert [roads for _, roads in states] == [("a", "b"), ("a", "b", "c"), ("a", "b"), ()]
    assert [(each.hour, each.closed, each.opened) for each in changes(states)] == [
        (hour(29), ("a", "b"), ()),
        (hour(30), ("c",), ()),
        (hour(31), (), ("c",)),
        (hour(48), (), ("a", "b")),
    ]


@given(st.lists(st.frozensets(st.sampled_from("abcd"))))
def test_changes_lead_from_hour_to_hour(open_roads: list[frozenset[str]]) -> None:
    states = [(hour(at), tuple(sorted(roads))) for at, roads in enumerate(open_roads)]

    now, by_hour = set[str](), {each.hour: each for each in changes(states)}
    for at, roads in states:
        if at in by_hour:
            now = (now | set(by_hour[at].closed)) - set(by_hour[at].opened)
        assert sorted(now) == list(roads)
