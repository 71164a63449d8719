"""Guard rosters: turns of a day, who came, and where nobody was.

A turn is *kept* where a guard signed for it or a paper says so, *gap* where it is over (or
began more than `GRACE` ago) and nobody did, *empty* where nobody is named for one to come.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from typing import Final

GRACE: Final = timedelta(minutes=30)
"""So long after the begin of a turn nobody is missed yet. A guess (`contoh`)."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One turn of every day: its code and its hours; one that ends first ends tomorrow."""

    code: str
    starts: time
    ends: time

    def window(self, day: date, zone: tzinfo) -> tuple[datetime, datetime]:
        """Return begin and end of the turn that begins on `day`."""
        begin = datetime.combine(day, self.starts, zone)
        end = datetime.combine(day, self.ends, zone)
        return begin, end if end > begin else datetime.combine(
            day + timedelta(days=1), self.ends, zone
        )


TURNS: Final = (
    Turn("pagi", time(6), time(14)),
    Turn("sore", time(14), time(22)),
    Turn("malam", time(22), time(6)),
)
"""Three turns of eight hours; the hours are `contoh`."""
TURN_BY_CODE: Final[Mapping[str, Turn]] = {turn.code: turn for turn in TURNS}


class Kept(StrEnum):
    """What became of a turn."""

    KEPT = "kept"
    GAP = "gap"
    EMPTY = "empty"
    """To come, and nobody is named for it."""
    FILLED = "filled"
    """To come, and somebody is named."""
    NONE = "none"
    """Nobody planned a guard, and nobody came: nothing is asked of it."""


@dataclass(frozen=True, slots=True)
class Duty:
    """One turn of one post as the roster has it. `count` is how many were to come."""

    place: str
    post: str
    day: date
    turn: str
    count: int


Shift = tuple[datetime, datetime]


def state_of(
    window: Shift, *, is_planned: bool, count: int, signed: Sequence[Shift], now: datetime
) -> Kept:
    """Return what became of one turn. `is_planned`: the roster has it, even without a name.

    A shift that was signed for keeps a turn where it covers half of it: people change posts
    some minutes early or late.
    """
    begin, end = window
    covered = sum(
        (max(timedelta(0), min(end, ends) - max(begin, starts)) for starts, ends in signed),
        timedelta(0),
    )
    is_here = begin <= now < end and any(starts <= now < ends for starts, ends in signed)
    if is_here or covered * 2 >= end - begin:
        return Kept.KEPT
    if not is_planned:
        return Kept.NONE
    if now >= begin + GRACE:
        return Kept.GAP
    return Kept.FILLED if count else Kept.EMPTY


def windows_of(duties: Iterable[Duty], zone: tzinfo) -> list[Shift]:
    """Return begin and end of each turn that the roster has, in order."""
    return sorted(TURN_BY_CODE[each.turn].window(each.day, zone) for each in duties)


def missed_since(
    expected: Iterable[Shift], signed: Sequence[Shift], now: datetime
) -> datetime | None:
    """Return since when a guard is missing who should stand there now, None where none is.

    With a roster this needs no fact: a turn that began and that nobody signed for is missed.
    """
    if any(starts <= now < ends for starts, ends in signed):
        return None
    begun = [begin for begin, end in expected if begin + GRACE <= now < end]
    return min(begun, default=None)
