"""A plan is a file whose name tells whether it is the same plan."""

import json
import unicodedata
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.log import canonical
from tepat.core.plan import plan_file
from tepat.core.plan.schedule import values as v
from tepat.core.problems import Code, Refused
from tests.core.plan.plans import plan

LETTERS = st.characters(exclude_categories=["Cc", "Cs"])
TEXT = st.text(LETTERS, max_size=8).map(lambda text: unicodedata.normalize("NFC", text))
WHOLE = st.integers(-(2**53) + 1, 2**53 - 1)
STOPS = st.builds(v.Stop, TEXT, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE, WHOLE)


def several(of: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=3).map(tuple)


TRIPS = st.builds(
    v.Trip,
    TEXT,
    st.sampled_from(v.Echelon),
    TEXT,
    WHOLE,
    WHOLE,
    TEXT,
    WHOLE,
    WHOLE,
    WHOLE,
    several(STOPS),
    st.booleans(),
)
VERDICTS = st.builds(
    v.Verdicts,
    WHOLE,
    WHOLE,
    WHOLE,
    WHOLE,
    WHOLE,
    several(st.builds(v.Chance, TEXT, WHOLE, WHOLE, WHOLE, st.booleans())),
)
PLANS = st.builds(
    v.Plan,
    TEXT,
    WHOLE,
    several(TRIPS),
    several(st.builds(v.CostLine, TEXT, TEXT, WHOLE, TEXT, WHOLE, WHOLE, TEXT)),
    WHOLE,
    WHOLE,
    VERDICTS,
    several(st.builds(v.Backup, TEXT, TEXT, WHOLE, WHOLE, WHOLE, several(TEXT))),
    several(st.builds(v.Unassigned, TEXT, TEXT, TEXT, WHOLE)),
    WHOLE,
    TEXT,
)


@given(PLANS)
def test_what_was_written_reads_back_as_the_same_plan(made: v.Plan) -> None:
    data = plan_file.write(made)

    assert plan_file.read(data) == made
    assert plan_file.write(plan_file.read(data)) == data
    assert plan_file.name_of(made) == canonical.name_of(data)


def test_a_name_over_two_lines_is_kept_on_one() -> None:
    after = plan_file.read(plan_file.write(replace(plan(), after="a\n\u0301b"))).after

    assert after == "a \u0301b"


def test_another_plan_has_another_name() -> None:
    assert plan_file.name_of(plan()) != plan_file.name_of(replace(plan(), rupiah=1))


def spoil(change: Any) -> bytes:
    raw = json.loads(plan_file.write(plan()))
    change(raw)
    return canonical.encode(raw, at_most=canonical.LARGEST_LIST)


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (lambda raw: raw.update(form="tepat-plan/9"), "form tepat-plan/9"),
        (lambda raw: raw.pop("trips"), "plan"),
        (lambda raw: raw.update(more=1), "plan"),
        (lambda raw: raw.update(seed=True), "seed"),
        (lambda raw: raw.update(trips={}), "trips"),
        (lambda raw: raw["trips"][0].update(echelon="sky"), "trips[0].echelon"),
        (lambda raw: raw["trips"][0]["stops"][0].update(arrive="06:00"), "trips[0].stops[0]"),
        (lambda raw: raw["verdicts"].update(all_ppm=None), "verdicts.all_ppm"),
    ],
    ids=["form", "missing", "more", "truth", "object", "word", "text", "null"],
)
def test_another_form_is_refused_with_its_place(change: Any, where: str) -> None:
    with pytest.raises(Refused) as refused:
        plan_file.read(spoil(change))

    assert refused.value.problem.code is Code.PLAN_UNREADABLE
    assert where in str(refused.value.problem.facts["why"])


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{ "form":"tepat-plan/1"}', b"\xff"])
def test_bytes_that_are_no_plan_are_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        plan_file.read(data)


def test_a_plan_of_other_data_is_told() -> None:
    assert plan_file.differs(plan(), plan().instance) == []
    assert plan_file.differs(plan(), "f" * 64)[0].code is Code.PLAN_OTHER_INSTANCE
