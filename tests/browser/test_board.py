"""The board in a real browser: it fits, passes axe, and any number is evidence in three clicks."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tepat.core.move import events
from tepat.server import clock
from tepat.server.watch.government import notices
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.phones import NIGHT
from tests.server.watch.alerts.worlds import somebody, waiting_load
from tests.server.watch.delivered import TEDUH, Delivery
from tests.worlds import contoh_scope, person

BOARD = "/e/pilkada-2024/99.01/papan/"
ONE, TWO, THREE = (f"{TEDUH}-00{number}" for number in (1, 2, 3))


@pytest.fixture
def way() -> Iterator[Delivery]:
    clock.shift(NIGHT + timedelta(minutes=90) - datetime.now(UTC))
    way = Delivery(contoh_scope())
    way.pack()
    way.to_pps()
    way.to_kpps(ONE)
    [box, *_] = way.boxes(TWO)
    way.to_kpps(TWO, checks=(events.Check(box, ("KB0000001",)),))
    yield way
    clock.shift(timedelta(0))


@pytest.mark.parametrize(("width", "theme"), [(1440, "dark"), (390, "light")])
def test_three_clicks_lead_from_a_wrong_number_to_its_proof(
    desk: Open, vendor: object, way: Delivery, width: int, theme: str
) -> None:
    page = desk(BOARD, person("bu_dewi"), width=width, theme=theme)
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)

    page.locator('[data-n="kualitas-tidak"]').click()
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
    page.locator("tbody th a").click()
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
    page.locator("[data-because]").click()

    [box, *_] = way.boxes(TWO)
    expect(page).to_have_url(re.compile(rf"/paket/{box}/$"))
    expect(page.get_by_text("Segel berbeda").first).to_be_visible()
    assert page.locator(".chain li").count() > 2, "who had it, one after the other"
    assert "KB0000001" in page.content().replace(" ", ""), "the seal that somebody read"


def test_new_facts_are_marked_and_rows_wait(desk: Open, vendor: object, way: Delivery) -> None:
    page = desk(f"{BOARD}?dinding=0", person("bu_dewi"))
    expect(page.locator("[data-is-polling]")).to_be_visible()
    first = page.locator("[data-row]").first
    expect(first).to_have_attribute("data-row", "99.01.02")
    way.to_kpps(THREE)
    page.evaluate(
        """() => {
          window.stood = document.querySelector("#papan");
          document.querySelector("#papan").dispatchEvent(new Event("renew"));
        }"""
    )
    expect(page.locator("#n-siap")).to_have_text("2")
    expect(page.locator("#n-siap")).to_have_class("n changed")
    expect(page.locator("#n-siap")).to_have_class("n")
    assert page.evaluate("window.stood === document.querySelector('#papan')")


WITHIN = """() => {
  const cut = (each) => {
    const box = each.getBoundingClientRect();
    const panel = (each.closest(".panel") || document.body).getBoundingClientRect();
    return !box.width || box.bottom > Math.min(innerHeight, panel.bottom) + 1
      || box.right > Math.min(innerWidth, panel.right) + 1;
  };
  const all = document.querySelectorAll(
    ".hero .big, .hero .key > a, .six .v, .five > li, .five .due, .kec tbody tr, .haz li, .note");
  return [...all].filter(cut).map((each) => each.className + ": " + each.textContent.trim());
}"""


@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)])
@pytest.mark.parametrize("is_told", [True, False])
def test_the_wall_shows_all_of_it_in_one_view(
    desk: Open, vendor: object, way: Delivery, size: tuple[int, int], is_told: bool
) -> None:
    now = clock.now()
    for number in range(5):
        kecamatan = f"99.01.{number + 1:02d}"
        late = now - timedelta(hours=2)
        waiting_load(way.scope, f"SJ-00{number}", kecamatan, departs_at=late, made_at=late)
    if is_told:
        until = now + timedelta(days=1)
        notices.announce(
            way.scope, somebody("pak_hadi"), "Tulis jam terima. " * 20, [], "99.01", until, now
        )
    page = desk(f"{BOARD}?dinding=1", person("bu_dewi"))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    expect(page.locator(".above .note")).to_have_count(int(is_told))
    expect(page.locator(".nav")).to_be_hidden()
    expect(page.get_by_role("link", name="Kirim lewat WhatsApp")).to_be_hidden()
    assert page.evaluate(WITHIN) == []
    height = page.evaluate("document.documentElement.scrollHeight - innerHeight")
    assert height <= 0
    hero = page.locator(".hero").bounding_box() or {"width": 0}
    assert hero["width"] > size[0] * 0.95, "a notice takes no room from the board"


def test_what_is_announced_stands_above_the_board(
    desk: Open, vendor: object, way: Delivery
) -> None:
    until = clock.now() + timedelta(days=1)
    notices.announce(way.scope, somebody("pak_hadi"), "Tulis jam.", [], "99.01", until, clock.now())
    for width in (1440, 390):
        page = desk(BOARD, person("bu_dewi"), width=width)
        told, hero = (page.locator(each).bounding_box() for each in (".above .note", ".hero"))
        assert told is not None
        assert hero is not None
        assert told["y"] + told["height"] <= hero["y"]
