"""How fast labels are counted from a camera, and how fast a wrong box turns the screen red.

A film of our own labels plays before the scanning screen. In a corner of each frame stands a white
square while a label is in view, so that the page itself knows when a label came: a time runs from
the frame that shows it to the box being kept, or to the red being painted. Chromium on Linux has
no reader of its own, so these are the times of zxing in its worker. `x 4` slows the main thread
of the page by four, not the worker.
"""

import os
import shutil
import statistics
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from benchmarks.figures import figure
from tepat.core.documents import samples
from tepat.core.documents.papers import LabelPaper
from tepat.core.election.ids import Form, PackageCode
from tests.browser import camera, phone_pages

BOXES = 105
HELD = 6
"""Frames at 30 a second: five labels a second."""
SHOWN = 20
"""Frames for which one label is in view and then is not, where single times are measured."""
TIMES = 20
CORNER = (8, 8, 72, 72)
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--hide-scrollbars"]

WATCH = """() => {
  globalThis.came = [];
  globalThis.reds = [];
  const canvas = new OffscreenCanvas(1, 1);
  const pen = canvas.getContext("2d", {willReadFrequently: true});
  let before = false;
  const look = (now, frame) => {
    const video = document.querySelector("video");
    if (!video) return;
    pen.drawImage(video, 24, 24, 32, 32, 0, 0, 1, 1);
    const here = pen.getImageData(0, 0, 1, 1).data[0] > 128;
    if (here && !before) came.push(Math.min(now, frame.presentationTime));
    before = here;
    video.requestVideoFrameCallback(look);
  };
  document.querySelector("video").requestVideoFrameCallback(look);
  new MutationObserver(() => {
    const red = document.querySelector("dialog.wrong[open]");
    if (!red || red.dataset.seen) return;
    red.dataset.seen = "1";
    requestAnimationFrame(() => requestAnimationFrame(() => {
      reds.push(performance.now());
      red.querySelector("button.go").click();
    }));
  }).observe(document.body, {subtree: true, childList: true, attributes: true});
}"""


def main() -> None:
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None or not phone_pages.VITE.exists():
        print("skipped: needs Chromium (apt-get install chromium) and make assets")
        return
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as engine:
        pages = Path(folder) / "pages"
        phone_pages.build(pages)
        with phone_pages.served(pages) as address:
            room = Room(engine, chromium, address, Path(folder) / "film.mjpeg")
            _whole_load(room)
            for slower in (1, 4):
                _accepted(room, slower)
                _red(room, slower)


class Room:
    """A browser before a film, and the counting screen in it."""

    def __init__(self, engine: Playwright, chromium: str, address: str, film: Path) -> None:
        self.engine, self.chromium, self.address, self.film = engine, chromium, address, film

    def open(
        self, frames: Iterable[bytes], boxes: Sequence[str], slower: int = 1
    ) -> tuple[Browser, Page]:
        camera.write(self.film, frames)
        arguments = [*FLAGS, *camera.flags(self.film)]
        browser = self.engine.chromium.launch(executable_path=self.chromium, args=arguments)
        page = browser.new_page(viewport={"width": 360, "height": 640})
        if slower > 1:
            session = page.context.new_cdp_session(page)
            session.send("Emulation.setCPUThrottlingRate", {"rate": slower})
        page.goto(f"{self.address}/count.html")
        page.evaluate("asked => count(asked)", {"boxes": list(boxes)})
        return browser, page


def _whole_load(room: Room) -> None:
    """105 labels at five a second, in one pass of the film."""
    papers = samples.labels(BOXES + 1)[:BOXES]
    frames = (frame for each in _seen(papers) for frame in camera.still(each, HELD))
    browser, page = room.open([*camera.still(camera.empty(), 60), *frames], _codes(papers))
    page.wait_for_function(f"kept.length >= {BOXES}", timeout=300_000)
    times = [each["at"] / 1000 for each in page.evaluate("kept")]
    browser.close()
    seconds = times[-1] - times[0]
    passes = seconds / (BOXES * HELD / camera.FRAMES_A_SECOND)
    print(f"{BOXES} labels shown at {camera.FRAMES_A_SECOND / HELD:.0f} a second: {seconds:.1f} s")
    figure(f"{BOXES} labels counted, {passes:.1f} passes of a film at 5 a second", seconds, 300)


def _accepted(room: Room, slower: int) -> None:
    papers = samples.labels(TIMES)
    browser, page = room.open(_one_by_one(_seen(papers)), [*_codes(papers), "NONE"], slower)
    page.evaluate(WATCH)
    page.wait_for_function(f"kept.length >= {TIMES}", timeout=120_000)
    told, came = [each["at"] for each in page.evaluate("kept")], page.evaluate("came")
    browser.close()
    _tell("frame to box kept", _spans(came, told), 2.0, slower)


def _red(room: Room, slower: int) -> None:
    codes = [
        str(PackageCode("P24", f"99.01.02.2004-{n:03d}", "BUP", Form.BOX))
        for n in range(1, TIMES + 1)
    ]
    [paper] = samples.labels(2)[:1]
    wrong = [replace(paper, code=code) for code in codes]
    browser, page = room.open(_one_by_one(_seen(wrong)), _codes(samples.labels(2)), slower)
    page.evaluate(WATCH)
    page.wait_for_function(f"reds.length >= {TIMES}", timeout=120_000)
    came, reds = page.evaluate("came"), page.evaluate("reds")
    browser.close()
    _tell("frame to red painted", _spans(came, reds), 0.3, slower)


def _spans(came: Sequence[float], told: Sequence[float]) -> list[float]:
    """Seconds from the last label that came before each of `told`."""
    found = []
    for at in told:
        before = [each for each in came if each <= at]
        if before:
            found.append((at - before[-1]) / 1000)
    return found


def _tell(what: str, spans: Sequence[float], budget: float, slower: int) -> None:
    named = what if slower == 1 else f"{what}, x {slower}"
    worst = sorted(spans)[max(0, round(len(spans) * 0.95) - 1)]
    print(f"{named}: median {statistics.median(spans) * 1000:.0f} ms of {len(spans)}")
    figure(f"{named}, 19 of 20 within", worst, budget)


def _codes(papers: Iterable[LabelPaper]) -> list[str]:
    return [paper.code for paper in papers]


def _seen(papers: Sequence[LabelPaper]) -> Iterator[Image.Image]:
    for at, label in enumerate(camera.labels(papers)):
        yield camera.seen(label, camera.Look(turned=at % 13 - 6), seed=at)


def _one_by_one(pictures: Iterable[Image.Image]) -> Iterator[bytes]:
    """Each picture with its white corner, then bare cardboard with a black one."""
    dark = camera.empty()
    dark.paste(0, CORNER)
    yield from camera.still(dark, 2 * camera.FRAMES_A_SECOND)  # until the reader is there
    for picture in pictures:
        light = picture.copy()
        light.paste(255, CORNER)
        yield from camera.still(light, SHOWN)
        yield from camera.still(dark, SHOWN)


if __name__ == "__main__":
    main()
