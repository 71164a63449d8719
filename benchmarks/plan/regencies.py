"""The regencies that planners are compared on: two made up, three of real places.

The real ones have the points and TPS of their desa from tables beside the checkout. Their roads
are those of the settlement graph (*tanpa peta*); fleet, prices, floods and stores are made up
(contoh), by the same rules for all. A general election has five boxes a TPS and the TPS of 2019;
a regional one has two, and the TPS of 2024, shared among the desa of each kecamatan.
"""

import csv
import gzip
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np

from tepat.adapters.region_table import read_region_table
from tepat.adapters.tps_counts import tps_counts
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Arc,
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
from tepat.core.plan.network.settlement import Settlement, settled, without_map
from tests.regencies import CONTOH, regency

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
REAL = {"Tabalong": "63.09", "Gunung Mas": "62.10", "Jombang": "35.17"}
DAYS, ZONES, SEED = 7, 8, 63
FLOODED = 0.15
"""The share of roads that flood."""
LITRES = {2: 290, 5: 580}
KG = {2: 25, 5: 49}
"""What a TPS gets, by its boxes."""
LOADS_A_TRUCK = 4.5
"""Truckloads over which the fleet is spread: a day and a half of three trips."""


def names() -> list[str]:
    """Return the names of all, as `of` takes them."""
    places = ["Tabalong", "Gunung Mas", "regency 2", "regency 1"]
    found = [f"{place}, {boxes} boxes a TPS" for boxes in (5, 2) for place in places]
    return [*found, *(f"Jombang, {boxes} boxes a TPS" for boxes in (2, 5))]  # the slowest last


def of(name: str) -> Instance | str:
    """Return a regency by its name, or why there is none."""
    place, _, boxes = name.removesuffix(" boxes a TPS").partition(", ")
    if place not in REAL:
        made = regency(seed=int(place.split()[-1]), boxes=int(boxes))
        return replace(made, vehicles=_as_needed(made))
    if not SHARED.exists():
        return "its tables are not beside this checkout"
    return real(place, int(boxes))


def real(place: str, boxes: int) -> Instance:
    """Return a regency of a real place."""
    code = REAL[place]
    regions = {
        each.code: each for each in read_region_table(SHARED / "wilayah/wilayah.csv.gz").rows
    }
    tps = _tps(code, boxes)
    above = sorted({desa[:8] for desa in tps})
    house = regions[code]
    places = [Settlement("gudang", "Gudang KPU", house.lat, house.lon)]
    for each in (*above, *tps):
        lat, lon = regions[each].lat, regions[each].lon
        if lat is None or lon is None:  # a desa nobody gave a point borrows that of its kecamatan
            lat, lon = regions[each[:8]].lat, regions[each[:8]].lon
        assert lat is not None
        assert lon is not None
        shift = 1e-4 * len(places)  # two places never share a point
        places.append(Settlement(each, regions[each].name, lat + shift / 50, lon, each[:8]))
    graph = settled(places, MODES)
    first = date(2029, 2, 7)
    last = (DAYS - 1) * MINUTES_A_DAY + 18 * 60
    bare = Instance(
        name=place,
        zone="Asia/Makassar",
        days=tuple(Day(f"H-{DAYS - at}", first + timedelta(days=at)) for at in range(DAYS)),
        nodes=(),
        arcs=(),
        modes=MODES[:4],
        transfers=(),
        vehicles=(),
        warehouses=(Warehouse(f"{code}:gudang-1", "Gudang KPU", "gudang"),),
        kecamatan=tuple(
            Kecamatan(each, regions[each].name, each, Store(Verdict.PASSED, 300_000))
            for each in above
        ),
        desa=tuple(_desa(each, regions[each].name, tps[each], boxes) for each in tps),
        hazard=Hazard(_zones(), 0.5, 0.75),
        targets=Targets(pps=last, ppk=last - MINUTES_A_DAY, tps=DAYS * MINUTES_A_DAY + 300),
        contoh=True,
    )
    mapped = without_map(bare, graph)
    mapped = replace(mapped, arcs=_flooding(mapped.arcs), vehicles=_fleet(bare))
    return replace(mapped, vehicles=(*mapped.vehicles, *_own(mapped)))


