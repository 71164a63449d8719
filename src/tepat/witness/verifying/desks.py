"""The keys of the desk: which stand, from which entry on, and where each of them ended.

Everything follows from the first fact of the log. A key signs from the fact that enrols
it to the one that ends it; the log says both, so that no policy has to be changed.
"""

from collections.abc import Mapping
from typing import NamedTuple

from tepat.core.log import receipts
from tepat.core.move import devices
from tepat.core.move.events import DeskEnrolled, Fact, Revoked
from tepat.core.problems import Code
from tepat.witness.verifying.facts import Facts
from tepat.witness.verifying.report import Report


class Desk(NamedTuple):
    """One key of the desk, and the entries between which it promises; `last` 0: no end."""

    public: bytes
    last: int


Desks = Mapping[str, Desk]


def promised_by(desks: Desks, receipt: receipts.Receipt, body: bytes, signature: bytes) -> bool:
    """Whether a key of the desk signed this receipt that had not ended before its number."""
    return any(
        receipts.verifies(desk.public, body, signature)
        for desk in desks.values()
        if not desk.last or receipt.number <= desk.last
    )


def check(facts: Facts, read: int, report: Report) -> Desks:
    """Return the keys of the desk, by their ids; name what they signed before or after.

    Where this copy lacks entries, what they said of keys is lacking: nobody is accused for it.
    """
    if not read:
        return {}
    trusted = [each for each in facts.named if each[0] not in facts.forged]
    report.phone_signed = len(trusted)
    first = next((name for name, number in facts.numbers.items() if number == 1), "")
    root = next((fact for name, fact in trusted if name == first), None)
    facts.root = first
    if not isinstance(root, DeskEnrolled) or devices.device_of(root.key) != root.device:
        if not report.is_partial:
            report.found(Code.DESK_KEY_ROOT)
        return {}
    registry = devices.registry_of(trusted, first)
    begins: dict[str, int] = {}
    ends: dict[str, int] = {}
    for name, fact in trusted:
        _follow(name, fact, facts, registry, (begins, ends), report)
    report.desk_signed = sum(registry.is_desk(fact.device) for _, fact in trusted)
    report.phone_signed = len(trusted) - report.desk_signed
    found = {
        device: Desk(public, ends.get(device, 0))
        for device, public in facts.keys.items()
        if registry.is_desk(device)
    }
    for device in found:
        _check_one(facts, registry.devices[device], begins.get(device, 0), report)
    return found


def _follow(
    name: str,
    fact: Fact,
    facts: Facts,
    registry: devices.Registry,
    known: tuple[dict[str, int], dict[str, int]],
    report: Report,
) -> None:
    """Note where keys of the desk begin and end, as far as those say it who may."""
    begins, ends = known
    if isinstance(fact, DeskEnrolled):
        device = devices.device_of(fact.key)
        if not registry.is_desk(device) and not report.is_partial:
            report.found(Code.DESK_KEY_UNSIGNED, number=facts.numbers[name])
        elif registry.is_desk(fact.device):
            begins.setdefault(device, facts.numbers[name])
    elif isinstance(fact, Revoked):
        target = registry.devices.get(fact.target)
        if target and target.is_desk and target.upto == fact.upto:  # else not theirs to end
            ends.setdefault(fact.target, facts.numbers[name])


def _check_one(facts: Facts, device: devices.Device, begins: int, report: Report) -> None:
    links = sorted(facts.links_of(device.device))
    counts = [each for each in links if each.seq <= device.upto]
    last = max((each.number for each in counts), default=0)
    for each in links:
        if each.seq > device.upto:
            report.found(Code.DESK_KEY_ENDED, number=each.number, device=device.device, last=last)
        elif each.number < begins:
            report.found(
                Code.DESK_KEY_EARLY, number=each.number, device=device.device, first=begins
            )
