"""One regency as the planner sees it: values with units, and nothing computed.

Times of a plan are minutes from 00:00 of the first day (`Instance.days[0]`), local time:
day 2 at 06:00 is 2 x 1440 + 360. Lengths are metres, volumes litres, weights kilograms,
money whole rupiah, probabilities 0 to 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from tepat.core.plan.instance.carrying import UNSAID, LastMile
from tepat.core.plan.instance.journey import MAIN, Journey
from tepat.core.plan.instance.source import NOBODY, Source

MINUTES_A_DAY: Final = 1440


class Status(StrEnum):
    """Whether an arc can be used, as last said by `Source`."""

    OPERATIONAL = "operational"
    RESTRICTED = "restricted"
    CLOSED = "not_operational"


class Verdict(StrEnum):
    """What the inspection of a store found. One that failed holds no goods overnight."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Node:
    """A point of the graph, WGS 84 degrees."""

    id: str
    lat: float
    lon: float
    name: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """One stretch between two nodes, usable both ways unless `oneway`.

    `minutes` are surveyed times by mode and win over computed ones. `zone` is the hazard
    zone that floods it, or "". `flood_metres` of water are not known to anyone: a flooded
    arc is as fast as `Mode.flooded` says. `tonnes` is what a bridge on it bears, 0 for no limit.
    """

    id: str
    tail: str
    head: str
    metres: int
    road: str
    surface: str = ""
    zone: str = ""
    oneway: bool = False
    minutes: Mapping[str, int] = field(default_factory=dict)
    status: Status = Status.OPERATIONAL
    comment: str = ""
    source: Source = NOBODY
    name: str = ""
    tonnes: float = 0.0


@dataclass(frozen=True, slots=True)
class Mode:
    """How something moves: km/h by class of road; a class not named cannot be used.

    `flooded` is the share of the speed left in a flooded zone, 0 where it stops;
    `straight` is the speed of what flies from node to node, else 0. `surface` multiplies
    the speed on a surface (1 where not named). `tonnes` is what one weighs with its load.
    """

    id: str
    name: str
    kmh: Mapping[str, float]
    flooded: float = 0.0
    restricted: float = 0.5
    straight: float = 0.0
    surface: Mapping[str, float] = field(default_factory=dict)
    tonnes: float = 0.0
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class Transfer:
    """Where a load changes from one mode to another, either way: a jetty, the end of a road."""

    node: str
    modes: tuple[str, str]
    minutes: int
    rupiah: int = 0
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class Vehicle:
    """Equal vehicles with crews. `legs` are the modes of the chain, one for most.

    `available` tells how many there are on each day of the plan. `shift` is the longest
    working day in minutes. `day_price` is paid for each vehicle and day it is used,
    with crew. `breakdown` is the chance a day that one does not finish its trip. `crew` are
    the seats its own people take.
    """

    id: str
    name: str
    legs: tuple[str, ...]
    available: tuple[int, ...]
    litres: int
    kg: int
    seats: int = 3
    day_price: int = 0
    km_price: int = 0
    hour_price: int = 0
    shift: int = 12 * 60
    most_trips: int = 3
    warehouse: str = ""
    carrier: str = ""
    breakdown: float = 0.0
    source: Source = NOBODY
    crew: int = 1

    @property
    def profile(self) -> str:
        """The name of its matrices: the modes of its chain joined by `+`."""
        return "+".join(self.legs)


@dataclass(frozen=True, slots=True)
class Day:
    """One day before the vote, with its daylight in minutes after midnight."""

    label: str
    date: date
    light: tuple[int, int] = (6 * 60, 18 * 60)


@dataclass(frozen=True, slots=True)
class Window:
    """Minutes of the plan's axis in which a place takes nothing, with why."""

    start: int
    end: int
    why: str = ""
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class Store:
    """A place where goods may stay overnight, at `guard` rupiah a night."""

    verdict: Verdict = Verdict.UNKNOWN
    guard: int = 0
    litres: int = 0
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class Warehouse:
    """Where loads start. Loading takes `load_minutes` for each trip.

    `wave_boxes` is the most boxes that leave on one day, one wave; 0 for no limit.
    """

    id: str
    name: str
    node: str
    load_minutes: int = 45
    opens: int = 5 * 60
    closes: int = 20 * 60
    source: Source = NOBODY
    wave_boxes: int = 0


