"""Which closed boxes hold something else than the plan of now wants in them.

What was found is remembered per box in this process, under the fact that filled it and what
the packages were made from, so that a page that asks again reads only what is new.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from django.db.models import Q, QuerySet

from tepat.core.election.catalogue import Election
from tepat.core.move.packing_state import problems_with
from tepat.core.move.station import inside
from tepat.core.plan.packing import Content, closes_with
from tepat.core.problems import Problem
from tepat.server.election.models import Scope
from tepat.server.move.models import PackageState
from tepat.server.move.packing.queries import FILLED, folded
from tepat.server.plan.models import Package, PackagePlan

MOST_BY_NAME: Final = 400
"""Boxes that are asked for by name; of more than these all are read."""


@dataclass(frozen=True, slots=True)
class Differs:
    """How the contents of one box differ from the plan: in kinds, or only in numbers."""

    lacks_kind: bool = False
    miscounted: bool = False


@dataclass(frozen=True, slots=True)
class ToReopen:
    """A closed package and how its contents differ from the plan of now."""

    package: Package
    state: str
    problems: tuple[Problem, ...]


def to_reopen(scope: Scope, election: Election) -> list[ToReopen]:
    """Closed boxes whose plan changed since they were filled: two queries.

    A voter list that changes after packing changes the ballots of its boxes; each such
    box must be opened with approval, or its difference recorded. A closed box that nothing
    asks for any more must hold nothing.
    """
    states = {row.package: row for row in _closed(scope)}
    found = []
    for package, plan in planned_in(scope, election, states.keys()):
        state = states[package.code]
        if problems := problems_with(folded(state), plan):
            found.append(ToReopen(package, state.state, tuple(problems)))
    return found


def _closed(scope: Scope) -> "QuerySet[PackageState]":
    """Closed packages that lie in no other."""
    return PackageState.objects.filter(scope=scope, state__in=FILLED, lies_in="")


def planned_in(
    scope: Scope, election: Election, codes: Collection[str]
) -> list[tuple[Package, tuple[Content, ...]]]:
    """Of `codes` those that were ever planned, with what should lie in each: one query.

    The papers of its envelopes are in it. A withdrawn box should hold nothing.
    """
    rows = Package.objects.filter(scope=scope)
    if len(codes) <= MOST_BY_NAME:
        rows = rows.filter(Q(code__in=codes) | Q(inside__in=codes))
    wanted = frozenset(codes)
    papers: dict[str, list[Content]] = {}
    outer: list[Package] = []
    for row in rows.order_by("code"):
        if not row.inside and row.code in wanted:
            outer.append(row)
        elif row.inside in wanted and row.withdrawn_at is None:
            papers.setdefault(row.inside, []).extend(row.as_value().contents)
    closing = closes_with(election)

    def plan(row: Package) -> tuple[Content, ...]:
        if row.withdrawn_at is not None:
            return ()
        return (*papers.get(row.code, ()), *inside(row.as_value().contents, closing))

    return [(row, plan(row)) for row in outer]


def differing(scope: Scope, election: Election) -> dict[str, Differs]:
    """Return of each closed box how it differs from the plan of now: two to four queries."""
    filled = dict(_closed(scope).values_list("package", "filled"))
    plan = PackagePlan.objects.filter(scope=scope).values_list("fingerprint", "at").first()
    made_from = repr((plan, sorted(closes_with(election))))
    known = _remembered.get(scope.pk)
    if known is None or known[0] != made_from:
        known = (made_from, {})
        while len(_remembered) >= MOST_SCOPES:
            _remembered.pop(next(iter(_remembered)))
        _remembered[scope.pk] = known
    answers = known[1]
    new = [code for code, fact in filled.items() if answers.get(code, ("",))[0] != fact]
    if new:
        _ask(scope, election, new, filled, answers)
    return {code: answers[code][1] for code in filled if code in answers}


def _ask(
    scope: Scope,
    election: Election,
    codes: list[str],
    filled: Mapping[str, str],
    answers: dict[str, tuple[str, Differs]],
) -> None:
    rows = _closed(scope)
    if len(codes) <= MOST_BY_NAME:
        rows = rows.filter(package__in=codes)
    states = {row.package: row for row in rows if row.package in filled}
    for package, plan in planned_in(scope, election, codes):
        if state := states.get(package.code):
            problems = problems_with(folded(state), plan)
            answers[package.code] = (state.filled, _differs(problems))


def _differs(problems: list[Problem]) -> Differs:
    return Differs(
        lacks_kind=any(not each.facts["expected"] or not each.facts["got"] for each in problems),
        miscounted=bool(problems),
    )


MOST_SCOPES: Final = 8
_remembered: dict[int, tuple[str, dict[str, tuple[str, Differs]]]] = {}
