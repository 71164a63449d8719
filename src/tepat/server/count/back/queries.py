"""Where the packages of TPS are after the vote: three queries, whatever their number."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from django.db.models import TextField
from django.db.models.functions import Cast

from tepat.core.count.returning import (
    FORMS,
    Back,
    Level,
    Photo,
    by_key,
    level_of,
    photo_of,
    reached,
)
from tepat.server.count.models import FormState
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageCustody
from tepat.server.plan.models import Package

DESA: Final = 13
"""Characters of a desa's code."""
GENERAL: Final = ""
"""Kind of a package that holds no ballot paper."""


@dataclass(frozen=True, slots=True)
class Row:
    """One package that its KPPS took over, and how far back it came."""

    code: str
    place: str
    kind: str
    level: Level
    holder: str
    forms: tuple[str, ...] = ()
    """Forms that it holds by plan, by item; how many of each nobody may have set."""


class Form(NamedTuple):
    """What the way back asks of one form."""

    tps: str
    kind: str
    accounted: int | None
    photo: int | None
    left: int | None


@dataclass(slots=True)
class Photos:
    """The forms of one area by whether the log had their photo in time."""

    code: str
    n: defaultdict[Photo, int] = field(default_factory=lambda: defaultdict(int))


def packages(scope: Scope, area: str) -> list[Row]:
    """Return the packages of an area that KPPS took over: two queries."""
    custody = PackageCustody.objects.filter(scope=scope).exclude(reached_at=None)
    stands = {
        code: (stage, holder)
        for code, stage, holder in custody.values_list("package", "stage", "holder")
    }
    planned = Package.objects.filter(scope=scope, inside="", place__startswith=area)
    rows = planned.filter(place__contains="-", withdrawn_at=None)
    rows = rows.annotate(raw=Cast("contents", TextField()))
    inside: dict[str, tuple[str, ...]] = {}
    found = []
    for code, place, kind, raw in rows.order_by("code").values_list("code", "place", "kind", "raw"):
        if code not in stands:
            continue
        stage, holder = stands[code]
        if raw not in inside:  # thousands of packages share few texts
            items = {line["item"] for line in json.loads(raw)}
            inside[raw] = tuple(item for item in FORMS if item in items)
        found.append(Row(code, place, kind, level_of(stage, holder), holder, inside[raw]))
    return found


def expected(scope: Scope, area: str) -> int:
    """Return how many packages of TPS the plan has in an area: one query."""
    rows = Package.objects.filter(scope=scope, inside="", withdrawn_at=None)
    return rows.filter(place__startswith=area, place__contains="-").count()


def by_area(rows: Iterable[Row], length: int) -> list[Back]:
    """Return the packages by area, those first of which most are still out."""
    found = by_key((row.place[:length], row.level, 1) for row in rows)
    return sorted(found.values(), key=lambda each: (-each.lacks(Level.KPU), each.code))


def by_kind(rows: Iterable[Row]) -> dict[str, Back]:
    """Return the packages by what they hold: one ballot paper, or everything else."""
    return by_key((row.kind or GENERAL, row.level, 1) for row in rows)


def by_form(rows: Iterable[Row]) -> dict[str, Back]:
    """Return by item the packages that should hold this form."""
    return by_key((item, row.level, 1) for row in rows for item in row.forms)


def papers(forms: Iterable[Form], rows: Iterable[Row]) -> dict[str, Back]:
    """Return ballot papers that TPS accounted for, by kind and how far their box has come."""
    level = {(row.place, row.kind): row.level for row in rows if row.kind}
    return by_key(
        (each.kind, level[each.tps, each.kind], each.accounted)
        for each in forms
        if each.accounted is not None and (each.tps, each.kind) in level
    )


def forms_of(scope: Scope, area: str) -> list[Form]:
    """Return the forms of an area without their figures: one query."""
    rows = FormState.objects.filter(scope=scope, tps__startswith=area).order_by("tps", "sku")
    return [Form(*row) for row in rows.values_list(*Form._fields)]


def photos_by(forms: Iterable[Form], length: int) -> dict[str, Photos]:
    """Return by area how many forms have a photo in the log from before they left."""
    found: dict[str, Photos] = {}
    for each in forms:
        code = each.tps[:length]
        found.setdefault(code, Photos(code)).n[photo_of(each.photo, each.left)] += 1
    return found


def last_holders(rows: Sequence[Row], wanted: Level) -> list[tuple[str, int]]:
    """Return who holds what a level lacks, those with most first."""
    counts = Counter(row.holder for row in rows if not reached(row.level, wanted))
    return sorted(counts.items(), key=lambda each: (-each[1], each[0]))
