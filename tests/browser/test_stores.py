"""Stores in a browser: a paper inspection fails a store, and a backup is chosen."""

from datetime import timedelta
from pathlib import Path

import pytest

from tepat.server import clock
from tepat.server.move.stock.places import prepare_places
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.incidents import NOW, Trouble
from tests.worlds import person


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_bu_dewi_fails_a_store_and_names_its_backup(
    desk: Open, vendor: Path, width: int, theme: str
) -> None:
    prepare_places(Trouble().scope)
    clock.shift(NOW - clock.now())
    try:
        page = desk("/e/pilkada-2024/99.01/tempat/", person("bu_dewi"), width=width, theme=theme)
        page.get_by_role("link", name="PPK Hulu").first.click()
        page.get_by_label("Diperiksa pada").fill("2024-11-24T09:00")
        page.get_by_label("Nama pemeriksa").fill("Bu Wati")
        for radio in page.locator(".asks input[value='1']").all():
            radio.check()
        page.locator("input[name='answer:roof'][value='0']").check()
        page.get_by_role("button", name="Simpan pemeriksaan").click()
        assert "gagal" in page.locator("details.look summary").first.inner_text()
        page.get_by_role("radio", name="PPS Kota Hulu").check()
        page.get_by_role("button", name="Pilih cadangan").click()
        assert "PPS Kota Hulu" in page.locator("#cadangan b").first.inner_text()
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
        for tab in ("Jaga", "Biaya"):
            page.locator(".tabs").get_by_role("link", name=tab).click()
            assert_no_sideways_scroll(page)
            assert_no_grave_faults(page)
    finally:
        clock.shift(timedelta(0))
