"""Lines become a graph of choices; what can be reached, and from where."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Node
from tepat.core.plan.network.matrices import haversine
from tepat.core.plan.network.tables import Line, joined, parts, round_trips

WHERE = {at: (-2.0 + at // 6 * 0.01, 115.0 + at % 6 * 0.01) for at in range(30)}


def test_a_bend_is_no_node_and_another_class_is() -> None:
    lines = [
        Line("a", (0, 1, 2), "track"),
        Line("b", (4, 3, 2), "track"),
        Line("c", (4, 5), "path"),
    ]
    roads = joined(lines, WHERE, Source())

    assert [(arc.tail, arc.head, arc.road) for arc in roads.arcs] == [
        ("n0", "n4", "track"),
        ("n4", "n5", "path"),
    ]
    assert roads.shapes["a-1"] == tuple(WHERE[at] for at in (0, 1, 2, 3, 4))


def test_one_way_streets_that_meet_head_on_are_not_joined() -> None:
    lines = [Line("a", (0, 1), "track", True), Line("b", (2, 1), "track", True)]

    assert len(joined(lines, WHERE, Source()).arcs) == 2
    follows = [Line("a", (0, 1), "track", True), Line("b", (1, 2), "track", True)]
    [arc] = joined(follows, WHERE, Source()).arcs
    assert (arc.tail, arc.head, arc.oneway) == ("n0", "n2", True)
    [turned] = joined(follows[::-1], WHERE, Source()).arcs
    assert (turned.tail, turned.head) == ("n0", "n2")


def test_a_dead_end_drawn_twice_stays_a_way() -> None:
    lines = [Line("a", (0, 1), "track"), Line("b", (1, 2), "track"), Line("c", (2, 1), "track")]

    assert {node.id for node in joined(lines, WHERE, Source()).nodes} == {"n0", "n1", "n2"}


def test_a_ring_becomes_two_arcs() -> None:
    roads = joined([Line("a", (0, 1, 7, 6, 0), "track")], WHERE, Source())

    assert len(roads.arcs) == 2
    assert all(arc.tail != arc.head for arc in roads.arcs)


@given(
    st.lists(
        st.lists(st.integers(0, 29), min_size=2, max_size=6).filter(
            lambda points: all(a != b for a, b in pairwise(points))
        ),
        max_size=14,
    ),
    st.lists(st.booleans(), min_size=14, max_size=14),
)
def test_joining_keeps_what_is_connected_and_how_long_it_is(
    points: list[list[int]], oneway: list[bool]
) -> None:
    lines = [Line(f"l{at}", tuple(each), "track", oneway[at]) for at, each in enumerate(points)]
    roads = joined(lines, WHERE, Source())

    nodes = [Node(f"n{at}", *where) for at, where in WHERE.items()]
    steps = [
        Arc("", f"n{a}", f"n{b}", 1, "track", oneway=line.oneway)
        for line in lines
        for a, b in pairwise(line.points)
    ]
    whole, short = parts(nodes, steps), parts(roads.nodes, roads.arcs)
    for a in short:
        for b in short:
            assert (short[a] == short[b]) is (whole[a] == whole[b])
    assert all(roads.shapes[arc.id][0] != roads.shapes[arc.id][-1] for arc in roads.arcs)
    length = sum(haversine(WHERE[int(s.tail[1:])], WHERE[int(s.head[1:])]) for s in steps)
    assert abs(sum(arc.metres for arc in roads.arcs) - length) <= len(roads.arcs)
    assert joined(lines, WHERE, Source()) == roads


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7), st.booleans()), max_size=20))
def test_round_trips_are_the_largest_set_from_which_one_gets_back(
    lines: list[tuple[int, int, bool]],
) -> None:
    nodes = [Node(f"n{at}", *WHERE[at]) for at in range(8)]
    arcs = [Arc("", f"n{a}", f"n{b}", 1, "track", oneway=way) for a, b, way in lines]
    reach = {node.id: {node.id} for node in nodes}
    for _ in nodes:
        for arc in arcs:
            for a, b in ((arc.tail, arc.head), (arc.head, arc.tail))[: 1 if arc.oneway else 2]:
                for known in reach.values():
                    if a in known:
                        known.add(b)
    sets = [{b.id for b in nodes if b.id in reach[a.id] and a.id in reach[b.id]} for a in nodes]

    found = round_trips(nodes, arcs)
    assert found in sets
    assert len(found) == max(map(len, sets))
