"""Problems in a real browser: the queue, one problem, and the form of its decision."""

from datetime import timedelta
from pathlib import Path

import pytest

from tepat.core.move import events
from tepat.server import clock
from tests.browser.conftest import Open
from tests.browser.looks import assert_no_grave_faults, assert_no_sideways_scroll
from tests.incidents import NOW, Trouble
from tests.worlds import person


@pytest.mark.parametrize(("width", "theme"), [(1440, "light"), (390, "dark")])
def test_bu_dewi_decides_on_a_seal_anew(desk: Open, vendor: Path, width: int, theme: str) -> None:
    trouble = Trouble()
    trouble.seal()
    trouble.say(trouble.kpps, events.Incident, what="seal_differs", packages=(trouble.box,))
    clock.shift(NOW - clock.now())
    try:
        page = desk("/e/pilkada-2024/99.01/masalah/", person("bu_dewi"), width=width, theme=theme)
        page.get_by_role(
            "link", name="Segel rusak atau berbeda, TPS 001 Sungai Jernih"
        ).first.click()
        page.locator("#putuskan summary").click()
        assert not page.get_by_label("TPS pemberi").is_visible()
        page.get_by_label("Keputusan dalam satu atau dua kalimat").fill("Segel ulang di TPS.")
        assert_no_sideways_scroll(page)
        page.get_by_role("button", name="Simpan keputusan").click()
        assert "disegel ulang" in page.locator(".hasil").inner_text()
        assert_no_grave_faults(page)
    finally:
        clock.shift(timedelta(0))
