"""Turnout: where people came least last time, where to go first, and how far today is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tepat.core.election.regions import split_tps


@dataclass(frozen=True, slots=True)
class Before:
    """Turnout of one desa in the last election: voters of the list, and how many voted."""

    desa: str
    voters: int
    voted: int

    @property
    def stayed(self) -> int:
        """Voters of the list who did not come."""
        return self.voters - self.voted

    @property
    def share(self) -> Decimal:
        """Of a hundred, to one decimal."""
        return _share(self.voted, self.voters)


@dataclass(frozen=True, slots=True)
class Told:
    """The newest turnout of one TPS: how many of its list, and how many in all."""

    tps: str
    voters: int
    dpt: int


@dataclass(frozen=True, slots=True)
class Now:
    """Turnout of an area so far: TPS heard of TPS, voters of the lists of those heard."""

    heard: int
    tps: int
    voted: int
    voters: int

    @property
    def share(self) -> Decimal | None:
        """Of a hundred among the TPS that were heard; None while none was."""
        return _share(self.voted, self.voters) if self.voters else None


def order_of(desa: Iterable[str], before: Mapping[str, Before]) -> list[str]:
    """Return desa in the order in which to go there: the lowest turnout first.

    Equal shares: the larger desa, where more people stayed at home. Desa without a figure come
    last, for nothing is known of them.

    >>> known = {"a": Before("a", 100, 80), "b": Before("b", 200, 90), "c": Before("c", 50, 40)}
    >>> order_of(["a", "b", "c", "d"], known)
    ['b', 'a', 'c', 'd']
    """

    def key(code: str) -> tuple[bool, Decimal, int, str]:
        found = before.get(code)
        if found is None:
            return True, Decimal(0), 0, code
        return False, found.share, found.voted - found.voters, code

    return sorted(desa, key=key)


def turnout_of(
    told: Iterable[Told], lists: Mapping[str, int | None], level: int = 0
) -> dict[str, Now]:
    """Return turnout by area; `lists` are the DPT of every TPS, None where it is not known.

    `level` is how many characters of a desa's code an area keeps; 0: all in one, named "".
    A TPS that was heard counts with its list only where the list is known. What a TPS says is
    compared with its list as it is: voters from other lists count too.
    """
    heard = {each.tps: each for each in told if each.tps in lists}
    sums: dict[str, list[int]] = {}
    for tps, dpt in lists.items():
        parts = split_tps(tps)
        area = (parts[0] if parts else tps)[:level] if level else ""
        row = sums.setdefault(area, [0, 0, 0, 0])
        row[1] += 1
        if tps in heard:
            row[0] += 1
            if dpt:
                row[2] += heard[tps].voters
                row[3] += dpt
    return {area: Now(*row) for area, row in sums.items()}


def behind(found: Now, target: Decimal | None) -> bool:
    """Tell whether an area that was heard is below the target; never without one."""
    share = found.share
    return target is not None and share is not None and share < target


def _share(part: int, whole: int) -> Decimal:
    return (Decimal(100 * part) / whole).quantize(Decimal("0.1"))
