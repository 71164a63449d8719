"""What a briefing may speak of: the state of one moment, each part with what it rests on.

Values only; `briefing.lines_of` makes sentences of them and `agenda.agenda_of` items. Unknown
stays unset: what was not counted is None or empty.
"""

from dataclasses import dataclass
from typing import Final

from tepat.core.election.catalogue import UNSAID, Words
from tepat.core.watch.forecast import Forecast
from tepat.core.watch.indicators import Counts
from tepat.core.watch.rakor.pressing import Calls, Pressing
from tepat.core.watch.rakor.published import Published

RISKY_BELOW: Final = 900_000
"""A desa is named where its chance of being supplied in time is below this (millionths)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a sentence can be checked: a page of the desk, by name, below its scope."""

    label: Words
    page: str
    args: tuple[str, ...] = ()
    at: str = ""
    """The place on the page, without the #."""


@dataclass(frozen=True, slots=True)
class Flagged:
    """Packages of which one thing does not fit."""

    kind: str
    text: Words
    packages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Risky:
    """A desa that may be supplied too late. `ppm` is its chance in millionths."""

    code: str
    name: str
    ppm: int
    is_rough: bool = False


@dataclass(frozen=True, slots=True)
class Owed:
    """A contract line whose day has passed, with what is still to come."""

    key: str
    thing: Words
    days: int
    pieces: int


@dataclass(frozen=True, slots=True)
class Unbalanced:
    """A ballot paper whose mass balance is open."""

    thing: Words
    unsorted: int


@dataclass(frozen=True, slots=True)
class Silent:
    """A kecamatan of whose phones nothing came for too long. `fact` is the last that came."""

    code: str
    name: str
    since: Words
    fact: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """An open problem: who has it, and when its clock ends."""

    number: int
    title: Words
    owner: Words
    due: Words
    is_over: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """A decision that somebody asks of the meeting."""

    text: Words
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Pending:
    """An action that a meeting gave somebody, as it stands."""

    key: str
    title: str
    owner: str
    due: Words
    is_done: bool = False
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """Everything a briefing may speak of, at one moment, in one area."""

    place: Words
    """Kabupaten Tabalong, or one kecamatan of it."""
    when: Words
    counts: Counts
    days_to: int | None = None
    """Days to the vote; below nought after it; None where the day is not set."""
    forecast: Forecast | None = None
    deadline: Words = UNSAID
    plan: int = 0
    """Number of the published plan, 0 where there is none."""
    flagged: tuple[Flagged, ...] = ()
    risky: tuple[Risky, ...] = ()
    owed: tuple[Owed, ...] = ()
    unbalanced: tuple[Unbalanced, ...] = ()
    silent: tuple[Silent, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    """Open problems, the next clock first."""
    calls: Calls | None = None
    pressing: tuple[Pressing, ...] = ()
    """What presses today, the gravest first."""
    published: tuple[Published, ...] = ()
    """Cases that Bawaslu published and did not take back, the newest first."""
    wanted: tuple[Wanted, ...] = ()
    pending: tuple[Pending, ...] = ()
    log_size: int = 0
    """Entries of the log that this state is read from."""
    fingerprint: str = ""
    """Of the log's published checkpoint, 24 digits; empty where nothing is published."""
    fingerprint_size: int = 0
    is_witnessed: bool = False
