"""Batches of phones wait here for the one writer.

The queue is short: batches that come faster than they can be made durable are answered with 503
at once, so that memory stays bounded and phones try again later. Where the machine has a second
core the writer is a process beside the web server (`apart.py`), so that facts and pages do not
wait for each other's turn at the interpreter; else it is a thread.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Final

from asgiref.sync import sync_to_async
from django.conf import settings

from tepat.core.problems import Code, refuse
from tepat.server import own_room
from tepat.server.move.devices import apart, writer
from tepat.server.move.devices.taking import Call, Taken, take

MOST_WAITING: Final = 256
"""Batches that are being taken or wait for it."""
MOST_BYTES_WAITING: Final = 64 * 2**20
"""Bytes of them all: the largest batch has 4 MiB, one of a phone on voting day not 1 KiB."""


class _Room:
    """How much may wait still."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count, self._bytes = 0, 0

    @contextmanager
    def for_one(self, size: int) -> Iterator[None]:
        """Keep room for a batch of so many bytes until the block ends. Raises `Refused`."""
        with self._lock:
            is_full = self._count >= MOST_WAITING or self._bytes + size > MOST_BYTES_WAITING
            if is_full:
                raise refuse(Code.DOOR_BUSY, seconds=writer.SECONDS[Code.DOOR_BUSY])
            self._count += 1
            self._bytes += size
        try:
            yield
        finally:
            with self._lock:
                self._count -= 1
                self._bytes -= size


room: Final = _Room()


def begin() -> None:
    """Start the process that takes facts, where there is to be one, before the first comes."""
    if settings.INGEST == "process" and not settings.IS_HUB and not own_room.is_own():
        apart.process().begin()


async def taken(call: Call) -> Taken:
    """Return the answer to `call`, which is taken in its turn with the others that wait.

    Raises `Refused` where too many wait, where the database could not make it durable, and for
    whatever the door refuses.
    """
    with room.for_one(len(call.body)):
        return await _answer(call)


async def _answer(call: Call) -> Taken:
    mine: asyncio.Future[Taken] = asyncio.get_running_loop().create_future()
    if settings.INGEST != "place":
        if settings.INGEST == "process" and not apart.process().is_hopeless:
            apart.process().ask(call, mine)
        else:
            _thread().put(mine, call)
        try:
            return await mine
        finally:
            del mine  # else what it was refused for and this frame hold each other, and the body
    [found] = await sync_to_async(writer.answers)(take, [call])
    if isinstance(found, BaseException):
        raise found
    return found


@lru_cache(maxsize=1)
def _thread() -> writer.Line["asyncio.Future[Taken]", Call, Taken]:
    return writer.Line(take, writer.settle, lambda call: len(call.body))
