"""The boxes of one TPS from the packing table of KPU to voting day and back: every step by its
screen, four days on one clock, five phones, most of it without a network; and in the end the
published log is checked from its files alone."""

import subprocess
import sys
from collections import Counter
from datetime import datetime
from typing import NamedTuple

import pytest
from playwright.sync_api import Page, expect

from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.server.keeping import wiring
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody, PackageState
from tests.browser.by_text import (
    at,
    hand_over,
    learns,
    ready,
    sends,
    shows,
    tap,
    wake,
    witness,
)
from tests.browser.conftest import Open, Phones
from tests.browser.moments import Moments
from tests.browser.phone_world import DESA, HULU, KINDS, PhoneWorld
from tests.browser.scanner import STATION, pack
from tests.browser.voting_day import counts_papers, fill, opens, seals, types_results
from tests.patience import SECONDS
from tests.worlds import person

TPS = f"{DESA}-001"
STORE = "99.01:gudang-1"
BOXES = sorted(str(PackageCode("P24", TPS, kind, Form.BOX)) for kind in KINDS)


def on(day: int, hour: str) -> datetime:
    """A moment of November 2024 at the TPS; the vote is on the 27th."""
    return datetime.fromisoformat(f"2024-11-{day}T{hour}:00+08:00")


@pytest.fixture(autouse=True)
def moments(monkeypatch: pytest.MonkeyPatch) -> Moments:
    """The morning of H-2."""
    return Moments(monkeypatch, on(25, "06:30"))


class Phone(NamedTuple):
    """The phones of the chain; the last one belongs to a supervisor."""

    joko: Page
    rina: Page
    salim: Page
    budi: Page
    wati: Page


@pytest.mark.parametrize("world", ["planned"], indirect=True)
def test_the_chain_of_one_tps(
    world: PhoneWorld, phone: Phones, desk: Open, vendor: object, moments: Moments
) -> None:
    packs(desk)
    world.publish()
    world.load("SJ-1", f"{HULU}:ppk", start=STORE, boxes_of=TPS)
    plans_the_way_on(desk)
    phones = enrolled(world, phone, moments)
    there(phones)
    goes_down(phones, moments)
    before = Fact.objects.count()
    votes(phones.budi, moments)
    goes_back(phones, moments)
    assert Fact.objects.count() == before, "nothing has reached the server since the store"

    for page in (phones.budi, phones.wati, phones.rina):  # pak_salim's phone never comes back
        wake(page)
        sends(page)
    expect(phones.budi.get_by_text("foto belum terkirim")).to_have_count(0)
    expect(phones.rina.get_by_text("foto belum terkirim")).to_have_count(0)
    assert held() == {(f"ppk@{HULU}", "two_signatures", "returned")}
    wake(phones.joko)
    returns(phones.rina, phones.joko)
    for page in (phones.rina, phones.joko):
        sends(page)
    assert held() == {("warehouse@99.01", "two_signatures", "returned")}
    whole(before)

    world.publish()
    for page in (phones.joko, phones.rina, phones.budi):
        at(page, "")
        at(page, "catatan")
        tap(page, "Kirim catatan")
        expect(page.get_by_text("Terkirim", exact=True)).to_have_count(0)
        expect(page.get_by_text("Disaksikan", exact=True).first).to_be_visible()
    assert_the_log_verifies(world)


def packs(desk: Open) -> None:
    """The store packs and seals both boxes at its station."""
    page = desk(STATION, person("bu_sari"))
    numbers = (f"KB0170{number:03d}" for number in range(1, 400))
    for kind in KINDS:
        box, envelope = (
            str(PackageCode("P24", TPS, kind, form)) for form in (Form.BOX, Form.ENVELOPE)
        )
        pack(page, box, envelope, numbers)
    states = PackageState.objects.filter(package__in=BOXES).values_list("state", flat=True)
    assert list(states) == ["sealed", "sealed"]


def plans_the_way_on(desk: Open) -> None:
    """KPU makes the load to the PPS and the one to the TPS out of the first."""
    page = desk("/e/pilkada-2024/99.01/muatan/SJ-1/", person("bu_sari"))
    tap(page, "Buat muatan lanjutan")
    expect(page.get_by_role("link", name="SJ-003")).to_be_visible()
    page.close()


