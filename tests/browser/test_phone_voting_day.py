"""A KPPS on voting day, without a network: from the first seal to the boxes' way back.

Handovers go by pasted text here; `test_phone_handover.py` does them by camera.
"""

import json
from datetime import datetime

import pytest
from playwright.sync_api import Page, expect

from tepat.core.count.moves import Move
from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.server.count.ballots.moving import moves as moves_kept
from tepat.server.count.results import folding
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody, Photo
from tepat.server.plan.models import Package
from tests.browser.by_text import at, hand_over, learns, sends, shows, tap
from tests.browser.conftest import Phones
from tests.browser.moments import Moments
from tests.browser.patience import worker_ready
from tests.browser.phone_looks import Look, looked
from tests.browser.phone_world import DESA, KINDS, PhoneWorld, enrol
from tests.browser.voting_day import (
    PAPERS,
    counts_papers,
    fill,
    opens,
    pin,
    seals,
    types_results,
)

TPS = f"{DESA}-001"
BOXES = sorted(str(PackageCode("P24", TPS, kind, Form.BOX)) for kind in KINDS)
SKUS = {"GUB": "KWK-GUB/99", "BUP": "KWK-BUP/99.01"}


def joins(world: PhoneWorld, page: Page, who: str, role: Role, area: str) -> None:
    _, letter = world.letter(who, role, area)
    enrol(page, letter)
    sends(page)


def has_papers(world: PhoneWorld, tps: str, kind: str, sku: str) -> None:
    """The envelope with the ballot papers of one vote at a TPS."""
    Package.objects.create(
        scope=world.scope,
        code=str(PackageCode("P24", tps, kind, Form.ENVELOPE)),
        form=Form.ENVELOPE.value,
        place=tps,
        at="tps",
        kecamatan=tps[:8],
        desa=DESA,
        kind=KINDS[kind],
        contents=[{"item": "surat_suara", "sku": sku, "quantity": PAPERS}],
    )


@pytest.fixture
def ready(world: PhoneWorld, phone: Phones, request: pytest.FixtureRequest) -> tuple[Page, Page]:
    """KPPS and PPS with their lists; the boxes of the TPS came from PPS; then no network."""
    for kind, sku in SKUS.items():
        has_papers(world, TPS, kind, sku)
    world.load("SJ-61", TPS, start=f"{DESA}:pps", boxes_of=TPS)
    theme = getattr(request, "param", "light")
    kpps, pps = phone(theme), phone(theme)
    joins(world, pps, "pak_salim", Role.PPS, DESA)
    joins(world, kpps, "bu_wati", Role.KPPS, TPS)
    for page in (kpps, pps):
        worker_ready(page)
    learns(pps)
    kpps.context.set_offline(True)
    hand_over(pps, kpps, 2, "SJ-61")
    return kpps, pps


@pytest.mark.parametrize(
    "ready", [pytest.param("light", marks=pytest.mark.soak), "dark"], indirect=True
)
def test_a_kpps_does_its_day_without_a_network_and_the_boxes_go_back(
    world: PhoneWorld, ready: tuple[Page, Page], request: pytest.FixtureRequest
) -> None:
    kpps, pps = ready
    look = looked(kpps, request.node.callspec.params["ready"])
    at(kpps, "")
    shows(kpps, "Buka TPS")
    look("pungut-1-tugas")
    opens(kpps, look)
    counts_voters(kpps, look)
    counts_papers(kpps, look)
    types_results(kpps, look)
    at(kpps, "pulang")
    shows(kpps, "Jangan pergi dulu")
    look("pungut-9-jangan-pergi")
    seals(kpps, look)

    at(kpps, "kembali")
    shows(kpps, "Kembalikan 2 kotak?")
    look("pungut-11-kembalikan")
    tap(kpps, "Serahkan kotak")
    hand_over(kpps, pps, 2)
    at(kpps, "pulang")
    shows(kpps, "Boleh pergi")
    look("pungut-12-boleh-pergi")

    sends(kpps)
    expect(kpps.get_by_text("foto belum terkirim")).to_have_count(0)
    server_has(world)


