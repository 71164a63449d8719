"""Real maps from reading to tables: both engines agree, and a closed road is gone round."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tepat.adapters.roads_geojson import read_geojson
from tepat.adapters.routing_cch import travel
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Status
from tepat.core.plan.network.backups import accesses
from tepat.core.plan.network.classes import MODES
from tepat.core.plan.network.dijkstra import Dijkstra
from tepat.core.plan.network.mapped import on_map
from tepat.core.plan.network.matrices import Matrices
from tepat.core.plan.network.snapping import Place, snapped
from tepat.core.plan.network.times import UNREACHABLE
from tests.core.plan.network.regency import regency


@pytest.mark.parametrize(("name", "count"), [("jakarta_osm_2012", 6), ("maumere_osm_2012", 25)])
def test_a_real_map_is_planned_on(real_data: Path, name: str, count: int) -> None:
    roads = read_geojson(real_data / "roads" / f"{name}.geojson.gz", Source("OpenStreetMap"))
    picked = roads.nodes[:: len(roads.nodes) // count][:count]
    places = [Place(each.id, each.id, each.lat, each.lon) for each in picked]
    found = snapped(roads, places)
    assert len(found.places) == count
    desa = [each.node for each in found.places[1:]]
    first = next(node for node in found.roads.nodes if node.id == found.places[0].node)
    others = [node for node in found.roads.nodes if node is not first]
    instance = regency([first, *others], found.roads.arcs, desa, modes=MODES)

    fast, plain = travel(instance), Matrices(instance, Dijkstra)
    minutes = fast.minutes("motorcycle")
    assert np.array_equal(minutes, plain.minutes("motorcycle"))
    assert (minutes[0, -len(desa) :] < UNREACHABLE).mean() > 0.9
    ways = [each for each in accesses(instance, fast, ["motorcycle"]) if each.backup.is_there]
    assert ways
    gone = ways[0].first.arcs[len(ways[0].first.arcs) // 2]
    closed = tuple(
        replace(arc, status=Status.CLOSED) if arc.id == gone else arc for arc in instance.arcs
    )
    after = travel(replace(instance, arcs=closed))
    way = after.way("motorcycle", "gudang", ways[0].backup.desa)
    assert way is None or (gone not in way.arcs and way.minutes >= ways[0].first.minutes)
    assert way is not None or gone in ways[0].backup.arcs


def test_roads_left_out_of_a_real_map_are_missed_by_nobody(real_data: Path) -> None:
    roads = read_geojson(real_data / "roads/maumere_osm_2012.geojson.gz", Source("OpenStreetMap"))
    picked = roads.nodes[:: len(roads.nodes) // 9][:9]
    bare = regency(picked, (), list(range(1, 9)), modes=MODES, kecamatan={"99.01.01": "k"})
    codes = ["gudang", *(each.code for each in bare.desa), "99.01.01"]
    points = [*picked, picked[1]]
    places = [Place(code, code, at.lat, at.lon) for code, at in zip(codes, points, strict=True)]
    found = on_map(bare, roads, places, most=len(roads.nodes))
    assert len(found.snapped) == len(places)
    assert len(found.instance.nodes) < len(roads.nodes)

    at = {each.place: each.node for each in found.snapped}
    cut = snapped(roads, places).roads
    whole = replace(found.instance, nodes=cut.nodes, arcs=cut.arcs)
    assert {each.node for each in whole.desa} == {at[each.code] for each in whole.desa}
    few, every = (travel(each).minutes("motorcycle") for each in (found.instance, whole))
    assert np.array_equal(few, every)
    assert (few < UNREACHABLE).mean() > 0.9
