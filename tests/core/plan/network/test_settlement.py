"""Roads without a map: connected, stamped, and as slow as those who go there say."""

from itertools import combinations
from math import cos, radians
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.adapters.region_table import read_region_table
from tepat.adapters.routing_cch import travel
from tepat.core.plan.instance.source import Source
from tepat.core.plan.network.classes import MODES
from tepat.core.plan.network.settlement import Known, Settled, Settlement, settled, without_map
from tepat.core.plan.network.tables import parts
from tepat.core.plan.network.times import UNREACHABLE
from tepat.core.problems import Code
from tepat.core.sentences import sentence
from tests.core.plan.network.regency import regency

STEP = 0.05


def place(at: int, lat: float, lon: float, **words: str) -> Settlement:
    return Settlement(f"d{at}", f"Desa {at}", lat, lon, **words)


def row(count: int, **words: str) -> list[Settlement]:
    """Places in a line, each a step from the next."""
    return [place(at, -2.0, 115.0 + at * STEP, **words) for at in range(count)]


def minutes(graph: Settled, places: list[Settlement], mode: str, start: int, goal: int) -> int:
    """Minutes of the finished tables, as a plan would see them."""
    instance = regency(graph.roads.nodes, (), [places[start].id, places[goal].id], modes=MODES)
    tables = travel(without_map(instance, graph))
    at = [tables.places.index(f"99.01.01.{2001 + each}") for each in (0, 1)]
    return int(tables.minutes(mode)[at[0], at[1]])


points = st.tuples(st.integers(0, 60), st.integers(0, 60))


@given(st.lists(points, min_size=1, max_size=40))
def test_every_place_is_connected_and_no_third_lies_between_two(
    where: list[tuple[int, int]],
) -> None:
    places = [place(at, -2.0 + y * 0.01, 115.0 + x * 0.01) for at, (x, y) in enumerate(where)]
    graph = settled(places, MODES).roads

    assert set(parts(graph.nodes, graph.arcs).values()) == {0}
    joined = {(int(arc.tail[1:]), int(arc.head[1:])) for arc in graph.arcs}
    wide = cos(radians(-2.0 + where[0][1] * 0.01))
    flat = [(x * wide, float(y)) for x, y in where]

    def apart(a: int, b: int) -> float:
        wide, high = flat[a][0] - flat[b][0], flat[a][1] - flat[b][1]
        return wide * wide + high * high

    for a, b in combinations(range(len(places)), 2):
        others = (k for k in range(len(places)) if k not in (a, b))
        spare = min((apart(a, k) + apart(b, k) - apart(a, b) for k in others), default=1.0)
        if abs(spare) > 1e-6:
            assert ((a, b) in joined) is (spare > 0)


def test_the_graph_is_stamped_and_rough() -> None:
    places = row(3)
    graph = settled(places, MODES)
    instance = without_map(regency(graph.roads.nodes, (), ["d1"], modes=MODES), graph)

    assert instance.no_map
    assert [(arc.tail, arc.head) for arc in instance.arcs] == [("d0", "d1"), ("d1", "d2")]
    assert all(arc.source.rough and arc.source.by == "tanpa peta" for arc in instance.arcs)


@pytest.mark.parametrize(
    ("terrain", "detour", "kmh"), [("plain", 1.3, 35), ("hill", 1.6, 20), ("swamp", 1.9, 12)]
)
def test_terrain_makes_ways_longer_and_slower(terrain: str, detour: float, kmh: int) -> None:
    places = row(2, terrain=terrain)
    graph = settled(places, MODES)
    [arc] = graph.roads.arcs

    beeline = STEP * 111_195 * cos(radians(2.0))
    assert arc.metres == pytest.approx(beeline * detour, rel=1e-3)
    assert minutes(graph, places, "truck", 0, 1) == pytest.approx(arc.metres * 0.06 / kmh, abs=1)


def test_an_island_is_reached_by_boat_alone() -> None:
    places = [*row(2), place(2, -2.0, 115.2, island="Pulau Contoh")]
    graph = settled(places, MODES)

    assert minutes(graph, places, "truck", 0, 1) < UNREACHABLE
    assert minutes(graph, places, "truck", 1, 2) == UNREACHABLE
    assert minutes(graph, places, "klotok", 1, 2) < UNREACHABLE


