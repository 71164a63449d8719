"""Between which moments a fact must have been signed, whatever its reporter's clock says.

Not before its letter was written, nor before the newest checkpoint that the phone had seen
held its last entry; not after it arrived. Nothing is refused for its time, and no order is
read from it: what a clock says outside of that is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from tepat.core.move.events.envelope import Fact

TOLERANCE: Final = timedelta(minutes=30)
"""So much a phone's clock, or the server's, may be off without being shown."""


class Arrival(NamedTuple):
    """The number of a fact in the log and when the log received it, to the second."""

    number: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Arrivals:
    """When the facts arrived, by their names, and other entries, by their numbers."""

    facts: Mapping[str, Arrival] = field(default_factory=dict)
    moments: Mapping[int, datetime] = field(default_factory=dict)
    """At least those of the checkpoints that the facts had seen."""

    def is_off(self, name: str, fact: Fact, letter_at: datetime | None) -> bool:
        """Tell whether the clock of the fact called `name` was off by more than the tolerance.

        A checkpoint that was not there yet when the fact arrived, nobody has seen.
        """
        arrival = self.facts.get(name)
        earliest = [letter_at] if letter_at else []
        if arrival and fact.seen and fact.seen.size < arrival.number:
            earliest += [at for at in (self.moments.get(fact.seen.size),) if at]
        if arrival and fact.at - TOLERANCE > arrival.at:
            return True
        return any(fact.at + TOLERANCE < each for each in earliest)
