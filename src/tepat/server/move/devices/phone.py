"""What phones bring over HTTP: batches of facts.

No cookies and no passwords: a request is signed by the key of its device over method, path
and the hash of the body. Every call is idempotent, so that one that is sent again by a
stranger does nothing new.
"""

import gzip
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tepat.core.log import (
    carrying,
    entries,
    gathered,
    letters,
    notes,
    parcels,
    receipts,
    series,
    spelling,
)
from tepat.core.move import events, judging
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock, flow
from tepat.server.election.models import Scope
from tepat.server.election.scopes import find
from tepat.server.log.names import origin_of
from tepat.server.move.devices import keys as own_keys
from tepat.server.move.devices import proven, queries, quotas, writer
from tepat.server.problems import as_json
from tepat.server.straight import straight

MOST_FACTS = 200
MOST_BYTES = 4 * 2**20
PARCEL = "application/vnd.tepat.parcel"
"""The content type of facts in the fewest bytes, as `core/log/parcels.py` writes them."""
STATUS = {
    Code.BATCH_UNREADABLE: 400,
    Code.TEXT_CODE: 400,
    Code.TEXT_PARTS: 400,
    Code.REQUEST_SIGNATURE: 401,
    Code.SCOPE_UNKNOWN: 404,
    Code.BATCH_TOO_LARGE: 413,
    Code.DOOR_QUOTA: 429,
    Code.DOOR_BUSY: 503,
    Code.DOOR_DATABASE: 503,
    Code.DOOR_DISK: 507,
}


class Countersigned(msgspec.Struct):
    """One more signature over the same body."""

    device: str
    sig: str


class One(msgspec.Struct):
    """One fact as it travels."""

    body: str
    sig: str
    countersigned: list[Countersigned] = []


class Batch(msgspec.Struct):
    """What a phone posts."""

    facts: list[One]


class SignedReceipt(msgspec.Struct):
    """The answer for one fact: canonical receipt, and the desk's signature in base64."""

    body: str
    sig: str


class Answer(msgspec.Struct, omit_defaults=True):
    """The newest checkpoint, and one receipt per fact in the order sent."""

    receipts: list[SignedReceipt]
    checkpoint: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """One request that brings facts."""

    log: tuple[str, str]
    request: HttpRequest
    body: bytes
    batch: list[Sent]

    @property
    def device(self) -> str:
        """The key that the request says it is signed with."""
        return self.request.headers.get("Tepat-Device", "")


_read = msgspec.json.Decoder(Batch).decode
_write = msgspec.json.Encoder().encode


@straight
@csrf_exempt
@require_POST
async def facts(request: HttpRequest, election: str, kabupaten: str) -> HttpResponse:
    """Take a batch of facts, as JSON, text codes or a parcel, and answer with signed receipts."""
    try:
        if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
            raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
        body = request.body
        if len(body) > MOST_BYTES:
            raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
        proven.count(request, (election, kabupaten), body)
        call = Call((election, kabupaten), request, body, batch_of(request, body))
        return _answer(request, await writer.take(call, len(call.batch), take))
    except Refused as refused:
        return _refused(refused.problem)


facts.reads_bytes = True  # see `ReadableText`


