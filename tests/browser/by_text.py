"""A phone in the hands of somebody: enrol, unlock, press, send; and a handover whose halves go
from phone to phone as text, as where a camera is broken."""

from playwright.sync_api import Page, expect

from tepat.core.election.roles import Role
from tests.browser.patience import asks_anew, worker_ready
from tests.browser.phone_world import PIN, PhoneWorld, enrol

SIGN = "Tanda tangani serah"


def at(page: Page, path: str) -> None:
    """Open an address of the phone."""
    page.goto(page.url.split("#")[0] + f"#/{path}")


def tap(page: Page, label: str) -> None:
    """Press the button that is called so."""
    page.get_by_role("button", name=label, exact=True).click()


def shows(page: Page, heading: str) -> None:
    """Wait for the screen whose heading has these words."""
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)


def ready(world: PhoneWorld, page: Page, who: str, role: Role, area: str) -> str:
    """Enrol with a network until the list is here, then take the network away."""
    _, letter = world.letter(who, role, area)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
    worker_ready(page)
    page.context.set_offline(True)
    page.reload()
    page.get_by_role("heading", level=1).wait_for()
    return letter


def learns(page: Page) -> None:
    """Fetch the list once more: it now has the keys of those who enrolled since."""
    page.context.set_offline(False)
    at(page, "catatan")
    asks_anew(page)
    page.get_by_role("heading", name="Semua terkirim").wait_for()
    page.context.set_offline(True)


def wake(page: Page) -> None:
    """Look at the list of tasks again after the clock went on."""
    at(page, "")
    page.reload()
    page.get_by_text("Catatan saya").wait_for()


def signs(page: Page, label: str) -> None:
    """Type the PIN and sign."""
    page.get_by_label("PIN Anda").fill(PIN)
    tap(page, label)


def text_of(page: Page) -> str:
    """The signed half of this screen, as a person would send it by WhatsApp."""
    page.evaluate("navigator.clipboard.writeText = async (text) => { window.copied = text; }")
    tap(page, "Cara lain")
    page.get_by_role("button", name="Salin teks").click()
    page.wait_for_function("window.copied !== undefined")
    return str(
        page.evaluate("() => { const text = window.copied; delete window.copied; return text; }")
    )


def pastes(page: Page, text: str) -> None:
    """Read a half as text where the camera would look for its QR."""
    page.get_by_text("Tempel teks TEPAT1").click()
    page.get_by_label("Teks dari TEPAT1").fill(text)
    tap(page, "Baca teks")


def paste(page: Page, text: str) -> None:
    """Receive what is offered as text."""
    at(page, "terima")
    pastes(page, text)


def offer_of(page: Page, load: str) -> str:
    """Sign a load of the list and return the offer as text."""
    at(page, "serahkan")
    page.get_by_role("link", name=load).click()
    signs(page, SIGN)
    return text_of(page)


def hand_over(giver: Page, receiver: Page, count: int, load: str = "") -> str:
    """Both sign by text that goes there and back, each ends with both halves; return the offer.

    Without a `load` of the list the giver stands before its signature.
    """
    if load:
        at(giver, "serahkan")
        giver.get_by_role("link", name=load).click()
    signs(giver, SIGN)
    shows(giver, "memindai ini")
    address = giver.url
    offer = text_of(giver)
    paste(receiver, offer)
    shows(receiver, f"Terima {count} kotak")
    signs(receiver, "Sesuai, tanda tangani")
    shows(receiver, "Tunjukkan jawaban")
    answer = text_of(receiver)
    giver.goto(address)
    tap(giver, "Pindai jawaban")
    pastes(giver, answer)
    shows(giver, f"{count} kotak diterima")
    tap(giver, "Selesai")
    return offer


def witness(page: Page, offer: str) -> None:
    """A supervisor signs that the handover was so."""
    at(page, "saksikan")
    pastes(page, offer)
    signs(page, "Saksikan")
    shows(page, "Saksikan serah terima")


def sends(page: Page) -> None:
    """Come into a network and send what waits."""
    page.context.set_offline(False)
    at(page, "catatan")
    tap(page, "Kirim catatan")
    shows(page, "Semua terkirim")
