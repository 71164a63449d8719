"""The room of exports in a real browser: a file taken, a webhook made, on a desk and a phone."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tepat.server import clock
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.server.watch.alerts.worlds import NOW, somebody
from tests.worlds import contoh_scope


@pytest.fixture(autouse=True)
def on_the_day() -> Iterator[None]:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_bu_dewi_takes_a_file_and_connects_a_program(desk: Open, width: int, theme: str) -> None:
    contoh_scope()
    page = desk("/e/pilkada-2024/99.01/ekspor/", somebody("bu_dewi"), width=width, theme=theme)
    assert page.locator("tbody tr").count() == 8
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
    page.get_by_role("link", name="Enam tepat per TPS", exact=True).click()
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
    with page.expect_download() as taken:
        page.get_by_role("button", name="Ambil sebagai csv").click()
    assert taken.value.suggested_filename.startswith("enam-tepat-99.01")
    page.goto(page.url.replace("enam-tepat/", "webhook/"))
    page.get_by_label("Nama").fill("Posko")
    page.get_by_label("Alamat").fill("https://posko.contoh.example/")
    page.get_by_role("button", name="Buat webhook").click()
    assert page.locator(".note[role=status]").inner_text().count("whsec_") == 1
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
