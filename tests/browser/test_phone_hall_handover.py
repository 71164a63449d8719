"""Two phones in a hall hand boxes over through the laptop, while nobody reaches the office."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tepat.core.election.roles import Role
from tepat.server.hub import bundle
from tepat.server.log.models import Fact
from tepat.server.move.models import PackageCustody
from tests.browser import halls
from tests.browser.patience import asks_anew, worker_ready
from tests.browser.phone_looks import looked
from tests.browser.phone_world import DESA, HULU, PIN, enrol, patiently
from tests.browser.test_phone_hall import Hall, hall, opened, press_until, until

pytest.importorskip("cryptography", reason="the extra [hub] is not installed here")
__all__ = ["hall"]


def enrolled(hall: Hall, browser: Browser, who: str, role: Role, area: str) -> Page:
    """A phone that enrolled at the office and has its list."""
    _, letter = hall.world.letter(who, role, area, hall.office, hall.hub)
    page = opened(browser, f"{hall.office}/lapangan/")
    worker_ready(page)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.goto(f"{hall.office}/lapangan/#/catatan")
    press_until(page, "Terkirim")
    return page


def sign(page: Page, label: str) -> None:
    page.get_by_label("PIN Anda").fill(PIN)
    page.get_by_role("button", name=label).click()


def renewed(hall: Hall) -> None:
    """The laptop learns of the keys that enrolled since it was prepared."""
    way = f"https://127.0.0.1:{hall.way_port}"
    made = bundle.make(hall.world.scope, HULU, way, hall.world.now)
    file = hall.folder / "bekal-baru.gz"
    file.write_bytes(bundle.write(made))
    assert "Bekal hub diganti" in halls.tepat(hall.home, "hub", "renew", str(file))


def test_the_laptop_of_a_hall_passes_both_halves_on(hall: Hall) -> None:
    world = hall.world
    world.load("SJ-52", f"{DESA}:pps", start=f"{HULU}:ppk")
    world.letter("bu_lina", Role.PPS, DESA)
    hall.prepare()
    door = hall.door(hall.office_port)
    browser = hall.launched()
    try:
        rina = enrolled(hall, browser, "bu_rina", Role.PPK, HULU)
        salim = enrolled(hall, browser, "pak_salim", Role.PPS, DESA)
        asks_anew(rina)  # now it learns the other key
        renewed(hall)
        door.close()
        before = Fact.objects.count()
        with hall.serving():
            rina.goto(f"{hall.office}/lapangan/#/serahkan")
            rina.get_by_role("link", name="SJ-52").click()
            sign(rina, "Tanda tangani serah")
            title = rina.get_by_role("heading", level=1)
            expect(title).to_contain_text("Minta PPS")
            until(lambda: hall.kept.count().facts == 1)

            salim.goto(f"{hall.office}/lapangan/#/terima")
            salim.get_by_role("link", name="PPK Hulu").click()
            sign(salim, "Sesuai, tanda tangani")
            expect(title).to_contain_text("diterima PPS")
            looked(rina)("aula-serah-diterima")
            assert Fact.objects.count() == before, "the office has heard of nothing"

            way = hall.door(hall.way_port)
            until(lambda: hall.kept.count().receipted == 2)
            way.close()
    finally:
        browser.close()
    rows = patiently(lambda: list(PackageCustody.objects.filter(scope=world.scope)))
    assert {(row.holder, row.evidence) for row in rows} == {(f"pps@{DESA}", "two_signatures")}
