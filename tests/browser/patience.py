"""How long a test waits for what it expects to see, on a machine that does much else."""

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
  const rests = async () => {
    const {held, pending} = await navigator.locks.query();
    return ![...held, ...pending].some(({name}) => name === "tepat-sync");
  };
  if (!await rests()) return false;
  await new Promise((done) => setTimeout(done, 50));  // one try may follow another at once
  return rests();
}"""


def asks_anew(page: Page) -> None:
    """Press *Kirim catatan* and wait until the phone has asked for its list and all the rest.

    A try that is still under way may have asked for the list a moment too early: it ends first.
    """
    at_rest(page)
    before = page.evaluate(_LISTED)
    page.get_by_role("button", name="Kirim catatan").click()
    listed = f"async before => await ({_LISTED})() !== before"
    page.wait_for_function(listed, arg=before, polling=100, timeout=PATIENCE)
    at_rest(page)


def at_rest(page: Page) -> None:
    """Wait until no try to reach the server is under way."""
    page.wait_for_function(_RESTS, polling=100, timeout=PATIENCE)
