"""An instance on a map: places, jetties, road ends, zones and water of the hour."""

from dataclasses import replace

import shapely

from tepat.adapters.polygons import PolygonIndex, Shape, arcs_under, zone_by_arc
from tepat.adapters.routing_cch import travel
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import (
    Arc,
    Instance,
    Mode,
    Node,
    Status,
    Transfer,
    Transit,
    Vehicle,
)
from tepat.core.plan.network.mapped import JETTY_MINUTES, Mapped, in_zones, on_map, under_water
from tepat.core.plan.network.snapping import Place
from tepat.core.plan.network.tables import Roads
from tepat.core.plan.network.times import UNREACHABLE
from tepat.core.problems import Code
from tests.core.plan.network.regency import BOAT, MODES, TRUCK, node, regency

MOTOR = Mode("motor", "Sepeda motor", {"primary": 30.0, "path": 12.0})


def _vehicle(*legs: str) -> Vehicle:
    return Vehicle("+".join(legs), "Kendaraan", legs, (2,), 3000, 900)


def _bare(*vehicles: Vehicle, transfers: tuple[Transfer, ...] = ()) -> Instance:
    """No roads yet: a warehouse, a kecamatan and two desa, stamped as without a map."""
    found = regency(4, (), [2, 3], modes=(*MODES, MOTOR), kecamatan={"99.01.01": "n1"})
    return replace(
        found, nodes=(), vehicles=vehicles or (_vehicle("truck"),), transfers=transfers, no_map=True
    )


def _place(code: str, name: str, east: float, north: float) -> Place:
    return Place(code, name, -2.0 + north * 0.01, 115.0 + east * 0.01)


GUDANG = _place("gudang", "Gudang", 0, 0.02)
PPK = _place("99.01.01", "Hilir", 2, 0.02)
DESA = (_place("99.01.01.2001", "Muara", 4, 0.02), _place("99.01.01.2002", "Hulu", 4, 1.02))
NODES = tuple(map(node, range(15)))
"""A grid: n0 to n4 in the first row, n5 to n9 north of it."""


def _roads(*arcs: Arc) -> Roads:
    at = {each.id: (each.lat, each.lon) for each in NODES}
    return Roads(NODES, arcs, {each.id: (at[each.tail], at[each.head]) for each in arcs})


ROW = tuple(Arc(f"raya{at}", f"n{at}", f"n{at + 1}", 1112, "primary") for at in range(4))
NORTH = Arc("naik", "n4", "n9", 1112, "primary")
STUB = Arc("buntu", "n2", "n7", 1112, "primary")
ISLAND = Arc("pulau", "n10", "n11", 1112, "primary")


def _mapped() -> Mapped:
    return on_map(_bare(), _roads(*ROW, NORTH, STUB, ISLAND), [GUDANG, PPK, *DESA])


def test_places_lie_on_roads_and_only_needed_roads_stay() -> None:
    found = _mapped()

    assert not found.problems
    instance = found.instance
    assert not instance.no_map
    assert [each.node for each in instance.desa] == ["n4", "n9"]
    assert (instance.warehouses[0].node, instance.kecamatan[0].node) == ("n0", "n2")
    assert [each.snap_metres for each in instance.desa] == [22, 22]
    assert sorted(each.metres for each in instance.arcs) == [1112, 2224, 2224]
    assert found.shapes.keys() == {each.id for each in instance.arcs}
    assert {each.name for each in instance.nodes} == {"Gudang", "Hilir", "Muara", "Hulu"}
    minutes = travel(instance).minutes("truck")
    assert minutes[0].tolist() == [0, 4, 8, 10]


def test_a_place_without_a_point_is_said_and_nothing_reaches_it() -> None:
    found = on_map(
        _bare(), _roads(*ROW), [GUDANG, PPK, DESA[0], Place(DESA[1].id, "Hulu", None, 0)]
    )

    assert [each.code for each in found.problems] == [Code.PLACE_NO_POINT]
    lost = found.instance.desa[1]
    assert lost.node in {each.id for each in found.instance.nodes}
    assert travel(found.instance).minutes("truck")[0].tolist()[2:] == [8, UNREACHABLE]


def test_a_police_station_that_keeps_goods_is_put_on_the_map() -> None:
    bare = _bare()
    [ppk] = bare.kecamatan
    kept = replace(
        ppk, transits=(Transit("polsek", "Polsek", ""), Transit("koramil", "Koramil", ""))
    )
    polsek = _place("polsek", "Polsek", 3, 0.02)
    found = on_map(
        replace(bare, kecamatan=(kept,)), _roads(*ROW, NORTH), [GUDANG, PPK, *DESA, polsek]
    )

    assert [each.node for each in found.instance.kecamatan[0].transits] == ["n3", "n2"]


