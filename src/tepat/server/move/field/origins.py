"""Phones that enrolled at another address may send here: exactly those origins, nobody else.

On the Wi-Fi of a hall a phone opens the application where its keys are, and sends to the
hub; one that was opened at the hub, from the poster, sends to the office. So the office lets its
hubs through, and a hub its office. The browser asks first; cookies never travel, since none
decides anything here.
"""

import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers

from tepat.server import environment

CALLS: Final = re.compile(
    r"/api/e/[^/]+/[^/]+/(facts|halves|manifest|notes|policy|proofs|witness|photos/[^/]+)", re.ASCII
)
METHODS: Final = "GET, HEAD, POST, PATCH"
HEADERS: Final = (
    "Content-Type, If-None-Match, Tepat-Device, Tepat-Protocol, Tepat-Signature, Tepat-Time"
)
SHOWN: Final = "ETag, Retry-After, Tepat-Desk-Signature, Upload-Offset"
SETTINGS: Final = ("TEPAT_FIELD_ORIGINS", "TEPAT_HUBS")
_ORIGIN: Final = re.compile(r"https?://[^/\s;,'\"*]+", re.ASCII)


def allowed(name: str) -> list[str]:
    """Return the origins in a setting that are whole ones; a star or a path is none.

    Ends nothing: an origin that cannot be one is simply not allowed.
    """
    return [each for each in environment.words(name) if _ORIGIN.fullmatch(each)]


class FieldOrigins:
    """Answer the browser's question, and mark answers to phones of a known origin."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not CALLS.fullmatch(request.path):
            return self.get_response(request)
        origin = request.headers.get("Origin", "")
        is_known = any(origin in allowed(name) for name in SETTINGS)
        asks = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        answer = HttpResponse(status=204) if asks else self.get_response(request)
        patch_vary_headers(answer, ["Origin"])
        if is_known:
            answer["Access-Control-Allow-Origin"] = origin
            answer["Access-Control-Expose-Headers"] = SHOWN
            if asks:
                answer["Access-Control-Allow-Methods"] = METHODS
                answer["Access-Control-Allow-Headers"] = HEADERS
                answer["Access-Control-Max-Age"] = "600"
                # A hub stands in the network of the hall: Chromium asks for this besides.
                answer["Access-Control-Allow-Private-Network"] = "true"
        return answer
