"""What the rules of alerts look at: the plan and the log as they stand at one moment.

Gathered once by the server; frozen, without tables behind it. Areas are region codes,
places `63.09.05:ppk`, moments aware. `seen` is when this installation could first know.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

Ring = tuple[tuple[float, float], ...]
"""Latitude and longitude of each corner."""


@dataclass(frozen=True, slots=True)
class Load:
    """One shipment: what was planned, and what the log says of it."""

    code: str
    destination: str
    kecamatan: str
    packages: int = 0
    departs_at: datetime | None = None
    arrives_at: datetime | None = None
    """As planned; None for a load made by hand."""
    is_given: bool = False
    is_received: bool = False
    given_at: datetime | None = None
    received_at: datetime | None = None
    given_seen: datetime | None = None
    """When the log got the fact that it left."""
    arcs: frozenset[str] = frozenset()
    """Roads it takes, as far as a plan knows."""
    minutes: int | None = None
    """How long it drives, as far as a plan knows."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """One package and one thing about it that does not fit."""

    flag: str
    package: str
    tps: str
    kecamatan: str
    """Where it lies, or where it goes while nobody received it."""
    place: str
    belongs: str
    """Kecamatan it is for; the kabupaten where it is for none."""
    shipment: str = ""
    at: datetime | None = None
    """When the last fact about it says it happened."""
    seen: datetime | None = None
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Store:
    """A place with boxes in it, or to which a load will go."""

    place: str
    area: str
    boxes: int
    outcome: str = ""
    """Of its last inspection: `good`, `lacking`, `unfit`; empty where nobody looked."""
    inspected_at: datetime | None = None
    fact: str = ""
    guarded: tuple[tuple[datetime, datetime], ...] = ()
    """Shifts that were signed; without any nothing is known of its guards."""
    since: datetime | None = None
    """When its first boxes came, or the load for it was made."""
    turns: tuple[tuple[datetime, datetime], ...] = ()
    """Turns of its roster around now, whoever signed or not."""
    harmed_tps: int = 0
    """TPS whose packages lie or lay here, where it is unfit."""


@dataclass(frozen=True, slots=True)
class Post:
    """One guard post of the police: an office or a crossing, never a place with boxes."""

    code: str
    name: str
    area: str
    turns: tuple[tuple[datetime, datetime], ...] = ()
    """Turns of its roster around now."""
    kept: tuple[tuple[datetime, datetime], ...] = ()
    """Shifts that were signed, and turns of which the desk was told that somebody came."""
    absent: tuple[tuple[datetime, datetime], ...] = ()
    """Turns of which the desk was told that nobody came."""


@dataclass(frozen=True, slots=True)
class Unbacked:
    """A red store for which no backup is chosen. `due` is the last day for it."""

    place: str
    area: str
    since: datetime | None
    due: date
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Handover:
    """One handover that stands, and whether a supervisor saw it."""

    fact: str
    place: str
    kecamatan: str
    at: datetime
    seen: datetime
    is_witnessed: bool


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on the ground."""

    code: str
    kecamatan: str
    lat: float
    lon: float


@dataclass(frozen=True, slots=True)
class Ground:
    """Desa, TPS and stores with a point. A TPS without a point lies at its desa."""

    desa: tuple[Spot, ...] = ()
    tps: tuple[Spot, ...] = ()
    stores: tuple[Spot, ...] = ()


@dataclass(frozen=True, slots=True)
class Danger:
    """One event of a weather warning that is in force."""

    event: str
    sender: str
    onset: datetime
    expires: datetime
    sent: datetime
    rings: tuple[Ring, ...]
    arcs: frozenset[str] = frozenset()
    """Roads under it, as far as the plan's map knows."""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Closure:
    """A road that is said to be closed now."""

    name: str
    arcs: frozenset[str]
    since: datetime
    by: str = ""


@dataclass(frozen=True, slots=True)
class Heard:
    """When a kecamatan was last heard, and whether it should be: boxes lie or move there."""

    kecamatan: str
    last: datetime | None
    expected_since: datetime


@dataclass(frozen=True, slots=True)
class Doubt:
    """Things that are counted: forked phones, refused entries."""

    name: str
    area: str
    count: int
    since: datetime
    seen: datetime


@dataclass(frozen=True, slots=True)
class Owed:
    """A contract line that is late."""

    name: str
    supplier: str
    missing: int
    due: date
    line: int


@dataclass(frozen=True, slots=True)
class Open:
    """A mass balance that does not close."""

    name: str
    difference: int


@dataclass(frozen=True, slots=True)
class Publication:
    """A plan that replaced a published one while papers of the old one were out."""

    number: int
    old: int
    at: datetime
    loads: int
    """Loads that were made from the old plan and had not left."""
    occasion: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A meeting that an agency should have held by its cadence and did not."""

    agency: str
    """The role under which it calls its meetings."""
    number: int
    """Of its last meeting."""
    last: datetime
    since: datetime
    """When it was missed, with the grace of a meeting."""
    every_days: int


@dataclass(frozen=True, slots=True)
class Opening:
    """A TPS whose KPPS has a phone, on voting day or after: what it told of the opening."""

    tps: str
    starts: datetime | None = None
    """The hour that people read there; None while it told nothing."""
    fact: str = ""

    @property
    def kecamatan(self) -> str:
        return self.tps[:8]


@dataclass(frozen=True, slots=True)
class Situation:
    """Everything at one moment. What has no source is empty, and no rule fires for it."""

    kabupaten: str
    zone: str
    now: datetime
    voting_day: date | None = None
    loads: tuple[Load, ...] = ()
    troubles: tuple[Trouble, ...] = ()
    stores: tuple[Store, ...] = ()
    handovers: tuple[Handover, ...] = ()
    ground: Ground = field(default_factory=Ground)
    dangers: tuple[Danger, ...] = ()
    closures: tuple[Closure, ...] = ()
    heard: tuple[Heard, ...] = ()
    forked: tuple[Doubt, ...] = ()
    quarantined: tuple[Doubt, ...] = ()
    balances: tuple[Open, ...] = ()
    owed: tuple[Owed, ...] = ()
    publications: tuple[Publication, ...] = ()
    questions: tuple[Doubt, ...] = ()
    """Operators that wait for an answer, by kecamatan; `name` is the number of the oldest."""
    tps_of: Mapping[str, int] = field(default_factory=dict)
    """How many TPS each desa has."""
    unbacked: tuple[Unbacked, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    posts: tuple[Post, ...] = ()
    openings: tuple[Opening, ...] = ()
    """Empty before voting day."""
    wrong_forms: tuple[Doubt, ...] = ()
    """Forms that do not add up, by kecamatan; `name` is the first such TPS."""
