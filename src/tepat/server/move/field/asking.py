"""A call of a phone: no cookie, signed by the key of its device, and answered in JSON.

Who asks is decided before the call itself is looked at: its body is bounded, its signature
is checked against the keys of the log, its requests are counted, and its protocol is one
that this server speaks.
"""

import gzip
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

import msgspec
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt

from tepat.core.digits import whole_number
from tepat.core.log import protocols, requests, spelling
from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.election.scopes import find
from tepat.server.move.devices import quotas, writer
from tepat.server.move.models import Device
from tepat.server.problems import as_json, status_of

ASKS_PER_MINUTE: Final = 240
"""Calls of one device besides its batches: a photo of 2 MiB takes eight of them."""
JSON: Final = "application/json"
_json = msgspec.json.encode


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks, in which log, and what they sent."""

    scope: Scope
    device: Device
    body: bytes


View = Callable[..., HttpResponse]


def phone_call(*methods: str, most: int = 0) -> Callable[[View], View]:
    """Make a view of `/api/e/<election>/<kabupaten>/...` out of `view(request, asked, ...)`.

    `most` is how many bytes the body may have.
    """

    def decorate(view: View) -> View:
        @csrf_exempt
        @wraps(view)
        def call(request: HttpRequest, election: str, kabupaten: str, **rest: Any) -> HttpResponse:
            if request.method not in methods:
                return HttpResponseNotAllowed(methods)
            try:
                asked = _asked(request, find(kabupaten, election), most)
                return view(request, asked, **rest)
            except Refused as refused:
                return refused_with(refused.problem)
            except (DatabaseError, InterfaceError, OSError) as error:
                problem = writer.trouble(error)
                if problem is None:
                    raise
                return refused_with(problem)

        call.reads_bytes = True  # type: ignore[attr-defined]  # see `ReadableText`
        return call

    return decorate


def refused_with(problem: Problem) -> HttpResponse:
    """Return the answer for what was refused, with the seconds after which to try again."""
    answer = HttpResponse(_json(as_json(problem)), content_type=JSON, status=status_of(problem))
    if "seconds" in problem.facts:
        answer["Retry-After"] = str(problem.facts["seconds"])
    answer["Cache-Control"] = "no-store"
    return answer


def answer_with(value: object, status: int = 200) -> HttpResponse:
    """Return `value` as JSON that nobody keeps."""
    answer = HttpResponse(_json(value), content_type=JSON, status=status)
    answer["Cache-Control"] = "no-store"
    return answer


def packed(request: HttpRequest, value: object) -> HttpResponse:
    """Return `value` as JSON, compressed where the phone takes it: it pays for every byte."""
    answer = answer_with(value)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        answer.content = gzip.compress(answer.content, 9, mtime=0)
        answer["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _asked(request: HttpRequest, scope: Scope, most: int) -> Asked:
    """Return who asks. Raises `Refused` for a stranger, too much, or another protocol."""
    body = _body(request, most)
    key = request.headers.get("Tepat-Device", "")
    row = Device.objects.filter(scope=scope, device=key[:32], is_desk=False).first()
    public = spelling.from_base64(row.key) if row else None
    signature = spelling.from_base64(request.headers.get("Tepat-Signature", "")) or b""
    path = request.get_full_path()
    if row is None or public is None or len(key) != len(row.device):
        _count_stranger(request)
        raise refuse(Code.REQUEST_SIGNATURE, device=key[:32])
    if not requests.verifies(public, str(request.method), path, body, signature):
        _count_stranger(request)
        raise refuse(Code.REQUEST_SIGNATURE, device=key[:32])
    quotas.buckets.take(f"asks {row.device}", ASKS_PER_MINUTE)
    spoken = protocols.number_of(request.headers.get(protocols.HEADER, ""))
    if not protocols.is_spoken(spoken):
        oldest, newest = protocols.oldest(), protocols.NEWEST
        raise refuse(Code.PROTOCOL_OTHER, spoken=spoken, oldest=oldest, newest=newest)
    return Asked(scope, row, body)


def check_stands(asked: Asked) -> None:
    """Raise `Refused` where the device was revoked or its duty has ended."""
    if not stands(asked.device):
        raise refuse(Code.DEVICE_REVOKED)


def stands(row: Device) -> bool:
    """Whether a device may have anything: not revoked, and its duty has not ended."""
    return row.upto is None and row.ends is not None and row.ends > clock.now()


def _body(request: HttpRequest, most: int) -> bytes:
    length = request.headers.get("Content-Length") or "0"
    if whole_number(length, most) is None:
        raise refuse(Code.REQUEST_TOO_LONG, bytes=most)
    body = request.body
    if len(body) > most:
        raise refuse(Code.REQUEST_TOO_LONG, bytes=most)
    return body


def _count_stranger(request: HttpRequest) -> None:
    stranger = quotas.stranger_of(request)
    quotas.buckets.take(stranger, quotas.STRANGERS_PER_MINUTE)
