"""Bu Rina types papers at two in the night: by keyboard alone, the browser closed in between."""

import re

import pytest
from playwright.sync_api import expect

from tepat.server.election.elections import election_of
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tepat.server.watch.models import PaperDraft
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.server.watch.paper.conftest import MADE, TPS_1, close_all
from tests.worlds import contoh_scope, person

pytestmark = pytest.mark.django_db(transaction=True)

TABLE = "/e/pilkada-2024/99.01/kertas/99.01.01/ke-tps/"


def test_papers_by_keyboard_survive_a_closed_browser(desk: Open) -> None:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), MADE)
    close_all(scope)
    page = desk(TABLE, person("bu_rina"))
    rows = page.locator("tr[data-row]")
    plan = rows.nth(0).get_attribute("data-plan") or ""
    rows.nth(0).locator("input").first.focus()
    for cell in (plan, "y", "", "0000", "07/BA/PPS", "", "Salim"):
        page.keyboard.type(cell)
        page.keyboard.press("Enter")
    page.keyboard.type("1")  # fewer than planned: which ones is asked below the row
    page.keyboard.press("Enter")
    page.keyboard.type("y")
    expect(page.locator("tr.below .boxes li")).to_have_count(int(plan))
    page.keyboard.press("ArrowUp")
    expect(rows.nth(0).locator("input").nth(1)).to_be_focused()
    expect(page.locator("[data-kept]")).to_have_text("Isian tersimpan.")
    assert PaperDraft.objects.count() == 2
    page.context.close()

    page = desk(TABLE, person("bu_rina"))
    expect(page.locator(f"[name='number:{TPS_1}']")).to_have_value("07/BA/PPS")
    page.locator(f"[name='photo:{TPS_1}']").focus()
    page.keyboard.press("Control+Enter")
    expect(page.locator("#messages")).to_contain_text(re.compile("1 baris dicatat"))
    expect(page.locator("#belum")).to_contain_text("Belum diisi")

    here = Package.objects.filter(scope=scope, place=TPS_1).exclude(form="S").values("code")
    found = PackageCustody.objects.filter(package__in=here)
    assert set(found.values_list("place", "evidence")) == {(TPS_1, "paper")}
    assert Fact.objects.filter(kind="received").count() == 1
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
    page.set_viewport_size({"width": 390, "height": 844})
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
