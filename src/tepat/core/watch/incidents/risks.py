"""The register of risks (AGHT): chance as people say it, and TPS that would be hit.

The two are never multiplied into one figure that people see: eight of ten with one TPS and
one of ten with fifty are not the same thing. What is worst is read from the field they
stand in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar


class Likelihood(StrEnum):
    """How often of ten, until the vote."""

    RARE = "rare"
    POSSIBLE = "possible"
    OFTEN = "often"
    ALMOST_SURE = "almost_sure"

    @property
    def of_ten(self) -> int:
        return {"rare": 1, "possible": 3, "often": 5, "almost_sure": 8}[self.value]


class Impact(StrEnum):
    """How many TPS would be hit if it happens."""

    FEW = "few"
    SOME = "some"
    MANY = "many"
    WIDE = "wide"

    @property
    def tps(self) -> tuple[int, int | None]:
        """The least and the most TPS; None: no most."""
        return {"few": (1, 2), "some": (3, 10), "many": (11, 50), "wide": (51, None)}[self.value]


SEVERITY: Final = (
    (0, 0, 0, 1),
    (0, 0, 1, 2),
    (0, 1, 2, 3),
    (1, 2, 3, 3),
)
"""By likelihood and impact, 0 to 3: how a field of the matrix is tinted."""


def impact_of(tps: int) -> Impact:
    """Return the class of a number of TPS.

    >>> [impact_of(n).value for n in (1, 3, 50, 51)]
    ['few', 'some', 'many', 'wide']
    """
    fit = [each for each in Impact if each.tps[0] <= tps]
    return fit[-1] if fit else Impact.FEW


def severity(likelihood: Likelihood, impact: Impact) -> int:
    """Return the tint of a field, 0 mild to 3 grave."""
    return SEVERITY[list(Likelihood).index(likelihood)][list(Impact).index(impact)]


class Status(StrEnum):
    """How far the mitigation of a risk is, or of one thing that a sheet asks for."""

    OPEN = "open"
    PROMISED = "promised"
    PROVEN = "proven"
    NOT_NEEDED = "not_needed"
    """Somebody says why it is not needed here; it is counted apart and hides nothing."""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many areas of one tier have what a sheet asks for. A promise is not proof."""

    proven: int
    promised: int
    open: int

    @property
    def total(self) -> int:
        return self.proven + self.promised + self.open


def tally(areas: Iterable[str], known: dict[str, Status]) -> Tally:
    """Count areas by their newest status; one that said nothing is open.

    >>> tally(["a", "b", "c"], {"a": Status.PROVEN, "b": Status.PROMISED})
    Tally(proven=1, promised=1, open=1)
    """
    said = [known.get(area, Status.OPEN) for area in areas]
    proven, promised = said.count(Status.PROVEN), said.count(Status.PROMISED)
    return Tally(proven, promised, said.count(Status.OPEN))


_Row = TypeVar("_Row")


def spread(rows: Iterable[_Row], field: Iterable[tuple[int, int]]) -> list[tuple[_Row, float]]:
    """Return each row with how far right of the middle of its field it stands.

    Rows that share a field stand side by side; the offset is in widths of a mark.
    """
    placed = list(zip(rows, field, strict=True))
    found = []
    for row, where in placed:
        same = [other for other, there in placed if there == where]
        found.append((row, same.index(row) - (len(same) - 1) / 2))
    return found
