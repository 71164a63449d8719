"""Search and the pages of packages in a real browser: they fit, pass axe, and obey the keyboard."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.worlds import contoh_scope, person

HERE = "/e/pilkada-2024/99.01/"


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), datetime(2024, 11, 15, 2, 0, tzinfo=UTC))
    return scope


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("path", ["paket/", "paket/{box}/", "cari/?q=9901", "cari/?q="])
def test_the_pages_fit_and_pass_axe(
    desk: Open, vendor: Path, scope: Scope, path: str, width: int, theme: str
) -> None:
    box = Package.objects.filter(scope=scope, form="K").earliest("code").code
    page = desk(HERE + path.format(box=box), person("bu_dewi"), width=width, theme=theme)

    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)


def test_the_slash_goes_to_the_search_and_one_answer_opens(desk: Open, scope: Scope) -> None:
    page = desk(HERE + "pengepakan/", person("bu_dewi"))
    page.keyboard.press("/")
    page.keyboard.type("tps 2 kota hulu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/paket/?area=99.01.01.1001-002")


def test_on_a_phone_the_search_stands_in_the_menu(desk: Open, scope: Scope) -> None:
    page = desk(HERE + "pengepakan/", person("bu_dewi"), width=390)
    page.get_by_text("Lainnya").click()
    page.locator(".nav [data-find]").fill("muara teduh")
    page.keyboard.press("Enter")
    page.wait_for_url("**/paket/?area=99.01.02.2001")
