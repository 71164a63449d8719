"""A phone for days: its store lies in a folder, so that the browser can be ended and begun again,
and its facts are signed by the program's own code at the time of the page's clock."""

import mimetypes
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, BrowserType, Page, Route
from playwright.sync_api import Error as BrowserError

from tepat.core.election.ids import Form, PackageCode
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.phone_world import DESA

BESIDE = "/lapangan-uji/"
"""Where the pages of `field/test/pages` lie, on the phone's origin and outside of its worker."""
BOXES = 300

COUNT = """tables => new Promise((done, failed) => {
  const open = indexedDB.open("tepat");
  open.onerror = failed;
  open.onsuccess = async () => {
    const read = open.result.transaction(tables);
    const asked = tables.map((table) => new Promise((told) => {
      read.objectStore(table).count().onsuccess = (event) => told(event.target.result);
    }));
    const counts = await Promise.all(asked);
    open.result.close();
    done(counts);
  };
})"""

UNSENT_PHOTOS = """() => new Promise((done, failed) => {
  const open = indexedDB.open("tepat");
  open.onerror = failed;
  open.onsuccess = () => {
    let count = 0;
    const walk = open.result.transaction("photos").objectStore("photos").openCursor();
    walk.onsuccess = () => {
      const at = walk.result;
      if (at === null) { open.result.close(); return done(count); }
      count += at.value.done ? 0 : 1;
      at.continue();
    };
  };
})"""


@dataclass
class Work:
    """What was signed: names of facts and hashes of photos, in order, and the bodies' bytes."""

    names: list[str] = field(default_factory=list)
    photos: list[str] = field(default_factory=list)
    bytes: int = 0


def boxes(count: int = BOXES) -> list[tuple[str, list[str]]]:
    """Return box codes of made-up TPS of the desa, each with two seals."""
    codes = (
        str(PackageCode("P24", f"{DESA}-{number:03d}", "BUP", Form.BOX))
        for number in range(1, count + 1)
    )
    return [(code, [f"KB{at:05d}1", f"KB{at:05d}2"]) for at, code in enumerate(codes)]


@contextmanager
def switched_on(engine: BrowserType, folder: Path, pages: Path) -> Iterator[BrowserContext]:
    """Begin the browser whose store lies in `folder`."""
    context = engine.launch_persistent_context(
        str(folder),
        executable_path=CHROMIUM,
        args=FLAGS,
        viewport={"width": 360, "height": 640},
        locale="id-ID",
        timezone_id="Asia/Makassar",
        reduced_motion="reduce",
    )

    def beside(route: Route) -> None:
        name = route.request.url.split(BESIDE)[1].split("?")[0]
        kind = "text/javascript" if name.endswith(".js") else mimetypes.guess_type(name)[0]
        route.fulfill(body=(pages / name).read_bytes(), content_type=kind)

    context.route(f"**{BESIDE}**", beside)
    try:
        yield context
    finally:
        context.close()


def worked(
    page: Page, url: str, begun: datetime, hours: int, facts: int, photos: int, **more: Any
) -> Work:
    """Sign `facts` over so many hours of the page's clock; some of each hour name a photo."""
    page.goto(f"{url}{BESIDE}days.html")
    page.wait_for_function("globalThis.work !== undefined")
    made = Work()
    for hour in range(hours):
        page.clock.set_system_time(begun + timedelta(hours=hour))
        first, last = facts * hour // hours, facts * (hour + 1) // hours
        asked = {
            "first": first,
            "facts": last - first,
            "photos": photos * (hour + 1) // hours - photos * hour // hours,
            "boxes": boxes(),
            "place": f"{DESA}:pps",
            "giver": f"pps@{DESA}",
            "receiver": f"kpps@{DESA}-001",
            "pixels": 160,
            **more,
        }
        found = page.evaluate("asked => work(asked)", asked)
        made.names += found["names"]
        made.photos += found["photos"]
        made.bytes += found["bytes"]
    return made


def counts(page: Page, *tables: str) -> list[int]:
    """How many rows the tables of the phone have."""
    found: list[int] = page.evaluate(COUNT, list(tables))
    return found


def unsent_photos(page: Page) -> int:
    return int(page.evaluate(UNSENT_PHOTOS))


def kill(page: Page) -> None:
    """End the process of the page as the system ends it where memory is short."""
    with suppress(BrowserError):
        page.goto("chrome://crash", timeout=5_000)
    with suppress(BrowserError):
        page.close()


def until(page: Page, holds: Callable[[], bool], seconds: float) -> bool:
    """Look again and again; return whether it held before the time was over."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if holds():
            return True
        page.wait_for_timeout(100)
    return holds()
