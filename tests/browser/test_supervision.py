"""Bawaslu's part of Pesisir Barat's story: checks of a load and a store, a temuan, Form A."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tepat.core.move import events
from tepat.server import clock, flow
from tepat.server.watch.models import SupervisionCase, SupervisionCheck, SupervisionForm
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.worlds import contoh_scope, person

NOW = datetime(2024, 11, 20, 2, tzinfo=UTC)
ROOM = "/e/pilkada-2024/99.01/pengawasan/"


def answer_all(page: Page, *wrong: str) -> None:
    for field in page.locator("fieldset.tanya").all():
        text = field.locator("legend").inner_text()
        word = "tidak sesuai" if text.startswith(wrong) else "sesuai"
        field.get_by_label(word, exact=True).check()


@pytest.mark.parametrize(("width", "theme"), [(1440, "light")])
def test_pak_adi_files_checks_opens_a_temuan_and_prints_form_a(
    desk: Open, vendor: Path, width: int, theme: str
) -> None:
    scope = contoh_scope()
    clock.shift(NOW - clock.now())
    account = person("bu_sari").account
    listed = events.Listed(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=NOW,
        by=str(account),
        shipment="SJ-001",
        list="0" * 64,
        start="99.01:gudang-1",
        to="99.01.01:ppk",
        count=2,
    )
    flow.report(scope, [listed], account, NOW)
    try:
        page = desk(ROOM + "periksa/baru/delivery/", person("pak_adi"), width=width, theme=theme)
        page.get_by_label("Muatan").first.fill("SJ-001")
        answer_all(page, "Kendaraan tertutup")
        page.get_by_role("button", name="Simpan hasil periksa").click()
        page.wait_for_url("**/periksa/1/")
        page.goto(page.url.replace("/1/", "/baru/storage/"))
        page.get_by_label("Gudang").first.fill("99.01.01:ppk")
        answer_all(page)
        page.get_by_role("button", name="Simpan hasil periksa").click()
        page.wait_for_url("**/periksa/2/")
        page.goto(page.url.replace("/2/", "/1/"))
        page.get_by_role("link", name="Jadikan temuan").click()
        page.get_by_label("Terlapor").fill("Pengangkut")
        page.get_by_role("button", name="Buka perkara").click()
        page.wait_for_url("**/perkara/1/")
        page.get_by_label("Nomor register").fill("001/TM/PB/Kab/22.07/XI/2024")
        page.get_by_role("button", name="Catat langkah").click()
        page.locator("select[name=stage]").select_option("study")
        page.get_by_role("button", name="Catat langkah").click()
        assert "Kajian" in page.locator("#jam + .end").inner_text()
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
        page.get_by_role("link", name="Buat Form A").click()
        assert "Kendaraan tertutup" in page.get_by_label("Hasil pengawasan").input_value()
        page.get_by_label("Nama pelaksana tugas pengawasan").fill("Pak Adi")
        page.get_by_role("button", name="Simpan Form A").click()
        page.wait_for_url("**/form-a/1/")
        link = page.get_by_role("link", name="Cetak Form A").get_attribute("href") or ""
        made = page.request.get(page.url.split("/e/")[0] + link)
        assert made.body().startswith(b"%PDF")
        page.goto(page.url.split("form-a")[0])
        assert "Kendaraan tertutup" in page.locator(".fokus").inner_text()
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
    finally:
        clock.shift(timedelta(0))
    checks = list(SupervisionCheck.objects.order_by("number").values_list("subject", flat=True))
    assert checks == ["SJ-001", "99.01.01:ppk"]
    assert SupervisionForm.objects.get().checks == [1]
    assert SupervisionCase.objects.get().sort == "temuan"
