"""Run sheets, schedule letter and RAB as PDF: on their pages, readable, always the same."""

from dataclasses import replace

import pypdfium2 as pdfium
import zxingcpp

from tepat.adapters import plan_pdf
from tepat.core.documents.plan_papers import read_mark
from tepat.core.plan import plan_file
from tests import plan_papers as papers
from tests.core.plan import plans


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, wherever its lines break."""
    return [
        " ".join(page.get_textpage().get_text_range().split()) for page in pdfium.PdfDocument(pdf)
    ]


def test_a_day_of_fourteen_stops_fits_one_page_with_its_signatures() -> None:
    [page] = pages_of(plan_pdf.run_sheets(papers.many_sheets(14, name="Desa Nomor {}")))

    assert all(f"PPS Desa Nomor {number} " in page for number in range(1, 15))
    assert "Yang menyerahkan" in page
    assert "halaman 1 dari 1" in page


def test_long_names_run_on_and_lose_nothing() -> None:
    pages = pages_of(plan_pdf.run_sheets(papers.many_sheets(14)))

    assert len(pages) == 2
    whole = " ".join(pages)
    assert whole.count("Mambang Sungai Durian") == 14
    assert "Tujuan dan penerima" in pages[1]
    assert "Yang menyerahkan" in pages[1]
    # A stop stands whole on one page, with the line for its phone.
    assert [page.count("Telp.") for page in pages] == [page.count("PPS Desa") for page in pages]


def test_every_sheet_of_forty_trips_starts_its_own_page() -> None:
    sheets = papers.many_sheets(5, 40, "Desa Nomor {}")
    pages = pages_of(plan_pdf.run_sheets(sheets))

    assert len(pages) == len(sheets) == 40
    assert all("halaman 1 dari 1" in page for page in pages)


def test_a_run_sheet_names_plan_stop_and_road() -> None:
    _, page, _ = pages_of(plan_pdf.run_sheets(papers.sheets()))

    for words in (
        "LEMBAR JALAN",
        "Truk sewa 1",
        "H-2 · Senin 25 November 2024",
        "PPS Muara Teduh",
        "0800 0000 0001",
        "32 km: Jalan Kota 2 km",
        "tanpa jalan alternatif",
        "CONTOH",
    ):
        assert words in page


def test_no_number_is_torn_from_its_unit() -> None:
    pdf = pdfium.PdfDocument(plan_pdf.run_sheets(papers.many_sheets(14, name="Desa Nomor {}")))
    lines = [line.strip() for line in pdf[0].get_textpage().get_text_range().splitlines()]

    assert "31 menit dari gudang)" in " ".join(lines)
    assert not [line for line in lines if line.startswith(("km", "menit", "enit", "m "))]


def test_the_qr_tells_plan_and_trip() -> None:
    plan = plans.plan()
    pdf = pdfium.PdfDocument(plan_pdf.run_sheets(papers.sheets()))
    read = [
        found.text
        for page in pdf
        for found in zxingcpp.read_barcodes(page.render(scale=150 / 72).to_pil().convert("L"))
    ]

    assert [read_mark(text) for text in read] == [
        (plan_file.name_of(plan), trip.id) for trip in plan.trips
    ]


def test_the_letter_names_its_plan_by_number_and_digits() -> None:
    plan = replace(plans.plan(), number=4)
    [page] = pages_of(plan_pdf.schedule_letter(papers.letter(plan)))
    digits = page.partition("sidik rencana ")[2][:29]

    assert "Rencana 4" in page
    assert len(digits.replace(" ", "")) == 24
    assert digits.replace(" ", "").isdecimal()
    assert "Ketua Bawaslu Kabupaten Contoh" in page
    assert "Muara Teduh 6 Truk sewa 1 06.45 08.20 9 dari 10" in page


def test_another_plan_has_other_digits() -> None:
    plan = plans.plan()
    one, other = (
        pages_of(plan_pdf.schedule_letter(papers.letter(each)))[0].partition("sidik rencana ")[2]
        for each in (plan, replace(plan, seed=2))
    )
    assert one[:29] != other[:29]


def test_a_letter_of_many_pages_names_the_kecamatan_on_each_row() -> None:
    pages = pages_of(plan_pdf.schedule_letter(papers.letter(*papers.many(5, 40))))

    assert len(pages) > 2
    assert sum(page.count("Desa Nomor") for page in pages) == 200
    assert all("Kecamatan Tujuan Kotak" in page for page in pages[:-1])


def test_the_signature_of_a_letter_never_stands_alone() -> None:
    for stops in range(1, 14):
        plan, instance = papers.many(stops, 3)
        last = pages_of(plan_pdf.schedule_letter(papers.letter(plan, instance)))[-1]

        assert "menggantikan surat ini" in last
        assert "Ketua KPU Kabupaten Contoh" in last


def test_the_rab_shows_sums_words_and_an_empty_price() -> None:
    [page] = pages_of(plan_pdf.budget(papers.budget()))

    assert "1 Truk lalu klotok: sewa 1 hari 3.300.000 3.300.000 sumber belum diisi" in page
    assert "2 Jaga malam di 1 tempat simpan 2 malam harga belum diketahui" in page
    assert "Jumlah A 7.100.000" in page
    assert "Jumlah yang sudah berharga 7.500.000" in page
    assert "Terbilang: Tujuh juta lima ratus ribu rupiah." in page


def test_the_same_plan_gives_the_same_bytes() -> None:
    assert plan_pdf.run_sheets(papers.sheets()) == plan_pdf.run_sheets(papers.sheets())
    assert plan_pdf.schedule_letter(papers.letter()) == plan_pdf.schedule_letter(papers.letter())
    assert plan_pdf.budget(papers.budget()) == plan_pdf.budget(papers.budget())


def test_markup_in_a_name_is_printed_and_not_run() -> None:
    evil = "#[x] $a$ *b* <c> `d`"
    [page] = pages_of(plan_pdf.run_sheets(papers.many_sheets(1, name=evil + " {}")))

    assert evil in page
