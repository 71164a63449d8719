"""Boxes, stores, seals and trouble on a phone without a network; then the desk knows of each."""

import io
import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image
from playwright.sync_api import FilePayload, Page, expect

from tepat.core.election.ids import Form, PackageCode
from tepat.core.election.roles import Role
from tepat.core.log import canonical
from tepat.core.move import events
from tepat.core.move.inspections import read_filled
from tepat.server import flow
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact, Words
from tepat.server.move.models import PackageCustody, PackageState, Photo
from tepat.server.plan.models import Package
from tepat.server.watch.stores.looking import last_looks
from tests.browser.conftest import Phones
from tests.browser.patience import until, worker_ready
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol, patiently
from tests.browser.test_phone_trouble import at, kept
from tests.phones import packed
from tests.worlds import person


def picture() -> FilePayload:
    """A photo as a camera app gives it, with a place in its EXIF."""
    exif = Image.Exif()
    exif[0x010F] = "KameraRahasia"
    out = io.BytesIO()
    Image.new("RGB", (2400, 1800), (70, 92, 120)).save(out, "JPEG", exif=exif)
    assert b"KameraRahasia" in out.getvalue()
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


_ALL_GONE = """() => new Promise(done => {
  const open = indexedDB.open("tepat");
  open.onsuccess = () => {
    const db = open.result, all = [];
    let left = 2;
    for (const table of ["photos", "notes"]) {
      const got = db.transaction(table).objectStore(table).getAll();
      got.onsuccess = () => {
        all.push(...got.result);
        if (--left === 0) { db.close(); done(all.every(each => each.done)); }
      };
    }
  };
})"""


def begun(world: PhoneWorld, page: Page, who: str, role: Role, area: str) -> str:
    """Enrol, send, take the list, and lose the network; return the letter."""
    worker_ready(page)
    _, letter = world.letter(who, role, area)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
    at(page, "catatan")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Terkirim", exact=True)).to_be_visible()
    page.context.set_offline(True)
    at(page, "")
    page.get_by_role("link", name="Laporkan masalah").wait_for()
    return letter


def sent(page: Page) -> None:
    """The network comes back; everything leaves the phone, words and photos too."""
    page.context.set_offline(False)
    at(page, "catatan")
    page.get_by_role("button", name="Kirim catatan").click()
    expect(page.get_by_text("Semua terkirim")).to_be_visible()
    until(page, lambda: page.evaluate(_ALL_GONE), "photos or notes wait on the phone")


def facts(*kinds: str) -> list[dict[str, Any]]:
    rows = Fact.objects.filter(kind__in=kinds).order_by("number")
    assert all(row.kind in kinds for row in rows)
    return [json.loads(bytes(row.body)) for row in rows]


def box_of_desa() -> str:
    return sorted(Package.objects.filter(desa=DESA, form="K").values_list("code", flat=True))[0]


def sealed_box(world: PhoneWorld, box: str) -> list[str]:
    """The warehouse said that it filled and closed this box; return its seals."""
    seals = tuple(PackageState.objects.get(package=box).seals)
    sari = world.officer("bu_sari", Role.WAREHOUSE, "99.01")
    sari.at -= timedelta(hours=1)
    filled = packed(sari, box)
    after = (canonical.name_of(filled.body),)
    sealed = sari.say(events.Sealed, package=box, seals=seals, after=after)
    receipts = patiently(lambda: flow.accept(world.scope, [filled, sealed], sari.device, world.now))
    assert [each.verdict for each in receipts] == ["accepted", "accepted"]
    return list(seals)


def desk_says(world: PhoneWorld, kind: str) -> str:
    """The page of the newest fact of this kind, as KPU reads it."""
    row = Fact.objects.filter(kind=kind).latest("number")
    client = Client()
    client.force_login(person("bu_dewi"))
    path = reverse("log_fact", args=[world.scope.election, world.scope.kabupaten, row.pk])
    return client.get(path).content.decode()


def typed(page: Page, code: str) -> None:
    """Find a box by the code below its QR: this browser has no camera."""
    page.get_by_role("button", name="Ketik kode").click()
    page.get_by_label("Kode paket").fill(code)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


