"""How long a phone takes from being opened to its first screen, on a processor slowed by four.

Two figures for each way of opening: seconds by the clock with the processor slowed, which a busy
machine makes longer, and seconds that the page's main thread worked without slowing, times
four, which it hardly does. No desk runs behind it: what is opened lies on the phone or comes from
loopback. `OPEN_ROUNDS` opens each, the middle one counts. `OPEN_PROFILE=FOLDER` keeps their traces.
"""

import json
import os
import shutil
import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from benchmarks.figures import figure
from tepat.core.move.field_manifest import wire
from tepat.core.move.field_manifest.values import Days, LoadList, Manifest
from tests.browser import phone_pages
from tests.browser.patience import worker_ready
from tests.core.move.test_field_manifest import KECAMATAN, kecamatan_of

ROOT = Path(__file__).resolve().parents[2]
BUILT = ROOT / "src/tepat/server/static/field"
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--hide-scrollbars"]
ROUNDS = int(os.environ.get("OPEN_ROUNDS", "5"))
FACTS = int(os.environ.get("FACTS", "2000"))
KEEP = os.environ.get("OPEN_PROFILE", "")
SLOWER = 4
BUDGET = 2.0
SHOWN = "tepat-shown"
"""The mark that the page's clock and a trace have in common: the first screen is painted."""
PIN = "482917"

WATCH = """() => {
  globalThis.long = [];
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) long.push([each.startTime, each.duration]);
  }).observe({type: "longtask", buffered: true});
  globalThis.shown = new Promise((done) => {
    const look = new MutationObserver(() => {
      if (!document.querySelector("#app h1")) return;
      look.disconnect();
      requestAnimationFrame(() => {
        const next = new MessageChannel();
        next.port1.onmessage = () => done(performance.mark("tepat-shown").startTime);
        next.port2.postMessage(0);
      });
    });
    look.observe(document, {subtree: true, childList: true});
  });
}"""


@dataclass(frozen=True)
class Opened:
    """Seconds to the first screen, seconds of work until then, and of what blocked after it."""

    wall: float
    work: float
    after: float


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None or not phone_pages.VITE.exists() or not (BUILT / "sw.js").exists():
        print("skipped: needs Chromium (apt-get install chromium) and make assets")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as engine:
        pages = Path(folder) / "pages"
        phone_pages.build(pages)
        with served(pages) as address:
            browser = engine.chromium.launch(executable_path=chromium, args=FLAGS)
            _tell("first open ever, from loopback", _first_ever(browser, address))
            context = _context(browser)
            device = _enrolled(context, address)
            _tell("from its worker, 200 TPS", _opens(browser, context, address, device))
            _tell("from its worker, locked", _opens(browser, context, address, ""))
            _works(context, address, FACTS)
            _tell(f"{FACTS} unsent facts", _opens(browser, context, address, device))
            _tell(f"{FACTS} unsent facts, locked", _opens(browser, context, address, ""))
            browser.close()


def _tell(what: str, opens: list[tuple[Opened, Opened]]) -> None:
    """Tell of pairs of openings: one with the processor slowed, one without."""
    wall = statistics.median(slow.wall for slow, _ in opens)
    work = statistics.median(fast.work for _, fast in opens)
    after = statistics.median(slow.after for slow, _ in opens)
    load = os.getloadavg()[0]
    plain = statistics.median(fast.wall for _, fast in opens)
    print(
        f"{what}: {wall:.2f} s slowed ({plain:.2f} s not), work {work:.3f} s, load {load:.1f};"
        f" then busy for {after:.2f} s of the next 5"
    )
    figure(f"{what}, x {SLOWER} by the clock", wall, BUDGET)
    figure(f"{what}, x {SLOWER} by work", work * SLOWER, BUDGET)


def _first_ever(browser: Browser, address: str) -> list[tuple[Opened, Opened]]:
    found = []
    for _ in range(ROUNDS):
        pair = []
        for slower in (SLOWER, 1):
            context = _context(browser)
            pair.append(_open(browser, context, address, "", slower))
            context.close()
        found.append((pair[0], pair[1]))
    return found


def _opens(
    browser: Browser, context: BrowserContext, address: str, device: str
) -> list[tuple[Opened, Opened]]:
    return [
        (
            _open(browser, context, address, device, SLOWER),
            _open(browser, context, address, device, 1),
        )
        for _ in range(ROUNDS)
    ]


def _open(
    browser: Browser, context: BrowserContext, address: str, device: str, slower: int
) -> Opened:
    """Open the phone in a page of its own, as somebody whose turn it is, or nobody."""
    page = context.new_page()
    if device:
        page.add_init_script(f"sessionStorage.setItem('turn', '{device}')")
    page.add_init_script(f"({WATCH})()")
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
    browser.start_tracing(page=page, categories=["toplevel", "blink.user_timing", *_profiled()])
    page.goto(f"{address}/lapangan/", wait_until="commit")
    wall = page.evaluate("shown") / 1000
    page.wait_for_timeout(5_000)
    long = page.evaluate("long")
    trace = browser.stop_tracing()
    page.close()
    if KEEP:
        _kept(trace, f"{'turn' if device else 'none'}-{slower}")
    after = sum(lasted for began, lasted in long if wall * 1000 <= began <= wall * 1000 + 5_000)
    return Opened(wall, _work(trace), after / 1000)


