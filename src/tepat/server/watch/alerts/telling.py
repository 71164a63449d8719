"""What the log tells, as the rules of alerts need it: times, places and outcomes of facts.

Kept in memory and read on from where it stopped, so that a look each minute costs a look
at the newest facts. A log that was restored or replaced is read anew.
"""

import threading
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

import msgspec

from tepat.core.move import events, judging
from tepat.core.move.standing import STOPS
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries as devices

HANDOVERS: Final = (events.Given.KIND, events.Received.KIND)
JUDGED: Final = (events.Inspected.KIND, events.Guarded.KIND, events.VotingOpened.KIND)
_KINDS: Final = (*HANDOVERS, *JUDGED)


class Told(msgspec.Struct):
    """One fact, as far as a rule asks."""

    kind: str
    at: datetime
    place: str = ""
    shipment: str = ""
    name: str = ""
    seen: datetime | None = msgspec.field(default=None, name="received")
    """When the log received it."""


_read = msgspec.json.Decoder(Told, strict=False).decode


@dataclass(slots=True)
class Known:
    """The facts of one log, by name; those that a signer must be entitled to, whole."""

    facts: dict[str, Told] = field(default_factory=dict)
    judged: dict[str, events.Fact] = field(default_factory=dict)
    number: int = 0
    name: str = ""


_known: dict[tuple[str, str], Known] = {}
_lock = threading.Lock()


def of_log(scope: Scope) -> Known:
    """Return what the log of `scope` tells up to now: one query, two where it is another log."""
    where = (scope.election, scope.kabupaten)
    with _lock:
        known = _known.get(where) or Known()
        rows = _rows(scope, known.number)
        if known.number and (not rows or rows[0][0] != known.name):
            known = Known()
            rows = _rows(scope, 0)
        for name, number, kind, body, received in rows:
            told = _read(body)
            told.name, told.seen = name, received
            known.facts[name] = told
            if kind in JUDGED:
                known.judged[name] = judging.parsed(body)
            known.number, known.name = number, name
        _known[where] = known
        return known


def entitled(scope: Scope, known: Known) -> dict[str, events.Fact]:
    """Return inspections, guards and openings whose signers were entitled: at most four queries."""
    registry = devices.registry(scope)
    return {
        name: fact
        for name, fact in known.judged.items()
        if not registry.standing_of(name, fact) & STOPS
    }


def _rows(scope: Scope, begin: int) -> list[tuple[str, int, str, bytes, datetime]]:
    facts = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, kind__in=_KINDS, number__gte=begin
    )
    rows = facts.order_by("number").values_list("id", "number", "kind", "body", "received_at")
    return [(name, number, kind, bytes(body), at) for name, number, kind, body, at in rows]