def test_a_place_lies_where_the_last_leg_drives() -> None:
    path = Arc("setapak", "n4", "n9", 1112, "path")
    roads = _roads(*ROW, path)
    by_truck = on_map(_bare(), roads, [GUDANG, PPK, *DESA])
    by_motor = on_map(_bare(_vehicle("truck", "motor")), roads, [GUDANG, PPK, *DESA])

    assert by_truck.instance.desa[1].snap_metres > 1000
    assert by_motor.instance.desa[1].snap_metres == 22
    assert by_motor.instance.transfers == (Transfer("n4", ("truck", "motor"), 20),)
    minutes = travel(by_motor.instance).minutes("truck+motor")
    assert minutes[0, -1] == 33, "on the main road, loaded over, and up the path"


def test_a_jetty_joins_road_and_river_with_what_was_said_about_it() -> None:
    river = Arc("sungai", "n9", "n13", 5000, "river")
    far = _place(DESA[1].id, "Hulu", 3, 2.0)
    jetty = _place("dermaga", "Dermaga", 4, 0.5)
    told = (Transfer("dermaga", ("truck", "klotok"), 45, 50_000),)
    chain = _vehicle("truck", "klotok")
    vehicles = (_vehicle("truck"), chain)
    roads = _roads(*ROW, river)

    found = on_map(
        _bare(*vehicles, transfers=told),
        roads,
        [GUDANG, PPK, DESA[0], far],
        jetties=[jetty],
        limit=600,
    )
    [transfer] = found.instance.transfers
    assert (transfer.minutes, transfer.rupiah) == (45, 50_000)
    minutes = travel(found.instance).minutes("truck+klotok")
    assert minutes[0, -1] == 8 + 45 + 17
    guessed = on_map(_bare(*vehicles), roads, [GUDANG, PPK, DESA[0], far], jetties=[jetty])
    assert [each.minutes for each in guessed.instance.transfers] == [JETTY_MINUTES]
    no_fleet = replace(_bare(), vehicles=(), modes=(TRUCK, BOAT))
    pairs = on_map(no_fleet, roads, [GUDANG, PPK, DESA[0], far], jetties=[jetty])
    assert [each.modes for each in pairs.instance.transfers] == [("truck", "klotok")]


def _square(name: str, west: float, east: float) -> Shape:
    box = shapely.box(115.0 + west * 0.01, -2.002, 115.0 + east * 0.01, -1.998)
    return Shape(name, box)


def test_polygons_put_roads_into_zones_by_their_course() -> None:
    found = _mapped()
    zones = zone_by_arc(
        PolygonIndex([_square("kali", 0.5, 0.9), _square("rawa", 1.2, 1.4)]),
        found.instance,
        found.shapes,
    )
    flooded = in_zones(found.instance, zones)

    first, *others = sorted(flooded.arcs, key=lambda each: each.tail)
    assert first.zone == "kali", "the one with more of the road"
    assert {each.zone for each in others} == {""}
    known = replace(flooded, arcs=(replace(first, zone="lain"), *others))
    assert in_zones(known, zones).arcs[0].zone == "lain"


def test_water_of_the_hour_closes_roads_and_leaves_them_as_they_were() -> None:
    found = _mapped()
    first, second, third = sorted(found.instance.arcs, key=lambda each: each.tail)
    slow = replace(first, status=Status.RESTRICTED, comment="longsor")
    broken = replace(third, status=Status.CLOSED, comment="jembatan putus")
    dry = replace(found.instance, arcs=(slow, second, broken))
    source = Source("BPBD", "2029-02-13 07:00", rough=False)

    under = arcs_under([_square("air", 0.5, 0.9)], dry, found.shapes)
    seven = under_water(dry, {*under, broken.id}, "banjir", source)
    assert [each.status for each in seven.arcs] == [
        Status.CLOSED,
        Status.OPERATIONAL,
        Status.CLOSED,
    ]
    assert (seven.arcs[0].comment, seven.arcs[0].source) == ("banjir", source)
    assert seven.arcs[2].comment == "jembatan putus"
    assert travel(seven).way("truck", "gudang", "99.01.01") is None
    assert under_water(dry, (), "banjir", source) == dry


def test_an_empty_map_leaves_every_place_named() -> None:
    found = on_map(_bare(), Roads((), (), {}), [GUDANG, PPK, *DESA])

    assert [each.code for each in found.problems] == [Code.PLACE_NO_ROAD] * 4
    assert isinstance(found.instance.nodes[0], Node)
    assert len(found.instance.nodes) == 4