def counts_voters(page: Page, look: Look) -> None:
    for turn, (dpt, moved, unlisted) in enumerate([(88, 1, 0), (171, 2, 0), (300, 2, 0)]):
        at(page, "partisipasi")
        shows(page, "Sudah memilih")
        fill(page, {"Pemilih DPT": dpt, "Pindahan": moved, "Tidak terdaftar": unlisted})
        if turn == 1:
            look("pungut-6-pemilih")
        tap(page, "Simpan 3 angka")
        shows(page, "Catat pemilih")
    at(page, "partisipasi")
    fill(page, {"Pemilih DPT": 482, "Pindahan": 2, "Tidak terdaftar": 16})
    status = page.get_by_role("status").last
    expect(status).to_contain_text("1 lebih dari DPT")
    expect(status).to_contain_text("6 lebih dari surat suara")
    look("pungut-6-lebih")
    page.reload()  # what was typed is still here
    expect(page.get_by_label("Pemilih DPT")).to_have_value("482")
    fill(page, {"Pemilih DPT": 390, "Tidak terdaftar": 8})
    tap(page, "Simpan 3 angka")
    shows(page, "Catat surat suara")


def server_has(world: PhoneWorld) -> None:
    """What the server makes of the day: each fact once, results hidden, the boxes with PPS."""
    rows = Fact.objects.filter(kabupaten=world.scope.kabupaten).order_by("number")
    facts = [json.loads(bytes(each.body)) for each in rows]
    of = {kind: [f for f in facts if f["kind"] == kind] for kind in {f["kind"] for f in facts}}
    [began] = of["voting_opened"]
    assert began["starts"].endswith("T07:20:00+08:00")
    assert began["reason"] == "weather"
    assert [each["voters"] for each in of["turnout"]] == [89, 173, 302, 400]
    papers = {each["sku"]: each for each in of["ballots"]}
    assert papers[SKUS["GUB"]]["reason"] == "unexplained"
    assert "reason" not in papers[SKUS["BUP"]]
    results = {each["sku"]: each for each in of["result"]}
    assert results[SKUS["BUP"]]["valid"] == 391
    assert results[SKUS["BUP"]]["reason"] == "form_sum"
    assert all(len(each["salt"]) == 32 for each in (*papers.values(), *results.values()))
    photos = {photo for each in (began, *results.values()) for photo in each["photos"]}
    assert photos <= set(Photo.objects.values_list("sha256", flat=True))
    states = PackageCustody.objects.filter(scope=world.scope, package__in=BOXES)
    assert {(row.stage, row.holder) for row in states} == {("returned", f"pps@{DESA}")}


def test_a_box_that_differs_is_said_and_the_day_goes_on(
    world: PhoneWorld, ready: tuple[Page, Page]
) -> None:
    kpps, _ = ready
    look = looked(kpps)
    at(kpps, "buka")
    kpps.get_by_label("Jam dibuka").fill("06:55")
    tap(kpps, "Lanjut")
    tap(kpps, "Ada yang berbeda")
    shows(kpps, "Kotak mana yang berbeda?")
    kpps.get_by_role("combobox").first.select_option(label="Segel putus")
    look("pungut-3-berbeda")
    tap(kpps, "Lanjut")
    tap(kpps, "Lanjut tanpa foto")
    expect(kpps.get_by_text("1 dari 2 berbeda")).to_be_visible()
    tap(kpps, "Tanda tangani")
    shows(kpps, "Catat pemilih")

    sends(kpps)
    [began] = [json.loads(bytes(each.body)) for each in Fact.objects.filter(kind="voting_opened")]
    assert [each["condition"] for each in began["checks"]] == ["broken"]
    assert "reason" not in began
    rows = PackageCustody.objects.filter(scope=world.scope, package__in=BOXES)
    assert sorted("incident" in row.flags for row in rows) == [False, True]


