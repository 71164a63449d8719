"""From a letter to witnessed records: the phone against a real server and real witnesses."""

import re

import pytest
from playwright.sync_api import Page, expect

from tepat.core.election.roles import Role
from tepat.core.log import notes
from tepat.server.keeping import wiring
from tepat.server.move.models import PackageCustody, PhoneWitness
from tests.browser.conftest import Phones
from tests.browser.patience import worker_ready
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.soak)])
def test_enrolled_offline_sent_when_the_network_is_back_and_witnessed(
    world: PhoneWorld, phone: Phones, theme: str
) -> None:
    world.load("SJ-1", f"{DESA}:pps")
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    page = phone(theme)
    look = looked(page, theme)
    look("mulai")
    worker_ready(page)
    page.context.set_offline(True)

    enrol(page, letter, look=look)
    page.get_by_role("button", name="Mulai tugas").click()
    look("tanpa-daftar")
    expect(page.get_by_role("status").first).to_contain_text("1 di HP")
    page.goto(page.url.split("#")[0] + "#/catatan")
    expect(page.get_by_text("Tersimpan di HP", exact=True)).to_be_visible()
    look("catatan-tersimpan")

    page.context.set_offline(False)
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()
    look("catatan-terkirim")

    world.publish()
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Disaksikan", exact=True)).to_be_visible()
    look("catatan-disaksikan")


def at(page: Page, path: str) -> None:
    """Open an address of the phone."""
    page.goto(page.url.split("#")[0] + f"#/{path}")


def ready(world: PhoneWorld, page: Page, who: str, role: Role, area: str) -> None:
    """Enrol with a network, until the list of boxes is here, and take the network away."""
    _, letter = world.letter(who, role, area)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
    worker_ready(page)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.set_offline(True)
    page.reload()


def test_a_load_is_handed_over_without_a_network_and_either_phone_brings_both_halves(
    world: PhoneWorld, phone: Phones
) -> None:
    world.publish()
    load = world.load("SJ-7", f"{DESA}:pps", start=f"{HULU}:ppk")
    giver, receiver = phone(), phone()
    ready(world, giver, "bu_rina", Role.PPK, HULU)
    ready(world, receiver, "pak_salim", Role.PPS, DESA)
    look = looked(giver)
    expect(giver.get_by_role("heading", level=1)).to_have_text("Serahkan 6 kotak ke PPS Kota Hulu")
    look("hari-ini-ppk")

    giver.get_by_role("button", name="Serahkan kotak").click()
    giver.get_by_label("PIN Anda").fill(PIN)
    look("serahkan")
    giver.get_by_role("button", name="Tanda tangani serah").click()
    giver.get_by_role("button", name="Cara lain").wait_for()
    look("serah-qr")
    giver.get_by_role("button", name="Cara lain").click()
    giver.get_by_role("button", name="Salin teks").first.click()
    offer = giver.evaluate("navigator.clipboard.readText()")

    look = looked(receiver)
    expect(receiver.get_by_role("heading", level=1)).to_have_text("Terima 6 kotak dari PPK Hulu")
    look("hari-ini-pps")
    at(receiver, "terima")
    receiver.get_by_text("Tempel teks TEPAT1").click()
    receiver.get_by_label("Teks dari TEPAT1").fill(offer)
    receiver.get_by_role("button", name="Baca teks").click()
    receiver.get_by_label("PIN Anda").fill(PIN)
    look("terima-cek")
    receiver.get_by_role("button", name="Sesuai, tanda tangani").click()
    receiver.get_by_role("button", name="Sudah dipindai, selesai").click()
    at(receiver, "catatan")
    expect(receiver.get_by_text("Tersimpan di HP", exact=True)).to_have_count(2)
    look("catatan-dua")

    receiver.context.set_offline(False)
    receiver.get_by_role("button", name="Kirim catatan").click()
    expect(receiver.get_by_text("Terkirim", exact=True)).to_have_count(3)
    world.publish()
    receiver.get_by_role("button", name="Kirim catatan").click()
    expect(receiver.get_by_text("Disaksikan", exact=True)).to_have_count(3)
    rows = PackageCustody.objects.filter(package__in=load.lines.values("package"))
    held = set(rows.values_list("holder", "evidence"))
    assert (rows.count(), held) == (6, {(f"pps@{DESA}", "two_signatures")})


def test_a_supervisors_phone_is_a_witness_of_the_log(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    _, letter = world.letter("bu_nurul", Role.PKD, DESA)
    enrol(page, letter)
    world.publish()
    at(page, "catatan")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("HP ini juga saksi log")).to_be_visible()
    looked(page)("saksi-log")

    [witness] = PhoneWitness.objects.all()
    world.publish()
    folder = wiring.place_of(world.scope).folder / "checkpoints"
    signed = [notes.parse_note(each.read_bytes()).signatures for each in folder.glob("[0-9]*")]
    assert witness.name in {line.name for lines in signed for line in lines}


def test_a_tab_that_the_browser_restores_later_asks_who_it_is(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.reload()
    expect(page.get_by_role("banner").get_by_role("link")).to_have_text(re.compile("^PPS"))

    page.context.add_init_script("sessionStorage.setItem('seen', String(Date.now() - 16 * 60_000))")
    page.reload()
    expect(page.get_by_role("heading", level=1)).to_have_text("Siapa yang bertugas?")
    page.goto(page.url.split("#")[0] + "#/kembalikan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Buka tugas dulu")
    looked(page)("kembalikan-terkunci")
