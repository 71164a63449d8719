"""A handover whose halves go from phone to phone as text, as where a camera is broken."""

from playwright.sync_api import Page

from tepat.core.election.roles import Role
from tests.browser.phone_world import PIN, PhoneWorld, enrol

SIGN = "Tanda tangani serah"


def at(page: Page, path: str) -> None:
    """Open an address of the phone."""
    page.goto(page.url.split("#")[0] + f"#/{path}")


def ready(world: PhoneWorld, page: Page, who: str, role: Role, area: str) -> str:
    """Enrol with a network until the list is here, then take the network away."""
    _, letter = world.letter(who, role, area)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    return letter


def offer_of(page: Page, load: str) -> str:
    """Sign a load and return the offer as text."""
    at(page, "serahkan")
    page.get_by_role("link", name=load).click()
    page.get_by_label("PIN Anda").fill(PIN)
    page.get_by_role("button", name=SIGN).click()
    page.get_by_role("button", name="Cara lain").click()
    page.get_by_role("button", name="Salin teks").click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.length > 9)")
    return str(page.evaluate("navigator.clipboard.readText()"))


def paste(page: Page, text: str) -> None:
    """Read an offer as text."""
    at(page, "terima")
    page.get_by_text("Tempel teks TEPAT1").click()
    page.get_by_label("Teks dari TEPAT1").fill(text)
    page.get_by_role("button", name="Baca teks").click()
