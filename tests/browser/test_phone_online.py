"""Two phones with a signal hand boxes over through the server: no QR is seen, no text is sent.

Boxes are counted by their labels as always; everything else comes by itself.
"""

import io
import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Route, expect

from tepat.core.election.roles import Role
from tepat.server import clock
from tepat.server.log.models import Fact
from tepat.server.move.devices import pasting
from tepat.server.move.models import PackageCustody, ShipmentPackage
from tests.browser import camera
from tests.browser.patience import asks_anew, at_rest, until
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, patiently
from tests.browser.test_phone_handover import (
    Hand,
    Phones,
    built,
    joins,
    phone,
    world,
)
from tests.worlds import person

__all__ = ["built", "phone", "world"]
PICTURES = os.environ.get("TEPAT_PHONE_PICTURES", "")


def looks(hand: Hand, what: str) -> None:
    """The picture of a screen beside those of the handover by camera."""
    hand.look(f"sinyal-{what}")


def known_to_each_other(world: PhoneWorld, phone: Phones, theme: str) -> tuple[Hand, Hand]:
    """PPK and PPS, enrolled, with the list of one load; both stay on the network."""
    world.load("SJ-52", f"{DESA}:pps", start=f"{HULU}:ppk")
    rina, salim = phone("bu_rina", theme), phone("pak_salim", theme)
    joins(world, rina, Role.PPK, HULU)
    joins(world, salim, Role.PPS, DESA)
    for hand in (rina, salim):
        hand.goes("")
    return rina, salim


def sent(hand: Hand) -> None:
    """Nothing waits on this phone any more: the header counts what does."""
    expect(hand.page.locator("header em")).to_have_count(0)


def facts(kind: str) -> int:
    return patiently(lambda: Fact.objects.filter(kind=kind).count())


def folded(world: PhoneWorld) -> set[tuple[str, str]]:
    rows = patiently(lambda: list(PackageCustody.objects.filter(scope=world.scope)))
    return {(row.holder, row.evidence) for row in rows}


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.soak)])
def test_with_a_signal_offer_and_answer_come_by_themselves(
    world: PhoneWorld, phone: Phones, theme: str
) -> None:
    rina, salim = known_to_each_other(world, phone, theme)

    rina.tap("Serahkan kotak")
    rina.shows("Serahkan")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    expect(rina.page.get_by_text("jawaban datang sendiri")).to_be_visible()
    looks(rina, "1-serah")

    salim.sees_boxes(sorted(ShipmentPackage.objects.values_list("package", flat=True)))
    salim.tap("Terima kotak")
    salim.shows("lengkap")
    salim.page.locator("button.go").click()  # "Pindai QR pemberi", or "Periksa dan tanda tangani"
    salim.taps.append("go")
    salim.shows("Terima 6 kotak")
    looks(salim, "2-periksa")
    salim.sign("Sesuai, tanda tangani")
    salim.shows("Tunjukkan jawaban")
    expect(salim.page.get_by_text("pemberi menerimanya sendiri")).to_be_visible()
    looks(salim, "3-jawaban")

    rina.shows("diterima PPS")  # nobody pressed anything
    looks(rina, "4-diterima")
    rina.tap("Selesai")
    salim.tap("Sudah dipindai, selesai")
    assert len(rina.taps) == 3
    assert len(salim.taps) == 4
    assert folded(world) == {(f"pps@{DESA}", "two_signatures")}
    assert facts("given") == 1
    assert facts("received") == 1


def test_a_try_that_ends_takes_no_pin_from_the_screen_that_was_opened_since(
    world: PhoneWorld, phone: Phones
) -> None:
    rina, _ = known_to_each_other(world, phone, "light")
    slow: list[Route] = []
    rina.page.context.route("**/manifest*", lambda each: slow.append(each))
    rina.goes("catatan")
    rina.tap("Kirim catatan")
    until(rina.page, lambda: bool(slow), "the phone did not ask for its list")
    rina.goes("serahkan")
    rina.page.get_by_role("link", name="SJ-52").click()
    rina.shows("Serahkan 6 kotak")
    rina.page.get_by_label("PIN Anda").fill(PIN)
    for each in slow:
        each.continue_()
    at_rest(rina.page)
    expect(rina.page.get_by_label("PIN Anda")).to_have_value(PIN)
    rina.tap("Tanda tangani serah")
    rina.shows("Minta PPS")