def enrolled(world: PhoneWorld, phone: Phones, moments: Moments) -> Phone:
    """Five phones with their lists, none of them in a network."""
    pages = Phone(*(moments.on(phone()) for _ in Phone._fields))
    for page, who, role, area in (
        (pages.joko, "pak_joko", Role.WAREHOUSE, "99.01"),
        (pages.rina, "bu_rina", Role.PPK, HULU),
        (pages.salim, "pak_salim", Role.PPS, DESA),
        (pages.budi, "pak_budi", Role.KPPS, TPS),
        (pages.wati, "bu_wati", Role.PKD, DESA),
    ):
        ready(world, page, who, role, area)
    for page in pages:  # only now does a list name everybody's key
        learns(page)
    return pages


def held() -> set[tuple[str, str, str]]:
    """Who holds the boxes by the server's account, on what evidence, and where they are."""
    found = PackageCustody.objects.filter(package__in=BOXES)
    return set(found.values_list("holder", "evidence", "stage"))


def there(phones: Phone) -> None:
    """The store still has a network, and sends at once."""
    for page in (phones.joko, phones.rina):
        page.context.set_offline(False)
    hand_over(phones.joko, phones.rina, len(BOXES), "SJ-1")
    for page in (phones.joko, phones.rina):
        sends(page)
        page.context.set_offline(True)
    [(holder, evidence, _)] = held()
    assert (holder, evidence) == (f"ppk@{HULU}", "two_signatures")


def goes_down(phones: Phone, moments: Moments) -> None:
    """From here on nobody has a network: to the desa, and a day later to the TPS."""
    moments.move(on(25, "15:10"))
    for page in (phones.rina, phones.salim, phones.wati):
        wake(page)
    offer = hand_over(phones.rina, phones.salim, len(BOXES), "SJ-002")
    witness(phones.wati, offer)
    moments.move(on(26, "14:30"))
    for page in (phones.salim, phones.budi, phones.wati):
        wake(page)
    offer = hand_over(phones.salim, phones.budi, len(BOXES), "SJ-003")
    witness(phones.wati, offer)


def votes(page: Page, moments: Moments) -> None:
    """Voting day at the TPS, from the first seal to the new ones."""
    moments.move(on(27, "07:24"))
    wake(page)
    opens(page, lambda _: None, then="Belum ada yang perlu dikerjakan")
    for hour, dpt, moved, unlisted in (
        ("09:02", 88, 1, 0),
        ("11:01", 171, 2, 0),
        ("12:04", 300, 2, 0),
        ("13:05", 390, 2, 8),
    ):
        moments.move(on(27, hour))
        wake(page)
        tap(page, "Catat pemilih")
        shows(page, "Sudah memilih")
        fill(page, {"Pemilih DPT": dpt, "Pindahan": moved, "Tidak terdaftar": unlisted})
        tap(page, "Simpan 3 angka")
    counts_papers(page, lambda _: None)
    types_results(page, lambda _: None)
    at(page, "pulang")
    shows(page, "Jangan pergi dulu")
    seals(page, lambda _: None, len(BOXES))


def goes_back(phones: Phone, moments: Moments) -> None:
    """The boxes go up again the same night, still without a network."""
    moments.move(on(27, "21:15"))
    for page in (phones.budi, phones.salim, phones.wati):
        wake(page)
    offer = returns(phones.budi, phones.salim)
    witness(phones.wati, offer)
    at(phones.budi, "pulang")
    shows(phones.budi, "Boleh pergi")
    moments.move(on(28, "01:40"))
    for page in (phones.salim, phones.rina):
        wake(page)
    returns(phones.salim, phones.rina)
    moments.move(on(28, "08:00"))


def returns(giver: Page, receiver: Page) -> str:
    """Hand the boxes back from the list of tasks; nobody has made a load for it."""
    at(giver, "")
    tap(giver, "Kembalikan kotak")
    shows(giver, f"Kembalikan {len(BOXES)} kotak?")
    tap(giver, "Serahkan kotak")
    return hand_over(giver, receiver, len(BOXES))


def whole(before: int) -> None:
    """Each fact of the chain is in the log once, and most of them were signed without a network."""
    kinds = Counter(Fact.objects.values_list("kind", flat=True))
    expected = {
        "enrolled": 5,
        "packed": 2,
        "given": 6,
        "received": 6,
        "witnessed": 3,
        "opened": 2,
        "voting_opened": 1,
        "turnout": 4,
        "ballots": 2,
        "result": 2,
        "used": 2,
        "sealed": 4,
    }
    assert {kind: kinds[kind] for kind in expected} == expected
    assert Fact.objects.count() - before > Fact.objects.count() / 2


def assert_the_log_verifies(world: PhoneWorld) -> None:
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
    ran = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    whole = f"{Fact.objects.count()} peristiwa, 0 diubah, 0 belum lengkap"
    assert whole in ran.stdout, ran.stdout
