"""An instance from what the database knows: TPS, packages and points of regions.

Roads are those of the map that is kept for the scope, else of the settlement graph, and then
it is stamped *tanpa peta*. Hazards that are kept are laid over it. Fleet, prices, sizes and
stores come from the fleet file.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from django.db.models import Count

from tepat.adapters.plan_files import HAZARD, MAP, TIMES, kind_of
from tepat.core.election.ids import Form
from tepat.core.plan.instance.values import Instance
from tepat.core.plan.nation import Place
from tepat.core.problems import Code, Problem, refuse
from tepat.server import clock
from tepat.server.election.elections import election_of
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.election.regions.queries import standing
from tepat.server.plan.inputs import fleet as fleet_file
from tepat.server.plan.inputs import kept, sources
from tepat.server.plan.inputs.furnishing import Ground, furnish
from tepat.server.plan.inputs.kept import Shelf
from tepat.server.plan.inputs.sources import Applied
from tepat.server.plan.models import Package


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
    regions = {each.code: each for each in standing(scope.kabupaten)}
    counted = Tps.objects.filter(scope=scope).values("desa").annotate(n=Count("pk"))
    tps = {row["desa"]: row["n"] for row in counted.order_by("desa")}
    boxes = Package.objects.filter(
        scope=scope, form=Form.BOX.value, at="tps", withdrawn_at__isnull=True
    )
    per_desa = boxes.values("desa").annotate(n=Count("pk")).order_by("desa")
    packed: Counter[str] = Counter({row["desa"]: row["n"] for row in per_desa})
    kinds = max(1, len(election_of(scope).kinds_in(scope.kabupaten)))
    desa = [regions[code] for code in tps if code in regions]
    above = sorted({each.parent for each in desa})
    own = regions.get(scope.kabupaten)
    ground = Ground(
        _place(own) if own else Place(scope.kabupaten, scope.kabupaten, None, None),
        scope.zone,
        tuple(_place(regions[code]) for code in above if code in regions),
        tuple(_place(each) for each in desa),
        tps,
        {code: packed[code] or count * kinds for code, count in tps.items()},
        scope.is_contoh,
    )
    vote = given.vote or election_of(scope).voting_day
    if not ground.has_point:
        raise refuse(Code.NO_TPS_TO_PLAN, place=ground.kabupaten.name)
    if vote is None:
        raise refuse(Code.VOTING_DAY_UNKNOWN, election=scope.election)
    return furnish(ground, given, vote)


def _place(region: Region) -> Place:
    return Place(region.code, region.name, region.lat, region.lon)
