"""The one door for facts. Judged here, stored here, then applied; nowhere else.

Pages and API may call `accept` for what devices signed and `report` for what the desk says;
both call services; services never call back. What the bytes show decides the verdict.
Everything that depends on other facts is a flag of the fold, so a fact is never refused
because it is unwelcome.
"""

from base64 import b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from tepat.core.log import canonical, entries, receipts, spelling
from tepat.core.move import events, judging
from tepat.core.move.devices import PEOPLE, device_of
from tepat.core.move.judging import Judged, Sent
from tepat.core.problems import Code, Refused, refuse
from tepat.server.election.models import Scope
from tepat.server.log import queries as log_reading
from tepat.server.log import refilling
from tepat.server.log import services as log
from tepat.server.log.models import LogHead
from tepat.server.log.names import origin_of
from tepat.server.move.custody import services as custody
from tepat.server.move.custody.about import lists_of
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import queries as device_reading
from tepat.server.move.devices import quotas, signing, verdicts
from tepat.server.move.devices import services as devices
from tepat.server.own_room import refuse_facts

NamedFact = tuple[str, events.Fact]
Rows = dict[str, str]
"""What tables hold, by table and key; to see whether two folds come to the same."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer for one fact: its name, the verdict, and its number in the log."""

    id: str
    verdict: str
    number: int
    received: datetime
    reason: str = ""

    def as_value(self, origin: str) -> receipts.Receipt:
        """Return what is signed: a promise of the log called `origin`."""
        return receipts.Receipt(
            fact=self.id,
            log=origin,
            number=self.number,
            received=spelling.to_utc(self.received),
            verdict=self.verdict,
            reason=self.reason,
        )

    def signed(self, scope: Scope) -> tuple[bytes, bytes]:
        """Return body and signature, by the desk key. The same answer gives the same bytes."""
        origin = origin_of(scope.election, scope.kabupaten)
        return receipts.sign(self.as_value(origin), device_reading.receipt_key(scope))


@dataclass(frozen=True, slots=True)
class Brought:
    """One judged fact, and who brought it."""

    judged: Judged
    uploader: str

    @property
    def is_besides(self) -> bool:
        """Whether it waits for the key of somebody else who signed it."""
        fact, device = self.judged.read.fact, self.judged.waits_for
        return bool(device and fact and fact.device != device)


@dataclass(frozen=True, slots=True)
class Upload:
    """One batch of facts, and who brings it."""

    batch: Sequence[Sent]
    uploader: str


def accept(scope: Scope, batch: Sequence[Sent], uploader: str, now: datetime) -> list[Receipt]:
    """Take what devices signed, brought by `uploader`: one transaction for the whole batch.

    Returns one receipt per fact, in the order given. What cannot be admitted is kept in
    quarantine with its reason; what waits for a key is admitted when the key arrives.
    Raises `Refused` where one uploader brings too much that goes into quarantine.
    """
    [answer] = accept_all(scope, [Upload(batch, uploader)], now)
    if isinstance(answer, Refused):
        raise answer
    return answer


def accept_all(
    scope: Scope, uploads: Sequence[Upload], now: datetime
) -> list[list[Receipt] | Refused]:
    """Take several batches in one transaction; return for each what `accept` would.

    What a transaction costs is then paid once for all of them. Signatures are checked
    before the log is locked.
    """
    return admit(scope, uploads, verdicts.look(scope, [one.batch for one in uploads]), now)


@transaction.atomic
def admit(
    scope: Scope, uploads: Sequence[Upload], look: verdicts.Look, now: datetime
) -> list[list[Receipt] | Refused]:
    """Take batches that were judged already, as `accept_all` does."""
    head = _open(scope, now)
    judged = look.judged
    if look.waits:
        judged = verdicts.of_batches(scope, look.reads, set(look.there))
    refused = _over_quota(scope, uploads, judged, now)
    brought = [
        Brought(each, one.uploader)
        for place, one in enumerate(uploads)
        if place not in refused
        for each in judged[place]
    ]
    known = look.there if head.size == look.size else None
    receipts_of = iter(_take(scope, head, brought, now, known))
    return [
        refused.get(place) or [next(receipts_of) for _ in one.batch]
        for place, one in enumerate(uploads)
    ]


