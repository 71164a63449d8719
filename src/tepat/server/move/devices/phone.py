"""What phones bring over HTTP: batches of facts.

No cookies and no passwords: a request is signed by the key of its device over method, path
and the hash of the body. Every call is idempotent, so that one that is sent again by a
stranger does nothing new.
"""

import gzip
from typing import Final

import msgspec
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from tepat.core.problems import Code, Problem, Refused, refuse
from tepat.server.move.devices import proven, queueing
from tepat.server.move.devices.batches import MOST_BYTES, MOST_FACTS
from tepat.server.problems import as_json
from tepat.server.straight import straight

STATUS: Final = {
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


@straight
@csrf_exempt
@require_POST
async def facts(request: HttpRequest, election: str, kabupaten: str) -> HttpResponse:
    """Take a batch of facts, as JSON, text codes or a parcel, and answer with signed receipts."""
    try:
        length, body = int(request.headers.get("Content-Length") or 0), request.body
        if max(length, len(body)) > MOST_BYTES:
            raise refuse(Code.BATCH_TOO_LARGE, facts=MOST_FACTS, bytes=MOST_BYTES)
        call = proven.counted(request, (election, kabupaten), body)
        taken = await queueing.taken(call)
        if taken.key:
            proven.proven.add((election, kabupaten), call.device, taken.key)
        return _answer(request, taken.answer)
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


def _refused(problem: Problem) -> HttpResponse:
    answer = HttpResponse(
        msgspec.json.encode(as_json(problem)),
        content_type="application/json",
        status=STATUS.get(problem.code, 422),
    )
    if "seconds" in problem.facts:
        answer["Retry-After"] = str(problem.facts["seconds"])
    return answer
