"""The short way of a phone's facts to the door: past sessions, accounts and forms.

A batch is signed by the key of its device and judged by its bytes alone, so that nothing of what
stands before a page can change its answer. Those layers were written for pages: on voting day, when
phones bring two facts at a time, each parcel would pay for all of them. Here such a request
reaches its view directly, and its answer is dressed as every other one is.
"""

import io
from collections.abc import Callable
from contextlib import nullcontext
from functools import lru_cache
from typing import Any, Final

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.handlers.asgi import ASGIRequest
from django.core.handlers.exception import response_for_exception
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils import translation
from django.utils.module_loading import import_string

from tepat.server import own_room
from tepat.server.bodies import FACTS, App, Receive, Scope, Send
from tepat.server.desk.language import chosen_by

LAYERS: Final = (
    "tepat.server.gladi.marking.MarkEveryAnswer",
    "django.middleware.security.SecurityMiddleware",
    "tepat.server.desk.security.OwnFilesOnly",
    "tepat.server.move.field.origins.FieldOrigins",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
"""What dresses an answer, in the order of the settings; whoever is not there is left out.

The language is chosen here, and `Content-Length` written, as the two layers between do.
"""

Layer = Callable[[HttpRequest], HttpResponseBase]


def straight(view: Any) -> Any:
    """Mark an asynchronous view that needs no layer: it judges every byte, and asks no session."""
    view.is_straight = True
    return view


class Straight:
    """The application `app`; a POST to a view that is marked so goes to it directly."""

    def __init__(self, app: App) -> None:
        self._app = app
        self._dressed: Layer = lambda request: request.answer  # type: ignore[attr-defined]
        for name in reversed(LAYERS):
            if name in settings.MIDDLEWARE:
                self._dressed = import_string(name)(self._dressed)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        found = _view(scope)
        if found is None:
            await self._app(scope, receive, send)
            return
        body = await _body(receive)
        if body is not None:  # else whoever asked is gone
            request = ASGIRequest(scope, io.BytesIO(body))
            await _send(await self._answer(request, found), send)

    async def _answer(self, request: Any, found: ResolverMatch) -> HttpResponseBase:
        request.resolver_match = found
        try:
            request.get_host()  # raises for a host that is not ours, before anything is taken
            if settings.GLADI:
                request.META.pop("HTTP_ACCEPT_ENCODING", None)  # as its mark does
            chosen = chosen_by(request)
            is_so = translation.get_language() == chosen  # nearly always: a task begins with it
            with nullcontext() if is_so else translation.override(chosen):
                request.answer = await found.func(request, *found.args, **found.kwargs)
                answer = self._dressed(request)
            answer.headers.setdefault("Content-Language", chosen)
            return answer
        except Exception as error:
            made: HttpResponse = await sync_to_async(response_for_exception)(request, error)
            return made


def _view(scope: Scope) -> ResolverMatch | None:
    """Return what answers a request directly, None where it takes the whole way."""
    begin, end = FACTS
    if scope["type"] != "http" or scope["method"] != "POST" or own_room.is_own():
        return None
    path = str(scope["path"])
    if not path.startswith(begin) or not path.endswith(end):
        return None
    return _found(path)


@lru_cache(maxsize=256)
def _found(path: str) -> ResolverMatch | None:
    try:
        found = resolve(path)
    except Resolver404:
        return None
    return found if getattr(found.func, "is_straight", False) else None


async def _body(receive: Receive) -> bytes | None:
    """Return the whole body; None where the connection ends before it does."""
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return None
        parts.append(message.get("body") or b"")
        if not message.get("more_body"):
            return b"".join(parts)


async def _send(answer: HttpResponseBase, send: Send) -> None:
    content = answer.content if isinstance(answer, HttpResponse) else b""
    answer.headers.setdefault("Content-Length", str(len(content)))
    headers = [(name.encode("ascii"), value.encode("latin1")) for name, value in answer.items()]
    start = {"type": "http.response.start", "status": answer.status_code, "headers": headers}
    await send(start)
    await send({"type": "http.response.body", "body": content})
