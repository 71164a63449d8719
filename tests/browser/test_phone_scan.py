"""The scanning screen in Chromium, with labels of our own papers before a fake camera."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

from tepat.core.documents import samples
from tepat.core.documents.papers import LabelPaper
from tepat.core.election.ids import Form, PackageCode, readable
from tests.browser import camera, phone_pages
from tests.browser.conftest import CHROMIUM, FLAGS
from tests.browser.phone_looks import looked

HELD = 8
"""Frames for which each label is held: a little over a quarter of a second."""
FOUR = samples.labels(4)
CODES = [paper.code for paper in FOUR]
ELSEWHERE = str(PackageCode("P24", "99.01.02.2004-001", "BUP", Form.BOX))
OTHER_ELECTION = str(PackageCode("U24", "99.01.02.2003-001", "PPW", Form.BOX))
OTHER_DESA_BAG = str(PackageCode("P24", "99.01.02.2004", "UMU", Form.BAG))
THIRD_TPS = str(PackageCode("P24", "99.01.02.2003-002", "WAL", Form.BOX))

TAPPED = "--autoplay-policy=no-user-gesture-required"
"""A person comes to the screen by a tap, after which the browser lets it sound."""
NOBODY_ASKED = ["--use-fake-device-for-media-stream"]
"""A camera, and a browser without anybody who could allow it."""

Show = Callable[..., Page]


HEARD = """
globalThis.shaken = [];
globalThis.sounds = 0;
Object.defineProperty(navigator, "vibrate", {value: (how) => shaken.push(how)});
const made = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { sounds += 1; return made.call(this); };
"""
AGAIN = [25]
"""Felt where a code comes back after a while, as on a machine that halts for two seconds."""
LAMP = """
globalThis.switched = [];
MediaStreamTrack.prototype.getCapabilities = () => ({torch: true});
const keep = async (asked) => switched.push(asked.advanced[0].torch);
MediaStreamTrack.prototype.applyConstraints = keep;
"""


def own_reader(detect: str) -> str:
    """A browser that reads codes itself; `detect` is what its reader does with a picture."""
    return f"""
    globalThis.BarcodeDetector = class {{
      static async getSupportedFormats() {{ return ["qr_code"]; }}
      async detect() {{ {detect} }}
    }};"""


def loaded(page: Page, name: str) -> bool:
    names = page.evaluate("performance.getEntriesByType('resource').map(it => it.name)")
    return any(name in each for each in names)


@pytest.fixture(scope="module")
def engine() -> Iterator[Playwright]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: apt-get install chromium, or name it in CHROMIUM")
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def pages() -> Iterator[str]:
    if not phone_pages.VITE.exists():
        pytest.skip("Vite is not here: run make assets")
    with phone_pages.served(phone_pages.built()) as address:
        yield address


@pytest.fixture
def show(engine: Playwright, pages: str, tmp_path: Path) -> Iterator[Show]:
    """Open the counting screen before a camera that shows these pictures again and again."""
    browsers: list[Browser] = []
    errors: list[str] = []

    def open_page(
        pictures: Sequence[Image.Image] | None,
        boxes: Sequence[str] = CODES,
        theme: str = "light",
        held: int = HELD,
        before: str = "",
        host: str = "127.0.0.1",
        **more: object,
    ) -> Page:
        film = tmp_path / "film.mjpeg"
        frames = (frame for each in pictures or [] for frame in camera.still(each, held))
        arguments = camera.flags(camera.write(film, frames)) if pictures else NOBODY_ASKED
        names = f"--host-resolver-rules=MAP {host} 127.0.0.1"
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=[*FLAGS, names, *arguments])
        browsers.append(browser)
        page = browser.new_page(
            viewport={"width": 360, "height": 640},
            color_scheme="dark" if theme == "dark" else "light",
            locale="id-ID",
        )
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.add_init_script(before)
        page.goto(f"{pages}/count.html".replace("127.0.0.1", host))
        page.evaluate("asked => count(asked)", {"boxes": list(boxes), **more})
        return page

    yield open_page
    for browser in browsers:
        browser.close()
    assert not errors


def seen(*papers: LabelPaper, **look: float) -> list[Image.Image]:
    return [camera.seen(each, camera.Look(**look)) for each in camera.labels(papers)]  # type: ignore[arg-type]


def with_code(code: str) -> LabelPaper:
    return replace(FOUR[0], code=code)


def kept(page: Page) -> list[str]:
    return [each["code"] for each in page.evaluate("kept")]


def test_labels_that_pass_the_camera_are_counted_once_each(show: Show) -> None:
    page = show(seen(*FOUR))

    expect(page.get_by_role("heading", name="4 dari 4 kotak, lengkap")).to_be_visible()
    assert sorted(kept(page)) == sorted(CODES)
    page.get_by_role("button", name="Periksa segel").click()
    expect(page.get_by_text("done")).to_be_visible()


def test_each_new_box_is_heard_and_felt_once(show: Show) -> None:
    page = show(seen(*FOUR[:2]), boxes=CODES[:3], before=HEARD)

    expect(page.locator(".grid .d")).to_have_count(2)
    page.wait_for_timeout(1000)  # both pass the camera again
    assert [each for each in page.evaluate("shaken") if each != AGAIN] == [[60], [60]]
    assert page.evaluate("sounds") == 2


def test_a_wrong_box_is_heard_and_felt_twice_as_long(show: Show) -> None:
    page = show(seen(with_code(ELSEWHERE)), before=HEARD)

    expect(page.locator("dialog.wrong")).to_be_visible()
    assert page.evaluate("shaken") == [[350, 120, 350]]
    assert page.evaluate("sounds") == 2


def test_the_lamp_is_offered_where_the_camera_has_one(show: Show) -> None:
    page = show([camera.empty()], before=LAMP)

    lamp = page.get_by_role("button", name="Senter")
    lamp.click()
    expect(lamp).to_have_attribute("aria-pressed", "true")
    looked(page)("pindai-senter")
    lamp.click()
    expect(lamp).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("switched") == [True, False]


def test_the_browsers_own_reader_is_used_and_zxing_is_not_loaded(show: Show) -> None:
    page = show([camera.empty()], before=own_reader(f"return [{{rawValue: '{CODES[0]}'}}]"))

    expect(page.locator(".grid .d")).to_have_count(1)
    assert not loaded(page, "zxing")


def test_where_the_browsers_own_reader_fails_zxing_takes_over(show: Show) -> None:
    page = show(seen(FOUR[0]), before=own_reader("throw new DOMException('no service')"))

    expect(page.locator(".grid .d")).to_have_count(1)
    assert loaded(page, "zxing")


def test_what_is_missing_counts_down_and_can_be_reported(show: Show) -> None:
    page = show(seen(*FOUR[:3]))

    expect(page.locator(".left b")).to_have_text("1")
    expect(page.get_by_text("3 dari 4 terhitung")).to_be_visible()
    expect(page.locator(".grid .d")).to_have_count(3)
    expect(page.get_by_role("button", name="Periksa segel")).to_be_disabled()
    page.get_by_role("button", name="Laporkan kurang").click()
    assert page.evaluate("short") == [[CODES[3]]]


def test_the_missing_boxes_of_a_large_load_are_listed_on_demand(show: Show) -> None:
    all_boxes = [paper.code for paper in samples.labels(20)]
    page = show(seen(*FOUR), boxes=all_boxes)

    page.get_by_role("button", name="Yang kurang: 16").click()
    listed = page.locator("dialog.missing li")
    expect(listed).to_have_count(16)
    expect(listed.first).to_have_text("TPS 003 Contoh, Bup")
    looked(page)("pindai-yang-kurang")
    page.get_by_role("button", name="Kembali ke kamera").click()
    expect(listed).to_have_count(0)


@pytest.mark.parametrize(
    ("code", "more", "says"),
    [
        (ELSEWHERE, {}, ["Bukan untuk Contoh", "TPS 001 Sungai Contoh, Bupati"]),
        (ELSEWHERE, {"loads": {ELSEWHERE: "SJ-54"}}, ["Bukan untuk Contoh", "Muatan SJ-54"]),
        (OTHER_DESA_BAG, {}, ["Bukan untuk Contoh", "PPS Sungai Contoh", "(perlengkapan)"]),
        (THIRD_TPS, {"loads": {THIRD_TPS: "SJ-53"}}, ["Bukan muatan ini", "Muatan SJ-53"]),
        (THIRD_TPS, {}, ["Tidak ada dalam daftar", "TPS 002 Contoh"]),
        (OTHER_ELECTION, {}, ["Pemilihan lain", "Kode pemilihannya U24, muatan ini P24"]),
    ],
)
def test_a_wrong_box_fills_the_screen(
    show: Show, code: str, more: dict[str, object], says: list[str]
) -> None:
    page = show(seen(with_code(code)), **more)

    red = page.locator("dialog.wrong")
    for sentence in says:
        expect(red).to_contain_text(sentence)
    looked(page)(f"pindai-merah-{says[-1].split(' ')[0].lower()}-{code[-5:]}")
    red.get_by_role("button", name="Sisihkan kotak").click()
    expect(red).to_have_count(0)
    page.wait_for_timeout(600)  # it is still before the camera, and is not told again
    assert (red.count(), kept(page)) == (0, [])


def test_a_wrong_box_that_came_all_the_same_is_recorded(show: Show) -> None:
    page = show(seen(with_code(ELSEWHERE)))

    page.get_by_role("button", name="Catat sudah turun").click()
    expect(page.locator("dialog.wrong")).to_have_count(0)
    assert [each["code"] for each in page.evaluate("arrived")] == [ELSEWHERE]


def test_what_passes_behind_a_warning_is_counted_after_it(show: Show) -> None:
    page = show(seen(with_code(ELSEWHERE), FOUR[0]), boxes=CODES[:2], held=20)

    red = page.locator("dialog.wrong")
    expect(red).to_be_visible()
    before = kept(page)
    page.wait_for_timeout(1500)
    assert kept(page) == before
    page.add_locator_handler(red, lambda: red.get_by_role("button", name="Sisihkan kotak").click())
    expect(page.locator(".grid .d")).to_have_count(1)


def test_a_copied_label_is_said_to_be_counted_already(show: Show) -> None:
    [label] = seen(FOUR[0])
    page = show([label] + [camera.empty()] * 8, held=10)

    expect(page.locator(".last")).to_contain_text("labelnya salinan")
    looked(page)("pindai-label-salinan")
    assert kept(page) == [CODES[0]]


def test_a_label_out_of_focus_is_read_when_it_is_sharp(show: Show) -> None:
    [soft] = seen(FOUR[0], blurred=5)
    [sharp] = seen(FOUR[0], blurred=1.5, grain=14, turned=25)
    page = show([soft, sharp], boxes=CODES[:2])

    expect(page.locator(".grid .d")).to_have_count(1)


def test_a_torn_label_is_typed_and_its_check_character_verified(show: Show) -> None:
    [label] = camera.labels([FOUR[0]])
    page = show([camera.seen(camera.torn(label))], boxes=CODES[:2])
    page.wait_for_timeout(1200)
    assert kept(page) == []

    page.get_by_role("button", name="Ketik kode").click()
    field = page.get_by_label("Kode paket")
    assert field.input_value().replace(" ", "") == CODES[0][:16]
    field.fill(readable(CODES[0][:-1] + "0"))
    expect(page.get_by_role("alert").filter(has_text="Ada huruf yang keliru")).to_be_visible()
    looked(page)("pindai-ketik-keliru")
    field.fill(readable(CODES[0]).lower())
    expect(page.locator("dialog.typing")).to_have_count(0)
    assert page.evaluate("kept.map(each => [each.code, each.how])") == [[CODES[0], "typed"]]


def test_another_systems_qr_counts_the_box_it_is_bound_to(show: Show) -> None:
    pictures = [camera.seen(camera.qr_picture(text)) for text in ("SILOG-0001-77", "RAK-A-000017")]
    page = show(pictures, boxes=CODES[:2], bound={"SILOG-0001-77": CODES[1]}, held=60)

    expect(page.locator(".last")).to_contain_text("Bukan kode kotak")
    expect(page.locator(".grid .d")).to_have_count(1)
    assert kept(page) == [CODES[1]]


def test_a_count_that_cannot_be_kept_is_no_count(show: Show) -> None:
    page = show(seen(FOUR[0]), before="globalThis.storageIsFull = true")

    expect(page.locator(".last")).to_contain_text("Belum tersimpan")
    expect(page.locator(".left b")).to_have_text("4")


def test_where_the_camera_is_refused_a_photo_and_a_typed_code_count(
    show: Show, tmp_path: Path
) -> None:
    [label] = camera.labels([FOUR[0]], dots_per_inch=200)
    label.save(tmp_path / "label.jpg")
    page = show(None, boxes=CODES[:3])

    expect(page.locator(".trouble")).to_contain_text("Kamera tidak diizinkan. Foto QR atau ketik")
    expect(page.get_by_role("button", name="Coba kamera lagi")).to_be_visible()
    looked(page)("pindai-kamera-ditolak")
    page.locator("input[type=file]").set_input_files(tmp_path / "label.jpg")
    expect(page.locator(".grid .d")).to_have_count(1)
    camera.empty().save(tmp_path / "floor.jpg")
    page.locator("input[type=file]").set_input_files(tmp_path / "floor.jpg")
    expect(page.locator(".last")).to_contain_text("Foto tidak terbaca")
    page.get_by_role("button", name="Ketik kode").click()
    page.get_by_label("Kode paket").fill(CODES[1])
    expect(page.locator(".grid .d")).to_have_count(2)
    assert page.evaluate("kept.map(each => each.how)") == ["photo", "typed"]


def test_on_plain_http_a_photo_counts(show: Show, tmp_path: Path) -> None:
    [label] = camera.labels([FOUR[0]], dots_per_inch=200)
    label.save(tmp_path / "label.jpg")
    page = show(seen(FOUR[1]), host="aula.test")

    assert page.evaluate("isSecureContext") is False
    expect(page.locator(".trouble")).to_contain_text("Alamat ini tanpa kamera langsung")
    page.locator("input[type=file]").set_input_files(tmp_path / "label.jpg")
    expect(page.locator(".grid .d")).to_have_count(1)
    assert kept(page) == [CODES[0]]


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_its_screens_have_no_grave_faults(show: Show, theme: str) -> None:
    page = show(seen(FOUR[0]), theme=theme)
    look = looked(page, theme)
    expect(page.locator(".grid .d")).to_have_count(1)
    look("pindai-satu")
    page.get_by_role("button", name="Ketik kode").click()
    look("pindai-ketik")
    page.get_by_label("Kode paket").fill(ELSEWHERE)
    expect(page.locator("dialog.wrong")).to_be_visible()
    look("pindai-ketik-merah")


def test_every_button_is_as_large_as_a_thumb(show: Show) -> None:
    page = show(seen(FOUR[0]))
    expect(page.locator(".grid .d")).to_have_count(1)
    heights = page.evaluate("[...document.querySelectorAll('button')].map(it => it.offsetHeight)")

    assert heights
    assert min(height for height in heights if height) >= 48
