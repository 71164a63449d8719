"""From when the public may read each part of a published log.

`checkpoint`s, `log.json` and hash tiles are public at once: they show that nothing was
rewritten and tell nobody where a load is. Everything else waits, so that the log is no
timetable for a robber. Mirrors that a setting names read earlier, and each of their
reads is recorded.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.problems import Code, refuse


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the folder that waits, and how many days after voting day it opens."""

    name: str
    days: int | None
    """None: opens only where the office says when."""
    audience: str = ""
    """The audience whose mirrors alone may read it before; empty: every mirror."""


PARTS: Final = (
    Part("entries", 1),
    Part("states", 1),
    Part("lists", 1),
    Part("results", 1, audience="results"),
    Part("security", None, audience="security"),
)
"""Days count from midnight after voting day in the zone of the kabupaten: 1 is that midnight."""

PART = {part.name: part for part in PARTS}
NEVER: Final = "never"

Releases = Mapping[str, datetime | None]
"""Name of a part to the moment from which it is public; None: nobody has said when."""


def releases_of(voting_day: date | None, zone: str, changed: Iterable[str] = ()) -> Releases:
    """Return when each part opens; `changed` are words `part=moment` or `part=never`.

    Raises `Refused` for a word that names no part or a moment without its offset.

    >>> releases_of(date(2024, 11, 27), "Asia/Makassar")["entries"].isoformat()
    '2024-11-28T00:00:00+08:00'
    """
    found: dict[str, datetime | None] = {}
    for part in PARTS:
        found[part.name] = None
        if voting_day and part.days is not None:
            day = voting_day + timedelta(days=part.days)
            found[part.name] = datetime.combine(day, time(), ZoneInfo(zone))
    for word in changed:
        name, _, moment = word.partition("=")
        if name not in PART:
            raise refuse(Code.LOG_RELEASE, value=word, choices=", ".join(PART))
        found[name] = None if moment == NEVER else _moment(word, moment)
    return found


def _moment(word: str, text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise refuse(Code.LOG_RELEASE, value=word, choices=", ".join(PART))
    return moment


def as_json(releases: Releases) -> dict[str, str | None]:
    """Return the releases as `log.json` shows them: null where nobody has said when."""
    return {name: moment and moment.isoformat() for name, moment in sorted(releases.items())}


def from_json(stored: Mapping[str, str | None]) -> Releases:
    return {name: moment and datetime.fromisoformat(moment) for name, moment in stored.items()}


def is_open(releases: Releases, part: str, now: datetime) -> bool:
    """Tell whether the public may read `part` at `now`."""
    moment = releases.get(part)
    return moment is not None and moment <= now
