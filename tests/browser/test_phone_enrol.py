"""From a letter to witnessed records: the phone against a real server and real witnesses."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tepat.core.election.roles import Role
from tepat.server.desk import field
from tepat.server.move.devices import quotas
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.browser.phone_world import DESA, PhoneWorld, enrol

PICTURES = os.environ.get("TEPAT_PHONE_PICTURES", "")


@pytest.fixture(autouse=True)
def built() -> None:
    if not (field.built() / "sw.js").exists():
        pytest.skip("the phone application is not built: run make assets")


@pytest.fixture
def world(live_server: LiveServer, tmp_path: Path, settings: LazySettings) -> PhoneWorld:
    settings.HOME = tmp_path
    quotas.buckets = quotas.Buckets()
    return PhoneWorld(tmp_path, live_server.url)


Phones = Callable[..., Page]


@pytest.fixture
def phone(chromium: Browser, world: PhoneWorld) -> Iterator[Phones]:
    """Open the phone's page in a browser of its own; errors of its scripts fail the test."""
    contexts, errors = [], []

    def open_phone(theme: str = "light") -> Page:
        context = chromium.new_context(
            viewport={"width": 360, "height": 640},
            color_scheme="dark" if theme == "dark" else "light",
            reduced_motion="reduce",
            locale="id-ID",
            timezone_id="Asia/Makassar",
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{world.url}/lapangan/")
        page.get_by_role("heading", level=1).wait_for()
        return page

    yield open_phone
    for context in contexts:
        context.close()
    assert errors == []


def looked(page: Page, theme: str = "light") -> Callable[[str], None]:
    """Check a screen as a person would see it; keep its picture where that is asked for."""

    def look(name: str) -> None:
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
        if PICTURES:
            page.screenshot(path=str(Path(PICTURES) / f"{name}-{theme}.png"))

    return look


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_enrolled_offline_sent_when_the_network_is_back_and_witnessed(
    world: PhoneWorld, phone: Phones, theme: str
) -> None:
    world.load("SJ-1", f"{DESA}:pps")
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    page = phone(theme)
    look = looked(page, theme)
    look("mulai")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.set_offline(True)

    enrol(page, letter, look=look)
    page.get_by_role("button", name="Mulai tugas").click()
    look("tanpa-daftar")
    expect(page.get_by_role("status").first).to_contain_text("1 di HP")
    page.goto(page.url.split("#")[0] + "#/catatan")
    expect(page.get_by_text("Tersimpan di HP")).to_be_visible()
    look("catatan-tersimpan")

    page.context.set_offline(False)
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()
    look("catatan-terkirim")

    world.publish()
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Disaksikan", exact=True)).to_be_visible()
    look("catatan-disaksikan")
