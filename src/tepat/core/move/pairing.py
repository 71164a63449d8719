"""Handovers of one package: halves that name each other become one edge.

The giver says `given`, the receiver says `received` and names it; two keys, two people.
What only one side said is no edge: it is a load on its way, or a claim. What a fact says
is set aside by its own signer while nobody answered it; what two people signed is put
right only by KPU with Bawaslu as a witness. Nothing is forgotten: what is set aside stays
in the log and in the state.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tepat.core.election.roles import Role
from tepat.core.move.clocks import Arrivals
from tepat.core.move.devices import Registry
from tepat.core.move.events.desk import Cancelled, Corrected
from tepat.core.move.events.envelope import Fact, Lists
from tepat.core.move.events.handover import Given, Received, RefusedLoad, Witnessed
from tepat.core.move.events.rights import SUPERVISORS
from tepat.core.move.ordering import Order, strict
from tepat.core.move.standing import STOPS, Standing


class Evidence(StrEnum):
    """How well a handover is known."""

    TWO_SIGNATURES = "two_signatures"
    ONE_SIDED = "one_sided"
    PAPER = "paper"


SURE: Final = {Evidence.ONE_SIDED: 0, Evidence.PAPER: 1, Evidence.TWO_SIGNATURES: 2}
"""How sure each is, beside the others."""


class Context:
    """What the fold of a package asks beside its facts; remembers what it worked out.

    `countersigned` has, for a fact, the devices whose countersignatures were verified;
    `arrivals` when facts came to the log.
    """

    def __init__(
        self,
        registry: Registry,
        lists: Lists | None = None,
        countersigned: Mapping[str, tuple[str, ...]] | None = None,
        arrivals: Arrivals | None = None,
    ) -> None:
        self.registry = registry
        self.lists: Lists = lists or {}
        self.countersigned = countersigned or {}
        self.arrivals = arrivals or Arrivals()
        self._standing: dict[str, frozenset[Standing]] = {}

    def standing(self, name: str, fact: Fact) -> frozenset[Standing]:
        """Return what is amiss with the signer of the fact called `name`."""
        found = self._standing.get(name)
        if found is None:
            found = self.registry.standing_of(name, fact)
            given = self.registry.assignment_of(fact)
            if self.arrivals.is_off(name, fact, given.made if given else None):
                found |= {Standing.CLOCK}
            self._standing[name] = found
        return found

    def had_seen(self, fact: Fact, name: str) -> bool:
        """Tell whether who signed `fact` had seen the fact called `name` before."""
        arrival = self.arrivals.facts.get(name)
        saw = bool(arrival and fact.seen and fact.seen.size >= arrival.number)
        return saw or name in fact.after


@dataclass(frozen=True, slots=True)
class Edge:
    """One handover that stands, or, where nobody answered, the half of one.

    `given` and `received` are the names of the facts; an edge on paper may lack the first.
    """

    giver: str
    receiver: str
    place: str
    to: str
    given: str
    received: str
    evidence: Evidence

    @property
    def last(self) -> str:
        """The fact that made it what it is."""
        return self.received or self.given

    @property
    def names(self) -> tuple[str, ...]:
        """The facts it is made of."""
        return tuple(each for each in (self.given, self.received) if each)


@dataclass(frozen=True, slots=True)
class Witness:
    """A supervisor who signed a fact, or signed one of their own about it."""

    fact: str
    role: str
    device: str
    finding: str = ""


@dataclass(frozen=True, slots=True)
class Pairs:
    """The handovers of one package, sorted by their facts."""

    edges: tuple[Edge, ...] = ()
    open: tuple[Edge, ...] = ()
    """Given, and nobody has answered."""
    claims: tuple[Edge, ...] = ()
    """Received, says the receiver alone."""
    refused: tuple[str, ...] = ()
    """Names of `given` facts that were refused."""
    disputed: tuple[str, ...] = ()
    """Names of `given` facts that two different receivers answered."""
    aside: tuple[str, ...] = ()
    witnesses: tuple[Witness, ...] = ()


def witnesses_of(named: Mapping[str, Fact], context: Context, package: str) -> list[Witness]:
    """Return who saw what, of facts that move: by a fact of their own or a countersignature."""
    registry = context.registry
    found = {
        Witness(fact.fact, registry.role_of(fact), fact.device, fact.finding)
        for fact in named.values()
        if isinstance(fact, Witnessed) and fact.fact in named
    }
    for name, role, device, standing in _countersigners(named, context, package):
        if not standing & STOPS:
            found.add(Witness(name, role, device))
    return sorted(found, key=lambda each: (each.fact, each.role, each.device, each.finding))


def amiss_with_countersigners(
    named: Mapping[str, Fact], context: Context, package: str
) -> frozenset[Standing]:
    """Return everything that is amiss with supervisors who countersigned."""
    return frozenset().union(*(flags for *_, flags in _countersigners(named, context, package)))


def _countersigners(
    named: Mapping[str, Fact], context: Context, package: str
) -> Iterator[tuple[str, str, str, frozenset[Standing]]]:
    """Fact, role and device of each supervisor's countersignature, with what is amiss."""
    registry = context.registry
    for name, fact in named.items():
        for device in context.countersigned.get(name, ()):
            letter = registry.letter_of(device)
            if letter and letter.role in SUPERVISORS:
                yield name, letter.role, device, registry.countersigning(device, fact, package)


