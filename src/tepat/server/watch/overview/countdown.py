"""H-n: how far voting day is, and which deadlines of the election come next."""

from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tepat.core.election.catalogue import Election


class Stage(NamedTuple):
    """One deadline on its day. `left` in days: below nought it is past."""

    code: str
    name: str
    day: date
    h: str
    left: int


class Countdown(NamedTuple):
    """Today in the kabupaten's own zone. `h` is empty where no voting day is set."""

    h: str
    today: date
    voting_day: date | None
    next: list[Stage]
    stages: list[Stage]


def countdown(election: Election, zone: str, now: datetime, language: str) -> Countdown:
    """Return where `now` stands in the calendar of `election`."""
    today = now.astimezone(ZoneInfo(zone)).date()
    if election.voting_day is None:
        return Countdown("", today, None, [], [])
    stages = [
        Stage(
            each.code,
            each.name.say(language),
            day := election.voting_day + timedelta(days=each.days),
            h_of(each.days),
            (day - today).days,
        )
        for each in sorted(election.deadlines, key=lambda each: each.days)
    ]
    coming = [stage for stage in stages if stage.left >= 0]
    h = h_of((today - election.voting_day).days)
    return Countdown(h, today, election.voting_day, coming[:2], stages)


def h_of(days: int) -> str:
    """Return days from voting day as people write them.

    >>> h_of(-12), h_of(0), h_of(3)
    ('H-12', 'H', 'H+3')
    """
    return "H" if days == 0 else f"H{days:+d}"
