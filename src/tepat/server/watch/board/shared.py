"""One drawing of the board for all who see the same: what a hundred open boards ask at once.

A part is kept for a moment only, under the size of the log that it was drawn from, and never
longer than `KEEP_S`: what changes without a fact (an alert that was taken) is so much late on
other boards. Who asks while it is being drawn waits for it instead of drawing it again.
`board_now` and `picture_of` keep what is the same for everybody; `parts` the text of one view.
"""

import threading
import time
from collections.abc import Callable, Hashable
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from tepat.server.election.models import Scope
from tepat.server.log import queries as log
from tepat.server.watch.board import queries

Kept = TypeVar("Kept")

KEEP_S: Final = 3.0
MOST: Final = 64
"""Drawings kept by one process, some 200 kB each."""


class Shared(Generic[Kept]):
    """Values by key, each kept for `KEEP_S`, or for as long as `keep_s` tells."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        keep_s: Callable[[], float] = lambda: KEEP_S,
    ) -> None:
        self._clock, self._keep_s = clock, keep_s
        self._lock = threading.Lock()
        self._kept: dict[Hashable, tuple[float, Kept]] = {}
        self._drawing: dict[Hashable, threading.Lock] = {}

    def of(self, key: Hashable, draw: Callable[[], Kept]) -> Kept:
        """Return the value of `key`; drawn now, or so lately that it still holds."""
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
                self._kept[key] = (self._clock() + self._keep_s(), text)
                self._drawing.pop(key, None)
            return text

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()

    def _fresh(self, key: Hashable) -> Kept | None:
        until, text = self._kept.get(key, (0.0, None))
        return text if until > self._clock() else None


def _picture_s() -> float:
    return float(settings.PICTURES_KEPT_S)


parts: Shared[str] = Shared()
_boards: Shared[queries.Board] = Shared(keep_s=_picture_s)
_pictures: Shared[dict[str, Any]] = Shared(keep_s=_picture_s)


def board_now(scope: Scope, now: datetime) -> queries.Board:
    """Return `queries.board_of`, reckoned for all who ask in the same moment."""
    return _boards.of(moment_of(scope, now), lambda: queries.board_of(scope, now))


def picture_of(
    scope: Scope, now: datetime, language: str, draw: Callable[[], dict[str, Any]]
) -> dict[str, Any]:
    """Return what `draw` gives for everybody who reads the board in `language`."""
    return _pictures.of((*moment_of(scope, now), language), draw)


def moment_of(scope: Scope, now: datetime) -> tuple[Hashable, ...]:
    """What every drawing of a board depends on: whose, how far the log is, and the time."""
    size = log.size(scope.election, scope.kabupaten)
    return (str(settings.HOME), scope.pk, size, int(now.timestamp() // KEEP_S))


class RenewAfterChange:
    """Middleware: who has just changed something sees it on the board, by this process at once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self._get_response(request)
        if request.method not in ("GET", "HEAD") and not request.path.startswith("/api/"):
            for each in (parts, _boards, _pictures):
                each.clear()
        return response
