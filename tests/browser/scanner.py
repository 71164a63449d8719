"""The packing station under the hands of somebody with a scanner that types."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

STATION = "/e/pilkada-2024/99.01/pengepakan/meja/"


def type_scan(page: Page, text: str) -> None:
    """What a scanner in keyboard mode does: it types wherever the focus is."""
    page.keyboard.type(text)
    with page.expect_response("**/pengepakan/pindai/"):
        page.keyboard.press("Enter")


def _scan(page: Page, text: str) -> None:
    """The same, and wait until the station has drawn what came of it."""
    page.evaluate("document.querySelector('#station').dataset.before = ''")
    type_scan(page, text)
    page.locator("#station:not([data-before])").wait_for()
    expect(page.locator("#scan")).to_be_focused()


def pack(page: Page, box: str, envelope: str, seals: Iterator[str]) -> None:
    """Fill a box with what its list says, close it and seal it."""
    _scan(page, box)
    _scan(page, envelope)
    line = page.locator("tr[aria-current=step]")
    while line.count():
        _scan(page, line.locator("td.num").first.inner_text().replace(".", ""))
    _scan(page, "")  # an empty Enter closes the box
    close = page.get_by_role("button", name="Segel kotak")
    expect(close).to_be_visible()
    while close.is_disabled():
        _scan(page, next(seals))
    _scan(page, "")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meja pengepakan")
