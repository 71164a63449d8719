"""The night: what is not as planned, the most urgent first, each with whom to call.

What goes as planned is not shown. An exception says what, where, since when, and has a
telephone where one is known.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum


class Matter(IntEnum):
    """What is amiss; the smaller number stands first."""

    SEAL = 1
    ABSENT = 2
    UNHEARD = 3
    LATE = 4
    GAP = 5
    ALONE = 6
    """A load is on its way and nobody was asked to go with it."""


@dataclass(frozen=True, slots=True)
class Amiss:
    """One row of the night."""

    matter: Matter
    what: str
    """Code of the load, the post, or the key of the alert."""
    where: str
    since: datetime | None
    phone: str = ""
    whom: str = ""


def in_order(found: Iterable[Amiss]) -> list[Amiss]:
    """Return exceptions: what is graver first, of the same sort what lasts longer.

    >>> seal = Amiss(Matter.SEAL, "a", "", None)
    >>> late = Amiss(Matter.LATE, "b", "", None)
    >>> [each.what for each in in_order([late, seal])]
    ['a', 'b']
    """
    return sorted(
        found,
        key=lambda each: (
            each.matter,
            each.since.timestamp() if each.since else float("inf"),
            each.what,
        ),
    )
