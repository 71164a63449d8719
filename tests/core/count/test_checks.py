"""The arithmetic of result forms: every check finds its fault, and none invents one."""

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count import checks
from tepat.core.count.checks import CODES, Known, Severity
from tepat.core.count.form import FIGURES, Form, from_sirekap

TPS = "63.09.05.2003-007"
FEW = st.integers(0, 300)


def sheet(**changed: int | None) -> Form:
    """A form of 300 voters that adds up, with some figures typed otherwise."""
    figures: dict[str, int | None] = {
        "registered_men": 150,
        "registered_women": 150,
        "registered": 300,
        "dpt_men": 120,
        "dpt_women": 121,
        "dpt": 241,
        "moved_men": 2,
        "moved_women": 1,
        "moved": 3,
        "unlisted_men": 1,
        "unlisted_women": 0,
        "unlisted": 1,
        "users_men": 123,
        "users_women": 122,
        "users": 245,
        "received": 308,
        "used": 245,
        "spoiled": 3,
        "left": 60,
        "valid": 240,
        "invalid": 5,
        "total": 245,
    }
    votes = {"01": 140, "02": 100}
    typed = {number: changed.pop(f"no{number}", value) for number, value in votes.items()}
    assert set(changed) <= set(FIGURES)
    return Form(TPS, "KWK-BUP", {**figures, **changed}, typed)


KNOWN = Known(delivered=308, planned_dpt=300, cap=615, users_of_others=(245,))


def codes(form: Form, known: Known = KNOWN) -> list[str]:
    return [each.code for each in checks.findings(form, known)]


def test_a_sheet_that_adds_up_says_nothing() -> None:
    assert codes(sheet()) == []
    assert checks.unchecked(sheet(), KNOWN) == []


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"dpt_men": 121}, ["A1"]),
        ({"users": 246}, ["A1", "A2", "A5", "A13"]),
        ({"registered": 240, "registered_men": 90}, ["A3", "A10", "A14"]),
        ({"left": 61}, ["A4"]),
        ({"used": 244}, ["A4", "A5", "A7"]),
        ({"total": 244}, ["A6", "A7"]),
        ({"invalid": 6}, ["A6"]),
        ({"no01": 141}, ["A8"]),
        ({"no01": 141, "no02": 99}, []),
        ({"received": 307, "left": 59}, ["A9"]),
        ({"registered": 299, "registered_women": 149}, ["A10"]),
        ({"received": 200}, ["A4", "A9", "A11"]),
        ({"no01": 8140}, ["A8", "A12"]),
        ({"no01": 240, "no02": 0}, ["A14"]),
    ],
)
def test_a_figure_that_is_otherwise_is_found_by_its_checks(
    changed: dict[str, int], said: list[str]
) -> None:
    assert codes(sheet(**changed)) == said


def test_every_code_of_the_list_is_found_by_some_sheet() -> None:
    every = sheet(dpt_men=300, dpt=900, used=1, total=2, valid=9000, received=5, no01=0)
    rows = Form(TPS, "DPR", every.figures, {**every.votes, "1.0": 1, "1.1": 2, "1": 4})
    found = {*codes(every, Known(308, 301, 615, (1,))), *codes(rows)}
    found |= {*codes(rows, Known(paper={"2": 0}))}
    assert found == set(CODES)


def test_voters_that_differ_between_kinds_are_told_and_are_no_error() -> None:
    found = checks.findings(sheet(), Known(users_of_others=(245, 241)))
    assert [(each.code, each.severity, each.left, each.right) for each in found] == [
        ("A13", Severity.INFO, 245, 241)
    ]
    assert checks.weight(found) == Severity.INFO


def test_few_voters_are_asked_about() -> None:
    few = sheet(dpt=20, dpt_men=10, dpt_women=10, users=24, users_men=12, users_women=12)
    assert "A14" in codes(few)


