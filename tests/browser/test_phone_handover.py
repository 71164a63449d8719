"""Two phones hand boxes over to each other by camera, both without a network.

Each is a browser of its own, because Chromium takes one film for its camera. The film of one
is made of the QR that the other shows at that moment.
"""

import io
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tepat.core.election.roles import Role
from tepat.server.desk import field as built_field
from tepat.server.move.devices import quotas
from tepat.server.move.models import PackageCustody
from tests.browser import camera
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol

PICTURES = os.environ.get("TEPAT_PHONE_PICTURES", "")
SECONDS = 1_000
FAR = 30 * SECONDS
"""A slow machine opens a camera and its reader in so many milliseconds."""


@pytest.fixture(autouse=True)
def built() -> None:
    if not (built_field.built() / "sw.js").exists():
        pytest.skip("the phone application is not built: run make assets")
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")


@pytest.fixture
def world(live_server: LiveServer, tmp_path: Path, settings: LazySettings) -> PhoneWorld:
    settings.HOME = tmp_path
    quotas.buckets = quotas.Buckets()
    return PhoneWorld(tmp_path, live_server.url)


@dataclass
class Hand:
    """One person with a phone: what the camera sees is the film, what is pressed is counted."""

    page: Page
    film: Path
    name: str
    theme: str
    taps: list[str] = field(default_factory=list)

    def tap(self, label: str) -> None:
        self.page.get_by_role("button", name=label).click()
        self.taps.append(label)

    def sign(self, label: str) -> None:
        self.page.get_by_label("PIN Anda").fill(PIN)
        self.tap(label)

    def shows(self, heading: str) -> None:
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=FAR)

    def look(self, what: str) -> None:
        """Check a screen as a person would see it; keep its picture where that is asked for."""
        assert_no_sideways_scroll(self.page)
        assert_no_grave_faults(self.page)
        if PICTURES:
            file = Path(PICTURES) / f"serah-{what}-{self.theme}.png"
            self.page.screenshot(path=str(file))

    def sees(self, other: "Hand") -> None:
        """Hold this camera before the QR that the other phone shows now."""
        shot = other.page.locator(".qr").screenshot()
        picture = Image.open(io.BytesIO(shot)).convert("L")
        looked = camera.seen(picture, camera.Look(turned=2, blurred=0.6, grain=5, width=430))
        camera.write(self.film, camera.still(looked, 30))

    def goes(self, path: str) -> None:
        self.page.goto(self.page.url.split("#")[0] + "#/" + path)

    def online(self, on: bool) -> None:
        self.page.context.set_offline(not on)


Phones = Callable[..., Hand]


@pytest.fixture
def phone(world: PhoneWorld, tmp_path: Path) -> Iterator[Phones]:
    """Open a phone: a browser with a film of its own. Errors of its scripts fail the test."""
    errors: list[str] = []
    contexts: list[BrowserContext] = []
    with sync_playwright() as playwright:

        def open_phone(name: str, theme: str = "light") -> Hand:
            film = tmp_path / f"{name}.mjpeg"
            camera.write(film, camera.still(camera.empty(), 30))
            browser = playwright.chromium.launch(
                executable_path=CHROMIUM, args=[*FLAGS, *camera.flags(film)]
            )
            context = browser.new_context(
                viewport={"width": 360, "height": 640},
                color_scheme="dark" if theme == "dark" else "light",
                device_scale_factor=2,
                reduced_motion="reduce",
                locale="id-ID",
                timezone_id="Asia/Makassar",
                permissions=["camera"],
            )
            contexts.append(context)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{world.url}/lapangan/")
            page.get_by_role("heading", level=1).wait_for()
            page.evaluate("navigator.serviceWorker.ready.then(() => true)")
            return Hand(page, film, name, theme)

        yield open_phone
        for context in contexts:
            if context.browser:
                context.browser.close()
    assert errors == []


def prepared(world: PhoneWorld, phone: Phones, theme: str = "light") -> tuple[Hand, Hand]:
    """PPK and PPS with the list of one load, who know each other's keys; then no network."""
    world.load("SJ-52", f"{DESA}:pps", start=f"{HULU}:ppk")
    rina, salim = phone("bu_rina", theme), phone("pak_salim", theme)
    for hand, role, area in ((rina, Role.PPK, HULU), (salim, Role.PPS, DESA)):
        _, letter = world.letter(hand.name, role, area)
        enrol(hand.page, letter)
        hand.page.get_by_role("button", name="Mulai tugas").click()
        hand.goes("catatan")
        hand.page.get_by_role("button", name="Kirim catatan").click()
        expect(hand.page.get_by_text("Terkirim", exact=True)).to_be_visible(timeout=FAR)
    rina.page.get_by_role("button", name="Kirim catatan").click()  # now it learns the other key
    rina.page.wait_for_timeout(500)
    for hand in (rina, salim):
        hand.online(False)
        hand.goes("")
    return rina, salim


@pytest.mark.parametrize(("theme", "sender"), [("light", "receiver"), ("dark", "giver")])
def test_boxes_change_hands_without_a_network_and_either_phone_sends_both_halves(
    world: PhoneWorld, phone: Phones, theme: str, sender: str
) -> None:
    rina, salim = prepared(world, phone, theme)

    rina.shows("Serahkan")
    rina.look("1-tugas-pemberi")
    rina.tap("Serahkan kotak")
    rina.shows("Serahkan")
    rina.look("2-periksa-pemberi")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    rina.look("3-qr-serah")

    salim.sees(rina)
    salim.look("4-tugas-penerima")
    salim.tap("Terima kotak")
    salim.shows("Terima")
    salim.page.get_by_label("PIN Anda").wait_for(timeout=FAR)
    salim.look("5-periksa-penerima")
    salim.sign("Sesuai, tanda tangani")
    salim.shows("Tunjukkan jawaban")
    salim.look("6-qr-jawaban")

    rina.sees(salim)
    rina.tap("Pindai jawaban")
    rina.shows("diterima PPS")
    rina.look("7-selesai")
    rina.tap("Selesai")
    salim.tap("Sudah dipindai, selesai")
    assert len(rina.taps) == 4
    assert len(salim.taps) == 3

    boxes = set(PackageCustody.objects.values_list("package", flat=True))
    assert not boxes, "nothing has reached the server yet"
    hand = salim if sender == "receiver" else rina
    hand.online(True)
    hand.goes("catatan")
    hand.page.get_by_role("button", name="Kirim catatan").click()
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Semua terkirim", timeout=FAR)
    rows = PackageCustody.objects.filter(scope=world.scope)
    assert {(row.holder, row.evidence) for row in rows} == {(f"pps@{DESA}", "two_signatures")}
