"""Halves of handovers that wait for the other side, and whom each of them concerns.

Kept in memory and fed with facts in any order. It decides no custody: it only says which
half to show to whose phone, which judges the half by its signature as if it came by QR.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from tepat.core.election.regions import is_in
from tepat.core.election.roles import Role
from tepat.core.move import events

Party = tuple[str, str]
"""Role and area, as the letter of a device says."""

KINDS: Final = tuple(
    kind.KIND
    for kind in (
        events.Given,
        events.Received,
        events.RefusedLoad,
        events.Cancelled,
        events.Corrected,
    )
)
"""The facts that open a half, answer one, or take one back."""
SIGNS_PAPER: Final = frozenset({Role.KPU, Role.PPK, Role.PPS})
"""Who may report what others signed on paper."""
MARK_DIGITS: Final = 16
"""How a phone names its own offer: by so many digits of its name."""
LOOKS_BACK: Final = 2_000
"""Offers among which a supervisor's are looked for, the newest first."""


@dataclass(frozen=True, slots=True)
class Half:
    """What is remembered of a `given`, `received` or `refused`."""

    name: str
    kind: str
    device: str
    seq: int
    giver: str
    receiver: str
    place: str
    shipment: str
    list: str
    given: str
    """The fact that an answer names; empty for an offer."""


@dataclass(slots=True)
class Waiting:
    """The halves of one log."""

    _given: dict[str, Half] = field(default_factory=dict)
    _marked: dict[str, list[Half]] = field(default_factory=dict)
    _answers: dict[str, list[Half]] = field(default_factory=dict)
    _taken_back: dict[str, set[str]] = field(default_factory=dict)
    """By the fact that is set aside: whose devices said so, "" for KPU."""
    _open: dict[str, dict[str, Half]] = field(default_factory=dict)
    """By receiver, in the order in which they came."""

    def add(self, name: str, fact: events.Fact, signer: Party | None) -> None:
        """Take one fact. What its signer may not say for that side changes nothing.

        `signer` is None where nobody here knows whose the device is: then the phone decides.
        """
        if isinstance(fact, events.Cancelled | events.Corrected):
            is_kpu = signer is not None and signer[0] == Role.KPU
            self._taken_back.setdefault(fact.fact, set()).add("" if is_kpu else fact.device)
            self._settle(fact.fact)
        elif isinstance(fact, events.Given) and speaks(signer, fact.giver, fact.paper):
            half = self._given[name] = _half(name, fact, "")
            self._marked.setdefault(name[:MARK_DIGITS], []).append(half)
            self._open.setdefault(fact.receiver, {})[name] = half
            self._settle(name)
        elif isinstance(fact, events.Received | events.RefusedLoad) and speaks(
            signer, fact.receiver, fact.paper
        ):
            if not fact.given:  # the halves of two papers find each other without us
                return
            self._answers.setdefault(fact.given, []).append(_half(name, fact, fact.given))
            self._settle(fact.given)

    def offers(self, party: Party) -> list[Half]:
        """Return the offers to `party` that nobody answered or took back, the newest first."""
        return [half for found in self._for(party) for half in reversed(found.values())]

    def answers(self, party: Party, marks: Iterable[str]) -> list[Half]:
        """Return what answers those offers of `party` whose names begin with one of `marks`."""
        return [
            answer
            for mark in marks
            for given in self._marked.get(mark, ())
            if is_of(party, given.giver)
            for answer in self._fitting(given)
        ]

    def seen_in(self, area: str, most: int) -> list[Half]:
        """Return the newest handovers at places in `area`: offers with their answers."""
        found: list[Half] = []
        for given in islice(reversed(self._given.values()), LOOKS_BACK):
            if len(found) >= most:
                break
            if is_in(given.place.partition(":")[0], area):
                found += [given, *self._fitting(given)]
        return found

    def _for(self, party: Party) -> Iterator[dict[str, Half]]:
        return (found for receiver, found in self._open.items() if is_of(party, receiver))

    def _fitting(self, given: Half) -> list[Half]:
        """Answers by another key, for the receiver and from the giver that the offer names."""
        sides = (given.giver, given.receiver)
        found = self._answers.get(given.name, [])
        return [
            each
            for each in found
            if each.device != given.device and (each.giver, each.receiver) == sides
        ]

    def _settle(self, name: str) -> None:
        given = self._given.get(name)
        if given is None:
            return
        if self._fitting(given) or self._taken_back.get(name, set()) & {given.device, ""}:
            self._open[given.receiver].pop(name, None)


def is_of(party: Party, written: str) -> bool:
    """Tell whether `written` (`role@area`) is this party, or lies in its area.

    >>> is_of(("pps", "63.09.05.2003"), "pps@63.09.05.2003")
    True
    >>> is_of(("ppk", "63.09.05"), "pps@63.09.05.2003")
    False
    """
    role, _, area = written.partition("@")
    return role == party[0] and is_in(area, party[1])


def speaks(signer: Party | None, side: str, paper: str) -> bool:
    """Tell whether a device of `signer` may say a half for `side` (`role@area`).

    >>> speaks(("pps", "63.09.05.2003"), "ppk@63.09.05", "")
    False
    """
    if signer is None or is_of(signer, side):
        return True
    return bool(paper) and signer[0] in SIGNS_PAPER and is_in(side.partition("@")[2], signer[1])


def _half(name: str, fact: events.Given | events.Received | events.RefusedLoad, given: str) -> Half:
    return Half(
        name,
        fact.KIND,
        fact.device,
        fact.seq,
        fact.giver,
        fact.receiver,
        fact.place,
        fact.shipment,
        fact.list,
        given,
    )
