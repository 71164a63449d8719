"""Places: provinsi, kabupaten, kecamatan, desa and TPS, by their official codes.

Codes are Kemendagri's, `PP.KK.CC.DDDD` (Kepmendagri 300.2.2-2430/2025 and its
predecessors). A code may change in time, so a region is dated and keeps aliases.
`desa` includes kelurahan and `kabupaten` includes kota; each carries its `kind`.
A TPS belongs to an election, not to a place: `63.09.05.2003-007`.
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from math import cos, hypot, radians
from typing import Final

_CODE: Final = re.compile(r"\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?")
TPS_CODE: Final = re.compile(r"(\d{2}\.\d{2}\.\d{2}\.\d{4})-(\d{3})", re.ASCII)
_LENGTHS: Final = {2: 1, 5: 2, 8: 3, 13: 4}
_SEGMENTS: Final = (2, 2, 2, 4)

SPECIAL_FROM: Final = 901
"""TPS at special places (prisons, boarding schools, hospitals) are numbered from here."""

INDONESIA: Final = (-11.2, 94.7, 6.3, 141.1)
"""South, west, north, east: the box no point of ours lies outside of."""


class Level(IntEnum):
    """How far down a region stands; the number of segments of its code."""

    PROVINSI = 1
    KABUPATEN = 2
    KECAMATAN = 3
    DESA = 4


class Provenance(StrEnum):
    """Where a point came from. The desk shows it beside the point."""

    SURVEYED = "surveyed"
    VILLAGE_OFFICE = "village_office"
    LEARNED = "learned"
    """Another election had it; the place says which one, beside the point."""
    CENTROID = "centroid"

    @property
    def weight(self) -> int:
        """How much it is believed: who was there now, before who was there, before arithmetic."""
        return {"centroid": 0, "learned": 1}.get(self.value, 2)


@dataclass(frozen=True, slots=True)
class Point:
    """WGS84 degrees, and who says so."""

    lat: float
    lon: float
    provenance: Provenance = Provenance.CENTROID


@dataclass(frozen=True, slots=True)
class Region:
    """One region as it stood from `since` (None: always) until `until` (None: still)."""

    code: str
    name: str
    kind: str
    point: Point | None = None
    since: date | None = None
    until: date | None = None

    @property
    def level(self) -> Level:
        return level_of(self.code)

    @property
    def parent(self) -> str:
        return parent_of(self.code)


@dataclass(frozen=True, slots=True)
class Tps:
    """One polling station of one election. `dpt` is None while it is not known."""

    desa: str
    number: int
    dpt: int | None = None
    dpt_l: int | None = None
    dpt_p: int | None = None
    dptb: int = 0
    name: str = ""
    point: Point | None = None

    @property
    def code(self) -> str:
        return tps_code(self.desa, self.number)

    @property
    def is_special(self) -> bool:
        return self.number >= SPECIAL_FROM


def level_of(code: str) -> Level:
    """Return the level of a region code.

    >>> level_of("63.09").name, level_of("63.09.05.2003").name
    ('KABUPATEN', 'DESA')
    """
    return Level(_LENGTHS[len(code)])


def parent_of(code: str) -> str:
    """Return the code one level up, or the empty text for a provinsi.

    >>> parent_of("63.09.05.2003"), parent_of("63")
    ('63.09.05', '')
    """
    return code.rpartition(".")[0]


def is_in(code: str, area: str) -> bool:
    """Tell whether region or TPS `code` is `area` or lies in it. The area "" is the nation.

    >>> is_in("63.09.05.2003-007", "63.09"), is_in("63.09", "63.0"), is_in("63.09", "")
    (True, False, True)
    """
    return not area or code == area or code.startswith((area + ".", area + "-", area + ":"))


def in_indonesia(lat: float, lon: float) -> bool:
    """Tell whether a point lies in the box around Indonesia (Rondo to Ndana, Sabang to Merauke).

    >>> in_indonesia(-1.862, 115.5), in_indonesia(115.5, -1.862), in_indonesia(0.0, 0.0)
    (True, False, False)
    """
    south, west, north, east = INDONESIA
    return south <= lat <= north and west <= lon <= east


def winning_point(held: Point | None, offered: Point | None) -> Point | None:
    """Return which point a region has after a table offers one.

    A centroid is arithmetic; somebody who stood there knows better, and better still who
    stood there for this election. So a point is replaced by one that is believed as much or
    more, and no point replaces none.

    >>> surveyed = Point(-1.8, 115.5, Provenance.SURVEYED)
    >>> winning_point(surveyed, Point(-1.9, 115.6)) == surveyed
    True
    >>> winning_point(Point(-1.9, 115.6, Provenance.LEARNED), surveyed) == surveyed
    True
    """
    if offered is None:
        return held
    if held is None or offered.provenance.weight >= held.provenance.weight:
        return offered
    return held


def distance_km(one: Point, other: Point) -> float:
    """Return the distance over ground, in kilometres, good to a percent within a province.

    >>> round(distance_km(Point(-1.0, 115.0), Point(-2.0, 115.0)))
    111
    """
    north = one.lat - other.lat
    east = (one.lon - other.lon) * cos(radians((one.lat + other.lat) / 2))
    return 111.2 * hypot(north, east)


def normal_code(text: str) -> str | None:
    """Return `text` as a dotted region code, or None where it is not one.

    KPU writes the same digits without dots, and Excel drops a leading zero never
    (no province starts with 0) but adds ".0":

    >>> normal_code("6309052003"), normal_code(" 63.09.05.2003 "), normal_code("63.9")
    ('63.09.05.2003', '63.09.05.2003', None)
    """
    text = text.strip().removesuffix(".0") if text.strip().count(".") == 1 else text.strip()
    if _CODE.fullmatch(text):
        return text
    if not text.isdecimal() or len(text) not in (2, 4, 6, 10):
        return None
    parts, at = [], 0
    for size in _SEGMENTS:
        if at >= len(text):
            break
        parts.append(text[at : at + size])
        at += size
    return ".".join(parts)


def kind_of(code: str, name: str = "") -> str:
    """Return what kind of place a code names, as far as code and name tell.

    The last segment of a desa code starts with 1 for kelurahan and 2 for desa; kota
    have a second segment from 71 on.

    >>> kind_of("63.09.10.1001"), kind_of("33.75"), kind_of("63.09")
    ('kelurahan', 'kota', 'kabupaten')
    """
    level = level_of(code)
    if level is Level.DESA:
        return "kelurahan" if code[9] == "1" else "desa"
    if level is Level.KABUPATEN:
        return "kota" if int(code[3:5]) >= 71 else "kabupaten"
    return level.name.lower()


def tps_code(desa: str, number: int) -> str:
    """Return the code of TPS `number` of `desa`.

    >>> tps_code("63.09.05.2003", 7)
    '63.09.05.2003-007'
    """
    return f"{desa}-{number:03d}"


def split_tps(code: str) -> tuple[str, int] | None:
    """Return desa code and number of a TPS code, or None where it is not one."""
    match = TPS_CODE.fullmatch(code)
    return (match[1], int(match[2])) if match else None
