"""Do what waits together: several batches of facts share one transaction and what it costs.

A full disk, a disk that cannot be written and a database that is away are answered like any
other problem; nothing was acknowledged then. Where one batch spoils the others each is done
by itself.
"""

import asyncio
import errno
import logging
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any, Final, Generic, TypeAlias, TypeVar

from django.db import DatabaseError, InterfaceError, OperationalError, connection

from tepat.core.problems import Code, Problem, Refused

Answer = TypeVar("Answer")
Job = TypeVar("Job")
Ticket = TypeVar("Ticket")
Waits: TypeAlias = Future[Answer] | asyncio.Future[Answer]
"""How whoever asked waits: in a thread, or in an event loop."""
Together = Callable[[Sequence[Job]], Sequence[Answer | Refused]]
"""Does several jobs at once; what one of them is refused for concerns no other."""

MOST_TOGETHER: Final = 256 * 2**10
"""Bytes of batches in one transaction, unless a single batch has more: four of 50 facts, or some
hundred parcels of voting day.
"""
SECONDS: Final = {Code.DOOR_BUSY: 2, Code.DOOR_DATABASE: 10, Code.DOOR_DISK: 60}
"""After how many seconds a phone shall try again."""

_log = logging.getLogger(__name__)


class Line(Generic[Ticket, Job, Answer]):
    """Jobs that wait for the one thread that does them, in the order in which they came.

    `together` does those that wait, at most `MOST_TOGETHER` bytes at once (`weight` of a job);
    `told` hears what became of them, by the tickets that came with them.
    """

    def __init__(
        self,
        together: Together[Job, Answer],
        told: Callable[[list[tuple[Ticket, Answer | BaseException]]], None],
        weight: Callable[[Job], int],
    ) -> None:
        self._together, self._told, self._weight = together, told, weight
        self._waiting: deque[tuple[Ticket, Job]] = deque()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="facts")

    def put(self, ticket: Ticket, job: Job) -> None:
        """Let a job wait."""
        self._waiting.append((ticket, job))
        self._thread.submit(self._drain)

    def end(self) -> None:
        """Do what waits still, and end."""
        self._thread.shutdown()

    def _drain(self) -> None:
        """Do what waits, as much as goes together; nothing, where another turn did it already."""
        tickets: list[Ticket] = []
        jobs: list[Job] = []
        left = MOST_TOGETHER
        while self._waiting and (not jobs or self._weight(self._waiting[0][1]) <= left):
            ticket, job = self._waiting.popleft()
            tickets.append(ticket)
            jobs.append(job)
            left -= self._weight(job)
        if jobs:
            self._told(list(zip(tickets, answers(self._together, jobs), strict=True)))


def settle(found: Sequence[tuple["Waits[Answer]", Answer | BaseException]]) -> None:
    """Give each of these futures its answer; who waits for it no longer is passed over.

    An event loop is woken once for all that wait in it: they come by the hundred.
    """
    by_loop: dict[asyncio.AbstractEventLoop, list[tuple[asyncio.Future[Answer], Any]]] = {}
    for mine, each in found:
        if isinstance(mine, asyncio.Future):
            by_loop.setdefault(mine.get_loop(), []).append((mine, each))
        elif mine.set_running_or_notify_cancel():
            _tell(mine, each)
    for loop, some in by_loop.items():
        with suppress(RuntimeError):  # the loop is over, and with it whoever waited
            loop.call_soon_threadsafe(_tell_all, some)


def _tell_all(found: Sequence[tuple["asyncio.Future[Answer]", Answer | BaseException]]) -> None:
    for mine, each in found:
        if not mine.done():
            _tell(mine, each)


def _tell(mine: "Waits[Answer]", found: Answer | BaseException) -> None:
    if isinstance(found, StopIteration):  # a future takes none, and the others wait behind it
        found = RuntimeError("facts ended too early")
    if isinstance(found, BaseException):
        mine.set_exception(found)
    else:
        mine.set_result(found)


def answers(
    together: Together[Job, Answer], jobs: Sequence[Job]
) -> Sequence[Answer | BaseException]:
    """Return the answer to each of `jobs`; where one spoils the others each is done by itself."""
    try:
        return _guarded(partial(together, jobs))
    except Exception as error:
        if len(jobs) == 1:
            return [error]
    return [found for job in jobs for found in answers(together, [job])]


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
