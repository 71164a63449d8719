"""What a browser may do to a phone's storage while it is open, and what the header knows of a way
to the server. Each time: nothing lost that could be kept, one sentence, one next step."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tepat.core.election.roles import Role
from tests.browser import days
from tests.browser.by_text import SIGN, ready
from tests.browser.conftest import CHROMIUM, FLAGS, Phones
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol
from tests.browser.test_phone_trouble import at, kept


def _browser(page: Page, method: str, **more: object) -> None:
    origin = page.evaluate("location.origin")
    page.context.new_cdp_session(page).send(method, {"origin": origin, **more})


PROBE = """() => new Promise((done) => {
  const open = indexedDB.open("probe", 1);
  open.onupgradeneeded = () => open.result.createObjectStore("rows");
  open.onsuccess = () => {
    const write = open.result.transaction("rows", "readwrite");
    write.objectStore("rows").put("a".repeat(100), Math.random());
    write.oncomplete = () => { open.result.close(); done(true); };
    write.onabort = () => { open.result.close(); done(false); };
  };
})"""


@pytest.fixture
def small(chromium: Browser, world: PhoneWorld) -> Iterator[Page]:
    """A phone whose browser follows the room that its test gives it."""
    browser = chromium.browser_type.launch(
        executable_path=CHROMIUM, args=[*FLAGS, "--disable-features=StaticStorageQuota"]
    )
    page = browser.new_page(viewport={"width": 360, "height": 640}, locale="id-ID")
    page.goto(f"{world.url}/lapangan/")
    page.get_by_role("heading", level=1).wait_for()
    yield page
    browser.close()


def test_a_storage_that_is_really_full_loses_nothing_and_takes_the_second_press(
    world: PhoneWorld, small: Page
) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    ready(world, small, "bu_rina", Role.PPK, HULU)
    before = kept(small, "officers")[0]["seq"]
    at(small, "serahkan")
    small.get_by_role("link", name="SJ-1").click()
    session = small.context.new_cdp_session(small)
    origin = small.evaluate("location.origin")
    session.send("Storage.overrideQuotaForOrigin", {"origin": origin, "quotaSize": 1})
    # The browser remembers for a while how much room there was.
    assert days.until(small, lambda: small.evaluate(PROBE) is False, 90)
    small.get_by_label("PIN Anda").fill(PIN)
    small.get_by_role("button", name=SIGN).click()
    expect(small.get_by_text("Penyimpanan HP penuh")).to_be_visible()
    looked(small)("penyimpanan-penuh")
    assert kept(small, "officers")[0]["seq"] == before
    assert [each for each in kept(small, "outbox") if each["kind"] == "given"] == []

    session.send("Storage.overrideQuotaForOrigin", {"origin": origin})
    small.get_by_label("PIN Anda").fill(PIN)
    small.get_by_role("button", name=SIGN).click()
    small.get_by_role("button", name="Pindai jawaban").wait_for()
    assert kept(small, "officers")[0]["seq"] == before + 1
    assert [each["kind"] for each in kept(small, "outbox")] == ["given"]


# What was being written when the browser took the storage away ends so, whenever that is.
@pytest.mark.forgives("AbortError", "Connection is closing because of: Force close delete origin")
def test_a_phone_whose_storage_is_cleared_while_it_is_open_says_so_and_goes_on(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    ready(world, page, "pak_salim", Role.PPS, DESA)
    _browser(page, "Storage.clearDataForOrigin", storageTypes="indexeddb")
    expect(page.get_by_role("heading", level=1)).to_have_text("Peramban menghapus isi HP ini")
    looked(page)("dihapus-peramban")
    expect(page.get_by_role("button", name="Daftarkan HP")).to_be_visible()

    page.context.set_offline(False)
    _, letter = world.letter("bu_rina", Role.PPK, HULU)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()


def test_a_newer_program_in_another_tab_is_said_with_one_next_step(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    ready(world, page, "pak_salim", Role.PPS, DESA)
    other = page.context.new_page()
    other.goto(f"{world.url}/lapangan/mark.svg")
    other.evaluate("""() => new Promise((done, failed) => {
      const open = indexedDB.open("tepat", 99);
      open.onerror = failed;
      open.onsuccess = () => { open.result.close(); done(true); };
    })""")
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Program baru terbuka di tab lain")
    looked(page)("program-baru")
    expect(page.get_by_role("button", name="Muat ulang")).to_be_visible()


def test_the_header_says_only_what_is_known_of_the_server(world: PhoneWorld, phone: Phones) -> None:
    page = phone()
    said = page.get_by_role("banner").get_by_role("status")
    expect(said).to_have_text("Ada jaringan")
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    expect(said).to_have_text(re.compile(r"^Server [0-2][0-9]\.[0-5][0-9]$"))

    page.route("**/api/**", lambda route: route.abort())
    at(page, "catatan")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(said).to_have_text("Server belum jawab")
    looked(page)("server-belum-jawab")
    page.context.set_offline(True)
    expect(said).to_have_text("Tanpa sinyal")
