"""What does not add up at a TPS: the vectors that the phone runs too, and the arithmetic itself."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count import voting
from tepat.core.count.voting import Check, Difference, Papers, Voters
from tepat.core.election import choices

VECTORS: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "vectors" / "voting.json").read_text()
)
NUMBERS = st.integers(0, 700)


def _said(found: list[Difference]) -> list[list[Any]]:
    return [[each.check.value, each.by] for each in found]


@pytest.mark.parametrize("case", VECTORS["turnout"])
def test_turnout_differs_as_the_vectors_say(case: dict[str, Any]) -> None:
    voters = Voters(*case["voters"])
    most = [case[name] for name in ("dpt", "moved", "papers")]
    assert _said(voting.differences_of_voters(voters, case["before"], *most)) == case["differs"]


@pytest.mark.parametrize("case", VECTORS["papers"])
def test_papers_differ_as_the_vectors_say(case: dict[str, Any]) -> None:
    papers = Papers(*case["papers"])
    found = voting.differences_of_papers(papers, case["planned"], case["voters"])
    assert _said(found) == case["differs"]


@pytest.mark.parametrize("case", VECTORS["result"])
def test_results_differ_as_the_vectors_say(case: dict[str, Any]) -> None:
    numbers = (case["valid"], case["invalid"], case["used"])
    assert _said(voting.differences_of_result(case["votes"], *numbers)) == case["differs"]


@pytest.mark.parametrize("case", VECTORS["choices"])
def test_the_numbers_on_a_paper_are_read_as_the_vectors_say(case: dict[str, Any]) -> None:
    found = choices.read(case["text"])
    assert (found if found is None else list(found)) == case["numbers"]


@given(st.lists(st.integers(1, choices.HIGHEST), min_size=1, max_size=choices.MOST, unique=True))
def test_the_numbers_on_a_paper_are_written_as_they_are_read(numbers: list[int]) -> None:
    rising = tuple(sorted(numbers))
    assert choices.read(choices.write(rising)) == rising


@given(used=NUMBERS, spoiled=NUMBERS, left=NUMBERS)
def test_papers_that_are_all_somewhere_differ_in_nothing(
    used: int, spoiled: int, left: int
) -> None:
    received = used + spoiled + left
    papers = Papers(received, used, spoiled, left)
    assert voting.differences_of_papers(papers, planned=received, voters=used) == []


@given(used=NUMBERS, spoiled=NUMBERS, left=NUMBERS, off=st.integers(-50, 50))
def test_a_difference_is_exactly_what_was_miscounted(
    used: int, spoiled: int, left: int, off: int
) -> None:
    received = used + spoiled + left + off
    found = voting.differences_of_papers(Papers(received, used, spoiled, left))
    assert found == ([Difference(Check.BALANCE, off)] if off else [])


@given(votes=st.lists(NUMBERS, max_size=20), invalid=NUMBERS, off=st.integers(-9, 9))
def test_a_result_differs_by_what_its_form_adds_too_many(
    votes: list[int], invalid: int, off: int
) -> None:
    valid = sum(votes)
    found = voting.differences_of_result(votes, valid + off, invalid, used=valid + invalid)
    both = [Difference(Check.VALID, off), Difference(Check.TOTAL, off)]
    assert found == (both if off else [])


@given(dpt=NUMBERS, moved=NUMBERS, unlisted=NUMBERS, papers=NUMBERS)
def test_more_voters_than_papers_are_said_and_no_fewer(
    dpt: int, moved: int, unlisted: int, papers: int
) -> None:
    found = voting.differences_of_voters(Voters(dpt, moved, unlisted), papers=papers)
    assert bool(found) == (dpt + moved + unlisted > papers)
