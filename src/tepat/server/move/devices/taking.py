"""Take batches of phones into the log, several in one transaction, and sign the answers.

What is needed of a request is plain data, so that a process of its own can take it
(`apart.py`): who signed it, over what, and the bytes that came.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import msgspec
from django.conf import settings
from django.db import connection, transaction

from tepat.core.log import gathered, letters, notes, receipts, requests, spelling
from tepat.core.move import events, judging
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock, flow
from tepat.server.election.models import Scope
from tepat.server.election.scopes import find
from tepat.server.log.names import origin_of
from tepat.server.move.devices import batches as formats
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import queries, quotas, verdicts
from tepat.server.move.devices.batches import Answer, SignedReceipt


class Call(msgspec.Struct, frozen=True):
    """One request that brings facts."""

    election: str
    kabupaten: str
    device: str
    """The key that the request says it is signed with."""
    signature: bytes
    method: str
    path: str
    stranger: str
    """Who sends, where nobody knows the key."""
    kind: str
    """The content type of the body."""
    body: bytes
    checked: bytes = b""
    """The public key that the signature is known to match; empty: nobody looked."""

    def is_signed(self, public: bytes) -> bool:
        """Whether this key signed the request."""
        return self.checked == public or requests.verifies(
            public, self.method, self.path, self.body, self.signature
        )


class Taken(msgspec.Struct, frozen=True):
    """The answer to a call, and the public key that signed it where the log knows it."""

    answer: bytes
    key: bytes = b""


_write = msgspec.json.Encoder().encode


def take(calls: Sequence[Call]) -> list[Taken | Refused]:
    """Take the batches of several requests; return for each its answer, or why there is none.

    On SQLite, which has one writer, what belongs to several logs is one transaction, too: what it
    costs is paid once. PostgreSQL locks each log by itself: while the writer waited for one of
    them, whoever writes to those that it holds would wait as well.
    """
    answers: dict[int, Taken | Refused] = {}
    by_log: dict[tuple[str, str], list[int]] = {}
    for place, call in enumerate(calls):
        by_log.setdefault((call.election, call.kabupaten), []).append(place)
    opened: list[tuple[_Opened, list[int]]] = []
    for log, places in sorted(by_log.items()):
        some = [calls[place] for place in places]
        try:
            opened.append((_open(log, some), places))
        except Refused as refused:
            answers.update((place, refused) for place in places)
    now, brings = clock.now(), any(each.uploads for each, _ in opened)  # junk asks for no lock
    is_one = brings and connection.vendor == "sqlite"
    with transaction.atomic() if is_one else nullcontext():
        taken = [each.admitted(now) for each, _ in opened]
    for (each, places), found in zip(opened, taken, strict=True):
        answers.update(zip(places, each.answers(found), strict=True))
    return [answers[place] for place in range(len(calls))]


@dataclass(frozen=True, slots=True)
class _Opened:
    """The calls for one log, their batches read and judged before the log is locked."""

    scope: Scope
    calls: Sequence[Call]
    known: Mapping[str, tuple[bytes, str]]
    """Public key and letter of who asks, by the ids of their keys."""
    refused: Mapping[int, Refused]
    uploads: Sequence[flow.Upload]
    """What was not refused, in the order of the calls."""
    look: verdicts.Look

    def admitted(self, now: datetime) -> list[list[flow.Receipt] | Refused]:
        """Write what may be written; return the receipts of each upload."""
        return flow.admit(self.scope, self.uploads, self.look, now) if self.uploads else []

    def answers(self, found: Iterable[list[flow.Receipt] | Refused]) -> list[Taken | Refused]:
        """Return the signed answer to each call, where `found` became of the uploads."""
        log = (self.scope.election, self.scope.kabupaten)
        desk, origin = queries.receipt_key(self.scope), origin_of(*log)
        checkpoint = checkpoint_of(self.scope)
        taken = iter(found)
        answers: list[Taken | Refused] = []
        for place, call in enumerate(self.calls):
            each = self.refused.get(place) or next(taken)
            if isinstance(each, Refused):
                answers.append(each)
                continue
            signed = [_signed(receipts.sign(one.as_value(origin), desk)) for one in each]
            public, _ = self.known.get(call.device, (b"", ""))
            answers.append(Taken(_write(Answer(signed, checkpoint)), public))
        return answers


def _open(log: tuple[str, str], calls: Sequence[Call]) -> _Opened:
    """Read and judge the batches of `calls`. Raises `Refused` where there is no such log."""
    election, kabupaten = log
    scope = find(kabupaten, election)
    batches = [_batch_of(call) for call in calls]
    enrolling = [{} if isinstance(one, Refused) else letters_in(one) for one in batches]
    asked = {call.device for call in calls}.union(*enrolling) - {""}
    known = queries.letters_of(scope, asked) if asked else {}
    refused_at: dict[int, Refused] = {}
    uploads: list[flow.Upload] = []
    for place, (call, batch) in enumerate(zip(calls, batches, strict=True)):
        try:
            if isinstance(batch, Refused):
                raise batch
            uploader = _uploader(call, batch, known)
            _count_keys(each for key, each in enrolling[place].items() if key not in known)
            uploads.append(flow.Upload(batch, uploader))
        except Refused as refused:
            refused_at[place] = refused
    look = verdicts.look(scope, [one.batch for one in uploads])
    return _Opened(scope, calls, known, refused_at, uploads, look)


def _batch_of(call: Call) -> list[Sent] | Refused:
    try:
        return formats.batch_of(call.kind, call.body)
    except Refused as refused:
        return refused


def _signed(receipt: tuple[bytes, bytes]) -> SignedReceipt:
    body, sig = receipt
    return SignedReceipt(body.decode(), spelling.to_base64(sig))


def letters_in(batch: Sequence[Sent]) -> dict[str, str]:
    """Return the assignments by whose letters keys enrol in a batch, by the ids of the keys.

    Only keys of somebody who had the letter: nobody else uses up what it may do.
    """
    found = {}
    for sent in batch:
        try:
            fact = judging.parsed(sent.body)
        except events.Unreadable:
            continue
        if not isinstance(fact, events.Enrolled) or (public := judging.enrols(fact)) is None:
            continue
        if letters.mac_holds(own_keys.secret_of(fact.assignment), public, fact.mac):
            found[fact.device] = fact.assignment
    return found


def _count_keys(assignments: Iterable[str]) -> None:
    """Count the keys that enrol. Raises `Refused` where a letter has brought too many."""
    most = quotas.LETTER_KEYS_PER_HOUR
    for assignment, count in Counter(assignments).items():
        quotas.buckets.take(f"letter {assignment}", most, count=min(count, most), seconds=3_600)


def _uploader(call: Call, batch: list[Sent], known: Mapping[str, tuple[bytes, str]]) -> str:
    """Return the device that signed the request, or a stranger. Counts the request.

    Raises `Refused` for a signature that does not match a key the log knows, or the key
    that the batch itself enrols.
    """
    device, count = call.device, len(batch)
    public, letter = known.get(device) or _enrolling(batch, device) or (None, "")
    if public is None:
        quotas.buckets.take(call.stranger, quotas.STRANGERS_PER_MINUTE)
        _count_facts(count, call.stranger, quotas.STRANGER_FACTS_PER_HOUR)
        _count_facts(count, quotas.STRANGER, quotas.FACTS_PER_HOUR)
        return call.stranger
    if not call.is_signed(public):
        raise refuse(Code.REQUEST_SIGNATURE, device=device[:32])
    quotas.buckets.take(device, quotas.BATCHES_PER_MINUTE)
    _count_facts(count, letter or device, quotas.FACTS_PER_HOUR)
    return device


def _count_facts(count: int, sender: str, most: int) -> None:
    quotas.buckets.take(f"facts {sender}", most, count=count, seconds=3_600)


def _enrolling(batch: list[Sent], device: str) -> tuple[bytes, str] | None:
    """Return the key that the batch itself enrols as `device`, and by which assignment."""
    for sent in batch if device else ():
        try:
            fact = judging.parsed(sent.body)
        except events.Unreadable:
            continue
        if not isinstance(fact, events.Enrolled) or fact.device != device:
            continue
        if (public := judging.enrols(fact)) is not None:
            known = {device: public}
            read = judging.read(sent, fact.election, fact.kabupaten)
            if judging.judge(read, known, own_keys.secret_of).reason is None:
                return public, fact.assignment
    return None


def checkpoint_of(scope: Scope) -> str:
    """Return the newest published checkpoint with its log's own lines, "" before the first.

    Cosignatures of hundreds of phones come with the proofs, as many as the quorum takes.
    """
    path = Path(settings.HOME) / "log" / scope.election / scope.kabupaten / "checkpoint"
    try:
        note = notes.parse_note(path.read_bytes())
    except (OSError, notes.BadNote):
        return ""
    origin = origin_of(scope.election, scope.kabupaten)
    return notes.write_note(gathered.enough_of(note, None, origin)).decode()
