"""The one door for facts. Judged here, stored here, then applied; nowhere else.

Pages and API may call `accept`; `accept` calls services; services never call back. What
the bytes show decides the verdict. Everything that depends on other facts is a flag of
the fold, so a fact is never refused because it is unwelcome.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from tepat.core.log import canonical
from tepat.core.move import events
from tepat.server.election.models import Scope
from tepat.server.log import services as log
from tepat.server.move.packing import services as packing


class Verdict(StrEnum):
    """What the door says about one fact."""

    ACCEPTED = "accepted"
    KNOWN = "known"
    QUARANTINED = "quarantined"


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer for one fact: its name, the verdict, and its number in the log."""

    id: str
    verdict: Verdict
    reason: str = ""
    number: int | None = None


@transaction.atomic
def accept(
    scope: Scope, facts: Iterable[bytes | events.Fact], by: UUID, now: datetime
) -> list[Receipt]:
    """Take `facts` reported by account `by`: one transaction for the whole batch.

    Returns one receipt per fact, in the order given. What cannot be read is kept in
    quarantine with its reason.
    """
    bodies = [fact if isinstance(fact, bytes) else events.write(fact) for fact in facts]
    names = [canonical.name_of(body) for body in bodies]
    log.lock(scope.election, scope.kabupaten)
    numbers = log.numbers_of(names)
    receipts: list[Receipt] = []
    fresh: list[tuple[str, bytes, events.Fact]] = []
    for name, body in zip(names, bodies, strict=True):
        if name in numbers:
            receipts.append(Receipt(name, Verdict.KNOWN, number=numbers[name]))
            continue
        try:
            fact = _judge(scope, body)
        except events.Unreadable as reason:
            log.quarantine(scope.election, scope.kabupaten, name, body, str(reason), by, now)
            receipts.append(Receipt(name, Verdict.QUARANTINED, str(reason)))
            continue
        fresh.append((name, body, fact))
        numbers[name] = 0
        receipts.append(Receipt(name, Verdict.ACCEPTED))
    rows = [(name, body, fact.KIND, fact.packages) for name, body, fact in fresh]
    numbers |= log.append(scope.election, scope.kabupaten, rows, by, now)
    packing.apply(scope, [(name, fact) for name, _, fact in fresh])
    return [Receipt(r.id, r.verdict, r.reason, numbers.get(r.id)) for r in receipts]


def rebuild(scope: Scope) -> int:
    """Drop every state that facts imply and fold it again from the log; return how many facts."""
    with transaction.atomic():
        log.lock(scope.election, scope.kabupaten)
        packing.drop(scope)
        facts = [(name, events.read(body, signed=False)) for name, body in _all_bodies(scope)]
        packing.apply(scope, facts)
    return len(facts)


def _all_bodies(scope: Scope) -> Sequence[tuple[str, bytes]]:
    return log.bodies(scope.election, scope.kabupaten)


def _judge(scope: Scope, body: bytes) -> events.Fact:
    fact = events.read(body, signed=False)
    if (fact.election, fact.kabupaten) != (scope.election, scope.kabupaten):
        raise events.Unreadable("other_scope")
    return fact
