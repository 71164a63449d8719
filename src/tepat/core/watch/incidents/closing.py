"""What proves that a decision was carried out: later facts, not a button.

Input: a decision and the facts since. Output: each thing that must come, with the fact
that shows it. A fact counts when it reached the log after the causes and says that it
happened no earlier than they did.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tepat.core.count.moves import SaidMove, Side, moves_of
from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.core.move.inspections import is_of_load
from tepat.core.move.nearness import place_of


class Remedy(StrEnum):
    """What KPU may decide."""

    RESEAL = "reseal"
    REPLACE = "replace"
    REPAIR = "repair"
    MOVE_BALLOTS = "move_ballots"
    RELOCATE = "relocate"
    SUPPORT = "support"
    NOTE = "note"
    """Nothing moves; it is closed by a person with a reason."""


class Asked(StrEnum):
    """One thing that must come."""

    SEALED = "sealed"
    NEW_ARRIVED = "new_arrived"
    OLD_BACK = "old_back"
    FOUND_GOOD = "found_good"
    GAVE_BALLOTS = "gave_ballots"
    TOOK_BALLOTS = "took_ballots"
    INFORMED = "informed"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that must come, about a package, a place or a party."""

    asked: Asked
    about: str
    met_by: str = ""
    """The fact, or the number of the desk's own record, that shows it."""

    @property
    def is_met(self) -> bool:
        return bool(self.met_by)


@dataclass(frozen=True, slots=True)
class Decided:
    """What was decided, as far as it must be shown to be done."""

    remedy: Remedy
    packages: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()
    """Old package and the one in its place."""
    is_old_lost: bool = False
    place: str = ""
    giver: str = ""
    taker: str = ""
    """TPS that gives ballot papers, and the one that takes them."""
    informs: tuple[str, ...] = ()
    """Parties who must be told."""
    after: int = 0
    """Number of the newest fact about the causes."""
    since: datetime | None = None
    """When the causes happened, as they say."""


@dataclass(frozen=True, slots=True)
class Told:
    """One fact with its name and its number in the log."""

    name: str
    number: int
    fact: events.Fact
    packages: frozenset[str] = frozenset()
    """Those it speaks of, also by its list."""
    side: Side | None = None
    """Of papers that moved: whose word it is; None where it is nobody's of these two TPS."""


def needs_of(
    decided: Decided,
    facts: Iterable[Told],
    informed: frozenset[str] = frozenset(),
    answered: Iterable[tuple[str, bool]] = (),
) -> list[Need]:
    """Return what must come, in the order in which it is expected.

    `informed` are parties of whom a person wrote that they know; `answered` are the
    requests for support and whether each was fulfilled.
    """
    later = [each for each in facts if _is_later(each, decided)]
    if decided.remedy is Remedy.MOVE_BALLOTS:
        later = _agreed(later, decided)

    def first(asked: Asked, about: str) -> Need:
        found = min(
            (each for each in later if _shows(asked, about, each, decided)),
            key=lambda each: each.number,
            default=None,
        )
        return Need(asked, about, found.name if found else "")

    match decided.remedy:
        case Remedy.RESEAL:
            return [first(Asked.SEALED, package) for package in decided.packages]
        case Remedy.REPLACE:
            needs = [first(Asked.NEW_ARRIVED, new) for _, new in decided.pairs]
            if not decided.is_old_lost:
                needs += [first(Asked.OLD_BACK, old) for old, _ in decided.pairs]
            return needs
        case Remedy.REPAIR:
            return [first(Asked.FOUND_GOOD, each) for each in decided.packages or (decided.place,)]
        case Remedy.MOVE_BALLOTS:
            return [
                first(Asked.GAVE_BALLOTS, decided.giver),
                first(Asked.TOOK_BALLOTS, decided.taker),
            ]
        case Remedy.RELOCATE:
            return [
                Need(Asked.INFORMED, who, who if who in informed else "") for who in decided.informs
            ]
        case Remedy.SUPPORT:
            return [Need(Asked.ANSWERED, name, name if done else "") for name, done in answered]
        case _:
            return []


