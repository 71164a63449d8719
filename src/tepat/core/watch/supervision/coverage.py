"""What supervisors saw of the handovers and stores, and what nobody saw: by kecamatan and leg.

Input: one row per handover or store. Output: a matrix. Only supervisors of Bawaslu count; the
candidates' own witnesses watch for themselves.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from tepat.core.election.roles import Role


class Leg(StrEnum):
    """A column of the matrix."""

    TO_PPK = "ppk"
    TO_PPS = "pps"
    TO_TPS = "tps"
    STORE = "store"


_LEG_OF: Final = {
    Role.PPK.value: Leg.TO_PPK,
    Role.PPS.value: Leg.TO_PPS,
    Role.KPPS.value: Leg.TO_TPS,
}
_DOWN: Final = {Role.KPPS.value: 3, Role.PPS.value: 2, Role.PPK.value: 1}


def leg_of(giver: str, receiver: str) -> Leg | None:
    """Return on which leg a handover is; None for one on the way back.

    >>> leg_of("warehouse@63.09", "ppk@63.09.05"), leg_of("kpps@63.09.05.2003-007", "pps@x")
    (<Leg.TO_PPK: 'ppk'>, None)
    """
    giving, taking = (each.partition("@")[0] for each in (giver, receiver))
    if _DOWN.get(giving, 0) > _DOWN.get(taking, 0):
        return None
    return _LEG_OF.get(taking)


@dataclass(frozen=True, slots=True)
class Watched:
    """One handover, or one store, and who of Bawaslu was there."""

    key: str
    leg: Leg
    kecamatan: str
    place: str
    at: datetime | None
    seen_by: tuple[str, ...] = ()
    """Roles of those who saw it."""
    giver: str = ""
    receiver: str = ""
    packages: int = 0
    differs: bool = False
    """Somebody saw it otherwise than it was written."""

    @property
    def is_seen(self) -> bool:
        return bool(self.seen_by)


class Grade(StrEnum):
    """How dark a field of the matrix is."""

    NOTHING = "none"
    """There was nothing to see yet."""
    NOBODY = "l0"
    FEW = "l1"
    SOME = "l2"
    MOST = "l3"
    ALL = "l4"


ENOUGH_PERCENT: Final = 75
"""Below it a field is marked red."""
GOOD_PERCENT: Final = 90


@dataclass(frozen=True, slots=True)
class Cell:
    """How many were seen, of how many."""

    seen: int = 0
    total: int = 0

    @property
    def missed(self) -> int:
        """What nobody saw: *luput*."""
        return self.total - self.seen

    @property
    def grade(self) -> Grade:
        """Return the shade.

        >>> Cell(19, 35).grade, Cell(8, 9).grade, Cell(60, 62).grade
        (<Grade.FEW: 'l1'>, <Grade.SOME: 'l2'>, <Grade.MOST: 'l3'>)
        """
        if not self.total:
            return Grade.NOTHING
        if not self.seen:
            return Grade.NOBODY
        if self.seen == self.total:
            return Grade.ALL
        percent = 100 * self.seen / self.total
        if percent < ENOUGH_PERCENT:
            return Grade.FEW
        return Grade.SOME if percent < GOOD_PERCENT else Grade.MOST

    def __add__(self, other: "Cell") -> "Cell":
        return Cell(self.seen + other.seen, self.total + other.total)


@dataclass(frozen=True, slots=True)
class Matrix:
    """Fields by kecamatan and leg."""

    rows: Mapping[str, Mapping[Leg, Cell]]

    @property
    def total(self) -> dict[Leg, Cell]:
        return {leg: sum((row[leg] for row in self.rows.values()), start=Cell()) for leg in Leg}

    @property
    def whole(self) -> Cell:
        return sum(self.total.values(), start=Cell())

    @property
    def handovers(self) -> Cell:
        """All but stores: *serah terima*."""
        return sum((cell for leg, cell in self.total.items() if leg is not Leg.STORE), start=Cell())

    @property
    def stores(self) -> Cell:
        return self.total[Leg.STORE]


def matrix_of(watched: Iterable[Watched], kecamatan: Sequence[str]) -> Matrix:
    """Return the matrix, with a row for each of `kecamatan` and any other that has something."""
    counted: dict[str, dict[Leg, Cell]] = {area: dict.fromkeys(Leg, Cell()) for area in kecamatan}
    for each in watched:
        row = counted.setdefault(each.kecamatan, dict.fromkeys(Leg, Cell()))
        row[each.leg] = row[each.leg] + Cell(int(each.is_seen), 1)
    return Matrix(counted)


@dataclass(frozen=True, slots=True)
class Coming:
    """Something a supervisor can still go and see."""

    at: datetime | None
    """None: whenever somebody goes, a store that nobody looked at."""
    what: str
    """departure, waiting (listed, should have left), arrival, road (on its way) or store"""
    place: str
    kecamatan: str
    boxes: int = 0
    origin: str = ""
    to: str = ""
    """Where a load that leaves goes."""


@dataclass(frozen=True, slots=True)
class Post:
    """Somebody of Bawaslu with a phone, and the area they watch."""

    role: str
    area: str


def nearest(place: str, posts: Iterable[Post]) -> Post | None:
    """Return who watches the smallest area that holds `place`; None where nobody does.

    >>> posts = [Post("bawaslu", "63.09"), Post("panwascam", "63.09.05")]
    >>> nearest("63.09.05:ppk", posts).role, nearest("63.10:x", posts)
    ('panwascam', None)
    """
    here = place.replace(":", "-").partition("-")[0]
    fitting = [post for post in posts if here == post.area or here.startswith(post.area + ".")]
    return max(fitting, key=lambda post: (len(post.area), post.role), default=None)


def in_order(
    coming: Iterable[Coming], matrix: Matrix, asked: Collection[tuple[str, str]] = ()
) -> list[Coming]:
    """Return what to see: what moves before what waits, and by time.

    What somebody was `asked` to see (place and what) comes after what nobody will see. Stores
    where most was missed come first among equals.
    """

    def key(each: Coming) -> tuple[bool, bool, float, int, str]:
        row = matrix.rows.get(each.kecamatan, {})
        missed = sum(cell.missed for cell in row.values())
        at = each.at.timestamp() if each.at else 0.0
        return each.at is None, (each.place, each.what) in asked, at, -missed, each.place

    return sorted(coming, key=key)
