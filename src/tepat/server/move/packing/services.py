"""Fold the facts of packages into the tables the desk reads.

Called by the door for facts and by nobody else. Everything here may be dropped and
folded again: the log is the truth, these tables are how it is read quickly.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from tepat.core.move import events
from tepat.core.move.packing_state import PackageState as Folded
from tepat.server.election.models import Scope
from tepat.server.move.models import ForeignCode, PackageState, SealRange, SealUse

NamedFact = tuple[str, events.Fact]

_BATCH = 500
_FIELDS = [
    "state",
    "contents",
    "lies_in",
    "seals",
    "broken",
    "foreign",
    "heads",
    "filled",
    "problems",
]


def store(scope: Scope, folded: Sequence[Folded]) -> None:
    """Store how packages stand: each table is written once per 500 rows."""
    _store_states(scope, folded)
    _store_links(scope, folded)


def drop(scope: Scope) -> None:
    """Forget everything that was folded for `scope`."""
    for table in (PackageState, ForeignCode, SealUse, SealRange):
        table.objects.filter(scope=scope).delete()


def _store_states(scope: Scope, folded: Iterable[Folded]) -> None:
    PackageState.objects.bulk_create(
        [PackageState(scope=scope, package=each.package, **_columns(each)) for each in folded],
        update_conflicts=True,
        unique_fields=["scope", "package"],
        update_fields=_FIELDS,
        batch_size=_BATCH,
    )


def _columns(folded: Folded) -> dict[str, Any]:
    return {
        "state": folded.state.value,
        "contents": [
            {"item": line.item, "sku": line.sku, "count": line.count} for line in folded.contents
        ],
        "lies_in": folded.lies_in,
        "seals": list(folded.seals),
        "broken": list(folded.broken),
        "foreign": list(folded.foreign),
        "heads": list(folded.heads),
        "filled": folded.filled,
        "problems": [
            {"code": each.code.value, "facts": dict(each.facts)} for each in folded.problems
        ],
    }


def _store_links(scope: Scope, folded: Sequence[Folded]) -> None:
    """Index seals and foreign codes by themselves; a code that was released leaves."""
    for each in folded:
        if each.released:
            gone = ForeignCode.objects.filter(scope=scope, package=each.package)
            gone.filter(code__in=each.released).delete()
    ForeignCode.objects.bulk_create(
        [
            ForeignCode(scope=scope, code=code, package=each.package)
            for each in folded
            for code in each.foreign
        ],
        ignore_conflicts=True,
        batch_size=_BATCH,
    )
    SealUse.objects.bulk_create(
        [
            SealUse(scope=scope, number=number, package=each.package, broken=number in each.broken)
            for each in folded
            for number in (*each.seals, *each.broken)
        ],
        update_conflicts=True,
        unique_fields=["scope", "number", "package"],
        update_fields=["broken"],
        batch_size=_BATCH,
    )


def snapshot(scope: Scope) -> dict[str, str]:
    """Return what the tables hold, to compare two folds."""
    found = {}
    for table, key, fields in (
        (PackageState, "package", ("package", *_FIELDS)),
        (ForeignCode, "foreign code", ("code", "package")),
        (SealUse, "seal", ("number", "package", "broken")),
        (SealRange, "seal range", ("fact", "prefix", "first", "last", "width", "what", "to")),
    ):
        for row in table.objects.filter(scope=scope).values_list(*fields):
            found[f"{key} {row[0]} {row[1] if len(fields) < 4 else ''}".strip()] = repr(row)
    return found


def issue(scope: Scope, facts: Sequence[NamedFact]) -> None:
    """Store the ranges of seals that `facts` issue. Twice is once."""
    SealRange.objects.bulk_create(
        [
            SealRange(
                scope=scope,
                fact=name,
                prefix=fact.prefix,
                first=fact.first,
                last=fact.last,
                width=fact.width,
                what=fact.what,
                to=fact.to,
                at=fact.at,
            )
            for name, fact in facts
            if isinstance(fact, events.SealsIssued)
        ],
        ignore_conflicts=True,
    )
