"""Fold how far each shipment has come, from the facts that speak of it.

Called where facts are applied and where a list was written; called by nobody else.
"""

from collections.abc import Iterable

from django.db.models import Q

from tepat.core.move import events, judging
from tepat.core.move.devices import Registry
from tepat.core.move.loads import LoadStage, stage_of
from tepat.core.move.pairing import Context
from tepat.server.election.models import Scope
from tepat.server.log import for_folds
from tepat.server.log import queries as log
from tepat.server.move.custody import lists
from tepat.server.move.models import Shipment, ShipmentPackage

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


NAMING = (events.Given, events.Received, events.RefusedLoad)
"""The facts that move the one load that they name, and no other one with the same packages."""


def touched(scope: Scope, facts: Iterable[events.Fact], packages: Iterable[str]) -> list[Shipment]:
    """Return the shipments that these facts may move: one query per 500 packages, or none.

    A handover moves the load that it names. Whatever speaks of another fact may move every
    load of its packages.
    """
    moving = [fact for fact in facts if fact.KIND in KINDS]
    named = [fact for fact in moving if isinstance(fact, NAMING)]
    if len(named) < len(moving):
        return carrying(scope, packages)
    codes = {fact.shipment for fact in named} - {""}
    hashes = {fact.list for fact in named} - {""}
    if not codes | hashes:
        return []
    return carrying(scope, packages, Q(code__in=codes) | Q(list_hash__in=hashes))


def carrying(scope: Scope, packages: Iterable[str], which: Q | None = None) -> list[Shipment]:
    """Return the shipments that carry one of `packages`; with `which` those of them."""
    codes = sorted(set(packages))
    rows = Shipment.objects.filter(which or Q(), scope=scope)
    found: dict[int, Shipment] = {}
    for start in range(0, len(codes), log.BATCH):
        some = rows.filter(lines__package__in=codes[start : start + log.BATCH]).distinct()
        found.update({row.pk: row for row in some})
    return list(found.values())


def fold(scope: Scope, shipments: Iterable[Shipment], registry: Registry) -> None:
    """Fold each of `shipments`: four queries per 500 packages, one for each that came further."""
    folded = list(shipments)
    on_board = packages_of(folded)
    packages = sorted({code for codes in on_board.values() for code in codes})
    stored = for_folds.of_kinds_about(scope.election, scope.kabupaten, KINDS, packages)
    facts = {each.name: judging.parsed(each.body) for rows in stored.values() for each in rows}
    names = {fact.list for fact in facts.values() if isinstance(fact, events.Load) and fact.list}
    known = lists.known(names)
    for shipment in folded:
        mine = {each.name: each for code in on_board[shipment.pk] for each in stored.get(code, ())}
        named = {name: facts[name] for name in mine}
        told = {name: fact for name, fact in named.items() if _is_of(fact, shipment, named)}
        signed = {name: each.countersigners for name, each in mine.items() if each.countersigners}
        stage = stage_of(told, Context(registry, known, signed))
        if shipment.stage != stage.value:
            shipment.stage = stage.value
            Shipment.objects.filter(pk=shipment.pk).update(stage=stage.value)


def packages_of(shipments: Iterable[Shipment]) -> dict[int, list[str]]:
    """Return the packages of each shipment, by its key: one query per 500 shipments."""
    found: dict[int, list[str]] = {each.pk: [] for each in shipments}
    for part in log.batches(sorted(found)):
        lines = ShipmentPackage.objects.filter(shipment__in=part).order_by("pk")
        for shipment, package in lines.values_list("shipment_id", "package"):
            found[shipment].append(package)
    return found


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