def is_done(needs: Iterable[Need]) -> bool:
    """Tell whether everything came. Where nothing is asked for, a person must say why."""
    found = list(needs)
    return bool(found) and all(each.is_met for each in found)


def _is_later(told: Told, decided: Decided) -> bool:
    if told.number <= decided.after:
        return False
    return decided.since is None or told.fact.at >= decided.since


def _shows(asked: Asked, about: str, told: Told, decided: Decided) -> bool:
    fact = told.fact
    named = told.packages | frozenset(fact.packages)
    match asked:
        case Asked.SEALED:
            return isinstance(fact, events.Sealed) and fact.package == about
        case Asked.NEW_ARRIVED:
            return (
                isinstance(fact, events.Received) and about in named and _arrived_whole(about, fact)
            )
        case Asked.OLD_BACK:
            if isinstance(fact, events.Destroyed | events.Archived):
                return about in named
            by = isinstance(fact, events.Received) and fact.receiver.partition("@")[0]
            return by in (Role.WAREHOUSE, Role.KPU) and about in named
        case Asked.FOUND_GOOD:
            if not isinstance(fact, events.Inspected) or fact.outcome != "good":
                return False
            # A load that is well packed says nothing of the roof above it.
            return about in named or (fact.place == about and not is_of_load(fact))
        case Asked.GAVE_BALLOTS | Asked.TOOK_BALLOTS:
            return _moved_ballots(asked, about, told, decided)
        case _:
            return False


def _arrived_whole(package: str, fact: events.Received) -> bool:
    """Whether the receiver of its TPS has it, and saw nothing wrong with it."""
    if fact.condition:
        return False
    seen = next((each for each in fact.checks if each.package == package), None)
    if seen and seen.condition:
        return False
    role, _, area = fact.receiver.partition("@")
    return role == Role.KPPS or place_of(package) in (area, fact.place)


def _moved_ballots(asked: Asked, tps: str, told: Told, decided: Decided) -> bool:
    """By a handover between the two, by papers that moved, or by what each writes of its own."""
    fact = told.fact
    if isinstance(fact, events.PapersMoved):
        mine = Side.GIVER if asked is Asked.GAVE_BALLOTS else Side.RECEIVER
        return told.side in (mine, Side.PAPER)
    if isinstance(fact, events.Ballots):
        reason = "to_other_tps" if asked is Asked.GAVE_BALLOTS else "from_other_tps"
        return fact.place == tps and fact.reason == reason
    parties = (f"{Role.KPPS}@{decided.giver}", f"{Role.KPPS}@{decided.taker}")
    if asked is Asked.GAVE_BALLOTS:
        return isinstance(fact, events.Given) and (fact.giver, fact.receiver) == parties
    return isinstance(fact, events.Received) and (fact.giver, fact.receiver) == parties


def _agreed(facts: Iterable[Told], decided: Decided) -> list[Told]:
    """Leave out papers that moved elsewhere, and those of which the two sides do not say the same.

    Where giver and taker name other numbers, papers are still missing: that closes nothing.
    """
    found = list(facts)
    said = [
        SaidMove(each.name, fact.place, fact.to, line.sku, line.count, each.side)
        for each in found
        if isinstance(fact := each.fact, events.PapersMoved) and each.side
        if (fact.place, fact.to) == (decided.giver, decided.taker)
        for line in fact.contents
    ]
    moves = moves_of(said)
    counts = {name for move in moves for name in move.facts}
    both = {Side.GIVER, Side.RECEIVER} <= {side for move in moves for side in move.said}
    open_ = [move for move in moves if move.differs or (both and move.is_one_sided)]
    differing = {name for move in open_ for name in move.facts}
    return [
        each
        for each in found
        if not isinstance(each.fact, events.PapersMoved) or each.name in counts - differing
    ]
