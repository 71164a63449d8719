"""What every screen of a phone must pass at 360 x 640, and a picture of it where one is asked for.

TEPAT_PHONE_PICTURES=FOLDER python -m pytest tests/browser/test_phone_*.py
"""

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll

PICTURES = os.environ.get("TEPAT_PHONE_PICTURES", "")
"""Where to keep a picture of each screen, light and dark; empty: nowhere."""
MOST_WORDS = 8
"""Of a heading: more is not read while walking."""
Look = Callable[[str], None]

_SMALL = """() => {
  const marks = "[type=checkbox], [type=radio], [type=file]";
  const aimed = (it) => (it.matches(marks) ? it.closest("label, .shot") : null) ?? it;
  const pressed = document.querySelectorAll("a[href], button, input, select, textarea, summary");
  return [...pressed].flatMap((it) => {
    const at = aimed(it), {width, height} = at.getBoundingClientRect();
    if (!at.checkVisibility({visibilityProperty: true}) || width < 2) return [];
    if (height >= 47.5 && width >= 47.5) return [];
    return [`${Math.round(width)} x ${Math.round(height)}: ${at.outerHTML.slice(0, 90)}`];
  });
}"""
_CUT = """() => [...document.body.querySelectorAll("*")].flatMap((it) => {
  const {overflowX, overflowY} = getComputedStyle(it);
  const hides = [overflowX, overflowY].some((each) => each === "hidden" || each === "clip");
  const text = it.textContent.trim();
  if (!hides || text === "" || it.matches(".view, .sr, textarea")) return [];
  return it.scrollWidth > it.clientWidth + 1 && it.clientWidth > 4 ? [text] : [];
})"""


def looked(page: Page, theme: str = "light", targets: bool = True) -> Look:
    """Check a screen as a person would see it; keep its picture where that is asked for."""

    def look(name: str) -> None:
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
        assert_nothing_cut(page)
        assert_short_heading(page)
        if targets:
            assert_fits_a_thumb(page)
        if PICTURES:
            _picture(page, name, theme)

    return look


def _picture(page: Page, name: str, theme: str) -> None:
    """Both themes, whichever the test began with: in the other one colours are checked too."""
    other = "dark" if theme == "light" else "light"
    page.screenshot(path=str(Path(PICTURES) / f"{name}-{theme}.png"))
    page.emulate_media(color_scheme="dark" if other == "dark" else "light")
    assert_no_grave_faults(page)
    page.screenshot(path=str(Path(PICTURES) / f"{name}-{other}.png"))
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light")


def assert_fits_a_thumb(page: Page) -> None:
    """Whatever is pressed is 48 px high and wide."""
    small = page.evaluate(_SMALL)
    assert not small, "\n".join(small)


def assert_nothing_cut(page: Page) -> None:
    """No text ends in three dots."""
    cut = page.evaluate(_CUT)
    assert not cut, f"cut off: {cut}"


def assert_short_heading(page: Page) -> None:
    """A heading is read at a glance; codes and names of places are words like others."""
    for heading in page.locator("h1:visible").all_inner_texts():
        assert len(heading.split()) <= MOST_WORDS, f"{len(heading.split())} words: {heading}"
