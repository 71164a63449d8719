"""Daftar serah as PDF: every TPS with room for a signature, on its page, always the same."""

from dataclasses import replace

import pypdfium2 as pdfium
import zxingcpp

from tepat.adapters import plan_pdf
from tepat.core.documents import from_plan
from tepat.core.documents.from_tps_lists import tps_sheets
from tepat.core.documents.plan_papers import Receiver, read_mark
from tepat.core.documents.samples import LONG_DESA
from tepat.core.documents.tps_papers import TpsSheet
from tepat.core.plan import plan_file
from tepat.core.plan.instance.carrying import LastMile
from tepat.core.plan.last_mile.lists import TpsLists
from tepat.core.plan.schedule.values import Stop
from tests.core.plan import plans
from tests.core.plan.instances import contoh
from tests.core.plan.last_mile.desa import KNOWN, MOTOR, PICKUP

TEDUH = "99.01.02.2001"


def pages_of(pdf: bytes) -> list[str]:
    return [
        " ".join(page.get_textpage().get_text_range().split()) for page in pdfium.PdfDocument(pdf)
    ]


def sheets(
    tps: int, name: str = "Muara Teduh", at: int = 1440 + 525, motor: bool = False
) -> tuple[TpsSheet, ...]:
    """The list of Muara Teduh with so many TPS of two boxes."""
    base = contoh()
    desa = replace(base.desa[2], tps=tps, boxes=2 * tps, name=name)
    instance = replace(
        base,
        desa=(desa,),
        last_mile=LastMile((MOTOR if motor else PICKUP,), source=KNOWN),
    )
    plan = plans.plan()
    stop = Stop(TEDUH, at - 25, at, 2 * tps, 870, 75, 32_000)
    plan = replace(plan, trips=(replace(plan.trips[1], stops=(stop,)),))
    frame = from_plan.frame_of(plan, plan_file.name_of(plan), instance)
    names = {f"{TEDUH}-002": Receiver("Nama Ketua Contoh", "0800 0002")}
    return tps_sheets(frame, instance, TpsLists(plan, instance).all(), names)


def test_thirteen_tps_and_two_motorcycles_fit_one_page_with_the_signatures() -> None:
    [page] = pages_of(plan_pdf.tps_sheets(sheets(13, motor=True)))

    assert all(f"TPS {number:03} " in page for number in range(1, 14))
    assert "Yang menyerahkan" in page
    assert "halaman 1 dari 1" in page
    assert page.count("Telp.") == 13


def test_sixty_tps_run_on_and_lose_none() -> None:
    pages = pages_of(plan_pdf.tps_sheets(sheets(60, LONG_DESA)))

    assert len(pages) > 1
    # A line is signed on one page, with the line for its phone.
    assert sum(page.count("Telp.") for page in pages) == 60
    assert all("Tanda tangan KPPS" in page for page in pages[:-1])
    assert "Yang menyerahkan" in pages[-1]


def test_a_list_says_plan_desa_hours_and_who_is_known() -> None:
    [page] = pages_of(plan_pdf.tps_sheets(sheets(3)))

    for words in (
        "DAFTAR SERAH PPS KE KPPS",
        "PPS Muara Teduh",
        "Barang tiba di PPS: H-2 08.45: 6 kotak",
        "Batas: H-1 24.00",
        "Nama Ketua Contoh",
        "0800 0002",
        "Pikap 1 (jalan 1)",
        "CONTOH",
    ):
        assert words in page


def test_what_comes_in_the_dark_is_marked_with_what_would_help() -> None:
    [page] = pages_of(plan_pdf.tps_sheets(sheets(6, at=2 * 1440 + 17 * 60)))

    assert "gelap" in page
    assert "Supaya semua siang:" in page


def test_the_qr_tells_plan_and_desa() -> None:
    paper = sheets(3)
    pdf = pdfium.PdfDocument(plan_pdf.tps_sheets(paper))
    [found] = zxingcpp.read_barcodes(pdf[0].render(scale=150 / 72).to_pil().convert("L"))

    assert read_mark(found.text) == (paper[0].frame.plan, f"tps-{TEDUH}")


def test_equal_lists_are_equal_bytes() -> None:
    assert plan_pdf.tps_sheets(sheets(5)) == plan_pdf.tps_sheets(sheets(5))


def test_markup_in_a_name_is_printed_as_it_is() -> None:
    [page] = pages_of(plan_pdf.tps_sheets(sheets(1, "#emph[X] *Y*")))

    assert "#emph[X] *Y*" in page
