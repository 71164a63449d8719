"""What is amiss with the signer of each fact about one package.

Two things depend on the package: a load takes packages of many places, and of these a
supervisor witnesses the own ones; and a fact that KPU alone took from its signer by revoking
the phone stands where another party signed it, or answered it, for this package.
"""

from collections.abc import Mapping
from typing import Final

from tepat.core.move.events.envelope import Fact
from tepat.core.move.events.handover import Given, Received, Witnessed
from tepat.core.move.nearness import is_near
from tepat.core.move.pairing import Context
from tepat.core.move.standing import STOPS, Standing

Standings = dict[str, frozenset[Standing]]

_ONLY_REVOKED: Final = frozenset({Standing.REVOKED})


def standings(package: str, told: Mapping[str, Fact], context: Context) -> Standings:
    """Return what is amiss with the signer of each of `told`; "" stands for a whole load."""
    found = {name: context.standing(name, fact) for name, fact in told.items()}
    registry = context.registry
    for name, fact in told.items():
        seen = told.get(fact.fact) if isinstance(fact, Witnessed) else None
        given = registry.assignment_of(fact) if seen else None
        if seen and given and package and not is_near(given.area, seen, package):
            found[name] |= {Standing.OUTSIDE_AREA}
    doubted = [
        name
        for name, flags in found.items()
        if flags & STOPS == _ONLY_REVOKED and not registry.is_surely_revoked(told[name])
    ]
    again = bool(doubted)
    while again:
        stood = [n for n in doubted if _is_backed(n, package, told, found, context)]
        for name in stood:
            found[name] = found[name] - _ONLY_REVOKED | {Standing.REVOKED_ALONE}
        doubted = [name for name in doubted if name not in stood]
        again = bool(stood and doubted)
    return found


def _is_backed(
    name: str, package: str, told: Mapping[str, Fact], found: Standings, context: Context
) -> bool:
    """Whether somebody else countersigned, witnessed or answered the fact called `name`."""
    fact = told[name]
    own = (fact.role, context.registry.person_of(fact))
    for device in context.countersigned.get(name, ()):
        letter = context.registry.letter_of(device)
        other = letter is not None and (letter.role, letter.person) != own
        if other and not context.registry.countersigning(device, fact, package) & STOPS:
            return True
    return any(
        _backs(other, name, fact)
        for at, other in told.items()
        if at != name and not found[at] & STOPS
    )


def _backs(other: Fact, name: str, fact: Fact) -> bool:
    """Whether `other`, which stands, could not be there unless `fact` were true."""
    if isinstance(other, Witnessed):
        return other.fact == name and other.device != fact.device and not other.finding
    if isinstance(fact, Given) and isinstance(other, Received):
        same = (other.giver, other.receiver) == (fact.giver, fact.receiver)
        return same and other.given == name and other.device != fact.device
    if isinstance(fact, Received) and isinstance(other, Given):
        # What it gave on, and another took, it had received.
        return other.device == fact.device and other.seq > fact.seq and other.giver == fact.receiver
    return False
