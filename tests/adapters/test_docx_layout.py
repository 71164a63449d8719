"""An agency's own .docx layout, as people make it in Word."""

import io
import zipfile

import docx
import pytest

from tepat.adapters.docx_layout import fill, placeholders


def layout() -> bytes:
    """A layout with split runs, a loop row, a header, and a table inside a cell."""
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "{{ kop }}"
    paragraph = document.add_paragraph("Nomor: ")
    for part in ("{{ no", "mor", " }}", " dan tetap"):
        paragraph.add_run(part).bold = part == "mor"
    document.add_paragraph("{{tembusan}}")
    table = document.add_table(rows=3, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Barang", "Jumlah"
    run = table.cell(1, 0).paragraphs[0]
    run.add_run("{{ baris.bar")
    run.add_run("ang }}")
    table.cell(1, 1).text = "{{ baris.jumlah }} {{ satuan }}"
    table.cell(2, 0).text = "Jumlah {{ jumlah.jumlah }}"
    inner = table.cell(2, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "{{ ttd1.nama }}"
    stored = io.BytesIO()
    document.save(stored)
    return stored.getvalue()


VALUES = {
    "kop": "KPU CONTOH\nKABUPATEN CONTOH",
    "nomor": "017/BAST",
    "tembusan": "Arsip\nBawaslu",
    "satuan": "lembar",
    "jumlah.jumlah": "30",
    "ttd1.nama": "Nama Contoh A",
}
ROWS = [{"baris.barang": "Tinta & <b>", "baris.jumlah": "10"}, {"baris.barang": "Segel"}]


def test_every_placeholder_is_named_once_even_where_word_split_it() -> None:
    assert placeholders(layout()) == [
        "nomor",
        "tembusan",
        "baris.barang",
        "baris.jumlah",
        "satuan",
        "jumlah.jumlah",
        "ttd1.nama",
        "kop",
    ]


def test_a_layout_is_filled_and_its_row_repeated() -> None:
    filled = docx.Document(io.BytesIO(fill(layout(), VALUES, ROWS)))

    texts = [paragraph.text for paragraph in filled.paragraphs]
    assert "Nomor: 017/BAST dan tetap" in texts
    assert "Arsip\nBawaslu" in texts
    assert filled.sections[0].header.paragraphs[0].text == "KPU CONTOH\nKABUPATEN CONTOH"
    [table] = filled.tables
    cells = [[cell.text.strip() for cell in row.cells] for row in table.rows]
    assert cells[1] == ["Tinta & <b>", "10 lembar"]
    assert cells[2] == ["Segel", "{{ baris.jumlah }} lembar"]
    assert cells[3][0] == "Jumlah 30"
    assert table.cell(3, 1).tables[0].cell(0, 0).text == "Nama Contoh A"


def test_a_value_that_looks_like_a_placeholder_is_not_filled_again() -> None:
    filled = docx.Document(io.BytesIO(fill(layout(), {"nomor": "{{ tembusan }}"}, [])))
    assert filled.paragraphs[0].text == "Nomor: {{ tembusan }} dan tetap"


def test_no_rows_leave_no_empty_row() -> None:
    filled = docx.Document(io.BytesIO(fill(layout(), VALUES, [])))
    assert len(filled.tables[0].rows) == 2


def test_the_same_values_give_the_same_bytes() -> None:
    assert fill(layout(), VALUES, ROWS) == fill(layout(), VALUES, ROWS)


def with_macro() -> bytes:
    packed = io.BytesIO(layout())
    with zipfile.ZipFile(packed, "a") as archive:
        archive.writestr("word/vbaProject.bin", b"macro")
    return packed.getvalue()


def a_zip_of_something_else() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("notes.txt", "not a document")
    return packed.getvalue()


def a_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"\0" * (51 * 2**20))
    return packed.getvalue()


@pytest.mark.parametrize(
    "broken",
    [b"", b"PK\x03\x04 cut", b"%PDF-1.7", a_zip_of_something_else(), with_macro(), a_bomb()],
)
def test_what_is_no_layout_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError, match=r".*"):
        placeholders(broken)
