"""One writer per process for batches of facts, with a short queue before it.

What waits is taken together: several batches share one transaction and what it costs. Batches
that come faster than they can be made durable are answered with 503 at once, so that memory
stays bounded and phones try again later. A full disk, a disk that cannot be written
and a database that is away are answered too; nothing was acknowledged then.
"""

import asyncio
import errno
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple, TypeVar

from asgiref.sync import sync_to_async
from django.conf import settings
from django.db import DatabaseError, InterfaceError, OperationalError, connection

from tepat.core.problems import Code, Problem, Refused, refuse

Answer = TypeVar("Answer")
Job = TypeVar("Job")
Together = Callable[[Sequence[Job]], Sequence[Answer | Refused]]
"""Does several jobs at once; what one of them is refused for concerns no other."""

MOST_WAITING: Final = 64
"""Batches in this process that are being taken or wait for it: at most 4 MiB each."""
MOST_TOGETHER: Final = 400
"""Facts in one transaction, unless a single batch has more."""
SECONDS: Final = {Code.DOOR_BUSY: 2, Code.DOOR_DATABASE: 10, Code.DOOR_DISK: 60}
"""After how many seconds a phone shall try again."""

_waiting = threading.BoundedSemaphore(MOST_WAITING)
_log = logging.getLogger(__name__)


class _Waiting(NamedTuple):
    """A job that waits for its turn, how much it is, and who waits for the answer."""

    job: Any
    weight: int
    answer: "Future[Any]"


_jobs: deque[_Waiting] = deque()


async def take(job: Job, weight: int, together: Together[Job, Answer]) -> Answer:
    """Return the answer to `job`, which `together` does with the others that wait.

    Jobs are done in the order in which they came, at most `MOST_TOGETHER` of weight at once.
    All jobs of a process have the same `together`. Raises what `run` raises, for this job.
    """
    if not _waiting.acquire(blocking=False):
        raise refuse(Code.DOOR_BUSY, seconds=SECONDS[Code.DOOR_BUSY])
    try:
        if settings.INGEST_IN_PLACE:
            [found] = await sync_to_async(_all)(together, [job])
            if isinstance(found, BaseException):
                raise found
            return found
        mine = _Waiting(job, weight, Future())
        _jobs.append(mine)
        _writer().submit(_drain, together)
        answer: Answer = await asyncio.wrap_future(mine.answer)
        return answer
    finally:
        _waiting.release()


def _drain(together: Together[Any, Any]) -> None:
    """Do what waits, as much as goes together; nothing, where another turn did it already."""
    taken: list[_Waiting] = []
    weight = 0
    while _jobs and (not taken or weight + _jobs[0].weight <= MOST_TOGETHER):
        each = _jobs.popleft()
        if each.answer.set_running_or_notify_cancel():
            taken.append(each)
            weight += each.weight
    if not taken:
        return
    for each, found in zip(taken, _all(together, [each.job for each in taken]), strict=True):
        if isinstance(found, BaseException):
            each.answer.set_exception(found)
        else:
            each.answer.set_result(found)


def _all(together: Together[Job, Answer], jobs: Sequence[Job]) -> Sequence[Answer | BaseException]:
    """Return the answer to each of `jobs`; where one spoils the others each is done by itself."""
    try:
        return _guarded(partial(together, jobs))
    except Exception as error:
        if len(jobs) == 1:
            return [error]
    return [found for job in jobs for found in _all(together, [job])]


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
