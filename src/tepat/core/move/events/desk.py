"""Facts of the desk: lists, plans, and what is put right."""

from dataclasses import dataclass
from typing import ClassVar

from tepat.core.move.events.envelope import Audience, Counted, Fact, Load
from tepat.core.move.events.fields import Code, Count, Hash, Hashes, Package, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed(Fact):
    """The list of a shipment is final: its hash, and from where to where it goes."""

    KIND: ClassVar[str] = "listed"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "the list of a shipment, by its hash, and from where to where it goes"

    shipment: Code
    list: Hash
    start: Code
    to: Code
    count: Count


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPublished(Fact):
    """A plan was published; whoever changes the schedule publishes another.

    `occasion` is what the plan is for: empty for the delivery before the vote, `return-` or
    `psu-` with the day of the vote. A plan replaces the one before it of the same occasion.
    """

    KIND: ClassVar[str] = "plan_published"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = (
        "a plan was published, by its hash; `occasion` if not the main delivery"
    )

    plan: Hash
    number: Count
    occasion: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected(Load):
    """Another fact is wrong. What two people signed is put right only with a witness."""

    KIND: ClassVar[str] = "corrected"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "another fact is wrong; `stands` names the one that holds instead"

    fact: Hash
    stands: Hash = ""
    reason: Word
    note: Hash = ""
    paper: Code = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancelled(Load):
    """What another fact says did not take place."""

    KIND: ClassVar[str] = "cancelled"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "what another fact says did not take place"

    fact: Hash
    reason: Word
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Replaced(Fact):
    """One package takes the place of another."""

    KIND: ClassVar[str] = "replaced"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "one package takes the place of another"

    package: Package
    replacement: Package
    reason: Word
    note: Hash = ""
    paper: Code = ""

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package, self.replacement)


@dataclass(frozen=True, slots=True, kw_only=True)
class Destroyed(Load):
    """Packages or surplus papers were destroyed before witnesses."""

    KIND: ClassVar[str] = "destroyed"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "packages or surplus papers were destroyed before witnesses"

    place: Code
    contents: tuple[Counted, ...] = ()
    paper: Code = ""
    reason: Word
    note: Hash = ""
    photos: Hashes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived(Load):
    """Packages that came back were put away for good."""

    KIND: ClassVar[str] = "archived"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "packages that came back were put away for good"

    place: Code


DESK: tuple[type[Fact], ...] = (
    Listed,
    PlanPublished,
    Corrected,
    Cancelled,
    Replaced,
    Destroyed,
    Archived,
)
