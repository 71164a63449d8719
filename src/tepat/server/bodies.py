"""How many bytes a request may bring, counted as they come.

Django writes a body to a file before it asks who sends it. One that is sent in pieces says
no length beforehand, so that without a count anybody fills the disk.
"""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from tepat.core.problems import Code, Problem
from tepat.core.sentences import sentence

FACTS: Final = ("/api/e/", "/facts")
"""How the path of the door begins and ends: whoever asks there needs no account."""
MOST_FACTS_BYTES: Final = 5 * 2**20
"""A batch is 4 MiB at most, and the door words its own refusal of one that is a little longer."""
MOST_CALL_BYTES: Final = 300 * 2**10
"""Any other call of a phone: a piece of a photo, names of facts, a signed note."""
CALLS: Final = (
    "/manifest",
    "/policy",
    "/notes",
    "/announcements",
    "/proofs",
    "/witness",
    "/cosignatures",
)
MOST_BYTES: Final = 40 * 2**20
"""Anywhere else: the largest sheet is 32 MiB, and a form is around it."""

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[Mapping[str, Any]]]
Send = Callable[[Mapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]


def most_for(path: str) -> int:
    """Return how many bytes a request to `path` may bring.

    >>> most_for("/api/e/p/63.09/facts") > most_for("/api/e/p/63.09/photos/00") > 0
    True
    """
    begin, end = FACTS
    if not path.startswith(begin):
        return MOST_BYTES
    if path.endswith(end):
        return MOST_FACTS_BYTES
    is_call = path.endswith(CALLS) or path.rpartition("/")[0].endswith("/photos")
    return MOST_CALL_BYTES if is_call else MOST_BYTES


class TooLong(Exception):
    """More came than a request may bring."""


class Bounded:
    """An application that is given no more bytes of a request than it may bring."""

    def __init__(self, app: App) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        most = most_for(str(scope["path"]))
        came, is_answered = 0, False

        async def counted() -> Mapping[str, Any]:
            nonlocal came
            message = await receive()
            came += len(message.get("body") or b"")
            if came > most:
                raise TooLong
            return message

        async def sent(message: Mapping[str, Any]) -> None:
            nonlocal is_answered
            is_answered = True
            await send(message)

        try:
            await self._app(scope, counted, sent)
        except TooLong:
            if not is_answered:
                await _refuse(send, most)


async def _refuse(send: Send, most: int) -> None:
    problem = Problem(Code.REQUEST_TOO_LONG, {"bytes": most})
    value = {"code": problem.code.value, "facts": problem.facts, "sentence": sentence(problem)}
    body = json.dumps(value).encode()
    headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": 413, "headers": headers})
    await send({"type": "http.response.body", "body": body})
