"""Of many words about a day the strongest stands, and keeps who said it."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.hazard.sources import (
    SOURCES,
    Contribution,
    Rank,
    combine,
    deciding,
)
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Hazard
from tests.core.plan.hazard.grounds import PRIOR, ROOT, zone

BASE = Hazard((zone("low"), zone("high")))


def says(
    kind: str, probability: float, day: int = 0, at: str = "1", by: str = "", on: str = "low"
) -> Contribution:
    return Contribution(kind, on, day, probability, Source(by or kind, at))


def chance(*said: Contribution) -> tuple[float, str]:
    low = combine(BASE, said).zones[0]
    return low.probability[0], low.said_by(0).by


def test_nothing_said_changes_nothing() -> None:
    assert combine(BASE, []) == BASE
    assert BASE.zones[0].said_by(3) == PRIOR


def test_report_stands_above_warning_above_history_above_the_first_guess() -> None:
    history, alert = says("history", 0.05), says("alert", 0.6)
    forecast, report = says("forecast", 0.3), says("report", 0.0)

    assert chance() == (0.1, "BPBD")
    assert chance(history) == (0.05, "history")
    assert chance(history, forecast) == (0.3, "forecast")
    assert chance(history, forecast, alert) == (0.6, "alert")
    assert chance(history, forecast, alert, report) == (0.0, "report")


def test_the_order_in_which_words_come_changes_nothing() -> None:
    said = [says("history", 0.3), says("alert", 0.6), says("forecast", 0.6), says("report", 1.0, 1)]

    assert len({combine(BASE, order) for order in permutations(said)}) == 1


def test_a_warning_never_lowers_a_probability() -> None:
    assert chance(says("alert", 0.05)) == (0.1, "BPBD")
    assert chance(says("history", 0.5), says("alert", 0.4)) == (0.5, "history")


def test_the_same_warning_twice_raises_once() -> None:
    assert chance(says("alert", 0.4), says("alert", 0.4)) == (0.4, "alert")


def test_the_newest_report_stands_and_the_worse_of_two_at_one_moment() -> None:
    older, newer = says("report", 1.0, at="2024-11-20T06"), says("report", 0.0, at="2024-11-20T07")
    assert chance(newer, older)[0] == 0.0

    together = says("report", 1.0, at="2024-11-20T07")
    assert chance(newer, together)[0] == 1.0


def test_each_day_of_a_zone_keeps_who_said_it() -> None:
    low, high = combine(BASE, [says("alert", 0.5, day=2, by="BMKG")]).zones

    assert low.probability == (0.1, 0.1, 0.5, 0.1)
    assert [low.said_by(day).by for day in range(4)] == ["BPBD", "BPBD", "BMKG", "BPBD"]
    assert high == BASE.zones[1]


def test_words_about_unknown_zones_and_days_are_not_used() -> None:
    assert deciding(BASE, [says("report", 1.0, day=9), says("report", 1.0, on="none")]) == {}


@given(
    st.lists(
        st.builds(
            says,
            st.sampled_from([each.id for each in SOURCES if each.rank > Rank.PRIOR]),
            st.floats(0, 1),
            st.integers(0, 5),
            st.sampled_from(["1", "2"]),
        )
    )
)
def test_whatever_is_said_a_probability_stays_one(said: list[Contribution]) -> None:
    for each in combine(BASE, said).zones:
        assert len(each.probability) == 4
        assert all(0 <= chance <= 1 for chance in each.probability)


def test_every_source_has_a_file_with_its_rules() -> None:
    assert [each.rules for each in SOURCES if not (ROOT / "src" / each.rules).is_file()] == []
    assert len({each.id for each in SOURCES}) == len(SOURCES)
