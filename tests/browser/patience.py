"""How long a test waits for what it expects to see, on a machine that does much else."""

from collections.abc import Callable
from typing import Final

from playwright.sync_api import Page

PATIENCE: Final = 120_000
"""Milliseconds. A test that fails waits so long; one that passes does not."""


def worker_ready(page: Page) -> None:
    """Wait for the worker that answers without a network; a promise alone would wait for ever."""
    there = "navigator.serviceWorker.getRegistration().then((each) => Boolean(each?.active))"
    for _ in range(PATIENCE // 100):
        if page.evaluate(there):
            return
        page.wait_for_timeout(100)
    raise AssertionError("no worker answers for this page")


_LISTED = """() => new Promise((done, failed) => {
  const open = indexedDB.open("tepat");
  open.onerror = failed;
  open.onsuccess = () => {
    const found = [];
    const walk = open.result.transaction("settings").objectStore("settings").openCursor();
    walk.onsuccess = () => {
      const at = walk.result;
      if (at === null) { open.result.close(); return done(found.join()); }
      if (String(at.key).startsWith("listed:")) found.push(`${at.key} ${at.value}`);
      at.continue();
    };
  };
})"""
_RESTS = """async () => {
  const {held, pending} = await navigator.locks.query();
  return ![...held, ...pending].some(({name}) => name === "tepat-sync");
}"""


def asks_anew(page: Page) -> None:
    """Press *Kirim catatan* and wait until the phone has asked for its list and all the rest.

    A try that is still under way may have asked for the list a moment too early: it ends first.
    """
    at_rest(page)
    before = page.evaluate(_LISTED)
    page.get_by_role("button", name="Kirim catatan").click()
    until(page, lambda: page.evaluate(_LISTED) != before, "the phone did not ask for its list")
    at_rest(page)


def at_rest(page: Page) -> None:
    """Wait until no try to reach the server is under way, and none follows at once."""
    until(page, lambda: _rests(page) and _rests(page), "the phone does not stop asking")


def _rests(page: Page, after: int = 50) -> bool:
    page.wait_for_timeout(after)
    return bool(page.evaluate(_RESTS))


def try_ended(page: Page) -> None:
    """Wait until the try to reach the server that a moved clock began has ended."""
    until(page, lambda: _rests(page, 10), "the phone does not stop asking", 10)


def until(page: Page, is_so: Callable[[], bool], else_say: str, every: int = 100) -> None:
    """Look again and again: `wait_for_function` takes the promise of an answer for a yes."""
    for _ in range(PATIENCE // every):
        if is_so():
            return
        page.wait_for_timeout(every)
    raise AssertionError(else_say)
