"""Two engines, one answer: contraction hierarchies against plain Dijkstra."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tepat.adapters import routing_cch
from tepat.adapters.routing_cch import Cch, travel
from tepat.core.plan.instance.values import Arc, Instance, Status, Transfer
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.network.times import UNREACHABLE
from tests.core.plan.network.regency import regency

PROFILES = ("truck", "klotok", "porter", "truck+klotok", "truck+klotok+porter", "helicopter")
ZONES = ("z0", "z1", "z2")


@st.composite
def regencies(draw: st.DrawFn) -> Instance:
    """One-way traps, parts without a way, floods, chains, surveyed times, closures, loops."""
    nodes = draw(st.integers(1, 14))
    node = st.integers(0, nodes - 1).map(lambda at: f"n{at}")
    arc = st.builds(
        Arc,
        id=st.just(""),
        tail=node,
        head=node,
        metres=st.integers(0, 20_000),
        road=st.sampled_from(("primary", "track", "river", "path", "unheard")),
        zone=st.sampled_from(("", *ZONES)),
        oneway=st.booleans(),
        minutes=st.dictionaries(st.sampled_from(("truck", "klotok")), st.integers(1, 300)),
        status=st.sampled_from(
            (Status.OPERATIONAL, Status.OPERATIONAL, Status.RESTRICTED, Status.CLOSED)
        ),
    )
    arcs = draw(st.lists(arc, max_size=40))
    pairs = (("truck", "klotok"), ("klotok", "porter"), ("porter", "truck"))
    transfer = st.builds(Transfer, node, st.sampled_from(pairs), st.integers(0, 60))
    return regency(
        nodes,
        [replace(each, id=f"a{at}") for at, each in enumerate(arcs)],
        draw(st.lists(st.integers(0, nodes - 1), min_size=1, max_size=4)),
        zones=ZONES,
        transfers=draw(st.lists(transfer, max_size=6)),
    )


@given(
    regencies(),
    st.sampled_from(PROFILES),
    st.lists(st.integers(0, 7), min_size=1, max_size=3),
)
def test_both_engines_give_equal_tables(
    instance: Instance, profile: str, states: list[int]
) -> None:
    fast, plain = travel(instance), Matrices(instance, Dijkstra)

    for state in states:
        assert np.array_equal(fast.minutes(profile, state), plain.minutes(profile, state))
    reached = fast.minutes(profile) < UNREACHABLE
    assert np.array_equal(fast.metres(profile) < UNREACHABLE, reached)
    assert np.array_equal(plain.metres(profile) < UNREACHABLE, reached)


@settings(max_examples=40)
@given(regencies(), st.sampled_from(PROFILES), st.integers(0, 7))
def test_a_way_is_as_long_as_its_table_says(instance: Instance, profile: str, state: int) -> None:
    by_id = {arc.id: arc for arc in instance.arcs}

    for tables in (travel(instance), Matrices(instance, Dijkstra)):
        for row, start in enumerate(tables.places):
            for column, goal in enumerate(tables.places):
                way = tables.way(profile, start, goal, state)
                minutes = tables.minutes(profile, state)[row, column]
                assert (way is None) == (minutes == UNREACHABLE)
                if way is None:
                    continue
                assert way.minutes == minutes
                if way.arcs:
                    assert way.metres == sum(by_id[each].metres for each in way.arcs)
                    assert all(by_id[each].status is not Status.CLOSED for each in way.arcs)


@given(regencies(), st.integers(0, 7))
def test_water_never_makes_a_way_shorter(instance: Instance, state: int) -> None:
    tables = travel(instance)

    assert (tables.minutes("truck", state) >= tables.minutes("truck")).all()


def test_a_one_way_street_is_no_way_back() -> None:
    there = Arc("a", "n0", "n1", 1_000, "primary", oneway=True)
    tables = travel(regency(2, [there], [1]))

    assert tables.way("truck", "gudang", "99.01.01.2001") is not None
    assert tables.way("truck", "99.01.01.2001", "gudang") is None


def test_an_island_without_a_boat_is_unreachable_and_with_one_is_not() -> None:
    road = Arc("a", "n0", "n1", 3_600, "primary")
    water = Arc("b", "n1", "n2", 3_600, "river")
    jetty = Transfer("n1", ("truck", "klotok"), 10)
    tables = travel(regency(3, [road, water], [2], transfers=[jetty]))
    island, gudang = tables.places.index("99.01.01.2001"), 0

    assert tables.minutes("truck")[gudang, island] == UNREACHABLE
    assert tables.minutes("klotok")[gudang, island] == UNREACHABLE
    assert tables.minutes("truck+klotok")[gudang, island] == 6 + 10 + 12


def test_a_surveyed_time_wins_over_length_and_class() -> None:
    known = Arc("a", "n0", "n1", 60_000, "primary", minutes={"truck": 7})
    unheard = Arc("b", "n1", "n2", 60_000, "unheard", minutes={"truck": 8})
    tables = travel(regency(3, [known, unheard], [1, 2]))

    assert tables.minutes("truck")[0, -2:].tolist() == [7, 15]


def test_a_bridge_too_weak_for_the_truck_is_walked_over() -> None:
    weak = Arc("a", "n0", "n1", 3_600, "primary", tonnes=2.5)
    instance = regency(2, [weak], [1])
    heavy = tuple(replace(mode, tonnes=7.5 if mode.id == "truck" else 0) for mode in instance.modes)
    tables = travel(replace(instance, modes=heavy))

    assert tables.way("truck", "gudang", "99.01.01.2001") is None
    assert tables.way("porter", "gudang", "99.01.01.2001") is not None


def test_new_weights_of_a_few_arcs_are_those_of_all() -> None:
    arcs = [Arc(f"a{at}", f"n{at}", f"n{at + 1}", 1_000, "primary") for at in range(4)]
    arcs.append(Arc("round", "n0", "n4", 9_000, "primary"))
    tables = travel(regency(5, arcs, [4]))
    graph = tables.graph("truck")
    changed = np.array([2, 3], dtype=np.uint32)
    weights = graph.dry.copy()
    weights[changed] *= 40

    for engine in (Cch(graph), Dijkstra(graph)):
        engine.customise(graph.dry)
        assert engine.path(0, 4)[0] == 400
        engine.change(changed, weights[changed])
        assert engine.path(0, 4)[0] == 900
        engine.change(changed, graph.dry[changed])
        assert engine.path(0, 4)[0] == 400


def test_without_the_library_plain_dijkstra_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    instance = regency(3, [Arc("a", "n0", "n1", 3_600, "primary")], [1, 2])
    with_it = travel(instance).minutes("truck")
    monkeypatch.setattr(routing_cch, "pyroutingkit", None)

    assert isinstance(travel(instance).engine("truck"), Dijkstra)
    assert np.array_equal(travel(instance).minutes("truck"), with_it)


def test_modes_and_closures_share_the_order_of_their_roads_and_nothing_else() -> None:
    arcs = [Arc("a", "n0", "n1", 3_600, "primary"), Arc("b", "n0", "n1", 7_200, "primary")]
    instance = regency(2, arcs, [1])
    shut = replace(instance, arcs=(replace(arcs[0], status=Status.CLOSED), arcs[1]))
    turned = replace(instance, arcs=(replace(arcs[0], tail="n1", head="n0", oneway=True), arcs[1]))
    tables = [travel(each) for each in (instance, shut, turned)]

    assert [int(each.minutes("truck")[0, -1]) for each in tables] == [6, 12, 12]
    assert int(tables[0].minutes("porter")[0, -1]) == 60
    assert int(tables[0].minutes("truck", 1)[0, -1]) == 6
