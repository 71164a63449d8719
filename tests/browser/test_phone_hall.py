"""The hall without internet: a phone enrolled at one HTTPS origin sends to a hub at another.

Chromium trusts the two certificates by the hashes of their keys, which counts as trusted, also
for the service worker; that phones which install the authority trust it, and only for its own
name, is checked with OpenSSL in `tests/adapters/test_hall_certificate.py`.
"""

import re
import time
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tepat.adapters import hall_certificate
from tepat.core.election.roles import Role
from tepat.server.hub import bundle
from tepat.server.hub.kept import Kept
from tepat.server.log.models import Fact
from tests.browser import halls
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.looks import assert_no_grave_faults
from tests.browser.patience import worker_ready
from tests.browser.phone_looks import PICTURES, looked
from tests.browser.phone_world import DESA, HULU, PhoneWorld, enrol
from tests.patience import SECONDS
from tests.ports import free_port

pytest.importorskip("cryptography", reason="the extra [hub] is not installed here")

OFFICE = "kantor.tepat.internal"
HUB = "hub-99-01-01.tepat.internal"


class Hall:
    """Two origins with names that are not loopback, and a browser that resolves them."""

    def __init__(self, world: PhoneWorld, folder: Path, browser: Browser) -> None:
        self.world, self.folder = world, folder
        self.inside = urlsplit(world.url).port or 0
        self.office_port, self.way_port, self.hub_port, self.guide_port = (
            free_port() for _ in range(4)
        )
        self.home = folder / "aula"
        self.home.mkdir()
        made = hall_certificate.make(OFFICE, IPv4Address("127.0.0.1"), datetime.now(UTC))
        for name, data in (("ca", made.authority), ("cert", made.server), ("key", made.key)):
            (folder / f"{name}.pem").write_bytes(data)
        self.office = f"https://{OFFICE}:{self.office_port}"
        self.hub = f"https://{HUB}:{self.hub_port}"
        self.browser = browser
        self.spki = [halls.spki_of(made.server)]

    def door(self, port: int) -> halls.TlsDoor:
        return halls.TlsDoor(port, self.inside, self.folder / "cert.pem", self.folder / "key.pem")

    def prepare(self) -> None:
        """The way of the bundle: made at the office, carried, prepared."""
        way = f"https://127.0.0.1:{self.way_port}"
        made = bundle.make(self.world.scope, HULU, way, self.world.now)
        (self.folder / "bekal.gz").write_bytes(bundle.write(made))
        words = ("--name", HUB, "--address", "127.0.0.1", "--port", str(self.hub_port))
        wifi = ("--wifi", "Aula PPK Hulu", "--wifi-password", "contoh-2024")
        halls.tepat(self.home, "hub", "prepare", str(self.folder / "bekal.gz"), *words, *wifi)
        self.spki.append(halls.spki_of((self.home / "hub/server.pem").read_bytes()))

    def serving(self) -> Any:
        return halls.serving_hall(
            self.home,
            self.hub_port,
            self.guide_port,
            SSL_CERT_FILE=str(self.folder / "ca.pem"),
            TEPAT_FIELD_ORIGINS=self.office,
        )

    def launched(self, *, trusts: bool = True) -> Browser:
        names = ",".join(f"MAP {name} 127.0.0.1" for name in (OFFICE, HUB))
        args = [*FLAGS, f"--host-resolver-rules={names}"]
        if trusts:
            args.append(f"--ignore-certificate-errors-spki-list={','.join(self.spki)}")
        return self.browser.browser_type.launch(executable_path=CHROMIUM, args=args)

    @property
    def kept(self) -> Kept:
        return Kept(self.home / "hub/kept.sqlite3")


@pytest.fixture
def hall(
    world: PhoneWorld, tmp_path: Path, chromium: Browser, settings: Any, monkeypatch: Any
) -> Hall:
    settings.ALLOWED_HOSTS = ["*"]
    folder = tmp_path / "dua-alamat"
    folder.mkdir()
    made = Hall(world, folder, chromium)
    monkeypatch.setenv("TEPAT_HUBS", made.hub)
    return made


