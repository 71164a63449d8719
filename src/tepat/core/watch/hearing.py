"""How lately the phones of an area were heard from: a board that is silent is not calm.

A state on the board is as old as what it rests on. Silence is no fault of anybody: phones
without a signal keep their facts. It says that nobody knows, and for how long.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum


class Hearing(StrEnum):
    """What is said of an area. `NOBODY`: no phone has a duty in it."""

    HEARD = "heard"
    LATE = "late"
    SILENT = "silent"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Limits:
    """After how long without a fact an area is late, and silent."""

    late: timedelta = timedelta(minutes=40)
    silent: timedelta = timedelta(minutes=120)


@dataclass(frozen=True, slots=True)
class Heard:
    """The phones with a duty in one area, and when the last of their facts came."""

    area: str
    phones: int = 0
    last: datetime | None = None

    def age(self, now: datetime) -> timedelta | None:
        """How old the last fact is; None where there is none. Never below nought."""
        return None if self.last is None else max(now - self.last, timedelta())

    def hearing(self, now: datetime, limits: Limits) -> Hearing:
        """Return how `area` is heard at `now`; phones that never spoke are silent."""
        if not self.phones:
            return Hearing.NOBODY
        age = self.age(now)
        if age is None or age >= limits.silent:
            return Hearing.SILENT
        return Hearing.LATE if age >= limits.late else Hearing.HEARD


def heard_of(
    areas: Iterable[str], duties: Iterable[tuple[str, datetime | None]]
) -> Mapping[str, Heard]:
    """Return how each of `areas` was heard. `duties`: of each phone its area and its last fact.

    A phone speaks for every area that its duty lies in, not for the areas inside its duty.

    >>> moment = datetime(2024, 11, 25, 8, 40)
    >>> heard_of(["63.09.05"], [("63.09.05.2003", moment), ("63.09", moment)])["63.09.05"].phones
    1
    """
    found = {area: Heard(area) for area in areas}
    for duty, at in duties:
        for area in {duty[:8], duty[:13]} & found.keys():
            was = found[area]
            moments = [each for each in (was.last, at) if each is not None]
            found[area] = Heard(area, was.phones + 1, max(moments, default=None))
    return found
