"""Parties with candidates below them: what adds up, what is a head, what is asked of a sheet."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count import lists
from tepat.core.count.checks import findings
from tepat.core.count.form import Form
from tepat.core.count.saying import said_of
from tepat.core.count.sheet import head_of
from tepat.core.election import choices
from tepat.core.sentences import sentence

TPS = "99.01.02.2001-001"


def dpr(**changed: int | None) -> Form:
    """A sheet of two parties of two candidates; of a third party the total alone."""
    votes: dict[str, int | None] = {"1.0": 10, "1.1": 30, "1.2": 5, "1": 45}
    votes |= {"2.0": 0, "2.1": 20, "2.2": 35, "2": 55, "3": 7}
    typed = {name: changed.pop(f"v{name}", count) for name, count in votes.items()}
    return Form(TPS, "DPR", {"valid": 107, "invalid": 3, "total": 110, **changed}, typed)


def codes(form: Form) -> list[str]:
    return [each.code for each in findings(form)]


def test_a_sheet_whose_parties_add_up_says_nothing() -> None:
    assert codes(dpr()) == []
    assert dpr().sum_of_votes == 107


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"v1.1": 31}, ["A15"]),  # one vote too many for a candidate
        ({"v1.1": 5, "v1.2": 30}, []),  # two candidates for each other: no sum can tell
        ({"v1": 54}, ["A8", "A15"]),  # digits of a total turned round
        ({"v2": None}, []),  # a blank total is not compared, and valid votes are not either
        ({"v2.0": None}, []),  # a blank row is no nought
        ({"v1.0": -1}, ["A15"]),
        ({"v3": 21_093}, ["A8"]),
        ({"valid": 204}, ["A6", "A8"]),  # as if rows and totals were added together
    ],
)
def test_a_figure_that_is_otherwise_is_found(changed: dict[str, int], said: list[str]) -> None:
    assert codes(dpr(**changed)) == said


def test_the_sentence_names_the_party_and_both_numbers() -> None:
    [said] = [each for each in said_of(dpr(**{"v1.1": 31})) if each.check == "A15"]
    words = sentence(said.problem)
    assert words.startswith("Jumlah nomor 1 tertulis 45, padahal suara partai dan calonnya 46")


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("1.1", "no-1.1"),
        ("1.10", "no-1.10"),
        ("01.02", "no-1.2"),
        ("nomor 4, calon 12", "no-4.12"),
        ("Partai 4 Caleg 2", "no-4.2"),
        ("nomor 4, suara partai", "no-4.0"),
        ("4.0", "no-4.0"),
        ("nomor 4", "no-4"),
        ("partai 4", "no-4"),
        (4, "no-4"),
        (4.0, "no-4"),
        (4.1, ""),  # a spreadsheet's 4.10 is this number too
        ("4.21", ""),  # more than a paper can have
        ("0.1", ""),
        ("4.1.2", ""),
        ("calon", ""),
    ],
)
def test_heads_of_candidates_are_read_as_people_write_them(head: object, name: str) -> None:
    assert head_of(head) == name  # type: ignore[arg-type]


@given(st.dictionaries(st.integers(1, 24).map(str), st.integers(0, lists.MOST), max_size=24))
def test_every_line_of_a_sheet_is_found_again_by_its_own_head(candidates: dict[str, int]) -> None:
    numbers = [str(each) for each in range(1, 25)]
    rows = lists.rows_for(numbers, candidates)
    assert list(rows) == sorted(rows, key=lists.in_order)
    named = [words for each in rows if (words := lists.words_for(each))]
    assert [head_of(each.id) for each in named] == [f"no-{r}" for r in rows if lists.is_row(r)]
    assert [head_of(each.en) for each in named] == [head_of(each.id) for each in named]


@pytest.mark.parametrize("text", ["", "7,", "-1", "7;7", "21", "tujuh", "٧", ",".join(["1"] * 61)])
def test_what_is_no_count_of_candidates_is_refused(text: str) -> None:
    assert choices.read_counts(text) is None
