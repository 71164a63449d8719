"""The tables of guesses: shipped ones are whole, wrong ones are refused by place."""

import pytest

from tepat.core.plan.hazard.rough_tables import ANY, AlertRow, Prone, RainRow, read_tables
from tepat.core.problems import Code, Refused
from tests.core.plan.hazard.grounds import SHIPPED, tables

SEVERITIES = ("Extreme", "Severe", "Moderate", "Minor", "Unknown")
TEXT = SHIPPED.read_text(encoding="utf-8")


def test_every_shipped_number_is_a_guess_with_a_source() -> None:
    found = tables()

    rows: tuple[AlertRow | RainRow | Prone, ...] = (*found.alerts, *found.rain, found.prone)
    assert all(row.rough and row.source for row in rows)
    assert all(0 <= row.at_least <= 1 for row in rows)


def test_every_alert_has_a_row() -> None:
    for severity in (*SEVERITIES, "anything"):
        assert tables().alert(severity, "Expected", "Likely") is not None
    assert tables().alerts[-1].severity == ANY


def test_heavier_rain_is_worth_more() -> None:
    shares = [row.at_least for row in tables().rain]
    assert shares == sorted(shares)
    assert [row.millimetres for row in tables().rain] == [0.5, 20, 50, 100, 150]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("at_least = 0.8", "at_least = 8", "alert 3: at_least"),
        ("at_least = 0.8", "at_least = true", "alert 3: at_least"),
        ("days_after = 2", 'days_after = "2"', "alert 3: days_after"),
        ('class = "lebat"', "class = 3", "rain 3: class"),
        ("codes = [63]", "codes = 63", "rain 3: codes"),
        ("[prone]", "[other]", "prone"),
        ("[[rain]]", "[[snow]]", "rain"),
        ("[[alert]]", "[[alert", ""),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(old: str, new: str, place: str) -> None:
    assert old in TEXT

    with pytest.raises(Refused) as refused:
        read_tables(TEXT.replace(old, new), "rough.toml")

    problem = refused.value.problem
    assert problem.code is Code.HAZARD_TABLE
    assert problem.facts["file"] == "rough.toml"
    assert place in str(problem.facts["value"])
