"""Files from offices open into plain values, or are refused with one clear reason."""

import io
import resource
import time
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from tepat.adapters.sheet_scan import Measured, measure_xlsx
from tepat.adapters.sheets import open_sheets
from tepat.core.problems import Code, Refused
from tepat.core.sentences import sentence
from tests.sheets import Formula, text, xls, xlsx

ROWS = [["KECAMATAN", "DESA", "TPS", "DPT"], ["Hulu", "Kota Hulu", 1, 481]]


def refusal(data: bytes, name: str = "daftar.xlsx") -> Code:
    with pytest.raises(Refused) as refused:
        open_sheets(data, name)
    assert refused.value.problem.facts["file"] == name
    return refused.value.problem.code


@pytest.mark.parametrize("make", [xlsx, xls], ids=["xlsx", "xls"])
def test_workbooks_open_into_the_same_values(make) -> None:  # type: ignore[no-untyped-def]
    [sheet] = open_sheets(make(ROWS), "daftar")

    assert [list(row) for row in sheet.rows] == ROWS


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv_opens_in_each_delimiter_and_encoding(delimiter: str, encoding: str) -> None:
    rows = [["KECAMATAN", "DESA", "TPS", "DPT"], ["Hulu", "Köta, “Hulu”", "1", "1.204"]]

    [sheet] = open_sheets(text(rows, delimiter, encoding), "daftar.csv")

    assert [list(row) for row in sheet.rows] == rows


def test_the_line_excel_writes_for_the_separator_is_not_data() -> None:
    [sheet] = open_sheets(b"sep=;\r\nDESA;TPS\r\nKota Hulu;1\r\n", "daftar.csv")

    assert list(sheet.rows[0]) == ["DESA", "TPS"]


def test_wrong_file_type_is_refused() -> None:
    assert refusal(b"%PDF-1.7 ...") is Code.FILE_TYPE
    assert refusal(b"<html><table><tr><td>TPS</td></tr></table></html>") is Code.FILE_TYPE
    assert refusal(b"\x89PNG\r\n\x1a\n" + bytes(range(256))) is Code.FILE_TYPE
    assert refusal(b"hanya satu kolom\nbaris kedua\n") is Code.FILE_TYPE
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal(held.getvalue()) is Code.FILE_TYPE


def test_password_protected_workbook_is_refused() -> None:
    container = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504)
    container += "EncryptedPackage".encode("utf-16-le") + bytes(512)
    assert refusal(container) is Code.FILE_LOCKED


def test_password_protected_xls_is_refused() -> None:
    data = bytearray(xls(ROWS))
    start = data.index(b"\x09\x08\x10\x00")  # BOF of the workbook stream
    following = start + 4 + 16
    data[following : following + 2] = b"\x2f\x00"  # FILEPASS
    assert refusal(bytes(data), "daftar.xls") is Code.FILE_LOCKED


def test_empty_file_and_empty_workbook_are_refused() -> None:
    assert refusal(b"") is Code.FILE_EMPTY
    assert refusal(b"\r\n \n") is Code.FILE_EMPTY
    assert refusal(xlsx([])) is Code.FILE_EMPTY
    assert refusal(xlsx([["", None, "  "]])) is Code.FILE_EMPTY


