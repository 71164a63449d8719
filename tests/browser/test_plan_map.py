"""The map of a plan in a real browser: a road is clicked, closed, and the plan made again."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page
from pytest_django import Settings

from tepat.core.plan.schedule.effort import Effort
from tepat.server import clock
from tepat.server.election.models import Scope, User
from tepat.server.move.plans import reporting
from tepat.server.plan.models import PlanRun
from tepat.server.plan.schedule import queries, services, store
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.server.plan.plans import NOW, SMALL, instance
from tests.worlds import contoh_scope, person

LONG = "Jalan Panglima Besar Pangeran Antasari menuju Dermaga Penyeberangan Sungai Jernih Hilir"
HERE = "/e/pilkada-2024/99.01/rencana/1/peta/"


@pytest.fixture
def bu_dewi(
    transactional_db: None, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> User:
    """KPU, with a published plan; the clock stands before its first day."""
    settings.HOME = tmp_path
    little: Effort = SMALL
    monkeypatch.setattr(services, "EFFORTS", {"quick": little, "thorough": little})
    begun = datetime.now(UTC)
    monkeypatch.setattr(clock, "now", lambda: datetime.now(UTC) + (NOW - begun))
    scope: Scope = contoh_scope()
    by = person("bu_dewi")
    whole = instance()
    arcs = (replace(whole.arcs[0], name=LONG), *whole.arcs[1:])
    source = services.keep(scope, replace(whole, arcs=arcs), {"what": "unggah"}, by, NOW)
    run = services.work_on(services.order(scope, source, "quick", by, NOW))
    reporting.publish(run, by, NOW)
    return by


def drawn(page: Page) -> None:
    page.wait_for_selector("#peta-rencana[data-ready], #peta-rencana .failed")
    if page.query_selector("#peta-rencana .failed"):
        pytest.skip("this browser draws no WebGL")


def click_road(page: Page, road: str) -> None:
    """Click the middle of a road, where the map says it is."""
    x, y = page.evaluate(
        """road => {
          const box = document.getElementById("peta-rencana");
          const { left, top } = box.querySelector("canvas").getBoundingClientRect();
          const { x, y } = box.roadPoint(road);
          return [left + x, top + y];
        }""",
        road,
    )
    page.mouse.click(x, y)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
def test_the_map_fits_and_passes_axe(
    desk: Open, bu_dewi: User, vendor: Path, width: int, theme: str
) -> None:
    page = desk(f"{HERE}?hari=H-3&jalan=g-h", bu_dewi, width=width, theme=theme)
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)


def test_a_road_is_clicked_closed_and_the_plan_made_again(
    desk: Open, bu_dewi: User, vendor: Path
) -> None:
    page = desk(HERE, bu_dewi)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    drawn(page)

    click_road(page, "to-99.01.01.2002")
    page.wait_for_selector("#ruas form")
    assert "Sungai Jernih" in page.inner_text("#ruas h2")
    page.select_option("[name=status]", "not_operational")
    page.fill("[name=comment]", "Jembatan putus")
    page.fill("[name=by]", "Kapolsek Hulu")
    page.select_option("[name=reliability]", "seen")
    page.uncheck("[name=rough]")
    page.click("text=Simpan dan susun ulang")
    page.wait_for_selector("#desa-berubah")

    assert "Sungai Jernih" in page.inner_text("main")
    assert "Rp 300.000" in page.inner_text("main")
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
    new = PlanRun.objects.latest("number")
    assert new.base is not None
    road = next(
        arc
        for arc in store.instance_of(queries.needed_input(new.scope).hash).arcs
        if arc.id == "to-99.01.01.2002"
    )
    assert (road.status.value, road.source.by, road.source.rough) == (
        "not_operational",
        "Kapolsek Hulu",
        False,
    )
    page.click("text=Terbitkan rencana")
    page.wait_for_load_state()
    assert queries.in_force(new.scope) == PlanRun.objects.get(number=2)
    assert all("127.0.0.1" in url or "localhost" in url or "blob:" in url for url in asked)


def test_the_keyboard_reaches_a_road_and_saves_it_without_the_map(
    desk: Open, bu_dewi: User
) -> None:
    page = desk(f"{HERE}?cari=Jalan+Hilir", bu_dewi, width=390)
    page.focus("[data-road='h-i']")
    page.keyboard.press("Enter")
    page.wait_for_selector("#ruas form")
    page.select_option("[name=status]", "restricted")
    page.fill("[name=by]", "Dishub")
    page.press("[name=by]", "Enter")
    page.wait_for_selector("#ruas .st.perhatian")

    road = store.instance_of(queries.needed_input(Scope.objects.get()).hash).arcs[1]
    assert road.status.value == "restricted"


def test_without_webgl_the_lists_say_the_same(desk: Open, bu_dewi: User, vendor: Path) -> None:
    page = desk("/e/pilkada-2024/99.01/rencana/", bu_dewi)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(page.url + "1/peta/")

    said = page.wait_for_selector("#peta-rencana .failed")
    assert said is not None
    assert "tidak dapat digambar" in said.inner_text()
    assert page.locator("[data-road]").count() == 6
    assert page.locator(".letter").count() >= 1
