"""Which classes of road and water there are, how maps name them, and how fast each mode is there.

All of it is data: a row is added or changed here, or in the file of one regency. Speeds are
guesses of the planners (*perkiraan kasar*) until a PPK gives travel times; see `settlement`.
"""

from collections.abc import Mapping
from typing import Final

from tepat.core.plan.instance.values import Mode

CONNECTOR: Final = "connector"
"""Ground between a place and the map, that no map shows."""
WATER: Final = frozenset({"river", "ferry", "sea"})
TERRAINS: Final = ("plain", "hill", "swamp")
"""Classes of arcs of a settlement graph, the easiest first."""

OSM_HIGHWAYS: Final[Mapping[str, str]] = {
    "motorway": "motorway",
    "motorway_link": "motorway",
    "trunk": "trunk",
    "trunk_link": "trunk",
    "primary": "primary",
    "primary_link": "primary",
    "secondary": "secondary",
    "secondary_link": "secondary",
    "tertiary": "tertiary",
    "tertiary_link": "tertiary",
    "unclassified": "unclassified",
    "road": "unclassified",
    "residential": "residential",
    "living_street": "residential",
    "service": "service",
    "track": "track",
    "path": "path",
    "footway": "path",
    "pedestrian": "path",
    "steps": "path",
    "bridleway": "path",
    "cycleway": "path",
}
"""OpenStreetMap's `highway`; a value not named here is not read (planned, under construction)."""
OSM_WATERWAYS: Final[Mapping[str, str]] = {"river": "river", "canal": "river"}
OSM_ONE_WAY: Final = frozenset({"motorway"})
"""Values of `highway` that go one way where nobody says otherwise."""

SURFACES: Final[Mapping[str, str]] = {
    **dict.fromkeys(
        ("asphalt", "aspal", "concrete", "beton", "paved", "paving_stones", "concrete:plates"),
        "paved",
    ),
    **dict.fromkeys(
        ("gravel", "kerikil", "compacted", "fine_gravel", "pebblestone", "makadam", "sett"),
        "gravel",
    ),
    **dict.fromkeys(
        ("dirt", "tanah", "ground", "earth", "unpaved", "sand", "mud", "grass", "clay"), "dirt"
    ),
}
"""Surfaces as maps and offices write them; one not named is kept as it is."""

CLASSES: Final = frozenset(
    {*OSM_HIGHWAYS.values(), *OSM_WATERWAYS.values(), *WATER, *TERRAINS, CONNECTOR}
)

_WHEELS: Final = (
    *("motorway", "trunk", "primary", "secondary", "tertiary", "unclassified", "residential"),
    *("service", "track", "plain", "hill", "swamp", CONNECTOR, "ferry"),
)
_FEET: Final = tuple(sorted(CLASSES - WATER - {"motorway"}))


def _wheels(*kmh: float) -> dict[str, float]:
    return dict(zip(_WHEELS, kmh, strict=True))


_ROUGH_GROUND: Final = {"gravel": 0.75, "dirt": 0.5}
MODES: Final[tuple[Mode, ...]] = (
    Mode(
        "truck",
        "Truk",
        _wheels(60, 45, 40, 35, 30, 25, 20, 15, 8, 35, 20, 12, 8, 15),
        surface=_ROUGH_GROUND,
        tonnes=8.0,
    ),
    Mode(
        "pickup",
        "Pikap",
        _wheels(70, 50, 45, 40, 35, 28, 22, 18, 12, 40, 25, 15, 12, 15),
        surface=_ROUGH_GROUND,
        tonnes=2.5,
    ),
    Mode(
        "four_by_four",
        "Mobil 4x4",
        _wheels(70, 50, 45, 40, 35, 28, 22, 18, 18, 45, 28, 15, 15, 15),
        flooded=0.3,
        surface={"gravel": 0.9, "dirt": 0.75},
        tonnes=2.7,
    ),
    Mode(
        "motorcycle",
        "Sepeda motor",
        {
            **_wheels(0, 45, 40, 38, 35, 30, 25, 20, 20, 40, 30, 18, 15, 15),
            "path": 12.0,
        },
        surface={"gravel": 0.9, "dirt": 0.7},
        tonnes=0.3,
    ),
    Mode("klotok", "Klotok", {"river": 18, "swamp": 18, "sea": 12}, flooded=1.0),
    Mode("speedboat", "Speedboat", {"river": 35, "swamp": 35, "sea": 30}, flooded=1.0),
    Mode("raft", "Rakit", {"river": 5}, flooded=0.0),
    Mode("horse", "Kuda", dict.fromkeys(_FEET, 5.0), flooded=0.3, tonnes=0.5),
    Mode("porter", "Pemikul", dict.fromkeys(_FEET, 3.0), flooded=0.5, tonnes=0.1),
    Mode("helicopter", "Helikopter", {}, straight=180.0),
)
"""The modes a regency starts from."""


def surface_of(word: str) -> str:
    """Return the class of a surface as a map names it.

    >>> surface_of("Asphalt"), surface_of("tanah"), surface_of("papan")
    ('paved', 'dirt', 'papan')
    """
    plain = word.strip().lower()
    return SURFACES.get(plain, plain)


def road_of(word: str) -> str:
    """Return the class of a road or water as a map names it, "" where none is known.

    >>> road_of("trunk_link"), road_of("River"), road_of("construction")
    ('trunk', 'river', '')
    """
    plain = word.strip().lower()
    if plain in CLASSES:
        return plain
    return OSM_HIGHWAYS.get(plain) or OSM_WATERWAYS.get(plain, "")
