"""A demo plays at a day of its own: its phones live in it too."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from tepat.core.election.roles import Role
from tepat.server import clock
from tests.browser.conftest import Phones
from tests.browser.phone_world import DESA, PhoneWorld, enrol
from tests.browser.test_phone_trouble import at, kept

BY = timedelta(days=-700)


@pytest.fixture
def demo(world: PhoneWorld) -> Iterator[PhoneWorld]:
    """The server's side of phones two years ago, as `tepat demo` moves its clock."""
    (world.home / "demo_clock").write_text(str(int(BY.total_seconds())), encoding="ascii")
    clock.shift(BY)
    world.now = clock.now()
    yield world
    clock.shift(timedelta())


def test_a_letter_of_a_demo_enrols_a_phone_of_today(demo: PhoneWorld, phone: Phones) -> None:
    page = phone()
    _, letter = demo.letter("pak_salim", Role.PPS, DESA)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
    assert [each["verdict"] for each in kept(page, "archive")] == ["accepted"]
    at(page, "catatan")
    expect(page.get_by_role("heading", level=1)).to_have_text("Semua terkirim")
    expect(page.get_by_text("Jam HP ini keliru")).to_have_count(0)
