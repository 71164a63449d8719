"""The five cities of Jakarta on real roads, with real floods: what `jakarta` plans and replays.

A city is its kelurahan on OpenStreetMap's roads, ground that flooded in 2007 as hazard zones,
and the arcs that stood in water at each hour of February 2017. Fleet, warehouses, sizes and
prices are made up (contoh).
"""

import csv
import gzip
import time
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from benchmarks.plan.replay import Water
from tepat.adapters import routing_cch
from tepat.adapters.flood_polygons import read_hourly
from tepat.adapters.hazard_files import rough_tables
from tepat.adapters.polygons import (
    PolygonIndex,
    Shape,
    arcs_by_polygon,
    arcs_crossing,
    read_polygons,
    zone_by_arc,
)
from tepat.adapters.roads_geojson import read_geojson
from tepat.core.plan.hazard.history import (
    FloodRecord,
    closed_by_hour,
    contributions,
    hours_of,
    merged,
    observed_days,
)
from tepat.core.plan.hazard.sources import combine
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Day,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Store,
    Targets,
    Vehicle,
    Verdict,
    Warehouse,
    Zone,
)
from tepat.core.plan.network.classes import MODES
from tepat.core.plan.network.mapped import Mapped, in_zones, on_map, under_water
from tepat.core.plan.network.snapping import Place
from tepat.core.plan.network.tables import Roads
from tepat.core.plan.network.thinning import MOST_NODES
from tepat.core.plan.network.times import UNREACHABLE

ZONE: Final = "Asia/Jakarta"
ROADS: Final = "roads/jakarta_osm_2012.geojson.gz"
PRONE: Final = "hazard/jakarta_rw_floodprone_2007.geojson.gz"
HOURLY: Final = "hazard/petabencana_jakarta_floods_2017-02.geojson.gz"
REGIONS: Final = "wilayah/wilayah.csv.gz"
TPS: Final = "tps/tps_2024_per_desa.csv.gz"
GOVERNOR: Final = "results/pilkada_2024_per_kecamatan.csv.gz"
FILES: Final = (ROADS, PRONE, HOURLY, REGIONS, TPS, GOVERNOR)

CITIES: Final = ("31.71", "31.72", "31.73", "31.74", "31.75")
"""All on the map; the islands of 31.01 are not."""
ZONES: Final = 12
NEAR_M: Final = 3_000
"""Ground this near a kelurahan of the city matters to its plan."""
CONTOH: Final = Source("contoh", rough=True)
LITRES, KG = 196, 17
"""Of one box with the booths of its TPS; assumed."""
TRUCK_LITRES, TRUCK_KG = 14_000, 3_500
TRIPS_A_DAY, FULL_DAYS = 2, 2
"""So many trucks that two trips each on two days would carry all."""


class Region(NamedTuple):
    """One row of the table of regions."""

    code: str
    name: str
    level: int
    parent: str
    lat: float | None
    lon: float | None

    @property
    def place(self) -> Place:
        return Place(self.code, self.name, self.lat, self.lon)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


