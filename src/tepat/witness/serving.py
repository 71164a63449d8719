"""A small HTTP server that hostile visitors cannot wear out.

One request per connection. Each has a deadline for all of itself, not for each byte;
heads and bodies have limits; when every place is taken the visitor who has been sending
for longest goes. What goes wrong inside is told to the operator, never to the visitor.
"""

import asyncio
import sys
from collections.abc import Callable
from typing import Final, NamedTuple

REASONS: Final = {
    200: "OK",
    400: "Bad Request",
    403: "Forbidden",
    404: "Not Found",
    405: "Method Not Allowed",
    408: "Request Timeout",
    409: "Conflict",
    411: "Length Required",
    413: "Content Too Large",
    422: "Unprocessable Content",
    431: "Request Header Fields Too Large",
    500: "Internal Server Error",
    503: "Service Unavailable",
}


class Limits(NamedTuple):
    """How much one visitor and all of them together may take."""

    visitors: int = 64
    working: int = 16
    seconds: float = 10
    head: int = 8_192
    body: int = 65_536


class Answer(NamedTuple):
    """What goes back: HTTP status, body, and the type of the body."""

    status: int
    body: bytes = b""
    type: str = "text/plain; charset=utf-8"


Handler = Callable[[str, str, bytes], Answer]
"""From method, path and body to the answer; called in a thread, several at once."""


class _Bad(Exception):
    def __init__(self, status: int) -> None:
        self.status = status


class Server:
    """Serves `handler` until cancelled."""

    def __init__(self, handler: Handler, limits: Limits = Limits()) -> None:  # noqa: B008
        self._handler = handler
        self._limits = limits
        self._sending: dict[asyncio.Task[None], None] = {}
        self._working = asyncio.Semaphore(limits.working)
        self._open = 0

    async def run(self, host: str, port: int, ready: Callable[[int], None]) -> None:
        """Listen at `host` and `port` (0 is any free one); tell `ready` the port."""
        server = await asyncio.start_server(
            self._visit, host, port, limit=self._limits.head, backlog=self._limits.visitors
        )
        async with server:
            ready(server.sockets[0].getsockname()[1])
            await server.serve_forever()

    async def _visit(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._open += 1
        try:
            full = self._open > self._limits.visitors and not self._sent_longest_away()
            async with asyncio.timeout(self._limits.seconds * 2):
                answer = _plain(503) if full else await self._answer(reader)
                writer.write(_written(answer))
                await writer.drain()
        except (TimeoutError, OSError):
            pass
        except asyncio.CancelledError:
            # A visitor sent away, or the end of the server: both close the connection.
            pass
        finally:
            self._open -= 1
            # Not awaited: a visitor who does not read would hold this place.
            writer.transport.abort() if writer.transport.get_write_buffer_size() else writer.close()

    async def _answer(self, reader: asyncio.StreamReader) -> Answer:
        task = asyncio.current_task()
        assert task is not None
        self._sending[task] = None
        try:
            async with asyncio.timeout(self._limits.seconds):
                method, path, body = await self._request(reader)
        except _Bad as bad:
            return _plain(bad.status)
        except (TimeoutError, asyncio.IncompleteReadError):
            return _plain(408)
        finally:
            self._sending.pop(task, None)
        async with self._working:
            return await asyncio.to_thread(self._handled, method, path, body)

    async def _request(self, reader: asyncio.StreamReader) -> tuple[str, str, bytes]:
        try:
            head = await reader.readuntil(b"\r\n\r\n")
        except asyncio.LimitOverrunError as error:
            raise _Bad(431) from error
        first, *rest = head[:-4].decode("latin-1").split("\r\n")
        words = first.split(" ")
        if len(words) != 3 or not words[2].startswith("HTTP/1."):
            raise _Bad(400)
        headers = _headers(rest)
        if words[0] != "POST":
            return words[0], words[1], b""
        length = headers.get("content-length", "")
        if "transfer-encoding" in headers or not length:
            raise _Bad(411)
        if not (length.isascii() and length.isdecimal()):
            raise _Bad(400)
        if len(length) > 9 or int(length) > self._limits.body:
            raise _Bad(413)
        return words[0], words[1], await reader.readexactly(int(length))

    def _handled(self, method: str, path: str, body: bytes) -> Answer:
        try:
            return self._handler(method, path, body)
        except Exception as error:
            print(f"{method} {path[:80]!r}: {type(error).__name__}: {error}", file=sys.stderr)
            return _plain(500)

    def _sent_longest_away(self) -> bool:
        for task in self._sending:
            task.cancel()
            del self._sending[task]
            return True
        return False


def _headers(lines: list[str]) -> dict[str, str]:
    headers: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.partition(":")
        if not colon or name != name.strip():
            raise _Bad(400)
        name = name.lower()
        # Two lengths, which two programs read differently, hide a second request.
        if name == "content-length" and name in headers:
            raise _Bad(400)
        headers[name] = value.strip()
    return headers


def _plain(status: int) -> Answer:
    return Answer(status, f"{REASONS[status]}\n".encode())


def _written(answer: Answer) -> bytes:
    head = (
        f"HTTP/1.1 {answer.status} {REASONS.get(answer.status, 'Status')}\r\n"
        f"Content-Type: {answer.type}\r\nContent-Length: {len(answer.body)}\r\n"
        "Connection: close\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store\r\n\r\n"
    )
    return head.encode("latin-1") + answer.body
