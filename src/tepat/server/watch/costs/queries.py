"""What was recorded and what plans say of the same work: a number of queries that never grows."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings

from tepat.adapters.cost_files import cost_kinds
from tepat.core.move.loads import LoadStage
from tepat.core.move.nearness import place_of
from tepat.core.plan.schedule.costs import Group
from tepat.core.problems import Refused
from tepat.core.watch.costs.kinds import MOST_RUPIAH, Kind
from tepat.core.watch.costs.legs import area_of, halt_name, planned_by_work
from tepat.core.watch.costs.ratios import Costs, Planned, Spent, Work, costs_of
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.move.models import PlannedShipment, Shipment, ShipmentPackage
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import queries as plans
from tepat.server.plan.schedule import store as plan_files
from tepat.server.watch.models import RealCost

OTHER: Final = Group.REST.value


def kinds() -> dict[str, Kind]:
    """Return the kinds of this office by code."""
    return {each.code: each for each in cost_kinds(settings.HOME)}


def newest(scope: Scope) -> list[RealCost]:
    """Return the version of each cost that holds, the newest number first: one query."""
    rows = RealCost.objects.filter(scope=scope, is_newest=True, is_withdrawn=False)
    return list(rows.select_related("payee").order_by("-number"))


@dataclass(frozen=True, slots=True)
class Legs:
    """What loads were planned as: the name of their work, and whose work is done."""

    planned: Planned
    work_of: Mapping[str, str]
    """By code of a load."""
    done: frozenset[str]
    by_heading: Mapping[tuple[str, str], int]
    """Rupiah of the plan in force by kecamatan and heading."""
    has_plan: bool


def legs_of(scope: Scope, now: datetime) -> Legs:
    """Return what plans say of the loads of a scope: at most five queries, and their files."""
    in_force = plans.in_force(scope)
    rows = PlannedShipment.objects.filter(shipment__scope=scope)
    links = list(rows.values_list("shipment__code", "shipment__stage", "plan", "trip", "place"))
    wanted = {plan for _, _, plan, _, _ in links}
    runs = PlanRun.objects.filter(pk__in=wanted).select_related("source") if wanted else []
    known = {run.pk: run for run in [*runs, *([in_force] if in_force else [])]}
    by_run = {pk: _planned(run) for pk, run in known.items()}
    by_work: dict[Work, int] = {}
    work_of: dict[str, str] = {}
    done = set()
    asked: defaultdict[int, set[str]] = defaultdict(set)
    for code, stage, plan, trip, place in links:
        halt = halt_name(trip, place)
        work_of[code] = f"{plan}:{halt}"
        asked[plan].add(halt)
        if stage != LoadStage.PREPARED.value:
            done.add(work_of[code])
    for plan, halts in asked.items():
        by_work |= {
            (f"{plan}:{name}", heading): rupiah
            for (name, heading), rupiah in by_run[plan].items()
            if name in halts
        }
    whole = by_run[in_force.pk] if in_force else {}
    guards = {name for name, _ in whole if "|" not in name}
    by_work |= {work: rupiah for work, rupiah in whole.items() if work[0] in guards}
    if in_force:
        for code, stage, area in _by_hand(scope, set(work_of)):
            halts = {name for name, _ in whole if name.endswith(f"|{area}")}
            if len(halts) == 1:
                [halt] = halts
                work_of[code] = f"{in_force.pk}:{halt}"
                by_work |= {
                    (work_of[code], heading): rupiah
                    for (name, heading), rupiah in whole.items()
                    if name == halt
                }
                if stage != LoadStage.PREPARED.value:
                    done.add(work_of[code])
    if _is_over(scope, now):
        done |= guards
    sums: defaultdict[str, int] = defaultdict(int)
    headings: defaultdict[tuple[str, str], int] = defaultdict(int)
    for (name, heading), rupiah in whole.items():
        sums[area_of(name)] += rupiah
        headings[area_of(name), heading] += rupiah
    planned = Planned(by_work, {name: area_of(name) for name, _ in by_work}, dict(sums))
    return Legs(planned, work_of, frozenset(done), dict(headings), in_force is not None)


def _by_hand(scope: Scope, planned: set[str]) -> list[tuple[str, str, str]]:
    """Return loads from the warehouse that no plan made, with stage and area: one query.

    One that goes where the plan has one halt is that work; a later leg from a PPK is not.
    """
    rows = Shipment.objects.filter(scope=scope, origin__startswith=f"{scope.kabupaten}:gudang")
    found = rows.order_by("code").values_list("code", "stage", "destination")
    return [(code, stage, to.partition(":")[0]) for code, stage, to in found if code not in planned]


def _is_over(scope: Scope, now: datetime) -> bool:
    """Whether the last night before the vote is over: then all nights were guarded."""
    vote = election_of(scope).voting_day
    return vote is not None and now.astimezone(ZoneInfo(scope.zone)).date() >= vote


def _planned(run: PlanRun) -> Mapping[Work, int]:
    return _by_work(run.hash, run.source.hash) if run.hash else {}


@lru_cache(maxsize=16)
def _by_work(plan: str, source: str) -> Mapping[Work, int]:
    """Read one plan: its file never changes. Empty where a file is gone."""
    try:
        return planned_by_work(plan_files.plan_of(plan), plan_files.instance_of(source))
    except Refused:
        return {}


def is_slip(row: RealCost) -> bool:
    """Tell whether a cost is larger than any can be: it stands in no sum, and is corrected."""
    return row.rupiah > MOST_RUPIAH


def spent_of(rows: Iterable[RealCost], legs: Legs) -> list[Spent]:
    """Return costs as the core asks for them, without those that are a slip of the keyboard."""
    known = kinds()
    found = []
    for row in rows:
        if is_slip(row):
            continue
        of = legs.work_of.get(row.shipment, row.shipment) or row.place.partition(":")[0]
        heading = known[row.kind].heading.value if row.kind in known else OTHER
        found.append(Spent(of, heading, row.area, row.rupiah))
    return found


def sums_of(
    scope: Scope,
    areas: Sequence[str],
    counts: Mapping[str, tuple[int, int]],
    ready: Collection[str],
    now: datetime,
    rows: Sequence[RealCost] | None = None,
) -> tuple[Costs, tuple[int, int]] | None:
    """Return biaya, efektif and efisien of `areas`, and the coverage behind them.

    `counts` are TPS and TPS siap by area, `ready` the codes of TPS siap. None where no cost was
    recorded: one query then, else one more than `legs_of`.
    """
    found = newest(scope) if rows is None else rows
    if not found:
        return None
    legs = legs_of(scope, now)
    served = _served(scope, found, legs, ready)
    sums = costs_of(areas, spent_of(found, legs), legs.planned, legs.done, counts, served)
    return sums, coverage(found, legs)


def _served(
    scope: Scope, rows: Iterable[RealCost], legs: Legs, ready: Collection[str]
) -> dict[str, tuple[int, int]]:
    """Return by kecamatan the TPS of compared loads, and how many of them are siap: one query."""
    loads = {row.shipment for row in rows if legs.work_of.get(row.shipment) in legs.done}
    lines = ShipmentPackage.objects.filter(shipment__scope=scope, shipment__code__in=loads)
    tps = {place_of(package) for package in lines.values_list("package", flat=True)}
    found: dict[str, tuple[int, int]] = {}
    for code in tps - {""}:
        area = code[:8]
        of, siap = found.get(area, (0, 0))
        found[area] = (of + 1, siap + (code in ready))
    return found


def coverage(rows: Iterable[RealCost], legs: Legs) -> tuple[int, int]:
    """Return of how many planned loads that left a cost is recorded, and how many left."""
    left = {name for name in legs.done if "|" in name}
    known = {legs.work_of.get(row.shipment, "") for row in rows}
    return len(left & known), len(left)


def loads_of(scope: Scope) -> list[tuple[str, str]]:
    """Return the code and destination of every load, the newest first: one query."""
    rows = Shipment.objects.filter(scope=scope).order_by("-pk")
    return list(rows.values_list("code", "destination"))
