"""Fold how far each shipment has come, from the facts that speak of it.

Called where facts are applied and where a list was written; called by nobody else.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from tepat.core.move import events, judging
from tepat.core.move.devices import Registry
from tepat.core.move.loads import LoadStage, stage_of
from tepat.core.move.pairing import Context
from tepat.server import bulk
from tepat.server.election.models import Scope
from tepat.server.log import for_folds
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.move.custody import lists
from tepat.server.move.models import Shipment, ShipmentPackage

_ABOUT = (events.Witnessed, events.Cancelled, events.Corrected)
"""The facts that speak of another fact."""
_MOVING = (events.Given, events.Received, events.RefusedLoad, *_ABOUT)
"""The facts that may move a load, or set aside one that did."""
KINDS = tuple(kind.KIND for kind in _MOVING)


class Load(NamedTuple):
    """A shipment, as its fold wants it."""

    pk: int
    code: str
    list_hash: str
    stage: str


_LOAD = ("id", "code", "list_hash", "stage")


def touched(scope: Scope, facts: Iterable[events.Fact]) -> list[Load]:
    """Return the shipments that these facts may move: three queries as a rule, or none.

    A handover moves the load that it names; whatever speaks of another fact that one's, too.
    """
    named = fresh = [fact for fact in facts if isinstance(fact, _MOVING)]
    known: set[str] = set()
    while others := {fact.fact for fact in fresh if isinstance(fact, _ABOUT)} - known:
        known |= others
        rows = bulk.select(Fact, ("body",), {"id": sorted(others)})
        spoken_of = [judging.parsed(bytes(body)) for (body,) in rows]
        fresh = [fact for fact in spoken_of if isinstance(fact, _MOVING)]
        named = [*named, *fresh]
    within = {
        "code": sorted({fact.shipment for fact in named} - {""}),
        "list_hash": sorted({fact.list for fact in named} - {""}),
    }
    found = {
        row
        for name, values in within.items()
        for row in bulk.select(Shipment, _LOAD, {name: values}, scope_id=scope.pk)
    }
    return [Load(*row) for row in sorted(found)]


def carrying(scope: Scope, packages: Iterable[str]) -> list[Load]:
    """Return the shipments that carry one of `packages`: one query per 500 of them."""
    codes = sorted(set(packages))
    rows = Shipment.objects.filter(scope=scope).values_list(*_LOAD)
    found: set[tuple[int, str, str, str]] = set()
    for start in range(0, len(codes), log.BATCH):
        found.update(rows.filter(lines__package__in=codes[start : start + log.BATCH]))
    return [Load(*row) for row in sorted(found)]


def load_of(shipment: Shipment) -> Load:
    """Return a shipment as its fold wants it."""
    return Load(shipment.pk, shipment.code, shipment.list_hash, shipment.stage)


def fold(scope: Scope, shipments: Sequence[Load], registry: Registry) -> None:
    """Fold each of `shipments`: five queries per 500 packages, and one where any came further."""
    if not shipments:
        return
    on_board = packages_of([each.pk for each in shipments])
    packages = sorted({code for codes in on_board.values() for code in codes})
    stored = for_folds.of_kinds_about(scope.election, scope.kabupaten, KINDS, packages)
    facts = {each.name: judging.parsed(each.body) for rows in stored.values() for each in rows}
    names = {fact.list for fact in facts.values() if isinstance(fact, events.Load) and fact.list}
    known = lists.known(names)
    further: list[tuple[int, str]] = []
    for shipment in shipments:
        mine = {each.name: each for code in on_board[shipment.pk] for each in stored.get(code, ())}
        named = {name: facts[name] for name in mine}
        told = {name: fact for name, fact in named.items() if _is_of(fact, shipment, named)}
        signed = {name: each.countersigners for name, each in mine.items() if each.countersigners}
        stage = stage_of(told, Context(registry, known, signed))
        if shipment.stage != stage.value:
            further.append((shipment.pk, stage.value))
    bulk.update(Shipment, ("stage",), further)


def packages_of(shipments: Iterable[int]) -> dict[int, list[str]]:
    """Return the packages of each shipment, by its key: one query per 500 shipments."""
    found: dict[int, list[str]] = {key: [] for key in shipments}
    for part in log.batches(sorted(found)):
        columns = ("id", "shipment_id", "package")
        for _, shipment, package in sorted(
            bulk.select(ShipmentPackage, columns, {"shipment_id": part})
        ):
            found[shipment].append(package)
    return found


def drop(scope: Scope) -> None:
    """Forget how far the shipments of `scope` have come."""
    Shipment.objects.filter(scope=scope).update(stage=LoadStage.PREPARED.value)


def snapshot(scope: Scope) -> dict[str, str]:
    """Return what was folded, to compare two folds."""
    rows = Shipment.objects.filter(scope=scope).values_list("code", "stage")
    return {f"shipment {code}": stage for code, stage in rows}


def _is_of(fact: events.Fact, shipment: Load, named: dict[str, events.Fact]) -> bool:
    """A handover is of the load it names; what speaks of another fact is of that one's load."""
    about = getattr(fact, "fact", "")
    if about in named:
        return _is_of(named[about], shipment, {})
    return bool(
        isinstance(fact, events.Load)
        and (fact.shipment == shipment.code or fact.list == shipment.list_hash)
    )
