"""Which devices stand differently once one more fact about keys is known."""

from tepat.core.move.devices import Registry, device_of
from tepat.core.move.events.envelope import Fact
from tepat.core.move.events.people import Assigned, DeskEnrolled, Enrolled, Revoked


def touched_by(fact: Fact, registry: Registry) -> frozenset[str]:
    """Return the devices whose facts may stand differently once `fact` is known.

    `registry` is folded with `fact`. A key of the installation touches all.
    """
    found = _touched(fact, registry)
    return found.union(*(registry.seconds.get(device, frozenset()) for device in found))


def _touched(fact: Fact, registry: Registry) -> frozenset[str]:
    if isinstance(fact, DeskEnrolled):
        return frozenset(registry.devices) | {device_of(fact.key)}
    if isinstance(fact, Enrolled):
        same = {d.device for d in registry.devices.values() if d.assignment == fact.assignment}
        return frozenset(same | {fact.device})
    if isinstance(fact, Revoked):
        own = _of_person(registry, fact.ended)
        if fact.target and registry.is_desk(fact.target):
            return frozenset(registry.devices)
        target = registry.devices.get(fact.target)
        letter = target.assignment if target else ""
        twin = [d.device for d in registry.devices.values() if letter and d.assignment == letter]
        return own | frozenset(twin) | ({fact.target} - {""})
    if isinstance(fact, Assigned):
        return _of_people(registry, {fact.person})
    return frozenset()


def _of_person(registry: Registry, assignment: str) -> frozenset[str]:
    """The devices of whoever has this assignment: another of their letters may use it."""
    given = registry.assignments.get(assignment)
    return _of_people(registry, {given.person}) if given else frozenset()


def _of_people(registry: Registry, people: set[str]) -> frozenset[str]:
    names = {n for n, a in registry.assignments.items() if a.person in people}
    return frozenset(d.device for d in registry.devices.values() if d.assignment in names)