@pytest.fixture(params=["light", pytest.param("dark", marks=pytest.mark.soak)])
def theme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_trouble_is_reported_in_three_presses_and_more_where_there_is_time(
    world: PhoneWorld, phone: Phones, theme: str
) -> None:
    page = phone(theme)
    look = looked(page, theme)
    begun(world, page, "pak_salim", Role.PPS, DESA)
    look("tugas")
    page.get_by_role("link", name="Laporkan masalah").click()
    page.get_by_role("heading", name="Masalah apa?").wait_for()
    look("masalah-1")
    press(page, "Banjir")
    press(page, "Tanda tangani laporan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan tercatat")
    look("masalah-3")

    page.context.grant_permissions(["geolocation"])
    page.context.set_geolocation({"latitude": -2.161234, "longitude": 115.381987})
    at(page, "masalah/road_closed")
    page.get_by_label("Ambil foto masalah").set_input_files(picture())
    expect(page.get_by_text("1 foto tersimpan di HP")).to_be_visible()
    page.get_by_text("Tambah kalimat, muatan, atau lokasi").click()
    page.get_by_label("Satu kalimat").fill("Jembatan Contoh putus, air deras")
    press(page, "Pakai lokasi HP sekarang")
    expect(page.get_by_text("Dibulatkan ke sekitar 100 meter")).to_be_visible()
    look("masalah-2")
    page.reload()  # the phone dies in the middle
    expect(page.get_by_label("Satu kalimat")).to_have_value("Jembatan Contoh putus, air deras")
    expect(page.get_by_text("1 foto tersimpan di HP")).to_be_visible()
    press(page, "Tanda tangani laporan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Laporan tercatat")
    assert len(kept(page, "outbox")) == 2

    sent(page)
    short, whole = facts("incident")
    assert (short["what"], short["place"]) == ("flood", f"{DESA}:pps")
    assert {"gps", "photos", "note"}.isdisjoint(short)
    assert whole["gps"] == {"lat": -216_100, "lon": 11_538_200}
    assert "Jembatan Contoh putus, air deras" in desk_says(world, "incident")
    [photo] = Photo.objects.all()
    assert [photo.sha256] == whole["photos"]
    assert photo.whole_at is not None
    data = (world.home / "photos").rglob(photo.sha256 + "*")
    [file] = [each for each in data if each.is_file()]
    assert b"KameraRahasia" not in file.read_bytes()
    assert max(Image.open(file).size) == 1600


def test_a_store_is_inspected_question_by_question(
    world: PhoneWorld, phone: Phones, theme: str
) -> None:
    world.load("SJ-1", f"{HULU}:ppk")
    page = phone(theme)
    look = looked(page, theme)
    begun(world, page, "bu_rina", Role.PPK, HULU)
    page.get_by_role("link", name="Periksa gudang").click()
    page.get_by_role("heading", name="Tempat mana yang diperiksa?").wait_for()
    look("gudang-0")
    page.get_by_role("button", name="PPK").first.click()
    page.get_by_text("Pertanyaan 1 dari").wait_for()
    look("gudang-1")
    press(page, "Ya")
    page.get_by_text("Pertanyaan 2 dari").wait_for()
    page.reload()  # the phone dies in the middle
    page.get_by_text("Pertanyaan 2 dari").wait_for()
    press(page, "Ya")
    page.get_by_text("Pertanyaan 3 dari").wait_for()
    press(page, "Tidak")
    page.get_by_role("heading", name="Foto yang kurang").wait_for()
    look("gudang-2")
    page.get_by_label("Ambil foto").set_input_files(picture())
    for number in range(4, 13):
        page.get_by_text(f"Pertanyaan {number} dari").wait_for()
        press(page, "Ya")
    expect(page.get_by_role("heading", level=1)).to_have_text("Layak, ada yang kurang")
    look("gudang-3")
    press(page, "Tanda tangani hasil")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil periksa tercatat")
    look("gudang-4")
    assert kept(page, "photos")[0]["fact"] == kept(page, "outbox")[0]["name"]

    sent(page)
    [said] = facts("inspected")
    assert (said["place"], said["outcome"], len(said["photos"])) == (f"{HULU}:ppk", "lacking", 1)
    filled = read_filled(Words.objects.get(hash=said["checklist"]).text)
    assert filled is not None
    assert [code for code, good in filled.answers.items() if not good] == ["walls"]
    assert Photo.objects.get().whole_at is not None
    assert "11 dari 12 baik: Dinding dan lantai" in desk_says(world, "inspected")


