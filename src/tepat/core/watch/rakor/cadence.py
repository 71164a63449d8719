"""How often a meeting is held, and what an action owes: pure rules over dates."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

GRACE: Final = timedelta(days=1)
"""A meeting may be held a day later than its cadence says before anybody is told."""
LONGEST_CADENCE: Final = 60
"""Days. A meeting that is held more rarely has no cadence."""


@dataclass(frozen=True, slots=True)
class Missed:
    """A meeting that should have been held and was not."""

    last: datetime
    due: datetime
    every_days: int


def is_cadence(every_days: int) -> bool:
    """Tell whether meetings come back after so many days; beyond the longest they do not."""
    return 0 < every_days <= LONGEST_CADENCE


def next_due(last: datetime, every_days: int) -> datetime | None:
    """Return when the next meeting is due; None without a cadence."""
    return last + timedelta(days=every_days) if is_cadence(every_days) else None


def missed(
    held: Iterable[datetime], planned: Iterable[datetime], every_days: int, now: datetime
) -> Missed | None:
    """Return the meeting that was missed at `now`, or None.

    `held` are beginnings of meetings that took place, `planned` of those that are called. One
    that is called and whose time has not come is no missed one: somebody took care.
    """
    past = [each for each in held if each <= now]
    if not is_cadence(every_days) or not past or any(each > now for each in planned):
        return None
    due = max(past) + timedelta(days=every_days)
    return Missed(max(past), due, every_days) if now > due + GRACE else None


def times_carried(made_at: datetime, closed: Iterable[datetime]) -> int:
    """Return at how many meetings an open action was carried over since it was made."""
    return sum(each > made_at for each in closed)


def is_owner(owner: str, names: Iterable[str]) -> bool:
    """Tell whether an action's `owner`, as people wrote it, is the agency called `names`.

    >>> is_owner("Sekretariat KPU, bagian logistik", ("kpu",)), is_owner("BPBD", ("kpu", "KPU"))
    (True, False)
    """
    text = owner.casefold()
    words = (re.escape(each.casefold()) for each in names if each)
    return any(re.search(rf"(?<!\w){word}(?!\w)", text) for word in words)


OUTSIDE: Final = (
    "segel",
    "surat suara",
    "kotak suara",
    "hasil",
    "rekapitulasi",
    "seal",
    "ballot",
    "result",
)
"""Of these KPU decides; a meeting may only ask."""


def is_request(text: str, holds: str) -> bool:
    """Tell whether a decision of `holds` (a role) about `text` can only be a request to KPU.

    >>> is_request("Buka segel kotak 12", "desk"), is_request("Kirim perahu", "desk")
    (True, False)
    >>> is_request("Buka segel kotak 12", "kpu")
    False
    """
    words = text.casefold()
    return holds != "kpu" and any(each in words for each in OUTSIDE)
