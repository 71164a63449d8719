"""Who stands behind a form: a few cells confirm nothing and hide no disagreement."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count.form import Form
from tepat.core.count.versions import Source, State, Version, standing_of

AT = datetime(2024, 11, 27, 8, 20, tzinfo=UTC)
SUMS = {"valid": 171, "invalid": 3}
FULL = {"1": 90, "2": 50, "3": 31}
OTHER = {"1": 90, "2": 60, "3": 21}


def told(
    by: str,
    votes: dict[str, int | None],
    figures: dict[str, int | None] | None = None,
    confirmed: str = "",
) -> Version:
    form = Form("t", "KWK-BUP/99.01", {} if figures is None else figures, votes)
    return Version(form, by, Source.DESK, AT, confirmed_by=tuple(confirmed))


def test_one_typed_cell_confirms_no_form() -> None:
    whole = told("a", {**FULL}, {**SUMS})
    for second in (
        told("b", {"1": 90}),
        told("b", {"1": 90, "2": None, "3": None}),
        told("b", {"1": 90, "2": 50}, {**SUMS}),
        told("b", {**FULL}),
        told("b", {**FULL}, {"valid": 171}),
    ):
        standing = standing_of([whole, second])
        assert (standing.state, standing.current, standing.others) == (State.ONE, whole, ())
        assert standing_of([second, whole]).state is State.ONE


def test_every_vote_of_it_without_the_figures_of_papers_confirms_a_form() -> None:
    desk = told("a", {**FULL}, {**SUMS, "used": 174, "received": 180})
    standing = standing_of([desk, told("b", {**FULL}, {**SUMS})])
    assert (standing.state, standing.current) == (State.AGREED, desk)


def test_one_typed_cell_hides_no_disagreement() -> None:
    one, other, cell = told("a", {**FULL}), told("c", {**OTHER}), told("b", {"1": 90})
    before = standing_of([one, other])
    assert (before.state, before.current, before.others) == (State.DIFFERS, other, (one,))
    assert standing_of([one, other, cell]) == before
    assert standing_of([cell, one, other]) == before


def test_who_types_one_cell_later_takes_back_nothing_that_others_tell_too() -> None:
    one, other = told("a", {**FULL}), told("c", {**OTHER})
    for cell in (told("a", {"1": 90}), told("a", {"1": 90, "2": None, "3": None})):
        assert standing_of([one, other, told("d", {**OTHER}), cell]).state is State.DIFFERS
    assert standing_of([one, other, told("a", {**OTHER})]).state is State.AGREED


def test_a_number_too_many_can_be_taken_back() -> None:
    rows = [told("a", {**FULL, "40": 5}), told("a", {**FULL}), told("b", {**FULL})]
    assert standing_of(rows).state is State.AGREED


def test_a_confirmed_version_counts_though_others_said_otherwise_before() -> None:
    one, other = told("a", {**FULL}), told("c", {**OTHER}, confirmed="d")
    assert standing_of([one, other]).state is State.AGREED
    assert standing_of([other, one]).state is State.DIFFERS
    own = told("c", {**OTHER}, confirmed="c")
    assert standing_of([one, own]).state is State.DIFFERS


def test_votes_of_candidates_that_one_person_typed_are_not_of_two() -> None:
    lists = told("a", {"1.0": 40, "1.1": 50, "1": 90}, {**SUMS})
    assert standing_of([lists, told("b", {"1": 90}, {**SUMS})]).state is State.ONE


NUMBERS = st.sampled_from(["1", "2", "3"])
COUNTS = st.integers(0, 2)
VOTES = st.dictionaries(NUMBERS, COUNTS, min_size=1)
FIGURES = st.dictionaries(st.sampled_from(["valid", "invalid", "used"]), COUNTS)
VERSIONS = st.lists(
    st.builds(
        told, st.sampled_from("abc"), VOTES, FIGURES, st.sampled_from(["", "", "", "a", "d"])
    ),
    min_size=1,
    max_size=6,
)


@given(VERSIONS, st.data())
def test_a_part_of_a_form_never_makes_it_agreed(
    versions: list[Version], data: st.DataObject
) -> None:
    before = standing_of(versions)
    assert before.current is not None
    names = [name for name, n in before.current.form.votes.items() if n is not None]
    if before.state is State.AGREED or len(names) < 2:
        return
    part = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=len(names) - 1))
    cells: dict[str, int | None] = {name: data.draw(COUNTS) for name in part}
    more: dict[str, int | None] = (
        {**data.draw(FIGURES)} if before.current.form.figures.keys() >= {*SUMS} else {}
    )
    after = standing_of([*versions, told("x", cells, more)])
    assert after.state is not State.AGREED
    assert after.current == before.current


@pytest.mark.parametrize("turned", [False, True])
def test_two_who_say_otherwise_differ_in_any_order(turned: bool) -> None:
    rows = [told("a", {**FULL}), told("b", {**OTHER})]
    assert standing_of(rows[::-1] if turned else rows).state is State.DIFFERS