def test_a_load_is_checked_before_it_leaves_and_its_page_shows_it(
    world: PhoneWorld, phone: Phones, theme: str
) -> None:
    """Bu Rina loads for the desa: one box is not wrapped, and she photographs the load."""
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    page = phone(theme)
    look = looked(page, theme)
    begun(world, page, "bu_rina", Role.PPK, HULU)
    page.get_by_role("link", name="Periksa muat").click()
    page.get_by_role("heading", name="Muatan mana yang diperiksa?").wait_for()
    look("muat-0")
    page.get_by_role("button", name="SJ-1").click()
    for number in range(1, 9):
        page.get_by_text(f"Pertanyaan {number} dari 8").wait_for()
        wrapped = page.get_by_role("heading", level=1).inner_text() == "Kotak terbungkus plastik"
        press(page, "Tidak" if wrapped else "Ya")
        if wrapped:
            press(page, "Lanjut tanpa foto")
    expect(page.get_by_role("heading", level=1)).to_have_text("Boleh berangkat, ada yang kurang")
    page.get_by_label("Foto muatan").set_input_files(picture())
    expect(page.get_by_text("1 foto tersimpan di HP")).to_be_visible()
    look("muat-1")
    press(page, "Tanda tangani hasil")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil periksa tercatat")

    sent(page)
    [said] = facts("inspected")
    assert (said["shipment"], said["place"], said["outcome"]) == ("SJ-1", f"{HULU}:ppk", "lacking")
    assert len(said["photos"]) == 1
    page.goto(page.url.split("#")[0] + "#/")
    page.get_by_role("link", name="Periksa gudang").wait_for()
    assert page.get_by_role("link", name="Periksa muat").count() == 0
    client = Client()
    client.force_login(person("bu_dewi"))
    shown = client.get("/e/pilkada-2024/99.01/muatan/SJ-1/").content.decode()
    assert "boleh berangkat, ada yang kurang" in shown
    assert "Kotak terbungkus plastik" in shown
    assert last_looks(Scope.objects.get()) == {}  # it says nothing of the roof of the store


def test_a_box_is_checked_and_what_differs_stands_on_its_page(
    world: PhoneWorld, phone: Phones, theme: str
) -> None:
    page = phone(theme)
    look = looked(page, theme)
    box = box_of_desa()
    sealed_box(world, box)
    begun(world, page, "pak_salim", Role.PPS, DESA)
    page.get_by_role("link", name="Periksa isi dan segel kotak").click()
    page.get_by_role("heading", name="Pindai QR kotak").wait_for()
    look("isi-1")
    typed(page, box)
    expect(page.get_by_role("heading", level=1)).to_have_text("Nomor segel sama?")
    look("isi-2")
    press(page, "Berbeda")
    page.get_by_label("Nomor segel").fill("segel")
    press(page, "Lanjut")
    expect(page.get_by_text("Ada nomor yang bukan segel")).to_be_visible()
    page.get_by_label("Nomor segel").fill("kb 778899")
    look("isi-3")
    press(page, "Lanjut")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Isi")
    look("isi-4")
    page.get_by_role("button", name="Dihitung, jumlahnya lain").click()
    page.get_by_label("Surat suara dihitung").fill("288")
    look("isi-5")
    press(page, "Lanjut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ada yang berbeda")
    page.reload()  # the phone dies in the middle
    expect(page.get_by_text("dihitung 288")).to_be_visible()
    look("isi-6")
    press(page, "Tanda tangani hasil")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hasil periksa tercatat")

    sent(page)
    counted, inspected = facts("counted", "inspected")
    assert counted["contents"] == [{"count": 288, "item": "surat_suara"}]
    assert inspected["checks"] == [{"package": box, "seals": ["KB778899"]}]
    assert "seal_differs" in PackageCustody.objects.get(package=box).flags
    assert "KB778899" in desk_says(world, "inspected")


