"""Fold how far each shipment has come, from the facts that speak of it.

Called where facts are applied and where a list was written; called by nobody else.
"""

from collections.abc import Iterable

from tepat.core.move import events, judging
from tepat.core.move.devices import Registry
from tepat.core.move.loads import LoadStage, stage_of
from tepat.core.move.pairing import Context
from tepat.server.election.models import Scope
from tepat.server.log import for_folds
from tepat.server.log import queries as log
from tepat.server.move.custody import lists
from tepat.server.move.models import Shipment

KINDS = tuple(
    kind.KIND
    for kind in (
        events.Given,
        events.Received,
        events.RefusedLoad,
        events.Witnessed,
        events.Cancelled,
        events.Corrected,
    )
)
"""The facts that may move a load, or set aside one that did."""


def touched(scope: Scope, facts: Iterable[events.Fact], packages: Iterable[str]) -> list[Shipment]:
    """Return the shipments that these facts may move: one query per 500 packages, or none."""
    if not any(fact.KIND in KINDS for fact in facts):
        return []
    return carrying(scope, packages)


def carrying(scope: Scope, packages: Iterable[str]) -> list[Shipment]:
    """Return the shipments that carry one of `packages`."""
    codes = sorted(set(packages))
    found: dict[int, Shipment] = {}
    for start in range(0, len(codes), log.BATCH):
        some = codes[start : start + log.BATCH]
        rows = Shipment.objects.filter(scope=scope, lines__package__in=some).distinct()
        found.update({row.pk: row for row in rows})
    return list(found.values())


def fold(scope: Scope, shipments: Iterable[Shipment], registry: Registry) -> None:
    """Fold each of `shipments`: three queries for each, and one where it came further."""
    read: dict[str, events.Fact] = {}
    for shipment in shipments:
        codes = list(shipment.lines.values_list("package", flat=True))
        stored = for_folds.of_kinds_about(scope.election, scope.kabupaten, KINDS, codes)
        read |= {each.name: judging.parsed(each.body) for each in stored if each.name not in read}
        named = {each.name: read[each.name] for each in stored}
        told = {name: fact for name, fact in named.items() if _is_of(fact, shipment, named)}
        names = {fact.list for fact in told.values() if isinstance(fact, events.Load) and fact.list}
        signed = {each.name: each.countersigners for each in stored if each.countersigners}
        stage = stage_of(told, Context(registry, lists.known(names), signed))
        if shipment.stage != stage.value:
            shipment.stage = stage.value
            Shipment.objects.filter(pk=shipment.pk).update(stage=stage.value)


def drop(scope: Scope) -> None:
    """Forget how far the shipments of `scope` have come."""
    Shipment.objects.filter(scope=scope).update(stage=LoadStage.PREPARED.value)


def snapshot(scope: Scope) -> dict[str, str]:
    """Return what was folded, to compare two folds."""
    rows = Shipment.objects.filter(scope=scope).values_list("code", "stage")
    return {f"shipment {code}": stage for code, stage in rows}


def _is_of(fact: events.Fact, shipment: Shipment, named: dict[str, events.Fact]) -> bool:
    """A handover is of the load it names; what speaks of another fact is of that one's load."""
    about = getattr(fact, "fact", "")
    if about in named:
        return _is_of(named[about], shipment, {})
    return bool(
        isinstance(fact, events.Load)
        and (fact.shipment == shipment.code or fact.list == shipment.list_hash)
    )
