"""What came back after the count: from TPS over PPS and PPK to the kabupaten, box by box.

A package that its KPPS took over has come as far as whoever holds it now. What a level still
lacks is with somebody: the page names who, as the log has it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from tepat.core.election.roles import Role
from tepat.core.move.custody import Stage


class Level(StrEnum):
    """How far back a package has come, in the order of the way."""

    TPS = "tps"
    PPS = "pps"
    PPK = "ppk"
    KPU = "kpu"
    ARCHIVED = "archived"
    UNCLEAR = "unclear"
    """Several say that they hold it, or nobody that the log knows."""


WAY: Final = (Level.TPS, Level.PPS, Level.PPK, Level.KPU, Level.ARCHIVED)
ARRIVALS: Final = WAY[1:]
"""Levels that wait for something."""
FORMS: Final = (
    "formulir_hasil",
    "formulir_salinan",
    "formulir_kejadian",
    "formulir_daftar_hadir",
)
"""Forms that KPPS fill in and send back, by the item of the election."""
_OF_ROLE: Final[Mapping[str, Level]] = {
    Role.KPPS: Level.TPS,
    Role.PPS: Level.PPS,
    Role.PPK: Level.PPK,
    Role.KPU: Level.KPU,
    Role.WAREHOUSE: Level.KPU,
}


def level_of(stage: str, holder: str) -> Level:
    """Return how far back a package has come that its KPPS took over.

    On the road from one level to the next it has come no further than where it left; a driver's
    word for it is not known, so that it is unclear.

    >>> level_of("returned", "ppk@63.09.05").value, level_of("archived", "kpu@63.09").value
    ('ppk', 'archived')
    """
    if stage == Stage.ARCHIVED:
        return Level.ARCHIVED
    return _OF_ROLE.get(holder.partition("@")[0], Level.UNCLEAR)


def reached(level: Level, wanted: Level) -> bool:
    """Tell whether what is at `level` has come at least to `wanted`."""
    return level in WAY and WAY.index(level) >= WAY.index(wanted)


class Photo(StrEnum):
    """Whether the log had the photo of a form before the form left its TPS."""

    BEFORE = "before"
    AFTER = "after"
    NONE_LEFT = "none_left"
    """It left, and there is none."""
    NOT_YET = "not_yet"
    """Neither has it left."""


def photo_of(photo: int | None, left: int | None) -> Photo:
    """Judge by the numbers of the log: of the first fact with a photo, of the box's departure.

    >>> photo_of(80, 95).value, photo_of(99, 95).value, photo_of(None, 95).value
    ('before', 'after', 'none_left')
    """
    if photo is None:
        return Photo.NOT_YET if left is None else Photo.NONE_LEFT
    return Photo.BEFORE if left is None or photo < left else Photo.AFTER


@dataclass(slots=True)
class Back:
    """Packages of one area or kind by how far back they came."""

    code: str
    at: Counter[Level] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        return self.at.total()

    def came(self, wanted: Level) -> int:
        """How many have come at least that far."""
        return sum(n for level, n in self.at.items() if reached(level, wanted))

    def lacks(self, wanted: Level) -> int:
        """How many a level still waits for."""
        return self.total - self.came(wanted)


def by_key(rows: Iterable[tuple[str, Level, int]]) -> dict[str, Back]:
    """Return what came back by area or by thing; each row has its key, its level and how many."""
    found: dict[str, Back] = {}
    for key, level, count in rows:
        found.setdefault(key, Back(key)).at[level] += count
    return found
