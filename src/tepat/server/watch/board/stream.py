"""Tell open boards that facts came: one reader of the last numbers in each process.

While anybody listens, one thread asks four times a second how far each log is, in one query
however many boards are open; it wakes those whose log has grown. A process carries a bounded
number of listeners, and each only for a while, so that rights are asked again.
"""

import asyncio
import logging
import random
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Final

from django.db import close_old_connections, connection

from tepat.server.log.models import LogHead

LOOK_S: Final = 0.25
"""How often the reader looks: news is at most so much older than its fact."""
REST_S: Final = 1.0
"""So long a board is left alone after news, when there are many."""
LONGEST_REST_S: Final = 2.0
"""So long a board is left alone after news at most, however dear it is to draw."""
BREATH: Final = 8.0
"""A board rests so many times as long as it last took to draw it: while phones bring facts without
end, drawing must not take the processor from them."""
BEAT_S: Final = 15.0
"""A line without meaning keeps proxies from closing, and finds out who has gone."""
SPREAD_S: Final = 1.0
"""Over so long the boards of one process are told of the same news, when there are many."""
MANY: Final = 100
LONGEST_S: Final = 900.0
"""So long a board listens before it must come back and show its right again."""
MOST: Final = 300
"""Listeners of one process."""

Log = tuple[str, str]
"""Election and kabupaten."""
_logger = logging.getLogger(__name__)


class Full(Exception):
    """This process carries as many listeners as it may."""


class _Listener:
    """One open board: woken in its own loop."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self.loop = asyncio.get_running_loop()
        self.news = asyncio.Event()

    def wake(self) -> None:
        try:
            self.loop.call_soon_threadsafe(self.news.set)
        except RuntimeError:  # its loop has ended, and it with it
            _logger.debug("a board went away")


class Reader:
    """Knows how far each log of this process's database is, while somebody listens."""

    def __init__(self) -> None:
        self.sizes: dict[Log, int] = {}
        self.took: dict[Log, float] = {}
        """Seconds that it last took to draw the board of a log."""
        self._listeners: set[_Listener] = set()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def __len__(self) -> int:
        return len(self._listeners)

    @property
    def is_full(self) -> bool:
        return len(self) >= MOST

    @contextmanager
    def listening(self, log: Log) -> Iterator[_Listener]:
        """Listen to one log until the block ends. Raises `Full`."""
        listener = _Listener(log)
        with self._lock:
            if self.is_full:
                raise Full
            self._listeners.add(listener)
            if self._thread is None:
                self._thread = threading.Thread(target=self._read, daemon=True)
                self._thread.start()
        try:
            yield listener
        finally:
            with self._lock:
                self._listeners.discard(listener)

    def _read(self) -> None:
        try:
            while True:
                with self._lock:
                    if not self._listeners:
                        self._thread = None
                        return
                self._look()
                time.sleep(LOOK_S)
        finally:
            connection.close()

    def _look(self) -> None:
        """One query. A database that is away is asked again; boards then poll or wait."""
        close_old_connections()
        try:
            rows = LogHead.objects.values_list("election", "kabupaten", "size")
            sizes = {(election, kabupaten): size for election, kabupaten, size in rows}
        except Exception:
            _logger.warning("cannot read how far the logs are", exc_info=True)
            connection.close()
            return
        grown = {log for log, size in sizes.items() if self.sizes.get(log) != size}
        self.sizes = sizes
        with self._lock:
            listeners = [each for each in self._listeners if each.log in grown]
        for each in listeners:
            each.wake()


reader = Reader()


def rest_of(log: Log, listeners: int) -> float:
    """Return for how many seconds a board is left alone after news, one of so many `listeners`."""
    return max(REST_S * listeners / MANY, min(LONGEST_REST_S, BREATH * reader.took.get(log, 0.0)))


async def events(log: Log, known: int | None) -> AsyncIterator[str]:
    """Yield the lines of one stream: `news` with the size of the log whenever it has grown.

    `known` is the size that the board was drawn from; where the log is further, that is news
    at once. Raises `Full` before the first line.
    """
    began = time.monotonic()
    with reader.listening(log) as listener:
        yield "retry: 3000\n\n"
        while (rest := LONGEST_S - (time.monotonic() - began)) > 0:
            size = reader.sizes.get(log)
            if size is not None and size != known:
                # A hundred boards that ask at the same moment wait for each other.
                await asyncio.sleep(random.random() * SPREAD_S * min(1, len(reader) / MANY))
                known = reader.sizes.get(log, size)
                yield f"event: news\nid: {known}\ndata: {known}\n\n"
                await asyncio.sleep(rest_of(log, len(reader)))
            try:
                await asyncio.wait_for(listener.news.wait(), min(BEAT_S, rest))
                listener.news.clear()
            except TimeoutError:
                yield ": still here\n\n"
