"""Places on a map: near a road, far from it, on an island, at a jetty."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.instance.values import Arc, Node
from tepat.core.plan.network.snapping import Place, added, landed, snapped
from tepat.core.plan.network.tables import Roads, parts
from tepat.core.problems import Code
from tepat.core.sentences import sentence

METRE = 1 / 111_195


def at(east: float, north: float) -> tuple[float, float]:
    return north * METRE, 115.0 + east * METRE


def place(name: str, east: float, north: float) -> Place:
    return Place(name, f"Desa {name}", *at(east, north))


def roads(**lines: tuple[str, list[tuple[float, float]]]) -> Roads:
    """Arcs by name: class and the points, metres east and north; equal ends are one node."""
    nodes: dict[tuple[float, float], Node] = {}
    arcs, shapes = [], {}
    for name, (road, points) in lines.items():
        ends = []
        for end in (points[0], points[-1]):
            nodes.setdefault(end, Node(f"n{len(nodes)}", *at(*end)))
            ends.append(nodes[end].id)
        metres = sum(abs(a[0] - b[0]) + abs(a[1] - b[1]) for a, b in pairwise(points))
        arcs.append(Arc(name, ends[0], ends[1], round(metres), road, minutes={"truck": 10}))
        shapes[name] = tuple(at(*point) for point in points)
    return Roads(tuple(nodes.values()), tuple(arcs), shapes)


MAP = roads(
    raya=("primary", [(0, 0), (5000, 0), (5000, 5000)]),
    kecil=("track", [(5000, 5000), (9000, 5000)]),
    pulau=("track", [(0, 20_000), (900, 20_000)]),
    sungai=("river", [(5000, -200), (9000, -200)]),
)


def test_a_place_beside_a_road_gets_a_node_on_it_and_its_distance() -> None:
    found = snapped(MAP, [place("A", 2000, 300), place("B", 5030, 2500)])

    assert found.problems == ()
    assert [(each.metres, each.far) for each in found.places] == [(300, False), (30, False)]
    pieces = [arc for arc in found.roads.arcs if arc.id.startswith("raya")]
    assert [arc.metres for arc in pieces] == [2000, 5500, 2500]
    assert [arc.minutes["truck"] for arc in pieces] == [2, 6, 2], "they add up to the surveyed ten"
    assert [arc.tail for arc in pieces[1:]] == [each.node for each in found.places]
    assert found.roads.shapes[pieces[1].id][1] == at(5000, 0), "the bend stays"
    assert "raya" not in found.roads.shapes


def test_a_place_at_a_junction_takes_it_and_cuts_nothing() -> None:
    found = snapped(MAP, [place("A", 5010, 5010), place("B", 8990, 4980)])

    assert found.roads.arcs == MAP.arcs
    assert [each.node for each in found.places] == ["n1", "n2"]


def test_two_places_side_by_side_share_a_node() -> None:
    found = snapped(MAP, [place("A", 2000, 10), place("B", 2020, -10)])

    assert found.places[0].node == found.places[1].node
    assert len(found.roads.arcs) == len(MAP.arcs) + 1


def test_a_place_far_from_any_road_is_said_and_joined_by_a_connector() -> None:
    found = snapped(MAP, [place("Hulu", 2000, -3000)])

    [problem] = found.problems
    assert problem.code is Code.PLACE_FAR
    assert problem.is_warning
    assert "Desa Hulu berjarak 3000 m" in sentence(problem)
    [hulu] = found.places
    assert (hulu.node, hulu.metres, hulu.far) == ("at-Hulu", 3000, True)
    connector = found.roads.arcs[-1]
    assert (connector.road, connector.metres, connector.source.rough) == ("connector", 3900, True)
    assert parts(found.roads.nodes, found.roads.arcs)["at-Hulu"] == 0


def test_an_island_of_roads_is_not_snapped_to() -> None:
    found = snapped(MAP, [place("Pulau", 450, 20_000)])

    assert found.places[0].far, "its own roads lead nowhere"


def test_a_one_way_trap_and_a_toll_road_are_not_snapped_to() -> None:
    more = roads(
        raya=("primary", [(0, 0), (5000, 0)]),
        tol=("motorway", [(5000, 0), (0, 0)]),
        jebakan=("track", [(5000, 0), (9000, 0)]),
    )
    trap = replace(more.arcs[2], oneway=True)
    found = snapped(more._replace(arcs=(*more.arcs[:2], trap)), [place("A", 6000, 10)], limit=2000)

    assert [(each.node, each.metres) for each in found.places] == [("n1", 1000)]


def test_a_place_without_a_point_or_a_map_is_said() -> None:
    nowhere = Place("A", "Desa A", None, None)

    assert [each.code for each in snapped(MAP, [nowhere]).problems] == [Code.PLACE_NO_POINT]
    empty = snapped(Roads((), (), {}), [place("A", 0, 0)])
    assert [each.code for each in empty.problems] == [Code.PLACE_NO_ROAD]


def test_a_jetty_joins_road_and_river_so_that_a_desa_may_lie_on_the_water() -> None:
    jetty = landed(MAP, [place("dermaga", 5100, -100)])

    assert jetty.problems == ()
    node = jetty.places[0].node
    touching = {arc.road for arc in jetty.roads.arcs if node in (arc.tail, arc.head)}
    assert touching == {"primary", "river"}
    assert {arc.tail for arc in jetty.roads.arcs} <= {each.id for each in jetty.roads.nodes}
    found = snapped(jetty.roads, [place("Tepi", 8900, -300)], limit=500)
    assert not found.places[0].far


def test_a_jetty_far_from_the_river_is_said_and_changes_nothing() -> None:
    found = landed(MAP, [place("dermaga", 0, 9000)])

    assert [each.code for each in found.problems] == [Code.PLACE_FAR]
    assert found.roads == MAP


def test_a_second_map_is_joined_where_it_touches_the_first() -> None:
    more = roads(
        simpang=("track", [(2000, 20), (2000, -3000)]),
        lepas=("track", [(2000, 900), (2000, 2000)]),
    )
    other = more._replace(
        nodes=tuple(Node(f"m{node.id}", node.lat, node.lon) for node in more.nodes),
        arcs=tuple(replace(arc, tail=f"m{arc.tail}", head=f"m{arc.head}") for arc in more.arcs),
    )
    both = added(MAP, other)

    together = parts(both.nodes, both.arcs)
    branch, loose = both.arcs[-2:]
    assert together[branch.head] == 0
    assert together[loose.tail] == together[loose.head] != 0
    assert sum(arc.id.startswith("raya/") for arc in both.arcs) == 2
    assert {end for arc in both.arcs for end in (arc.tail, arc.head)} == set(together)


def test_an_arc_of_the_same_name_takes_the_place_of_the_older() -> None:
    closed = replace(MAP.arcs[1], comment="putus")
    both = added(MAP, Roads((), (closed,), {}))

    assert [arc.comment for arc in both.arcs if arc.id == "kecil"] == ["putus"]
    assert len(both.arcs) == len(MAP.arcs)


@given(st.lists(st.tuples(st.integers(-500, 9500), st.integers(-400, 5500)), max_size=8))
def test_cutting_keeps_length_time_and_connection(points: list[tuple[int, int]]) -> None:
    found = snapped(MAP, [place(f"d{i}", *point) for i, point in enumerate(points)])
    drawn = [arc for arc in found.roads.arcs if arc.road != "connector"]

    assert sum(arc.metres for arc in drawn) == sum(arc.metres for arc in MAP.arcs)
    assert sum(arc.minutes["truck"] for arc in drawn) == 10 * len(MAP.arcs)
    together = parts(found.roads.nodes, found.roads.arcs)
    assert all(together[each.node] == 0 for each in found.places)
    for each, (east, north) in zip(found.places, points, strict=True):
        assert each.far or each.metres <= 1_100, (east, north)
