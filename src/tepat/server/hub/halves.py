"""Halves of handovers among what phones brought to a hub, while the office is out of reach.

Two phones of a hall so hand over to each other through the laptop. The hub says nothing of
its own: each phone judges the other's half by the key on its list, as everywhere.
"""

import threading
from collections.abc import Iterable, Mapping

from tepat.core.move import events, judging
from tepat.core.move.waiting import KINDS, Party, Waiting
from tepat.server.hub.bundle import Bundle
from tepat.server.hub.kept import Kept
from tepat.server.move.field import halves
from tepat.server.move.field.halves import Found


class KeptHalves:
    """The halves in the file of a hub; each call reads what came since the last one."""

    def __init__(self, kept: Kept, bundle: Bundle) -> None:
        self._kept, self._bundle = kept, bundle
        self._waiting = Waiting()
        self._row = 0
        self._lock = threading.Lock()

    def concerning(self, device: str, marks: Iterable[str]) -> Found:
        """Return what this device may see; nothing where the office did not say whose it is."""
        party = self._party_of(device)
        if party is None:
            return Found()
        with self._lock:
            for row, name, body in self._kept.facts_after(self._row):
                self._row = row
                try:
                    fact = judging.parsed(body)
                except events.Unreadable:
                    continue
                if fact.KIND in KINDS:
                    self._waiting.add(name, fact, self._party_of(fact.device))
            return halves.concerning(self._waiting, party, marks)

    def texts_of(self, found: Found) -> Mapping[str, tuple[bytes, bytes]]:
        """Return the bodies and signatures of these halves, by their names."""
        return self._kept.texts_of(found.names)

    def _party_of(self, device: str) -> Party | None:
        """Return for whom a device speaks; None for a key that the office has not told of."""
        here = self._kept.enrolled(device)
        assignment = self._bundle.duty_of(device, here[1] if here else "")
        role, _, area = self._bundle.parties.get(assignment, "").partition("@")
        return (role, area) if role else None