def _profiled() -> list[str]:
    return ["disabled-by-default-v8.cpu_profiler", "v8", "devtools.timeline"] if KEEP else []


def _kept(trace: bytes, name: str) -> None:
    folder = Path(KEEP)
    folder.mkdir(parents=True, exist_ok=True)
    count = len(list(folder.glob("*.json")))
    (folder / f"{count:03d}-{name}.json").write_bytes(trace)


def _work(trace: bytes) -> float:
    """Return the seconds that the page's main thread worked until the first screen was painted."""
    events = json.loads(trace)["traceEvents"]
    [mark] = [each for each in events if each["name"] == SHOWN][:1]
    own = [
        each
        for each in events
        if each.get("tid") == mark["tid"] and each.get("pid") == mark["pid"] and each["ph"] == "X"
    ]
    tasks = [each for each in own if each["name"].endswith("RunTask")]
    done = [each for each in tasks if each["ts"] <= mark["ts"]]
    return sum(float(each.get("tdur", 0)) for each in _outer(done)) / 1e6


def _outer(tasks: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """A task that runs within another one is counted once."""
    until = 0.0
    for each in sorted(tasks, key=lambda each: each["ts"]):
        if each["ts"] >= until:
            until = each["ts"] + each.get("dur", 0)
            yield each


def _context(browser: Browser) -> BrowserContext:
    size: Any = {"width": 360, "height": 640}
    return browser.new_context(viewport=size, locale="id-ID", timezone_id="Asia/Makassar")


def _enrolled(context: BrowserContext, address: str) -> str:
    """Keep the program, an officer and a list of 200 TPS on this phone; return the device."""
    page = _beside(context, address, "opened")
    asked = {"manifest": wire.write(_list()).decode(), "role": "ppk", "area": KECAMATAN, "pin": PIN}
    device: str = page.evaluate("asked => enrolled(asked)", asked)
    page.goto(f"{address}/lapangan/")
    worker_ready(page)
    page.close()
    return device


def _list() -> Manifest:
    """A kecamatan of 200 TPS, two weeks before the vote, with a load to each of its desa."""
    found = kecamatan_of(200, 2)
    vote = datetime.now(UTC) + timedelta(days=14)
    desas = sorted(each.code for each in found.places if len(each.code) == 13)
    loads = [_load(found.loads[0], at, desa) for at, desa in enumerate(desas)]
    days = Days(f"{vote:%Y-%m-%d}", f"{vote - timedelta(days=7):%Y-%m-%d}")
    departs = f"{vote - timedelta(days=3):%Y-%m-%d}T23:00:00Z"
    first = replace(found.loads[0], departs=departs)
    return replace(found, days=days, loads=(first, *loads))


def _load(whole: LoadList, at: int, desa: str) -> LoadList:
    digits = desa.replace(".", "")
    packages = tuple(each for each in whole.packages if digits in each)
    return replace(
        whole,
        code=f"SJ-{100 + at}",
        start=f"{KECAMATAN}:ppk",
        to=f"{desa}:pps",
        list=f"{at:064x}",
        packages=packages,
    )


def _works(context: BrowserContext, address: str, facts: int) -> None:
    """Sign `facts` facts: seals, handovers, trouble."""
    page = _beside(context, address, "days")
    desa = f"{KECAMATAN}.2001"
    for first in range(0, facts, 100):
        asked = {
            "first": first,
            "facts": min(100, facts - first),
            "photos": 0,
            "boxes": [(f"P24990105200100{at:02d}BUPK10", ["KB1", "KB2"]) for at in range(10, 90)],
            "place": f"{KECAMATAN}:ppk",
            "giver": f"ppk@{KECAMATAN}",
            "receiver": f"pps@{desa}",
            "pixels": 1,
        }
        page.evaluate("asked => work(asked)", asked)
    page.close()


def _beside(context: BrowserContext, address: str, name: str) -> Page:
    page = context.new_page()
    page.goto(f"{address}/lapangan-uji/{name}.html")
    page.wait_for_function("globalThis.work !== undefined || globalThis.enrolled !== undefined")
    return page


@contextmanager
def served(pages: Path) -> Iterator[str]:
    """Serve the built phone and the pages beside it; who sends anything is asked to come later."""
    folders = {"lapangan": BUILT, "lapangan-uji": pages}

    class Handler(phone_pages.Quiet):
        def translate_path(self, path: str) -> str:
            room, _, rest = path.split("?")[0].lstrip("/").partition("/")
            return str(folders.get(room, pages / "none") / rest)

        def do_POST(self) -> None:  # noqa: N802 - the name that http.server calls
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            self.send_error(503)

    with phone_pages.served(pages, Handler) as address:
        yield address


if __name__ == "__main__":
    main()