def _over_quota(
    scope: Scope, uploads: Sequence[Upload], judged: Sequence[Sequence[Judged]], now: datetime
) -> dict[int, Refused]:
    """Return which uploads bring too much into quarantine, by their places."""
    found: dict[int, Refused] = {}
    more: dict[str, int] = {}
    for place, one in enumerate(uploads):
        count = sum(each.reason is not None for each in judged[place])
        if not count:
            continue
        try:
            quotas.check_quarantine(scope, one.uploader, count + more.get(one.uploader, 0), now)
        except Refused as refused:
            found[place] = refused
        else:
            more[one.uploader] = more.get(one.uploader, 0) + count
    return found


@transaction.atomic
def report(scope: Scope, facts: Iterable[events.Fact], by: UUID, now: datetime) -> list[Receipt]:
    """Sign what account `by` reports at the desk, and take it: one transaction for all.

    Facts may name each other in the order given, by the names they had before they were
    signed. Raises `Refused` where this log does not know the key of this desk.
    """
    head = _open(scope, now)
    desk = device_reading.desk_of(scope)
    if desk is None:
        raise refuse(Code.DESK_KEY_UNKNOWN, log=origin_of(scope.election, scope.kabupaten))
    where = (scope.election, scope.kabupaten)
    seq, prev = log_reading.device_head(*where, desk.key_id)
    names: dict[str, str] = {}
    brought = []
    for draft in facts:
        seq += 1
        fact = replace(signing.renamed(draft, names), device=desk.key_id, seq=seq, prev=prev)
        judged = signing.signed(fact, desk)
        prev = names[canonical.name_of(events.write(draft))] = judged.read.name
        brought.append(Brought(judged, str(by)))
    return _take(scope, head, brought, now)


def _open(scope: Scope, now: datetime) -> LogHead:
    """Lock the log; return its head. The first entry of an empty one is the key of this desk."""
    refuse_facts()
    head = log.lock(scope.election, scope.kabupaten)
    if head.size:
        return head
    desk = own_keys.desk()
    root = events.DeskEnrolled(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        device=desk.key_id,
        seq=1,
        key=b64encode(desk.public).decode(),
    )
    _take(scope, head, [Brought(signing.signed(root, desk), "")], now)
    return head


def _take(
    scope: Scope,
    head: LogHead,
    brought: Sequence[Brought],
    now: datetime,
    known: dict[str, tuple[int, datetime]] | None = None,
) -> list[Receipt]:
    """Store and apply what was judged; the log is locked. Returns the receipts in order.

    `known` are those that are in the log already, where the caller has just asked.
    """
    where = (scope.election, scope.kabupaten)
    names = [each.judged.read.name for each in brought]
    there = dict(log_reading.numbers_of(*where, names) if known is None else known)
    fresh: dict[str, Brought] = {}
    for each in brought:
        if each.judged.reason is None and each.judged.read.name not in there:
            fresh.setdefault(each.judged.read.name, each)
    refuges = {
        place: _refuge(each)
        for place, each in enumerate(brought)
        if each.judged.reason
        and (each.is_besides or each.judged.read.name not in there.keys() | fresh.keys())
    }
    digests = [each.digest for each in refuges.values()]
    kept = log_reading.refuge_numbers(*where, digests) if refuges else {}
    new_refuges = {each.digest: each for each in refuges.values() if each.digest not in kept}
    facts = [new_row(each) for each in fresh.values()]
    numbers, more = log.append(head, facts, list(new_refuges.values()), now)
    kept |= {digest: (number, now) for digest, number in more.items()}
    again = _log_again(head, brought, fresh, now)
    answers = []
    for place, each in enumerate(brought):
        name = each.judged.read.name
        if place in refuges:
            reason = str(each.judged.reason)
            answers.append(
                Receipt(name, receipts.QUARANTINED, *kept[refuges[place].digest], reason)
            )
        elif place in again:
            answers.append(Receipt(name, receipts.ACCEPTED, again[place], now))
        elif name in there:
            answers.append(Receipt(name, receipts.KNOWN, *there[name]))
        else:
            answers.append(Receipt(name, receipts.ACCEPTED, numbers[name], now))
            there[name] = (numbers[name], now)
    _apply(scope, head, [_named(each) for each in fresh.values()], now)
    if again:
        custody.apply_again(scope, [_named(brought[place]) for place in again])
    return answers


