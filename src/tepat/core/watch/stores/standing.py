"""How a store stands: by its last inspection, by the water around it, by its backup.

The published rule. A store is *red* where its last inspection called it unfit (a grave
defect), or where a flood zone of the plan surrounds it with `FLOOD_RED` or more on a day. It
is *amber* where the inspection found another defect, where that is too long ago, or where
there is some chance of water. It is *green* where it was inspected and nothing of this is so. Until
somebody looked it is open. A red store needs a backup before H-7.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from tepat.core.move.inspections import GOOD, UNFIT, Look
from tepat.core.plan.instance.values import Store, Verdict

FLOOD_RED: Final = 0.5
"""Chance of water on a day from which a store is red. A guess (`contoh`): no rule says it."""
BACKUP_BY: Final = 7
"""Days before the vote by which a red store has named its backup."""
INSPECTED_BY: Final[Mapping[str, int]] = {"kpu": 30, "ppk": 14, "pps": 7}
"""Days before the vote by which each tier is first inspected. Guesses (`contoh`)."""


class Colour(StrEnum):
    """How a store stands, as the state that says it on a screen."""

    RED = "tidak"
    AMBER = "perhatian"
    OPEN = "belum"
    GREEN = "tepat"


@dataclass(frozen=True, slots=True)
class Water:
    """The chance of water at a store. `by` says so; `rough`: a guess, or only its roads tell."""

    zone: str
    most: float
    """The highest of the days, 0 to 1."""
    days: tuple[float, ...]
    by: str
    at: str
    rough: bool
    roads: tuple[int, int] = (0, 0)
    """Of a zone without an outline: roads at its door that flood, and all roads there."""

    @property
    def surrounds(self) -> bool:
        """Whether the store itself lies in the zone, and not only some of its roads."""
        return self.roads[0] == self.roads[1]


@dataclass(frozen=True, slots=True)
class Seen:
    """What is known of one store."""

    place: str
    tier: str
    """`kpu`, `ppk` or `pps`."""
    look: Look | None = None
    water: Water | None = None
    backup: str = ""


def colour_of(store: Seen, now: datetime, counts_for: timedelta) -> Colour:
    """Return how `store` stands at `now`; an inspection counts for so long."""
    wet = store.water.most if store.water else 0.0
    is_wet = store.water is not None and store.water.surrounds and wet >= FLOOD_RED
    if is_wet or (store.look and store.look.outcome == UNFIT):
        return Colour.RED
    if store.look is None:
        return Colour.OPEN
    if store.look.outcome != GOOD or wet > 0 or now - store.look.at > counts_for:
        return Colour.AMBER
    return Colour.GREEN


def is_overdue(
    store: Seen, now: datetime, today: date, vote: date | None, counts_for: timedelta
) -> bool:
    """Tell whether an inspection of `store` should have been and was not.

    The first is due by the day of its tier, each further one when the last no longer counts.
    """
    if store.look is not None:
        return now - store.look.at > counts_for
    return vote is not None and today > vote - timedelta(days=INSPECTED_BY[store.tier])


def needs_backup(store: Seen, colour: Colour) -> bool:
    """Tell whether a store has to name a backup and has not."""
    return colour is Colour.RED and not store.backup


def verdict_of(look: Look) -> Verdict:
    """Return what an inspection means to the planner: only an unfit store keeps nothing."""
    return Verdict.FAILED if look.outcome == UNFIT else Verdict.PASSED


def differs(look: Look, store: Store) -> bool:
    """Tell whether the plan's inputs say something else of a store than its inspection."""
    return store.verdict is not verdict_of(look)
