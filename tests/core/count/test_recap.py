"""D.HASIL of a kecamatan beside its TPS: differences, and who explains them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count.form import Form
from tepat.core.count.recap import Because, Counted, compare

KECAMATAN = "99.01.02"
T1, T2, T3 = (f"99.01.02.2001-00{n}" for n in (1, 2, 3))


def form(tps: str, *votes: int | None, **figures: int | None) -> Form:
    numbers = {str(at): n for at, n in enumerate(votes, start=1)}
    return Form(tps, "KWK-BUP/99.01", figures, numbers)


COUNTED = {
    T1: Counted(form(T1, 250, 145, valid=395)),
    T2: Counted(form(T2, 100, 80, valid=180)),
    T3: Counted(form(T3, 30, 31, valid=61)),
}


def test_a_recapitulation_that_is_the_sum_of_its_tps_holds_in_every_row() -> None:
    lines = compare(form(KECAMATAN, 380, 256, valid=636), COUNTED)
    assert [(each.name, each.holds, each.why) for each in lines] == [
        ("valid", True, ()),
        ("1", True, ()),
        ("2", True, ()),
    ]


@pytest.mark.parametrize(
    ("typed", "by", "tps", "because"),
    [
        (130, -250, T1, Because.LEFT_OUT),
        (410, 30, T3, Because.TWICE),
    ],
)
def test_a_tps_that_was_left_out_or_added_twice_is_named(
    typed: int, by: int, tps: str, because: Because
) -> None:
    [line] = compare(form(KECAMATAN, typed), COUNTED)
    assert (line.by, [(each.tps, each.because) for each in line.why]) == (by, [(tps, because)])


def test_a_tps_that_somebody_typed_otherwise_by_just_this_is_named_first() -> None:
    counted = {
        **COUNTED,
        T1: Counted(form(T1, 250, 145), others=(form(T1, 205, 145),)),
        T2: Counted(form(T2, 100, 80), is_flagged=True),
    }
    [line] = compare(form(KECAMATAN, 335), counted)
    assert [(w.tps, w.because, w.count, w.other) for w in line.why] == [
        (T1, Because.OTHERWISE, 250, 205),
        (T2, Because.FLAGGED, 100, None),
    ]
    counted = {**COUNTED, T1: Counted(form(T1, 250), (form(T1, 0),))}
    [line] = compare(form(KECAMATAN, 130), counted)
    assert line.why[0].because is Because.OTHERWISE, "a nought that another typed is a number"


def test_forms_that_are_not_in_and_blank_cells_are_told_also_where_the_sum_is_the_same() -> None:
    counted = {T1: COUNTED[T1], T2: Counted(), T3: Counted(form(T3, None, 31))}
    one, two = compare(form(KECAMATAN, 250, 200), counted)
    assert (one.by, one.holds, one.lacking, one.why) == (0, False, (T2, T3), ())
    assert [(each.tps, each.because) for each in two.why] == [(T2, Because.MISSING)]
    assert two.lacking == (T2,)


def test_a_blank_row_is_not_compared_and_a_nought_is() -> None:
    assert compare(form(KECAMATAN, None), COUNTED) == []
    [line] = compare(form(KECAMATAN, 0), {T1: Counted(form(T1, 0))})
    assert line.holds


@given(st.lists(st.integers(0, 600), min_size=1, max_size=30), st.integers(-700, 700))
def test_the_difference_is_what_was_typed_less_the_sum(counts: list[int], more: int) -> None:
    counted = {f"99.01.02.2001-{n:03}": Counted(form("t", count)) for n, count in enumerate(counts)}
    [line] = compare(form(KECAMATAN, sum(counts) + more), counted)
    assert (line.by, line.holds) == (more, more == 0)
    named = {each.tps for each in line.why}
    assert named == {tps for tps, n in zip(counted, counts, strict=True) if n == abs(more) != 0}
