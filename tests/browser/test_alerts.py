"""The queue of alerts in a real browser: read, opened, taken, on a desk and on a phone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tepat.server import clock
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.server.watch.alerts.worlds import NOW, amiss, somebody, waiting_load
from tests.worlds import contoh_scope


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_bu_dewi_takes_an_alert(desk: Open, width: int, theme: str) -> None:
    scope = contoh_scope()
    amiss(scope, "P246309102006001BUPK1N")
    waiting_load(scope, "SJ-001")
    address = "/e/pilkada-2024/99.01/peringatan/"
    page = desk(address, somebody("bu_dewi"), width=width, theme=theme)
    rows = page.locator(".que > li")
    assert rows.count() == 4
    assert "SJ-001 ke PPK Hilir belum berangkat" in rows.nth(0).locator("h3").inner_text()
    assert rows.nth(0).get_by_role("link", name="Buka muatan").is_visible()
    assert_no_sideways_scroll(page)
    rows.nth(0).locator("summary").click()
    assert_no_grave_faults(page)
    rows.nth(0).locator("input[name=note]").fill("Pak Joko ditelepon")
    rows.nth(0).get_by_role("button", name="Tangani peringatan").click()
    page.wait_for_url(f"**{address}")
    taken = page.locator(".que > li.later").first
    assert "ditangani" in taken.inner_text()
    assert "SJ-001" in taken.inner_text()
