"""What other programs may be told: the one list of events, and how often one is tried again.

No event names a person, and none tells of escorts, guards or results: a message leaves the
house and cannot be called back. It says what happened and where to look.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from tepat.core.election.catalogue import Words
from tepat.core.watch.alerts.kinds import ALERTS


@dataclass(frozen=True, slots=True)
class Event:
    """One kind of message."""

    code: str
    name: Words


FACTS: Final = "facts.accepted"
ALERT_OPENED: Final = "alert.opened"
ALERT_CLOSED: Final = "alert.closed"
INCIDENT_OPENED: Final = "incident.opened"
INCIDENT_CLOSED: Final = "incident.closed"
PLAN: Final = "plan.published"
CHECKPOINT: Final = "checkpoint.published"
TEST: Final = "test"
"""Sent by a button, to see whether messages arrive."""

EVENTS: Final[Mapping[str, Event]] = {
    each.code: each
    for each in (
        Event(FACTS, Words("Peristiwa diterima: nomor dan jumlah per jenis", "Facts accepted")),
        Event(ALERT_OPENED, Words("Peringatan dibuka", "Alert opened")),
        Event(ALERT_CLOSED, Words("Peringatan selesai", "Alert closed")),
        Event(INCIDENT_OPENED, Words("Insiden dibuka", "Incident opened")),
        Event(INCIDENT_CLOSED, Words("Insiden ditutup", "Incident closed")),
        Event(PLAN, Words("Rencana diterbitkan", "Plan published")),
        Event(CHECKPOINT, Words("Checkpoint log diterbitkan", "Checkpoint published")),
    )
}

QUIET_ALERTS: Final = frozenset(each.kind.value for each in ALERTS if each.sight is not None)
"""Alerts that tell of loads that move or of guards: they never leave the house."""
QUIET_FACTS: Final = frozenset({"security", "results"})
"""Audiences of facts that are not even counted in a message."""

PAUSES: Final = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""How long one waits after each failure; after the last a message is given up."""
GIVE_UP: Final = timedelta(days=3)
"""After so long without one that arrived, nothing more is sent until a person says so."""
OVERLAP: Final = timedelta(hours=24)
"""For so long both secrets sign after a change."""


def pause_after(tries: int) -> timedelta | None:
    """Return how long to wait after `tries` failures, None to give the message up.

    >>> pause_after(1), pause_after(10)
    (datetime.timedelta(seconds=5), None)
    """
    return PAUSES[tries - 1] if 1 <= tries <= len(PAUSES) else None
