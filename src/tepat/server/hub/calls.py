"""What phones ask of a hub: the calls they know from the office, of this log alone.

A stranger gets nothing, so that a hub is no open relay: whoever asks has a key that the
office named when the hub was prepared, or one that enrols with a letter of this area. Facts
are on the disk before anything is said. The only receipts that leave here are the office's.
"""

import gzip
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from tepat.core.digits import whole_number
from tepat.core.log import keys, requests, spelling
from tepat.core.move import events, judging
from tepat.core.move.judging import Sent
from tepat.core.problems import Code, Refused, refuse
from tepat.server.hub import relay, state
from tepat.server.hub.bundle import Listed
from tepat.server.hub.halves import KeptHalves
from tepat.server.hub.kept import Batch, Kept, Seen
from tepat.server.move.devices import batches, quotas
from tepat.server.move.field import halves, notes
from tepat.server.move.field.asking import JSON, answer_with, refused_with
from tepat.server.move.field.manifest import SIGNED

RETRY_S: Final = 60
METHODS: Final = {
    "facts": ("POST",),
    "halves": ("GET",),
    "manifest": ("GET",),
    "notes": ("POST",),
    "policy": ("GET",),
    "proofs": ("POST",),
    "witness": ("POST",),
    "photos": ("GET", "HEAD", "PATCH"),
}
MOST: Final = {
    "facts": 2**20,
    "notes": notes.MOST_BYTES,
    "proofs": 2**16,
    "witness": 2**17,
    "photos": 2**18,
}
"""Bytes of a body; a phone sends at most 64 KiB of facts at once."""
PER_MINUTE: Final = 240
SHOWN: Final = ("Content-Type", "ETag", "Retry-After", SIGNED, "Upload-Offset")


@dataclass(frozen=True, slots=True)
class Asked:
    """One call of a known device."""

    hub: state.Hub
    kept: Kept
    office: relay.Office
    waiting: KeptHalves
    method: str
    path: str
    device: str
    headers: dict[str, str]
    body: bytes

    def relayed(self) -> relay.Answer | None:
        return self.office.ask(self.method, self.path, self.headers, self.body)


@csrf_exempt
def call(
    request: HttpRequest, election: str, kabupaten: str, what: str, sha256: str = ""
) -> HttpResponse:
    """Answer one call of a phone."""
    if request.method not in METHODS[what]:
        return HttpResponseNotAllowed(METHODS[what])
    try:
        hub = state.hub_of(Path(settings.HOME))
        if (election, kabupaten) != (hub.bundle.election, hub.bundle.kabupaten):
            raise refuse(Code.SCOPE_UNKNOWN, kabupaten=kabupaten[:20], election=election[:40])
        body = _body(request, MOST.get(what, 0))
        batch = batches.batch_of(str(request.content_type), body) if what == "facts" else []
        asked = _asked(request, hub, body, batch)
        if what == "facts":
            return _facts(asked, batch)
        if what == "manifest":
            return _manifest(request, asked)
        if what == "halves":
            return _halves(request, asked)
        return _policy(asked) if what == "policy" else _relayed(asked)
    except Refused as refused:
        return refused_with(refused.problem)
    except (sqlite3.Error, OSError):  # the disk is full, or gone: nothing was promised
        return refused_with(refuse(Code.DOOR_DISK, seconds=RETRY_S).problem)


call.reads_bytes = True  # type: ignore[attr-defined]  # see `ReadableText`


@lru_cache(maxsize=4)
def _works(home: Path, _bundle: str) -> tuple[Kept, relay.Office, KeptHalves]:
    hub, kept = state.hub_of(home), Kept(state.folder(home) / "kept.sqlite3")
    return kept, relay.Office(hub), KeptHalves(kept, hub.bundle)


