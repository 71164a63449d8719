"""What a KPPS does on voting day, screen by screen; `look` is called with the name of each."""

import io
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Page, expect

from tests.browser.by_text import at, shows, tap
from tests.browser.phone_looks import Look
from tests.browser.phone_world import PIN
from tests.browser.test_phone_trouble import PUT, kept

PAPERS = 494


def form_photo(text: str) -> dict[str, Any]:
    """A picture of a form, as a camera gives it."""
    picture = Image.new("RGB", (900, 1200), "#f4f2ea")
    draw = ImageDraw.Draw(picture)
    for at_line, line in enumerate(text.split("\n")):
        draw.text((80, 80 + 90 * at_line), line, fill="#202020", font_size=60)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=80)
    return {"name": "foto.jpg", "mimeType": "image/jpeg", "buffer": file.getvalue()}


def fill(page: Page, numbers: dict[str, int]) -> None:
    """Type the numbers into the fields that are called so."""
    for label, number in numbers.items():
        page.get_by_label(label).fill(str(number))


def pin(page: Page) -> None:
    """Type the PIN where what is signed asks for it."""
    page.get_by_label("PIN Anda").fill(PIN)


def shoot(page: Page, text: str) -> None:
    """Take a photo of something."""
    page.locator("input[name=photo]").set_input_files(form_photo(text))  # type: ignore[arg-type]
    page.locator("img.photo").wait_for()


def opens(page: Page, look: Look, then: str = "Catat pemilih") -> None:
    """Open the TPS late, with a phone that dies twice; `then` is the next thing to do."""
    tap(page, "Buka TPS")
    shows(page, "Pukul berapa")
    page.get_by_label("Jam dibuka").fill("07:20")
    look("pungut-2-jam")
    tap(page, "Lanjut")
    shows(page, "Terlambat 20 menit")
    look("pungut-2-sebab")
    tap(page, "Cuaca")
    shows(page, "2 kotak utuh")
    look("pungut-3-kotak")
    tap(page, "Ya, semua utuh")
    shoot(page, "Kotak dan segel")
    look("pungut-4-foto")
    page.reload()  # the battery died: hour, reason, boxes and photo are still here
    page.locator("img.photo").wait_for()
    tap(page, "Lanjut")
    shows(page, "TPS dibuka, benar begini?")
    look("pungut-5-tanda")
    # The phone dies after the boxes and before the last fact.
    page.evaluate(f"""() => {{
      const put = {PUT};
      {PUT} = function (value, ...rest) {{
        if (value && value.kind === "voting_opened")
          throw new DOMException("full", "QuotaExceededError");
        return put.call(this, value, ...rest);
      }};
    }}""")
    tap(page, "Tanda tangani")
    expect(page.get_by_text("Penyimpanan HP penuh")).to_be_visible()
    page.reload()
    tap(page, "Tanda tangani")
    shows(page, then)
    kinds = [each["kind"] for each in kept(page, "outbox") if each["own"]]
    assert kinds.count("opened") == 2
    assert kinds.count("voting_opened") == 1


def counts_papers(page: Page, look: Look) -> None:
    """Two contests, one of them with a paper missing that nobody can explain."""
    tap(page, "Catat surat suara")
    shows(page, "Surat suara yang mana?")
    look("pungut-7-pilih")
    page.get_by_role("link", name="Gubernur").click()
    expect(page.get_by_label("Diterima")).to_have_value(str(PAPERS))
    fill(page, {"Digunakan": 400, "Rusak atau keliru": 3, "Sisa": 90})
    expect(page.get_by_role("status").last).to_contain_text("Kurang 1 dari yang diterima")
    look("pungut-7-selisih")
    # The other contest is counted in between; nothing of the first is lost.
    at(page, "tutup/BUP")
    page.locator(".step", has_text="Bupati").wait_for()
    fill(page, {"Digunakan": 400, "Rusak atau keliru": 4, "Sisa": 90})
    expect(page.get_by_role("status").last).to_contain_text("Sama dengan yang diterima")
    tap(page, "Simpan surat suara")
    expect(page.get_by_text("Ketik PIN Anda dulu")).to_be_visible()
    pin(page)
    tap(page, "Simpan surat suara")
    page.get_by_role("link", name="Gubernur").click()
    expect(page.get_by_label("Sisa")).to_have_value("90")
    tap(page, "Simpan surat suara")
    shows(page, "Mengapa berbeda?")
    look("pungut-7-sebab")
    pin(page)
    tap(page, "Belum tahu sebabnya")
    shows(page, "Catat hasil TPS")


def types_results(page: Page, look: Look) -> None:
    """Two contests from their forms, one of which does not add up."""
    tap(page, "Catat hasil")
    look("pungut-8-pilih")
    page.get_by_role("link", name="Gubernur").click()
    shows(page, "Nomor urut di surat suara")
    page.get_by_label("Nomor urut, dari").fill("1-2")
    look("pungut-8-calon")
    tap(page, "Lanjut")
    fill(page, {"Nomor urut 1": 210, "Nomor urut 2": 178, "Suara sah": 388, "Suara tidak sah": 12})
    expect(page.get_by_role("status").last).to_contain_text("388 + 12 = 400")
    look("pungut-8-ketik")
    tap(page, "Lanjut")
    shoot(page, "C.HASIL (contoh)\n1   210\n2   178\nSAH   388\nTIDAK SAH   12")
    look("pungut-8-foto")
    tap(page, "Lanjut")
    shows(page, "Cocokkan dengan foto")
    tap(page, "Semua cocok, simpan")
    expect(page.get_by_text("5 angka belum dicocokkan")).to_be_visible()
    for box in page.get_by_role("checkbox").all():
        box.check()
    pin(page)
    look("pungut-8-cocok")
    tap(page, "Semua cocok, simpan")
    page.get_by_role("link", name="Bupati").click()
    page.get_by_label("Nomor urut, dari").fill("1-3")
    tap(page, "Lanjut")
    fill(page, {"Nomor urut 1": 200, "Nomor urut 2": 100, "Nomor urut 3": 90})
    fill(page, {"Suara sah": 391, "Suara tidak sah": 10})
    expect(page.get_by_role("status").last).to_contain_text("Suara sah lebih 1")
    look("pungut-8-tidak-cocok")
    tap(page, "Lanjut")
    shoot(page, "C.HASIL (contoh)")
    tap(page, "Lanjut")
    shows(page, "Cocokkan dengan foto")
    for box in page.get_by_role("checkbox").all():
        box.check()
    tap(page, "Semua cocok, simpan")
    shows(page, "Mengapa tidak cocok?")
    look("pungut-8-sebab")
    pin(page)
    tap(page, "Formulir salah jumlah")
    shows(page, "Segel kotak lagi")


def seals(page: Page, look: Look, boxes: int = 2) -> None:
    """Close every box with new seals."""
    at(page, "segelkotak")
    look("pungut-10-pilih")
    for at_box in range(boxes):
        page.get_by_role("link", name="Belum diisi").first.click()
        page.get_by_label("Nomor segel baru").fill("merah")
        tap(page, "Tanda tangani segel")
        expect(page.get_by_text("Nomor segel tidak terbaca")).to_be_visible()
        page.get_by_label("Nomor segel baru").fill(f"kb018000{at_box} KB018001{at_box}")
        pin(page)
        look("pungut-10-segel")
        tap(page, "Tanda tangani segel")
        shows(page, "Kembalikan kotak" if at_box else "Kotak mana")
