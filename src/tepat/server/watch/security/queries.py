"""What the police's pages read. The number of queries does not grow with rows."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db.models import Count, Q, QuerySet, Sum

from tepat.core.election.regions import is_in
from tepat.core.move import events, judging
from tepat.core.move.loads import LoadStage
from tepat.core.move.standing import STOPS
from tepat.core.watch.security.personnel import Area, areas_of, total_of
from tepat.core.watch.security.presence import Escort, Sign, Told, escort_of
from tepat.core.watch.security.sight import Sight
from tepat.server.election.models import Region, Scope, Tps
from tepat.server.log import for_folds
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Shipment
from tepat.server.watch.models import (
    EscortReport,
    EscortTask,
    SecurityPerson,
    SecurityUnit,
    TpsGrade,
)
from tepat.server.watch.security import agreed

MOVING: Final = (LoadStage.ON_THE_WAY.value, LoadStage.ONE_SIDED.value, LoadStage.DISPUTED.value)
OVER: Final = (LoadStage.RECEIVED.value, LoadStage.REFUSED.value)
AHEAD: Final = timedelta(days=2)
BEHIND: Final = timedelta(days=1)
MOST_LEGS: Final = 120
"""Loads on one page."""


# -- TPS and people --------------------------------------------------------------------------


def counted(scope: Scope, area: str = "") -> list[tuple[str, str, int]]:
    """Return TPS by desa and class; "" is no class: two queries."""
    all_tps = Tps.objects.filter(scope=scope)
    rows = TpsGrade.objects.filter(scope=scope, tps__in=all_tps.values("code"))
    if area:
        all_tps, rows = all_tps.filter(code__startswith=area), rows.filter(tps__startswith=area)
    graded = list(rows.values_list("desa", "grade").annotate(n=Count("pk")))
    left = dict(all_tps.values_list("desa").annotate(n=Count("pk")))
    for desa, _, tps in graded:
        left[desa] = left.get(desa, 0) - tps
    return [*graded, *((desa, "", tps) for desa, tps in left.items() if tps > 0)]


def strength(scope: Scope) -> tuple[dict[str, dict[str, int]], dict[str, int]]:
    """Return people by kecamatan and part of the pattern, and those of the reserve: one query."""
    service = agreed.book().service
    rows = SecurityUnit.objects.filter(scope=scope, closed_at=None, strength__isnull=False)
    there: dict[str, dict[str, int]] = defaultdict(dict)
    reserve: dict[str, int] = {}
    for area, whose, people in rows.values_list("area", "service").annotate(n=Sum("strength")):
        part = service[whose].counts if whose in service else ""
        if not part:
            continue
        into = there[area[:8]] if len(area) >= 8 else reserve
        into[part] = into.get(part, 0) + people
    return there, reserve


def kecamatan_rows(scope: Scope, sight: Sight) -> tuple[list[Area], Area]:
    """Return each kecamatan that is seen, with what it needs and has, and their sum."""
    there, reserve = strength(scope)
    rows = areas_of(counted(scope), agreed.patterns(scope), there)
    seen = [row for row in rows if sight.sees_area(row.code)]
    has_all = sight.sees_area(scope.kabupaten)
    return seen, total_of(seen, reserve if has_all else {})


def desa_rows(scope: Scope, kecamatan: str) -> tuple[Area, list[Area]]:
    """Return one kecamatan and its desa: four queries."""
    there, _ = strength(scope)
    found, patterns = counted(scope, kecamatan), agreed.patterns(scope)
    whole = areas_of(found, patterns, there)
    desa = areas_of(found, patterns, {}, level=4)
    return whole[0] if whole else total_of([], {}), desa


def graded_tps(scope: Scope, area: str) -> list[tuple[str, str, str]]:
    """Return TPS of an area with class and reason: two queries."""
    rows = TpsGrade.objects.filter(scope=scope, tps__startswith=area)
    known = {
        code: (grade, reason) for code, grade, reason in rows.values_list("tps", "grade", "reason")
    }
    codes = Tps.objects.filter(scope=scope, code__startswith=area).order_by("code")
    return [(code, *known.get(code, ("", ""))) for code in codes.values_list("code", flat=True)]


def region_names(codes: Iterable[str]) -> dict[str, str]:
    """Return names of regions: one query."""
    wanted = {code for code in codes if code}
    return dict(Region.objects.filter(code__in=wanted).values_list("code", "name"))


def units(scope: Scope, sight: Sight) -> list[SecurityUnit]:
    """Return the units whose people this person sees, with their people: two queries."""
    rows = SecurityUnit.objects.filter(scope=scope, closed_at=None).prefetch_related("people")
    return [
        row
        for row in rows.order_by("area", "service", "name")
        if sight.sees_people(row.service, row.area)
    ]


def people_of(scope: Scope, numbers: Iterable[int]) -> "QuerySet[SecurityPerson]":
    """Return these people with their units: one query."""
    rows = SecurityPerson.objects.filter(scope=scope, pk__in=list(numbers))
    return rows.select_related("unit")


# -- loads and who goes with them ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leg:
    """One load with who goes with it."""

    load: Shipment
    task: EscortTask | None
    escort: Escort
    people: tuple[SecurityPerson, ...] = ()


def signs_of(scope: Scope) -> list[Sign]:
    """Return the signatures of escorts that count: four queries, however many there are.

    Signed by a device of police, army or linmas for its own party; nothing amiss with it.
    """
    where = (scope.election, scope.kabupaten)
    rows = for_folds.signed_of_kinds(*where, [events.Escorted.KIND])
    if not rows:
        return []
    registry = devices.registry(scope)
    found = []
    for row in rows:
        fact = judging.parsed(row.body)
        if not isinstance(fact, events.Escorted) or registry.standing(fact) & STOPS:
            continue
        if registry.speaks_for(fact, fact.escort):
            found.append(Sign(fact.shipment, fact.at, fact.count, fact.escort, row.name))
    return found


def told_of(scope: Scope, codes: Sequence[str]) -> list[Told]:
    """Return what the desk was told of these loads: one query."""
    rows = EscortReport.objects.filter(scope=scope, shipment__in=codes)
    return [
        Told(*row) for row in rows.values_list("shipment", "at", "is_present", "count", "there_at")
    ]


def tasks_of(scope: Scope, codes: Sequence[str]) -> dict[str, EscortTask]:
    """Return the newest task of each of these loads, with unit and people: two queries."""
    rows = EscortTask.objects.filter(scope=scope, shipment__in=codes).order_by("pk")
    found = rows.select_related("unit", "lead").prefetch_related("people")
    return {row.shipment: row for row in found}


def legs(scope: Scope, sight: Sight, now: datetime) -> list[Leg]:
    """Return loads that move, or leave within two days, each with its escort: ten queries."""
    near = Q(departs_at__gte=now - BEHIND, departs_at__lte=now + AHEAD) | Q(stage__in=MOVING)
    rows = Shipment.objects.filter(near, scope=scope).annotate(packages=Count("lines"))
    seen = [row for row in rows.order_by("departs_at", "code") if sees_load(sight, row)]
    return with_escorts(scope, seen[:MOST_LEGS], sight, now)


def leg(scope: Scope, row: Shipment, sight: Sight, now: datetime) -> Leg:
    """Return one load with who goes with it."""
    return with_escorts(scope, [row], sight, now)[0]


def sees_load(sight: Sight, row: Shipment) -> bool:
    """Tell whether a load begins or ends where this person looks."""
    return sight.sees_area(row.destination) or sight.sees_area(row.origin)


def reports_of(scope: Scope, codes: Sequence[str]) -> dict[str, int]:
    """Return how often an escort signed or the desk was told of one, by load: five queries."""
    there = [*(each.shipment for each in signs_of(scope))]
    there += [each.shipment for each in told_of(scope, codes)]
    return dict(Counter(there))


def with_escorts(scope: Scope, rows: Sequence[Shipment], sight: Sight, now: datetime) -> list[Leg]:
    """Return these loads with who goes with them: seven queries, however many loads."""
    codes = [row.code for row in rows]
    tasks, signs, told = tasks_of(scope, codes), signs_of(scope), told_of(scope, codes)
    found = []
    for row in rows:
        task = tasks.get(row.code)
        unit = task.unit if task else None
        names = unit is not None and sight.sees_people(unit.service, unit.area)
        found.append(
            Leg(
                row,
                task if unit else None,
                escort_of(
                    row.code,
                    meets_at=(task.meets_at or row.departs_at) if task else None,
                    is_planned=unit is not None,
                    is_over=row.stage in OVER,
                    signs=signs,
                    told=told,
                    now=now,
                ),
                tuple(task.people.all()) if task and names else (),
            )
        )
    return found


def presence_of(scope: Scope, row: Shipment, now: datetime) -> Escort:
    """Return whether somebody goes with a load, for those who see escorts: no name, no unit.

    KPU reads this of its own loads and nothing else of the room.
    """
    return with_escorts(scope, [row], Sight(), now)[0].escort


def in_area(code: str, area: str) -> bool:
    """Tell whether a place lies in an area."""
    return is_in(code.partition(":")[0], area)


def by_grade(counts: Mapping[str, int], order: Iterable[str]) -> list[tuple[str, int]]:
    """Return TPS per class in the order of classes, those of no class last."""
    return [*((code, counts.get(code, 0)) for code in order), ("", counts.get("", 0))]
