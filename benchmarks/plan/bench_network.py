"""Roads: tables for every flood, a road closed, a city read, backups; beside plain Dijkstra.

python -m benchmarks.plan.bench_network   (CPU seconds of one thread)

`--roads FILE` reads a real map (GeoJSON) as well; without it a drawn city of equal size is.
"""

import argparse
import json
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.figures import figure
from tepat.adapters.roads_geojson import read_geojson
from tepat.adapters.routing_cch import Cch, travel
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Instance, Node, Status, Zone
from tepat.core.plan.network.backups import accesses
from tepat.core.plan.network.classes import MODES
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.network.settlement import Settlement, settled
from tepat.core.plan.network.snapping import Place, snapped
from tests.core.plan.network.regency import regency

BUDGET_STATES_S, BUDGET_CLOSURE_S, BUDGET_MAP_S = 3.0, 0.05, 10.0
BUDGET_BACKUPS_S, BUDGET_SNAP_S, BUDGET_SETTLED_S = 1.0, 3.0, 1.0
SIDE, DESA, STATES, PROFILES = 50, 131, 256, ("truck", "four_by_four", "motorcycle")
PEER_STATES = 1


def drawn(seed: int = 1) -> Instance:
    """A regency of 2,500 junctions and 131 desa: a grid with a third of its roads missing."""
    draw = np.random.Generator(np.random.PCG64(seed))
    shift = draw.normal(0, 0.002, (SIDE * SIDE, 2))
    nodes = [
        Node(f"n{at}", -2.2 + at // SIDE * 0.008 + y, 115.2 + at % SIDE * 0.008 + x)
        for at, (x, y) in enumerate(shift.tolist())
    ]
    roads = ("secondary", "tertiary", "unclassified", "track")
    arcs = []
    for at in range(SIDE * SIDE):
        for other, is_there in (
            (at + 1, at % SIDE < SIDE - 1),
            (at + SIDE, at < SIDE * (SIDE - 1)),
        ):
            if is_there and draw.random() < 0.67:
                zone = f"z{at // SIDE // 13 * 2 + at % SIDE // 25}" if draw.random() < 0.3 else ""
                road = roads[int(draw.integers(4))]
                metres = int(draw.integers(700, 1_600))
                arcs.append(Arc(f"a{len(arcs)}", f"n{at}", f"n{other}", metres, road, zone=zone))
    desa = [int(each) for each in draw.choice(SIDE * SIDE, DESA, replace=False)]
    made = regency(nodes, arcs, desa, modes=MODES)
    zones = tuple(Zone(f"z{at}", f"z{at}", (0.1,)) for at in range(8))
    return replace(made, hazard=replace(made.hazard, zones=zones))


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.process_time()
    made = work()
    return time.process_time() - started, made


def states(instance: Instance) -> None:
    def all_tables(tables: Matrices, count: int) -> None:
        for profile in PROFILES:
            for state in range(count):
                tables.minutes(profile, state)

    spent, _ = cpu(lambda: all_tables(travel(instance), STATES))
    plain = Matrices(instance, Dijkstra)
    peer, _ = cpu(lambda: all_tables(plain, PEER_STATES))
    same = all(
        np.array_equal(plain.minutes(each), travel(instance).minutes(each)) for each in PROFILES
    )
    print(f"   equal tables by both engines: {same}")
    scaled = peer * STATES / PEER_STATES
    figure(
        f"{STATES} floods x {len(PROFILES)} modes, {len(instance.nodes)} nodes, graphs built",
        spent,
        BUDGET_STATES_S,
        peer=(f"Dijkstra ({PEER_STATES} flood x {STATES})", scaled),
    )


def closure(instance: Instance) -> None:
    tables = travel(instance)
    graph = tables.graph("truck")
    engines = Cch(graph), Dijkstra(graph)
    figures = []
    for engine in engines:
        engine.customise(graph.dry)
        closed = np.array([40], dtype=np.uint32)
        shut = np.array([2**31 - 1], dtype=np.uint32)

        def close(engine: Any = engine, closed: Any = closed, shut: Any = shut) -> None:
            engine.change(closed, shut)
            engine.distances(graph.leaves, graph.comes)

        figures.append(cpu(close)[0])
    figure(
        "one road closed, new table", figures[0], BUDGET_CLOSURE_S, peer=("Dijkstra", figures[1])
    )


def other_roads(instance: Instance) -> None:
    tables = travel(instance)
    tables.minutes("truck")
    spent, found = cpu(lambda: accesses(instance, tables, ["truck"]))
    none = sum(not each.backup.is_there for each in found)
    print(f"   {len(found)} desa reached, {none} without another road")
    figure(f"backup road of {len(found)} desa", spent, BUDGET_BACKUPS_S)


def city(path: Path) -> None:
    spent, roads = cpu(lambda: read_geojson(path, Source("peta")))
    print(f"   {len(roads.nodes)} nodes, {len(roads.arcs)} arcs, {len(roads.problems)} problems")
    figure("a city's map read", spent, BUDGET_MAP_S)
    draw = np.random.Generator(np.random.PCG64(1))
    low, high = (
        np.array([each(n.lat for n in roads.nodes), each(n.lon for n in roads.nodes)])
        for each in (min, max)
    )
    places = [
        Place(f"p{at}", f"Tempat {at}", *point)
        for at, point in enumerate(draw.uniform(low, high, (270, 2)).tolist())
    ]
    spent, found = cpu(lambda: snapped(roads, places))
    figure("270 places put on it", spent, BUDGET_SNAP_S)
    instance = regency(
        found.roads.nodes, found.roads.arcs, [each.node for each in found.places], modes=MODES
    )
    tables = travel(instance)
    spent, _ = cpu(lambda: tables.minutes("truck"))
    figure("its graph built, ordered, first table", spent, BUDGET_MAP_S)
    middle = len(instance.arcs) // 2
    shut = replace(instance.arcs[middle], status=Status.CLOSED)
    closed = (*instance.arcs[:middle], shut, *instance.arcs[middle + 1 :])
    spent, _ = cpu(
        lambda: [travel(replace(instance, arcs=closed)).minutes(each) for each in PROFILES]
    )
    figure("a street of it closed, tables of 3 modes", spent, BUDGET_STATES_S)


def no_map() -> None:
    draw = np.random.Generator(np.random.PCG64(1))
    places = [
        Settlement(f"d{at}", f"Desa {at}", -7.6 + y, 112.2 + x)
        for at, (x, y) in enumerate(draw.uniform(0, 0.4, (306, 2)).tolist())
    ]
    spent, _ = cpu(lambda: settled(places, MODES))
    figure("settlement graph of 306 desa", spent, BUDGET_SETTLED_S)


def drawn_map(folder: Path) -> Path:
    """A made-up city of about 26,000 street corners, as GeoJSON."""
    draw = np.random.Generator(np.random.PCG64(2))
    features = []
    for at in range(180 * 180):
        x, y = at % 180, at // 180
        for turn in (0, 1):
            if draw.random() < 0.75:
                ends = [[x, y], [x + (1 - turn) * 0.5, y + turn * 0.5], [x + 1 - turn, y + turn]]
                points = [[106.6 + a * 0.0025, -6.4 + b * 0.0025] for a, b in ends]
                geometry = {"type": "LineString", "coordinates": points}
                features.append({"properties": {"highway": "residential"}, "geometry": geometry})
    path = folder / "kota.geojson"
    path.write_text(json.dumps({"features": features}))
    return path


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--roads", type=Path)
    said = parser.parse_args(arguments or [])
    instance = drawn()
    states(instance)
    closure(instance)
    other_roads(instance)
    no_map()
    with tempfile.TemporaryDirectory() as folder:
        city(said.roads or drawn_map(Path(folder)))


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
