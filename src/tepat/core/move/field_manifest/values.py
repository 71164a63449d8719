"""What a phone keeps of its log, so that it needs no network to know what it scans."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tepat.core.election.regions import is_in


@dataclass(frozen=True, slots=True)
class You:
    """Whose manifest it is: role and area of the letter. `holds`: may give and receive."""

    role: str
    area: str
    until: str
    """The last moment of the duty, UTC."""
    holds: bool


@dataclass(frozen=True, slots=True)
class Days:
    """Dates as `2024-11-27`; "" where nobody has said."""

    voting: str = ""
    freeze: str = ""
    """From this day on no phone changes its program."""


@dataclass(frozen=True, slots=True)
class Kind:
    """One vote: the three letters in package codes, its code, its name for people."""

    short: str
    code: str
    name: str
    choices: tuple[int, ...] = ()
    """The numbers on the paper of this person's area; none: not set."""


@dataclass(frozen=True, slots=True)
class Met:
    """One package: its code, the seals on it, and codes of other systems that stand for it."""

    code: str
    seals: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """A TPS, desa, kecamatan or kabupaten with its packages.

    `ballots` are the papers planned, one number for each kind of the manifest, None: not
    set; empty where none is.
    """

    code: str
    packages: tuple[Met, ...] = ()
    dpt: int | None = None
    ballots: tuple[int | None, ...] = ()
    dptb: int | None = None
    """Voters moved in; None: not known."""
    skus: tuple[str, ...] = ()
    """Which paper is voted on, one for each kind of the manifest, "" where none; or empty."""


@dataclass(frozen=True, slots=True)
class LoadList:
    """One shipment. `departs` is UTC, "" where this person may not know it."""

    code: str
    start: str
    to: str
    list: str
    """The hash that names its list."""
    stage: str
    packages: tuple[str, ...]
    departs: str = ""
    vehicle: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody to call. Stands in no log."""

    role: str
    area: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A key to be met offline. `upto`: the last of its facts that counts, None: all."""

    key: str
    role: str
    area: str
    upto: int | None = None


@dataclass(frozen=True, slots=True)
class DeskKey:
    """A key of the installation, which signs letters and receipts."""

    key: str
    upto: int | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """One line of a checklist. `photo`: a photo goes with a defect; `grave`: it raises alarm."""

    code: str
    ask: str
    photo: bool = False
    grave: bool = False


@dataclass(frozen=True, slots=True)
class Checklist:
    """What is asked about one thing. `version` changes whenever a question does."""

    code: str
    version: int
    title: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom the phone believes: keys of the log and of the desk, and the hash of the policy."""

    keys: tuple[str, ...] = ()
    """Verifier keys (C2SP signed-note)."""
    policy: str = ""
    """SHA-256 of the policy file, which is fetched by itself; "" where there is none."""
    desks: tuple[DeskKey, ...] = ()


@dataclass(frozen=True, slots=True)
class Last:
    """The newest fact of this device that the log holds."""

    seq: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything, for one person on one device."""

    log: str
    election: str
    tag: str
    kabupaten: str
    zone: str
    you: You
    contoh: bool = False
    days: Days = field(default_factory=Days)
    kinds: tuple[Kind, ...] = ()
    areas: Mapping[str, str] = field(default_factory=dict)
    """Names of regions by their codes."""
    places: tuple[Place, ...] = ()
    loads: tuple[LoadList, ...] = ()
    contacts: tuple[Contact, ...] = ()
    devices: tuple[Neighbour, ...] = ()
    trust: Trust = field(default_factory=Trust)
    checklists: tuple[Checklist, ...] = ()
    last: Last = field(default_factory=Last)
    checkpoint: str = ""
    """The newest published checkpoint, a signed note."""


def area_of(place: str) -> str:
    """Return the area of a place or store.

    >>> area_of("63.09.05:ppk"), area_of("63.09.05.2003-007")
    ('63.09.05', '63.09.05.2003-007')
    """
    return place.partition(":")[0]


def touches(area: str, place: str) -> bool:
    """Tell whether `place` lies in `area`, or the other way round.

    >>> touches("63.09.05", "63.09.05.2003"), touches("63.09.05", "63.09.06")
    (True, False)
    """
    where = area_of(place)
    return is_in(where, area) or is_in(area, where)
