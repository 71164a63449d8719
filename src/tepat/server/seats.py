"""A few threads that answer all pages, each with a connection that stays open.

Django would give every request a thread of its own and, with it, a new connection to the
database: a hundred people at once are then a hundred threads that hinder each other, and each
reads the same pages of the file anew. Here a request takes the seat with the shortest queue.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from asgiref.sync import ThreadSensitiveContext

from tepat.server.bodies import App, Receive, Scope, Send

CALLS: Final = "/api/"
"""Below this address phones and other programs ask."""
SEATS: Final = 4
"""Threads of one process: while one waits for a disk or a lock, another answers."""


class _Seat:
    """One thread, and how many requests it has before it."""

    def __init__(self, number: int) -> None:
        self.executor = ThreadPoolExecutor(1, thread_name_prefix=f"seat-{number}")
        self.waiting = 0


class Seated:
    """The application `app`, each of its requests in one of `count` threads.

    A request leaves its seat when its answer begins: a stream that stays open for an hour is
    sent by the loop and takes none. Calls of phones and programs are not seated: many of them wait
    together for one writer, which says itself how many may (`move/devices/writer.py`).
    """

    def __init__(self, app: App, count: int = SEATS) -> None:
        self._app = app
        self._seats = [_Seat(number) for number in range(count)]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope.get("path", "").startswith(CALLS):
            await self._app(scope, receive, send)
            return
        seat = min(self._seats, key=lambda each: each.waiting)
        seat.waiting += 1
        is_seated = True

        def leave() -> None:
            nonlocal is_seated
            seat.waiting -= is_seated
            is_seated = False

        async def told(message: Mapping[str, Any]) -> None:
            if message["type"] == "http.response.start":
                leave()
            await send(message)

        try:
            async with ThreadSensitiveContext(executor=seat.executor):
                await self._app(scope, receive, told)
        finally:
            leave()
