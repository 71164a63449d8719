"""A phone that enrolled by camera counts its load without a network, before real labels."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image
from playwright.sync_api import Page, Playwright, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tepat.core.documents import samples
from tepat.core.election.ids import Form, PackageCode, readable
from tepat.core.election.roles import Role
from tepat.server.desk import field
from tepat.server.move.devices import quotas
from tepat.server.move.models import ShipmentPackage
from tests.browser import camera
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.patience import worker_ready
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, PIN, PhoneWorld

ELSEWHERE = str(PackageCode("P24", "99.01.01.2002-001", "BUP", Form.BOX))
WithCamera = Callable[[Sequence[Image.Image]], Page]


@pytest.fixture
def world(live_server: LiveServer, tmp_path: Path, settings: LazySettings) -> PhoneWorld:
    if not (field.built() / "sw.js").exists():
        pytest.skip("the phone application is not built: run make assets")
    settings.HOME = tmp_path
    quotas.buckets = quotas.Buckets()
    return PhoneWorld(tmp_path, live_server.url)


@pytest.fixture(scope="module")
def engine() -> Iterator[Playwright]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture
def phone(engine: Playwright, world: PhoneWorld, tmp_path: Path) -> Iterator[WithCamera]:
    """Open the phone before a camera that shows these pictures again and again."""
    browsers, errors = [], []

    def open_phone(pictures: Sequence[Image.Image]) -> Page:
        frames = (frame for each in pictures for frame in camera.still(each, 9))
        film = camera.write(tmp_path / "film.mjpeg", frames)
        browser = engine.chromium.launch(
            executable_path=CHROMIUM, args=[*FLAGS, *camera.flags(film)]
        )
        browsers.append(browser)
        page = browser.new_page(viewport={"width": 360, "height": 640}, locale="id-ID")
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto(f"{world.url}/lapangan/")
        page.get_by_role("heading", level=1).wait_for()
        worker_ready(page)
        return page

    yield open_phone
    for browser in browsers:
        browser.close()
    assert errors == []


def labels(codes: Sequence[str]) -> list[Image.Image]:
    [paper, _] = samples.labels(2)
    papers = [replace(paper, code=code, place=code) for code in codes]
    return [camera.seen(each) for each in camera.labels(papers)]


def enrol_by_camera(page: Page) -> None:
    page.goto(page.url.split("#")[0] + "#/daftar")
    page.get_by_role("button", name="Ya, ini saya").click()
    page.get_by_label("PIN baru").fill(PIN)
    page.get_by_label("Ulangi PIN").fill(PIN)
    page.get_by_role("button", name="Simpan PIN").click()
    page.get_by_role("heading", name="HP ini terdaftar").wait_for()


def test_a_load_is_counted_without_a_network_and_a_box_of_another_tps_turns_it_red(
    world: PhoneWorld, phone: WithCamera
) -> None:
    shipment = world.load("SJ-1", f"{DESA}:pps")
    listed = ShipmentPackage.objects.filter(shipment=shipment)
    boxes = sorted(listed.values_list("package", flat=True))
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    on_paper = camera.seen(camera.qr_picture(letter, 440), camera.Look(width=440))
    page = phone([on_paper, *labels([*boxes[:-1], ELSEWHERE])])
    enrol_by_camera(page)
    page.goto(page.url.split("#")[0] + "#/catatan")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()

    page.context.set_offline(True)
    page.reload()
    page.goto(page.url.split("#")[0] + "#/hitung/SJ-1")
    red = page.locator("dialog.wrong")
    expect(red).to_contain_text("TPS 001 Sungai Jernih")
    looked(page)("salah-kotak")
    page.add_locator_handler(red, lambda: red.get_by_role("button", name="Sisihkan kotak").click())
    expect(page.locator(".left b")).to_have_text("1")

    looked(page)("pindai-kotak")
    page.get_by_role("button", name="Ketik kode").click()
    looked(page)("ketik-kode")
    page.get_by_label("Kode paket").fill(readable(boxes[-1]).lower())
    done = f"{len(boxes)} dari {len(boxes)} kotak, lengkap"
    expect(page.get_by_role("heading", name=done)).to_be_visible()
    looked(page)("kotak-lengkap")
    page.reload()
    expect(page.get_by_role("heading", name=done)).to_be_visible()  # the count was kept
