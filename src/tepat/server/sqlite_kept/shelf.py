"""Raw connections to SQLite that a process keeps open for whoever comes next."""

import os
import sqlite3
import threading
import time
from typing import Final

MOST: Final = 16
"""Connections on the shelf; more than the server has threads are closed."""
LONGEST_S: Final = 30.0
"""A connection that nobody wanted for so long is closed: its file may be another one by now."""

Key = tuple[int, str]
"""Process and file: nothing of it may cross a fork."""


class Shelf:
    """Open connections that nobody uses now. Safe for threads."""

    def __init__(self) -> None:
        self.is_open = False
        self._lock = threading.Lock()
        self._kept: dict[Key, list[tuple[float, sqlite3.Connection]]] = {}

    def take(self, name: str) -> sqlite3.Connection | None:
        """Return the connection to a file that was put here last, None where there is none."""
        with self._lock:
            kept = self._kept.get((os.getpid(), name), [])
            fresh = [each for each in kept if time.monotonic() - each[0] < LONGEST_S]
            old = [found for _, found in kept if all(found is not each for _, each in fresh)]
            kept[:] = fresh
            found = kept.pop()[1] if kept else None
        for each in old:
            each.close()
        return found

    def put(self, name: str, connection: sqlite3.Connection) -> bool:
        """Keep a connection; return False where the shelf is closed or full."""
        if not self.is_open:
            return False
        with self._lock:
            kept = self._kept.setdefault((os.getpid(), name), [])
            if len(kept) >= MOST:
                return False
            kept.append((time.monotonic(), connection))
            return True

    def clear(self) -> None:
        """Close everything that lies here, and keep nothing from now on."""
        with self._lock:
            self.is_open = False
            kept = [found for rows in self._kept.values() for _, found in rows]
            self._kept.clear()
        for each in kept:
            each.close()


SHELF: Final = Shelf()


def keep() -> None:
    """Let this process keep its connections from now on."""
    SHELF.is_open = True