def _answer(request: HttpRequest, answer: bytes) -> HttpResponse:
    """Return receipts, compressed where the phone takes it: half of one is the same in all."""
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    body = gzip.compress(answer, 6, mtime=0) if packed else answer
    response = HttpResponse(body, content_type="application/json")
    if packed:
        response["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response


def batch_of(request: HttpRequest, body: bytes) -> list[Sent]:
    """Return the facts of a body, as its type says. Raises `Refused` for what is none."""
    if len(body) > MOST_BYTES:
        raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
    if request.content_type == "text/plain":
        found = from_text(body.decode("utf-8", errors="replace"))
    elif request.content_type == PARCEL:
        found = _from_parcel(body)
    else:
        try:
            found = [sent_of(each) for each in _read(body).facts]
        except (msgspec.DecodeError, RecursionError, UnicodeError) as error:
            raise refuse(Code.BATCH_UNREADABLE, reason=str(error)[:120]) from error
    if len(found) > MOST_FACTS:
        raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
    return found


def _from_parcel(body: bytes) -> list[Sent]:
    try:
        return [Sent(each.body, each.sig) for each in parcels.read(body) if each.sig]
    except carrying.BadText as error:
        raise refuse(Code.BATCH_UNREADABLE, reason=str(error)) from error


def sent_of(one: One) -> Sent:
    """Return what travelled as bytes; what is no base64 becomes a signature that fails."""
    others = [
        entries.Countersignature(each.device, spelling.from_base64(each.sig) or b"")
        for each in one.countersigned
    ]
    others.sort(key=lambda each: each.device)
    return Sent(one.body.encode(), spelling.from_base64(one.sig) or b"", tuple(others))


def from_text(text: str) -> list[Sent]:
    """Return the facts of text codes: single ones, parcels, and parts in any order.

    Raises `Refused` for what is none, and where parts are missing.
    """
    try:
        items, missing = series.read_all([text])
    except carrying.BadText as error:
        raise refuse(Code.TEXT_CODE) from error
    if missing:
        raise refuse(Code.TEXT_PARTS, count=missing)
    return [Sent(each.body, each.sig) for each in items if each.sig]


def take(calls: Sequence[Call]) -> list[bytes | Refused]:
    """Take the batches of several requests; return for each its answer, or why there is none."""
    answers: dict[int, bytes | Refused] = {}
    by_log: dict[tuple[str, str], list[int]] = {}
    for place, call in enumerate(calls):
        by_log.setdefault(call.log, []).append(place)
    for log, places in by_log.items():
        found = _take_of_one_log(log, [calls[place] for place in places])
        answers.update(zip(places, found, strict=True))
    return [answers[place] for place in range(len(calls))]


def _take_of_one_log(log: tuple[str, str], calls: Sequence[Call]) -> list[bytes | Refused]:
    election, kabupaten = log
    try:
        scope = find(kabupaten, election)
    except Refused as refused:
        return [refused] * len(calls)
    devices = {call.device for call in calls} - {""}
    enrolling = [letters_in(call.batch) for call in calls]
    asked = devices.union(*enrolling)
    known = queries.letters_of(scope, asked) if asked else {}
    refused_at: dict[int, Refused] = {}
    uploads: list[flow.Upload] = []
    for place, call in enumerate(calls):
        try:
            uploader = _uploader(call, known)
            _count_keys(each for key, each in enrolling[place].items() if key not in known)
            uploads.append(flow.Upload(call.batch, uploader))
        except Refused as refused:
            refused_at[place] = refused
    taken = iter(flow.accept_all(scope, uploads, clock.now()) if uploads else ())
    checkpoint = checkpoint_of(scope)
    desk, origin = queries.receipt_key(scope), origin_of(*log)
    answers: list[bytes | Refused] = []
    for place in range(len(calls)):
        found = refused_at.get(place) or next(taken)
        if isinstance(found, Refused):
            answers.append(found)
            continue
        signed = [_signed(receipts.sign(each.as_value(origin), desk)) for each in found]
        answers.append(_write(Answer(signed, checkpoint)))
    return answers


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


def _uploader(call: Call, known: Mapping[str, tuple[bytes, str]]) -> str:
    """Return the device that signed the request, or a stranger. Counts the request.

    Raises `Refused` for a signature that does not match a key the log knows, or the key
    that the batch itself enrols.
    """
    request, device = call.request, call.device
    public, letter = known.get(device) or _enrolling(call.batch, device) or (None, "")
    if public is None:
        stranger = quotas.stranger_of(request)
        quotas.buckets.take(stranger, quotas.STRANGERS_PER_MINUTE)
        _count_facts(call, stranger, quotas.STRANGER_FACTS_PER_HOUR)
        _count_facts(call, quotas.STRANGER, quotas.FACTS_PER_HOUR)
        return stranger
    if not proven.is_signed(request, public, call.body):
        raise refuse(Code.REQUEST_SIGNATURE, device=device[:32])
    if device in known:
        proven.proven.add(call.log, device, public)
    quotas.buckets.take(device, quotas.BATCHES_PER_MINUTE)
    _count_facts(call, letter or device, quotas.FACTS_PER_HOUR)
    return device


def _count_facts(call: Call, sender: str, most: int) -> None:
    quotas.buckets.take(f"facts {sender}", most, count=len(call.batch), seconds=3_600)


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


def _refused(problem: Problem) -> HttpResponse:
    answer = HttpResponse(
        _write(as_json(problem)),
        content_type="application/json",
        status=STATUS.get(problem.code, 422),
    )
    if "seconds" in problem.facts:
        answer["Retry-After"] = str(problem.facts["seconds"])
    return answer
