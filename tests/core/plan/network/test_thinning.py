"""Maps made small: nothing a trip needs is lost."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.instance.values import Arc, Mode, Status
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.network.tables import Roads
from tepat.core.plan.network.thinning import joined_up, thinned
from tepat.core.plan.network.times import UNREACHABLE
from tests.core.plan.network.regency import TRUCK, node, regency

GRID = tuple(map(node, range(25)))


def arc(name: str, tail: int, head: int, road: str = "primary", **more: object) -> Arc:
    return replace(Arc(name, f"n{tail}", f"n{head}", 1000, road), **more)  # type: ignore[arg-type]


def roads(*arcs: Arc) -> Roads:
    at = {each.id: (each.lat, each.lon) for each in GRID}
    return Roads(GRID, arcs, {each.id: (at[each.tail], at[each.head]) for each in arcs})


def test_dead_ends_and_parts_without_a_place_are_left_out() -> None:
    found = joined_up(
        roads(arc("a", 0, 1), arc("stub", 1, 2), arc("tip", 2, 3), arc("island", 10, 11)),
        frozenset({"n0", "n1"}),
    )

    assert [each.id for each in found.arcs] == ["a"]
    assert [each.id for each in found.nodes] == ["n0", "n1"]
    assert found.shapes.keys() == {"a"}


def test_a_chain_becomes_one_arc_with_its_course_in_order() -> None:
    chain = roads(arc("a", 1, 0), arc("b", 1, 2), arc("c", 3, 2))
    found = joined_up(chain, frozenset({"n0", "n3"}))

    [made] = found.arcs
    course = found.shapes[made.id]
    points = [(each.lat, each.lon) for each in GRID[:4]]
    assert made.metres == 3000
    assert course == tuple(points if made.tail == "n0" else points[::-1])


@pytest.mark.parametrize(
    "other",
    [
        arc("b", 1, 2, road="track"),
        arc("b", 1, 2, zone="z"),
        arc("b", 1, 2, status=Status.CLOSED),
        arc("b", 1, 2, minutes={"truck": 5}),
        arc("b", 1, 2, oneway=True),
    ],
)
def test_what_is_not_alike_stays_apart(other: Arc) -> None:
    found = joined_up(roads(arc("a", 0, 1), other), frozenset({"n0", "n2"}))

    assert len(found.arcs) == 2


def test_surveyed_minutes_and_one_way_streets_add_up() -> None:
    one = arc("a", 0, 1, oneway=True, minutes={"truck": 4})
    two = arc("b", 1, 2, oneway=True, minutes={"truck": 6})
    found = joined_up(roads(two, one), frozenset({"n0", "n2"}))

    [made] = found.arcs
    assert (made.tail, made.head, made.oneway, made.minutes) == ("n0", "n2", True, {"truck": 10})


def test_streets_against_each_other_are_no_chain() -> None:
    against = [arc("a", 0, 1, oneway=True), arc("b", 2, 1, oneway=True)]

    assert len(joined_up(roads(*against), frozenset({"n0", "n2"})).arcs) == 2


@given(
    st.lists(
        st.tuples(
            st.integers(0, 24),
            st.integers(0, 24),
            st.sampled_from(["primary", "track"]),
            st.booleans(),
            st.sampled_from(["", "z"]),
        ),
        max_size=40,
    ),
    st.lists(st.integers(0, 24), min_size=2, max_size=5, unique=True),
)
def test_no_way_between_places_changes(
    drawn: list[tuple[int, int, str, bool, str]], places: list[int]
) -> None:
    arcs = tuple(
        arc(f"a{at}", tail, head, road, oneway=oneway, zone=zone)
        for at, (tail, head, road, oneway, zone) in enumerate(drawn)
        if tail != head
    )
    keep = frozenset(f"n{each}" for each in places)
    small = joined_up(roads(*arcs), keep)

    assert keep <= {each.id for each in small.nodes}
    before, after = (
        Matrices(
            regency(each.nodes, each.arcs, sorted(keep), zones=["z"], kecamatan={"99": places_at}),
            Dijkstra,
        )
        for each, places_at in ((roads(*arcs), f"n{places[0]}"), (small, f"n{places[0]}"))
    )
    for state in (0, 1):
        whole, less = (each.minutes("truck", state)[1:, 1:] for each in (before, after))
        assert np.array_equal(whole, less)


def _ladder() -> Roads:
    """Two long rails with rungs: the upper one is in a flood zone and shorter."""
    rungs = [arc(f"r{at}", at, at + 5, "track") for at in range(5)]
    upper = [arc(f"u{at}", at, at + 1, "track", zone="z") for at in range(4)]
    lower = [arc(f"l{at}", at + 5, at + 6, "track", metres=1100) for at in range(4)]
    beyond = [arc(f"b{at}", at + 5, at + 10, "track") for at in range(5)]
    far = [arc(f"f{at}", at + 10, at + 11, "track") for at in range(4)]
    return roads(*rungs, *upper, *lower, *beyond, *far)


def test_of_too_large_a_map_the_ways_stay_with_a_dry_one() -> None:
    ladder = _ladder()
    small = thinned(ladder, {"n0": {"n4"}}, (TRUCK,), most=3)

    assert len(small.nodes) < len(joined_up(ladder, frozenset({"n0", "n4"})).nodes)
    assert {"n0", "n4"} <= {each.id for each in small.nodes}
    zones = {each.zone for each in small.arcs}
    assert zones == {"z", ""}, "the shortest way and one that stays dry"
    minutes = [
        Matrices(regency(each.nodes, each.arcs, ["n0", "n4"], zones=["z"]), Dijkstra)
        for each in (ladder, small)
    ]
    for state in (0, 1):
        whole, thin = (each.minutes("truck", state)[-2:, -2:] for each in minutes)
        assert np.array_equal(whole, thin)


def test_a_closed_road_stays_beside_the_way_round_it() -> None:
    ladder = _ladder()
    shut = tuple(
        replace(each, zone="", status=Status.CLOSED) if each.id == "u1" else replace(each, zone="")
        for each in ladder.arcs
    )
    small = thinned(ladder._replace(arcs=shut), {"n0": {"n4"}}, (TRUCK,), most=3)

    assert Status.CLOSED in {each.status for each in small.arcs}
    tables = Matrices(regency(small.nodes, small.arcs, ["n0", "n4"]), Dijkstra)
    assert tables.minutes("truck")[-2, -1] < UNREACHABLE


def test_main_roads_stay_while_there_is_room() -> None:
    ring = [arc(f"m{at}", at + 10, at + 11, "primary") for at in range(4)]
    links = [arc("in", 5, 10), arc("out", 9, 14)]
    ladder = _ladder()
    both = roads(*ladder.arcs, *ring, *links)
    goals = {"n0": {"n4"}}
    walker = Mode("truck", "Truk", {"track": 9.0})

    with_room = thinned(both, goals, (walker,), most=4)
    assert {each.road for each in with_room.arcs} == {"track", "primary"}
    without = thinned(both, goals, (walker,), most=3)
    assert {each.road for each in without.arcs} == {"track"}
