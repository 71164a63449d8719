"""Take a picture of every room of a running desk: two widths, light and dark.

    python tools/screenshots.py http://127.0.0.1:8000 OUT [--login NAME] [--only tps_list]

For reviews and for the handbook. The desk must be a demo, whose logins are printed by
`tepat demo`.
"""

import argparse
import os
import shutil
import sys
from itertools import product
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

WIDTHS = {1440: 900, 390: 844}
THEMES = ("light", "dark")
FLAGS = ["--no-sandbox", "--disable-quic", "--no-first-run", "--disable-background-networking"]
OPEN_PAGES = ("/akun/masuk/", "/komponen/", "/lapangan/")


def main() -> int:
    """Take the pictures; return 1 where a page failed or was wider than its window."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url")
    parser.add_argument("out", type=Path)
    parser.add_argument("--login", default="bu_dewi")
    parser.add_argument("--password", default="tepat-demo")
    parser.add_argument("--only", default="", help="part of the address")
    chosen = parser.parse_args()
    chosen.out.mkdir(parents=True, exist_ok=True)
    chromium = os.environ.get("CHROMIUM") or shutil.which("chromium")
    if chromium is None:
        raise SystemExit("no Chromium on this machine: apt-get install chromium")
    faults = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for (width, height), theme in product(WIDTHS.items(), THEMES):
            page = _page(browser, width, height, theme)
            for path in OPEN_PAGES:
                faults += _shoot(page, chosen, path, f"{width}-{theme}")
            _log_in(page, chosen)
            for path in _rooms(page, chosen.url):
                faults += _shoot(page, chosen, path, f"{width}-{theme}")
            page.context.close()
        browser.close()
    return int(faults > 0)


def _page(browser: Browser, width: int, height: int, theme: str) -> Page:
    scheme = "dark" if theme == "dark" else "light"
    context = browser.new_context(
        viewport={"width": width, "height": height}, color_scheme=scheme, locale="id-ID"
    )
    page = context.new_page()
    page.on(
        "console", lambda said: print("  console:", said.text) if said.type == "error" else None
    )
    return page


def _log_in(page: Page, chosen: argparse.Namespace) -> None:
    page.goto(f"{chosen.url}/akun/masuk/")
    page.fill("[name=login]", chosen.login)
    page.fill("[name=password]", chosen.password)
    page.click("form .btn.go")
    page.wait_for_load_state()


def _rooms(page: Page, url: str) -> list[str]:
    """The addresses of the menu, in its order."""
    links = page.locator(".nav a").evaluate_all("all => all.map(each => each.pathname)")
    return list(dict.fromkeys(["/", *links]))


def _shoot(page: Page, chosen: argparse.Namespace, path: str, suffix: str) -> int:
    if chosen.only not in path:
        return 0
    answer = page.goto(chosen.url + path, wait_until="networkidle")
    status = answer.status if answer else 0
    wide = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    name = "-".join(part for part in path.split("/") if part) or "home"
    page.screenshot(path=str(chosen.out / f"{name}-{suffix}.png"), full_page=True)
    fault = status >= 400 or wide > 0
    print(
        f"{'!' if fault else ' '} {status} {name}-{suffix}"
        + (f", {wide} px too wide" if wide > 0 else "")
    )
    return int(fault)


if __name__ == "__main__":
    sys.exit(main())
