"""Which exports there are for a person, with their columns, a sample and how many rows."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import lru_cache
from itertools import islice
from typing import Final

from django.conf import settings
from django.db.models import QuerySet

from tepat.adapters.export_files import exports as files
from tepat.core.election.roles import Action, may_see, may_somewhere
from tepat.core.problems import Code, refuse
from tepat.core.watch.exports.layouts import Column, Export
from tepat.core.watch.exports.rows import Row, Value, coverage_rows
from tepat.core.watch.exports.sources import CHECKS, COVERAGE, LEGS, MOVES, PRESENCE, SIX, WITNESSED
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import check_right
from tepat.server.log import queries as log
from tepat.server.log.models import Fact, FactPackage
from tepat.server.move.models import Shipment
from tepat.server.watch.exports import as_of_now, from_log
from tepat.server.watch.exports.asked import Asked
from tepat.server.watch.models import ExportLayout, ExportTaken

SAMPLE: Final = 3
"""Rows that a page shows."""
_SAMPLE_FACTS: Final = 5
"""The newest facts a sample is taken from."""


def _coverage(asked: Asked) -> Iterator[Row]:
    return coverage_rows(as_of_now.handed_over(asked), asked.ground)


READERS: Final[Mapping[str, Callable[[Asked], Iterator[Row]]]] = {
    MOVES.name: from_log.moves,
    WITNESSED.name: from_log.witnessed,
    PRESENCE.name: from_log.presence,
    COVERAGE.name: _coverage,
    CHECKS.name: as_of_now.checks,
    LEGS.name: as_of_now.legs,
    SIX.name: as_of_now.six,
}
"""How the rows of each source are read."""


@lru_cache(maxsize=1)
def _shipped(home: str) -> dict[str, Export]:
    return files(settings.HOME)


def all_exports() -> dict[str, Export]:
    """Return every export of this installation, read once per process."""
    return _shipped(str(settings.HOME))


def may_take(user: User, export: Export, scope: Scope) -> bool:
    """Tell whether `user` may read rows of `export` in some part of the kabupaten."""
    action, grants = export.source.sight, user.grants()
    if action is Action.SEE_DESK:
        return may_see(grants, scope.kabupaten, scope.election)
    return may_somewhere(grants, action, scope.kabupaten, scope.election)


def needed(scope: Scope, code: str, user: User | None = None) -> Export:
    """Return an export with the columns of this office.

    Raises `Refused` where there is none of that name, or `user` may read none of its rows.
    """
    export = all_exports().get(code)
    if export is None:
        raise refuse(Code.EXPORT_UNKNOWN, value=code[:40], known=", ".join(all_exports()))
    if user is not None and not may_take(user, export, scope):
        check_right(user, export.source.sight, scope)
    return with_layout(scope, export)


def check_day(export: Export, day: date | None) -> None:
    """Raise `Refused` where a day is asked of an export whose rows belong to none."""
    if day is not None and not export.source.has_days:
        raise refuse(Code.EXPORT_DAY, export=export.code)


def with_layout(scope: Scope, export: Export) -> Export:
    """Return `export` with the columns that the office set last: one query."""
    kept = ExportLayout.objects.filter(scope=scope, export=export.code)
    columns = kept.order_by("-id").values_list("columns", flat=True).first()
    if not columns:
        return export
    known = [Column(field, head) for field, head in columns if export.source.field(field)]
    return export.with_columns(known) if known else export


def rows_of(export: Export, asked: Asked) -> Iterator[Row]:
    """Return the rows of `export` that are asked for and may be read, in their order."""
    return READERS[export.source.name](replace(asked, kinds=export.kinds, _known={}))


def cells_of(export: Export, asked: Asked) -> Iterator[list[Value]]:
    """Return rows as the columns of `export` want them; what may not be read stays empty."""
    fields = export.fields
    for row in rows_of(export, asked):
        area = str(row.get("kecamatan") or "")
        yield [
            row.get(each.name) if each.guard is None or asked.sees(each.guard, area) else None
            for each in fields
        ]


def size_of(scope: Scope) -> int:
    """Return the newest number of the log: rows up to it do not change their places."""
    return log.size(scope.election, scope.kabupaten)


def sample_of(export: Export, asked: Asked) -> list[list[Value]]:
    """Return a few rows, the newest facts' where the log is what it is about."""
    since = 0
    if export.source.follows_log:
        numbers = _facts(export, asked.scope).order_by("-number").values_list("number", flat=True)
        newest = list(numbers[:_SAMPLE_FACTS])
        since = max(min(newest, default=1) - 1, 0)
    return list(islice(cells_of(export, replace(asked, since=since, _known={})), SAMPLE))


def count_of(export: Export, scope: Scope) -> int | None:
    """Return how many rows there are for whoever reads all of them; None: known when made."""
    if export.source is LEGS:
        return Shipment.objects.filter(scope=scope).count()
    if export.source is SIX:
        return scope.all_tps.count()
    facts = _facts(export, scope)
    if export.source is PRESENCE:
        return facts.count()
    if export.source is MOVES:
        kept = FactPackage.objects.filter(election=scope.election, kabupaten=scope.kabupaten)
        return kept.filter(fact__kind__in=export.kinds).count()
    return None


def _facts(export: Export, scope: Scope) -> "QuerySet[Fact]":
    kinds = export.kinds
    return Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten, kind__in=kinds)


def last_taken(scope: Scope, user: User) -> dict[str, ExportTaken]:
    """Return the file of each export that `user` took last: one query."""
    found: dict[str, ExportTaken] = {}
    for row in ExportTaken.objects.filter(scope=scope, by=user.account).order_by("-id")[:200]:
        found.setdefault(row.export, row)
    return found
