"""The packing station under the hands of somebody with a scanner that types."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

STATION = "/e/pilkada-2024/99.01/pengepakan/meja/"


def scan(page: Page, text: str) -> None:
    """What a scanner in keyboard mode does: it types wherever the focus is, and Enter.

    Then wait as a person does until the station has drawn what came of it.
    """
    page.evaluate("document.querySelector('#station').dataset.before = ''")
    page.keyboard.type(text)
    page.keyboard.press("Enter")
    page.locator("#station:not([data-before])").wait_for()
    expect(page.locator("#scan")).to_be_focused()


def pack(page: Page, box: str, envelope: str, seals: Iterator[str]) -> None:
    """Fill a box with what its list says, close it and seal it."""
    scan(page, box)
    scan(page, envelope)
    line = page.locator("tr[aria-current=step]")
    while line.count():
        scan(page, line.locator("td.num").first.inner_text().replace(".", ""))
    scan(page, "")  # an empty Enter closes the box
    close = page.get_by_role("button", name="Segel kotak")
    expect(close).to_be_visible()
    while close.is_disabled():
        scan(page, next(seals))
    scan(page, "")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Meja pengepakan")