def _log_again(
    head: LogHead, brought: Sequence[Brought], fresh: Mapping[str, Brought], now: datetime
) -> dict[int, int]:
    """Log who signed facts of the log besides those it knows of; return numbers by place.

    Otherwise whoever sends a body first, without them, would keep its witnesses out.
    """
    asked = {
        place: each
        for place, each in enumerate(brought)
        if each.judged.reason is None
        and each.judged.read.sent.countersigned
        and fresh.get(each.judged.read.name) is not each
    }
    if not asked:
        return {}
    known = log_reading.countersigners_of([each.judged.read.name for each in asked.values()])
    new: dict[int, log.Again] = {}
    for place, each in asked.items():
        name = each.judged.read.name
        there = known.setdefault(name, set())
        others = tuple(
            one for one in each.judged.read.sent.countersigned if one.device not in there
        )
        if others and not _named(each)[1].AUDIENCE.is_hidden:
            devices = tuple(one.device for one in others)
            there.update(devices)
            text = entries.countersigned_text(others)
            is_about_keys = isinstance(_named(each)[1], PEOPLE)
            new[place] = log.Again(name, text, devices, each.uploader, is_about_keys)
    numbers = log.append_again(head, list(new.values()), now)
    return dict(zip(new, numbers, strict=True))


def _named(each: Brought) -> NamedFact:
    fact = each.judged.read.fact
    if fact is None:
        raise ValueError("what was admitted is a fact")
    return each.judged.read.name, fact


def new_row(each: Brought) -> log.NewFact:
    """Return a fact as the log stores it."""
    name, fact = _named(each)
    sent = each.judged.read.sent
    return log.NewFact(
        name=name,
        body=sent.body,
        sig=sent.sig,
        countersigned=entries.countersigned_text(sent.countersigned),
        kind=fact.KIND,
        audience=fact.AUDIENCE.value,
        device=fact.device,
        seq=fact.seq,
        prev=fact.prev,
        packages=custody.packages_of(fact),
        lists=lists_of(fact),
        countersigners=tuple(one.device for one in sent.countersigned),
        uploader=each.uploader,
        is_about_keys=isinstance(fact, PEOPLE),
    )


def _refuge(each: Brought) -> log.Refuge:
    read = each.judged.read
    claimed = read.fact.device if read.fact else ""
    others = read.sent.countersigned
    whole = entries.are_well_formed(others)  # anything may come; only such is ever read again
    return log.Refuge(
        name=read.name,
        body=read.sent.body,
        sig=read.sent.sig,
        countersigned=entries.countersigned_text(others) if whole else "",
        reason=str(each.judged.reason),
        device=each.judged.waits_for or claimed,
        uploader=each.uploader,
    )


def _apply(scope: Scope, head: LogHead, admitted: Sequence[NamedFact], now: datetime) -> None:
    """Fold what was admitted, and whatever a fact about keys lets in or shows otherwise."""
    facts = list(admitted)
    changed: frozenset[str] = frozenset()
    fresh = facts
    while fresh:
        changed |= devices.apply(scope, fresh)
        fresh = _admit_waiting(scope, head, fresh, now)
        facts = facts + fresh
    told = [(name, fact) for name, fact in facts if isinstance(fact, events.Corrected)]
    registry = device_reading.registry(scope) if told else None
    for name, fact in told:
        whose = verdicts.settles(fact, registry) if registry else None
        if whose is not None:
            log.settle(scope.election, scope.kabupaten, fact.fact, name, whose)
    custody.apply(scope, facts, changed)


