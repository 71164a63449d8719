"""The Desk's room in a real browser: stages, six aims and problems on one screen, then help."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import clock
from tepat.server.election.models import User
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.incidents import NOW, Trouble


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_pak_hadi_sees_it_all_helps_and_writes_the_outcome(
    desk: Open, vendor: Path, width: int, theme: str
) -> None:
    trouble = Trouble()
    trouble.seal()
    trouble.say(trouble.kpps, events.Incident, what="seal_differs", packages=(trouble.box,))
    pak_hadi = User.objects.create(username="pak_hadi")
    pak_hadi.role_grants.create(role=Role.DESK.value, area="99.01")
    clock.shift(NOW - clock.now())
    try:
        page = desk("/e/pilkada-2024/99.01/desk/", pak_hadi, width=width, theme=theme)
        for part in ("Tahapan", "Masalah terbuka", "Intervensi yang belum ada hasil"):
            assert page.get_by_role("heading", name=part, exact=True).is_visible()
        assert page.locator(".six > li").count() == 6
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)

        problem = "Segel rusak atau berbeda, TPS 001 Sungai Jernih"
        page.get_by_role("link", name=f"Catat intervensi {problem}").click()
        page.get_by_label("Apa yang diminta atau dikerjakan").fill("Minta segel cadangan dikirim.")
        page.get_by_role("button", name="Simpan intervensi").click()
        page.locator("summary", has_text="Tulis hasil").click()
        page.get_by_label("Apa hasilnya").fill("Segel tiba di TPS.")
        assert_no_sideways_scroll(page)
        assert_no_grave_faults(page)
        page.get_by_role("button", name="Simpan hasil").click()
        expect(page.get_by_text("Segel tiba di TPS.")).to_be_visible()
        expect(page.get_by_text("Tidak ada intervensi yang menunggu hasil.")).to_be_visible()
    finally:
        clock.shift(timedelta(0))
