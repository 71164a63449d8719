"""One writer per process for batches of facts, with a short queue before it.

Batches that come faster than they can be made durable are answered with 503 at once, so that
memory stays bounded and phones try again later. A full disk, a disk that cannot be written
and a database that is away are answered too; nothing was acknowledged then.
"""

import asyncio
import errno
import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from typing import Final, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from tepat.core.problems import Code, Problem, Refused, refuse

Answer = TypeVar("Answer")

MOST_WAITING: Final = 64
"""Batches in this process that are being taken or wait for it: at most 4 MiB each."""
SECONDS: Final = {Code.DOOR_BUSY: 2, Code.DOOR_DATABASE: 10, Code.DOOR_DISK: 60}
"""After how many seconds a phone shall try again."""

_waiting = threading.BoundedSemaphore(MOST_WAITING)
_log = logging.getLogger(__name__)


async def run(work: Callable[[], Answer]) -> Answer:
    """Return what `work` returns, done in its turn by the one writer.

    Raises `Refused` where too many wait, or where the database could not make it durable.
    """
    if not _waiting.acquire(blocking=False):
        raise refuse(Code.DOOR_BUSY, seconds=SECONDS[Code.DOOR_BUSY])
    try:
        if settings.INGEST_IN_PLACE:
            return await sync_to_async(_guarded)(work)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(_writer(), lambda: _guarded(work))
    finally:
        _waiting.release()


@lru_cache(maxsize=1)
def _writer() -> ThreadPoolExecutor:
    """One thread, with one connection that stays open."""
    return ThreadPoolExecutor(1, thread_name_prefix="facts")


def _guarded(work: Callable[[], Answer]) -> Answer:
    try:
        return work()
    except (DatabaseError, InterfaceError, OSError) as error:
        problem = trouble(error)
        if problem is None:
            raise
        _log.warning("a batch was not taken: %s", error)
        if not connection.in_atomic_block:
            connection.close()  # the next batch tries a new one
        raise Refused(problem) from error


def trouble(error: Exception) -> Problem | None:
    """Return what a person should hear of an error of database or disk; None: it is a bug."""
    text = str(error).lower()
    disk = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
    if disk or any(word in text for word in _DISK):
        return Problem(Code.DOOR_DISK, {"seconds": SECONDS[Code.DOOR_DISK]})
    if isinstance(error, OperationalError | InterfaceError):
        return Problem(Code.DOOR_DATABASE, {"seconds": SECONDS[Code.DOOR_DATABASE]})
    return None


_DISK: Final = (
    "disk is full",
    "no space left",
    "readonly database",
    "read-only transaction",
    "disk i/o error",
    "could not extend file",
)
