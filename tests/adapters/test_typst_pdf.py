"""Papers as PDF: readable by people and scanners, and the same bytes every time."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2 as pdfium
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from tepat.adapters.labels import qr_svg
from tepat.adapters.typst_pdf import TEMPLATES, compile_pdf
from tepat.core.documents import DOCUMENTS, WET_SIGNATURE_RULES, letters, sheets
from tepat.core.election.ids import Form, readable
from tests import papers

EVIL = '#[x] $a$ *b* <script> \\u{41} @ref `raw` "'


def label_pdf(
    how_many: int, form: Form = Form.BOX, desa: str = "Desa Contoh", **size: Any
) -> bytes:
    made = papers.labels(how_many, form, desa)
    data = papers.sheet_data(made, {each.code: qr_svg(each.code) for each in made}, **size)
    return compile_pdf("labels.typ", data, papers.AT, tagged=False)


def letter_pdf(letter: dict[str, object]) -> bytes:
    return compile_pdf("letter.typ", {"common": papers.common(), "papers": [letter]}, papers.AT)


def list_pdf(item: str = "Tinta") -> bytes:
    filled = sheets.packing_list(papers.packing_list(item))
    return compile_pdf(
        "packing_list.typ", {"common": papers.common(), "papers": [filled]}, papers.AT, tagged=False
    )


def text_of(pdf: bytes) -> str:
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf)]
    return " ".join(" ".join(pages).split())


def pictures(pdf: bytes, dots_per_inch: int = 150) -> Iterator[Image.Image]:
    for page in pdfium.PdfDocument(pdf):
        yield page.render(scale=dots_per_inch / 72).to_pil().convert("L")


def badly_copied(picture: Image.Image) -> Image.Image:
    """What a tired printer and an old phone make of a label: grey, small, blurred, crooked."""
    crooked = picture.rotate(4, expand=True, fillcolor=255, resample=Image.Resampling.BILINEAR)
    small = crooked.resize((crooked.width * 2 // 3, crooked.height * 2 // 3))
    blurred = small.filter(ImageFilter.GaussianBlur(1.0))
    noise = np.random.default_rng(7).normal(0, 18, (blurred.height, blurred.width))
    return Image.fromarray(np.clip(np.asarray(blurred) + noise, 0, 255).astype(np.uint8))


@pytest.mark.parametrize(
    ("form", "size"),
    [(Form.BOX, papers.A4), (Form.BOX, papers.THERMAL), (Form.ENVELOPE, papers.ENVELOPE)],
)
def test_every_label_is_read_from_a_bad_copy(form: Form, size: dict[str, Any]) -> None:
    wanted = {each.code for each in papers.labels(16, form)}

    read = {
        found.text
        for picture in pictures(label_pdf(16, form, **size))
        for found in zxingcpp.read_barcodes(badly_copied(picture))
    }

    assert read == wanted


def thermal(picture: Image.Image) -> Image.Image:
    """What a thermal printer of 203 dots per inch makes: black or white, nothing between."""
    return picture.point(lambda grey: 255 if grey > 128 else 0)


def low_toner(picture: Image.Image) -> Image.Image:
    """Black that became grey, on grey paper, with white streaks along the page."""
    faded = np.asarray(picture).astype(float) * 0.25 + 140
    faded[:, :: max(60, picture.width // 12)] = 204
    return Image.fromarray(faded.astype(np.uint8))


def torn(picture: Image.Image) -> Image.Image:
    """A corner torn off: 15 % of the symbol, away from its three squares."""
    [found] = zxingcpp.read_barcodes(picture)
    corner, start = found.position.bottom_right, found.position.top_left
    side = int((corner.x - start.x) * 0.15**0.5)
    covered = picture.copy()
    covered.paste(255, (corner.x - side, corner.y - side, corner.x + 9, corner.y + 9))
    return covered


@pytest.mark.parametrize("spoiled", [thermal, low_toner, torn])
def test_a_thermal_label_is_read_when_printed_badly(
    spoiled: Callable[[Image.Image], Image.Image],
) -> None:
    read = [
        found.text
        for picture in pictures(label_pdf(8, **papers.THERMAL), 203)
        for found in zxingcpp.read_barcodes(spoiled(picture))
    ]
    assert read == [each.code for each in papers.labels(8)]


@pytest.mark.parametrize("size", [papers.A4, papers.THERMAL])
def test_the_tps_number_is_read_from_three_metres(size: dict[str, Any]) -> None:
    text = pdfium.PdfDocument(label_pdf(2, **size))[0].get_textpage()
    heights = []
    for at in range(text.count_chars()):
        _left, bottom, _right, top = text.get_charbox(at)
        heights.append((top - bottom) / 72 * 25.4)

    assert sum(height >= 20 for height in heights) >= 3  # millimetres, the three digits


def test_a_stack_of_sheets_says_where_it_is() -> None:
    text = text_of(label_pdf(6, **papers.A4))
    assert "Lembar 1 dari 2: TPS 001 Desa Contoh sampai TPS" in text
    assert "Lembar 2 dari 2" in text
    assert "6/6" in text


@pytest.mark.parametrize("count", [2, 22, 24, 26, 28, 30, 60])
def test_no_signature_stands_without_rows_of_its_table(count: int) -> None:
    letter = letters.handover(papers.handover("Kotak suara", lines=count))
    pages = [p.get_textpage().get_text_range() for p in pdfium.PdfDocument(letter_pdf(letter))]

    assert "PIHAK KEDUA," in pages[-1]
    assert f"{count} paket" in pages[-1]
    assert all("No. TPS/Tujuan" in " ".join(page.split()) for page in pages)


def test_the_code_is_printed_for_people_beside_its_qr() -> None:
    text = text_of(label_pdf(4, **papers.A4))
    for each in papers.labels(4):
        assert readable(each.code) in text


def test_a_label_says_tps_pps_ppk_kabupaten_provinsi_and_kind() -> None:
    text = text_of(label_pdf(2, **papers.THERMAL))
    for words in (
        "TPS",
        "001",
        "PPS Desa Contoh",
        "PPK Kecamatan Contoh",
        "Kabupaten Contoh",
        "Provinsi Contoh",
        "Gubernur dan Wakil Gubernur",
        "warna merah marun",
        "Kotak suara 1 dari 2",
        papers.ELECTION,
    ):
        assert words in text


@pytest.mark.parametrize("size", [papers.A4, papers.THERMAL, papers.ENVELOPE])
def test_a_very_long_desa_stays_inside_its_label(size: dict[str, Any]) -> None:
    form = Form.ENVELOPE if size is papers.ENVELOPE else Form.BOX
    short = label_pdf(14, form, **size)
    long = label_pdf(14, form, papers.LONG_DESA, **size)

    assert len(pdfium.PdfDocument(long)) == len(pdfium.PdfDocument(short))
    on_labels = text_of(long).count("Sungai Durian") - text_of(long).count("Durian sampai TPS") * 2
    assert on_labels == 14
    for picture in pictures(long):
        read = {found.text for found in zxingcpp.read_barcodes(picture)}
        assert read <= {each.code for each in papers.labels(14, form)}
        assert read


@pytest.mark.parametrize("code", list(papers.one_of_each_letter()))
def test_every_letter_has_its_number_its_rule_and_its_page(code: str) -> None:
    text = text_of(letter_pdf(papers.one_of_each_letter()[code]))
    assert papers.FRAME.number in text
    assert WET_SIGNATURE_RULES in text
    assert "halaman 1 dari 1" in text
    assert "CONTOH" in text
    assert "Nama Contoh A" in text


def test_pages_are_counted_per_paper_in_a_file_of_many() -> None:
    long = letters.handover(papers.handover(lines=60))
    short = letters.handover(papers.handover())
    data = {"common": papers.common(), "papers": [short, long, short]}

    text = text_of(compile_pdf("letter.typ", data, papers.AT))

    assert text.count("halaman 1 dari 1") == 2
    assert "halaman 3 dari 3" in text


def test_markup_in_data_is_printed_as_it_was_written() -> None:
    assert "#[x] $a$ *b* <script> \\u{41} @ref `raw`" in text_of(list_pdf(EVIL))
    text = text_of(letter_pdf(letters.handover(papers.handover(EVIL))))
    assert "#[x]" in text
    assert "<script>" in text


def test_unset_quantities_are_said_and_not_guessed() -> None:
    assert "belum diatur" in text_of(list_pdf())


def test_the_same_data_gives_the_same_bytes() -> None:
    letter = papers.one_of_each_letter()["bast"]
    assert letter_pdf(letter) == letter_pdf(letter)
    assert label_pdf(8, **papers.A4) == label_pdf(8, **papers.A4)
    assert list_pdf() == list_pdf()


SCRIPT = """
import hashlib, sys
from tests import papers
from tepat.adapters import typst_pdf
data = {"common": papers.common(), "papers": [papers.one_of_each_letter()["bast"]]}
sys.stdout.write(hashlib.sha256(typst_pdf.compile_pdf("letter.typ", data, papers.AT)).hexdigest())
"""


def test_another_hour_zone_and_language_change_no_byte() -> None:
    hashes = set()
    for zone, language in (("UTC", "C"), ("Asia/Jayapura", "id_ID.UTF-8")):
        environment = {
            **os.environ,
            "TZ": zone,
            "LC_ALL": language,
            "LANG": language,
            "SOURCE_DATE_EPOCH": str(int(time.time()) + 3600),
            "PYTHONPATH": os.pathsep.join(("src", ".")),
        }
        done = subprocess.run(
            [sys.executable, "-c", SCRIPT],
            env=environment,
            cwd=Path(__file__).resolve().parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
        hashes.add(done.stdout)
    assert len(hashes) == 1


OF_OTHER_ROOMS = (
    "count_form.typ",
    "device_letter.typ",
    "hall_poster.typ",
    "briefing.typ",
    "minutes.typ",
    "dark_pack.typ",
    "security_order.typ",
    "form_a.typ",
    "report_form.typ",
    "rehearsal_card.typ",
)
"""Templates of papers that phones, halls and meetings print, and no page of papers."""


def test_every_document_has_its_template() -> None:
    assert {document.template for document in DOCUMENTS} == {
        path.name for path in TEMPLATES.glob("*.typ")
    } - {"common.typ", "empty.typ", *OF_OTHER_ROOMS}
