"""Which handovers have a paper: one row for each that the plan expects on one way.

A way is one step of the journey, in one kecamatan. Who gives, who receives and where
follows from the way and the area of the row.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, NamedTuple

from tepat.core.election.regions import parent_of
from tepat.core.election.roles import Role


class Way(StrEnum):
    """One step between two levels, to the TPS or back."""

    TO_PPK = "to_ppk"
    TO_PPS = "to_pps"
    TO_TPS = "to_tps"
    BACK_TO_PPS = "back_to_pps"
    BACK_TO_PPK = "back_to_ppk"

    @property
    def is_of_tps(self) -> bool:
        """Whether its rows are TPS."""
        return self in (Way.TO_TPS, Way.BACK_TO_PPS)

    @property
    def is_back(self) -> bool:
        return self in (Way.BACK_TO_PPS, Way.BACK_TO_PPK)


class Sides(NamedTuple):
    """Who gives and who receives, as `role@area`, and the place where it happens."""

    giver: str
    receiver: str
    place: str


def sides_of(way: Way, area: str) -> Sides:
    """Return the sides of the handover of `area`: a kecamatan, a desa or a TPS.

    >>> sides_of(Way.TO_TPS, "63.09.05.2003-007")
    Sides(giver='pps@63.09.05.2003', receiver='kpps@63.09.05.2003-007', place='63.09.05.2003-007')
    >>> sides_of(Way.BACK_TO_PPK, "63.09.05.2003").place
    '63.09.05:ppk'
    """
    if way is Way.TO_PPK:
        return Sides(_party(Role.WAREHOUSE, parent_of(area)), _party(Role.PPK, area), f"{area}:ppk")
    if way.is_of_tps:
        desa = area.partition("-")[0]
        pps, kpps = _party(Role.PPS, desa), _party(Role.KPPS, area)
        return Sides(kpps, pps, f"{desa}:pps") if way.is_back else Sides(pps, kpps, area)
    kecamatan = parent_of(area)
    ppk, pps = _party(Role.PPK, kecamatan), _party(Role.PPS, area)
    return Sides(pps, ppk, f"{kecamatan}:ppk") if way.is_back else Sides(ppk, pps, f"{area}:pps")


def _party(role: Role, area: str) -> str:
    return f"{role.value}@{area}"


_CARRIERS: Final = frozenset({Role.DRIVER, Role.WAREHOUSE, Role.KPU})
"""Who may have brought a load to PPK or PPS in the place of the level above."""


class Edge(NamedTuple):
    """One handover, or half of one, as the published state of a package spells it."""

    giver: str
    receiver: str
    place: str
    to: str
    given: str
    received: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Known:
    """What the log says of one package. `open` are halves that wait for a receiver."""

    holder: str = ""
    flags: tuple[str, ...] = ()
    handovers: tuple[Edge, ...] = ()
    open: tuple[Edge, ...] = ()
    confirmed: tuple[str, ...] = ()
    """Facts that a supervisor signed, or signed one of their own about."""
    stage: str = ""
    """How far it has come, as its published state spells it."""


NOTHING_KNOWN: Final = Known()


@dataclass(frozen=True, slots=True)
class Expected:
    """One row: a handover that the plan expects, and what is on it."""

    way: Way
    area: str
    packages: tuple[str, ...]
    """Codes, sorted."""
    seals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """By package, the seals it was closed with last."""
    shipment: str = ""
    list_hash: str = ""
    start: str = ""
    """The place from which its load goes."""
    known: Mapping[str, Known] = field(default_factory=dict)
    """By package, what the log says."""

    @property
    def key(self) -> str:
        """What names the row on its page."""
        return f"{self.area}/{self.shipment}" if self.shipment else self.area

    @property
    def half(self) -> Edge | None:
        """The half that a phone signed as giver, where it is one for all."""
        found = {e for each in self._states() if (e := self._one_of(each.open))}
        return found.pop() if len({each.given for each in found}) == 1 else None

    @property
    def sides(self) -> Sides:
        """Who gave, who received, and where: as a phone has said, or as the way goes.

        What a driver has, a driver gave.
        """
        sides = sides_of(self.way, self.area)
        holders = {each.holder for each in self._states()}
        [holder] = holders if len(holders) == 1 else {""}
        if self.half:
            return sides._replace(giver=self.half.giver)
        is_driven = holder.partition("@")[0] == Role.DRIVER and not self.way.is_back
        if is_driven and not self.way.is_of_tps:
            return sides._replace(giver=holder)
        if self.way is Way.TO_PPS and ":gudang" in self.start:  # past the PPK
            return sides._replace(giver=sides_of(Way.TO_PPK, parent_of(self.area)).giver)
        return sides

    @property
    def earlier(self) -> tuple[str, ...]:
        """The facts by which the giver of a way back came to these packages, sorted.

        A package goes to a TPS and comes back to whoever gave it: without them nothing says which
        of the two handovers was the later one.
        """
        giver = self.sides.giver
        names = {
            edge.received or edge.given
            for state in self._states()
            for edge in state.handovers
            if self.way.is_back and edge.receiver == giver
        }
        return tuple(sorted(names - {""}))

    @property
    def says(self) -> "Says":
        """What the log says of this handover; whether somebody else claims it is a flag."""
        states = self._states()
        found = [self._one_of(state.handovers) for state in states]
        if found and all(found):
            two = all(edge and edge.evidence == Says.TWO_SIGNATURES for edge in found)
            return Says.TWO_SIGNATURES if two else Says.PAPER
        if any(found):
            return Says.PARTLY
        if any("disputed" in state.flags for state in states):
            return Says.DISPUTED
        return Says.GIVEN if any(self._one_of(state.open) for state in states) else Says.NOTHING

    @property
    def received(self) -> tuple[str, ...]:
        """The packages that the receiver has, or had, as the log says."""
        known = self.known
        return tuple(
            each for each in self.packages if self._one_of(known.get(each, NOTHING_KNOWN).handovers)
        )

    @property
    def confirmed(self) -> frozenset[str]:
        """Facts about its packages that a supervisor has confirmed."""
        return frozenset(name for each in self._states() for name in each.confirmed)

    def _states(self) -> list[Known]:
        return [self.known.get(each, NOTHING_KNOWN) for each in self.packages]

    def _one_of(self, edges: Iterable[Edge]) -> Edge | None:
        """Of `edges`, the one of this way; where there are several, the best known."""
        giver, receiver, _ = sides_of(self.way, self.area)
        carriers = frozenset() if self.way.is_back or self.way.is_of_tps else _CARRIERS
        mine = [
            each
            for each in edges
            if each.receiver == receiver
            and (each.giver == giver or each.giver.partition("@")[0] in carriers)
        ]
        return max(mine, key=lambda each: each.evidence, default=None)


class Says(StrEnum):
    """What the log says of one row."""

    NOTHING = "nothing"
    GIVEN = "given"
    """A phone of the giver signed; nobody of the receiver has."""
    PARTLY = "partly"
    """Some of its packages were received."""
    PAPER = "paper"
    TWO_SIGNATURES = "two_signatures"
    DISPUTED = "disputed"