def pairs_of(named: Mapping[str, Fact], context: Context, package: str = "") -> Pairs:
    """Return the handovers among `named`, the facts about one package that may move it."""
    witnesses = witnesses_of(named, context, package)
    given = {n: f for n, f in named.items() if isinstance(f, Given)}
    received = {n: f for n, f in named.items() if isinstance(f, Received)}
    answers = _answers(given, received, context)
    aside = _aside(named, answers, witnesses, context)
    answers = {
        name: tuple(each for each in found if each not in aside)
        for name, found in answers.items()
        if name not in aside
    }
    gone = aside | {n for n, f in received.items() if f.given in aside}
    refused = {
        f.given
        for n, f in named.items()
        if isinstance(f, RefusedLoad) and n not in aside and f.given in given
    }
    waiting = {n: f for n, f in given.items() if n not in aside | set(answers) | refused}
    rest = {n: f for n, f in received.items() if n not in gone}
    answers |= _joined(waiting, rest, answers, context)
    edges: list[Edge] = []
    disputed = []
    for name, found in sorted(answers.items()):
        sides = {(received[each].receiver, received[each].place): each for each in reversed(found)}
        if len(sides) > 1:
            disputed.append(name)
        edges += [
            _edge(name, given[name], each, received[each], context) for each in sides.values()
        ]
    paired = {each: rest[each] for found in answers.values() for each in found}
    alone = {n: f for n, f in rest.items() if n not in paired and not _is_known(f, paired.values())}
    papers = {n: f for n, f in alone.items() if _is_paper(f, context)}
    claims = {n: f for n, f in alone.items() if n not in papers}
    edges += [_alone(n, f) for n, f in papers.items()]
    on_paper = list(papers.values())
    return Pairs(
        edges=tuple(sorted(edges, key=lambda each: (each.received, each.given))),
        open=tuple(_open(n, waiting[n]) for n in sorted(waiting) if n not in answers),
        claims=tuple(_alone(n, f) for n, f in sorted(claims.items()) if not _is_known(f, on_paper)),
        refused=tuple(sorted(refused - aside)),
        disputed=tuple(disputed),
        aside=tuple(sorted(gone)),
        witnesses=tuple(witnesses),
    )


def _is_known(fact: Received, others: Iterable[Received]) -> bool:
    """Whether one of `others` reports the same handover, from two phones or from a paper."""
    return any(fact.place == other.place and _are_hands_of(fact, other) for other in others)


def _are_hands_of(one: Given | Received, other: Given | Received) -> bool:
    """Whether both speak of the same hands, and of one load as far as they name one.

    A paper names the office that sends a load; who brought it may have signed by phone. The
    paper of a way back speaks of no load that came by the list of the desk.
    """
    by_driver = (one.paper or other.paper) and (is_driver(one.giver) or is_driver(other.giver))
    if by_driver and (_comes_back(one) or _comes_back(other)):
        by_driver = not (one.shipment or one.list or other.shipment or other.list)
    if one.receiver != other.receiver or (one.giver != other.giver and not by_driver):
        return False
    loads = ((one.shipment, other.shipment), (one.list, other.list))
    return all(not mine or not others or mine == others for mine, others in loads)


def _comes_back(fact: Given | Received) -> bool:
    """Tell whether a handover goes up again, from a KPPS or from a PPS to its PPK."""
    giver, receiver = (each.partition("@")[0] for each in (fact.giver, fact.receiver))
    return giver == Role.KPPS or (giver == Role.PPS and receiver == Role.PPK)


def is_driver(party: str) -> bool:
    """Tell whether `party` carries for another one."""
    return party.partition("@")[0] == Role.DRIVER


def brings(one: Edge, other: Edge) -> bool:
    """Tell whether the driver of `one` brought what a paper says came from the same office."""
    carries = is_driver(one.receiver) and not is_driver(other.receiver)
    return carries and other.evidence is Evidence.PAPER and one.giver == other.giver


def _joined(
    waiting: Mapping[str, Given],
    received: Mapping[str, Received],
    answers: Mapping[str, tuple[str, ...]],
    context: Context,
) -> dict[str, tuple[str, ...]]:
    """Which papers are the other half of a `given` that waits: by what both say.

    Who reports a paper does not know the hash of a half that is on a phone without a signal,
    or that was said after the paper was typed. Where two wait, nobody knows which it was.
    """
    known = [received[each] for found in answers.values() for each in found]
    found: dict[str, list[str]] = {}
    for name, fact in sorted(received.items()):
        if fact.given or not _is_paper(fact, context) or _is_known(fact, known):
            continue
        halves = [
            each
            for each, half in waiting.items()
            if half.device != fact.device
            and fact.place in (half.place, half.to)
            and _are_hands_of(half, fact)
            and not context.had_seen(half, name)
        ]
        if len(halves) == 1:
            found.setdefault(halves[0], []).append(name)
    return {name: tuple(each) for name, each in found.items()}


