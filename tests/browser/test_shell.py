"""The shell in a real browser: keyboard, themes, widths, and no grave faults for axe."""

from pathlib import Path

import pytest
from django.urls import reverse

from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.worlds import contoh_scope, person

THEMES = ["light", "dark"]
WIDTHS = [1440, 390]
DARK = "document.documentElement.dataset.theme === 'gelap'"


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["account_login", "components"])
def test_open_pages_fit_and_pass_axe(desk: Open, name: str, width: int, theme: str) -> None:
    page = desk(reverse(name), width=width, theme=theme)

    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_the_page_of_people_fits_and_passes_axe(desk: Open, width: int, theme: str) -> None:
    scope = contoh_scope()
    for name in ("bu_rina", "pak_adi"):
        person(name)
    path = reverse("accounts", args=[scope.election, scope.kabupaten])
    page = desk(path, person("bu_dewi"), width, theme)

    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)


def test_the_first_tab_skips_to_the_content(desk: Open) -> None:
    page = desk(reverse("account_login"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "isi"


def test_every_stop_of_the_keyboard_shows_where_it_is(desk: Open) -> None:
    scope = contoh_scope()
    page = desk(reverse("accounts", args=[scope.election, scope.kabupaten]), person("bu_dewi"))
    seen = set()
    for _ in range(15):
        page.keyboard.press("Tab")
        seen.add(page.evaluate("document.activeElement.outerHTML.slice(0, 90)"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"

    assert len(seen) == 15


def test_the_menu_of_the_person_opens_and_closes_by_keyboard(desk: Open) -> None:
    scope = contoh_scope()
    page = desk(reverse("accounts", args=[scope.election, scope.kabupaten]), person("bu_dewi"))
    page.locator(".who summary").focus()
    page.keyboard.press("Enter")
    assert page.get_by_role("button", name="Keluar").is_visible()
    page.keyboard.press("Escape")

    assert not page.get_by_role("button", name="Keluar").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


@pytest.mark.parametrize("theme", THEMES)
def test_the_theme_follows_the_system_until_a_person_chooses(desk: Open, theme: str) -> None:
    page = desk(reverse("account_login"), theme=theme)
    was_dark = page.evaluate(DARK)
    assert was_dark is (theme == "dark")
    page.locator("[data-switch-theme]").click()
    assert page.evaluate(DARK) is not was_dark
    page.reload()

    assert page.evaluate(DARK) is not was_dark


def test_on_a_phone_the_menu_stands_below_and_the_rest_behind_lainnya(desk: Open) -> None:
    scope = contoh_scope()
    path = reverse("accounts", args=[scope.election, scope.kabupaten])
    page = desk(path, person("bu_dewi"), width=390)
    nav = page.locator(".nav").bounding_box()
    assert nav is not None
    assert nav["y"] + nav["height"] == 844
    page.get_by_text("Lainnya").click()

    people = page.locator(".nav .sheet").get_by_role("link", name="Petugas")
    assert people.is_visible()
    assert people.get_attribute("aria-current") == "page"


def test_pages_use_the_desks_own_typeface(desk: Open, vendor: Path) -> None:
    page = desk(reverse("components"))
    page.evaluate("document.fonts.ready.then(() => true)")

    assert page.evaluate("document.fonts.check('16px \"IBM Plex Sans Variable\"')")
    assert page.evaluate("document.fonts.check('500 16px \"IBM Plex Mono\"')")
    assert page.evaluate("typeof htmx") == "object"


def test_paper_is_white_and_without_furniture_in_the_dark_theme_too(desk: Open) -> None:
    page = desk(reverse("components"), theme="dark")
    page.emulate_media(media="print")

    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert not page.locator(".btn").first.is_visible()
