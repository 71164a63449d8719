"""One drawing of the board for all who see the same: what a hundred open boards ask at once.

A part is kept for a moment only, under the size of the log that it was drawn from, and never
longer than `KEEP_S`: what changes without a fact (an alert that was taken) is so much late on
other boards. Who asks while it is being drawn waits for it instead of drawing it again.
"""

import threading
import time
from collections.abc import Callable, Hashable
from typing import Final

KEEP_S: Final = 3.0
MOST: Final = 64
"""Drawings kept by one process, some 200 kB each."""


class Shared:
    """Texts by key, each kept for `KEEP_S`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._kept: dict[Hashable, tuple[float, str]] = {}
        self._drawing: dict[Hashable, threading.Lock] = {}

    def of(self, key: Hashable, draw: Callable[[], str]) -> str:
        """Return the text of `key`; drawn now, or so lately that it still holds."""
        with self._lock:
            if (found := self._fresh(key)) is not None:
                return found
            mine = self._drawing.setdefault(key, threading.Lock())
        with mine:
            with self._lock:
                if (found := self._fresh(key)) is not None:
                    return found
            text = draw()
            with self._lock:
                self._kept = {
                    other: each for other, each in self._kept.items() if each[0] > self._clock()
                }
                while len(self._kept) >= MOST:
                    self._kept.pop(next(iter(self._kept)))
                self._kept[key] = (self._clock() + KEEP_S, text)
                self._drawing.pop(key, None)
            return text

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _fresh(self, key: Hashable) -> str | None:
        until, text = self._kept.get(key, (0.0, ""))
        return text if until > self._clock() else None


parts = Shared()
