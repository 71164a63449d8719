"""Two phones hand boxes over to each other by camera, both without a network.

Each is a browser of its own, because Chromium takes one film for its camera. The film of one
is made of the QR that the other shows at that moment.
"""

import io
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from django.conf import LazySettings
from PIL import Image
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.server.desk import field as built_field
from tepat.server.log.models import Fact
from tepat.server.move.devices import quotas
from tepat.server.move.models import PackageCustody, ShipmentPackage
from tests.browser import camera
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.patience import PATIENCE, asks_anew, worker_ready
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol

OTHER_DESA = "99.01.01.2002"


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
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(heading)

    def look(self, what: str) -> None:
        """Check a screen as a person would see it; keep its picture where that is asked for."""
        looked(self.page, self.theme)(f"serah-{what}")

    def sees(self, other: "Hand") -> None:
        """Hold this camera before the QR that the other phone shows now."""
        shot = other.page.locator(".qr").screenshot()
        picture = Image.open(io.BytesIO(shot)).convert("L")
        shown = camera.seen(picture, camera.Look(turned=2, blurred=0.6, grain=5, width=430))
        camera.write(self.film, camera.still(shown, 30))

    def sees_boxes(self, codes: list[str]) -> None:
        """Hold the labels of boxes before this camera, one after the other."""
        frames = (camera.jpeg(camera.seen(camera.qr_picture(code))) for code in codes)
        camera.write(self.film, (frame for each in frames for frame in [each] * 8))

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
            context.set_default_timeout(PATIENCE)
            page = context.new_page()
            page.on("pageerror", lambda error: errors.append(str(error)))
            page.goto(f"{world.url}/lapangan/")
            page.get_by_role("heading", level=1).wait_for()
            worker_ready(page)
            return Hand(page, film, name, theme)

        yield open_phone
        for context in contexts:
            if context.browser:
                context.browser.close()
    assert errors == []


def joins(world: PhoneWorld, hand: Hand, role: Role, area: str) -> None:
    """Enrol, send, and take the list."""
    _, letter = world.letter(hand.name, role, area)
    enrol(hand.page, letter)
    hand.page.get_by_role("button", name="Mulai tugas").click()
    hand.goes("catatan")
    hand.page.get_by_role("button", name="Kirim catatan").click()
    expect(hand.page.get_by_text("Terkirim", exact=True)).to_be_visible()


def prepared(world: PhoneWorld, phone: Phones, theme: str = "light") -> tuple[Hand, Hand]:
    """PPK and PPS with the list of one load, who know each other's keys; then no network."""
    world.load("SJ-52", f"{DESA}:pps", start=f"{HULU}:ppk")
    rina, salim = phone("bu_rina", theme), phone("pak_salim", theme)
    joins(world, rina, Role.PPK, HULU)
    joins(world, salim, Role.PPS, DESA)
    asks_anew(rina.page)  # now it learns the other key
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

    salim.look("4-tugas-penerima")
    salim.sees_boxes(sorted(ShipmentPackage.objects.values_list("package", flat=True)))
    salim.tap("Terima kotak")
    salim.shows("lengkap")
    salim.sees(rina)
    salim.tap("Pindai QR pemberi")
    salim.page.get_by_label("PIN Anda").wait_for()
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
    assert len(salim.taps) == 4

    boxes = set(PackageCustody.objects.values_list("package", flat=True))
    assert not boxes, "nothing has reached the server yet"
    hand = salim if sender == "receiver" else rina
    hand.online(True)
    hand.goes("catatan")
    hand.page.get_by_role("button", name="Kirim catatan").click()
    expect(hand.page.get_by_role("heading", level=1)).to_contain_text("Semua terkirim")
    rows = PackageCustody.objects.filter(scope=world.scope)
    assert {(row.holder, row.evidence) for row in rows} == {(f"pps@{DESA}", "two_signatures")}