def opened(browser: Browser, url: str, **more: Any) -> Page:
    context = browser.new_context(
        viewport={"width": 360, "height": 640},
        reduced_motion="reduce",
        locale="id-ID",
        timezone_id="Asia/Makassar",
        **more,
    )
    page = context.new_page()
    page.goto(url)
    page.get_by_role("heading", level=1).wait_for()
    return page


def until(what: Any, seconds: float = SECONDS) -> None:
    ends = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < ends
        time.sleep(0.3)


def press_until(page: Page, said: str, seconds: float = SECONDS) -> None:
    """Press the big button as a person would, until the word stands there."""
    ends = time.monotonic() + seconds
    while page.get_by_text(said, exact=True).count() == 0:
        assert time.monotonic() < ends, page.inner_text("body")
        page.get_by_role("button", name="Kirim catatan").click()
        page.wait_for_timeout(1_500)


def test_enrolled_at_the_office_sent_to_the_hub_and_witnessed_through_it(hall: Hall) -> None:
    world = hall.world
    _, letter = world.letter("pak_salim", Role.PPS, DESA, hall.office, hall.hub)
    hall.prepare()
    before = Fact.objects.count()
    door = hall.door(hall.office_port)
    browser = hall.launched()
    try:
        page = opened(browser, f"{hall.office}/lapangan/")
        worker_ready(page)
        door.close()

        with hall.serving():
            enrol(page, letter)
            page.get_by_role("button", name="Mulai tugas").click()
            until(lambda: hall.kept.count().facts == 1)
            page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
            page.reload()
            page.goto(f"{hall.office}/lapangan/#/catatan")
            expect(page.get_by_text("Tersimpan di HP", exact=True)).to_be_visible()
            expect(page.get_by_text("Terkirim", exact=True)).to_have_count(0)
            page.get_by_role("button", name="Kirim catatan").click()
            expect(page.get_by_text("Salinan ada di laptop aula")).to_be_visible()
            looked(page)("aula-salinan")
            assert (Fact.objects.count(), page.evaluate("location.origin")) == (before, hall.office)

            way = hall.door(hall.way_port)  # the laptop, and it alone, has a network again
            until(lambda: hall.kept.count().receipted == 1)
            assert Fact.objects.count() == before + 1
            press_until(page, "Terkirim")
            world.publish()
            press_until(page, "Disaksikan")
            looked(page)("aula-disaksikan")
            way.close()
    finally:
        browser.close()


def test_the_page_says_how_it_was_opened_and_the_guide_gives_the_authority(hall: Hall) -> None:
    world = hall.world
    world.letter("pak_salim", Role.PPS, DESA, hall.office, hall.hub)
    hall.prepare()
    with hall.serving():
        certified = hall.launched()
        quick = hall.launched(trusts=False)
        try:
            page = opened(certified, f"{hall.hub}/lapangan/")
            worker_ready(page)
            page.goto(f"{hall.hub}/lapangan/#/cara")
            expect(page.get_by_text("Aula bersertifikat").first).to_be_visible()
            looked(page)("cara-aula-bersertifikat")

            warned = opened(quick, f"{hall.hub}/lapangan/", ignore_https_errors=True)
            warned.wait_for_timeout(2_000)
            warned.goto(f"{hall.hub}/lapangan/#/cara")
            expect(warned.get_by_text("Aula cepat").first).to_be_visible()
            looked(warned)("cara-aula-cepat")

            guide = opened(quick, f"http://127.0.0.1:{hall.guide_port}/")
            for step in range(1, 6):
                expect(guide.get_by_text(f"{step}. ", exact=False).first).to_be_visible()
            looked(guide)("aula-petunjuk")
            guide.emulate_media(color_scheme="dark")
            assert_no_grave_faults(guide)
            ground = guide.evaluate("getComputedStyle(document.body).backgroundColor")
            assert sum(map(int, re.findall(r"\d+", ground))) < 3 * 40, ground
            if PICTURES:
                path = Path(PICTURES) / "aula-petunjuk-panjang.png"
                guide.screenshot(path=str(path), full_page=True)
        finally:
            certified.close()
            quick.close()
        found = halls.fetched(f"http://127.0.0.1:{hall.guide_port}/tepat-aula.crt")
    certificate = (hall.home / "hub/ca.pem").read_bytes()
    assert found == hall_certificate.as_der(certificate)
    assert (hall.home / "hub/poster.pdf").read_bytes().startswith(b"%PDF")
