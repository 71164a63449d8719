"""What the room reads of its own tables: numbers of queries that never grow with the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, NamedTuple

from django.db.models import Count, OuterRef, Prefetch, Q, QuerySet, Subquery

from tepat.core.election.regions import is_in
from tepat.core.problems import Code, refuse
from tepat.core.watch.supervision.cases import Sort, Standing
from tepat.core.watch.supervision.clocks import Clock, Rule, WorkCalendar, clock_of, foremost
from tepat.server.election.models import Region, Scope
from tepat.server.watch.models import (
    SupervisionAct,
    SupervisionCase,
    SupervisionCaseVersion,
    SupervisionCheck,
    SupervisionForm,
    SupervisionPublication,
    SupervisionTopicCount,
)
from tepat.server.watch.supervision import agreed, casework

MOST: Final = 200
"""Cases in one list; older ones are found by their number."""


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case with what it says and where it stands."""

    case: SupervisionCase
    version: SupervisionCaseVersion
    standing: Standing
    clocks: tuple[Clock, ...]
    register: str

    def clock(self, now: datetime) -> Clock | None:
        """The clock to look at first."""
        return foremost(self.clocks, now) if self.standing.is_open else None

    def is_late(self, now: datetime) -> bool:
        clock = self.clock(now)
        return bool(clock and clock.due_at and clock.due_at <= now)


def _within(field: str, areas: Sequence[str]) -> Q:
    found = Q()
    for area in areas:
        found |= Q(**{field: area}) | Q(**{f"{field}__startswith": area + "."})
        found |= Q(**{f"{field}__startswith": area + "-"})
        found |= Q(**{f"{field}__startswith": area + ":"})
    return found


def cases_of(scope: Scope, areas: Sequence[str], number: int | None = None) -> list[CaseRow]:
    """Return the cases in `areas`, the newest first: six queries, however many."""
    newest = SupervisionCaseVersion.objects.filter(case=OuterRef("pk")).order_by("-number")
    rows = SupervisionCase.objects.filter(scope=scope).annotate(
        last=Subquery(newest.values("pk")[:1]), where=Subquery(newest.values("area")[:1])
    )
    rows = rows.filter(_within("where", areas)).select_related("scope")
    if number is not None:
        rows = rows.filter(number=number)
    acts = Prefetch("acts", SupervisionAct.objects.order_by("pk"))
    found = list(rows.prefetch_related(acts).order_by("-number")[:MOST])
    said = SupervisionCaseVersion.objects.in_bulk([row.last for row in found])
    rules, calendar = agreed.rules_of(scope), agreed.calendar_of(scope)
    return [_row(case, said[case.last], rules, calendar) for case in found]


def _row(
    case: SupervisionCase,
    version: SupervisionCaseVersion,
    rules: dict[str, Rule],
    calendar: WorkCalendar,
) -> CaseRow:
    stands = casework.standing(case, version)
    clocks = [
        clock
        for rule in rules.values()
        if case.sort in rule.sorts
        and (clock := clock_of(rule, stands.course, calendar, case.scope.zone))
    ]
    register = next((act.register for act in case.acts.all() if act.register), "")
    return CaseRow(case, version, stands, tuple(clocks), register)


def case_of(scope: Scope, areas: Sequence[str], number: int) -> CaseRow:
    """Return one case. Raises `Refused` where there is none in `areas`."""
    found = cases_of(scope, areas, number)
    if not found:
        raise refuse(Code.CASE_UNKNOWN, number=number)
    return found[0]


def in_order(rows: Sequence[CaseRow], now: datetime) -> list[CaseRow]:
    """Return open cases by their clocks, then those that are done."""

    def key(row: CaseRow) -> tuple[bool, float, int]:
        clock = row.clock(now)
        due = clock.due_at.timestamp() if clock and clock.due_at else float("inf")
        return not row.standing.is_open, due, -row.case.number

    return sorted(rows, key=key)