def _body(request: HttpRequest, most: int) -> bytes:
    length = request.headers.get("Content-Length") or "0"
    if whole_number(length, most) is None:
        raise refuse(Code.REQUEST_TOO_LONG, bytes=most)
    body = request.body
    if len(body) > most:
        raise refuse(Code.REQUEST_TOO_LONG, bytes=most)
    return body


def _asked(request: HttpRequest, hub: state.Hub, body: bytes, batch: Sequence[Sent]) -> Asked:
    """Return who asks. Raises `Refused` for a stranger, and for who asks too often."""
    works = _works(Path(settings.HOME), f"{hub.bundle.office} {hub.bundle.made}")
    kept, office, waiting = works
    device = request.headers.get("Tepat-Device", "")[:64]
    public = _key_of(hub, kept, device)
    is_new = public is None
    if public is None:
        public = next((found for sent in batch if (found := _enrolling(hub, sent, device))), None)
    signature = spelling.from_base64(request.headers.get("Tepat-Signature", "")) or b""
    method, path = str(request.method), request.get_full_path()
    if is_new:
        quotas.buckets.take(
            quotas.stranger_at(request.META.get("REMOTE_ADDR", "")), quotas.STRANGERS_PER_MINUTE
        )
    if public is None or not requests.verifies(public, method, path, body, signature):
        raise refuse(Code.REQUEST_SIGNATURE, device=device[:32])
    quotas.buckets.take(f"hub {device}", PER_MINUTE)
    headers = {name: request.headers[name] for name in relay.SENT if name in request.headers}
    return Asked(hub, kept, office, waiting, method, path, device, headers, body)


def _key_of(hub: state.Hub, kept: Kept, device: str) -> bytes | None:
    if (key := hub.bundle.devices.get(device)) is not None:
        return spelling.from_base64(key)
    found = kept.enrolled(device) if device else None
    return spelling.from_base64(found[0]) if found else None


def _enrolling(hub: state.Hub, sent: Sent, device: str) -> bytes | None:
    """Return the key that `sent` enrols as `device`, with a letter that this hub knows of."""
    read = judging.read(sent, hub.bundle.election, hub.bundle.kabupaten)
    fact = read.fact
    if read.reason or not isinstance(fact, events.Enrolled) or fact.device != device:
        return None
    if fact.assignment not in hub.bundle.assignments:
        raise refuse(Code.HUB_LETTER)
    return judging.enrols(fact)


# -- facts -------------------------------------------------------------------------------------


def _facts(asked: Asked, sent: Sequence[Sent]) -> HttpResponse:
    """Keep, then ask the office; answer with its receipts, or that only a copy lies here."""
    if not sent:
        raise refuse(Code.BATCH_UNREADABLE, reason="empty")
    batch = Batch(asked.device, asked.path, asked.headers, asked.body)
    asked.kept.keep(batch, sent, _seen(asked, sent))
    answer = relay.send(asked.kept, asked.office, asked.hub, batch)
    if answer is not None:
        return _as_said(answer)
    if (found := asked.kept.receipts_of(sent)) is not None:
        return answer_with({"receipts": [{"body": body, "sig": sig} for body, sig in found]})
    raise refuse(Code.HUB_KEPT, seconds=RETRY_S)


def _seen(asked: Asked, sent: Sequence[Sent]) -> Seen:
    """Return what may be true among the facts of a batch, and which keys enrol with it.

    A fact that is certainly false is left to the office, which gets the whole request: one that
    somebody carried must not keep the others of his outbox from this hub.
    """
    hub, enrolled = asked.hub, dict[str, tuple[str, str]]()
    checked, unchecked = list[Sent](), list[Sent]()
    for each in sent:
        read = judging.read(each, hub.bundle.election, hub.bundle.kabupaten)
        fact = read.fact
        if fact is None or read.reason or isinstance(fact, events.DeskEnrolled):
            continue
        public = _key_of(hub, asked.kept, fact.device)
        if public is None and fact.device in enrolled:
            public = spelling.from_base64(enrolled[fact.device][0])
        if isinstance(fact, events.Enrolled):
            public = judging.enrols(fact)
            if public is None or keys.is_weak(public):
                continue
        if public is None:
            unchecked.append(each)
        elif keys.body_verifies(public, keys.EVENT, each.body, each.sig):
            checked.append(each)
            if isinstance(fact, events.Enrolled) and fact.assignment in hub.bundle.assignments:
                enrolled[fact.device] = (fact.key, fact.assignment)
    return Seen(tuple(checked), tuple(unchecked), enrolled)


