"""Overview, map and regions in a real browser: they fit, pass axe, and a point is moved."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tepat.server.election import demo
from tepat.server.election.models import Region, Scope, Tps, User
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.worlds import person


@pytest.fixture
def tabalong() -> Scope:
    return demo.load(datetime(2024, 11, 15, 2, 0, tzinfo=UTC))


@pytest.fixture
def bu_dewi(tabalong: Scope) -> User:
    user = person("bu_dewi")
    user.role_grants.create(role="kpu", area=tabalong.kabupaten)
    return user


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["", "peta/?desa=63.09.05.2003", "wilayah/"])
def test_the_pages_fit_and_pass_axe(
    desk: Open, bu_dewi: User, vendor: Path, path: str, width: int, theme: str
) -> None:
    page = desk(f"/e/pilkada-2024/63.09/{path}", bu_dewi, width=width, theme=theme)
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)


def test_a_point_is_chosen_dragged_and_saved(desk: Open, bu_dewi: User, vendor: Path) -> None:
    page = desk("/e/pilkada-2024/63.09/peta/", bu_dewi)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.wait_for_selector("#peta[data-ready], #peta .failed")
    if page.query_selector("#peta .failed"):
        pytest.skip("this browser draws no WebGL")
    dot = page.locator('.dot[aria-label="Panaan, 63.09.12.2005"]')
    dot.click()
    page.wait_for_selector("[data-point-form]")
    before = page.input_value("[name=lat]")
    box = dot.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 20, y - 30, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "before => document.querySelector('[name=lat]').value !== before", arg=before
    )
    page.select_option("[name=provenance]", "surveyed")
    page.click("[data-point-form] button")
    page.wait_for_selector(".pt.surveyed")
    page.wait_for_selector("#titik .st.tepat")

    moved = Region.objects.get(code="63.09.12.2005")
    assert (moved.provenance, moved.point_by) == ("surveyed", bu_dewi)
    assert all("127.0.0.1" in url or "localhost" in url or "blob:" in url for url in asked)


def test_the_keyboard_places_a_tps_without_the_map(desk: Open, bu_dewi: User) -> None:
    page = desk("/e/pilkada-2024/63.09/peta/?tps=63.09.12.2005-001", bu_dewi, width=390)
    page.fill("[name=lat]", "-1,55")
    page.fill("[name=lon]", "115,6")
    page.press("[name=lon]", "Enter")
    page.wait_for_selector("#titik .st.tepat")

    assert Tps.objects.get(code="63.09.12.2005-001").lat == -1.55
