"""Facts that move custody: who gave, who received, who refused, who saw it."""

from dataclasses import dataclass
from typing import ClassVar

from tepat.core.move.events.envelope import Audience, Check, Fact, Gps, Load
from tepat.core.move.events.fields import Code, Hash, Hashes, Party, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class _Handover(Load):
    giver: Party
    receiver: Party
    place: Code
    """Where it happened."""
    to: Code = ""
    """Where the load is going."""
    checks: tuple[Check, ...] = ()
    condition: Word = ""
    photos: Hashes = ()
    gps: Gps | None = None
    paper: Code = ""
    """Number of the paper both sides signed, where one of them has no phone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given(_Handover):
    """The giver says: this load left my hands for the receiver."""

    KIND: ClassVar[str] = "given"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "a load was handed over, says the giver"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received(_Handover):
    """The receiver says: this load is in my hands. `given` is the giver's fact."""

    KIND: ClassVar[str] = "received"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "a load was taken over, says the receiver; `given` is the other half"

    given: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLoad(_Handover):
    """The receiver says: I did not take this load. It stays with the giver."""

    KIND: ClassVar[str] = "refused"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "a load was not taken over; it stays with the giver"

    given: Hash
    reason: Word = ""
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Transferred(Load):
    """A load changed vehicles on the way; its holder stayed the same."""

    KIND: ClassVar[str] = "transferred"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "a load changed vehicles on the way; the holder stayed the same"

    place: Code
    vehicle: Code = ""
    reason: Word = ""
    note: Hash = ""
    photos: Hashes = ()
    gps: Gps | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relocated(Load):
    """Packages were moved to another place by whoever holds them."""

    KIND: ClassVar[str] = "relocated"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "packages were moved to another place by whoever holds them"

    place: Code = ""
    to: Code
    reason: Word = ""
    note: Hash = ""
    photos: Hashes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Witnessed(Load):
    """A supervisor saw what another fact says, or saw it otherwise."""

    KIND: ClassVar[str] = "witnessed"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "a supervisor saw what another fact says, and found it so or not"

    fact: Hash
    place: Code = ""
    finding: Word = ""
    """Empty: it was so."""
    checks: tuple[Check, ...] = ()
    note: Hash = ""
    photos: Hashes = ()
    gps: Gps | None = None


HANDOVER: tuple[type[Fact], ...] = (
    Given,
    Received,
    RefusedLoad,
    Transferred,
    Relocated,
    Witnessed,
)
