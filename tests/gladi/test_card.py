"""The report card in its four forms: the same figures, the mark, and equal bytes."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tepat.core import mark
from tepat.gladi import card, card_words, scenarios
from tepat.gladi.judging import Alarm, judge
from tepat.gladi.stories import story_named
from tepat.gladi.truth import Trouble, Wanted
from tepat.gladi.world import Asked

AT = datetime(2024, 11, 26, 15, tzinfo=UTC)
HARUAI = "63.09.05"


@pytest.fixture
def made() -> card.Card:
    wanted = Wanted("alert", "late_departure", HARUAI, AT, AT + timedelta(hours=1), "warehouse")
    trouble = Trouble(
        "sopir-tidak-datang",
        HARUAI,
        AT,
        AT + timedelta(hours=3),
        ("late_departure",),
        "sopir-tidak-datang",
        wanted=[wanted],
    )
    alarm = Alarm(7, "late_departure", HARUAI, AT + timedelta(minutes=31), None)
    judged = judge([trouble], [], [alarm], [], {"psu": "bagian hitung: PSU"})
    asked = Asked("coba", "tabalong", 4, "pilkada-2024", "63.09", "Asia/Makassar")
    known = scenarios.scenarios()
    return card.Card(
        asked, story_named("tabalong"), known, judged, 12, {"a": 1.5}, 550, 549, {}, AT
    )


def test_the_text_says_result_scenario_owner_and_what_was_not_played(made: card.Card) -> None:
    text = card.as_text(made)
    assert "LULUS" in text
    assert "Sopir tidak datang" in text
    assert "31 dari 60 menit" in text
    assert "peringatan: terlambat berangkat, bagi gudang" in text
    assert "TIDAK DIMAINKAN        15 PSU" in text
    assert "bagian hitung: PSU" in text
    assert "549 dari 550 TPS siap" in text


def test_every_form_says_first_of_how_much_its_result_speaks(made: card.Card) -> None:
    said = "LULUS, 1 dari 2 dimainkan"
    assert card.as_text(made).splitlines()[0] == f"KARTU RAPOR GLADI coba: {said}"
    assert f'<p class="hasil ya">{said}</p>' in card.as_html(made)
    assert card.as_json(made)["verdict"] == said
    why = "bagian hitung: PSU"
    assert why in card.as_html(made)
    pdfium = pytest.importorskip("pypdfium2")
    paper = pdfium.PdfDocument(card.as_pdf(made))[0].get_textpage().get_text_bounded()
    assert paper.index(said) < paper.index("Cerita")
    assert why in paper

    broken = replace(made, faults=("2 fakta belum terkirim",))
    assert broken.verdict == "BELUM LULUS, 1 dari 2 dimainkan"
    nothing = replace(made, judged=judge([], [], [], [], {}))
    assert nothing.verdict == "LULUS, tanpa kejadian"


def test_a_fault_of_the_product_never_passes(made: card.Card) -> None:
    broken = replace(made, faults=("kpps@63.09.05.2001-001: 2 fakta belum terkirim",))
    assert not broken.passes
    assert "BELUM LULUS" in card.as_text(broken)
    assert "CACAT" in card.as_text(broken)


def test_page_and_paper_say_why_it_does_not_pass(made: card.Card) -> None:
    fault, waited = "2 fakta belum terkirim", "PPK Haruai mengetik kertas"
    broken = replace(made, faults=(fault,), waited=(waited,))
    page = card.as_html(broken)
    assert "BELUM LULUS" in page
    pdfium = pytest.importorskip("pypdfium2")
    document = pdfium.PdfDocument(card.as_pdf(broken))
    paper = "".join(each.get_textpage().get_text_bounded() for each in document)
    for text in (page, paper):
        assert fault in text
        assert waited in text


def test_every_thing_that_a_scenario_wants_has_words() -> None:
    for each in scenarios.scenarios().values():
        for wanted in each.detects:
            assert wanted.how in card_words.HOW
            assert wanted.kind in card_words.KIND
            assert not wanted.role or wanted.role in card_words.ROLE


def test_the_page_needs_no_server_and_shows_text_as_text(made: card.Card) -> None:
    named = replace(made, asked=replace(made.asked, name="<b>coba</b>"))
    page = card.as_html(named)
    assert "<title>GLADI" in page
    assert "<b>coba" not in page
    assert "http" not in page


def test_all_four_forms_are_written_and_equal_cards_are_equal_papers(
    made: card.Card, tmp_path: Path
) -> None:
    names = [path.name for path in card.write(made, tmp_path)]
    assert names == [f"kartu-rapor.{form}" for form in ("txt", "json", "html", "pdf")]
    assert json.loads((tmp_path / "kartu-rapor.json").read_text())["passes"] is True
    pdfium = pytest.importorskip("pypdfium2")
    data = (tmp_path / "kartu-rapor.pdf").read_bytes()
    assert data == card.as_pdf(made)
    text = pdfium.PdfDocument(data)[0].get_textpage().get_text_bounded()
    assert "GLADI" in text
    assert "Sopir tidak datang" in text
    assert mark.word() == mark.CONTOH, "the mark is for the card alone"