@dataclass(frozen=True, slots=True)
class Transit:
    """A place that keeps goods for a PPK overnight: a police station or an army post."""

    id: str
    name: str
    node: str
    store: Store = Store()


@dataclass(frozen=True, slots=True)
class Kecamatan:
    """One PPK with its store, and who else may keep its goods overnight."""

    code: str
    name: str
    node: str
    store: Store = Store()
    transits: tuple[Transit, ...] = ()

    @property
    def keeper(self) -> "Kecamatan | Transit":
        """Who keeps the goods overnight: the PPK; where its store failed, the cheapest that passed.

        A place nobody inspected keeps nothing for others.
        """
        if self.store.verdict is not Verdict.FAILED:
            return self
        passed = [each for each in self.transits if each.store.verdict is Verdict.PASSED]
        return min(passed, key=lambda each: (each.store.guard, each.id), default=self)


@dataclass(frozen=True, slots=True)
class Desa:
    """One PPS: what it gets, and how it is reached.

    `snap_metres` is how far it lies from its node. `unload` are minutes. `overnight`
    is its own store. `blocked` are hours it takes nothing (Friday prayer, market day).
    """

    code: str
    name: str
    kecamatan: str
    node: str
    tps: int
    boxes: int
    litres: int
    kg: int
    store: Store = Store()
    unload: int = 20
    blocked: tuple[Window, ...] = ()
    snap_metres: int = 0


@dataclass(frozen=True, slots=True)
class Zone:
    """Ground that floods as one, with a probability for each day of the plan.

    `sources` tells who said the probability of each day; empty where `source` said all.
    """

    id: str
    name: str
    probability: tuple[float, ...]
    source: Source = NOBODY
    sources: tuple[Source, ...] = ()

    def said_by(self, day: int) -> Source:
        """Return who said the probability of `day`."""
        return self.sources[day] if day < len(self.sources) else self.source


@dataclass(frozen=True, slots=True)
class Hazard:
    """All zones, and how they hang together.

    `correlation` is that of the latent normal variables of two zones on one day,
    `persistence` that of one zone on two days that follow each other; both 0 to 1.
    """

    zones: tuple[Zone, ...] = ()
    correlation: float = 0.5
    persistence: float = 0.75

    @property
    def is_rough(self) -> bool:
        """Whether some probability is a guess; that nothing floods is one too."""
        return not self.zones or any(zone.source.rough for zone in self.zones)


@dataclass(frozen=True, slots=True)
class Price:
    """One item of the RAB: rupiah per unit, and who says so."""

    id: str
    name: str
    unit: str
    rupiah: int
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class Riders:
    """How many people ride along with each trip from a warehouse beside its crew."""

    escort: int = 0
    supervisor: int = 0
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class Targets:
    """What is asked: the chance of each desa and of all, and when goods must be there.

    `pps`, `ppk` and `tps` are minutes of the plan's axis.
    """

    pps: int
    ppk: int
    tps: int
    desa: float = 0.999
    all: float = 0.99
    source: Source = NOBODY


@dataclass(frozen=True, slots=True)
class Instance:
    """Everything one plan is made from. `contoh` marks figures that are made up."""

    name: str
    zone: str
    days: tuple[Day, ...]
    nodes: tuple[Node, ...]
    arcs: tuple[Arc, ...]
    modes: tuple[Mode, ...]
    transfers: tuple[Transfer, ...]
    vehicles: tuple[Vehicle, ...]
    warehouses: tuple[Warehouse, ...]
    kecamatan: tuple[Kecamatan, ...]
    desa: tuple[Desa, ...]
    hazard: Hazard
    targets: Targets
    prices: tuple[Price, ...] = ()
    escorts: tuple[int, ...] = ()
    """Escort teams on each day; empty where nobody limits them."""
    contoh: bool = False
    no_map: bool = False
    """Made from settlements alone (*tanpa peta*)."""
    escorts_source: Source = NOBODY
    journey: Journey = MAIN
    riders: Riders = Riders()
    last_mile: LastMile = UNSAID
