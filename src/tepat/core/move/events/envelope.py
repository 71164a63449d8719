"""What every fact carries, whatever its kind: who signed it, when, and what they had seen.

A fact is a frozen value with a version and an audience. A field that has its default is
left out of the bytes, so that one fact has one spelling. `after` names the facts about
the same package that the reporter had seen, `seq` and `prev` chain the facts of one
device: what happened in which order is read from these, never from a clock.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import ClassVar, TypedDict

from tepat.core.move.events.fields import (
    Code,
    Codes,
    Count,
    Device,
    Hash,
    Hashes,
    Package,
    PackageSet,
    Person,
    Root,
    Salt,
    Session,
    Whole,
    Word,
)
from tepat.core.move.manifests import Manifest


class Audience(StrEnum):
    """Who may read the body of a fact; its hash is public at once."""

    PUBLIC = "public"
    AGENCIES = "agencies"
    SECURITY = "security"
    RESULTS = "results"

    @property
    def is_hidden(self) -> bool:
        """Only the salted hash of such a fact stands in the log; it moves no package."""
        return self in (Audience.SECURITY, Audience.RESULTS)


class Header(TypedDict):
    """What every fact is made with; `after` names the facts its reporter had seen."""

    election: str
    kabupaten: str
    at: datetime
    by: str
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """The newest checkpoint the device had seen: first 16 digits of its root, and its size."""

    root: Root
    size: Count


@dataclass(frozen=True, slots=True)
class Gps:
    """A place in WGS84, degrees times 100,000 as whole numbers."""

    lat: Whole
    lon: Whole


@dataclass(frozen=True, slots=True)
class Counted:
    """Pieces of one item that were counted."""

    item: Code
    count: Count
    sku: Code = ""


@dataclass(frozen=True, slots=True)
class Check:
    """What was seen of one package: the seals on it, and its condition where not whole."""

    package: Package
    seals: Codes = ()
    condition: Word = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """What all facts carry. `at` is the reporter's clock, `by` a random id of a person."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int] = 1
    AUDIENCE: ClassVar[Audience]
    MEANING: ClassVar[str]
    """What happened, in one line; the handbook repeats it."""

    election: Code
    kabupaten: Code
    at: datetime
    device: Device = ""
    """The key that signs; empty only before the door has signed for the desk."""
    seq: Count = 0
    prev: Hash = ""
    mono: Count = 0
    session: Session = ""
    seen: Seen | None = None
    by: Person = ""
    role: Code = ""
    assignment: Hash = ""
    after: Hashes = ()
    salt: Salt = ""

    @property
    def packages(self) -> tuple[str, ...]:
        """The packages this fact names by their codes; a list may name more."""
        return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Load(Fact):
    """A fact about packages: one shipment by the hash of its list, or a few by their codes.

    `without` are those of the list that the fact does not speak of.
    """

    shipment: Code = ""
    list: Hash = ""
    without: PackageSet = ()
    packages: PackageSet = ()


Lists = Mapping[str, Manifest]
"""The lists that are known, by the hash that names each."""


def packages_of(fact: Fact, lists: Lists) -> frozenset[str]:
    """Return every package `fact` speaks of, as far as its list is known."""
    named = frozenset(fact.packages)
    if not isinstance(fact, Load) or fact.list not in lists:
        return named
    return named | lists[fact.list].packages.difference(fact.without)


def speaks_of(fact: Fact, package: str, lists: Lists) -> bool:
    """Tell whether `package` is among `packages_of(fact, lists)`, without gathering them."""
    if package in fact.packages:
        return True
    if not isinstance(fact, Load) or fact.list not in lists:
        return False
    return package in lists[fact.list].packages and package not in fact.without
