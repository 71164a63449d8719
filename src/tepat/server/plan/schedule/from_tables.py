"""An instance from what the database knows: TPS, packages and points of regions.

Roads are those of the map that is kept for the scope, else of the settlement graph, and then
it is stamped *tanpa peta*. Hazards that are kept are laid over it. Fleet, prices, sizes and
stores come from the fleet file.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import Count

from tepat.adapters.plan_files import HAZARD, MAP, TIMES, kind_of
from tepat.core.election.ids import Form
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
from tepat.core.plan.network.classes import MODES, TERRAINS
from tepat.core.plan.network.settlement import Settlement, settled, without_map
from tepat.core.problems import Code, Problem, refuse
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.election.regions.queries import standing
from tepat.server.plan.models import Package
from tepat.server.plan.schedule import fleet as fleet_file
from tepat.server.plan.schedule import fleet_places, kept, sources
from tepat.server.plan.schedule.fleet import Fleet
from tepat.server.plan.schedule.kept import Shelf
from tepat.server.plan.schedule.sources import Applied

WAREHOUSE = "gudang-1"
Point = tuple[float, float]


def instance_of_scope(
    scope: Scope, fleet: Path | None = None, roads: Sequence[Path] = ()
) -> tuple[Instance, list[Problem]]:
    """Return the instance of a scope with all that is kept for it, and what is guessed in it.

    Maps in `roads` stand in for those that are kept. Three queries, and one more where zones
    are put on a map. Raises `Refused` where there are no TPS, points, voting day or usable map.
    """
    shelf = kept.load(scope)
    if roads:
        maps = [kept.take(path, kind_of(path, MAP).id) for path in roads]
        shelf = replace(shelf, files=(*maps, *shelf.of(TIMES, HAZARD)))
    made, problems = begun(scope, shelf, clock.now(), fleet)
    return made.instance, problems


def begun(
    scope: Scope, shelf: Shelf, now: datetime, fleet: Path | None = None
) -> tuple[Applied, list[Problem]]:
    """Return the ground of a scope with all of `shelf` laid over it, and what is guessed."""
    ground, problems = ground_of_scope(scope, fleet)
    shelf = sources.fresh(shelf)
    made = sources.applied(scope, ground, shelf, now, remap=sources.has_roads(shelf))
    if made.instance.hazard.zones:
        problems = [each for each in problems if each.code is not Code.HAZARD_NONE]
    return made, [*problems, *made.problems]


def ground_of_scope(scope: Scope, fleet: Path | None = None) -> tuple[Instance, list[Problem]]:
    """Return the instance of a scope on its settlement graph and what is guessed in it."""
    given = fleet_file.load(fleet)
    places = _Places(scope)
    problems: list[Problem] = []
    if given.is_contoh:
        problems.append(Problem(Code.FLEET_CONTOH, {"place": places.name}))
    days = _days(scope, given)
    house = _warehouse(places, given, problems)
    settlements = _settlements(places, given, house, problems)
    modes = _modes(given)
    graph = settled(settlements, modes)
    bare = Instance(
        name=places.name,
        zone=scope.zone,
        days=days,
        nodes=(),
        arcs=(),
        modes=modes,
        transfers=(),
        vehicles=(),
        warehouses=(Warehouse(house.id, house.name, house.id),),
        kecamatan=tuple(Kecamatan(each.code, each.name, each.code) for each in places.kecamatan),
        desa=places.rows(given),
        hazard=Hazard(),
        targets=Targets(0, 0, len(days) * MINUTES_A_DAY),
        contoh=scope.is_contoh or given.is_contoh,
    )
    zones = given.rows("zones")
    if not zones:
        problems.append(Problem(Code.HAZARD_NONE, {"place": places.name}))
    mapped = without_map(bare, graph)
    mapped = replace(mapped, arcs=tuple(_flooded(arc, zones) for arc in mapped.arcs))
    instance, more = _with_fleet(mapped, given)
    problems += [*graph.problems, *more]
    if instance is None:
        raise refuse(problems[-1].code, **dict(problems[-1].facts))
    return instance, problems


class _Places:
    """The regions of a scope that have TPS, with their points and boxes."""

    def __init__(self, scope: Scope) -> None:
        regions = {each.code: each for each in standing(scope.kabupaten)}
        counted = Tps.objects.filter(scope=scope).values("desa").annotate(n=Count("pk"))
        self.tps = {row["desa"]: row["n"] for row in counted.order_by("desa")}
        boxes = Package.objects.filter(
            scope=scope, form=Form.BOX.value, at="tps", withdrawn_at__isnull=True
        )
        per_desa = boxes.values("desa").annotate(n=Count("pk")).order_by("desa")
        self.packed: Counter[str] = Counter({row["desa"]: row["n"] for row in per_desa})
        self.kinds = len(election_of(scope).kinds_in(scope.kabupaten))
        own = regions.get(scope.kabupaten)
        self.kabupaten = own
        self.name = own.name if own else scope.kabupaten
        self.desa = [regions[code] for code in self.tps if code in regions]
        codes = sorted({each.parent for each in self.desa})
        self.kecamatan = [regions[code] for code in codes if code in regions]
        self.regions = regions
        if not self.desa or not any(_point(each) for each in self.desa):
            raise refuse(Code.NO_TPS_TO_PLAN, place=self.name)

    def boxes(self, desa: str) -> int:
        """Return how many boxes a desa gets: as packed, else one for each kind and TPS."""
        return self.packed[desa] or self.tps[desa] * max(1, self.kinds)

    def rows(self, fleet: Fleet) -> tuple[Desa, ...]:
        sizes = fleet.sizes
        return tuple(
            Desa(
                each.code,
                each.name,
                each.parent,
                each.code,
                self.tps[each.code],
                self.boxes(each.code),
                self.boxes(each.code) * sizes.box_litres + self.tps[each.code] * sizes.tps_litres,
                self.boxes(each.code) * sizes.box_kg + self.tps[each.code] * sizes.tps_kg,
            )
            for each in self.desa
            if each.parent in self.regions
        )


def _days(scope: Scope, fleet: Fleet) -> tuple[Day, ...]:
    vote = fleet.vote or election_of(scope).voting_day
    if vote is None:
        raise refuse(Code.VOTING_DAY_UNKNOWN, election=scope.election)
    return tuple(
        Day(f"H-{before}", vote - timedelta(days=before)) for before in range(fleet.days, 0, -1)
    )


def _point(region: Region | None) -> Point | None:
    if region is None or region.lat is None or region.lon is None:
        return None
    return region.lat, region.lon


def _warehouse(places: _Places, fleet: Fleet, problems: list[Problem]) -> Settlement:
    """Return where loads start: as the fleet file says, else a point that is told."""
    table = fleet.table("warehouse")
    lat, lon = table.get("lat"), table.get("lon")
    code = (
        f"{places.regions[places.kabupaten.code].code}:{WAREHOUSE}"
        if places.kabupaten
        else WAREHOUSE
    )
    name = str(table.get("name", "Gudang KPU"))
    if isinstance(lat, int | float) and isinstance(lon, int | float):
        return Settlement(code, name, float(lat), float(lon))
    known = [each for each in (places.kabupaten, *places.desa) if each and _point(each)]
    near = known[0]
    problems.append(Problem(Code.WAREHOUSE_GUESS, {"place": places.name, "near": near.name}))
    return Settlement(code, name, near.lat, near.lon)


def _settlements(
    places: _Places, fleet: Fleet, house: Settlement, problems: list[Problem]
) -> list[Settlement]:
    """Return all places; one without a point borrows that of its kecamatan or a neighbour."""
    terrain = fleet.table("terrain")
    found = [house, *fleet_places.further(fleet)]
    for each in (*places.kecamatan, *places.desa):
        point = _point(each)
        if point is None:
            near = _near(places, each)
            point = _point(near)
            facts = {"place": each.name, "near": near.name if near else "-"}
            problems.append(Problem(Code.DESA_NO_POINT, facts))
        kecamatan = each.code if each.level == 3 else each.parent
        ground = terrain.get(each.code, terrain.get(kecamatan, TERRAINS[0]))
        if ground not in TERRAINS:
            raise refuse(Code.FLEET_FILE, file=fleet.name, why=f"terrain.{each.code}")
        lat, lon = point or (None, None)
        found.append(Settlement(each.code, each.name, lat, lon, kecamatan, ground))
    return found


def _near(places: _Places, region: Region) -> Region | None:
    kecamatan = region.code if region.level == 3 else region.parent
    candidates = [places.regions.get(kecamatan)]
    candidates += [each for each in places.desa if each.parent == kecamatan]
    candidates.append(places.kabupaten)
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
