"""The founding stories in the demo of H-1, each clicked by the people whose story it is."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pytest_django import Settings

from tepat.server import clock
from tepat.server.desk import demo
from tepat.server.election.models import Scope, User
from tepat.server.watch.models import Alert, Decision
from tests.browser.conftest import Open

HERE = "/e/pilkada-2024/63.09/"

pytestmark = pytest.mark.any_database


@pytest.fixture
def eve(tmp_path: Path, settings: Settings, vendor: Path) -> Iterator[Scope]:
    settings.HOME, settings.DEMO = tmp_path, False
    yield demo.load(lambda: 0.0, to_eve=True).scope
    clock.shift(timedelta(0))


def who(name: str) -> User:
    return User.objects.get(username=name)


def test_four_stories_by_their_people(desk: Open, eve: Scope) -> None:
    _supervised_and_guarded(desk)
    _threats_on_the_way(desk, eve)
    _a_seal_rubbed_through(desk, eve)
    _the_desk_helps(desk, eve)


def _supervised_and_guarded(desk: Open) -> None:
    """S1: Bawaslu sees what nobody witnessed and checks; police see what others do not."""
    page = desk(f"{HERE}papan/", who("pak_adi"))
    page.get_by_role("link", name="Pengawasan").first.click()
    expect(page.get_by_role("heading", name="Yang belum disaksikan siapa pun")).to_be_visible()
    page.get_by_role("link", name="Isi daftar periksa").first.click()
    expect(page.locator("fieldset.tanya").nth(3)).to_be_visible()
    page = desk(f"{HERE}papan/", who("pak_yusuf"))
    page.get_by_role("link", name="Pengamanan").first.click()
    expect(page.get_by_role("heading", name="TPS per kelas, personel").first).to_be_visible()
    page = desk(f"{HERE}papan/", who("bu_dewi"))
    assert page.get_by_role("link", name="Pengamanan").count() == 0
    answer = page.request.get(page.url.replace("papan/", "pengamanan/"))
    assert answer.status == 403


def _threats_on_the_way(desk: Open, scope: Scope) -> None:
    """S2: weather, driver, officer, a wrong hand and a missing box each call somebody."""
    kinds = set(Alert.objects.filter(scope=scope, settled_at=None).values_list("kind", flat=True))
    assert {"hazard", "late_departure", "quarantine", "seal_differs", "content"} <= kinds
    page = desk(f"{HERE}papan/", who("bu_dewi"))
    page.locator(".five .btn").first.click()
    page.wait_for_url(lambda url: not url.rstrip("/").endswith("/papan"))
    page = desk(f"{HERE}peringatan/", who("bu_dewi"))
    assert page.locator("li[id^=p-]").count() >= 5
    assert page.locator("li[id^=p-] .btn").count() >= 5


def _a_seal_rubbed_through(desk: Open, scope: Scope) -> None:
    """S3: the rubbed seal climbed its ladder; KPU opens it and has the reseal to decide."""
    page = desk(f"{HERE}masalah/", who("bu_dewi"))
    page.get_by_role("link", name="Segel rusak atau berbeda").first.click()
    page.wait_for_url("**/masalah/*/")
    expect(page.locator("[name=remedy]").first).to_be_attached()
    page = desk(f"{HERE}rakor/", who("pak_hadi"))
    assert page.get_by_text("masalah terbuka").first.is_visible()


def _the_desk_helps(desk: Open, scope: Scope) -> None:
    """S4: stages, six aims and problems on one screen; an intervention and its outcome."""
    before = Decision.objects.filter(scope=scope).count()
    page = desk(f"{HERE}desk/", who("pak_hadi"))
    for part in ("Tahapan", "Masalah terbuka", "Intervensi yang belum ada hasil"):
        assert page.get_by_role("heading", name=part, exact=True).is_visible()
    assert page.locator(".six > li").count() == 6
    page.get_by_role("link", name="Catat intervensi").nth(1).click()
    page.get_by_label("Apa yang diminta atau dikerjakan").fill("Minta perahu BPBD ke tepi Wirang.")
    page.get_by_role("button", name="Simpan intervensi").click()
    page.wait_for_load_state()
    assert Decision.objects.filter(scope=scope).count() == before + 1
    page = desk(f"{HERE}papan/", who("pak_hadi"))
    page.locator("[data-n=siap]").click()
    page.locator("tbody th a, tbody td a").first.click()
    expect(page.locator("a[href*='/paket/']").first).to_be_attached()
