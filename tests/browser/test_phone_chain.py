"""The boxes of one TPS from the store of KPU to the TPS: five phones, most of it without a network,
one of them never in one; and in the end the published log is checked from its files alone."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.server import flow
from tepat.server.keeping import wiring
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody
from tepat.server.plan.models import Package
from tests.browser.by_text import at, offer_of, paste, ready
from tests.browser.conftest import Phones
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld
from tests.phones import packed

TPS = f"{DESA}-001"
STORE = "99.01:gudang-1"
PATIENCE = 20_000


@pytest.fixture(autouse=True)
def patient() -> Iterator[None]:
    """Five phones at once on a busy machine."""
    expect.set_options(timeout=PATIENCE)
    yield
    expect.set_options(timeout=5_000)


def closed(world: PhoneWorld) -> list[str]:
    """The store packs and closes the boxes of the TPS, as its packing station reports it."""
    boxes = sorted(
        Package.objects.filter(scope=world.scope, form="K", place=TPS).values_list(
            "code", flat=True
        )
    )
    station = world.officer("bu_sari", Role.WAREHOUSE, "99.01")
    for number, box in enumerate(boxes):
        filled = packed(station, box)
        sealed = station.say(
            events.Sealed,
            package=box,
            seals=(f"KB00{number}1", f"KB00{number}2"),
            after=(canonical.name_of(filled.body),),
        )
        flow.accept(world.scope, [filled, sealed], station.device, world.now)
    return boxes


def answer(page: Page, offer: str) -> str:
    """Receive what is offered, and return the answer as text."""
    paste(page, offer)
    page.get_by_label("PIN Anda").fill(PIN)
    page.get_by_role("button", name="Sesuai, tanda tangani").click()
    page.get_by_role("button", name="Cara lain").click()
    page.evaluate("navigator.clipboard.writeText('')")
    page.get_by_role("button", name="Salin teks").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.length > 9)")
    return str(page.evaluate("navigator.clipboard.readText()"))


def handed_over(giver: Page, receiver: Page, load: str, count: int) -> str:
    """Both sign by text that goes there and back; return the offer."""
    offer = offer_of(giver, load)
    back = answer(receiver, offer)
    at(giver, "")
    giver.get_by_role("button", name="Pindai jawaban").click()
    giver.get_by_role("button", name="Pindai jawaban").click()
    giver.get_by_text("Tempel teks TEPAT1").click()
    giver.get_by_label("Teks dari TEPAT1").fill(back)
    giver.get_by_role("button", name="Baca teks").click()
    expect(giver.get_by_role("heading", level=1)).to_contain_text(f"{count} kotak diterima")
    return offer


def witness(page: Page, offer: str) -> None:
    """A supervisor signs that the handover was so."""
    at(page, "saksikan")
    page.get_by_text("Tempel teks TEPAT1").click()
    page.get_by_label("Teks dari TEPAT1").fill(offer)
    page.get_by_role("button", name="Baca teks").click()
    page.get_by_label("PIN Anda").fill(PIN)
    page.get_by_role("button", name="Saksikan").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Saksikan serah terima")


def send(page: Page) -> None:
    """Come into a network and send what waits."""
    page.context.set_offline(False)
    at(page, "catatan")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Semua terkirim")


def test_the_chain_of_one_tps(world: PhoneWorld, phone: Phones) -> None:
    boxes = closed(world)
    world.publish()
    world.load("SJ-1", f"{HULU}:ppk", start=STORE, boxes_of=TPS)
    world.load("SJ-2", f"{DESA}:pps", start=f"{HULU}:ppk", boxes_of=TPS)
    world.load("SJ-3", TPS, start=f"{DESA}:pps", boxes_of=TPS)
    joko, rina, salim, budi, wati = (phone() for _ in range(5))
    for page, who, role, area in (
        (joko, "pak_joko", Role.WAREHOUSE, "99.01"),
        (rina, "bu_rina", Role.PPK, HULU),
        (salim, "pak_salim", Role.PPS, DESA),
        (budi, "pak_budi", Role.KPPS, TPS),
        (wati, "bu_wati", Role.PKD, DESA),
    ):
        ready(world, page, who, role, area)

    for page in (joko, rina):  # the store still has a network, and sends at once
        page.context.set_offline(False)
    handed_over(joko, rina, "SJ-1", len(boxes))
    for page in (joko, rina):
        send(page)
    held = PackageCustody.objects.filter(package__in=boxes).values_list("holder", "evidence")
    assert set(held) == {(f"ppk@{HULU}", "two_signatures")}

    rina.context.set_offline(True)  # from here on nobody has one
    witness(wati, handed_over(rina, salim, "SJ-2", len(boxes)))
    handed_over(salim, budi, "SJ-3", len(boxes))
    assert set(held.all()) == {(f"ppk@{HULU}", "two_signatures")}, "nothing has reached the server"

    for page in (budi, wati, rina):  # pak_salim's phone stays where there is none
        send(page)
    assert set(held.all()) == {(f"kpps@{TPS}", "two_signatures")}
    kinds = list(Fact.objects.order_by("number").values_list("kind", flat=True))
    assert {kind: kinds.count(kind) for kind in ("given", "received", "witnessed")} == {
        "given": 3,
        "received": 3,
        "witnessed": 1,
    }

    world.publish()
    for page in (joko, rina, budi):
        page.context.set_offline(False)
        at(page, "catatan")
        page.get_by_role("button", name="Kirim catatan").click()
        expect(page.get_by_text("Terkirim", exact=True)).to_have_count(0)
        expect(page.get_by_text("Disaksikan", exact=True).first).to_be_visible()
    assert_the_log_verifies(world, len(kinds))


def assert_the_log_verifies(world: PhoneWorld, count: int) -> None:
    """`tepat log verify` on the published files, in a process of its own."""
    world.publish()  # a quiet round: lists and states follow the checkpoint
    place = wiring.place_of(world.scope)
    policy = str(wiring.policy_file(place))
    command = [
        sys.executable,
        "-m",
        "tepat",
        "log",
        "verify",
        str(place.folder),
        "--policy",
        policy,
    ]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert f"{count} peristiwa, 0 diubah, 0 belum lengkap" in ran.stdout