def _desa(code: str, name: str, tps: int, boxes: int) -> Desa:
    litres, kg = tps * LITRES[boxes], tps * KG[boxes]
    store = Store(Verdict.PASSED, 200_000, source=CONTOH)
    return Desa(code, name, code[:8], code, tps, tps * boxes, litres, kg, store)


def _tps(code: str, boxes: int) -> dict[str, int]:
    """Return the TPS of each desa; of a regional election, those of 2024 as 2019 shared them."""
    of_2019 = {
        desa: n
        for desa, n in tps_counts(SHARED / "tps/desa_2019_index.csv.gz").items()
        if desa.startswith(code + ".")
    }
    if boxes == 5:
        return of_2019
    before: Counter[str] = Counter()
    for desa, n in of_2019.items():
        before[desa[:8]] += n
    after: Counter[str] = Counter()
    path = SHARED / "results/pilkada_2024_per_kecamatan.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            if row["election"] == "bupati_walikota":
                after[row["kec_code"]] = int(row["n_tps"])
    return {
        desa: max(1, round(n * after[desa[:8]] / before[desa[:8]])) for desa, n in of_2019.items()
    }


def _zones() -> tuple[Zone, ...]:
    draw = np.random.Generator(np.random.PCG64(SEED))
    return tuple(
        Zone(
            f"z{at}",
            f"Zona {at + 1}",
            tuple(
                float(p)
                for p in np.round(np.linspace(0.08, 0.2, DAYS) + draw.uniform(-0.05, 0.1), 3)
            ),
            CONTOH,
        )
        for at in range(ZONES)
    )


def _flooding(arcs: tuple[Arc, ...]) -> tuple[Arc, ...]:
    """Let some roads flood with the zone of the kecamatan they begin in."""
    draw = np.random.Generator(np.random.PCG64(SEED))
    zones = {each: f"z{at % ZONES}" for at, each in enumerate(sorted({a.tail[:8] for a in arcs}))}
    return tuple(
        replace(arc, zone=zones[arc.tail[:8]]) if draw.random() < FLOODED else arc for arc in arcs
    )


def _fleet(instance: Instance) -> tuple[Vehicle, ...]:
    """Return vehicles for the volume, at assumed prices."""
    loads = sum(each.litres for each in instance.desa) / 14_000
    trucks = max(6, -int(-loads // LOADS_A_TRUCK))

    def some(
        name: str, mode: str, count: int, litres: int, kg: int, seats: int, day: int, km: int
    ) -> Vehicle:
        there = (count,) * DAYS
        return Vehicle(mode, name, (mode,), there, litres, kg, seats, day, km, source=CONTOH)

    return (
        some("Truk", "truck", trucks, 14_000, 3_500, 4, 1_900_000, 3_500),
        some("Gardan ganda", "four_by_four", -(-trucks * 2 // 3), 2_200, 700, 3, 1_500_000, 2_500),
        some("Sepeda motor", "motorcycle", 10, 350, 60, 1, 250_000, 500),
    )


def _own(instance: Instance) -> tuple[Vehicle, ...]:
    """Return the pickups of each PPK: as many as bring all its goods in one day."""
    found = []
    for kecamatan in instance.kecamatan:
        litres = sum(d.litres for d in instance.desa if d.kecamatan == kecamatan.code)
        count = max(2, -(-litres // (3_200 * 2)))
        found.append(
            Vehicle(
                f"pikap-{kecamatan.code}", "Pikap PPK", ("pickup",), (count,) * DAYS, 3_200, 900,
                3, 800_000, 1_800, warehouse=kecamatan.code, source=CONTOH,
            )
        )  # fmt: skip
    return tuple(found)


def _as_needed(made: Instance) -> tuple[Vehicle, ...]:
    """Return the vehicles of a made-up regency, as many as the volume asks for everywhere."""
    counts = {each.name: each.available for each in _fleet(made)}
    mine = {each.warehouse: each.available for each in _own(made)}
    return tuple(
        replace(
            each,
            available=mine[each.warehouse] if each.warehouse in mine else counts[each.name],
        )
        for each in made.vehicles
    )
