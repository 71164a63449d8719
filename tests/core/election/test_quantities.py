"""What an office sets is laid over the file, and nothing else changes."""

from decimal import Decimal
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.core.election.catalogue import SET_BY_OFFICE, Election, Item, Rounding, Rule
from tepat.core.election.quantities import (
    Setting,
    Typed,
    read_settings,
    rule_key,
    setting_from_json,
    with_settings,
)
from tepat.core.election.reading import read_election
from tepat.core.problems import Code


def read(code: str) -> Election:
    text = files("tepat").joinpath("data", "elections", f"{code}.toml").read_text(encoding="utf-8")
    election, _ = read_election(text, code)
    assert election
    return election


PILKADA: Election = read("pilkada-2024")
ALL = [(item, rule) for item in PILKADA.items for rule in item.rules]
INK = "tinta.tps"
SK = "SK KPU 99.01 nomor 12 Tahun 2024"


@pytest.mark.parametrize("code", ["pemilu-2024", "pilkada-2024", "pilkades"])
def test_every_rule_of_every_election_has_its_own_name(code: str) -> None:
    keys = [rule_key(item, rule) for item in read(code).items for rule in item.rules]
    assert len(keys) == len(set(keys))


def test_an_election_nobody_set_is_the_same() -> None:
    assert with_settings(PILKADA, []) is PILKADA


@given(st.sampled_from(ALL), st.integers(0, 1000), st.sampled_from(Rounding))
def test_one_setting_changes_one_rule(
    chosen: tuple[Item, Rule], count: int, rounding: Rounding
) -> None:
    item, rule = chosen
    setting = Setting(rule_key(item, rule), count, Decimal("0.01"), rounding, SK)
    laid = with_settings(PILKADA, [setting])
    after = [(i, r) for i in laid.items for r in i.rules]
    differ = [new for old, (_, new) in zip([r for _, r in ALL], after, strict=True) if old != new]
    assert [(new.count, new.source.id, new.status) for new in differ] == [
        (count, SK, SET_BY_OFFICE)
    ]
    assert setting_from_json(setting.as_json()) == setting


def test_typing_what_holds_already_changes_nothing() -> None:
    ballots = "surat_suara.tps"
    typed = {ballots: Typed("1", "2,5", "ceil"), INK: Typed("")}
    assert read_settings(PILKADA, typed, {}, "") == ({}, [])


def test_a_number_wants_its_decision_and_an_empty_one_takes_it_back() -> None:
    changed, problems = read_settings(PILKADA, {INK: Typed("1.204")}, {}, " ")
    assert [problem.code for problem in problems] == [Code.QUANTITY_SOURCE]
    setting = changed[INK]
    assert setting
    assert setting.count == 1204
    back, problems = read_settings(PILKADA, {INK: Typed("")}, {INK: setting}, SK)
    assert (back, problems) == ({INK: None}, [])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (Typed("-1"), Code.QUANTITY_NUMBER),
        (Typed("2,5"), Code.QUANTITY_NUMBER),
        (Typed("dua"), Code.QUANTITY_NUMBER),
        (Typed("9999999999999"), Code.QUANTITY_NUMBER),
        (Typed("2", "101"), Code.QUANTITY_RESERVE),
        (Typed("2", "-1"), Code.QUANTITY_RESERVE),
        (Typed("2", "NaN"), Code.QUANTITY_RESERVE),
        (Typed("2", "0,00000001"), Code.QUANTITY_RESERVE),
        (Typed("2", "2,5", "sideways"), Code.QUANTITY_ROUNDING),
    ],
)
def test_what_cannot_be_is_named(typed: Typed, code: Code) -> None:
    changed, [problem] = read_settings(PILKADA, {INK: typed}, {}, SK)
    assert (changed, problem.code) == ({}, code)
    assert problem.facts["item"]


def test_a_setting_of_a_rule_that_is_gone_does_nothing() -> None:
    setting = Setting("tidak_ada.tps", 3, Decimal(0), Rounding.CEIL, SK)
    assert with_settings(PILKADA, [setting]) == PILKADA
