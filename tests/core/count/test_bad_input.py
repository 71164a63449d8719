"""One bad row each: what is kept, what is told in which sentence, and that nothing is invented."""

from datetime import UTC, datetime

import pytest

from tepat.core.count.checks import Known
from tepat.core.count.form import Form
from tepat.core.count.saying import said_of
from tepat.core.count.sheet import Papers, Sheets, read_forms
from tepat.core.count.versions import Source, State, Version, standing_of
from tepat.core.election.tps_list.sheet import Cell, Sheet
from tepat.core.problems import Code, Refused

TPS, SECOND = "99.01.02.2001-001", "99.01.02.2001-002"
HEADS: list[Cell] = ["Kode TPS", "Jenis", "Digunakan", "Sah", "Tidak sah", "Seluruhnya", "1", "2"]
GOOD: list[Cell] = [TPS, "BUP", 400, 395, 5, 400, 250, 145]
ELSEWHERE = "99.01.01.2001-001"
KNOWN = Known(cap=615, paper={"1": 0, "2": 0})
AT = datetime(2024, 11, 27, 8, 20, tzinfo=UTC)


def papers(tps: str, word: str) -> Papers:
    """Two TPS of one kind with two numbers, and one elsewhere; every other one is not here."""
    if tps not in (TPS, SECOND):
        return Papers(is_elsewhere=tps == ELSEWHERE)
    return Papers("KWK-BUP/99.01" if word == "BUP" else None, "KWK-BUP", {"1": 0, "2": 0})


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
def test_text_that_is_no_number_is_a_blank_and_told_and_the_rest_of_its_row_is_kept(
    pasted: str,
) -> None:
    found = read(HEADS, row(**{"1": pasted}))
    [kept] = found.rows
    assert kept.form.votes == {"1": None, "2": 145}
    assert kept.form.figures == {"used": 400, "valid": 395, "invalid": 5, "total": 400}
    [problem] = found.problems
    assert problem.code is Code.FORM_CELL_BLANK
    assert problem.facts["where"] == "Hasil, baris 2"
    assert " ".join(pasted.split()) in str(problem.facts["row"])


def test_the_same_form_twice_says_nothing_and_another_one_of_it_is_a_further_version() -> None:
    assert told(GOOD, GOOD) == []
    other = row(**{"1": 145, "2": 250})
    assert told(GOOD, other) == [Code.FORM_TWICE]
    assert [each.form.votes for each in read(HEADS, GOOD, other).rows] == [
        {"1": 250, "2": 145},
        {"1": 145, "2": 250},
    ]


def test_rows_that_nobody_filled_in_are_counted_once() -> None:
    empty: list[Cell] = [SECOND, "BUP", *[None] * 6]
    marked: list[Cell] = [SECOND, "BUP", *[None] * 5, "\u2013"]
    found = read(HEADS, GOOD, empty, marked, ["Jumlah", *[None] * 7])
    assert [(each.code, each.facts) for each in found.problems] == [
        (Code.FORM_EMPTY_ROWS, {"count": 2})
    ]


def test_a_blank_of_a_number_that_is_not_on_the_paper_is_no_blank_of_the_form() -> None:
    heads, good = [*HEADS, "3", "1.1"], [*GOOD, None, None]
    [kept] = read(heads, good).rows
    assert kept.form.votes == {"1": 250, "2": 145}
    assert not kept.form.missing[-1].isdigit()


def test_a_number_that_is_not_on_the_paper_is_kept_and_said_once() -> None:
    heads: list[Cell] = [*HEADS, *range(3, 1000)]
    [kept] = read(heads, [*GOOD, *[0] * 997]).rows
    assert len(kept.form.votes) == 999
    [found] = [each for each in said_of(kept.form, KNOWN) if each.check == "A16"]
    assert found.problem.facts["name"] == (
        "nomor 3, nomor 4, nomor 5, nomor 6, nomor 7, dan 992 lainnya"
    )
    assert [each.check for each in said_of(kept.form, Known(cap=615))] == []


@pytest.mark.parametrize(
    ("place", "kind", "code"),
    [
        ("63.09.05.2003-007", "BUP", Code.FORM_PLACE),
        ("99.01.02.2001-099", "BUP", Code.FORM_PLACE),
        (ELSEWHERE, "BUP", Code.FORM_ELSEWHERE),
        (SECOND, "PPWP", Code.FORM_KIND),
    ],
)
def test_a_form_of_another_tps_or_kind_is_told(place: str, kind: str, code: Code) -> None:
    found = read(HEADS, row(kode_tps=place, jenis=kind))
    raw = f"{place} | {kind} | 400 | 395 | 5 | 400 | 250 | 145"
    assert found.problems[0].facts["row"] == raw
    assert (found.rows, [each.code for each in found.problems]) == ((), [code])


def test_a_second_row_of_heads_is_told_and_read_by_its_own_order() -> None:
    turned = [*HEADS[:-2], "2", "1"]
    second: list[Cell] = [SECOND, *GOOD[1:-2], 145, 250]
    found = read(HEADS, GOOD, turned, second)
    assert [each.code for each in found.problems] == [Code.FORM_HEADER_AGAIN]
    assert [each.form.votes for each in found.rows] == [{"1": 250, "2": 145}] * 2


def test_two_columns_with_one_head_are_told() -> None:
    found = read([*HEADS, "01"], [*GOOD, 99])
    assert [each.code for each in found.problems] == [Code.FORM_HEAD_TWICE]
    assert found.problems[0].facts["value"] == "01"
    assert [each.form.votes for each in found.rows] == [{"1": 250, "2": 145}]


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
