"""The packing station in a real browser: a camera that sees a label, and a scanner that types."""

import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import segno
from playwright.sync_api import Browser, Page, expect

from tepat.core.election.ids import Form, PackageCode
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.plan.packages.services import regenerate
from tests.browser.conftest import CHROMIUM, FLAGS, Open
from tests.browser.scanner import STATION, scan
from tests.worlds import contoh_scope, person

NIGHT = datetime(2024, 11, 12, 18, 14, tzinfo=UTC)
TPS = "99.01.01.1001-001"
BOX = str(PackageCode("P24", TPS, "BUP", Form.BOX))
ENVELOPE = str(PackageCode("P24", TPS, "BUP", Form.ENVELOPE))
OTHER = str(PackageCode("P24", "99.01.01.1001-002", "BUP", Form.ENVELOPE))


@pytest.fixture
def scope() -> Scope:
    scope = contoh_scope()
    regenerate(scope, election_of(scope), NIGHT)
    return scope


@pytest.fixture
def seeing(chromium: Browser, tmp_path: Path, vendor: Path) -> Iterator[Browser]:
    """A browser whose camera looks at the label of the box."""
    if shutil.which("ffmpeg") is None:
        pytest.skip("no ffmpeg to make a fake camera from a picture")
    picture, film = tmp_path / "label.png", tmp_path / "label.mjpeg"
    segno.make(BOX, error="q").save(str(picture), scale=8, border=4)
    shape = "scale=360:360:flags=neighbor,pad=640:480:140:60:white,format=yuvj420p"
    command = ["ffmpeg", "-loglevel", "error", "-loop", "1", "-i", str(picture), "-vf", shape]
    subprocess.run([*command, "-t", "2", "-r", "10", "-q:v", "3", str(film)], check=True)
    camera = [
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        f"--use-file-for-fake-video-capture={film}",
    ]
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=[*FLAGS, *camera])
    yield browser
    browser.close()


def test_the_wrong_envelope_fills_the_screen_until_the_next_scan(
    scope: Scope, desk: Open, vendor: Path
) -> None:
    page = desk(STATION, person("bu_sari"), width=390)
    scan(page, BOX)
    expect(page.locator("h1")).to_contain_text("TPS 001 Kota Hulu")

    scan(page, OTHER)
    wrong = page.locator("[data-wrong]")
    expect(wrong).to_contain_text("TPS 002 Kota Hulu")
    box = wrong.bounding_box()
    assert box
    assert box["width"] == 390

    scan(page, ENVELOPE)
    expect(wrong).to_have_count(0)
    expect(page.locator("#scan")).to_be_focused()
    wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wide) == 0


def press(page: Page, name: str) -> None:
    page.evaluate("document.querySelector('#station').dataset.before = ''")
    page.get_by_role("button", name=name).last.click()
    page.locator("#station:not([data-before])").wait_for()


def test_the_buttons_beside_the_list_do_what_they_say(
    scope: Scope, desk: Open, vendor: Path
) -> None:
    page = desk(STATION, person("bu_sari"))
    scan(page, BOX)

    scan(page, ENVELOPE)
    press(page, "Hitung sekarang")
    expect(page.locator("tr[aria-current=step]")).to_contain_text("Alat bantu tunanetra")
    press(page, "Ikat QR kotak")
    expect(page.locator("label.field[for=scan]")).to_contain_text("QR sistem lain")
    scan(page, "SISTEM-LAIN-0001")
    expect(page.locator("#station")).to_contain_text("SISTEM-LAIN-0001")
    press(page, "Tinggalkan kotak")
    expect(page.locator("#station")).to_contain_text("ditinggalkan")

    scan(page, "SISTEM-LAIN-0001")
    expect(page.locator("h1")).to_contain_text("TPS 001 Kota Hulu")
