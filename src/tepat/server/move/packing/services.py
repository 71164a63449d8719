"""Fold the facts of packages into the tables the desk reads.

Called by the door for facts and by nobody else. Everything here may be dropped and
folded again: the log is the truth, these tables are how it is read quickly.
"""

from collections.abc import Iterable, Sequence

from tepat.core.move import events
from tepat.core.move.devices import Registry
from tepat.core.move.packing_state import PackageState as Folded
from tepat.core.move.seals import is_range
from tepat.core.move.standing import STOPS
from tepat.server import bulk
from tepat.server.election.models import Scope
from tepat.server.move.models import ForeignCode, PackageState, SealRange, SealUse
from tepat.server.move.models.packing import MOST_TO, MOST_WHAT

NamedFact = tuple[str, events.Fact]

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


def _storable(code: str) -> str:
    """Return another system's code as a table holds it: PostgreSQL knows no NUL."""
    return code.replace("\0", "\ufffd")


def _store_states(scope: Scope, folded: Iterable[Folded]) -> None:
    bulk.upsert(
        PackageState,
        ("scope_id", "package", *_FIELDS),
        [
            (
                scope.pk,
                each.package,
                each.state.value,
                [
                    {"item": line.item, "sku": line.sku, "count": line.count}
                    for line in each.contents
                ],
                each.lies_in,
                list(each.seals),
                list(each.broken),
                [_storable(code) for code in each.foreign],
                list(each.heads),
                each.filled,
                [
                    {"code": problem.code.value, "facts": dict(problem.facts)}
                    for problem in each.problems
                ],
            )
            for each in folded
        ],
        ("scope_id", "package"),
    )


def _store_links(scope: Scope, folded: Sequence[Folded]) -> None:
    """Index seals and foreign codes by themselves; what a package no longer has leaves."""
    codes = {(_storable(code), each.package) for each in folded for code in each.foreign}
    seals = {
        (number, each.package): number in each.broken
        for each in folded
        for number in (*each.seals, *each.broken)
    }
    packages = [each.package for each in folded]
    own = {"package": packages}
    known = bulk.select(ForeignCode, ("id", "code", "package"), own, scope_id=scope.pk)
    gone = [pk for pk, *key in known if tuple(key) not in codes]
    if gone:
        ForeignCode.objects.filter(pk__in=gone).delete()
    used = bulk.select(SealUse, ("id", "number", "package"), own, scope_id=scope.pk)
    gone = [pk for pk, *key in used if tuple(key) not in seals]
    if gone:
        SealUse.objects.filter(pk__in=gone).delete()
    rows = [(scope.pk, code, package) for code, package in sorted(codes)]
    bulk.insert(ForeignCode, ("scope_id", "code", "package"), rows, twice_is_once=True)
    bulk.upsert(
        SealUse,
        ("scope_id", "number", "package", "broken"),
        [(scope.pk, number, package, broken) for (number, package), broken in seals.items()],
        ("scope_id", "number", "package"),
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


def issue(scope: Scope, facts: Sequence[NamedFact], registry: Registry) -> None:
    """Store the ranges of seals that `facts` issue, as far as their signers stand.

    Twice is once. A range whose signer no longer stands is taken away again, and so is
    what no roll of seals looks like; what it is for is cut to what the table holds.
    """
    told = [(name, fact) for name, fact in facts if isinstance(fact, events.SealsIssued)]
    if not told:
        return
    stands = [
        (name, fact)
        for name, fact in told
        if not registry.standing(fact) & STOPS
        and is_range(fact.prefix, fact.first, fact.last, fact.width)
    ]
    gone = {name for name, _ in told} - {name for name, _ in stands}
    if gone:
        SealRange.objects.filter(scope=scope, fact__in=gone).delete()
    SealRange.objects.bulk_create(
        [
            SealRange(
                scope=scope,
                fact=name,
                prefix=fact.prefix,
                first=fact.first,
                last=fact.last,
                width=fact.width,
                what=fact.what[:MOST_WHAT],
                to=fact.to[:MOST_TO],
                at=fact.at,
            )
            for name, fact in stands
        ],
        ignore_conflicts=True,
    )
