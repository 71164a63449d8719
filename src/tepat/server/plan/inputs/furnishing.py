"""An instance from places and their TPS, with what a fleet file says.

Roads are those of the settlement graph until a map is read, and so it is stamped *tanpa
peta*. Fleet, prices, sizes and stores come from the fleet file.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from tepat.core.plan.instance import reading, writing
from tepat.core.plan.instance.values import (
    MINUTES_A_DAY,
    Arc,
    Day,
    Desa,
    Hazard,
    Instance,
    Kecamatan,
    Targets,
    Warehouse,
)
from tepat.core.plan.nation import Place
from tepat.core.plan.network.classes import MODES, TERRAINS
from tepat.core.plan.network.settlement import Settlement, settled, without_map
from tepat.core.problems import Code, Problem, refuse
from tepat.server.plan.inputs import fleet as fleet_file
from tepat.server.plan.inputs import fleet_places
from tepat.server.plan.inputs.fleet import Fleet

WAREHOUSE = "gudang-1"


@dataclass(frozen=True, slots=True)
class Ground:
    """One kabupaten: its places that have TPS, and how many TPS and boxes each desa has."""

    kabupaten: Place
    zone: str
    kecamatan: tuple[Place, ...]
    desa: tuple[Place, ...]
    tps: Mapping[str, int]
    boxes: Mapping[str, int]
    contoh: bool

    @property
    def has_point(self) -> bool:
        """Whether any desa has a point to start from."""
        return any(each.lat is not None and each.lon is not None for each in self.desa)


def furnish(ground: Ground, given: Fleet, vote: date) -> tuple[Instance, list[Problem]]:
    """Return the instance of `ground` before `vote`, and what is guessed in it.

    Raises `Refused` where the fleet file cannot be used.
    """
    name = ground.kabupaten.name
    problems: list[Problem] = []
    if given.is_contoh:
        problems.append(Problem(Code.FLEET_CONTOH, {"place": name}))
    days = tuple(
        Day(f"H-{before}", vote - timedelta(days=before)) for before in range(given.days, 0, -1)
    )
    house = _warehouse(ground, given, problems)
    settlements = _settlements(ground, given, house, problems)
    modes = _modes(given)
    graph = settled(settlements, modes)
    bare = Instance(
        name=name,
        zone=ground.zone,
        days=days,
        nodes=(),
        arcs=(),
        modes=modes,
        transfers=(),
        vehicles=(),
        warehouses=(Warehouse(house.id, house.name, house.id),),
        kecamatan=tuple(Kecamatan(each.code, each.name, each.code) for each in ground.kecamatan),
        desa=_rows(ground, given),
        hazard=Hazard(),
        targets=Targets(0, 0, len(days) * MINUTES_A_DAY),
        contoh=ground.contoh or given.is_contoh,
    )
    zones = given.rows("zones")
    if not zones:
        problems.append(Problem(Code.HAZARD_NONE, {"place": name}))
    mapped = without_map(bare, graph)
    mapped = replace(mapped, arcs=tuple(_flooded(arc, zones) for arc in mapped.arcs))
    instance, more = _with_fleet(mapped, given)
    problems += [*graph.problems, *more]
    if instance is None:
        raise refuse(problems[-1].code, **dict(problems[-1].facts))
    return instance, problems


def _rows(ground: Ground, fleet: Fleet) -> tuple[Desa, ...]:
    sizes = fleet.sizes
    known = {each.code for each in ground.kecamatan}
    return tuple(
        Desa(
            each.code,
            each.name,
            each.code[:8],
            each.code,
            ground.tps[each.code],
            ground.boxes[each.code],
            ground.boxes[each.code] * sizes.box_litres + ground.tps[each.code] * sizes.tps_litres,
            ground.boxes[each.code] * sizes.box_kg + ground.tps[each.code] * sizes.tps_kg,
        )
        for each in ground.desa
        if each.code[:8] in known
    )


def _point(place: Place | None) -> tuple[float, float] | None:
    if place is None or place.lat is None or place.lon is None:
        return None
    return place.lat, place.lon


def _warehouse(ground: Ground, fleet: Fleet, problems: list[Problem]) -> Settlement:
    """Return where loads start: as the fleet file says, else a point that is told."""
    table = fleet.table("warehouse")
    lat, lon = table.get("lat"), table.get("lon")
    code = f"{ground.kabupaten.code}:{WAREHOUSE}"
    name = str(table.get("name", "Gudang KPU"))
    if isinstance(lat, int | float) and isinstance(lon, int | float):
        return Settlement(code, name, float(lat), float(lon))
    near = next(each for each in (ground.kabupaten, *ground.desa) if _point(each))
    facts = {"place": ground.kabupaten.name, "near": near.name}
    problems.append(Problem(Code.WAREHOUSE_GUESS, facts))
    return Settlement(code, name, near.lat, near.lon)


def _settlements(
    ground: Ground, fleet: Fleet, house: Settlement, problems: list[Problem]
) -> list[Settlement]:
    """Return all places; one without a point borrows that of its kecamatan or a neighbour."""
    terrain = fleet.table("terrain")
    found = [house, *fleet_places.further(fleet)]
    for each in (*ground.kecamatan, *ground.desa):
        kecamatan = each.code[:8]
        point = _point(each)
        if point is None:
            near = _near(ground, kecamatan)
            point = _point(near)
            facts = {"place": each.name, "near": near.name if near else "-"}
            problems.append(Problem(Code.DESA_NO_POINT, facts))
        terrain_of = terrain.get(each.code, terrain.get(kecamatan, TERRAINS[0]))
        if terrain_of not in TERRAINS:
            raise refuse(Code.FLEET_FILE, file=fleet.name, why=f"terrain.{each.code}")
        lat, lon = point or (None, None)
        found.append(Settlement(each.code, each.name, lat, lon, kecamatan, terrain_of))
    return found


def _near(ground: Ground, kecamatan: str) -> Place | None:
    candidates = [each for each in ground.kecamatan if each.code == kecamatan]
    candidates += [each for each in ground.desa if each.code.startswith(f"{kecamatan}.")]
    candidates.append(ground.kabupaten)
    return next((each for each in candidates if _point(each)), None)


def _modes(fleet: Fleet) -> Any:
    """Return the modes that vehicles of the file use; all where it brings its own."""
    used = {mode for row in fleet.rows("vehicles") for mode in row.get("modes", ())}
    return tuple(mode for mode in MODES if mode.id in used) or MODES


def _flooded(arc: Arc, zones: list[dict[str, Any]]) -> Arc:
    """Put an arc into the first zone that one of its ends lies in."""
    for zone in zones:
        for area in zone.get("areas", ()):
            if any(_within(end, str(area)) for end in (arc.tail, arc.head)):
                return replace(arc, zone=str(zone.get("id", "")))
    return arc


def _within(code: str, area: str) -> bool:
    return code == area or code.startswith(area + ".")


def _with_fleet(instance: Instance, fleet: Fleet) -> tuple[Instance | None, list[Problem]]:
    """Return the instance with what the fleet file says, read like a file of an instance."""
    raw = json.loads(writing.write(instance))
    for section in fleet_file.SECTIONS:
        if section in fleet.raw:
            raw[section] = fleet.raw[section]
    zones = [
        {key: value for key, value in zone.items() if key != "areas"}
        for zone in fleet.rows("zones")
    ]
    fleet_places.put(raw, fleet)
    raw["hazard"] = {**fleet.table("hazard"), "zones": zones}
    raw["targets"] = fleet.table("deadlines")
    store = fleet.table("store")
    by_place = fleet.table("stores")
    for rows in (raw["kecamatan"], raw["desa"]):
        for row in rows:
            row["store"] = {**store, **by_place.get(row["code"], {})}
    return reading.read(json.dumps(raw, default=str))
