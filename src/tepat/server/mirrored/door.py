"""The door for a mirrored log: entries that KPU's log has, taken as they stand there.

Nothing is judged anew that only KPU can judge, such as the letter of an enrolment. But every
body that is here must be a fact of this log, signed by the key it names, which the log
brought before it: a false signature stops the room at its last good entry, and is said.
"""

from base64 import b64decode
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction

from tepat.core.log import canonical, entries, keys, spelling
from tepat.core.move import events, judging
from tepat.core.move.devices import PEOPLE
from tepat.core.move.judging import Judged, Sent
from tepat.core.problems import Code, refuse
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log import following
from tepat.server.log import queries as log_reading
from tepat.server.log import services as log
from tepat.server.log.models import Fact
from tepat.server.log.refilling import Lost
from tepat.server.move.custody import services as custody
from tepat.server.move.devices import queries as device_reading
from tepat.server.move.devices import services as devices
from tepat.server.move.devices import verdicts


@transaction.atomic
def take(scope: Scope, came: Sequence[Lost]) -> None:
    """Store and apply entries, in order and without gaps behind those that are here.

    Raises `Refused` for an entry that is no fact of this log or bears a false signature;
    nothing of `came` is stored then.
    """
    head = log.lock(scope.election, scope.kabupaten)
    reading = _Reading(scope, came)
    rows = following.Rows()
    for number, each in enumerate(came, start=head.size + 1):
        if each.number != number:
            raise refuse(Code.ROOM_ENTRY, number=each.number, reason="out of order")
        reading.one(each, rows)
    following.append(head, rows, came[-1].number)
    facts = reading.facts
    changed = devices.apply(scope, facts) | devices.look_again(scope, reading.unread)
    _settle(scope, facts)
    custody.apply(scope, facts, changed)
    if reading.again:
        custody.apply_again(scope, reading.again)


@transaction.atomic
def reveal(scope: Scope, bodies: Sequence[tuple[int, str, bytes]]) -> int:
    """Take bodies (number, name, bytes) that were withheld before; return how many."""
    log.lock(scope.election, scope.kabupaten)
    found = []
    for number, name, body in bodies:
        row = Fact.objects.filter(
            election=scope.election, kabupaten=scope.kabupaten, number=number, pk=name
        ).first()
        if row is None or canonical.name_of(body) != name:
            continue
        sent = Sent(body, bytes(row.sig), log_reading.countersigned(row.countersigned))
        found.append(flow.new_row(_brought(_read(scope, number, sent))))
    following.reveal({"election": scope.election, "kabupaten": scope.kabupaten}, found)
    custody.apply(scope, [(each.name, judging.parsed(each.body)) for each in found], ())
    return len(found)


class _Reading:
    """Reads entries one after the other; knows the keys that came before each."""

    def __init__(self, scope: Scope, came: Sequence[Lost]) -> None:
        self.facts: list[tuple[str, events.Fact]] = []
        self.again: list[tuple[str, events.Fact]] = []
        self.unread: set[str] = set()
        """Devices of facts whose bodies are withheld."""
        self._scope = scope
        self._keys: dict[str, bytes] = {}
        names = [each.entry.name for each in came if not _is_refuge(each)]
        where = (scope.election, scope.kabupaten)
        self._there = set(log_reading.numbers_of(*where, names))
        self._know(came)

    def one(self, each: Lost, rows: following.Rows) -> None:
        """Read one entry into `rows`."""
        entry, at = each.entry, _moment(each)
        if isinstance(entry, entries.QuarantinedEntry):
            rows.refuges.append((each.number, at, entry))
            return
        if isinstance(entry, entries.HiddenEntry) and not each.body:
            if entry.audience not in log_reading.HIDDEN:
                raise refuse(Code.ROOM_ENTRY, number=each.number, reason=entry.audience)
            self.unread.add(entry.device)
            rows.facts.append((each.number, at, following.withheld(entry)))
            return
        body = entry.body if isinstance(entry, entries.FactEntry) else each.body
        read = _read(self._scope, each.number, Sent(body, entry.signature, entry.countersigned))
        self._check(each.number, read)
        assert read.fact is not None
        if read.name in self._there:
            text = entries.countersigned_text(entry.countersigned)
            others = tuple(one.device for one in entry.countersigned)
            rows.again.append(
                (
                    each.number,
                    at,
                    log.Again(
                        read.name, text, others, following.MIRRORED, isinstance(read.fact, PEOPLE)
                    ),
                )
            )
            self.again.append((read.name, read.fact))
            return
        self._there.add(read.name)
        rows.facts.append((each.number, at, flow.new_row(_brought(read))))
        self.facts.append((read.name, read.fact))

    def _know(self, came: Sequence[Lost]) -> None:
        """Ask once for every key that these entries name."""
        where = (self._scope.election, self._scope.kabupaten)
        wanted: set[str] = set()
        for each in came:
            if isinstance(each.entry, entries.HiddenEntry):
                wanted.add(each.entry.device)
            if isinstance(each.entry, entries.FactEntry):
                read = judging.read(Sent(each.entry.body, each.entry.signature), *where)
                wanted |= {read.fact.device} if read.fact else set()
                wanted |= {one.device for one in each.entry.countersigned}
        self._keys = device_reading.keys_of(self._scope, wanted)

    def _check(self, number: int, read: judging.Read) -> None:
        """Raise `Refused` unless every signature holds; remember a key that a fact brings."""
        fact = read.fact
        assert fact is not None
        if isinstance(fact, events.Enrolled):
            own = judging.enrols(fact)
        elif isinstance(fact, events.DeskEnrolled) and number == 1:
            own = b64decode(fact.key)
            own = own if keys.key_id(own) == fact.device else None
        else:
            own = self._keys.get(fact.device)
        signed = own is not None and keys.body_verifies(
            own, keys.EVENT, read.sent.body, read.sent.sig
        )
        for other in read.sent.countersigned:
            public = self._keys.get(other.device)
            signed = signed and public is not None
            signed = signed and keys.body_verifies(
                public or b"", keys.EVENT, read.sent.body, other.signature
            )
        if not signed or own is None:
            raise refuse(Code.ROOM_SIGNATURE, number=number, device=fact.device)
        self._keys.setdefault(fact.device, own)
        if isinstance(fact, events.Enrolled | events.DeskEnrolled):
            public = b64decode(fact.key)
            self._keys.setdefault(keys.key_id(public), public)


def _is_refuge(each: Lost) -> bool:
    return isinstance(each.entry, entries.QuarantinedEntry)


def _read(scope: Scope, number: int, sent: Sent) -> judging.Read:
    read = judging.read(sent, scope.election, scope.kabupaten)
    if read.fact is None or read.reason is not None:
        raise refuse(Code.ROOM_ENTRY, number=number, reason=str(read.reason))
    return read


def _brought(read: judging.Read) -> flow.Brought:
    return flow.Brought(Judged(read), following.MIRRORED)


def _moment(each: Lost) -> datetime:
    moment = spelling.from_utc(each.entry.received)
    if moment is None:
        raise refuse(Code.ROOM_ENTRY, number=each.number, reason="received")
    return moment


def _settle(scope: Scope, facts: Iterable[tuple[str, events.Fact]]) -> None:
    """End the alarms of the quarantine that a correction answers, as KPU's door does."""
    told = [(name, fact) for name, fact in facts if isinstance(fact, events.Corrected)]
    registry = device_reading.registry(scope) if told else None
    for name, fact in told:
        whose = verdicts.settles(fact, registry) if registry else None
        if whose is not None:
            log.settle(scope.election, scope.kabupaten, fact.fact, name, whose)
