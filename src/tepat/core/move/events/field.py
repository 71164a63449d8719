"""Facts from the road, the stores and the TPS that move no custody."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tepat.core.move.events.envelope import Audience, Check, Counted, Fact, Gps, Load
from tepat.core.move.events.fields import Code, Count, Hash, Hashes, Party, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspected(Load):
    """A store or packages were looked at; `checklist` is the hash of what was filled in."""

    KIND: ClassVar[str] = "inspected"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "a store or packages were looked at"

    place: Code
    outcome: Word
    checklist: Hash = ""
    checks: tuple[Check, ...] = ()
    photos: Hashes = ()
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident(Load):
    """Something went wrong: `what` is a word of the AGHT register."""

    KIND: ClassVar[str] = "incident"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "something went wrong; `what` says in one word"

    what: Word
    place: Code = ""
    checks: tuple[Check, ...] = ()
    photos: Hashes = ()
    gps: Gps | None = None
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Positioned(Fact):
    """Where a load is on its way."""

    KIND: ClassVar[str] = "positioned"
    AUDIENCE: ClassVar[Audience] = Audience.SECURITY
    MEANING: ClassVar[str] = "where a load is on its way"

    shipment: Code
    gps: Gps | None = None
    place: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Escorted(Fact):
    """Who goes with a load."""

    KIND: ClassVar[str] = "escorted"
    AUDIENCE: ClassVar[Audience] = Audience.SECURITY
    MEANING: ClassVar[str] = "who goes with a load, and how many"

    shipment: Code
    escort: Party
    count: Count = 0
    place: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Guarded(Fact):
    """Who guards a place, from when to when."""

    KIND: ClassVar[str] = "guarded"
    AUDIENCE: ClassVar[Audience] = Audience.SECURITY
    MEANING: ClassVar[str] = "who guards a place, how many, from when to when"

    place: Code
    guard: Party
    count: Count = 0
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class VotingOpened(Fact):
    """Voting began at a TPS; `starts` is the hour people read there, `at` when it was signed."""

    KIND: ClassVar[str] = "voting_opened"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "voting began at a TPS, with what was seen of its boxes"

    place: Code
    starts: datetime
    reason: Word = ""
    """Why it began late."""
    checks: tuple[Check, ...] = ()
    """Boxes that were not whole, or whose seals were others."""
    photos: Hashes = ()
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turnout(Fact):
    """How many had voted at a TPS when this was signed.

    Where they were counted apart: `dpt` of the voter list, `moved` in from another TPS,
    `unlisted` with their KTP alone. Nothing about a person.
    """

    KIND: ClassVar[str] = "turnout"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "how many had voted at a TPS by then"

    place: Code
    voters: Count
    dpt: Count = 0
    moved: Count = 0
    unlisted: Count = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballots(Fact):
    """What became of the ballot papers of one kind at a TPS."""

    KIND: ClassVar[str] = "ballots"
    AUDIENCE: ClassVar[Audience] = Audience.RESULTS
    MEANING: ClassVar[str] = "what became of the ballot papers of one SKU at a TPS"

    place: Code
    sku: Code
    received: Count
    used: Count
    spoiled: Count
    left: Count
    reason: Word = ""
    """Why the numbers do not add up, or differ from what was delivered."""
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result(Fact):
    """The votes of one kind at a TPS, as its form shows them; `photos` show the form.

    `valid` is the sum that the form says, which may be another than the sum of its rows.
    """

    KIND: ClassVar[str] = "result"
    AUDIENCE: ClassVar[Audience] = Audience.RESULTS
    MEANING: ClassVar[str] = "the votes of one SKU at a TPS, as its form shows them"

    place: Code
    sku: Code
    votes: tuple[Counted, ...]
    invalid: Count
    valid: Count = 0
    photos: Hashes = ()
    reason: Word = ""
    """Why the form does not add up."""
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PapersMoved(Fact):
    """Loose ballot papers went from one TPS to another on voting day, in no package.

    The KPPS that gave and the KPPS that got each say so; on `paper` one fact says it for both.
    """

    KIND: ClassVar[str] = "papers_moved"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "loose ballot papers went from one TPS to another, by SKU"

    place: Code
    """The TPS they came from."""
    to: Code
    contents: tuple[Counted, ...]
    paper: Code = ""
    """Number of the paper that both signed."""
    reason: Word = ""
    note: Hash = ""


FIELD: tuple[type[Fact], ...] = (
    Inspected,
    Incident,
    Positioned,
    Escorted,
    Guarded,
    VotingOpened,
    Turnout,
    Ballots,
    Result,
    PapersMoved,
)