def test_damaged_workbook_is_refused() -> None:
    whole = xlsx([["DESA", "TPS"], *[[f"Desa {n}", n] for n in range(500)]])
    assert refusal(whole[: len(whole) // 2]) is Code.FILE_BROKEN
    broken = bytearray(whole)
    broken[200:260] = bytes(60)
    assert refusal(bytes(broken)) is Code.FILE_BROKEN
    assert refusal(xls(ROWS)[:3000], "daftar.xls") is Code.FILE_BROKEN


def test_million_row_sheet_is_refused_quickly_and_in_bounded_memory(tmp_path: Path) -> None:
    path = tmp_path / "sejuta.xlsx"
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    page = book.add_worksheet()
    for row in range(300_000):
        page.write_number(row, 0, row)
    page.write_number(1_048_575, 0, 1)
    book.close()
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()

    with pytest.raises(Refused) as refused:
        open_sheets(path.read_bytes(), "sejuta.xlsx")
    assert "lebih dari 200.000 baris" in sentence(refused.value.problem)

    grown_kib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert grown_kib < 200 * 1024
    assert time.process_time() - started < 20


def test_two_far_cells_do_not_fill_memory() -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    page = book.add_worksheet()
    page.write(0, 0, "TPS")
    page.write(199_000, 16_383, 1)
    book.close()
    assert refusal(held.getvalue()) is Code.FILE_TOO_WIDE


def test_a_stray_cell_in_the_last_row_of_excel_is_named_with_the_end_of_the_table() -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    page = book.add_worksheet()
    for row in range(30):
        page.write_row(row, 0, ["DESA", "TPS", row])
    page.write(1_048_575, 2, "x")
    book.close()

    with pytest.raises(Refused) as refused:
        open_sheets(held.getvalue(), "daftar.xlsx")
    problem = refused.value.problem
    assert (problem.facts["row"], problem.facts["far"]) == ("30", "1.048.576")
    assert "Hapus baris kosong di bawah baris 30" in sentence(problem)


def test_zip_bomb_is_refused_before_it_expands() -> None:
    held = io.BytesIO(xlsx(ROWS))
    with zipfile.ZipFile(held, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/theme/bom.xml", bytes(80 * 2**20))
    assert refusal(held.getvalue()) is Code.FILE_TOO_HEAVY


def test_long_csv_is_refused() -> None:
    assert refusal(b"TPS,DPT\n" + b"1,2\n" * 200_001, "daftar.csv") is Code.FILE_TOO_LARGE


def test_formulas_give_their_value_and_failed_ones_their_error() -> None:
    rows = [["TPS", "DPT"], [1, Formula("=240+241", 481)], [2, Formula("=A9/0", "#DIV/0!")]]

    [sheet] = open_sheets(xlsx(rows), "daftar.xlsx")

    assert sheet.cell(1, 1) == 481
    assert sheet.cell(2, 1) == "#DIV/0!"


def test_places_are_those_a_person_sees_in_excel() -> None:
    failed = Formula("=A9/0", "#DIV/0!")
    rows = [[], [None, None, "TPS", "DPT"], [None, None, 1, failed]]

    [sheet] = open_sheets(xlsx(rows), "daftar.xlsx")

    assert (sheet.cell(1, 2), sheet.cell(2, 2), sheet.cell(2, 3)) == ("TPS", 1, "#DIV/0!")


def test_merged_cells_are_known() -> None:
    rows = [["KEC", "TPS"], ["Hulu", 1], [None, 2]]

    [sheet] = open_sheets(xlsx(rows, merged=[(1, 0, 2, 0)]), "daftar.xlsx")

    assert list(sheet.merged) == [(1, 0, 2, 0)]


def ods(rows: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            '<office:document-content xmlns:office="o" xmlns:table="t" xmlns:text="x">'
            '<office:body><office:spreadsheet><table:table table:name="DPT">'
            f"{rows}</table:table></office:spreadsheet></office:body></office:document-content>",
        )
    return held.getvalue()


CELL = (
    '<table:table-cell office:value-type="float" office:value="7">'
    "<text:p>7</text:p></table:table-cell>"
)
BLANK = (
    '<table:table-row table:number-rows-repeated="1048000"><table:table-cell/></table:table-row>'
)


def test_ods_opens_and_its_blank_tail_is_harmless() -> None:
    [sheet] = open_sheets(ods(f"<table:table-row>{CELL}{CELL}</table:table-row>{BLANK}"), "a.ods")

    assert sheet.cell(0, 1) == 7


def test_ods_that_repeats_a_row_a_million_times_is_refused() -> None:
    many = '<table:table-row table:number-rows-repeated="1000000">' + CELL + "</table:table-row>"
    assert refusal(ods(many), "a.ods") is Code.FILE_TOO_LARGE


def parts(sheet: bytes, workbook: bytes = b"") -> bytes:
    """A workbook of hand-written parts."""
    held = io.BytesIO()
    named = workbook or (
        b'<workbook xmlns:r="r"><sheets><sheet name="DPT" r:id="r1"/></sheets></workbook>'
    )
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", named)
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            '<Relationships><Relationship Id="r1" Target="worksheets/sheet1.xml"/></Relationships>',
        )
        archive.writestr("xl/worksheets/sheet1.xml", sheet)
    return held.getvalue()


FAILED = b'<c t="e" r="A1">'
OPEN_ROW = b'<table:table-row table:number-rows-repeated="1">'


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(parts(FAILED * 16_384), id="cells-never-closed"),
        pytest.param(parts(FAILED * 1_000_000), id="a-million-cells-never-closed"),
        pytest.param(parts(b"<c " + b'r="A1" ' * 400_000), id="one-endless-tag"),
        pytest.param(parts(b"<row>", b"<sheet " * 400_000), id="workbook-never-closed"),
        pytest.param(ods((OPEN_ROW * 200_000).decode()), id="rows-never-closed"),
    ],
)
def test_a_file_made_to_be_read_for_ever_is_refused(data: bytes) -> None:
    # Not timed: what went over every byte again for each one would never come back.
    assert refusal(data) is Code.FILE_BROKEN


def test_a_million_cells_are_each_looked_at_once() -> None:
    class Counting(io.BytesIO):
        given = 0

        def read(self, size: int | None = -1) -> bytes:
            piece = super().read(size)
            self.given += len(piece)
            return piece

    row = b"<row>" + b'<c t="e"><v>#N/A</v></c>' * 10 + b"</row>"
    data = b"<worksheet>" + row * 100_000 + b"</worksheet>"
    asked: list[Measured] = []
    part = Counting(data)

    found = measure_xlsx(part, asked.append)

    assert (found.rows, found.columns, len(found.errors)) == (100_000, 10, 1_000_000)
    assert part.given == len(data)
    assert found.elements == 1 + 100_000 + 2_000_000
    assert len(asked) <= found.rows + found.columns


@pytest.mark.parametrize(
    "far",
    [
        b"<row><c r='XFD199000'><v>1</v></c></row>",
        b'<row><c s="&gt;" r="XFD199000"><v>1</v></c></row>',
        b'<row><c r="XFD&#49;99000"><v>1</v></c></row>',
        b'<row r="1048576"><c><v>1</v></c></row>',
    ],
)
def test_a_far_cell_is_found_however_its_address_is_written(far: bytes) -> None:
    near = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    too_far = {Code.FILE_TOO_WIDE, Code.FILE_STRAY_CELL}
    assert refusal(parts(b"<sheetData>" + near + far + b"</sheetData>")) in too_far


def test_a_document_type_is_refused() -> None:
    bomb = b'<!DOCTYPE l [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;">]><worksheet>&b;</worksheet>'
    assert refusal(parts(bomb)) is Code.FILE_BROKEN