def text_on(hand: Hand) -> str:
    """The text that a person would send by WhatsApp: of the screen *Cara lain*."""
    hand.page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; }")
    hand.page.get_by_role("button", name="Salin teks").click()
    hand.page.wait_for_function("window.copied !== undefined")
    return str(hand.page.evaluate("window.copied"))


def pastes(hand: Hand, text: str) -> None:
    hand.page.get_by_text("Tempel teks TEPAT1").click()
    hand.page.get_by_label("Teks dari TEPAT1:").fill(text)
    hand.page.get_by_role("button", name="Baca teks").click()


def offers(hand: Hand) -> str:
    """Sign the load and return the offer as text."""
    hand.tap("Serahkan kotak")
    hand.sign("Tanda tangani serah")
    hand.shows("Minta PPS")
    hand.tap("Cara lain")
    hand.shows("Cara lain menyerahkan")
    hand.look("8-cara-lain")
    return text_on(hand)


def test_what_differs_is_said_and_stays_with_the_giver(world: PhoneWorld, phone: Phones) -> None:
    rina, salim = prepared(world, phone)
    offer = offers(rina)
    salim.goes("terima")
    pastes(salim, offer)
    salim.shows("Terima 6 kotak")
    salim.tap("Ada yang berbeda")
    rows = salim.page.get_by_role("combobox")
    rows.nth(0).select_option(label="Tidak ada")
    rows.nth(1).select_option(label="Segel berbeda")
    salim.page.get_by_label("Segel yang terlihat").nth(1).fill("KB 9999 001")
    salim.look("9-yang-berbeda")
    salim.tap("Simpan perbedaan")
    salim.shows("Terima 5 kotak")
    salim.look("10-terima-dengan-catatan")
    salim.sign("Terima dengan catatan")
    salim.shows("Tunjukkan jawaban")
    salim.tap("Cara lain")
    both = text_on(salim)

    salim.online(True)
    salim.goes("catatan")
    salim.page.get_by_role("button", name="Kirim catatan").click()
    salim.shows("Semua terkirim")
    found = {row.package: row for row in PackageCustody.objects.filter(scope=world.scope)}
    stages = sorted(row.stage for row in found.values())
    assert stages == ["in_transit", *["received"] * 5]
    [answer] = Fact.objects.filter(kind="received")
    said = json.loads(bytes(answer.body))
    assert [each["seals"] for each in said["checks"]] == [["KB9999001"]]
    assert len(said["without"]) == 1

    rina.goes("")
    rina.tap("Pindai jawaban")
    rina.shows("Minta PPS")
    rina.tap("Pindai jawaban")
    pastes(rina, both.replace("TEPAT1:", "\nTEPAT1:"))
    rina.shows("5 dari 6 kotak diterima PPS")
    expect(rina.page.get_by_text("Tidak diterima")).to_be_visible()
    rina.look("11-selesai-dengan-catatan")


def test_a_copied_offer_a_repeat_and_a_foreign_code_get_one_sentence_and_one_step(
    world: PhoneWorld, phone: Phones
) -> None:
    rina, salim = prepared(world, phone)
    offer = offers(rina)
    for repeat in (False, True):
        salim.goes("terima")
        pastes(salim, offer)
        if repeat:
            salim.shows("Serah ini sudah dijawab")
            salim.look("12-sudah-dijawab")
            salim.tap("Tampilkan jawaban")
            salim.shows("Tunjukkan jawaban")
        else:
            salim.sign("Sesuai, tanda tangani")
            salim.shows("Tunjukkan jawaban")
    rina.goes("terima")
    pastes(rina, offer)
    rina.shows("Ini QR Anda sendiri")
    rina.look("13-qr-sendiri")
    rina.tap("Pindai lagi")
    pastes(rina, "TEPAT1:ABC")
    expect(rina.page.get_by_text("Kode tidak utuh")).to_be_visible()


