"""How long a test waits for what it expects to see, on a machine that does much else."""

from typing import Final

from playwright.sync_api import Page

PATIENCE: Final = 60_000
"""Milliseconds. A test that fails waits so long; one that passes does not."""


def worker_ready(page: Page) -> None:
    """Wait for the worker that answers without a network; a promise alone would wait for ever."""
    there = "navigator.serviceWorker.getRegistration().then((each) => Boolean(each?.active))"
    for _ in range(PATIENCE // 100):
        if page.evaluate(there):
            return
        page.wait_for_timeout(100)
    raise AssertionError("no worker answers for this page")
