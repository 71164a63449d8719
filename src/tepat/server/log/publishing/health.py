"""How a log stands, for doctor, metrics and the desk: lag, witnesses, broken promises.

Computed from the database and from what the sequencer last said, so that a sequencer
that has died is seen as well as one that complains.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from tepat.core.log.receipts import WITHIN_S
from tepat.core.problems import Code, Fact, Problem
from tepat.server.log.publishing import status
from tepat.server.log.publishing.locks import is_written
from tepat.server.log.publishing.place import Place
from tepat.server.log.publishing.source import DatabaseSource

MINUTE_S: Final = 60


@dataclass(frozen=True, slots=True)
class Health:
    """One log at one moment."""

    place: Place
    entries: int
    """Entries in the database."""
    status: status.Status
    oldest_waiting: datetime | None
    """When the first entry came that no checkpoint covers yet; None: all are covered."""
    waited_s: int
    """For how many seconds it has waited; 0: none waits."""
    is_running: bool
    """Whether a sequencer of this machine holds the log."""

    @property
    def waiting(self) -> int:
        return max(0, self.entries - self.status.size)

    @property
    def is_late(self) -> bool:
        """Whether a receipt's promise of inclusion is broken: an alarm."""
        return self.waited_s > WITHIN_S

    def problems(self) -> list[Problem]:
        """Everything about this log that somebody must mend."""
        log = str(self.place)
        found = self.status.told()
        if self.is_late and self.oldest_waiting:
            since = self.oldest_waiting.isoformat(timespec="minutes")
            facts: dict[str, Fact] = {"log": log, "count": self.waiting, "since": since}
            minutes = WITHIN_S // MINUTE_S
            found.insert(0, Problem(Code.LOG_LATE, {**facts, "minutes": minutes}))
        if not self.is_running and self.waiting:
            found.append(Problem(Code.LOG_STOPPED, {"log": log}))
        if self.status.size and self.status.has_policy and not self.status.is_witnessed:
            silent = [
                each["name"]
                for each in self.status.witnesses
                if each["silent_since"] or each.get("is_doubted")
            ]
            names = ", ".join(silent) or "-"
            facts = {"log": log, "size": self.status.size, "names": names}
            found.append(Problem(Code.LOG_UNWITNESSED, facts))
        return found


def health_of(place: Place, now: datetime) -> Health:
    """Return how one log stands: at most three queries."""
    source = DatabaseSource(place)
    entries, said = source.size(), status.read(place)
    oldest = source.received_at(said.size + 1) if entries > said.size else None
    waited = max(0, int((now - oldest).total_seconds())) if oldest else 0
    return Health(place, entries, said, oldest, waited, is_written(place))
