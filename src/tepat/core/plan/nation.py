"""Rounds from every PPK to its desa, for one kabupaten after the other.

Roads are those of the settlement graph (*tanpa peta*), each kecamatan by itself, with the PPK
at the point of its kecamatan. Vehicles and volumes are assumed and say so. A kabupaten is a
unit of work that knows nothing of any other, so that many can be done at once.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from tepat.core.log import canonical
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Day,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Targets,
    Vehicle,
    Warehouse,
)
from tepat.core.plan.network.classes import MODES
from tepat.core.plan.network.settlement import Settlement, settled
from tepat.core.plan.network.times import Travel
from tepat.core.plan.schedule.echelons import round_trips, rounds_of
from tepat.core.problems import Code, Problem

FORM: Final = "tepat-rounds/1"
CONTOH: Final = Source("contoh")
HIRED: Final = (
    Vehicle("pikap", "Pikap", ("pickup",), (2,), 3_200, 900, 3, 800_000, 1_800, source=CONTOH),
    Vehicle(
        "engkel", "Truk engkel", ("truck",), (2,), 9_000, 2_200, 3, 1_300_000, 2_800, source=CONTOH
    ),
    Vehicle("truk", "Truk", ("truck",), (2,), 14_000, 3_500, 4, 1_900_000, 3_500, source=CONTOH),
)
"""What a PPK hires, two of each; assumed."""
MOST_DAYS: Final = 7
"""Days over which the rounds of one PPK may spread."""
BOX_LITRES: Final = 96
BOX_KG: Final = 8
TPS_LITRES: Final = 100
TPS_KG: Final = 9
"""A filled box, and what a TPS gets beside its boxes; assumed."""

TravelOf = Callable[[Instance], Travel]


@dataclass(frozen=True, slots=True)
class Place:
    """A region: code, name and its point, None where nobody gave one."""

    code: str
    name: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Kabupaten:
    """One unit of work. `tps` counts TPS by code of desa; `boxes` are for each TPS."""

    place: Place
    kecamatan: tuple[Place, ...]
    desa: tuple[Place, ...]
    tps: Mapping[str, int]
    boxes: int = 5


@dataclass(frozen=True, slots=True)
class Done:
    """What became of one kabupaten. `made` is None where nothing could be made of it."""

    code: str
    made: bytes | None
    kecamatan: int
    proved: int
    rupiah: int
    problems: tuple[Problem, ...]


def kabupaten_of(
    places: Iterable[Place], tps: Mapping[str, int], boxes: int = 5
) -> list[Kabupaten]:
    """Return the kabupaten in which `tps` are, by code; regions without TPS are left out."""
    by_code = {place.code: place for place in places}
    desa: dict[str, list[Place]] = {}
    for code in sorted(tps):
        if tps[code] > 0 and code in by_code:
            desa.setdefault(code[:5], []).append(by_code[code])
    found = []
    for code, mine in sorted(desa.items()):
        above = sorted({each.code[:8] for each in mine})
        found.append(
            Kabupaten(
                by_code.get(code, Place(code, code, None, None)),
                tuple(by_code.get(each, Place(each, each, None, None)) for each in above),
                tuple(mine),
                {each.code: tps[each.code] for each in mine},
                boxes,
            )
        )
    return found


def unknown(places: Iterable[Place], tps: Mapping[str, int]) -> list[Problem]:
    """Return a problem for each desa with TPS that is not among `places`."""
    known = {place.code for place in places}
    return [
        Problem(Code.NATION_DESA_UNKNOWN, {"code": code, "tps": count})
        for code, count in sorted(tps.items())
        if code not in known
    ]


def rounds_in(kabupaten: Kabupaten, travel_of: TravelOf) -> Done:
    """Return the rounds of every PPK of a kabupaten; one that cannot be planned is a problem."""
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = []
    for kecamatan in kabupaten.kecamatan:
        instance, more = instance_of(kabupaten, kecamatan)
        problems += more
        row = _rounds(instance, travel_of) if instance else None
        if row is None:
            problems.append(Problem(Code.NATION_NO_ROUNDS, {"place": kecamatan.name}))
        else:
            rows.append(row)
    proved = sum(row["proved"] for row in rows)
    rupiah = sum(row["rupiah"] for row in rows)
    made = canonical.encode(
        {
            "form": FORM,
            "code": kabupaten.place.code,
            "name": kabupaten.place.name,
            "no_map": True,
            "contoh": True,
            "kecamatan": rows,
        },
        at_most=canonical.LARGEST_LIST,
    )
    return Done(kabupaten.place.code, made, len(rows), proved, rupiah, tuple(problems))


def instance_of(kabupaten: Kabupaten, kecamatan: Place) -> tuple[Instance | None, list[Problem]]:
    """Return one kecamatan as a regency of its own, None where it has no desa with a point."""
    mine = [each for each in kabupaten.desa if each.code.startswith(kecamatan.code + ".")]
    places = [
        Settlement(each.code, each.name, each.lat, each.lon, kecamatan.code)
        for each in (kecamatan, *mine)
    ]
    centre = next((each for each in places if each.lat is not None), None)
    if places[0].lat is None and centre is not None:  # the PPK is taken to be at its first desa
        places[0] = places[0]._replace(lat=centre.lat, lon=centre.lon)
    graph = settled(places, MODES)
    known = {node.id for node in graph.roads.nodes}
    desa = tuple(
        _desa(each, kecamatan.code, kabupaten.tps[each.code], kabupaten.boxes)
        for each in mine
        if each.code in known
    )
    if not desa or kecamatan.code not in known:
        return None, list(graph.problems)
    days = tuple(Day(f"H-{n}", date(2000, 1, 1)) for n in range(MOST_DAYS, 0, -1))
    vehicles = tuple(
        replace(each, available=each.available * MOST_DAYS, warehouse=kecamatan.code)
        for each in HIRED
    )
    end = MOST_DAYS * MINUTES_A_DAY
    instance = Instance(
        name=kecamatan.name,
        zone="",
        days=days,
        nodes=graph.roads.nodes,
        arcs=graph.roads.arcs,
        modes=MODES,
        transfers=(),
        vehicles=vehicles,
        warehouses=(Warehouse(f"{kecamatan.code}:ppk", kecamatan.name, kecamatan.code),),
        kecamatan=(Kecamatan(kecamatan.code, kecamatan.name, kecamatan.code),),
        desa=desa,
        hazard=Hazard(),
        targets=Targets(end, end, end),
        contoh=True,
        no_map=True,
    )
    return instance, list(graph.problems)


def _desa(place: Place, kecamatan: str, tps: int, boxes: int) -> Desa:
    return Desa(
        place.code,
        place.name,
        kecamatan,
        place.code,
        tps,
        tps * boxes,
        tps * (boxes * BOX_LITRES + TPS_LITRES),
        tps * (boxes * BOX_KG + TPS_KG),
    )


def _rounds(instance: Instance, travel_of: TravelOf) -> dict[str, Any] | None:
    """Return the rounds of one kecamatan as they are written."""
    travel, kecamatan = travel_of(instance), instance.kecamatan[0]
    found = rounds_of(instance, travel, kecamatan, 0)
    if found is None:
        return None
    trips = round_trips(instance, travel, kecamatan, 0)
    return {
        "code": kecamatan.code,
        "name": kecamatan.name,
        "desa": len(instance.desa),
        "boxes": sum(each.boxes for each in instance.desa),
        "proved": found[0].proved,
        "rupiah": found[0].cost,
        "fits": trips is not None,
        "trips": [
            [{"desa": lot.code, "boxes": lot.boxes, "kg": lot.kg} for lot in lots]
            for lots in found[1]
        ],
        "days": 0 if trips is None else 1 + max(trip.day for trip in trips),
    }


def totals(done: Sequence[Done]) -> dict[str, int]:
    """Return how many kabupaten and kecamatan were planned, how many proved, and rupiah."""
    return {
        "kabupaten": sum(each.made is not None for each in done),
        "kecamatan": sum(each.kecamatan for each in done),
        "proved": sum(each.proved for each in done),
        "rupiah": sum(each.rupiah for each in done),
    }