class Ground:
    """What all cities share: read once."""

    def __init__(self, data: Path) -> None:
        self.data = data
        source = Source("OpenStreetMap", "2012", rough=False)
        self.roads = read_geojson(data / ROADS, source)
        self.records, self.wet, _ = read_hourly(data / HOURLY, ZONE)
        self.hours = hours_of(self.records)

    @cached_property
    def prone(self) -> list[Shape]:
        """Polygons of RW that were under water in 2007."""
        return read_polygons(self.data / PRONE)[0]

    @cached_property
    def regions(self) -> list[Region]:
        def number(text: str) -> float | None:
            return float(text) if text else None

        return [
            Region(
                row["code"],
                row["name"].strip(),
                int(row["level"]),
                row["parent"],
                number(row["lat"]),
                number(row["lon"]),
            )
            for row in _rows(self.data / REGIONS)
            if row["code"].startswith("31.")
        ]

    @cached_property
    def tps(self) -> dict[str, int]:
        """TPS of the election of the governor in 2024 by kelurahan.

        They are known by kecamatan; kelurahan share them as they had those of Pemilu 2024.
        """
        known: dict[str, int] = {}
        for row in _rows(self.data / GOVERNOR):
            if row["election"] == "gubernur" and row["kec_code"].startswith("31."):
                known[row["kec_code"]] = int(row["n_tps"])
        before: dict[str, dict[str, int]] = defaultdict(dict)
        for row in _rows(self.data / TPS):
            if row["code"].startswith("31."):
                before[row["code"][:8]][row["code"]] = int(row["n_tps"])
        found: dict[str, int] = {}
        for kecamatan, parts in before.items():
            found |= shared(known.get(kecamatan, 0), parts)
        return found

    @cached_property
    def days(self) -> tuple[date, ...]:
        """Days that were watched from dawn to dusk."""
        return observed_days(self.hours)


