"""Whether somebody goes with a load: planned, there, not there, or not heard of.

The proof is a third signature beside giver and receiver: the fact `escorted`, signed by the
escort's own device. What a desk was told by telephone stands beside it and is called so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

GRACE: Final = timedelta(minutes=30)
"""After the hour at which they meet, before silence is an exception."""


class Presence(StrEnum):
    """How the escort of one load stands."""

    NONE = "none"
    """Nobody was asked to go with it."""
    PLANNED = "planned"
    SIGNED = "signed"
    """The escort signed on the spot."""
    TOLD = "told"
    """A desk was told that they are there."""
    UNHEARD = "unheard"
    """The hour is over, or the load arrived, and nobody was heard."""
    ABSENT = "absent"
    """A desk was told that nobody came."""

    @property
    def is_there(self) -> bool:
        return self in (Presence.SIGNED, Presence.TOLD)

    @property
    def is_amiss(self) -> bool:
        return self in (Presence.UNHEARD, Presence.ABSENT)


@dataclass(frozen=True, slots=True)
class Sign:
    """One `escorted` fact that counts: which load, when, how many, and its name in the log."""

    shipment: str
    at: datetime
    count: int
    party: str
    fact: str


@dataclass(frozen=True, slots=True)
class Told:
    """What a desk was told of one load, and when they were there."""

    shipment: str
    at: datetime
    is_present: bool
    count: int = 0
    there_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Escort:
    """One load with its escort: how it stands, how many are there, and what shows it."""

    shipment: str
    state: Presence
    count: int = 0
    since: datetime | None = None
    fact: str = ""


def escort_of(
    shipment: str,
    *,
    meets_at: datetime | None,
    is_planned: bool,
    is_over: bool,
    signs: Iterable[Sign],
    told: Iterable[Told],
    now: datetime,
) -> Escort:
    """Return how the escort of one load stands.

    A signature outweighs what a desk was told: who was there signed it. Of what desks were
    told the newest word counts. `is_over`: the load has arrived.
    """
    mine = sorted((each for each in signs if each.shipment == shipment), key=lambda s: s.at)
    if mine:
        last = mine[-1]
        most = max(each.count for each in mine)
        return Escort(shipment, Presence.SIGNED, most, last.at, last.fact)
    words = [each for each in told if each.shipment == shipment]
    if words:
        word = max(words, key=lambda each: each.at)
        state = Presence.TOLD if word.is_present else Presence.ABSENT
        return Escort(
            shipment, state, word.count if word.is_present else 0, word.there_at or word.at
        )
    if not is_planned:
        return Escort(shipment, Presence.NONE)
    if is_over or (meets_at and now > meets_at + GRACE):
        return Escort(shipment, Presence.UNHEARD, since=meets_at)
    return Escort(shipment, Presence.PLANNED, since=meets_at)
