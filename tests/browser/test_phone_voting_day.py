"""A KPPS on voting day, without a network: from the first seal to the boxes' way back.

Handovers go by pasted text here; `test_phone_handover.py` does them by camera.
"""

import io
import json
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody, Photo
from tepat.server.plan.models import Package
from tests.browser.conftest import Phones
from tests.browser.phone_world import DESA, KINDS, PIN, PhoneWorld, enrol, looked
from tests.browser.test_phone_trouble import PUT, at, kept

TPS = f"{DESA}-001"
BOXES = sorted(str(PackageCode("P24", TPS, kind, Form.BOX)) for kind in KINDS)
SKUS = {"GUB": "KWK-GUB/99", "BUP": "KWK-BUP/99.01"}
PAPERS = 494


def form_photo(text: str) -> dict[str, Any]:
    """A picture of a form, as a camera gives it."""
    picture = Image.new("RGB", (900, 1200), "#f4f2ea")
    draw = ImageDraw.Draw(picture)
    for at_line, line in enumerate(text.split("\n")):
        draw.text((80, 80 + 90 * at_line), line, fill="#202020", font_size=60)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def tap(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()


def shows(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading, timeout=20_000)


def fill(page: Page, numbers: dict[str, int]) -> None:
    for label, number in numbers.items():
        page.get_by_label(label).fill(str(number))


def shoot(page: Page, text: str) -> None:
    page.locator("input[name=photo]").set_input_files(form_photo(text))  # type: ignore[arg-type]
    page.locator("img.photo").wait_for()


def joins(world: PhoneWorld, page: Page, who: str, role: Role, area: str) -> None:
    _, letter = world.letter(who, role, area)
    enrol(page, letter)
    sends(page)


def sends(page: Page) -> None:
    at(page, "catatan")
    tap(page, "Kirim catatan")
    shows(page, "Semua terkirim")


def text_of(page: Page) -> str:
    """The signed half of this screen, as a person would send it by WhatsApp."""
    page.evaluate("navigator.clipboard.writeText = (text) => { window.copied = text; }")
    tap(page, "Cara lain")
    page.get_by_role("button", name="Salin teks").click()
    page.wait_for_function("window.copied !== undefined")
    return str(
        page.evaluate("() => { const text = window.copied; delete window.copied; return text; }")
    )


def pastes(page: Page, text: str) -> None:
    page.get_by_text("Tempel teks TEPAT1").click()
    page.get_by_label("Teks dari TEPAT1:").fill(text)
    tap(page, "Baca teks")


def signs(page: Page, label: str) -> None:
    page.get_by_label("PIN Anda").fill(PIN)
    tap(page, label)


def hand_over(giver: Page, receiver: Page, heading: str) -> None:
    """The giver stands before its signature; both end with both halves."""
    signs(giver, "Tanda tangani serah")
    shows(giver, "memindai ini")
    address = giver.url
    offer = text_of(giver)
    at(receiver, "terima")
    pastes(receiver, offer)
    shows(receiver, heading)
    signs(receiver, "Sesuai, tanda tangani")
    shows(receiver, "Tunjukkan jawaban")
    answer = text_of(receiver)
    giver.goto(address)
    tap(giver, "Pindai jawaban")
    pastes(giver, answer)
    shows(giver, "diterima")
    tap(giver, "Selesai")


@pytest.fixture
def ready(world: PhoneWorld, phone: Phones, request: pytest.FixtureRequest) -> tuple[Page, Page]:
    """KPPS and PPS with their lists; the boxes of the TPS came from PPS; then no network."""
    for kind, sku in SKUS.items():
        Package.objects.create(
            scope=world.scope,
            code=str(PackageCode("P24", TPS, kind, Form.ENVELOPE)),
            form=Form.ENVELOPE.value,
            place=TPS,
            at="tps",
            kecamatan=TPS[:8],
            desa=DESA,
            kind=KINDS[kind],
            contents=[{"item": "surat_suara", "sku": sku, "quantity": PAPERS}],
        )
    world.load("SJ-61", TPS, start=f"{DESA}:pps", boxes_of=TPS)
    theme = getattr(request, "param", "light")
    kpps, pps = phone(theme), phone(theme)
    joins(world, pps, "pak_salim", Role.PPS, DESA)
    joins(world, kpps, "bu_wati", Role.KPPS, TPS)
    for page in (kpps, pps):
        page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    sends_again(pps)
    for page in (kpps, pps):
        page.context.set_offline(True)
    at(pps, "serahkan")
    pps.get_by_role("link", name="SJ-61").click()
    hand_over(pps, kpps, "Terima 2 kotak")
    return kpps, pps


def sends_again(page: Page) -> None:
    """Ask for the list again: it now has the key of the other phone."""
    tap(page, "Kirim catatan")
    page.wait_for_timeout(700)


@pytest.mark.parametrize("ready", ["light", "dark"], indirect=True)
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
    hand_over(kpps, pps, "Terima 2 kotak")
    at(kpps, "pulang")
    shows(kpps, "Boleh pergi")
    look("pungut-12-boleh-pergi")

    kpps.context.set_offline(False)
    sends(kpps)
    expect(kpps.get_by_text("foto belum terkirim")).to_have_count(0, timeout=30_000)
    server_has(world)


def opens(page: Page, look: Any) -> None:
    tap(page, "Buka TPS")
    shows(page, "Pukul berapa")
    page.get_by_label("Jam dibuka").fill("07:20")
    look("pungut-2-jam")
    tap(page, "Lanjut")
    shows(page, "Terlambat 20 menit")
    look("pungut-2-sebab")
    tap(page, "Cuaca")
    shows(page, "2 kotak utuh")
    look("pungut-3-kotak")
    tap(page, "Ya, semua utuh")
    shoot(page, "Kotak dan segel")
    look("pungut-4-foto")
    page.reload()  # the battery died: hour, reason, boxes and photo are still here
    page.locator("img.photo").wait_for()
    tap(page, "Lanjut")
    shows(page, "TPS dibuka, benar begini?")
    look("pungut-5-tanda")
    # The phone dies after the boxes and before the last fact.
    page.evaluate(f"""() => {{
      const put = {PUT};
      {PUT} = function (value, ...rest) {{
        if (value && value.kind === "voting_opened")
          throw new DOMException("full", "QuotaExceededError");
        return put.call(this, value, ...rest);
      }};
    }}""")
    tap(page, "Tanda tangani")
    expect(page.get_by_text("Penyimpanan HP penuh")).to_be_visible()
    page.reload()
    tap(page, "Tanda tangani")
    shows(page, "Catat pemilih")
    kinds = [each["kind"] for each in kept(page, "outbox") if each["own"]]
    assert kinds.count("opened") == 2
    assert kinds.count("voting_opened") == 1


def counts_voters(page: Page, look: Any) -> None:
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


def counts_papers(page: Page, look: Any) -> None:
    tap(page, "Catat surat suara")
    shows(page, "Surat suara yang mana?")
    look("pungut-7-pilih")
    page.get_by_role("link", name="Gubernur").click()
    expect(page.get_by_label("Diterima")).to_have_value(str(PAPERS))
    fill(page, {"Digunakan": 400, "Rusak atau keliru": 3, "Sisa": 90})
    expect(page.get_by_role("status").last).to_contain_text("Kurang 1 dari yang diterima")
    look("pungut-7-selisih")
    # The other contest is counted in between; nothing of the first is lost.
    at(page, "tutup/BUP")
    fill(page, {"Digunakan": 400, "Rusak atau keliru": 4, "Sisa": 90})
    expect(page.get_by_role("status").last).to_contain_text("Sama dengan yang diterima")
    tap(page, "Simpan surat suara")
    page.get_by_role("link", name="Gubernur").click()
    expect(page.get_by_label("Sisa")).to_have_value("90")
    tap(page, "Simpan surat suara")
    shows(page, "Mengapa berbeda?")
    look("pungut-7-sebab")
    tap(page, "Belum tahu sebabnya")
    shows(page, "Catat hasil TPS")


def types_results(page: Page, look: Any) -> None:
    tap(page, "Catat hasil")
    look("pungut-8-pilih")
    page.get_by_role("link", name="Gubernur").click()
    shows(page, "Berapa calon")
    page.get_by_label("Nomor urut, dari").fill("1-2")
    look("pungut-8-calon")
    tap(page, "Lanjut")
    fill(page, {"Nomor urut 1": 210, "Nomor urut 2": 178, "Suara sah": 388, "Suara tidak sah": 12})
    expect(page.get_by_role("status").last).to_contain_text("388 + 12 = 400")
    look("pungut-8-ketik")
    tap(page, "Lanjut")
    shoot(page, "C.HASIL (contoh)\n1   210\n2   178\nSAH   388\nTIDAK SAH   12")
    look("pungut-8-foto")
    tap(page, "Lanjut")
    shows(page, "Cocokkan dengan foto")
    tap(page, "Semua cocok, simpan")
    expect(page.get_by_text("5 angka belum dicocokkan")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    look("pungut-8-cocok")
    tap(page, "Semua cocok, simpan")
    page.get_by_role("link", name="Bupati").click()
    page.get_by_label("Nomor urut, dari").fill("1-3")
    tap(page, "Lanjut")
    fill(page, {"Nomor urut 1": 200, "Nomor urut 2": 100, "Nomor urut 3": 90})
    fill(page, {"Suara sah": 391, "Suara tidak sah": 10})
    expect(page.get_by_role("status").last).to_contain_text("Suara sah lebih 1")
    look("pungut-8-tidak-cocok")
    tap(page, "Lanjut")
    shoot(page, "C.HASIL (contoh)")
    tap(page, "Lanjut")
    shows(page, "Cocokkan dengan foto")
    for box in page.get_by_role("checkbox").all():
        box.check()
    tap(page, "Semua cocok, simpan")
    shows(page, "Mengapa tidak cocok?")
    look("pungut-8-sebab")
    tap(page, "Formulir salah jumlah")
    shows(page, "Segel kotak lagi")


def seals(page: Page, look: Any) -> None:
    at(page, "segelkotak")
    look("pungut-10-pilih")
    for at_box in range(len(BOXES)):
        page.get_by_role("link", name="Belum diisi").first.click()
        page.get_by_label("Nomor segel baru").fill("merah")
        tap(page, "Tanda tangani segel")
        expect(page.get_by_text("Nomor segel tidak terbaca")).to_be_visible()
        page.get_by_label("Nomor segel baru").fill(f"kb018000{at_box} KB018001{at_box}")
        look("pungut-10-segel")
        tap(page, "Tanda tangani segel")
        shows(page, "Kembalikan kotak" if at_box else "Kotak mana")


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

    kpps.context.set_offline(False)
    sends(kpps)
    [began] = [json.loads(bytes(each.body)) for each in Fact.objects.filter(kind="voting_opened")]
    assert [each["condition"] for each in began["checks"]] == ["broken"]
    assert "reason" not in began
    rows = PackageCustody.objects.filter(scope=world.scope, package__in=BOXES)
    assert sorted("incident" in row.flags for row in rows) == [False, True]


def test_a_supervisor_of_the_tps_notes_the_result_and_holds_nothing(
    world: PhoneWorld, phone: Phones
) -> None:
    page = phone()
    joins(world, page, "bu_nurul", Role.PTPS, TPS)
    at(page, "")
    shows(page, "Catat hasil TPS")
    looked(page)("pengawas-tugas")
    expect(page.get_by_role("link", name="Saksikan serah terima")).to_be_visible()
    expect(page.get_by_text("Segel kotak lagi")).to_have_count(0)