# -- what the office says, and what it said ------------------------------------------------------


def _manifest(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer the list of the office of now, else the one from when the hub was prepared."""
    answer = asked.relayed()
    if answer is not None and not relay.is_busy(answer):
        if answer.status == 200:
            of_now = (answer.headers.get("ETag", ""), answer.body.decode())
            asked.kept.keep_list(asked.device, Listed(*of_now, answer.headers.get(SIGNED, "")))
        return _as_said(answer)
    found = asked.kept.list_of(asked.device) or _prepared_list(asked)
    if found is None:
        raise refuse(Code.HUB_OFFLINE, seconds=RETRY_S)
    if found.tag in request.headers.get("If-None-Match", ""):
        said = HttpResponse(status=304)
    else:
        packed = "gzip" in request.headers.get("Accept-Encoding", "")
        text = found.text.encode()
        said = HttpResponse(gzip.compress(text, 9, mtime=0) if packed else text, content_type=JSON)
        said[SIGNED] = found.signed
        if packed:
            said["Content-Encoding"] = "gzip"
    said["ETag"] = found.tag
    said["Cache-Control"] = "private, no-cache"
    patch_vary_headers(said, ["Accept-Encoding", "Tepat-Device"])
    return said


def _halves(request: HttpRequest, asked: Asked) -> HttpResponse:
    """Answer the halves that the office knows, else those that phones of this hall brought."""
    answer = asked.relayed()
    if answer is not None and not relay.is_busy(answer):
        return _as_said(answer)
    found = asked.waiting.concerning(asked.device, halves.marks_in(request))
    return halves.answer_as(request, found, asked.waiting.texts_of(found), ())


def _prepared_list(asked: Asked) -> Listed | None:
    here = asked.kept.enrolled(asked.device)
    bundle = asked.hub.bundle
    listed = bundle.lists.get(bundle.duty_of(asked.device, here[1] if here else ""))
    return Listed(f'W/"{listed.tag}"', listed.text, listed.signed) if listed else None


def _policy(asked: Asked) -> HttpResponse:
    answer = asked.relayed()
    if answer is not None and answer.status == 200 and not relay.is_busy(answer):
        return _as_said(answer)
    said = HttpResponse(asked.hub.bundle.policy.encode(), content_type="text/plain; charset=utf-8")
    said["Cache-Control"] = "private, no-cache"
    return said


def _relayed(asked: Asked) -> HttpResponse:
    answer = asked.relayed()
    if answer is None or relay.is_busy(answer):
        raise refuse(Code.HUB_OFFLINE, seconds=RETRY_S)
    return _as_said(answer)


def _as_said(answer: relay.Answer) -> HttpResponse:
    """Pass on what the office said; of its headers only those that a phone reads."""
    said = HttpResponse(answer.body, status=answer.status)
    for name in SHOWN:
        if name in answer.headers:
            said[name] = answer.headers[name]
    said["Cache-Control"] = "no-store"
    return said


def as_export(facts: Sequence[Sent]) -> bytes:
    """Return facts as the file that `tepat log take` reads."""
    return msgspec.json.encode(
        {
            "facts": [
                {
                    "body": each.body.decode(),
                    "sig": spelling.to_base64(each.sig),
                    "countersigned": [
                        {"device": one.device, "sig": spelling.to_base64(one.signature)}
                        for one in each.countersigned
                    ],
                }
                for each in facts
            ]
        }
    )
