"""A meeting in a browser: called, decided, noted, and a form that was refused stays filled in."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from tepat.server import clock
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.incidents import NOW, Trouble
from tests.worlds import person


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_bu_dewi_calls_a_meeting_and_writes_what_it_decides(
    desk: Open, vendor: Path, width: int, theme: str
) -> None:
    Trouble()
    clock.shift(NOW - clock.now())
    try:
        page = desk("/e/pilkada-2024/99.01/rakor/", person("bu_dewi"), width=width, theme=theme)
        call = page.locator("#panggil")
        call.get_by_label("Tentang").fill("Kesiapan H-2")
        call.get_by_label("Waktu").fill("2024-11-25T09:00")
        call.get_by_label("Setiap berapa hari").fill("99")
        call.get_by_role("button", name="Panggil rapat").click()
        assert "dari 0 sampai 60" in call.get_by_role("alert").inner_text()
        assert call.get_by_label("Tentang").input_value() == "Kesiapan H-2"
        assert call.get_by_role("alert").is_visible()
        assert_no_grave_faults(page)
        call.get_by_label("Setiap berapa hari").fill("3")
        call.get_by_role("button", name="Panggil rapat").click()

        unfold(page.locator("#agenda"), "Pokok lain")
        page.locator("#agenda").get_by_label("Pokok lain").fill("Perahu ke Hilir")
        page.locator("#agenda").get_by_role("button", name="Tambah", exact=True).click()
        decide = page.locator("#keputusan")
        unfold(decide, "Catat keputusan")
        decide.get_by_label("Keputusan", exact=True).fill("Pinjam perahu BPBD")
        decide.get_by_label("Penanggung jawab").fill("BPBD")
        decide.get_by_label("Jatuh tempo").fill("2024-11-26T09:00")
        decide.get_by_role("button", name="Catat keputusan").click()
        assert "Pinjam perahu BPBD" in decide.inner_text()
        notes = page.locator("#notulen")
        unfold(notes, "Tulis notulen")
        notes.get_by_label("Jalannya rapat").fill("Dibuka pukul sembilan.")
        notes.get_by_role("button", name="Simpan draf").click()
        assert "versi 1" in notes.inner_text()
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
        page.get_by_role("link", name="Semua rapat").click()
        assert "Pinjam perahu BPBD" in page.locator("main").inner_text()
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
    finally:
        clock.shift(timedelta(0))


def unfold(part: Locator, words: str) -> None:
    """Open what is folded on a phone; where there is room it stands open."""
    folded = part.locator("summary", has_text=words)
    if folded.is_visible():
        folded.click()
