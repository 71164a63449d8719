"""An announcement comes to a phone, stands on its first screen, and is read with one tap."""

from datetime import timedelta

from playwright.sync_api import expect

from tepat.core.election.roles import Role
from tepat.server import clock
from tepat.server.watch.government import notices
from tepat.server.watch.models import AnnouncementHeard
from tests.browser.patience import until
from tests.browser.phone_world import DESA, PhoneWorld, patiently
from tests.browser.test_phone_handover import Phones, built, joins, phone, world
from tests.worlds import person

__all__ = ["built", "phone", "world"]
TEXT = "Terima terakhir malam ini pukul 20.00. <b>contoh</b>"


def test_it_stands_on_the_first_screen_until_it_was_read(world: PhoneWorld, phone: Phones) -> None:
    user = person("bu_dewi")
    now = clock.now()
    end = now + timedelta(hours=6)
    row = notices.announce(world.scope, user, TEXT, ["pps"], "99.01", end, now)
    salim = phone("pak_salim", "dark")
    joins(world, salim, Role.PPS, DESA)
    salim.goes("")

    expect(salim.page.get_by_text(TEXT)).to_be_visible()
    salim.look("pengumuman")
    salim.page.get_by_role("button", name="Sudah saya baca").click()
    expect(salim.page.get_by_text(TEXT)).to_have_count(0)
    heard = AnnouncementHeard.objects.filter(announcement=row)
    until(salim.page, lambda: patiently(heard.exists), "the receipt has not come")
