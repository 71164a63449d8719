"""The look each minute, in the process that does background work."""

import logging
import threading
from typing import Final

from django.db import close_old_connections

from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.watch.alerts import services
from tepat.server.watch.incidents import learning
from tepat.server.watch.rakor import beginning

PAUSE_S: Final = 60.0
_NOTE = logging.getLogger("tepat.watch")


def begin() -> threading.Event:
    """Look for alerts of every scope each minute, beside the jobs; set the event to stop."""
    stop = threading.Event()
    threading.Thread(target=_run, args=(stop,), daemon=True, name="alerts").start()
    return stop


def look() -> None:
    """Look once for every scope, for problems and alerts, then for meetings that begin.

    One scope that hits a bug of ours must not stop the others.
    """
    for scope in Scope.objects.order_by("election", "kabupaten"):
        try:
            now = clock.now()
            learning.catch_up(scope, now)
            services.refresh(scope, now)
            beginning.begin_due(scope, now)
        except Exception:
            _NOTE.exception("alerts of %s", scope)


def _run(stop: threading.Event) -> None:
    while True:
        try:
            look()
        except Exception:  # a database that is away for a while
            _NOTE.exception("alerts")
        close_old_connections()
        if stop.wait(PAUSE_S):
            return
