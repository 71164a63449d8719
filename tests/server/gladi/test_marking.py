"""GLADI stands on every page, file, paper and message of a rehearsal, and nowhere else."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from pytest_django import Settings

from tepat.adapters import excel_out
from tepat.adapters.sheets import open_sheets
from tepat.adapters.typst_pdf import compile_pdf
from tepat.core import mark
from tepat.core.election.catalogue import Words
from tepat.core.watch.indicators import Counts
from tepat.core.watch.rakor import message
from tepat.core.watch.rakor.state import State
from tepat.server import environment
from tepat.server.gladi.marking import MarkEveryAnswer
from tests.papers import common, one_of_each_letter

AT = datetime(2024, 11, 26, tzinfo=UTC)
PAGE = b"<!doctype html><html><head><title>tepat</title></head><body><h1>Papan</h1></body></html>"


@pytest.fixture
def rehearsal(settings: Settings) -> Iterator[None]:
    settings.GLADI = "latihan"
    mark.use(mark.GLADI)
    yield
    mark.use(mark.CONTOH)


def _answer(made: HttpResponse) -> HttpResponse:
    return MarkEveryAnswer(lambda request: made)(RequestFactory().get("/"))


def test_every_page_begins_with_the_mark(rehearsal: None) -> None:
    page = _answer(HttpResponse(PAGE))
    assert page.headers["Tepat-Gladi"] == "latihan"
    text = page.content.decode()
    assert text.index("GLADI") < text.index("<body>") < text.index("latihan") < text.index("<h1>")


def test_where_the_field_acts_no_longer_every_page_says_since_when(
    rehearsal: None, settings: Settings, tmp_path: Path
) -> None:
    settings.HOME = tmp_path
    assert "berhenti" not in _answer(HttpResponse(PAGE)).content.decode()

    (tmp_path / environment.GLADI_STOPPED).write_text("25/11 09.05")

    assert "berhenti sejak 25/11 09.05" in _answer(HttpResponse(PAGE)).content.decode()


def test_a_part_of_a_page_and_json_stay_as_they_are(rehearsal: None) -> None:
    assert _answer(HttpResponse(b"<tr></tr>")).content == b"<tr></tr>"
    json = HttpResponse(b'{"a": "<body>"}', content_type="application/json")
    assert _answer(json).content == b'{"a": "<body>"}'


def test_a_page_that_would_be_packed_is_asked_for_plain(rehearsal: None) -> None:
    def packs(request: HttpRequest) -> HttpResponse:
        assert "gzip" not in request.headers.get("Accept-Encoding", "")
        return HttpResponse(PAGE)

    asked = RequestFactory().get("/lapangan/", headers={"Accept-Encoding": "gzip"})
    assert b"GLADI" in MarkEveryAnswer(packs)(asked).content


def test_a_saved_file_says_it_in_its_name(rehearsal: None) -> None:
    made = HttpResponse(b"a,b", content_type="text/csv")
    made.headers["Content-Disposition"] = 'attachment; filename="pergerakan.csv"'
    said = _answer(made).headers["Content-Disposition"]
    assert said == 'attachment; filename="GLADI-pergerakan.csv"'


def test_a_workbook_says_it_above_its_table(rehearsal: None) -> None:
    sheet = excel_out.Sheet("Muatan", ["Kode"], [["SJ-001"]])
    data = excel_out.workbook([sheet], AT.replace(tzinfo=None))
    [read] = open_sheets(data, "muatan.xlsx")
    assert "GLADI" in str(read.rows[0])


@pytest.mark.parametrize("code", sorted(one_of_each_letter()))
def test_every_letter_bears_the_word_of_its_installation(rehearsal: None, code: str) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    data = {"common": common(), "papers": [one_of_each_letter()[code]]}
    made = pdfium.PdfDocument(compile_pdf("letter.typ", data, AT))
    for page in made:
        text = page.get_textpage().get_text_bounded()
        assert "GLADI" in text
        assert "CONTOH" not in text.replace("KABUPATEN CONTOH", "")


def test_a_message_to_a_group_says_it_in_its_first_lines(rehearsal: None) -> None:
    counts = Counts("", 1, 1, 0, ((1, 0, 0),) * 5, (1, 0, 0))
    state = State(Words("Kabupaten", "Regency"), Words("kini", "now"), counts)
    text = message.whatsapp(state, (), contoh=True)
    assert "GLADI" in "".join(text.splitlines()[:2])
    assert "contoh" not in text
