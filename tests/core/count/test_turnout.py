"""Turnout through the day: what came until then, of those who said something, by a formula."""

from datetime import datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.count import turnout
from tepat.core.count.form import Form
from tepat.core.count.turnout import FORMULAS, Report, Share

DAY = datetime.fromisoformat("2024-11-27T00:00:00+08:00")


def at(hour: int, minute: int = 0) -> datetime:
    return DAY + timedelta(hours=hour, minutes=minute)


def test_the_morning_of_two_tps() -> None:
    reports = [
        Report("a", at(9), 80),
        Report("a", at(11), 150),
        Report("b", at(10, 30), 60),
        Report("c", at(10), 999),
    ]
    hours = turnout.through_day(reports, {"a": 300, "b": 200, "d": 100}, [at(8), at(10), at(11)])
    assert [(each.voters, each.people, each.reported, each.tps) for each in hours] == [
        (0, 0, 0, 3),
        (80, 300, 1, 3),
        (210, 500, 2, 3),
    ]
    assert hours[0].share.ratio is None
    assert hours[2].share.ratio == 210 / 500


@given(st.permutations([("a", 9, 10), ("a", 9, 12), ("a", 12, 40), ("b", 8, 5)]))
def test_the_order_of_arrival_does_not_matter(rows: list[tuple[str, int, int]]) -> None:
    reports = [Report(tps, at(hour), voters) for tps, hour, voters in rows]
    hours = turnout.through_day(reports, {"a": 100, "b": 50}, [at(9), at(12)])
    assert [each.voters for each in hours] == [17, 45]


def test_both_formulas_name_what_they_divide() -> None:
    figures = {"registered": 300, "dpt": 241, "moved": 3, "unlisted": 1, "users": 245}
    form = Form("a", "KWK-BUP", figures)
    assert [turnout.share_of(form, each) for each in FORMULAS] == [Share(245, 304), Share(241, 300)]
    blank = Form("a", "KWK-BUP", {**figures, "moved": None})
    assert turnout.share_of(blank, FORMULAS[0]) is None
    assert turnout.share_of(blank, FORMULAS[1]) == Share(241, 300)
