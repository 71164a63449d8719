"""Who holds a package, where it is and how far it has come, from the set of its facts.

Handovers that stand are edges from giver to receiver; the holder is the head of the chain
of edges. Links and device chains say what came before what, no clock does. Two heads are
a conflict: both are shown, and the holder stays whom both sides had before. A broken seal
or a wrong place never undoes a handover: it happened, and carries its flag.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final

from tepat.core.election.regions import is_in, split_tps
from tepat.core.election.roles import Role
from tepat.core.move import pairing
from tepat.core.move.events.desk import Archived, Destroyed, Replaced
from tepat.core.move.events.envelope import Fact, Load, speaks_of
from tepat.core.move.events.field import Incident
from tepat.core.move.events.handover import Given, Relocated
from tepat.core.move.events.packing import Opened, Packed, Sealed, Unsealed, Used
from tepat.core.move.nearness import place_of
from tepat.core.move.ordering import Order
from tepat.core.move.pairing import Context, Edge, Evidence, Pairs, Witness
from tepat.core.move.seen_seals import damaged_or_differs, opened_before_supervisors
from tepat.core.move.standing import SHOWN, STOPS, Standing
from tepat.core.move.surviving import standings


class Stage(StrEnum):
    """How far a package has come, in the order in which it goes."""

    PLANNED = "planned"
    PACKED = "packed"
    REOPENED = "reopened"
    SEALED = "sealed"
    IN_STORE = "in_store"
    CLAIMED = "claimed"
    IN_TRANSIT = "in_transit"
    RECEIVED = "received"
    AT_TPS = "at_tps"
    OPENED = "opened"
    USED = "used"
    RESEALED = "resealed"
    RETURNED = "returned"
    ARCHIVED = "archived"
    REPLACED = "replaced"
    DESTROYED = "destroyed"


_RANK: Final = {stage: rank for rank, stage in enumerate(Stage)}
_OF_HOLDERS: Final = (Relocated, Archived, Destroyed)
_AFTER_VOTING: Final = frozenset({Stage.OPENED, Stage.USED, Stage.RESEALED, Stage.RETURNED})


class Flag(StrEnum):
    """What about a package does not fit. Each is shown; none undoes what happened."""

    UNKNOWN_PACKAGE = "unknown_package"
    DISPUTED = "disputed"
    CHAIN_BROKEN = "chain_broken"
    NOT_HOLDER = "not_holder"
    OTHER_RECEIVER = "other_receiver"
    HALF = "half"
    REFUSED = "refused"
    SEAL_DIFFERS = "seal_differs"
    DAMAGED = "damaged"
    WRONG_DESTINATION = "wrong_destination"
    OTHER_LIST = "other_list"
    SIGNER = "signer"
    WITNESS_DISAGREES = "witness_disagrees"
    WITNESS_ASIDE = "witness_aside"
    REVOKED_ALONE = "revoked_alone"
    CLOCK = "clock"
    INCIDENT = "incident"
    CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Reached:
    """When a KPPS took a package over, by the clock of who signed, and how well it is known."""

    at: datetime
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class Custody:
    """One package as its facts say. Facts are named by the hashes of their bytes."""

    package: str
    stage: Stage = Stage.PLANNED
    holder: str = ""
    """`role@area`; empty while nobody has handed it over."""
    place: str = ""
    towards: str = ""
    """Where a load that nobody has received yet is going."""
    evidence: str = ""
    """How well the last handover is known: one of `pairing.Evidence`."""
    contenders: tuple[str, ...] = ()
    """Who says they hold it, where several do."""
    flags: tuple[Flag, ...] = ()
    pairs: Pairs = field(default_factory=Pairs)
    apart: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Facts that move nothing, each with what is amiss with its signer."""
    despite: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Facts that count all the same, each with what is amiss with its signer."""
    countersigned: tuple[tuple[str, tuple[str, ...]], ...] = ()
    reached: Reached | None = None
    """When the KPPS it is made for took it over; None while it did not, or gave it back."""

    @property
    def witnesses(self) -> tuple[Witness, ...]:
        """Who saw what."""
        return self.pairs.witnesses


def custody_of(package: str, facts: Iterable[tuple[str, Fact]], context: Context) -> Custody:
    """Return what `facts`, named by their hashes and in any order, imply for `package`.

    Facts whose body is hidden from the public, and facts about other packages, are left
    out, so that anybody with the entries comes to the same custody.
    """
    return with_order(package, facts, context)[0]


def with_order(
    package: str, facts: Iterable[tuple[str, Fact]], context: Context
) -> tuple[Custody, Order]:
    """Return the custody, and the order of the facts that count for it."""
    lists = context.lists
    told = {
        name: fact
        for name, fact in sorted(dict(facts).items())
        if not fact.AUDIENCE.is_hidden and speaks_of(fact, package, lists)
    }
    found = _Fold(package, told, context)
    return found.custody(), found.order


class _Fold:
    """The facts of one package, and what was worked out from them."""

    def __init__(self, package: str, told: Mapping[str, Fact], context: Context) -> None:
        self.package, self.told, self.context = package, told, context
        self.standings = standings(package, told, context)
        named = {n: fact for n, fact in told.items() if not self.standings[n] & STOPS}
        self.pairs = pairing.pairs_of(named, context, package)
        aside = set(self.pairs.aside)
        self.facts = {name: fact for name, fact in named.items() if name not in aside}
        self.order = Order(self.facts, context.registry.is_desk, context.arrivals.facts)
        edges = self.pairs.edges
        self.past = pairing.chain(edges, self.order) if len(edges) > 1 else [0] * len(edges)
        self.heads = [
            edges[at] for at in range(len(edges)) if not any(mask >> at & 1 for mask in self.past)
        ]
        self.sides = sorted({(head.receiver, head.place) for head in self.heads})

    def custody(self) -> Custody:
        """Return everything the facts imply."""
        last = self._last()
        holder, place = (last.receiver, last.place) if last else ("", "")
        opens = self._open(holder)
        claims = [c for c in self.pairs.claims if not self._is_past(c.received)]
        acts = self._acts(opens, claims)
        stage, act = self._stage(acts)
        if isinstance(moved := self.facts.get(act), Relocated):
            place = moved.to
        elif isinstance(moved, Archived | Destroyed | Opened):
            place = moved.place
        if opens and not holder:
            holder, place = opens[0].giver, self._place_of(opens[0].given)
        evidence = str(last.evidence) if last else ""
        if stage in (Stage.IN_TRANSIT, Stage.CLAIMED) and (opens or claims):
            evidence = Evidence.ONE_SIDED
        shown = [each.receiver for each in (*self.heads, *claims)]
        several = len(self.sides) > 1
        return Custody(
            package=self.package,
            stage=stage,
            holder=holder,
            place=place,
            towards=opens[0].to if opens else "",
            evidence=str(evidence),
            contenders=tuple(sorted(set(shown))) if several or claims else (),
            flags=tuple(sorted(self._flags(holder, opens, claims))),
            pairs=self.pairs,
            apart=self._with(STOPS),
            despite=self._with(SHOWN, but=STOPS),
            countersigned=tuple(
                (name, tuple(sorted(self.context.countersigned[name])))
                for name in self.told
                if name in self.context.countersigned
            ),
            reached=self._reached(acts.values(), claims),
        )

    def _with(
        self, flags: frozenset[Standing], but: frozenset[Standing] = frozenset()
    ) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Facts with any of `flags` and none of `but`."""
        return tuple(
            (name, tuple(sorted(amiss)))
            for name, standing in self.standings.items()
            if (amiss := standing & flags) and not standing & but
        )

    def _last(self) -> Edge | None:
        """The head of the chain; where there are several, the last edge before them all."""
        if len(self.sides) < 2:
            return max(self.heads, key=lambda head: pairing.SURE[head.evidence], default=None)
        edges = self.pairs.edges
        places = {edge: at for at, edge in enumerate(edges)}
        common = -1
        for head in self.heads:
            common &= self.past[places[head]]
        shared = [at for at in range(len(edges)) if common >> at & 1]
        before = [at for at in shared if not any(self.past[one] >> at & 1 for one in shared)]
        if len(before) == 1:
            return edges[before[0]]
        givers = {head.giver for head in self.heads}
        if before or len(givers) > 1:
            return None
        [giver] = givers
        return Edge("", giver, self._place_of(self.heads[0].given), "", "", "", Evidence.ONE_SIDED)

    def _reached(self, stages: Iterable[Stage], claims: Sequence[Edge]) -> Reached | None:
        """Of the handovers to its own KPPS the last; before the vote it must hold it still."""
        own = place_of(self.package)
        voted = not _AFTER_VOTING.isdisjoint(stages)
        known = self.pairs.edges if voted else self.heads
        there = [each for each in (*known, *claims) if _is_at(own, each)]
        if not voted:
            there = [each for each in there if not self._open(each.receiver)]
        if not there:
            return None
        last = max(there, key=lambda each: (self.facts[each.last].at, each.last))
        return Reached(self.facts[last.last].at, last.evidence)

    def _place_of(self, name: str) -> str:
        return getattr(self.facts.get(name), "place", "")

    def _open(self, holder: str) -> list[Edge]:
        """Loads on their way: given by the holder, and nothing came after."""
        waiting = [each for each in self.pairs.open if not self._is_past(each.given)]
        if not holder and len(self.sides) < 2:
            return waiting
        return [each for each in waiting if each.giver == holder]

    def _is_past(self, name: str) -> bool:
        """Tell whether a handover that stands came after this fact."""
        before = self.order.before
        edges = self.pairs.edges
        return any(before(name, other) for edge in edges for other in edge.names)

    def _acts(self, opens: Sequence[Edge], claims: Sequence[Edge]) -> dict[str, Stage]:
        """Each fact that says how far the package has come, with what it says."""
        acts: dict[str, Stage] = {}
        for name, fact in self.facts.items():
            stage = _ACTS.get(type(fact))
            if isinstance(fact, _OF_HOLDERS) and not self._holds(fact):
                continue
            if self._is_on_the_way(fact):
                continue
            if isinstance(fact, Replaced):
                stage = Stage.REPLACED if fact.package == self.package else None
            if stage:
                acts[name] = stage
        for name, stage in list(acts.items()):
            if stage is Stage.SEALED and self._voted_before(name, acts):
                acts[name] = Stage.RESEALED
        for edge in self.pairs.edges:
            acts[edge.last] = self._stage_of(edge, acts)
        if len(self.sides) > 1:
            acts |= {head.last: Stage.CLAIMED for head in self.heads}
        for head in self.heads:  # who gave it on has it no longer, linked or not
            if any(each.giver == head.receiver for each in (*opens, *claims)):
                acts.pop(head.last, None)
        acts |= {each.given: Stage.IN_TRANSIT for each in opens}
        acts |= {each.received: Stage.CLAIMED for each in claims}
        return acts

    def _holds(self, fact: Fact) -> bool:
        """Only who holds a package, KPU or the desk says that it was put elsewhere."""
        registry = self.context.registry
        role = registry.role_of(fact)
        if role in ("", Role.KPU):
            return True
        if not self.sides:  # nobody has given it yet: it lies where it was packed
            return role == Role.WAREHOUSE
        return any(registry.speaks_for(fact, party) for party, _ in self.sides)

    def _is_on_the_way(self, fact: Fact) -> bool:
        """Whether a box was opened or closed anew by one who stores it: it is where it was."""
        if not isinstance(fact, Sealed | Unsealed) or not self.sides:
            return False
        return self.context.registry.role_of(fact) in (Role.PPK, Role.PPS)

    def _held(self, name: str, fact: Fact) -> bool:
        """Whether a handover came after this fact of somebody who once held the package."""
        parties = {each for edge in self.pairs.edges for each in (edge.giver, edge.receiver)}
        speaks_for = self.context.registry.speaks_for
        return any(speaks_for(fact, party) for party in parties) and self._is_past(name)

    def _voted_before(self, name: str, acts: Mapping[str, Stage]) -> bool:
        return any(
            stage in _AFTER_VOTING and other != name and self.order.before(other, name)
            for other, stage in acts.items()
        )

    def _stage_of(self, edge: Edge, acts: Mapping[str, Stage]) -> Stage:
        role = edge.receiver.partition("@")[0]
        if role == Role.DRIVER:
            return Stage.IN_TRANSIT
        if self._voted_before(edge.last, acts):
            return Stage.RETURNED
        if role == Role.KPPS or split_tps(edge.place):
            return Stage.AT_TPS
        return Stage.IN_STORE if role == Role.WAREHOUSE else Stage.RECEIVED

    def _stage(self, acts: Mapping[str, Stage]) -> tuple[Stage, str]:
        """Of the acts that nothing came after, the furthest."""
        before = self.order.before
        ends = [
            name for name in acts if not any(before(name, other) for other in acts if other != name)
        ]
        end = max(ends, key=lambda name: (_RANK[acts[name]], name), default="")
        return (acts[end], end) if end else (Stage.PLANNED, "")

    def _flags(self, holder: str, opens: Sequence[Edge], claims: Sequence[Edge]) -> set[Flag]:
        found = set()
        facts = self.facts.values()
        if self._is_handled() and not any(isinstance(fact, Packed) for fact in facts):
            found.add(Flag.UNKNOWN_PACKAGE)
        if self.pairs.disputed or len(self.sides) > 1:
            found.add(Flag.DISPUTED)
        if opens or claims:
            found.add(Flag.HALF)
        if self.pairs.refused:
            found.add(Flag.REFUSED)
        if self.pairs.aside:
            found.add(Flag.CORRECTED)
        if any(standing & STOPS for standing in self.standings.values()):
            found.add(Flag.SIGNER)
        others = pairing.amiss_with_countersigners(self.facts, self.context, self.package)
        if others & STOPS:
            found.add(Flag.WITNESS_ASIDE)
        amiss = others.union(*self.standings.values())
        if Standing.REVOKED_ALONE in amiss:
            found.add(Flag.REVOKED_ALONE)
        if Standing.CLOCK in amiss:
            found.add(Flag.CLOCK)
        if any(isinstance(fact, Incident) for fact in facts):
            found.add(Flag.INCIDENT)
        if any(witness.finding for witness in self.pairs.witnesses):
            found.add(Flag.WITNESS_DISAGREES)
        if any(each.giver != holder for each in self.pairs.open if not self._is_past(each.given)):
            found.add(Flag.NOT_HOLDER)
        moves = [(n, f) for n, f in self.facts.items() if isinstance(f, _OF_HOLDERS)]
        if any(not self._holds(fact) and not self._held(name, fact) for name, fact in moves):
            found.add(Flag.NOT_HOLDER)
        return found | self._flags_of_edges() | self._flags_of_seals()

    def _is_handled(self) -> bool:
        """Whether a fact says more than that this package is planned in place of another."""
        return any(
            not isinstance(fact, Replaced) or fact.replacement != self.package
            for fact in self.told.values()
        )

    def _flags_of_edges(self) -> set[Flag]:
        found = set()
        edges = self.pairs.edges
        for at, edge in enumerate(edges):
            mask = self.past[at]
            near = [one for one in range(len(edges)) if mask >> one & 1]
            near = [o for o in near if not any(self.past[p] >> o & 1 for p in near)]
            hands = {edges[one].receiver for one in near}
            hands |= {edges[one].giver for one in near if pairing.brings(edges[one], edge)}
            if near and edge.giver not in hands:
                found.add(Flag.CHAIN_BROKEN)
            given = self.facts.get(edge.given)
            if isinstance(given, Given) and given.receiver != edge.receiver:
                found.add(Flag.OTHER_RECEIVER)
            received = self.facts.get(edge.received)
            lists = {each.list for each in (given, received) if isinstance(each, Load)}
            if len(lists - {""}) > 1:
                found.add(Flag.OTHER_LIST)
        if any(self._is_astray(edge) for edge in self.heads):
            found.add(Flag.WRONG_DESTINATION)
        return found

    def _is_astray(self, edge: Edge) -> bool:
        """Whether the package lies where neither its list nor its own code sends it."""
        if edge.receiver.partition("@")[0] == Role.DRIVER:
            return False
        received = self.facts.get(edge.last)
        manifest = self.context.lists.get(getattr(received, "list", ""))
        to = manifest.to if manifest else edge.to
        if to and edge.place != to:
            return True
        own, area = place_of(self.package), edge.place.partition(":")[0]
        return bool(own) and not is_in(own, area) and not is_in(area, own)

    def _flags_of_seals(self) -> set[Flag]:
        """Seals seen on the way that are not those it was closed with, and damage."""
        opened = opened_before_supervisors(self.facts, self.pairs.witnesses, self.context)
        damaged, differs = damaged_or_differs(self.package, self.facts, self.order, opened)
        return {f for f, is_so in ((Flag.DAMAGED, damaged), (Flag.SEAL_DIFFERS, differs)) if is_so}


def _is_at(tps: str, edge: Edge) -> bool:
    """Whether this handover brings a package to the KPPS of `tps`, who may be of its desa."""
    role, _, area = edge.receiver.partition("@")
    if split_tps(edge.place):
        return edge.place == tps
    return role == Role.KPPS and bool(tps) and is_in(tps, area)


_ACTS: Final[Mapping[type[Fact], Stage]] = {
    Packed: Stage.PACKED,
    Sealed: Stage.SEALED,
    Unsealed: Stage.REOPENED,
    Opened: Stage.OPENED,
    Used: Stage.USED,
    Relocated: Stage.IN_STORE,
    Archived: Stage.ARCHIVED,
    Destroyed: Stage.DESTROYED,
}