def is_report_in_time(row: CaseRow) -> bool:
    """Whether a report came within its time; without a known time nobody can say it did not."""
    clock = next((each for each in row.clocks if each.rule.code == "report"), None)
    return (
        clock is None
        or clock.due_at is None
        or clock.ended_at is None
        or (clock.ended_at < clock.due_at)
    )


def checks_of(scope: Scope, areas: Sequence[str], focus: str = "") -> list[SupervisionCheck]:
    """Return the newest version of each check in `areas`, the newest first: one query."""
    newest = SupervisionCheck.objects.filter(scope=scope, number=OuterRef("number"))
    rows = SupervisionCheck.objects.filter(scope=scope).filter(_within("area", areas))
    rows = rows.filter(version=Subquery(newest.order_by("-version").values("version")[:1]))
    return list((rows.filter(focus=focus) if focus else rows).order_by("-at", "-pk"))


def check_of(scope: Scope, areas: Sequence[str], number: int) -> list[SupervisionCheck]:
    """Return the versions of one check, the newest first: one query. Raises `Refused`."""
    rows = list(SupervisionCheck.objects.filter(scope=scope, number=number).order_by("-version"))
    if not rows or not any(is_in(rows[0].area, area) for area in areas):
        raise refuse(Code.CHECK_UNKNOWN, number=number)
    return rows


def forms_of(scope: Scope, areas: Sequence[str]) -> list[SupervisionForm]:
    """Return the newest version of each Form A in `areas`: one query."""
    newest = SupervisionForm.objects.filter(scope=scope, number=OuterRef("number"))
    rows = SupervisionForm.objects.filter(scope=scope).filter(_within("area", areas))
    rows = rows.filter(version=Subquery(newest.order_by("-version").values("version")[:1]))
    return list(rows.order_by("-number"))


def form_of(scope: Scope, areas: Sequence[str], number: int) -> SupervisionForm:
    """Return one Form A as it is now: one query. Raises `Refused`."""
    rows = SupervisionForm.objects.filter(scope=scope, number=number).order_by("-version")
    found = rows.first()
    if found is None or not any(is_in(found.area, area) for area in areas):
        raise refuse(Code.FORM_A_UNKNOWN, number=number)
    return found


def published_of(scope: Scope) -> list[SupervisionPublication]:
    """Return what is published now, one row per case: one query."""
    rows = SupervisionPublication.objects.filter(case__scope=scope).select_related("case")
    newest = {row.case_id: row for row in rows.order_by("pk")}
    return sorted((row for row in newest.values() if row.text), key=lambda row: -row.pk)


def counts_of(scope: Scope) -> dict[tuple[str, str], SupervisionTopicCount]:
    """Return the newest count of each topic and kecamatan: one query."""
    rows = SupervisionTopicCount.objects.filter(scope=scope).order_by("pk")
    return {(row.topic, row.kecamatan): row for row in rows}


def names_in(codes: Sequence[str]) -> dict[str, str]:
    """Return the names of these regions: one query."""
    rows: QuerySet[Region] = Region.objects.filter(code__in=set(codes))
    return dict(rows.values_list("code", "name"))


def kecamatan_of(scope: Scope, areas: Sequence[str]) -> list[Region]:
    """Return the kecamatan that meet `areas`: one query."""
    rows = Region.objects.filter(parent=scope.kabupaten, level=3).order_by("code")
    return [row for row in rows if any(is_in(row.code, a) or is_in(a, row.code) for a in areas)]


def is_temuan(case: SupervisionCase) -> bool:
    return case.sort == Sort.TEMUAN.value


class Areas(NamedTuple):
    """How many kecamatan and desa a kabupaten has."""

    kecamatan: int
    desa: int


def counted_areas(scope: Scope) -> Areas:
    """Count the areas of a scope: one query."""
    rows = Region.objects.filter(code__startswith=scope.kabupaten + ".")
    counted = rows.aggregate(
        kecamatan=Count("pk", filter=Q(level=3)), desa=Count("pk", filter=Q(level=4))
    )
    return Areas(counted["kecamatan"], counted["desa"])
