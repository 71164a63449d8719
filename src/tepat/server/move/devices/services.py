"""Fold the facts about keys, and the chain of every device, into the table of devices.

Called by the door for facts and by nobody else.
"""

from collections.abc import Iterable, Sequence

from tepat.core.log.canonical import LARGEST
from tepat.core.move import devices, events, standing
from tepat.core.move.touched import touched_by
from tepat.server import bulk
from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.move.devices import queries
from tepat.server.move.models import Device

NamedFact = tuple[str, events.Fact]

_BATCH = 500
_STANDING = ("key", "is_desk", "assignment", "person", "role", "area", "starts", "ends")
_OWN = (*_STANDING, "upto", "letter_twice")
_CHAIN = ("last_seq", "last_name", "forked_from", "gap_from", "waiting")


def apply(scope: Scope, facts: Sequence[NamedFact]) -> frozenset[str]:
    """Fold `facts`, which the log holds already; return the devices that stand differently now.

    Whatever such a device ever said must be folded again.
    """
    people = [fact for _, fact in facts if isinstance(fact, devices.PEOPLE)]
    changed: frozenset[str] = frozenset()
    if people:
        registry = queries.registry(scope)
        for fact in people:
            changed |= touched_by(fact, registry)
        _store(scope, registry, changed)
    return changed | _follow(scope, facts)


def look_again(scope: Scope, wanted: Iterable[str]) -> frozenset[str]:
    """Fold the whole chains of these devices, of facts without bodies too; return which broke."""
    rows = list(Device.objects.filter(scope=scope, device__in=sorted(set(wanted))))
    changed = _look_again(scope, rows)
    _store_chains(rows)
    return changed


def drop(scope: Scope) -> None:
    """Forget everything that was folded for `scope`."""
    Device.objects.filter(scope=scope).delete()


def rebuild(scope: Scope) -> int:
    """Fold all devices of `scope` from the log; return how many facts it holds."""
    where = (scope.election, scope.kabupaten)
    registry = queries.registry(scope)
    _store(scope, registry, registry.devices)
    rows = list(Device.objects.filter(scope=scope))
    for start in range(0, len(rows), _BATCH):
        some = rows[start : start + _BATCH]
        _look_again(scope, some)
        _store_chains(some)
    return log.count(*where)


def snapshot(scope: Scope) -> dict[str, str]:
    """Return what the table holds, to compare two folds."""
    fields = ("device", *_OWN, *_CHAIN)
    rows = Device.objects.filter(scope=scope).values_list(*fields)
    return {f"device {row[0]}": repr(row[1:]) for row in rows}


def _store(scope: Scope, registry: devices.Registry, changed: Iterable[str]) -> None:
    known = sorted(device for device in changed if device in registry.devices)
    rows = [_row(scope, registry, device) for device in known]
    Device.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["scope", "device"],
        update_fields=_OWN,
        batch_size=_BATCH,
    )


def _row(scope: Scope, registry: devices.Registry, device: str) -> Device:
    own = registry.devices[device]
    given = registry.assignments.get(own.assignment)
    return Device(
        scope=scope,
        device=device,
        key=own.key,
        is_desk=own.is_desk,
        assignment=own.assignment,
        person=given.person if given else "",
        role=given.role if given else "",
        area=given.area if given else "",
        starts=given.starts if given else None,
        ends=given.ends if given else None,
        upto=own.upto if own.upto <= LARGEST else None,
        letter_twice=own.letter_twice,
    )


def _follow(scope: Scope, facts: Sequence[NamedFact]) -> frozenset[str]:
    """Follow the chain of each device that signed; return those whose chain broke or healed."""
    by_device: dict[str, list[standing.Link]] = {}
    for name, fact in facts:
        by_device.setdefault(fact.device, []).append(standing.Link(fact.seq, name, fact.prev))
    rows = bulk.objects(Device, {"device": sorted(by_device)}, scope_id=scope.pk)
    moved: list[Device] = []
    broken: list[Device] = []
    for row in rows:
        (moved if _goes_on(row, by_device[row.device]) else broken).append(row)
    changed = _look_again(scope, broken)
    _store_chains(broken)
    _store_chains(moved)
    return changed


def _store_chains(rows: Sequence[Device]) -> None:
    bulk.update(
        Device, _CHAIN, [(row.pk, *(getattr(row, name) for name in _CHAIN)) for row in rows]
    )


def _goes_on(row: Device, links: list[standing.Link]) -> bool:
    """Move `row` to the end of `links` if they simply follow; else leave it and say no."""
    if row.forked_from or row.gap_from:
        return False
    seq, name = row.last_seq, row.last_name
    for link in sorted(links):
        if (link.seq, link.prev) != (seq + 1, name):
            return False
        seq, name = link.seq, link.name
    row.last_seq, row.last_name = seq, name
    return True


def _look_again(scope: Scope, rows: Sequence[Device]) -> frozenset[str]:
    """Fold the whole chain of each of `rows`: one query."""
    if not rows:
        return frozenset()
    links = log.links_of(scope.election, scope.kabupaten, [row.device for row in rows])
    changed = set()
    for row in rows:
        own = [standing.Link(*link) for link in links[row.device]]
        if not own:
            continue
        chain = standing.chain_of(own)
        if (row.forked_from, row.gap_from) != (chain.forked_from, chain.gap_from):
            changed.add(row.device)
        row.forked_from, row.gap_from, row.waiting = (
            chain.forked_from,
            chain.gap_from,
            chain.waiting,
        )
        last = max(own)
        row.last_seq, row.last_name = last.seq, last.name
    return frozenset(changed)
