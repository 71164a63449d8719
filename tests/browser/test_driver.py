"""The driver's page in a real browser: without a script, and without a network."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from tepat.core.election.ids import Form, PackageCode
from tepat.server import clock
from tepat.server.move.devices import quotas
from tepat.server.move.drivers import links
from tepat.server.move.models import DriverReport, Shipment, ShipmentPackage
from tests.browser.conftest import Open
from tests.browser.phone_looks import looked
from tests.worlds import contoh_scope, person


@pytest.fixture
def path(settings: LazySettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(quotas, "buckets", quotas.Buckets())
    by, now = person("bu_dewi").account, clock.now()
    load = Shipment.objects.create(
        scope=contoh_scope(),
        code="SJ-001",
        origin="99.01:gudang-1",
        destination="99.01.01:ppk",
        vehicle="Truk 1",
        list_hash="3b" * 32,
        made_by=by,
        made_at=now,
        departs_at=now + timedelta(hours=1),
    )
    boxes = (str(PackageCode("P24", f"99.01.01.1001-{tps:03d}", "BUP", Form.BOX)) for tps in (1, 2))
    ShipmentPackage.objects.bulk_create(
        ShipmentPackage(shipment=load, package=each) for each in boxes
    )
    return f"/j/{links.token_of(links.of(load, by, now))}"


def said() -> list[str]:
    return list(DriverReport.objects.order_by("pk").values_list("what", flat=True))


def state(page: Page) -> Any:
    return page.locator("#state")


def waiting(page: Page) -> int:
    kept = page.evaluate("localStorage.getItem('tepat-driver:' + location.pathname)")
    return len(json.loads(kept or "[]"))


def wait_until(page: Page, count: int) -> None:
    """Wait until so many reports wait in the phone; asking for a place may take seconds."""
    for _ in range(100):
        if waiting(page) == count and page.locator("button[disabled]").count() == 0:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"{waiting(page)} reports wait, not {count}")


def test_reports_wait_for_a_network_and_are_sent_once(desk: Open, path: str) -> None:
    page = desk(path, width=360)
    page.set_viewport_size({"width": 360, "height": 640})
    look = looked(page)
    look("sopir")
    page.locator("summary").click()
    look("sopir-masalah")
    page.locator("summary").click()
    page.context.set_offline(True)

    page.get_by_role("button", name="Mulai").click()
    wait_until(page, 1)
    assert "Tersimpan di HP" in state(page).inner_text()
    look("sopir-tersimpan")
    page.get_by_role("button", name="Sampai").click()
    wait_until(page, 2)
    assert said() == []
    page.context.set_offline(False)
    wait_until(page, 0)

    assert said() == ["started", "arrived"]
    assert state(page).inner_text() == "Terkirim"
    page.reload()
    assert page.locator("ul li").count() == 2
    look("sopir-terkirim")
    assert said() == ["started", "arrived"], "nothing is sent a second time"


def test_without_a_script_it_is_a_plain_form(
    chromium: Browser, live_server: LiveServer, path: str
) -> None:
    context = chromium.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    page.goto(live_server.url + path)
    page.locator("summary").click()
    page.get_by_label("Jalan putus").check()
    page.get_by_role("button", name="Laporkan masalah").click()

    assert said() == ["trouble"]
    assert "Terkirim: Ada masalah" in state(page).inner_text()
    context.close()
