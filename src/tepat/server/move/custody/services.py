"""Fold packages from their facts, after each batch of the door and when all is made anew.

Called by the door for facts and by nobody else. Everything here may be dropped and folded
again: the log is the truth, these tables are how it is read quickly.
"""

from collections.abc import Iterable, Sequence

from django.db import transaction

from tepat.core.move import events, folding, judging
from tepat.core.move.devices import PEOPLE, Registry
from tepat.server import bulk
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.log import services as log_writing
from tepat.server.move.custody import lists, loads
from tepat.server.move.custody.about import NamedFact, about, lists_of
from tepat.server.move.devices import queries as devices
from tepat.server.move.devices import services as device_services
from tepat.server.move.models import PackageCustody
from tepat.server.move.packing import services as packing

_FIELDS = (
    "stage",
    "holder",
    "place",
    "towards",
    "evidence",
    "flags",
    "reached_at",
    "reached_by",
    "line",
)
AT_ONCE = 500
"""Packages folded together: it bounds what is in memory."""


def packages_of(fact: events.Fact) -> tuple[str, ...]:
    """Return every package `fact` speaks of, those of its list as far as it is known."""
    names = lists_of(fact)
    if not names:
        return fact.packages
    return tuple(sorted(events.packages_of(fact, lists.known(names))))


def apply(scope: Scope, facts: Sequence[NamedFact], changed: Iterable[str]) -> None:
    """Fold every package that `facts` name, or that devices in `changed` ever named."""
    changed = frozenset(changed)
    _issue(scope, facts, changed)
    touched = {code for _, fact in facts for code in packages_of(fact)}
    if changed:
        touched |= log.packages_of_devices(scope.election, scope.kabupaten, changed)
    if not touched:
        return
    registry = devices.registry(scope)
    _fold(scope, touched, registry)
    told = [fact for _, fact in facts]
    moved = loads.carrying(scope, touched) if changed else loads.touched(scope, told)
    loads.fold(scope, moved, registry)


def apply_again(scope: Scope, facts: Sequence[NamedFact]) -> None:
    """Fold facts of which others are known by now who signed them.

    Of the end of a key it decides whether what that key signed still counts.
    """
    keyed = [each for each in facts if isinstance(each[1], PEOPLE)]
    apply(scope, facts, device_services.apply(scope, keyed) if keyed else ())


def _issue(scope: Scope, facts: Sequence[NamedFact], changed: frozenset[str]) -> None:
    """Store new ranges of seals, and judge those again whose signers' standing changed."""
    told = [each for each in facts if isinstance(each[1], events.SealsIssued)]
    if changed:
        told += [each for each in _issued(scope) if each[1].device in changed]
    if told:
        packing.issue(scope, told, devices.registry(scope))


def _issued(scope: Scope) -> list[NamedFact]:
    rows = log.bodies_of_kinds(scope.election, scope.kabupaten, [events.SealsIssued.KIND])
    return [(name, judging.parsed(body)) for name, body in rows]


def fold(scope: Scope, packages: Iterable[str]) -> None:
    """Fold each of `packages` from all of its facts: a fixed number of queries per 500."""
    codes = set(packages)
    if codes:
        _fold(scope, codes, devices.registry(scope))


def _fold(scope: Scope, packages: Iterable[str], registry: Registry) -> None:
    codes = sorted(packages)
    for start in range(0, len(codes), AT_ONCE):
        some = codes[start : start + AT_ONCE]
        named, context = about(scope, some, registry)
        folded = [folding.fold(code, named[code], context) for code in some]
        packing.store(scope, [each.packing for each in folded])
        _store(scope, folded)


def learn_list(scope: Scope, name: str) -> int:
    """Index and fold the facts that named a list before it was here; return how many."""
    return learn_lists(scope, [name])


@transaction.atomic
def learn_lists(scope: Scope, names: Sequence[str]) -> int:
    """Do what `learn_list` does for several lists: one query per 500 where no fact named them."""
    log_writing.lock(scope.election, scope.kabupaten)
    found = log.naming_lists(scope.election, scope.kabupaten, names)
    news = {fact: set(packages_of(judging.parsed(body))) - indexed for fact, body, indexed in found}
    log_writing.index_list(scope.election, scope.kabupaten, news)
    told = {package for packages in news.values() for package in packages}
    fold(scope, told)
    if told:
        loads.fold(scope, loads.carrying(scope, told), devices.registry(scope))
    return sum(bool(packages) for packages in news.values())


def drop(scope: Scope) -> None:
    """Forget everything that was folded for `scope`."""
    packing.drop(scope)
    PackageCustody.objects.filter(scope=scope).delete()
    loads.drop(scope)


def rebuild(scope: Scope) -> None:
    """Fold everything of `scope` from the log."""
    where = (scope.election, scope.kabupaten)
    packing.issue(scope, _issued(scope), devices.registry(scope))
    packages = log.all_packages(*where)
    fold(scope, packages)
    loads.fold(scope, loads.carrying(scope, packages), devices.registry(scope))


def snapshot(scope: Scope) -> dict[str, str]:
    """Return what the tables hold, to compare two folds."""
    rows = PackageCustody.objects.filter(scope=scope).values_list("package", *_FIELDS)
    known = {f"custody {row[0]}": repr(row) for row in rows}
    return packing.snapshot(scope) | loads.snapshot(scope) | known


def _store(scope: Scope, folded: Iterable[folding.Folded]) -> None:
    bulk.upsert(
        PackageCustody,
        ("scope_id", "package", *_FIELDS),
        [
            (
                scope.pk,
                each.package,
                each.custody.stage.value,
                each.custody.holder,
                each.custody.place,
                each.custody.towards,
                each.custody.evidence,
                [flag.value for flag in each.custody.flags],
                each.custody.reached.at if each.custody.reached else None,
                str(each.custody.reached.evidence) if each.custody.reached else "",
                folding.state_line(each).decode(),
            )
            for each in folded
        ],
        ("scope_id", "package"),
    )
