"""Who may put a wrong fact about a package right, by the rule that the fold follows.

What two people signed is put right by KPU from a phone of its own, with Bawaslu as a
witness; what nobody answered, by KPU or by the key that signed it. The key of an
installation speaks for many and so never for KPU. `pairing` is the rule, this its reading
for people; a test holds the two together.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from tepat.core.election.roles import Role
from tepat.core.move.custody import Custody, Flag
from tepat.core.move.devices import Registry
from tepat.core.move.events.desk import Archived, Corrected, Destroyed, Replaced
from tepat.core.move.events.envelope import Fact
from tepat.core.move.events.field import Incident, Inspected
from tepat.core.move.events.handover import Given, Received, RefusedLoad, Relocated, Transferred
from tepat.core.move.events.rights import SUPERVISORS
from tepat.core.move.pairing import is_kpus
from tepat.core.move.standing import STOPS


class Remedy(StrEnum):
    """What it takes to set one fact aside."""

    DESK = "desk"
    """The desk signed it and nobody answered: the desk takes it back."""
    KPU = "kpu"
    """An officer of KPU says so from a phone, or whoever signed it does."""
    KPU_AND_BAWASLU = "kpu_and_bawaslu"
    """Two people signed it: an officer of KPU says so, and Bawaslu witnesses that."""
    BAWASLU = "bawaslu"
    """KPU has said so; it waits for the witness of Bawaslu."""


_MOVE: Final = (
    Given,
    Received,
    RefusedLoad,
    Transferred,
    Relocated,
    Inspected,
    Incident,
    Replaced,
    Destroyed,
    Archived,
)
"""Facts that a correction sets aside; what was packed is put right by opening the box."""

CALLS: Final = frozenset(Flag) - {Flag.CORRECTED, Flag.HALF, Flag.UNKNOWN_PACKAGE, Flag.SIGNER}
"""Flags that ask for a decision. A half waits for its other side, and a doubt about a
signer is a matter of devices: neither is mended by setting facts aside."""


def remedies(
    custody: Custody, facts: Mapping[str, Fact], registry: Registry, desk: str
) -> dict[str, Remedy]:
    """Return, for each fact that can be set aside, what it takes; empty where nothing calls.

    `facts` are those about the package by their names, `desk` is the key of this desk.
    """
    if not CALLS.intersection(custody.flags):
        return {}
    roles = {name: registry.role_of(fact) for name, fact in facts.items()}
    witnessed = {each.fact for each in custody.witnesses if not each.finding}
    two = _signed_by_two(facts, desk) | witnessed
    two |= {name for name, fact in facts.items() if not is_kpus(fact, roles[name], name in two)}
    asked = {
        fact.fact
        for fact in facts.values()
        if isinstance(fact, Corrected) and registry.role_of(fact) == Role.KPU
    }
    return {
        name: _remedy(name, fact, two, asked, desk)
        for name, fact in facts.items()
        if isinstance(fact, _MOVE)
        and name not in custody.pairs.aside
        and roles[name] not in SUPERVISORS  # KPU sets aside nothing of theirs
        and not registry.standing(fact) & STOPS
    }


def _signed_by_two(facts: Mapping[str, Fact], desk: str) -> set[str]:
    """Facts of which another key signed the other half; a paper that the desk typed is none."""
    found = set()
    for name, fact in facts.items():
        half = facts.get(fact.given) if isinstance(fact, Received) else None
        if isinstance(half, Given) and isinstance(fact, Received) and half.device != fact.device:
            found |= {fact.given} if fact.device == desk and fact.paper else {name, fact.given}
    return found


def _remedy(name: str, fact: Fact, two: set[str], asked: set[str], desk: str) -> Remedy:
    if name in two:
        return Remedy.BAWASLU if name in asked else Remedy.KPU_AND_BAWASLU
    return Remedy.DESK if fact.device == desk else Remedy.KPU
