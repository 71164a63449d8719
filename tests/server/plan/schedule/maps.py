"""A small extract of Kabupaten Contoh, written with pyosmium, and other files for its plans."""

import json
from pathlib import Path
from typing import Any

ROAD = [
    (115.265, -1.965),
    (115.27, -1.9705),
    (115.30, -2.0005),
    (115.31, -2.0105),
    (115.40, -2.1005),
    (115.50, -2.2005),
    (115.52, -2.2105),
    (115.53, -2.2115),
]
"""One road past all places, longitude first, some 55 m beside them."""


def extract(path: Path, oneway: str = "", far: float = 0.0) -> Path:
    """Write the road as an `.osm.pbf`, with a way around its middle; `far` degrees to the east."""
    import osmium

    around = [(115.40, -2.15), (115.46, -2.20)]
    with osmium.SimpleWriter(str(path)) as writer:
        for at, (lon, lat) in enumerate([*ROAD, *around], start=1):
            node = osmium.osm.mutable.Node(id=at, location=(lon + far, lat))
            writer.add_node(node)
        tags: dict[str, Any] = {"highway": "primary", "name": "Jalan Lintas"}
        way = osmium.osm.mutable.Way(id=1, nodes=list(range(1, 6)), tags=tags)
        writer.add_way(way)
        second = {**tags, "oneway": oneway} if oneway else tags
        writer.add_way(osmium.osm.mutable.Way(id=2, nodes=[5, 6, 7, 8], tags=second))
        if not oneway:
            beside = {"highway": "tertiary", "name": "Jalan Lama"}
            writer.add_way(osmium.osm.mutable.Way(id=3, nodes=[5, 9, 10, 6], tags=beside))
    return path


def lines(path: Path) -> Path:
    """Write the road as GeoJSON."""
    feature = {
        "type": "Feature",
        "properties": {"highway": "primary", "name": "Jalan Lintas"},
        "geometry": {"type": "LineString", "coordinates": [list(each) for each in ROAD]},
    }
    path.write_text(json.dumps({"type": "FeatureCollection", "features": [feature]}))
    return path


def polygon(*corners: tuple[float, float], **properties: Any) -> dict[str, Any]:
    """Return a feature with these corners, longitude first."""
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {
            "type": "Polygon",
            "coordinates": [[list(each) for each in (*corners, corners[0])]],
        },
    }


LOW = ((115.43, -2.12), (115.47, -2.12), (115.47, -2.18), (115.43, -2.18))
"""Ground that floods, over the road between Hulu and Hilir."""


def floods(path: Path, *features: dict[str, Any]) -> Path:
    """Write flood polygons; without any, the low ground with 3 flooded of 18 observed days."""
    known = features or (polygon(*LOW, name="Rawa Tengah", flooded_days=3, observed_days=18),)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": list(known)}))
    return path
