"""A form is said to differ once somebody told all of it, by just what was planted, never before."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count.differing import Papers, Sum
from tepat.core.count.reconciling import Point
from tepat.core.count.versions import Source, State

WHOLE = Papers("99.01.02.2001-001", "KWK-BUP", State.ONE, Source.PHONE, 423, 423, 423)


@pytest.mark.parametrize(
    ("papers", "found"),
    [
        (WHOLE, Sum.RIGHT),
        (replace(WHOLE, accounted=422), Sum.DIFFERS),
        (replace(WHOLE, received=422, accounted=422), Sum.DIFFERS),
        (replace(WHOLE, state=State.AGREED, source=Source.DESK, accounted=422), Sum.DIFFERS),
        # Packages that nobody took over yet: only the sheet itself is compared.
        (replace(WHOLE, delivered=None, received=400, accounted=400), Sum.RIGHT),
        (replace(WHOLE, delivered=None, accounted=424), Sum.DIFFERS),
        # Papers between two TPS.
        (replace(WHOLE, went=10, received=413, accounted=413), Sum.RIGHT),
        (replace(WHOLE, came=10), Sum.DIFFERS),
        # Half told.
        (replace(WHOLE, state=State.MISSING, accounted=422), Sum.OPEN),
        (replace(WHOLE, accounted=None), Sum.OPEN),
        (replace(WHOLE, accounted=0), Sum.OPEN),
        (replace(WHOLE, received=None, accounted=None), Sum.OPEN),
        # One person alone at the desk may have typed it wrong; two who differ are asked first.
        (replace(WHOLE, source=Source.DESK, accounted=422), Sum.OPEN),
        (replace(WHOLE, state=State.DIFFERS, accounted=422), Sum.OPEN),
        (Papers("t", "s", State.MISSING, None, 423, None, None), Sum.UNTOLD),
    ],
)
def test_what_a_form_comes_to(papers: Papers, found: Sum) -> None:
    assert papers.sum is found


counts = st.integers(0, 600)


@given(counts, counts, counts, st.integers(-3, 3), st.integers(-3, 3), st.booleans())
def test_what_is_planted_at_a_tps_is_found_there_and_nothing_else(
    delivered: int, came: int, went: int, first: int, then: int, known: bool
) -> None:
    received = delivered + came - went + first
    accounted = received + then
    if received < 0 or accounted <= 0:
        return
    papers = Papers(
        "t", "s", State.AGREED, Source.DESK, delivered if known else None, received, accounted,
        came, went,
    )  # fmt: skip
    wanted = {Point.RECEIVED: first if known else 0, Point.ACCOUNTED: then}
    assert {each.after: each.by for each in papers.gaps} == {p: n for p, n in wanted.items() if n}
    assert (papers.sum is Sum.DIFFERS) is any(wanted.values())
