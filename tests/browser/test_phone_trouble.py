"""What goes wrong on a phone: nothing is lost, one sentence says what happened and what to do."""

from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page, Route, expect

from tepat.core.election.roles import Role
from tepat.server.move.models import Device
from tests.browser import days
from tests.browser.conftest import CHROMIUM, FLAGS, Phones
from tests.browser.patience import at_rest, worker_ready
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol

PUT = "IDBObjectStore.prototype.put"


def at(page: Page, path: str) -> None:
    """Open an address of the phone."""
    page.goto(page.url.split("#")[0] + f"#/{path}")


def kept(page: Page, table: str) -> list[Any]:
    """What a table of the phone holds."""
    script = """table => new Promise((done, failed) => {
      const plain = (value) => JSON.parse(JSON.stringify(value));
      const open = indexedDB.open("tepat");
      open.onsuccess = () => {
        const all = open.result.transaction(table).objectStore(table).getAll();
        all.onsuccess = () => { open.result.close(); done(plain(all.result)); };
        all.onerror = failed;
      };
    })"""
    found: list[Any] = page.evaluate(script, table)
    return found


def test_a_full_phone_says_so_and_the_second_press_works(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    at(page, "daftar/ketik")
    page.get_by_label("Isi QR").fill(letter)
    page.get_by_role("button", name="Baca surat tugas").click()
    page.get_by_role("button", name="Ya, ini saya").click()
    page.get_by_label("PIN baru").fill(PIN)
    page.get_by_label("Ulangi PIN").fill(PIN)
    page.evaluate(f"""() => {{
      window.put = {PUT};
      {PUT} = function () {{ throw new DOMException("full", "QuotaExceededError"); }};
    }}""")
    page.get_by_role("button", name="Simpan PIN").click()
    expect(page.get_by_text("Penyimpanan HP penuh")).to_be_visible()
    looked(page)("penuh")
    assert kept(page, "officers") == kept(page, "outbox") == []

    page.evaluate(f"() => {{ {PUT} = window.put; }}")
    page.get_by_role("button", name="Simpan PIN").click()
    page.get_by_role("heading", name="HP ini terdaftar").wait_for()
    assert len(kept(page, "officers")) == 1
    at(page, "catatan")  # nothing is under way when the server is emptied
    expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()


@pytest.mark.parametrize("text", ["", "{}", "TEPAT1:ABC", "https://kpu.example/", "{" * 3_000])
def test_what_is_no_letter_enrols_nobody(world: PhoneWorld, phone: Phones, text: str) -> None:
    page = phone()
    at(page, "daftar/ketik")
    page.get_by_label("Isi QR").fill(text)
    page.get_by_role("button", name="Baca surat tugas").click()

    expect(page.get_by_text("Ini bukan QR surat tugas")).to_be_visible()
    assert kept(page, "officers") == []


def test_a_letter_of_another_desk_is_believed_by_nobody(world: PhoneWorld, phone: Phones) -> None:
    """The signature of the letter was changed on the way: the server's list is not taken."""
    page = phone()
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    at_sig = letter.index('"sig":"') + 7
    other = "A" if letter[at_sig] != "A" else "B"
    enrol(page, letter[:at_sig] + other + letter[at_sig + 1 :])
    at(page, "catatan")
    page.get_by_role("button", name="Kirim catatan").click()

    expect(page.get_by_text("bukan yang menandatangani surat tugas")).to_be_visible()
    looked(page)("catatan-server-lain")
    expect(page.get_by_text("Tersimpan di HP")).to_be_visible()
    assert kept(page, "manifests") == kept(page, "archive") == []


def test_several_officers_share_a_phone_each_with_a_key_and_a_pin(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    for who, role, area, pin in (
        ("pak_salim", Role.PPS, DESA, "4829"),
        ("bu_nurul", Role.PKD, DESA, "7315"),
    ):
        _, letter = world.letter(who, role, area)
        enrol(page, letter, pin)
    at(page, "petugas")
    looked(page)("petugas")
    devices = {each["device"] for each in kept(page, "officers")}
    assert len(devices) == 2

    page.get_by_role("button", name="Kunci", exact=True).click()
    at(page, "")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siapa yang bertugas?")
    looked(page)("siapa-bertugas")
    page.get_by_role("link", name="PPS").click()
    page.get_by_label("PIN Anda").fill("7315")
    page.get_by_role("button", name="Buka tugas").click()
    expect(page.get_by_text("PIN salah")).to_be_visible()
    looked(page)("pin-salah")
    page.get_by_label("PIN Anda").fill("4829")
    page.get_by_role("button", name="Buka tugas").click()
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Siapa yang bertugas?")
    expect(page.locator("header a")).to_contain_text("PPS")


def test_a_borrowed_phone_is_given_back_only_when_everything_was_sent(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    worker_ready(page)
    page.context.set_offline(True)
    enrol(page, letter)
    at(page, "kembalikan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Belum aman dikembalikan")
    looked(page)("belum-aman")
    assert len(kept(page, "officers")) == 1

    page.context.set_offline(False)
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Aman dikembalikan")
    looked(page)("aman")
    expect(page.get_by_role("button", name="Hapus saya dari HP")).to_have_count(0)
    with (
        page.expect_download() as saved
    ):  # no witness has signed: this phone alone holds the receipt
        page.get_by_role("button", name="Simpan salinan").click()
    assert saved.value.suggested_filename.startswith("tepat-")
    page.get_by_role("button", name="Hapus saya dari HP").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Anda dihapus dari HP ini")
    looked(page)("dihapus")
    assert kept(page, "officers") == kept(page, "outbox") == kept(page, "manifests") == []
    assert Device.objects.filter(role="pps").count() == 1


def test_two_tabs_sign_one_chain(world: PhoneWorld, phone: Phones) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    world.load("SJ-2", f"{DESA}:pps", start=f"{HULU}:ppk")
    first = phone()
    _, letter = world.letter("bu_rina", Role.PPK, HULU)
    enrol(first, letter)
    first.get_by_role("button", name="Mulai tugas").click()
    first.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
    first.context.set_offline(True)
    [device] = [each["device"] for each in kept(first, "officers")]
    second = first.context.new_page()
    second.add_init_script(f"sessionStorage.setItem('turn', '{device}')")
    second.goto(first.url)
    for page in (first, second):
        at(page, "serahkan")
    for page, load in ((first, "SJ-1"), (second, "SJ-2")):
        page.get_by_role("link", name=load).click()
        page.get_by_label("PIN Anda").fill(PIN)
    for page in (first, second):
        page.get_by_role("button", name="Tanda tangani serah").click(no_wait_after=True)
    for page in (first, second):
        page.get_by_role("button", name="Pindai jawaban").wait_for()

    facts = kept(first, "outbox")
    assert sorted(each["seq"] for each in facts) == [2, 3]
    assert kept(first, "officers")[0]["seq"] == 3


def test_a_clock_three_days_ahead_is_said_and_the_record_stands(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    page.clock.install(time=world.now.timestamp() + 3 * 86_400)
    page.reload()
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()

    expect(page.get_by_text("Jam HP ini keliru")).to_be_visible()
    expect(page.get_by_text("3 hari lebih cepat")).to_be_visible()
    looked(page)("jam-keliru")
    assert [each["verdict"] for each in kept(page, "archive")] == ["accepted"]


def test_a_busy_server_is_left_in_peace_until_it_asked_to_be_tried_again(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    tried: list[str] = []

    def busy(route: Route) -> None:
        tried.append(route.request.url)
        route.fulfill(status=503, headers={"Retry-After": "600"}, body="{}")

    page.context.route("**/facts", busy)
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    enrol(page, letter)
    assert days.until(page, lambda: len(tried) > 0, 60)
    at_rest(page)
    before = len(tried)
    for _ in range(3):
        page.evaluate("dispatchEvent(new Event('online'))")
        page.wait_for_timeout(100)
        at_rest(page)
    assert len(tried) == before, "Retry-After says ten minutes"

    at(page, "catatan")
    expect(page.get_by_text("Server belum terjangkau")).to_be_visible()
    looked(page)("catatan-belum-terjangkau")
    page.context.unroute("**/facts")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()


def test_plain_http_works_as_an_emergency_and_says_so(
    world: PhoneWorld, chromium: Browser, settings: LazySettings
) -> None:
    """No WebCrypto, no worker, no camera: the key is soft, and the screen says it."""
    name = "aula.test"
    settings.ALLOWED_HOSTS = [name]
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*FLAGS, f"--host-resolver-rules=MAP {name} 127.0.0.1"]
    )
    try:
        page = browser.new_page(viewport={"width": 360, "height": 640}, locale="id-ID")
        page.goto(world.url.replace("localhost", name) + "/lapangan/")
        assert page.evaluate("isSecureContext") is False
        at(page, "cara")
        expect(page.get_by_text("darurat")).to_be_visible()
        looked(page)("darurat")
        _, letter = world.letter("pak_salim", Role.PPS, DESA)
        enrol(page, letter)
        expect(page.get_by_text("Kunci lunak")).to_be_visible()
        looked(page)("kunci-lunak")
        page.get_by_role("button", name="Mulai tugas").click()
        at(page, "catatan")
        expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()
    finally:
        browser.close()
