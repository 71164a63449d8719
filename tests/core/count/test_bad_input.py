"""One bad row each: what is kept, what is told in which sentence, and that nothing is invented."""

from datetime import UTC, datetime

import pytest

from tepat.core.count.checks import Known
from tepat.core.count.form import Form
from tepat.core.count.saying import said_of
from tepat.core.count.sheet import Sheets, read_forms
from tepat.core.count.versions import Source, State, Version, standing_of
from tepat.core.election.tps_list.sheet import Cell, Sheet
from tepat.core.problems import Code, Refused

TPS, SECOND = "99.01.02.2001-001", "99.01.02.2001-002"
HEADS: list[Cell] = ["Kode TPS", "Jenis", "Digunakan", "Sah", "Tidak sah", "Seluruhnya", "1", "2"]
GOOD: list[Cell] = [TPS, "BUP", 400, 395, 5, 400, 250, 145]
KNOWN = Known(cap=615)
AT = datetime(2024, 11, 27, 8, 20, tzinfo=UTC)


def papers(tps: str, word: str) -> tuple[str | None, str]:
    """Two TPS of one kind; every other one is not here."""
    if tps not in (TPS, SECOND):
        return None, ""
    return ("KWK-BUP/99.01" if word == "BUP" else None), "KWK-BUP"


def read(*rows: list[Cell]) -> Sheets:
    return read_forms([Sheet("Hasil", rows)], "hasil.xlsx", papers, TPS)


def row(**changed: Cell) -> list[Cell]:
    """The good row with some cells otherwise, named by their heads."""
    names = [str(each).lower().replace(" ", "_") for each in HEADS]
    assert set(changed) <= set(names)
    return [changed.get(name, cell) for name, cell in zip(names, GOOD, strict=True)]


def told(*rows: list[Cell]) -> list[Code]:
    return [each.code for each in read(HEADS, *rows).problems]


def said(form: Form) -> set[Code]:
    return {each.problem.code for each in said_of(form, KNOWN)}


def test_the_good_row_is_read_and_says_nothing() -> None:
    found = read(HEADS, GOOD)
    assert (len(found.rows), found.problems) == (1, ())
    assert said(found.rows[0].form) == set()


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        pytest.param({"1": 21_093, "sah": 21_238}, Code.FORM_A12, id="21.093 votes in one TPS"),
        pytest.param({"tidak_sah": -1}, Code.FORM_NEGATIVE, id="-1"),
        pytest.param({"1": -250}, Code.FORM_NEGATIVE, id="a negative vote"),
        pytest.param({"sah": 5, "tidak_sah": 395}, Code.FORM_SWAPPED, id="columns swapped"),
    ],
)
def test_a_number_that_cannot_be_is_kept_as_typed_and_flagged(
    bad: dict[str, Cell], code: Code
) -> None:
    [kept] = read(HEADS, row(**bad)).rows
    assert code in said(kept.form)
    cells = {**kept.form.figures, **kept.form.votes}
    names = {"sah": "valid", "tidak_sah": "invalid"}
    assert {name: cells[names.get(name, name)] for name in bad} == bad


@pytest.mark.parametrize("blank", [None, "", " ", "X", "-"])
def test_a_blank_is_no_nought(blank: Cell) -> None:
    [kept] = read(HEADS, row(**{"2": blank})).rows
    assert kept.form.votes == {"1": 250, "2": None}
    assert kept.form.sum_of_votes is None
    assert "2" in kept.form.missing


@pytest.mark.parametrize(
    "pasted",
    [
        "250 145 395",
        "dua ratus",
        "250;145",
        "2,5e2",
        "=SUM(A1:A2)",
        "#REF!",
        "250\n145",
        "٢٥٠",
        "O",
    ],
)
def test_text_that_is_no_number_is_told_and_keeps_no_part_of_its_row(pasted: str) -> None:
    found = read(HEADS, row(**{"1": pasted}))
    assert (found.rows, [each.code for each in found.problems]) == ((), [Code.FORM_CELL])
    assert found.problems[0].facts["where"] == "Hasil, baris 2"


def test_the_same_form_twice_says_nothing_and_another_one_of_it_is_told() -> None:
    assert told(GOOD, GOOD) == []
    assert told(GOOD, row(**{"1": 145, "2": 250})) == [Code.FORM_TWICE]
    [kept] = read(HEADS, GOOD, row(**{"1": 145, "2": 250})).rows
    assert kept.form.votes == {"1": 250, "2": 145}


@pytest.mark.parametrize(
    ("place", "kind", "code"),
    [
        ("63.09.05.2003-007", "BUP", Code.FORM_PLACE),
        ("99.01.02.2001-099", "BUP", Code.FORM_PLACE),
        (SECOND, "PPWP", Code.FORM_KIND),
    ],
)
def test_a_form_of_another_tps_or_kind_is_told(place: str, kind: str, code: Code) -> None:
    found = read(HEADS, row(kode_tps=place, jenis=kind))
    assert (found.rows, [each.code for each in found.problems]) == ((), [code])


def test_a_second_row_of_heads_is_told_and_read_by_its_own_order() -> None:
    turned = [*HEADS[:-2], "2", "1"]
    second: list[Cell] = [SECOND, *GOOD[1:-2], 145, 250]
    found = read(HEADS, GOOD, turned, second)
    assert [each.code for each in found.problems] == [Code.FORM_HEADER_AGAIN]
    assert [each.form.votes for each in found.rows] == [{"1": 250, "2": 145}] * 2


def test_a_sheet_without_heads_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read(GOOD)
    assert refused.value.problem.code is Code.FORM_HEADER


def test_two_operators_at_once_are_both_kept_and_shown_to_differ() -> None:
    one = Form(TPS, "KWK-BUP/99.01", {"valid": 395}, {"1": 250, "2": 145})
    other = Form(TPS, "KWK-BUP/99.01", {"valid": 395}, {"1": 145, "2": 250})
    bu_lia, pak_tono = (Version(f, by, Source.DESK, AT) for f, by in ((one, "a"), (other, "b")))
    for order in ([bu_lia, pak_tono], [pak_tono, bu_lia]):
        standing = standing_of(order)
        assert standing.state is State.DIFFERS
        assert standing.current is order[-1]
        assert standing.others == (order[0],)