def test_a_place_without_a_point_is_said_and_the_rest_is_joined() -> None:
    graph = settled([*row(3), Settlement("x", "Desa Hilang", None, None)], MODES)

    assert [each.code for each in graph.problems] == [Code.PLACE_NO_POINT]
    assert "Desa Hilang" in sentence(graph.problems[0])
    assert len(graph.roads.nodes) == 3
    assert settled([], MODES).roads.arcs == ()


def test_given_times_stretch_the_kecamatan_they_lead_through_and_no_other() -> None:
    far = row(5, kecamatan="99.01.02")
    near = [place(9 + at, -2.0 - (at + 1) * STEP, 115.0, kecamatan="99.01.01") for at in range(4)]
    places = [*far, *near]
    before = settled(places, MODES)
    slow = 3 * minutes(before, places, "truck", 0, 4)
    known = [Known("d0", "d4", "truck", slow, Source("PPK", "2024-10-01", rough=False))]
    after = settled(places, MODES, known)

    [fit] = after.fits
    assert (fit.kecamatan, fit.times) == ("99.01.02", 1)
    assert fit.factor == pytest.approx(3.0, rel=0.02)
    assert after.problems == ()
    assert minutes(after, places, "truck", 0, 4) == pytest.approx(slow, rel=0.02)
    assert minutes(after, places, "truck", 6, 8) == minutes(before, places, "truck", 6, 8)
    stretched = next(arc for arc in after.roads.arcs if arc.id == "s-d1-d2")
    assert stretched.source.note == f"dikalibrasi x{fit.factor:.2f} dari 1 waktu tempuh"


def test_many_times_are_fitted_together() -> None:
    places = row(9, kecamatan="99.01.02")
    base = {goal: minutes(settled(places, MODES), places, "truck", 0, goal) for goal in (3, 5, 8)}
    noise = {3: 1.9, 5: 2.0, 8: 2.1}
    known = [Known("d0", f"d{at}", "truck", round(base[at] * noise[at])) for at in base]
    after = settled(places, MODES, known)

    assert after.fits[0].factor == pytest.approx(2.0, rel=0.03)
    assert after.problems == ()


def test_a_time_between_neighbours_is_kept_to_the_minute() -> None:
    places = row(3)
    surveyed = Source("Bu Rina", "2024-10-01", rough=False)
    graph = settled(places, MODES, [Known("d1", "d0", "truck", 240, surveyed)])

    assert minutes(graph, places, "truck", 0, 1) == 240
    arc = graph.roads.arcs[0]
    assert (arc.source, arc.minutes) == (surveyed, {"truck": 240})


def test_times_that_contradict_each_other_are_said() -> None:
    places = row(6, kecamatan="99.01.02")
    known = [Known("d0", "d5", "truck", 60), Known("d5", "d0", "truck", 600)]
    graph = settled(places, MODES, known)

    assert {each.code for each in graph.problems} == {Code.TRAVEL_TIME_FAR}
    assert "diberikan 60 menit" in sentence(graph.problems[0])


@pytest.mark.parametrize(
    "known",
    [
        Known("d0", "entah", "truck", 60),
        Known("d0", "d0", "truck", 60),
        Known("d0", "d1", "sapu terbang", 60),
        Known("d0", "d1", "helicopter", 60),
        Known("d0", "d1", "truck", 0),
    ],
)
def test_a_time_that_cannot_be_used_is_said(known: Known) -> None:
    graph = settled(row(3), MODES, [known])

    [problem] = graph.problems
    assert problem.code is Code.TRAVEL_TIME_UNUSED
    assert "?" not in sentence(problem)
    assert graph.roads == settled(row(3), MODES).roads._replace(problems=(problem,))


def test_a_real_regency_of_131_desa_hangs_together(real_data: Path) -> None:
    table = read_region_table(real_data / "wilayah" / "wilayah.csv.gz")
    places = [
        Settlement(each.code, each.name, each.lat, each.lon, each.code[:8])
        for each in table.rows
        if each.code.startswith("63.09.") and each.code.count(".") == 3
    ]
    graph = settled(places, MODES).roads

    assert len(graph.nodes) == 131
    assert set(parts(graph.nodes, graph.arcs).values()) == {0}
    assert 150 < len(graph.arcs) < 350
