"""What a rule found: one cause that needs somebody, with its evidence."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from tepat.core.watch.alerts.kinds import Alert, Kind, alert_of

Value = str | int | tuple[str, ...]
"""Of a sentence: a number, a word, a code of a place, or an ISO moment (names end in `_at`)."""

MOST_EVIDENCE: Final = 20
"""Names kept with one alert; the count says how many there are."""


@dataclass(frozen=True, slots=True)
class Found:
    """One alert as the situation has it. The same `key` is the same alert while it lasts.

    `since` is when its cause began, `until` when that ended: with it the alert is history
    and calls nobody. `count` is how many things it speaks of.
    """

    kind: Kind
    key: str
    where: str
    since: datetime
    until: datetime | None = None
    count: int = 1
    evidence: tuple[str, ...] = ()
    """What it rests on: `fact:`, `shipment:`, `package:`, `place:` and a name."""
    params: Mapping[str, Value] = field(default_factory=dict)

    @property
    def alert(self) -> Alert:
        """Its row in the one list."""
        return alert_of(self.kind, self.key)


def key_of(kind: Kind, *parts: str) -> str:
    """Return the name of one cause.

    >>> key_of(Kind.SILENT, "63.09.11")
    'silent:63.09.11'
    """
    return ":".join((kind.value, *parts))[:200]


def evidence_of(sort: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return names as evidence, each once, the first twenty."""
    known = dict.fromkeys(name for name in names if name)
    return tuple(f"{sort}:{name}" for name in list(known)[:MOST_EVIDENCE])