@pytest.fixture
def moments(monkeypatch: pytest.MonkeyPatch) -> Moments:
    """Voting is over, on the day itself."""
    return Moments(monkeypatch, datetime.fromisoformat("2024-11-27T13:20:00+08:00"))


def test_a_supervisor_of_the_tps_notes_the_result_and_holds_nothing(
    moments: Moments, world: PhoneWorld, phone: Phones
) -> None:
    page = moments.on(phone())
    joins(world, page, "bu_nurul", Role.PTPS, TPS)
    at(page, "")
    shows(page, "Catat hasil TPS")
    looked(page)("pengawas-tugas")
    expect(page.get_by_role("link", name="Saksikan serah terima")).to_be_visible()
    expect(page.get_by_text("Segel kotak lagi")).to_have_count(0)


def moves(scope: Scope) -> list[Move]:
    """What the server makes of papers between TPS, of all that is in the log."""
    folding.catch_up(scope)
    return moves_kept(scope)


def notes_move(page: Page, gives: bool, other: str, papers: dict[str, int], look: Look) -> None:
    """One KPPS says what its TPS gave to, or took from, the other one."""
    at(page, "pindah")
    shows(page, "Memberi atau menerima?")
    look("pungut-13-arah")
    page.get_by_label("Nomor TPS lain").first.fill(other)
    tap(page, "TPS ini memberi" if gives else "TPS ini menerima")
    shows(page, "Berapa lembar yang pindah?")
    fill(page, papers)
    look("pungut-13-jumlah")
    page.reload()  # what was typed is still here
    shows(page, "Berapa lembar yang pindah?")
    tap(page, "Lanjut")
    shows(page, "Mengapa pindah?")
    pin(page)
    look("pungut-13-sebab")
    tap(page, "Pemilih lebih banyak")
    shows(page, "Perpindahan tercatat")
    look("pungut-13-tercatat")


def test_papers_between_two_tps_are_noted_by_both_without_a_network(
    world: PhoneWorld, ready: tuple[Page, Page], phone: Phones
) -> None:
    giver, _ = ready
    other = f"{DESA}-002"
    has_papers(world, other, "BUP", SKUS["BUP"])
    taker = phone()
    joins(world, taker, "pak_joko", Role.KPPS, other)
    worker_ready(taker)
    taker.context.set_offline(True)

    notes_move(giver, True, "2", {"Bupati": 12}, looked(giver))
    notes_move(taker, False, "1", {"Bupati": 12}, looked(taker))
    at(giver, "pindah")
    expect(giver.get_by_text("12 Bupati")).to_be_visible()
    looked(giver)("pungut-13-sudah")
    assert not Fact.objects.filter(kind="papers_moved").exists()

    for page in (giver, taker):
        sends(page)
    [move] = moves(world.scope)
    assert (move.place, move.to, move.sku) == (TPS, other, SKUS["BUP"])
    assert (move.count, move.differs, move.is_one_sided, len(move.facts)) == (12, False, False, 2)


def test_a_move_that_was_told_twice_is_taken_back_on_the_phone(
    world: PhoneWorld, ready: tuple[Page, Page]
) -> None:
    kpps, _ = ready
    look = looked(kpps)
    for _ in range(2):
        notes_move(kpps, True, "2", {"Gubernur": 5}, lambda _name: None)
    at(kpps, "pindah")
    kpps.get_by_role("link", name="5 Gubernur").last.click()
    shows(kpps, "Batalkan catatan ini?")
    look("pungut-14-batal")
    pin(kpps)
    tap(kpps, "Tercatat dua kali")
    shows(kpps, "Catatan dibatalkan")
    sends(kpps)

    [move] = moves(world.scope)
    assert (move.count, move.is_one_sided) == (5, True)