def _admit_waiting(
    scope: Scope, head: LogHead, fresh: Sequence[NamedFact], now: datetime
) -> list[NamedFact]:
    """Admit what lay in quarantine for a key that `fresh` brings; return the facts."""
    keyed = {
        key_id: name
        for name, fact in fresh
        if isinstance(fact, events.Enrolled | events.DeskEnrolled)
        for key_id in [device_of(fact.key)]
    }
    where = (scope.election, scope.kabupaten)
    rows = log_reading.waiting_for(*where, keyed) if keyed else []
    if not rows:
        return []
    reads = [
        judging.read(
            Sent(bytes(row.body), bytes(row.sig), log_reading.countersigned(row.countersigned)),
            *where,
        )
        for row in rows
    ]
    there = log_reading.numbers_of(*where, [each.name for each in reads])
    for device, name in keyed.items():
        log.settle_waiting(*where, device, name)
    judged = [
        Brought(each, row.uploader)
        for each, row in zip(verdicts.of(scope, reads, set(there)), rows, strict=True)
    ]
    admitted = {
        each.judged.read.name: each
        for each in judged
        if each.judged.reason is None and each.judged.read.name not in there
    }
    refuges = {
        refuge.digest: refuge
        for each in judged
        if each.judged.reason and each.judged.read.name not in admitted
        for refuge in [_refuge(each)]
    }
    kept = log_reading.refuge_numbers(*where, list(refuges))
    still = [each for digest, each in refuges.items() if digest not in kept]
    log.append(head, [new_row(each) for each in admitted.values()], still, now)
    again = _log_again(head, judged, admitted, now)
    custody.apply(scope, [_named(judged[place]) for place in again], ())
    return [_named(each) for each in admitted.values()]


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How many facts were folded again, and every row that came out otherwise than it lay."""

    facts: int
    differences: tuple[str, ...]


@transaction.atomic
def rebuild(scope: Scope) -> Rebuilt:
    """Drop every state that facts imply, fold it again from the log, and compare."""
    log.lock(scope.election, scope.kabupaten)
    before = {**devices.snapshot(scope), **custody.snapshot(scope)}
    devices.drop(scope)
    custody.drop(scope)
    count = devices.rebuild(scope)
    custody.rebuild(scope)
    after = {**devices.snapshot(scope), **custody.snapshot(scope)}
    return Rebuilt(count, tuple(_differences(before, after)))


@transaction.atomic
def refill(scope: Scope, lost: Sequence[refilling.Lost], now: datetime) -> refilling.Refilled:
    """Put entries that a restore lost back under their old numbers, and fold everything again.

    Whoever calls it has checked them against a root that the log signed. What waited for a
    key that comes back is admitted. Raises `Refused` for a body that this log cannot hold.
    """
    log.lock(scope.election, scope.kabupaten)
    returned: list[NamedFact] = []

    def make(
        body: bytes, sig: bytes, countersigned: tuple[entries.Countersignature, ...]
    ) -> log.NewFact:
        read = judging.read(Sent(body, sig, countersigned), scope.election, scope.kabupaten)
        if read.fact is None:
            raise refuse(Code.LOG_REFILL_BODY, log=str(scope), reason=str(read.reason))
        brought = Brought(Judged(read), refilling.RETURNED)
        returned.append(_named(brought))
        return new_row(brought)

    kinds = [kind.KIND for kind in PEOPLE]
    done = refilling.refill(scope.election, scope.kabupaten, lost, make, kinds)
    devices.rebuild(scope)
    head = log.lock(scope.election, scope.kabupaten)  # it grew
    _apply(scope, head, returned, now)
    rebuild(scope)
    return done


def _differences(before: Rows, after: Rows) -> Iterable[str]:
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            yield f"{key}: {before.get(key, '-')} != {after.get(key, '-')}"
