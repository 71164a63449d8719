"""Screens that no other test comes by: what is empty, refused, mistaken, or chosen by few."""

from datetime import timedelta

from playwright.sync_api import Browser, expect

from tepat.core.election.roles import Role
from tests.browser.by_text import (
    SIGN,
    at,
    learns,
    offer_of,
    paste,
    pastes,
    ready,
    shows,
    signs,
    tap,
    text_of,
)
from tests.browser.conftest import Phones
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PhoneWorld, enrol
from tests.browser.test_phone_tasks import picture


def test_before_anybody_enrolled(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    look = looked(page)
    at(page, "cara")
    shows(page, "HP ini bisa dipakai di mana saja")
    look("cara-resmi")
    tap(page, "Mulai tugas")
    at(page, "tidak-ada")
    shows(page, "Halaman ini tidak ada")
    look("halaman-tidak-ada")
    at(page, "daftar")
    expect(page.get_by_text("HP ini tanpa kamera langsung")).to_be_visible()
    look("daftar-tanpa-kamera")
    at(page, "daftar/ketik")
    page.get_by_label("Isi QR").fill("HALO")
    tap(page, "Baca surat tugas")
    expect(page.get_by_text("Ini bukan QR surat tugas")).to_be_visible()
    look("daftar-bukan-surat")
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    page.clock.install(time=world.now + timedelta(days=60))
    page.get_by_label("Isi QR").fill(letter)
    tap(page, "Baca surat tugas")
    expect(page.get_by_text("Masa surat tugas ini sudah lewat")).to_be_visible()
    look("daftar-lewat")


def test_a_browser_that_keeps_nothing_is_told_so(world: PhoneWorld, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 640}, locale="id-ID")
    page.add_init_script("indexedDB.open = () => { throw new DOMException('no'); }")
    page.goto(f"{world.url}/lapangan/")
    shows(page, "Peramban ini tidak menyimpan apa pun")
    looked(page)("tidak-menyimpan")
    page.close()


