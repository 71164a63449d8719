"""Everything that was told and typed about forms, as versions in the order of the log."""

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple, TypeVar

from django.db.models import Model, QuerySet

from tepat.core.count import told
from tepat.core.count.told import Told, Voters
from tepat.core.count.versions import Source, Version, digest_of
from tepat.core.move import judging
from tepat.server.count.models import Confirmed, ToldFact, TypedForm
from tepat.server.election.models import Scope
from tepat.server.log import queries as log

Row = TypeVar("Row", bound=Model)
Versions = dict[str, dict[str, list[Version]]]
"""By TPS and SKU, in the order in which they were told."""


class Gathered(NamedTuple):
    """What people said of some TPS."""

    versions: Versions
    voters: dict[str, list[Voters]]


class _Placed(NamedTuple):
    number: int
    is_typed: bool
    place: int
    version: Version


def gather(scope: Scope, tps: Collection[str] = ()) -> Gathered:
    """Return what was said of these TPS, of all where none is named: three queries per 500."""
    versions: defaultdict[str, defaultdict[str, list[_Placed]]] = defaultdict(
        lambda: defaultdict(list)
    )
    voters: dict[str, list[Voters]] = {}
    confirmed: defaultdict[tuple[str, str, str], list[str]] = defaultdict(list)
    for part in log.parts(sorted(tps)) if tps else ((),):
        for place, rows in _told(scope, part).items():
            numbers = {row.fact: row.number for row in rows}
            said = [
                Told(row.fact, fact, row.person)
                for row in rows
                if isinstance(fact := judging.parsed(row.body.encode()), told.Said)
            ]
            voters[place] = told.voters_of(said)
            for sku, found in told.versions_of(said).items():
                versions[place][sku] += [
                    _Placed(numbers[each.fact], False, at, each) for at, each in enumerate(found)
                ]
        for row in _some(TypedForm.objects.filter(scope=scope), part):
            typed = Version(row.as_form(), row.by, Source(row.source), row.at, row.fact)
            versions[row.tps][row.sku].append(_Placed(row.number, True, row.pk, typed))
        for mark in _some(Confirmed.objects.filter(scope=scope), part):
            confirmed[mark.tps, mark.sku, mark.digest].append(mark.by)
    return Gathered(
        {
            place: {
                sku: [_with(each.version, confirmed) for each in sorted(rows, key=_order)]
                for sku, rows in by_sku.items()
            }
            for place, by_sku in versions.items()
        },
        voters,
    )


def _order(each: _Placed) -> tuple[int, bool, int]:
    return each.number, each.is_typed, each.place


def _with(version: Version, confirmed: dict[tuple[str, str, str], list[str]]) -> Version:
    """Return a version with everybody who confirmed just what it says."""
    form = version.form
    if not confirmed:
        return version
    by = confirmed.get((form.place, form.sku, digest_of(form)), ())
    return Version(
        form,
        version.by,
        version.source,
        version.at,
        version.fact,
        version.photos,
        version.reason,
        tuple(sorted(by)),
    )


def _told(scope: Scope, part: Collection[str]) -> dict[str, list[ToldFact]]:
    """Return the facts that count, by TPS in the order of the log; those of the desk are typed."""
    rows = ToldFact.objects.filter(scope=scope, aside="", is_desk=False).order_by("number")
    found: dict[str, list[ToldFact]] = {}
    for row in _some(rows, part):
        found.setdefault(row.tps, []).append(row)
    return found


def _some(rows: "QuerySet[Row]", part: Collection[str]) -> "QuerySet[Row]":
    return rows.filter(tps__in=part) if part else rows