def test_one_phone_an_absent_receiver_and_a_supervisor(world: PhoneWorld, phone: Phones) -> None:
    rina, salim = prepared(world, phone)
    offer = offers(rina)
    rina.tap("Penerima tidak ada")
    rina.shows("Penerima tidak ada")
    expect(rina.page.get_by_text("Titip tidak menutup serah terima")).to_be_visible()
    rina.look("14-penerima-tidak-ada")
    salim.goes("saksikan")
    salim.shows("Halaman ini tidak ada")
    wati = phone("bu_wati")
    joins(world, wati, Role.PKD, DESA)
    wati.goes("serahkan")
    wati.shows("Tidak ada muatan untuk Anda")
    wati.goes("")
    wati.tap("Saksikan")
    pastes(wati, offer)
    wati.shows("PPK Hulu ke PPS")
    wati.look("15-saksikan")
    wati.sign("Saksikan")
    wati.shows("Saksikan serah terima")
    wati.goes("catatan")
    wati.shows("Semua terkirim")
    assert {"given", "witnessed"} <= set(Fact.objects.values_list("kind", flat=True))

    rina.goes("serahkan")
    rina.look("16-pilih-muatan")
    rina.page.get_by_role("link", name="SJ-52").click()
    rina.tap("Penerima tanpa HP")
    rina.page.get_by_label("Nomor berita acara").fill("BA-12/PPK/2024")
    rina.sign("Tanda tangani serah")
    expect(rina.page.get_by_text("ambil fotonya dulu")).to_be_visible()
    picture = io.BytesIO()
    camera.empty().save(picture, "JPEG")
    rina.page.get_by_label("Foto berita acara").set_input_files(
        {"name": "ba.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    rina.look("17-berita-acara")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    expect(rina.page.get_by_text("Belum lengkap sampai penerima menandatangani")).to_be_visible()
    assert "berita acara" in rina.page.inner_text("main")


def test_a_load_the_receiver_never_heard_of_comes_with_its_list(
    world: PhoneWorld, phone: Phones
) -> None:
    rina, salim = prepared(world, phone)
    world.load("SJ-53", f"{DESA}:pps", start=f"{HULU}:ppk")
    rina.online(True)
    rina.goes("catatan")
    asks_anew(rina.page)
    rina.online(False)
    rina.goes("serahkan")
    rina.page.get_by_role("link", name="SJ-53").click()
    rina.shows("Serahkan 6 kotak")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")

    salim.sees(rina)
    salim.goes("terima")
    salim.shows("Daftar muatan ini belum ada")
    salim.look("18-daftar-belum-ada")
    rina.tap("Cara lain")
    rina.tap("QR dengan daftar kotak")
    rina.shows("Minta PPS")
    salim.sees(rina)
    salim.tap("Pindai lagi")
    salim.shows("Terima 6 kotak")
    salim.sign("Sesuai, tanda tangani")
    salim.shows("Tunjukkan jawaban")


def test_a_key_that_no_list_knows_is_proven_by_the_letter_of_its_owner(
    world: PhoneWorld, phone: Phones
) -> None:
    world.load("SJ-52", f"{DESA}:pps", start=f"{HULU}:ppk")
    salim, rina = phone("pak_salim"), phone("bu_rina")
    joins(world, salim, Role.PPS, DESA)
    salim.online(False)  # its list was made before the other phone was enrolled
    _, letter = world.letter("bu_rina", Role.PPK, HULU)
    enrol(rina.page, letter)
    rina.page.get_by_role("button", name="Mulai tugas").click()
    rina.goes("catatan")
    rina.tap("Kirim catatan")
    expect(rina.page.get_by_text("Terkirim", exact=True)).to_be_visible()
    rina.goes("")
    offer = offers(rina)
    rina.tap("QR kunci saya")
    rina.shows("Tunjukkan QR kunci ini")

    salim.goes("terima")
    pastes(salim, offer)
    salim.shows("Terima 6 kotak")
    expect(salim.page.get_by_text("belum dikenal HP ini")).to_be_visible()
    salim.look("19-kunci-belum-dikenal")
    salim.sees(rina)
    salim.tap("Pindai surat tugas")
    expect(salim.page.get_by_text("Sekarang pindai surat tugas pemberi")).to_be_visible()
    salim.look("20-pindai-surat-tugas")
    pastes(salim, letter)
    salim.shows("Terima 6 kotak")
    expect(salim.page.get_by_text("belum dikenal HP ini")).to_have_count(0)


def test_one_phone_carries_the_records_of_another_to_the_server(
    world: PhoneWorld, phone: Phones
) -> None:
    rina, salim = prepared(world, phone)
    offers(rina)
    rina.goes("catatan")
    rina.look("21-catatan")
    rina.tap("Simpan salinan")
    rina.tap("Tunjukkan QR")
    rina.shows("Minta HP lain memindai ini")

    salim.sees(rina)
    salim.goes("bawa")
    salim.shows("1 catatan ikut dibawa")
    salim.look("23-dibawa")
    salim.online(True)
    salim.goes("catatan")
    salim.tap("Kirim catatan")
    salim.shows("Semua terkirim")
    assert Fact.objects.get(kind="given").uploader != Fact.objects.get(kind="given").device


def test_a_series_of_codes_is_read_from_screen_to_camera(world: PhoneWorld, phone: Phones) -> None:
    # Three offers take about as many letters as one code holds, so that chance decides: five.
    more = ("SJ-53", "SJ-54", "SJ-55", "SJ-56")
    for code in more:
        world.load(code, f"{DESA}:pps", start=f"{HULU}:ppk")
    rina, salim = prepared(world, phone)
    for code in ("SJ-52", *more):
        rina.goes("serahkan")
        rina.page.get_by_role("link", name=code).click()
        rina.sign("Tanda tangani serah")
        rina.shows("Minta PPS")
    rina.goes("salinan/qr")
    rina.shows("Minta HP lain memindai ini")
    rina.look("24-seri")
    of = rina.page.get_by_text("Kode 1 dari")
    count = int(of.inner_text().split("dari ")[1])
    assert count > 1
    pictures = []
    for _ in range(count):
        shot = rina.page.locator(".qr").screenshot()
        pictures.append(Image.open(io.BytesIO(shot)).convert("L"))
        rina.tap("Berikutnya")
    look = camera.Look(turned=2, blurred=0.6, grain=5, width=430)
    frames = [camera.jpeg(camera.seen(each, look)) for each in reversed(pictures)]
    camera.write(salim.film, (frame for each in frames for frame in [each] * 30))

    salim.goes("bawa")
    salim.shows("5 catatan ikut dibawa")


def test_a_deputy_takes_the_place_of_who_is_absent(world: PhoneWorld, phone: Phones) -> None:
    world.letter("bu_lina", Role.PPS, OTHER_DESA)
    rina, _ = prepared(world, phone)
    offers(rina)
    rina.tap("Penerima tidak ada")
    rina.look("25-pengganti")
    rina.page.get_by_role("button", name="PPS").click()
    rina.shows("Serahkan 6 kotak ke PPS")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    rina.online(True)
    rina.goes("catatan")
    rina.tap("Kirim catatan")
    rina.shows("Semua terkirim")

    [cancelled] = Fact.objects.filter(kind="cancelled")
    first, second = Fact.objects.filter(kind="given").order_by("seq")
    assert json.loads(bytes(cancelled.body))["fact"] == canonical.name_of(bytes(first.body))
    assert json.loads(bytes(second.body))["receiver"] == f"pps@{OTHER_DESA}"
    rows = PackageCustody.objects.filter(scope=world.scope)
    assert {(row.stage, row.holder) for row in rows} == {("in_transit", f"ppk@{HULU}")}