def test_where_there_is_nothing_to_do(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    look = looked(page)
    ready(world, page, "pak_salim", Role.PPS, DESA)
    for path, heading, name in (
        ("", "Terima kotak kembali", "tugas-sesudah"),
        ("serahkan", "Tidak ada muatan", "tidak-ada-muatan"),
        ("kembali", "Tidak ada kotak", "tidak-ada-kotak-kembali"),
        ("buka", "Surat tugas ini bukan untuk TPS", "bukan-tps"),
        ("hitung/SJ-1", "Halaman ini tidak ada", "muatan-tidak-dikenal"),
        ("terima", "Pindai QR serah", "terima-tanpa-kamera"),
        ("bawa", "Bawa catatan HP lain", "bawa"),
    ):
        at(page, path)
        shows(page, heading)
        page.wait_for_timeout(200)  # the camera says that it is not there
        look(name)
    at(page, "terima")
    pastes(page, "halo")
    expect(page.get_by_text("Ini bukan QR serah terima")).to_be_visible()
    look("terima-bukan-kode")
    guard = phone()
    ready(world, guard, "pak_guntur", Role.POLSEK, HULU)
    shows(guard, "Belum ada yang perlu dikerjakan")
    looked(guard)("tidak-ada-tugas")


def test_a_copy_is_made_where_no_network_comes(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    look = looked(page)
    ready(world, page, "pak_salim", Role.PPS, DESA)
    at(page, "salinan")
    shows(page, "Salin catatan")
    look("salinan-kosong")
    at(page, "masalah/flood")
    tap(page, "Tanda tangani laporan")
    shows(page, "Laporan tercatat")
    at(page, "salinan")
    shows(page, "Salin 1 catatan")
    look("salinan")
    page.get_by_role("button", name="Tunjukkan QR").click()
    shows(page, "Minta HP lain memindai ini")
    look("salinan-qr")


def test_in_the_sun_and_in_english(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    look = looked(page)
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    ready(world, page, "pak_salim", Role.PPS, DESA)
    at(page, "petugas")
    tap(page, "Terik")
    look("petugas-terik")
    at(page, "")
    look("tugas-terik")
    at(page, "hitung/SJ-1")
    shows(page, "Kurang")
    look("hitung-terik")
    at(page, "petugas")
    tap(page, "Otomatis")
    tap(page, "English")
    shows(page, "People on this phone")
    look("petugas-inggris")
    at(page, "")
    look("tugas-inggris")


def test_a_load_is_refused(world: PhoneWorld, phone: Phones) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    giver, receiver = phone(), phone()
    ready(world, giver, "bu_rina", Role.PPK, HULU)
    ready(world, receiver, "pak_salim", Role.PPS, DESA)
    learns(giver)
    at(giver, "serahkan")
    giver.get_by_role("link", name="SJ-1").click()
    tap(giver, SIGN)
    expect(giver.get_by_text("Ketik PIN Anda dulu")).to_be_visible()
    looked(giver)("serah-tanpa-pin")
    offer = offer_of(giver, "SJ-1")
    address = giver.url.removesuffix("/cara")
    paste(giver, offer)
    shows(giver, "Ini QR Anda sendiri")
    looked(giver)("serah-qr-anda")

    paste(receiver, offer)
    tap(receiver, "Tolak muatan")
    shows(receiver, "Mengapa ditolak?")
    receiver.get_by_label("Tolak muatan").select_option(label="Salah muatan")
    looked(receiver)("tolak")
    signs(receiver, "Tanda tangani penolakan")
    shows(receiver, "Tunjukkan jawaban")
    answer = text_of(receiver)
    looked(receiver)("jawaban-cara-lain")
    giver.goto(address)
    tap(giver, "Pindai jawaban")
    pastes(giver, answer)
    shows(giver, "menolak muatan ini")
    looked(giver)("ditolak")


def test_a_supervisor_says_what_does_not_fit(world: PhoneWorld, phone: Phones) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    giver, seeing = phone(), phone()
    ready(world, giver, "bu_rina", Role.PPK, HULU)
    ready(world, seeing, "bu_nurul", Role.PKD, DESA)
    offer = offer_of(giver, "SJ-1")
    at(seeing, "")
    looked(seeing)("pengawas-desa")
    at(seeing, "saksikan")
    shows(seeing, "Pindai QR")
    looked(seeing)("saksikan-pindai")
    pastes(seeing, offer)
    seeing.get_by_label("Apa yang tidak sesuai?").select_option(label="Segel berbeda")
    looked(seeing)("saksikan-beda")
    signs(seeing, "Saksikan")
    shows(seeing, "Saksikan serah terima")


def test_a_load_that_came_with_paper_alone(world: PhoneWorld, phone: Phones) -> None:
    world.now -= timedelta(hours=4)  # it left an hour ago
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    page = phone()
    ready(world, page, "pak_salim", Role.PPS, DESA)
    page.get_by_role("link", name="Terima SJ-1 dari kertas").click()
    shows(page, "Terima dari berita acara")
    looked(page)("kertas")
    tap(page, "Tanda tangani terima")
    expect(page.get_by_text("Isi nomor berita acara")).to_be_visible()
    page.get_by_label("Nomor berita acara").fill("12/BA/XI/2024")
    page.get_by_label("Foto berita acara").set_input_files(picture())
    looked(page)("kertas-lengkap")
    signs(page, "Tanda tangani terima")
    shows(page, "Tunjukkan jawaban")


def test_an_offer_is_taken_back(world: PhoneWorld, phone: Phones) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    page = phone()
    look = looked(page)
    ready(world, page, "bu_rina", Role.PPK, HULU)
    offer_of(page, "SJ-1")
    tap(page, "Penerima tidak ada")
    tap(page, "Batalkan serah ini")
    shows(page, "Batalkan serah ini?")
    page.get_by_label("Mengapa dibatalkan?").select_option(label="Salah penerima")
    look("batal")
    signs(page, "Tanda tangani pembatalan")
    shows(page, "Serah ini sudah dibatalkan")
    look("dibatalkan")
    tap(page, "Ke daftar tugas")
    shows(page, "Serahkan 6 kotak")


def test_an_answer_of_an_unknown_key_leaves_the_boxes_with_their_giver(
    world: PhoneWorld, phone: Phones
) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    giver, receiver = phone(), phone()
    ready(world, giver, "bu_rina", Role.PPK, HULU)
    ready(world, receiver, "pak_salim", Role.PPS, DESA)  # no list of the giver has this key
    offer = offer_of(giver, "SJ-1")
    address = giver.url.removesuffix("/cara")
    paste(receiver, offer)
    signs(receiver, "Sesuai, tanda tangani")
    shows(receiver, "Tunjukkan jawaban")
    answer = text_of(receiver)
    giver.goto(address)
    tap(giver, "Pindai jawaban")
    pastes(giver, answer)
    shows(giver, "Jawaban belum terbukti")
    looked(giver)("jawaban-belum-terbukti")
    tap(giver, "Pindai surat tugas penerima")
    shows(giver, "Pindai QR kunci, lalu surat tugas")
    looked(giver)("jawaban-buktikan")


def test_a_program_that_has_not_come_whole_is_said(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    page.add_init_script(
        "ServiceWorker.prototype.postMessage = (_, [port]) => port.postMessage({ whole: false });"
    )
    page.reload()
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    enrol(page, letter)
    tap(page, "Mulai tugas")
    expect(page.get_by_text("Program sedang disimpan")).to_be_visible()
    expect(page.get_by_text("Siap tanpa sinyal")).to_have_count(0)
    looked(page)("program-sedang-disimpan")
