"""Facts of the warehouse: boxes are bound, filled, counted, closed, opened and used."""

from dataclasses import dataclass
from typing import ClassVar

from tepat.core.move.events.envelope import Audience, Counted, Fact
from tepat.core.move.events.fields import (
    Code,
    Codes,
    Count,
    Hash,
    Hashes,
    Package,
    Packages,
    Text,
    Word,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _OfPackage(Fact):
    package: Package

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package,)


@dataclass(frozen=True, slots=True, kw_only=True)
class Commissioned(_OfPackage):
    """A box that already carries another system's code was bound to our package."""

    KIND: ClassVar[str] = "commissioned"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "a box that carries another system's code was bound to our package"

    foreign: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Released(_OfPackage):
    """Another system's code no longer stands for our package; somebody approved it.

    `after` names the bindings it undoes, so that a later binding stands.
    """

    KIND: ClassVar[str] = "released"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = (
        "that code was taken off the package again; `after` names the bindings it undoes"
    )

    foreign: Text
    reason: Word = ""
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed(Fact):
    """A package was filled: what was counted, and the envelopes that lie in it."""

    KIND: ClassVar[str] = "packed"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = (
        "a package was filled: what was counted into it, and the envelopes in it"
    )

    package: Package
    contents: tuple[Counted, ...] = ()
    holds: Packages = ()

    @property
    def packages(self) -> tuple[str, ...]:
        return (self.package, *self.holds)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountedAgain(_OfPackage):
    """What lies in a package was counted again, with its seals off."""

    KIND: ClassVar[str] = "counted"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "what lies in a package was counted again"

    contents: tuple[Counted, ...] = ()
    place: Code = ""
    photos: Hashes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed(_OfPackage):
    """A package was closed with these numbered seals."""

    KIND: ClassVar[str] = "sealed"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "a package was closed with these seals"

    seals: Codes = ()
    photos: Hashes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unsealed(_OfPackage):
    """A closed package was opened again before voting: its seals are broken."""

    KIND: ClassVar[str] = "unsealed"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "a closed package was opened again before voting"

    reason: Word = ""
    note: Hash = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealsIssued(Fact):
    """A range of seal numbers was handed to a team."""

    KIND: ClassVar[str] = "seals_issued"
    AUDIENCE: ClassVar[Audience] = Audience.AGENCIES
    MEANING: ClassVar[str] = "a range of seal numbers was handed to a team"

    prefix: Code = ""
    first: Count
    last: Count
    width: Count
    what: Text = ""
    to: Text = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(_OfPackage):
    """A box was opened at its TPS, by those who vote there; `seals` are those broken."""

    KIND: ClassVar[str] = "opened"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "a box was opened at its TPS, before those who watch"

    place: Code
    seals: Codes = ()
    photos: Hashes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Used(_OfPackage):
    """Voting and counting with this box are over; sealing it again comes next."""

    KIND: ClassVar[str] = "used"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "voting and counting with this box are over"

    place: Code


PACKING: tuple[type[Fact], ...] = (
    Commissioned,
    Released,
    Packed,
    CountedAgain,
    Sealed,
    Unsealed,
    SealsIssued,
    Opened,
    Used,
)