def test_a_box_is_sealed_anew_by_two_persons(world: PhoneWorld, phone: Phones, theme: str) -> None:
    page = phone(theme)
    look = looked(page, theme)
    _, second = world.letter("bu_nurul", Role.PKD, DESA)
    enrol(page, second, "731946")
    box = box_of_desa()
    old = sealed_box(world, box)
    world.publish()
    begun(world, page, "pak_salim", Role.PPS, DESA)
    page.get_by_role("link", name="Segel ulang kotak").click()
    typed(page, box)
    expect(page.get_by_role("heading", level=1)).to_have_text("Mengapa disegel ulang?")
    look("segel-1")
    page.get_by_role("button", name="Segel putus tanpa sengaja").click()
    expect(page.get_by_label("Nomor segel")).to_have_value(", ".join(old))
    press(page, "Lanjut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Nomor segel baru")
    page.get_by_label("Nomor segel").fill(old[0])
    press(page, "Lanjut")
    expect(page.get_by_text("tidak boleh memakai nomor lama")).to_be_visible()
    page.get_by_label("Nomor segel").fill("KB900001, KB900002")
    look("segel-2")
    press(page, "Lanjut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Siapa saksi Anda?")
    press(page, "Lanjut")
    expect(page.get_by_text("Segel ulang selalu berdua")).to_be_visible()
    page.get_by_label("Petugas di HP ini").select_option(index=1)
    page.get_by_label("Foto segel baru").set_input_files(picture())
    expect(page.get_by_text("1 foto tersimpan di HP")).to_be_visible()
    look("segel-3")
    press(page, "Lanjut")
    expect(page.get_by_role("heading", level=1)).to_have_text("Segel ulang kotak ini?")
    page.reload()  # the phone dies in the middle
    own, theirs = page.get_by_label("PIN Anda"), page.get_by_label("PIN saksi")
    own.fill(PIN)
    theirs.fill("000000")
    look("segel-4")
    press(page, "Tanda tangani segel baru")
    expect(page.get_by_text("PIN salah")).to_be_visible()
    assert kept(page, "outbox") == []
    own.fill(PIN)
    theirs.fill("731946")
    press(page, "Tanda tangani segel baru")
    expect(page.get_by_role("heading", level=1)).to_have_text("Segel baru tercatat")
    waiting = sorted(kept(page, "outbox"), key=lambda each: each["seq"])
    assert [each["kind"] for each in waiting] == ["inspected", "unsealed", "sealed"]

    sent(page)
    _, opened, closed = facts("unsealed", "sealed")
    assert (opened["reason"], closed["seals"]) == ("accident", ["KB900001", "KB900002"])
    both = Fact.objects.filter(kind__in=["unsealed", "sealed"]).order_by("number")
    rows = {row.kind: row for row in both}
    assert closed["after"] == [rows["unsealed"].pk]
    assert all(len(json.loads(row.countersigned)) == 1 for row in rows.values())
    assert PackageState.objects.get(package=box).seals == ["KB900001", "KB900002"]
    assert PackageState.objects.get(package=box).state == "sealed"
    assert len(PackageState.objects.get(package=box).heads) == 1
    assert not {"damaged", "seal_differs"} & set(PackageCustody.objects.get(package=box).flags)


def test_a_box_that_came_with_another_load_is_recorded_where_it_was_seen(
    world: PhoneWorld, phone: Phones
) -> None:
    world.load("SJ-1", f"{DESA}:pps", start=f"{HULU}:ppk")
    page = phone()
    begun(world, page, "pak_salim", Role.PPS, DESA)
    at(page, "hitung/SJ-1")
    stranger = str(PackageCode("P24", "99.01.01.2002-001", "BUP", Form.BOX))
    page.get_by_role("button", name="Ketik kode").first.click()
    page.get_by_label("Kode paket").fill(stranger)
    red = page.locator("dialog.wrong")
    expect(red).to_be_visible()
    red.get_by_role("button", name="Catat sudah turun").click()
    expect(red).to_have_count(0)
    page.reload()
    drafts = page.evaluate(_DRAFTS)
    [count] = [value for name, value in drafts.items() if name.startswith("draft:count:")]
    assert count["extra"] == [stranger]


_DRAFTS = """() => new Promise((done, failed) => {
  const open = indexedDB.open("tepat");
  open.onsuccess = () => {
    const table = open.result.transaction("settings").objectStore("settings");
    const names = table.getAllKeys(), values = table.getAll();
    values.onsuccess = () => {
      open.result.close();
      const pairs = names.result.map((name, place) => [name, values.result[place]]);
      done(JSON.parse(JSON.stringify(Object.fromEntries(pairs))));
    };
    values.onerror = failed;
  };
})"""
