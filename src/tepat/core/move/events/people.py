"""Facts about keys: which device stands for whom, in which role, where and until when."""

from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from tepat.core.move.events.envelope import Audience, Fact
from tepat.core.move.events.fields import Code, Count, Device, Hash, Key, Person, Word


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEnrolled(Fact):
    """A key of the installation: the first is the root of the log, later ones follow it."""

    KIND: ClassVar[str] = "desk_enrolled"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "a key of the installation; the first fact of a log is its root"

    key: Key


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Fact):
    """A person, known by a random id, has a role in an area for a time."""

    KIND: ClassVar[str] = "assigned"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "a person has a role in an area for a time"

    person: Person
    as_role: Word
    area: Code
    starts: datetime
    ends: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolled(Fact):
    """The first fact of a device: its key, for the `assignment` of its letter."""

    KIND: ClassVar[str] = "enrolled"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "the first fact of a device: its key, for the assignment of its letter"

    key: Key
    mac: Hash


@dataclass(frozen=True, slots=True, kw_only=True)
class Revoked(Fact):
    """A device speaks no more after its fact number `upto`, or an assignment ends."""

    KIND: ClassVar[str] = "revoked"
    AUDIENCE: ClassVar[Audience] = Audience.PUBLIC
    MEANING: ClassVar[str] = "facts of a device stand up to a number; an assignment ends"

    target: Device = ""
    upto: Count = 0
    ended: Hash = ""
    """The assignment that ends, with every device of it."""
    reason: Word = ""
    note: Hash = ""


PEOPLE: tuple[type[Fact], ...] = (DeskEnrolled, Assigned, Enrolled, Revoked)
