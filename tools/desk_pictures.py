"""Take the pictures of the desk that the handbook shows, each as its reader sees it.

    tepat demo --day H-1 --port 8000 &  python tools/desk_pictures.py http://127.0.0.1:8000

The desk must be the demo of `SHOWN`'s day, with its logins. Each picture is the top of a page in
a window of 1366 x 820, with few colours, so that none is above `MOST_BYTES`.
"""

import argparse
import io
import os
import shutil
import sys
from pathlib import Path
from typing import Final, NamedTuple

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

FOLDER: Final = Path(__file__).resolve().parent.parent / "docs/pictures"
ROOT: Final = "/e/pilkada-2024/63.09/"
FLAGS: Final = ["--no-sandbox", "--disable-quic", "--disable-background-networking"]
MOST_BYTES: Final = 90_000
COLOURS: Final = 64


class Shown(NamedTuple):
    """One picture: who looks, at which page, from which part of it on. A page that begins with
    a stroke lies outside of the election's own.
    """

    name: str
    login: str
    page: str
    top: str = "main"


SHOWN: Final = (
    Shown("desk-board", "bu_dewi", "papan/"),
    Shown("desk-alerts", "bu_dewi", "peringatan/"),
    Shown("desk-problems", "bu_dewi", "masalah/"),
    Shown("desk-supervision", "pak_adi", "pengawasan/"),
    Shown("desk-security", "pak_yusuf", "pengamanan/"),
    Shown("desk-government", "pak_hadi", "desk/"),
    Shown("desk-meetings", "pak_hadi", "rakor/"),
    Shown("desk-stores", "bu_dewi", "tempat/"),
    Shown("desk-paper", "bu_rina", "kertas/"),
    Shown("desk-exports", "pak_adi", "ekspor/"),
    Shown("desk-log", "pak_adi", "log/"),
    Shown("desk-pilkades", "bu_dewi", "/pilkades/"),
    Shown("desk-results", "bu_mira", "hitung/"),
    Shown("desk-papers", "bu_mira", "hitung/rekonsiliasi/"),
)
"""The last two are of the evening of the vote: `tepat demo --day H`, `--only desk-results`."""


def main() -> int:
    """Take every picture; return 1 where a page failed or a picture is too large."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("url", help="of the demo; any word with --card")
    asked.add_argument("--only", default="", help="part of the name")
    asked.add_argument("--card", type=Path, help="kartu-rapor.html of a rehearsal: only this")
    given = asked.parse_args()
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    faults = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        if given.card:
            faults += _take_card(browser, given.card)
        for shown in () if given.card else SHOWN:
            if given.only in shown.name:
                faults += _take(browser, given.url, shown)
        browser.close()
    return int(faults > 0)


def _take(browser: Browser, url: str, shown: Shown) -> int:
    context = browser.new_context(
        viewport={"width": 1366, "height": 820}, locale="id-ID", color_scheme="light"
    )
    page = context.new_page()
    page.goto(f"{url}/akun/masuk/")
    page.fill("[name=login]", shown.login)
    page.fill("[name=password]", "tepat-demo")
    page.click("form .btn.go")
    page.wait_for_load_state("networkidle")
    answer = page.goto(url + (shown.page if shown.page.startswith("/") else ROOT + shown.page))
    page.wait_for_load_state("load")
    page.locator(shown.top).first.wait_for()
    status = answer.status if answer else 0
    fault = _keep(page.screenshot(), shown.name) or status != 200
    print(f"{'!' if fault else ' '} {status} {shown.name}, {shown.login}")
    context.close()
    return int(fault)


def _take_card(browser: Browser, card: Path) -> int:
    page = browser.new_page(viewport={"width": 1100, "height": 820})
    page.goto(card.resolve().as_uri())
    fault = _keep(page.screenshot(), "gladi-card")
    page.close()
    return int(fault)


def _keep(picture: bytes, name: str) -> bool:
    """Write a picture with few colours; tell whether it is too large."""
    file = FOLDER / f"{name}.png"
    Image.open(io.BytesIO(picture)).convert("RGB").quantize(COLOURS).save(file, optimize=True)
    size = file.stat().st_size
    print(f"  {size} bytes, {file.name}")
    return size > MOST_BYTES


if __name__ == "__main__":
    sys.exit(main())