def shared(total: int, parts: Mapping[str, int]) -> dict[str, int]:
    """Share `total` as `parts` are, by largest remainders.

    >>> shared(10, {"a": 1, "b": 1, "c": 1})
    {'a': 4, 'b': 3, 'c': 3}
    """
    whole = sum(parts.values())
    found = {name: total * each // whole for name, each in parts.items()}
    order = sorted(parts, key=lambda name: (-(total * parts[name] % whole), name))
    for name in order[: total - sum(found.values())]:
        found[name] += 1
    return found


def windows(days: Sequence[date]) -> list[tuple[date, ...]]:
    """Return every run of two and more of `days`: each is a plan with its own first day."""
    found = []
    for first in range(len(days)):
        for last in range(first + 1, len(days)):
            run = tuple(days[first : last + 1])
            if all(b - a == timedelta(days=1) for a, b in pairwise(run)):
                found.append(run)
    return found


class City(NamedTuple):
    """One city on its map, with dry roads and no days yet."""

    mapped: Mapped
    zones: dict[str, str]
    """The zone of each record of the hourly archive that touches one."""
    wet: Mapping[str, tuple[str, ...]]
    """The arcs under each record."""
    seconds: float


def city(ground: Ground, code: str, most: int = 10**6, nodes: int = MOST_NODES) -> City:
    """Return a city with at most `most` kelurahan, the first by code, on about `nodes` nodes."""
    started = time.process_time()
    whole = next(each for each in ground.regions if each.code == code)
    mine = [each for each in ground.regions if each.level == 4 and each.code.startswith(code)]
    mine = [each for each in mine if ground.tps.get(each.code)][:most]
    parents = {each.parent for each in mine}
    kecamatan = [each for each in ground.regions if each.code in parents]
    shapes = clustered([shape for shape in ground.prone if _is_near(shape, mine)])
    index = PolygonIndex(shapes)
    house = _house(whole, mine, PolygonIndex(ground.prone))
    places = [house, *(each.place for each in (*kecamatan, *mine))]
    roads = _zoned(ground.roads, index)
    bare = _bare(whole, kecamatan, mine, ground.tps)
    found = on_map(bare, roads, places, most=nodes)
    dry = replace(found.instance, arcs=tuple(replace(arc, zone="") for arc in found.instance.arcs))
    # A place cuts an arc in two: which half floods is asked again.
    zoned = in_zones(dry, zone_by_arc(index, dry, found.shapes))
    zones = tuple(Zone(name, name, ()) for name in sorted({each.name for each in shapes}))
    instance = replace(zoned, hazard=Hazard(zones))
    records = {}
    for shape in ground.wet:
        if touched := index.overlapping(shape.geometry):
            records[shape.name] = shapes[touched[0]].name
    wet = arcs_by_polygon(PolygonIndex(ground.wet), instance, found.shapes)
    return City(found._replace(instance=instance), records, wet, time.process_time() - started)


def _house(whole: Region, desa: Sequence[Region], prone: PolygonIndex) -> Place:
    """Put the warehouse at the kelurahan nearest to the middle that did not flood in 2007.

    Where the real ones stand was not found; nobody who has the map would take such ground.
    """

    def apart(each: Region) -> tuple[float, str]:
        assert each.lat is not None and each.lon is not None  # noqa: PT018
        assert whole.lat is not None and whole.lon is not None  # noqa: PT018
        return float(np.hypot(each.lat - whole.lat, each.lon - whole.lon)), each.code

    here = [each for each in desa if each.lat is not None and each.lon is not None]
    dry = [each for each in here if not prone.holding(each.lat or 0.0, each.lon or 0.0)]
    at = min(dry or here, key=apart)
    return Place(f"{whole.code}:gudang", "Gudang KPU (contoh)", at.lat, at.lon)


def _is_near(shape: Shape, places: Iterable[Region]) -> bool:
    at = shape.geometry.centroid
    wide = 111_195 * np.cos(np.radians(at.y))
    return any(
        np.hypot((each.lat - at.y) * 111_195, (each.lon - at.x) * wide) <= NEAR_M
        for each in places
        if each.lat is not None and each.lon is not None
    )


def clustered(shapes: Sequence[Shape], most: int = ZONES) -> list[Shape]:
    """Return `shapes` named by zones of neighbours: k-means over their middles."""
    points = np.array([[each.geometry.centroid.x, each.geometry.centroid.y] for each in shapes])
    if not len(points):
        return []
    centres = _spread(points, min(most, len(points)))
    for _ in range(25):
        near = _nearest(points, centres)
        centres = np.array(
            [
                points[near == at].mean(axis=0) if (near == at).any() else centre
                for at, centre in enumerate(centres)
            ]
        )
    names = [f"z{at + 1:02}" for at in _nearest(points, centres)]
    return [replace(each, name=name) for each, name in zip(shapes, names, strict=True)]


def _spread(points: NDArray[np.float64], count: int) -> NDArray[np.float64]:
    """Begin with the westernmost point, then always with the one farthest from all so far."""
    chosen = [int(points[:, 0].argmin())]
    while len(chosen) < count:
        squares = ((points[:, None] - points[chosen][None]) ** 2).sum(axis=2).min(axis=1)
        chosen.append(int(squares.argmax()))
    return points[chosen]


def _nearest(points: NDArray[np.float64], centres: NDArray[np.float64]) -> NDArray[np.int64]:
    found: NDArray[np.int64] = ((points[:, None] - centres[None]) ** 2).sum(axis=2).argmin(axis=1)
    return found


def _zoned(roads: Roads, index: PolygonIndex) -> Roads:
    crossed = arcs_crossing(index, roads.nodes, roads.arcs, roads.shapes)
    zones = {each.arc: index.shapes[each.polygons[0]].name for each in crossed}
    return roads._replace(
        arcs=tuple(replace(arc, zone=zones.get(arc.id, "")) for arc in roads.arcs)
    )


def _bare(
    whole: Region, kecamatan: Sequence[Region], desa: Sequence[Region], tps: Mapping[str, int]
) -> Instance:
    """Return the city without roads and days."""
    store = Store(Verdict.PASSED, 200_000, source=CONTOH)
    trips = sum(-(-tps[each.code] * LITRES // TRUCK_LITRES) for each in desa)
    trucks = -(-trips // (TRIPS_A_DAY * FULL_DAYS))
    return Instance(
        name=whole.name,
        zone=ZONE,
        days=(),
        nodes=(),
        arcs=(),
        modes=tuple(mode for mode in MODES if mode.id == "truck"),
        transfers=(),
        vehicles=(
            Vehicle(
                "truk", "Truk (contoh)", ("truck",), (trucks,), TRUCK_LITRES, TRUCK_KG,
                day_price=1_900_000, km_price=3_500, source=CONTOH,
            ),
        ),
        warehouses=(Warehouse(f"{whole.code}:gudang", "Gudang KPU (contoh)", ""),),
        kecamatan=tuple(Kecamatan(each.code, each.name, "", store) for each in kecamatan),
        desa=tuple(
            Desa(
                each.code, each.name, each.parent, "", tps[each.code], tps[each.code],
                tps[each.code] * LITRES, tps[each.code] * KG, store,
            )
            for each in desa
        ),
        hazard=Hazard(),
        targets=Targets(0, 0, 0),
        contoh=True,
    )  # fmt: skip


def dated(ground: Ground, found: City, run: Sequence[date]) -> Instance:
    """Return a city on the days of `run`, with what was known the evening before."""
    instance, count = found.mapped.instance, len(run)
    prior = rough_tables().prone
    said = Source("RW banjir 2007", "2007", prior.rough, prior.source)
    base = tuple(
        replace(zone, probability=(prior.at_least,) * count, source=said)
        for zone in instance.hazard.zones
    )
    before = [day for day in ground.days if day < run[0]]
    hazard = Hazard(base)
    if before:
        seen = merged(ground.records, lambda name: found.zones.get(name, ""))
        known = {each.id: each for each in seen}
        records = [known.get(zone.id, FloodRecord(zone.id, zone.name, ())) for zone in base]
        archive = Source("PetaBencana", before[-1].isoformat())
        zones = {zone.id: zone.id for zone in base}
        hazard = combine(hazard, contributions(records, zones, archive, count, before))
    return replace(
        instance,
        days=tuple(Day(f"H-{count - at}", day) for at, day in enumerate(run)),
        vehicles=tuple(
            replace(each, available=each.available[:1] * count) for each in instance.vehicles
        ),
        hazard=hazard,
        targets=Targets(
            pps=(count - 1) * MINUTES_A_DAY + 18 * 60,
            ppk=(count - 1) * MINUTES_A_DAY + 18 * 60,
            tps=count * MINUTES_A_DAY + 5 * 60,
        ),
    )


def water_of(ground: Ground, found: City, run: Sequence[date]) -> Water:
    """Return the water that there was on the days of `run`."""
    hours = [hour for hour in ground.hours if run[0] <= hour.date() <= run[-1]]
    return Water(
        tuple(
            ((hour.date() - run[0]).days * MINUTES_A_DAY + hour.hour * 60, frozenset(arcs))
            for hour, arcs in closed_by_hour(ground.records, found.wet, hours)
        )
    )


class Kept(NamedTuple):
    """Kelurahan that a truck reaches and comes back from at one hour, by the roads kept and all."""

    hour: datetime
    kept: int
    whole: int


def kept_roads(ground: Ground, code: str, found: City) -> list[Kept]:
    """Hold the roads that were kept against the whole map: at the worst hour and the last noon."""
    whole = city(ground, code, nodes=10**9)
    lit = [each for each in closed_by_hour(ground.records, whole.wet, ground.hours)
           if 6 <= each[0].hour < 18]  # fmt: skip
    worst = max(lit, key=lambda each: len(each[1]))[0]
    noon = max(hour for hour, _ in lit if hour.hour == 12)
    return [
        Kept(hour, _reached(ground, found, hour), _reached(ground, whole, hour))
        for hour in (worst, noon)
    ]


def _reached(ground: Ground, found: City, hour: datetime) -> int:
    [(_, arcs)] = closed_by_hour(ground.records, found.wet, [hour])
    instance = under_water(found.mapped.instance, arcs, "banjir", Source("PetaBencana"))
    minutes = routing_cch.travel(instance).minutes("truck")
    desa = slice(-len(instance.desa), None)
    return int(((minutes[0, desa] < UNREACHABLE) & (minutes[desa, 0] < UNREACHABLE)).sum())
