"""A photo on its way: smaller, without its place, named by its fact, in pieces, after the facts."""

import io
from hashlib import sha256
from random import Random

from PIL import Image
from playwright.sync_api import FilePayload, Page, Route, expect

from tepat.core.election.roles import Role
from tests.browser.conftest import Phones
from tests.browser.patience import asks_anew
from tests.browser.phone_world import DESA, HULU, PIN, PhoneWorld, enrol

GPS_TAG, MAKER_TAG = 0x8825, 0x010F


def taken(width: int, height: int) -> bytes:
    """A photo as a phone takes it: large, noisy, with maker and place in it."""
    noise = Random(7).randbytes(width * height // 64 * 3)
    picture = Image.frombytes("RGB", (width // 8, height // 8), noise).resize((width, height))
    exif = Image.Exif()
    exif[MAKER_TAG] = "Contoh"
    exif.get_ifd(GPS_TAG)[1] = "S"
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=95, exif=exif)
    return file.getvalue()


def sign_on_paper(page: Page, listed: str) -> None:
    page.goto(page.url.split("#")[0] + f"#/serahkan/{listed}/kertas")
    page.get_by_label("Nomor berita acara").fill("BA-114/2024")
    photo: FilePayload = {
        "name": "ba.jpg",
        "mimeType": "image/jpeg",
        "buffer": taken(3200, 2400),
    }
    page.get_by_label("Foto berita acara").set_input_files([photo])
    page.get_by_label("PIN Anda").fill(PIN)
    page.get_by_role("button", name="Tanda tangani serah").click()
    page.get_by_role("button", name="Pindai jawaban").wait_for()


def test_a_photo_goes_on_where_the_network_broke_off(world: PhoneWorld, phone: Phones) -> None:
    listed = world.load("SJ-9", f"{DESA}:pps", start=f"{HULU}:ppk").list_hash
    page = phone()
    _, letter = world.letter("bu_rina", Role.PPK, HULU)
    enrol(page, letter)
    page.get_by_role("button", name="Mulai tugas").click()
    page.get_by_text("Siap tanpa sinyal", exact=True).wait_for()
    page.context.set_offline(True)
    sign_on_paper(page, listed)
    waiting = page.locator("header em")
    expect(waiting).to_have_text("2 di HP")  # the fact, and the photo beside it

    sent: list[int] = []

    def breaks_off(route: Route) -> None:
        """The second piece of the first try is lost on the way."""
        sent.append(len(route.request.post_data_buffer or b""))
        if len(sent) == 2:
            route.abort()
        else:
            route.continue_()

    page.context.route("**/photos/*?offset=*", breaks_off)
    page.goto(page.url.split("#")[0] + "#/catatan")
    page.context.set_offline(False)
    for _ in range(2):
        asks_anew(page)
    expect(page.get_by_text("foto belum terkirim")).to_have_count(0)
    expect(waiting).to_have_count(0)

    [file] = [each for each in (world.home / "photos").rglob("*") if len(each.name) == 64]
    data = file.read_bytes()
    assert sha256(data).hexdigest() == file.name
    picture = Image.open(io.BytesIO(data))
    assert max(picture.size) == 1600
    assert not picture.getexif()
    assert len(sent) >= 4
    assert sum(sent) == len(data) + sent[1], "only the lost piece was sent again"
