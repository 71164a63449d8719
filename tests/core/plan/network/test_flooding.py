"""Which zone floods which road."""

from collections.abc import Sequence

from tepat.core.plan.instance.values import Arc, Node
from tepat.core.plan.network.flooding import zoned
from tepat.core.plan.network.tables import LatLon, Roads

NODES = (Node("a", -2.0, 115.0), Node("b", -2.0, 115.1), Node("c", -2.1, 115.1))


def zone_of(lat: float, lon: float) -> str:
    """Two zones: a strip of 400 m across the road, and everything south of 2.05 degrees."""
    if abs(lon - 115.05) < 0.002:
        return "strip"
    return "south" if lat < -2.05 else ""


def zones_of(points: Sequence[LatLon]) -> list[str]:
    return [zone_of(*point) for point in points]


def test_a_road_that_a_zone_touches_between_its_ends_is_in_it() -> None:
    across = Arc("across", "a", "b", 11_000, "primary")
    down = Arc("down", "b", "c", 11_000, "primary")
    dry = Arc("dry", "a", "b", 11_000, "primary")
    around = {"dry": ((-2.0, 115.0), (-1.9, 115.0), (-1.9, 115.04), (-1.9, 115.1), (-2.0, 115.1))}
    high = {**around, "dry": tuple((lat, min(lon, 115.04)) for lat, lon in around["dry"])}
    roads = zoned(Roads(NODES, (across, down, dry), high), zones_of)

    assert [arc.zone for arc in roads.arcs] == ["strip", "south", ""]


def test_of_two_zones_the_one_with_more_of_the_road_is_taken() -> None:
    arc = Arc("x", "a", "c", 16_000, "primary")

    assert zoned(Roads(NODES, (arc,), {}), zones_of).arcs[0].zone == "south"


def test_a_zone_that_somebody_wrote_down_stays() -> None:
    arc = Arc("x", "b", "c", 11_000, "primary", zone="z9")

    assert zoned(Roads(NODES, (arc,), {}), zones_of).arcs == (arc,)
