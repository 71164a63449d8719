"""Take batches of phones into the log, several in one transaction, and sign the answers.

What is needed of a request is plain data, so that a process of its own can take it
(`apart.py`): who signed it, over what, and the bytes that came.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec
from django.conf import settings

from tepat.core.log import gathered, letters, notes, receipts, requests, spelling
from tepat.core.move import events, judging
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock, flow
from tepat.server.election.models import Scope
from tepat.server.election.scopes import find
from tepat.server.log.names import origin_of
from tepat.server.move.devices import batches, queries, quotas
from tepat.server.move.devices import keys as own_keys
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
    """Take the batches of several requests; return for each its answer, or why there is none."""
    answers: dict[int, Taken | Refused] = {}
    by_log: dict[tuple[str, str], list[int]] = {}
    for place, call in enumerate(calls):
        by_log.setdefault((call.election, call.kabupaten), []).append(place)
    for log, places in by_log.items():
        found = _take_of_one_log(log, [calls[place] for place in places])
        answers.update(zip(places, found, strict=True))
    return [answers[place] for place in range(len(calls))]


def _take_of_one_log(log: tuple[str, str], calls: Sequence[Call]) -> list[Taken | Refused]:
    election, kabupaten = log
    try:
        scope = find(kabupaten, election)
    except Refused as refused:
        return [refused] * len(calls)
    opened = [_opened(call) for call in calls]
    enrolling = [{} if isinstance(one, Refused) else letters_in(one) for one in opened]
    asked = {call.device for call in calls}.union(*enrolling) - {""}
    known = queries.letters_of(scope, asked) if asked else {}
    refused_at: dict[int, Refused] = {}
    uploads: list[flow.Upload] = []
    for place, (call, batch) in enumerate(zip(calls, opened, strict=True)):
        try:
            if isinstance(batch, Refused):
                raise batch
            uploader = _uploader(call, batch, known)
            _count_keys(each for key, each in enrolling[place].items() if key not in known)
            uploads.append(flow.Upload(batch, uploader))
        except Refused as refused:
            refused_at[place] = refused
    taken = iter(flow.accept_all(scope, uploads, clock.now()) if uploads else ())
    checkpoint = checkpoint_of(scope)
    desk, origin = queries.receipt_key(scope), origin_of(*log)
    answers: list[Taken | Refused] = []
    for place, call in enumerate(calls):
        found = refused_at.get(place) or next(taken)
        if isinstance(found, Refused):
            answers.append(found)
            continue
        signed = [_signed(receipts.sign(each.as_value(origin), desk)) for each in found]
        public, _ = known.get(call.device, (b"", ""))
        answers.append(Taken(_write(Answer(signed, checkpoint)), public))
    return answers


def _opened(call: Call) -> list[Sent] | Refused:
    try:
        return batches.batch_of(call.kind, call.body)
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