@given(name=st.sampled_from(FIGURES))
def test_a_blank_is_no_nought_and_is_named(name: str) -> None:
    form = sheet(**{name: None})
    assert codes(form) == []
    assert name in form.missing
    assert checks.unchecked(form, KNOWN) != []


def test_a_missing_candidate_is_no_nought() -> None:
    form = sheet(no02=None)
    assert codes(form) == []
    assert form.sum_of_votes is None
    assert checks.unchecked(form, KNOWN) == ["A8"]


@given(changes=st.dictionaries(st.sampled_from(FIGURES), st.integers(-5, 25_000), min_size=1))
def test_a_sum_that_is_not_right_is_never_missed_and_none_is_invented(
    changes: Mapping[str, int],
) -> None:
    form = sheet(**changes)
    value = {**form.figures, "votes": 240, "delivered": 308, "planned_dpt": 300}
    wrong = {
        each.code
        for each in checks.IDENTITIES
        if not _holds(
            sum(value[name] or 0 for name in each.left),
            each.relation.value,
            sum(value[name] or 0 for name in each.right),
        )
    }
    assert {code for code in codes(form) if code not in ("A12", "A13", "A14")} == wrong


def _holds(left: int, relation: str, right: int) -> bool:
    return left == right if relation == "=" else left <= right


@pytest.mark.parametrize(
    ("one", "other"), [("valid", "invalid"), ("valid", "total"), ("received", "used")]
)
def test_two_columns_that_were_taken_for_each_other_are_hinted_at(one: str, other: str) -> None:
    good = sheet()
    form = sheet(**{one: good.figures[other], other: good.figures[one]})
    assert checks.swapped(form, KNOWN) == (one, other)
    assert checks.swapped(good, KNOWN) is None
    assert checks.swapped(sheet(no01=8), KNOWN) is None


def test_a_raw_answer_of_sirekap_is_read_and_checked(real_data: Path) -> None:
    path = real_data / "results" / "sirekap_2024_raw_3101011001001.json"
    form = from_sirekap("31.01.01.1001-001", "PPWP", json.loads(path.read_text()))
    assert form.votes == {"100025": 83, "100026": 107, "100027": 38}
    assert form.figure("registered") == 292
    assert form.figure("received") is None
    assert [(each.code, each.by) for each in checks.findings(form)] == [("A2", -1)]


def test_what_is_no_number_in_a_raw_answer_is_blank() -> None:
    value = {"chart": {"null": None, "1": "8", "2": True}, "administrasi": {"suara_sah": 3.0}}
    form = from_sirekap(TPS, "PPWP", value)
    assert form.votes == {"1": None, "2": None}
    assert form.figure("valid") is None
    assert from_sirekap(TPS, "PPWP", {"chart": [], "administrasi": None}).votes == {}


def test_every_inconsistent_row_of_2024_is_found_or_named_as_blank(real_data: Path) -> None:
    path = real_data / "results" / "sirekap_2024_ppwp_inconsistent_tps.csv.gz"
    with gzip.open(path, "rt", encoding="utf-8") as file:
        head, *rows = [line.rstrip("\n").split(",") for line in file]
    wrong = blank = 0
    for row in rows:
        value = dict(zip(head, row[-len(head) :], strict=True))
        numbers = [_number(value[f"paslon_{n}"]) for n in (1, 2, 3)]
        figures = {"valid": _number(value["suara_sah"])}
        form = Form("", "PPWP", figures, dict(zip("123", numbers, strict=True)))
        found = codes(form, Known())
        wrong += "A8" in found
        blank += "A8" in checks.unchecked(form) and bool({"valid", *"123"} & set(form.missing))
    assert len(rows) == 11_018
    # Where suara_sah was left blank nothing can differ: those rows are named as not filled in.
    assert (wrong, blank) == (10_968, 50)


def _number(text: str) -> int | None:
    return int(float(text)) if text else None
