"""Points that another election had: which of them fit the places of this one.

TPS are numbered anew for each election, so a number alone says little: a TPS is the same place
where its name is the same. A name never stands in the file, only a mark of it. What does not fit
is told, and nothing that is known better is ever replaced.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from tepat.core.election.regions import Point, Provenance, distance_km, split_tps
from tepat.core.election.tps_list.names import plain
from tepat.core.plan.learning.values import MICRO, Priors, Surveyed

_PURPOSE: Final = "tepat/v1/place-name\n"
_DIGITS: Final = 16
APART_KM: Final = 0.5
"""Phones that signed at one TPS this far from the middle of them teach no point. A guess of ours:
a handover was signed elsewhere, or the TPS had moved."""


class Why(StrEnum):
    """Why a point of the file does not fit a place here."""

    GONE = "gone"
    """No such place here."""
    OTHER_NAME = "other_name"
    """The code is here, under another name."""
    FAR = "far"
    """The point lies farther from the place above it than any such place is wide."""
    NO_NAME = "no_name"
    """The code is here, and one side has no name: only a person can say that it is the place."""


@dataclass(frozen=True, slots=True)
class Here:
    """A desa or TPS of this election as it stands."""

    code: str
    name: str
    point: Point | None = None
    above: Point | None = None
    """Where the desa or kecamatan above it lies."""
    limit_km: int = 0
    """How far from there its point may lie at most."""

    def is_far(self, point: Point) -> bool:
        """Tell whether `point` can be none of this place."""
        return self.above is not None and distance_km(point, self.above) > self.limit_km


@dataclass(frozen=True, slots=True)
class Offer:
    """A point for the place `code`, and where it comes from."""

    code: str
    point: Point
    source: str
    of: str
    """The code that the place had in that election."""


@dataclass(frozen=True, slots=True)
class Fitting:
    """What the points of a file are to the places of this election."""

    taken: tuple[Offer, ...]
    """These places have no point, or one of arithmetic."""
    by_number: tuple[Offer, ...]
    """The same of places that agree by their number alone."""
    better: int
    """Places whose point is known better already, or just so."""
    unfit: tuple[tuple[str, Why], ...]
    """Codes of the file that fit no place here, and why."""


def mark_of(code: str, name: str) -> str:
    """Return the mark of the name of a place in its desa; "" where it has no name.

    The same for spellings that differ in case, marks and spaces, and another in each desa.

    >>> mark_of("99.01.01.1001-003", "SD Negeri 1") == mark_of("99.01.01.1001-007", "sd negeri-1")
    True
    >>> mark_of("99.01.01.1001-003", " ")
    ''
    """
    letters = plain(name)
    if not letters:
        return ""
    desa = (split_tps(code) or (code, 0))[0]
    return sha256(f"{_PURPOSE}{desa}\n{letters}".encode()).hexdigest()[:_DIGITS]


def said(priors: Priors, row: Surveyed, by_number: bool = False) -> str:
    """Return where a point comes from, as pages show it.

    >>> said(Priors("pilkada-2024", "99.01", 1), Surveyed("99.01.01.1001-001", 0, 0, 3))
    'pilkada-2024: 3 HP'
    """
    how = f"{row.n} HP" if row.n else "disurvei"
    return f"{priors.election}: {how}" + (", nomor saja" if by_number else "")


def fit(priors: Priors, here: Iterable[Here]) -> Fitting:
    """Return which points of `priors` the places `here` can take, and which fit none."""
    places = {each.code: each for each in here}
    named: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
    for each in places.values():
        if split_tps(each.code) and (mark := mark_of(each.code, each.name)):
            named[each.code.partition("-")[0], mark].append(each.code)
    sure: dict[str, Offer] = {}
    by_number: dict[str, Offer] = {}
    unfit: list[tuple[str, Why]] = []
    better = 0
    for row in sorted(priors.points, key=lambda row: (row.n > 0, -row.n, row.code)):
        code, why = _place(row, places, named)
        if not code:
            unfit.append((row.code, why or Why.GONE))
        elif not _is_wanted(places[code].point):
            better += 1
        elif places[code].is_far(_point(row)):
            unfit.append((row.code, Why.FAR))
        else:
            into = by_number if why else sure
            into.setdefault(code, _offer(priors, row, code, bool(why)))
    asked = tuple(each for code, each in sorted(by_number.items()) if code not in sure)
    taken = tuple(each for _, each in sorted(sure.items()))
    return Fitting(taken, asked, better, tuple(sorted(unfit)))


def _place(
    row: Surveyed, places: Mapping[str, Here], named: Mapping[tuple[str, str], list[str]]
) -> tuple[str, Why | None]:
    """Return the place that a row is about ("" none), and what speaks against it."""
    same = places.get(row.code)
    mark = mark_of(row.code, same.name) if same else ""
    if same and mark and mark == row.name:
        return row.code, None
    elsewhere = named.get((row.code.partition("-")[0], row.name), []) if row.name else []
    if len(elsewhere) == 1:
        return elsewhere[0], None
    if same is None:
        return "", Why.GONE
    if mark and row.name:
        return "", Why.OTHER_NAME
    return row.code, Why.NO_NAME


def _is_wanted(point: Point | None) -> bool:
    return point is None or point.provenance is Provenance.CENTROID


def _offer(priors: Priors, row: Surveyed, code: str, by_number: bool) -> Offer:
    return Offer(code, _point(row), said(priors, row, by_number), row.code)


def _point(row: Surveyed) -> Point:
    return Point(row.lat / MICRO, row.lon / MICRO, Provenance.LEARNED)


def middle(points: Iterable[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the middle of where phones stood, None where one of them stood far from it.

    Points and answer in degrees times a million.

    >>> middle([(-2_000_000, 115_300_000), (-2_000_020, 115_300_010), (-2_000_010, 115_300_000)])
    (-2000010, 115300000)
    >>> middle([(-2_000_000, 115_300_000), (-2_100_000, 115_300_000)]) is None
    True
    """
    known = list(points)
    lat, lon = (_median([each[at] for each in known]) for at in (0, 1))
    centre = Point(lat / MICRO, lon / MICRO)
    for one, other in known:
        if distance_km(centre, Point(one / MICRO, other / MICRO)) > APART_KM:
            return None
    return lat, lon


def _median(values: list[int]) -> int:
    ordered = sorted(values)
    return ordered[(len(ordered) - 1) // 2]