def test_what_waits_stands_in_the_tasks_and_a_paper_is_answered_from_any_phone_of_the_party(
    world: PhoneWorld, phone: Phones
) -> None:
    rina, salim = known_to_each_other(world, phone, "light")
    rina.goes("serahkan")
    rina.page.get_by_role("link", name="SJ-52").click()
    rina.tap("Penerima tanpa HP")
    rina.page.get_by_label("Nomor berita acara").fill("BA-12/PPK/2024")
    picture = io.BytesIO()
    camera.empty().save(picture, "JPEG")
    rina.page.get_by_label("Foto berita acara").set_input_files(
        {"name": "ba.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}
    )
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    sent(rina)
    rina.goes("")
    assert folded(world) == {(f"ppk@{HULU}", "one_sided")}

    lia = phone("bu_lia")  # another phone of the receiving party, days later
    joins(world, lia, Role.PPS, DESA)
    lia.goes("")
    lia.shows("Terima 6 kotak dari PPK Hulu")
    expect(lia.page.get_by_text("dengan berita acara")).to_be_visible()
    looks(lia, "5-tugas-berita-acara")
    lia.tap("Terima kotak")
    lia.shows("Terima 6 kotak dari PPK Hulu")
    lia.sign("Sesuai, tanda tangani")
    lia.shows("Tunjukkan jawaban")
    sent(lia)
    lia.tap("Sudah dipindai, selesai")
    assert folded(world) == {(f"pps@{DESA}", "two_signatures")}
    [received] = patiently(lambda: list(Fact.objects.filter(kind="received")))
    assert json.loads(bytes(received.body))["paper"] == "BA-12/PPK/2024"

    rina.goes("catatan")
    asks_anew(rina.page)
    rina.goes("")
    expect(rina.page.get_by_text("Pindai jawaban dari")).to_have_count(0)
    salim.goes("catatan")
    asks_anew(salim.page)
    salim.goes("")
    first = salim.page.get_by_role("heading", level=1)
    expect(first).not_to_contain_text("Terima 6 kotak")


def test_a_qr_and_the_server_bring_one_fact_and_whatever_comes_first_wins(
    world: PhoneWorld, phone: Phones
) -> None:
    rina, salim = known_to_each_other(world, phone, "light")
    rina.tap("Serahkan kotak")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    salim.goes("terima")
    expect(salim.page.get_by_role("link", name="PPK Hulu")).to_be_visible()
    looks(salim, "6-tampil-di-bawah-kamera")
    salim.goes("")
    salim.sees(rina)
    salim.goes("terima")
    salim.shows("Terima 6 kotak")
    rina.online(False)
    salim.sign("Sesuai, tanda tangani")
    salim.shows("Tunjukkan jawaban")
    sent(salim)

    expect(rina.page.get_by_text("tanpa sinyal: pindai QR")).to_be_visible()
    looks(rina, "7-tanpa-sinyal")
    rina.sees(salim)
    rina.tap("Pindai jawaban")
    rina.shows("diterima PPS")
    rina.online(True)
    rina.tap("Selesai")
    rina.goes("catatan")
    rina.tap("Kirim catatan")
    rina.shows("Semua terkirim")
    assert facts("received") == 1
    assert folded(world) == {(f"pps@{DESA}", "two_signatures")}


def test_a_supervisor_sees_in_the_list_what_changes_hands_nearby(
    world: PhoneWorld, phone: Phones
) -> None:
    rina, _ = known_to_each_other(world, phone, "light")
    wati = phone("bu_wati")
    joins(world, wati, Role.PKD, DESA)
    rina.tap("Serahkan kotak")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    wati.goes("saksikan")
    wati.page.get_by_role("button", name="PPK Hulu ke PPS").click()
    wati.shows("PPK Hulu ke PPS")
    looks(wati, "8-saksikan")
    wati.sign("Saksikan")
    wati.shows("Saksikan serah terima")
    sent(wati)
    assert facts("witnessed") == 1
    assert facts("given") == 1


def test_receipts_come_back_by_a_stick_to_a_phone_that_never_meets_the_office(
    world: PhoneWorld, phone: Phones, tmp_path: Path
) -> None:
    rina, _ = known_to_each_other(world, phone, "light")
    rina.online(False)
    rina.tap("Serahkan kotak")
    rina.sign("Tanda tangani serah")
    rina.shows("Minta PPS")
    rina.goes("salinan")
    with rina.page.expect_download() as download:
        rina.tap("Simpan berkas")
    sent_by_stick = Path(download.value.path()).read_text()

    def took() -> bytes:
        batch = pasting.read(sent_by_stick)
        return pasting.receipts_of(pasting.take(world.scope, person("bu_dewi"), batch, clock.now()))

    back = patiently(took)
    waiting = rina.page.locator("header em")
    expect(waiting).to_have_text("1 di HP")
    field = rina.page.get_by_label("Baca tanda terima KPU")
    file = tmp_path / "tanda-terima.json"
    file.write_bytes(b"{}")
    field.set_input_files(file)
    expect(rina.page.get_by_text("Tidak ada tanda terima untuk HP ini")).to_be_visible()
    looks(rina, "9-tanda-terima")
    file.write_bytes(back)
    field.set_input_files(file)
    rina.shows("Semua terkirim")
    expect(waiting).to_have_count(0)
    assert facts("given") == 1


if PICTURES:
    Path(PICTURES).mkdir(parents=True, exist_ok=True)
