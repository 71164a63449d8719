"""What happens to a phone in the middle of work: it dies, is emptied, runs full, or is shown
something of another day or election. Nothing is lost; one sentence, one next step."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tepat.core.election.roles import Role
from tepat.core.log import carrying
from tepat.core.move import events
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody
from tests.browser import days
from tests.browser.by_text import SIGN, offer_of, paste, ready
from tests.browser.conftest import Phones
from tests.browser.patience import worker_ready
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol
from tests.browser.test_phone_trouble import at, kept


@pytest.mark.parametrize("after", [0, 15, 60, 250])
def test_killed_in_the_middle_of_signing_the_chain_is_whole(
    world: PhoneWorld, phone: Phones, after: int
) -> None:
    """`after` milliseconds after the press the system ends the page."""
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    world.load("SJ-2", f"{DESA}:pps", start=f"{HULU}:ppk")
    page = phone()
    ready(world, page, "bu_rina", Role.PPK, HULU)
    [device] = [each["device"] for each in kept(page, "officers")]
    at(page, "serahkan")
    page.get_by_role("link", name="SJ-1").click()
    page.get_by_label("PIN Anda").fill(PIN)
    page.get_by_role("button", name=SIGN).click(no_wait_after=True)
    if after:
        page.wait_for_timeout(after)
    url = page.url
    days.kill(page)

    page = page.context.new_page()
    page.add_init_script(f"sessionStorage.setItem('turn', '{device}')")
    page.goto(url.split("#")[0])
    page.get_by_role("heading", level=1).wait_for()
    [officer] = kept(page, "officers")
    waiting = {each["seq"]: each["name"] for each in kept(page, "outbox")}
    last = {**{each["seq"]: each["name"] for each in kept(page, "archive")}, **waiting}
    assert sorted(last) == list(range(1, officer["seq"] + 1))
    assert last[officer["seq"]] == officer["prev"]

    at(page, "serahkan")
    page.get_by_role("link", name="SJ-2").click()
    page.get_by_label("PIN Anda").fill(PIN)
    page.get_by_role("button", name=SIGN).click()
    page.get_by_role("button", name="Pindai jawaban").wait_for()
    page.context.set_offline(False)
    at(page, "catatan")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Semua terkirim")
    rows = Fact.objects.filter(device=device).order_by("seq").values_list("seq", "prev")
    assert [seq for seq, _ in rows] == list(range(1, officer["seq"] + 2))


def test_a_receipt_that_cannot_be_kept_is_said_and_comes_again(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    worker_ready(page)
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    page.context.set_offline(True)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    at(page, "catatan")
    page.evaluate("""() => {
      window.put = IDBObjectStore.prototype.put;
      const full = () => { throw new DOMException("full", "QuotaExceededError"); };
      IDBObjectStore.prototype.put = full;
    }""")
    page.context.set_offline(False)
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Penyimpanan HP penuh")).to_be_visible()
    assert [each["kind"] for each in kept(page, "outbox")] == ["enrolled"]

    page.evaluate("() => { IDBObjectStore.prototype.put = window.put; }")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Semua terkirim")
    assert Fact.objects.filter(kind="enrolled").count() == 1


def test_a_phone_that_was_emptied_loses_nothing_that_the_other_phone_holds(
    world: PhoneWorld, phone: Phones
) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    giver, receiver = phone(), phone()
    ready(world, giver, "bu_rina", Role.PPK, HULU)
    ready(world, receiver, "pak_salim", Role.PPS, DESA)
    giver.reload()
    offer = offer_of(giver, "SJ-1")
    paste(receiver, offer)
    receiver.get_by_label("PIN Anda").fill(PIN)
    receiver.get_by_role("button", name="Sesuai, tanda tangani").click()
    receiver.get_by_role("button", name="Sudah dipindai, selesai").click()

    origin, url = giver.evaluate("location.origin"), giver.url.split("#")[0]
    giver.goto("about:blank")
    session = giver.context.new_cdp_session(giver)
    session.send("Storage.clearDataForOrigin", {"origin": origin, "storageTypes": "all"})
    giver.context.set_offline(False)
    giver.goto(url)
    expect(giver.get_by_role("heading", level=1)).to_have_text("Belum ada tugas di HP ini")

    receiver.context.set_offline(False)
    at(receiver, "catatan")
    receiver.get_by_role("button", name="Kirim catatan").click()
    expect(receiver.get_by_role("heading", level=1)).to_have_text("Semua terkirim")
    rows = PackageCustody.objects.filter(scope=world.scope)
    held = set(rows.values_list("holder", "evidence"))
    assert held == {(f"pps@{DESA}", "two_signatures")}

    _, again = world.letter("bu_rina", Role.PPK, HULU)
    enrol(giver, again)
    giver.get_by_role("button", name="Mulai tugas").click()
    giver.get_by_text("Siap tanpa sinyal", exact=True).wait_for()


def test_yesterdays_offer_is_refused_with_one_next_step(world: PhoneWorld, phone: Phones) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    giver, receiver = phone(), phone()
    receiver.clock.install(time=world.now)
    receiver.reload()
    ready(world, giver, "bu_rina", Role.PPK, HULU)
    ready(world, receiver, "pak_salim", Role.PPS, DESA)
    offer = offer_of(giver, "SJ-1")
    receiver.clock.set_system_time(world.now + timedelta(hours=25))
    before = len(kept(receiver, "outbox"))
    paste(receiver, offer)
    expect(receiver.get_by_role("heading", level=1)).to_have_text("Serah ini lebih dari sehari")
    expect(receiver.get_by_role("button", name="Pindai lagi")).to_be_visible()
    looked(receiver)("serah-kemarin")
    assert len(kept(receiver, "outbox")) == before


def test_an_offer_of_another_election_is_refused(world: PhoneWorld, phone: Phones) -> None:
    shipment = world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    page = phone()
    ready(world, page, "pak_salim", Role.PPS, DESA)
    other = world.officer("bu_rina", Role.PPK, HULU)
    fact = other.fact(
        events.Given,
        election="pileg-2024",
        shipment="SJ-1",
        list=shipment.list_hash,
        giver=f"ppk@{HULU}",
        receiver=f"pps@{DESA}",
        place=f"{DESA}:pps",
    )
    body = events.write(fact)
    paste(page, carrying.write(body, other.signature(body)))
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Ini pemilihan atau kabupaten lain")
    looked(page)("pemilihan-lain")
    assert [each["kind"] for each in kept(page, "outbox")] == []


def test_a_clock_three_days_behind_is_said_and_the_record_stands(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    page.clock.install(time=world.now - timedelta(days=3))
    page.reload()
    _, letter = world.letter("pak_salim", Role.PPS, DESA)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    expect(page.get_by_text("Jam HP ini keliru")).to_be_visible()
    expect(page.get_by_text("3 hari lebih lambat")).to_be_visible()
    assert [each["verdict"] for each in kept(page, "archive")] == ["accepted"]
