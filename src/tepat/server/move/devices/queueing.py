"""Batches of phones wait here for the one writer.

The queue is short: batches that come faster than they can be made durable are answered with 503
at once, so that memory stays bounded and phones try again later. Where the machine has a second
core the writer is a process beside the web server (`apart.py`), so that facts and pages do not
wait for each other's turn at the interpreter; else it is a thread.
"""

import asyncio
import threading
from concurrent.futures import Future
from functools import lru_cache
from typing import Final

from asgiref.sync import sync_to_async
from django.conf import settings

from tepat.core.problems import Code, refuse
from tepat.server import own_room
from tepat.server.move.devices import apart, writer
from tepat.server.move.devices.taking import Call, Taken, take

MOST_WAITING: Final = 64
"""Batches in this process that are being taken or wait for it: at most 4 MiB each."""

_waiting = threading.BoundedSemaphore(MOST_WAITING)


def begin() -> None:
    """Start the process that takes facts, where there is to be one, before the first comes."""
    if settings.INGEST == "process" and not settings.IS_HUB and not own_room.is_own():
        apart.process().begin()


async def taken(call: Call) -> Taken:
    """Return the answer to `call`, which is taken in its turn with the others that wait.

    Raises `Refused` where too many wait, where the database could not make it durable, and for
    whatever the door refuses.
    """
    if not _waiting.acquire(blocking=False):
        raise refuse(Code.DOOR_BUSY, seconds=writer.SECONDS[Code.DOOR_BUSY])
    try:
        return await _answer(call)
    finally:
        _waiting.release()


async def _answer(call: Call) -> Taken:
    if settings.INGEST == "process":
        return await asyncio.wrap_future(apart.process().ask(call))
    if settings.INGEST == "thread":
        mine: Future[Taken] = Future()
        _thread().put(mine, call)
        return await asyncio.wrap_future(mine)
    [found] = await sync_to_async(writer.answers)(take, [call])
    if isinstance(found, BaseException):
        raise found
    return found


@lru_cache(maxsize=1)
def _thread() -> writer.Line["Future[Taken]", Call, Taken]:
    return writer.Line(take, writer.settle, lambda call: len(call.body))