def _answers(
    given: Mapping[str, Given], received: Mapping[str, Received], context: Context
) -> dict[str, tuple[str, ...]]:
    """Which `received` answer each `given`: by another key, from the giver it names."""
    found: dict[str, list[str]] = {}
    for name, fact in sorted(received.items()):
        half = given.get(fact.given)
        if half is None or half.device == fact.device or half.giver != fact.giver:
            continue
        if _is_own(fact, context) or _is_paper(fact, context):
            found.setdefault(fact.given, []).append(name)
    return {name: tuple(each) for name, each in found.items()}


_OF_KPU: Final = frozenset({"", Role.KPU_RI, Role.KPU_PROVINSI, Role.KPU, Role.WAREHOUSE})
_OWN_WORD: Final = (Cancelled, Corrected)


def _aside(
    named: Mapping[str, Fact],
    answers: Mapping[str, tuple[str, ...]],
    witnesses: Iterable[Witness],
    context: Context,
) -> set[str]:
    """The facts that a correction or cancellation sets aside."""
    paired = set(answers) | {each for found in answers.values() for each in found}
    witnessed = {each.fact for each in witnesses if not each.finding}
    signed_by_two = paired | witnessed
    seen_by_bawaslu = {w.fact for w in witnesses if w.role == Role.BAWASLU and not w.finding}
    found: set[str] = set()
    for name, fact in named.items():
        if not isinstance(fact, _OWN_WORD) or fact.fact not in named:
            continue
        wrong = named[fact.fact]
        if isinstance(wrong, (*_OWN_WORD, Witnessed)):
            continue
        role, whose = context.registry.role_of(fact), context.registry.role_of(wrong)
        is_answer = fact.fact in paired and not (
            _is_told(wrong, context) and fact.fact not in witnessed
        )
        is_own = fact.device == wrong.device and not is_answer
        if whose in SUPERVISORS:
            if is_own or role == Role.BAWASLU:
                found.add(fact.fact)
        elif is_own or (role == Role.KPU and is_kpus(wrong, whose, fact.fact in signed_by_two)):
            found.add(fact.fact)
        elif role == Role.KPU and isinstance(fact, Corrected) and name in seen_by_bawaslu:
            found.add(fact.fact)
            found |= _others(fact, wrong, answers)
    return found


def is_kpus(wrong: Fact, whose: str, is_signed_by_two: bool) -> bool:
    """Whether KPU may take this back alone: its own, or a half, which moves nothing."""
    if is_signed_by_two:
        return False
    return whose in _OF_KPU or isinstance(wrong, Given | Received)


def _others(fact: Corrected, wrong: Fact, answers: Mapping[str, tuple[str, ...]]) -> set[str]:
    """Of several answers to one `given`, all but the one that a correction lets stand."""
    same = answers.get(wrong.given, ()) if isinstance(wrong, Received) else ()
    return set(same) - {fact.stands} if fact.stands in same else set()


def _is_own(fact: Received, context: Context) -> bool:
    return context.registry.role_of(fact) == fact.receiver.partition("@")[0]


def _is_paper(fact: Received, context: Context) -> bool:
    """A paper both signed, reported by somebody who is not the giver."""
    role = context.registry.role_of(fact)
    return bool(fact.paper) and role != fact.giver.partition("@")[0]


def _is_told(fact: Fact, context: Context) -> bool:
    """Whether it was read off a paper by somebody who is neither side: one person's word."""
    return isinstance(fact, Received) and _is_paper(fact, context) and not _is_own(fact, context)


def _edge(name: str, given: Given, other: str, received: Received, context: Context) -> Edge:
    evidence = Evidence.TWO_SIGNATURES if _is_own(received, context) else Evidence.PAPER
    to = given.to or received.to
    return Edge(given.giver, received.receiver, received.place, to, name, other, evidence)


def _alone(name: str, fact: Received) -> Edge:
    evidence = Evidence.PAPER if fact.paper else Evidence.ONE_SIDED
    return Edge(fact.giver, fact.receiver, fact.place, fact.to, fact.given, name, evidence)


def _open(name: str, fact: Given) -> Edge:
    one = Evidence.ONE_SIDED
    return Edge(fact.giver, fact.receiver, fact.place, fact.to, name, "", one)


def chain(edges: Sequence[Edge], order: Order) -> list[int]:
    """For each edge, which edges came before it.

    By the facts they are made of; where these say nothing, by the hands: what one
    received, the same one gave on.
    """

    def linked(one: int, other: int) -> bool:
        names = edges[other].names
        return any(order.before(a, b) for a in edges[one].names for b in names if a != b)

    known = strict(len(edges), linked)

    def handed_on(one: int, other: int) -> bool:
        if known[other] >> one & 1:
            return True
        if known[one] >> other & 1:
            return False
        same = edges[one].given and edges[one].given == edges[other].given
        is_on = edges[one].receiver == edges[other].giver or brings(edges[one], edges[other])
        return not same and is_on

    return strict(len(edges), handed_on)
