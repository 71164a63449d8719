"""S1, the police's part: they see their escorts and the guard plan of TPS, and KPU does not."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import expect

from tepat.core.election.roles import Role
from tepat.core.watch.security.reading import Graded
from tepat.server import clock
from tepat.server.election.models import Tps
from tepat.server.watch.models import SecurityUnit
from tepat.server.watch.security import queries, services
from tests.browser.conftest import Open, Phones
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.browser.phone_world import HULU, PhoneWorld
from tests.browser.test_phone_tasks import begun, sent
from tests.browser.test_phone_trouble import at
from tests.server.watch.alerts.worlds import NOW, somebody, waiting_load
from tests.worlds import contoh_scope

ROOM = "/e/pilkada-2024/99.01/pengamanan/"


@pytest.fixture
def on_the_day() -> Iterator[None]:
    clock.shift(NOW - datetime.now(UTC))
    yield
    clock.shift(timedelta(0))


@pytest.mark.usefixtures("on_the_day")
@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_pak_yusuf_plans_guards_and_bu_dewi_does_not(desk: Open, width: int, theme: str) -> None:
    scope = contoh_scope()
    waiting_load(scope, "SJ-001", HULU)
    by = somebody("pak_yusuf").account
    graded = {each.code: Graded(each.code, "rawan") for each in Tps.objects.filter(scope=scope)}
    services.grade_tps(scope, graded, by, NOW)
    form = {"service": "polri", "name": "Polsek Hulu", "area": HULU, "strength": "1"}
    unit = services.write_unit(scope, None, {**form, "phone": "0811222333"}, by, NOW)
    services.add_people(unit, "Bripka Anwar;Bripka;1;0812345678", by, NOW)

    page = desk(ROOM, somebody("pak_yusuf"), width=width, theme=theme)
    row = page.get_by_role("row", name="Hulu").filter(has_text="kurang 5")
    expect(row).to_be_visible()
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
    page.get_by_role("link", name="Tugaskan pengawal SJ-001").click()
    page.get_by_label("Bripka Anwar").check()
    page.get_by_role("button", name="Tugaskan pengawal").click()
    page.get_by_role("link", name="Malam", exact=True).click()
    call = page.get_by_role("link", name="Hubungi Bripka Anwar")
    expect(call).to_have_attribute("href", "tel:0812345678")
    assert_no_grave_faults(page)

    kpu = desk("/e/pilkada-2024/99.01/muatan/SJ-001/", somebody("bu_dewi"), width=width)
    expect(kpu.get_by_text("tidak terdengar")).to_be_visible()
    assert "Polsek Hulu" not in kpu.content()
    assert kpu.get_by_role("link", name="Pengamanan").count() == 0
    refused = kpu.goto(kpu.url.partition("/e/")[0] + ROOM)
    assert refused is not None
    assert refused.status == 403
    assert SecurityUnit.objects.get().people.count() == 1


def test_an_escort_signs_on_a_phone_without_a_network(world: PhoneWorld, phone: Phones) -> None:
    page = phone("light")
    load = world.load("SJ-7", f"{HULU}:ppk")
    world.publish()
    begun(world, page, "pak_slamet", Role.POLSEK, HULU)
    page.get_by_role("link", name="Kawal muatan").click()
    page.get_by_role("button", name="SJ-7").click()
    page.get_by_label("Jumlah orang").fill("3")
    page.get_by_role("button", name="Tanda tangani pengawalan").click()
    page.get_by_text("Pengawalan ditandatangani").wait_for()
    at(page, "jaga")
    page.get_by_role("button", name="Tanda tangani giliran jaga").click()
    page.get_by_text("Giliran jaga ditandatangani").wait_for()
    assert queries.signs_of(load.scope) == []
    sent(page)
    [sign] = queries.signs_of(load.scope)
    assert (sign.shipment, sign.count, sign.party) == ("SJ-7", 3, f"polsek@{HULU}")
