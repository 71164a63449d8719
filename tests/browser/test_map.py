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
    for _ in range(10):  # the map may still be moving under the hand
        box = dot.bounding_box()
        assert box is not None
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(x + 20, y - 30, steps=5)
        page.mouse.up()
        page.wait_for_timeout(1_000)
        if page.input_value("[name=lat]") != before:
            break
    assert page.input_value("[name=lat]") != before
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


def test_a_tps_is_placed_by_click_and_then_by_drag(desk: Open, bu_dewi: User, vendor: Path) -> None:
    desa = Region.objects.get(code="63.09.12.2005")
    page = desk("/e/pilkada-2024/63.09/peta/?tps=63.09.12.2005-001", bu_dewi)
    page.wait_for_selector("#peta[data-ready], #peta .failed")
    if page.query_selector("#peta .failed"):
        pytest.skip("this browser draws no WebGL")
    box = page.locator('.dot[aria-label="Panaan, 63.09.12.2005"]').bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.click(x, y)
    page.wait_for_function("document.querySelector('[name=lat]').value !== ''")
    clicked = page.input_value("[name=lat]")
    dot = page.locator(".dot.ofTps[aria-pressed=true]")
    dot.wait_for()
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 6, y - 8, steps=5)
    page.mouse.up()
    page.wait_for_function(
        "before => document.querySelector('[name=lat]').value !== before", arg=clicked
    )
    page.select_option("[name=provenance]", "surveyed")
    page.click("[data-point-form] button")
    page.wait_for_selector("#titik .st.tepat")

    placed = Tps.objects.get(code="63.09.12.2005-001")
    assert placed.point_by == bu_dewi
    assert placed.lat is not None
    after = Region.objects.get(code=desa.code)
    assert (after.lat, after.lon, after.point_by) == (desa.lat, desa.lon, None)


def test_without_webgl_the_map_says_so(desk: Open, bu_dewi: User, vendor: Path) -> None:
    page = desk("/e/pilkada-2024/63.09/", bu_dewi)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(page.url + "peta/")

    said = page.wait_for_selector("#peta .failed")
    assert said is not None
    assert said.inner_text().startswith("Peta tidak dapat digambar di komputer ini")
