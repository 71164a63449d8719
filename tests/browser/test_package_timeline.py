"""The timeline of one package in a real browser, with its handover, its seals and its proof."""

from pathlib import Path

import pytest

from tepat.core.election.roles import Role
from tepat.core.move import events
from tepat.server import flow
from tepat.server.election.elections import election_of
from tepat.server.plan.models import Package
from tepat.server.plan.packages.services import regenerate
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.phones import NIGHT, packed, phone_of
from tests.worlds import contoh_scope, person


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_bu_dewi_reads_who_gave_a_box_to_whom(
    desk: Open, vendor: Path, width: int, theme: str
) -> None:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    box = Package.objects.filter(scope=scope, form="K", kecamatan="99.01.01").earliest("code").code
    store, ppk = phone_of(scope, "bu_sari"), phone_of(scope, "bu_rina", Role.PPK, "99.01.01")
    about = {
        "packages": (box,),
        "giver": "warehouse@99.01",
        "receiver": "ppk@99.01.01",
        "place": "99.01.01:ppk",
    }
    facts = [packed(store, box), store.say(events.Given, **about)]
    facts.append(ppk.say(events.Received, given=store.prev, **about))
    flow.accept(scope, facts, store.device, NIGHT)

    page = desk(f"/e/pilkada-2024/99.01/paket/{box}/", person("bu_dewi"), width=width, theme=theme)
    history = page.locator(".history")
    assert history.is_visible() is (width > 700), "on a phone it is folded below what to do"
    if not history.is_visible():
        page.get_by_text("Riwayat", exact=True).click()
    assert page.locator(".history > li h3").all_inner_texts() == [
        "Diisi",
        "Diserahkan, kata penyerah",
        "Diterima, kata penerima",
    ]
    assert page.locator(".chain .e.ok small").inner_text() == "dua tanda tangan"
    assert "PPK" in page.locator(".chain .here").inner_text()
    assert page.locator(".history .log .st").first.inner_text().strip() == "diterima server"
    assert_no_sideways_scroll(page)
    assert_no_grave_faults(page)
