"""What may be amiss with the signer of a fact, and what the chain of a device tells of it.

Every fact has the number of its device and names the one before: a number with two facts is
a fork, a missing number a gap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from tepat.core.move.events.envelope import Fact

NamedFact = tuple[str, Fact]


class Standing(StrEnum):
    """What is amiss with the signer of a fact."""

    UNKNOWN_DEVICE = "unknown_device"
    NOT_ASSIGNED = "not_assigned"
    NOT_ALLOWED = "not_allowed"
    OUTSIDE_AREA = "outside_area"
    EXPIRED = "expired"
    REVOKED = "revoked"
    FORKED = "forked"
    LETTER_TWICE = "letter_twice"
    NO_PERSON = "no_person"
    REVOKED_ALONE = "revoked_alone"
    """KPU alone revoked it: it counts, for a supervisor or another party stands behind it."""
    CLOCK = "clock"
    GAP = "gap"


STOPS: Final = frozenset(Standing) - {Standing.GAP, Standing.REVOKED_ALONE, Standing.CLOCK}
"""With one of these a fact is recorded and moves no custody."""
SHOWN: Final = frozenset({Standing.REVOKED_ALONE, Standing.CLOCK})
"""With these it moves custody, and the package shows it."""


class Link(NamedTuple):
    """One fact in the chain of its device."""

    seq: int
    name: str
    prev: str = ""


@dataclass(frozen=True, slots=True)
class Chain:
    """What is known of one device's chain. 0 stands for: nowhere."""

    forked_from: int = 0
    gap_from: int = 0
    """The first number that is missing while a later one is here."""
    waiting: int = 0
    """How many numbers are missing."""

    def flags(self, seq: int) -> frozenset[Standing]:
        """Return what this chain says of the fact with number `seq`."""
        found = set()
        if self.forked_from and seq >= self.forked_from:
            found.add(Standing.FORKED)
        if self.gap_from and seq > self.gap_from:
            found.add(Standing.GAP)
        return frozenset(found)


WHOLE: Final = Chain()
"""A chain of which nothing is amiss."""


def chain_of(links: Iterable[Link]) -> Chain:
    """Return where a device's chain forks and where it has a gap, from its facts in any order.

    It forks where one number, or one predecessor, has two facts, and where a fact names
    another predecessor than the one that is here.

    >>> chain_of([Link(1, "a"), Link(2, "b", "a"), Link(2, "c", "a"), Link(5, "e", "d")])
    Chain(forked_from=2, gap_from=3, waiting=2)
    """
    known = set(links)
    if not known:
        return WHOLE
    names: dict[int, set[str]] = {}
    after: dict[str, list[int]] = {}
    for link in known:
        names.setdefault(link.seq, set()).add(link.name)
        if link.prev:
            after.setdefault(link.prev, []).append(link.seq)
    forks = [seq for seq, same in names.items() if len(same) > 1]
    forks += [min(seqs) for seqs in after.values() if len(seqs) > 1]
    forks += [
        link.seq - 1
        for link in known
        if link.prev and link.seq - 1 in names and link.prev not in names[link.seq - 1]
    ]
    last = max(names)
    waiting = last - len(names)
    gap = next(seq for seq in range(1, last + 2) if seq not in names) if waiting else 0
    return Chain(min(forks, default=0), gap, waiting)


HiddenLinks = Iterable[tuple[str, Link]]
"""Of each fact that nobody but its audience can read: the device, and its place in the chain."""


def chains_of(facts: Iterable[NamedFact], hidden: HiddenLinks = ()) -> dict[str, Chain]:
    """Return the chain of every device that signed one of `facts`, or one that is hidden."""
    links: dict[str, list[Link]] = {}
    for name, fact in facts:
        links.setdefault(fact.device, []).append(Link(fact.seq, name, fact.prev))
    for device, link in hidden:
        links.setdefault(device, []).append(link)
    return {device: chain_of(each) for device, each in links.items()}
