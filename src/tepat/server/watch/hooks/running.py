"""Gathering and sending, every few seconds, in the process that does background work."""

import logging
import threading
from typing import Final

from django.db import close_old_connections

from tepat.server import clock
from tepat.server.election.models import Scope
from tepat.server.watch.hooks import delivering, gathering
from tepat.server.watch.models import WebhookCursor

PAUSE_S: Final = 5.0
_NOTE = logging.getLogger("tepat.watch")


def begin() -> threading.Event:
    """Send messages beside the jobs; set the event to stop."""
    stop = threading.Event()
    threading.Thread(target=_run, args=(stop,), daemon=True, name="webhooks").start()
    return stop


def look() -> None:
    """Gather for every scope that has a webhook, then send what is due."""
    wanted = WebhookCursor.objects.values("scope")
    for scope in Scope.objects.filter(pk__in=wanted).order_by("election", "kabupaten"):
        try:
            gathering.gather(scope, clock.now())
        except Exception:
            _NOTE.exception("webhooks of %s", scope)
    delivering.deliver(clock.now())
    gathering.sweep(clock.now())


def _run(stop: threading.Event) -> None:
    while True:
        try:
            look()
        except Exception:  # a database that is away for a while
            _NOTE.exception("webhooks")
        close_old_connections()
        if stop.wait(PAUSE_S):
            return
