"""A thin and broken network between a browser and a server, with nothing but asyncio.

One lane for each direction carries so many bits a second, shared by all connections. An exchange
waits one `round_trip`, a new connection one more. A share of exchanges is cut: half of these in the
request, of which the server gets a part, half in the reply, so that the server knows what
the browser does not. Which and where follows from the seed and the number of the exchange.

Bytes are those of HTTP/1.1 without TLS and TCP.
"""

import asyncio
import random
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

CHUNK = 512
"""Bytes that the lane carries before it waits: small, so that a cut is in the middle."""
END = b"\r\n\r\n"
PATIENCE = 60


@dataclass
class Network:
    """How thin it is; may be changed while it is used."""

    kbits: float = 0
    """Thousand bits a second in each direction; 0: as much as the machine does."""
    round_trip: float = 0
    """Seconds."""
    cut: float = 0
    """Share of exchanges that break off, 0 to 1."""
    seed: int = 1


@dataclass
class Exchange:
    """One request and what came back. Bytes as carried, seconds by a monotonic clock."""

    number: int
    method: str
    path: str
    began: float
    up: int = 0
    down: int = 0
    cut: str = ""
    """"request" or "reply" where it broke off."""
    status: int = 0
    ended: float = 0


class _Cut(Exception):
    """The line broke here."""


class _Lane:
    """Carries bytes one after the other, whoever they belong to."""

    def __init__(self, network: Network) -> None:
        self.network, self.free = network, 0.0

    async def carry(self, count: int) -> None:
        if not self.network.kbits:
            return
        now = time.monotonic()
        self.free = max(self.free, now) + count * 8 / (self.network.kbits * 1000)
        await asyncio.sleep(self.free - now)


@dataclass
class SlowProxy:
    """The proxy, its network, and what went over it."""

    target: tuple[str, int]
    network: Network
    exchanges: list[Exchange] = field(default_factory=list)
    port: int = 0

    def __post_init__(self) -> None:
        self.up, self.down = _Lane(self.network), _Lane(self.network)

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    def of(self, path: str, since: int = 0) -> list[Exchange]:
        """Return the exchanges whose path, without its query, ends so."""
        return [each for each in self.exchanges[since:] if each.path.split("?")[0].endswith(path)]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry the exchanges of one connection until either side ends it or it is cut."""
        fresh = True
        try:
            while await self._exchange(reader, writer, fresh):
                fresh = False
        except (_Cut, OSError, EOFError, asyncio.IncompleteReadError):
            writer.transport.abort()
        finally:
            writer.close()

    async def _exchange(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, fresh: bool
    ) -> bool:
        head = await reader.readuntil(END)
        method, path, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
        told = Exchange(len(self.exchanges), method, path, time.monotonic())
        self.exchanges.append(told)
        where, share = self._fate(told.number)
        await asyncio.sleep(self.network.round_trip * (2 if fresh else 1))
        theirs, ours = await asyncio.open_connection(*self.target)
        try:
            request = head + await reader.readexactly(_length(head))
            limit = round(len(request) * share) if where == "request" else None
            told.up = len(request) if limit is None else limit
            await _carried(request[: told.up], ours, self.up)
            if limit is not None:
                told.cut = where
                raise _Cut
            reply = await asyncio.wait_for(_reply(theirs, method), PATIENCE)
            told.status = int(reply.split(b" ", 2)[1])
            limit = round(len(reply) * share) if where == "reply" else None
            # Told before the last byte is out: whoever has it may look here at once.
            told.down = len(reply) if limit is None else limit
            await _carried(reply[: told.down], writer, self.down)
            if limit is not None:
                told.cut = where
                raise _Cut
            return not _has(head, b"connection", b"close")
        finally:
            told.ended = time.monotonic()
            ours.close()

    def _fate(self, number: int) -> tuple[str, float]:
        """Return where this exchange breaks ("" nowhere) and after which share of its bytes."""
        chance = random.Random(f"{self.network.seed}:{number}")
        if chance.random() >= self.network.cut:
            return "", 0
        return chance.choice(("request", "reply")), chance.uniform(0.1, 0.9)


async def _carried(data: bytes, writer: asyncio.StreamWriter, lane: _Lane) -> None:
    """Write `data` as fast as the lane goes."""
    for start in range(0, len(data), CHUNK):
        piece = data[start : start + CHUNK]
        await lane.carry(len(piece))
        writer.write(piece)
        await writer.drain()


async def _reply(reader: asyncio.StreamReader, method: str) -> bytes:
    """Return the whole reply. A server that says no length ends it by closing."""
    head = await reader.readuntil(END)
    status = int(head.split(b" ", 2)[1])
    if method == "HEAD" or status in (204, 304):
        return head
    if _value(head, b"content-length") is None:
        return head.removesuffix(END) + b"\r\nConnection: close" + END + await reader.read(-1)
    return head + await reader.readexactly(_length(head))


def _value(head: bytes, name: bytes) -> bytes | None:
    for line in head.split(b"\r\n")[1:]:
        key, _, value = line.partition(b":")
        if key.strip().lower() == name:
            return value.strip()
    return None


def _has(head: bytes, name: bytes, value: bytes) -> bool:
    return (_value(head, name) or b"").lower() == value


def _length(head: bytes) -> int:
    return int(_value(head, b"content-length") or 0)


@contextmanager
def slow(url: str, network: Network) -> Iterator[SlowProxy]:
    """Serve `url` again on a port of its own, over `network`, in a thread of its own."""
    host, _, port = url.removeprefix("http://").partition(":")
    proxy = SlowProxy((host, int(port)), network)
    loop = asyncio.new_event_loop()
    ready = threading.Event()

    async def run() -> None:
        server = await asyncio.start_server(proxy.serve, "127.0.0.1", 0, limit=2**20)
        proxy.port = server.sockets[0].getsockname()[1]
        ready.set()

    def turn() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(run())
        loop.run_forever()
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=turn, daemon=True)
    thread.start()
    try:
        assert ready.wait(10)
        yield proxy
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
