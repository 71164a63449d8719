"""What somebody saw fixes a day; the newest word stands, with who said it."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from tepat.core.plan.hazard.reports import (
    About,
    Report,
    contributions,
    fixed_days,
    problems_with,
    with_reports,
)
from tepat.core.plan.hazard.scenarios import MOST_ZONES
from tepat.core.plan.hazard.sources import Contribution
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Instance, Status
from tepat.core.problems import Code
from tepat.core.sentences import sentence
from tests.core.plan.hazard.grounds import DAYS, ground, zone

WIB = timezone(timedelta(hours=7))


def at(day: int, hour: int) -> datetime:
    return datetime(2024, 11, day, hour, tzinfo=WIB)


def closed(place: str = "low", when: datetime | None = None, **more: object) -> Report:
    return replace(Report(place, False, "PPK Contoh", when or at(20, 9)), **more)  # type: ignore[arg-type]


def opened(place: str = "low", when: datetime | None = None, **more: object) -> Report:
    return replace(closed(place, when, **more), passable=True)


def days(report: Report) -> tuple[int, ...]:
    return fixed_days(report, DAYS, "Asia/Jakarta")


def chances(instance: Instance, arc: str) -> tuple[float, ...]:
    """Return how likely the arc floods on each day."""
    found = next(each for each in instance.arcs if each.id == arc)
    return next(
        (each.probability for each in instance.hazard.zones if each.id == found.zone), (0.0,) * 4
    )


def test_a_report_without_an_end_fixes_its_day() -> None:
    assert days(closed()) == days(opened()) == (0,)
    assert days(closed(when=at(20, 2))) == (0,)


def test_a_word_after_dark_is_not_about_a_day_that_is_over() -> None:
    assert days(closed(when=at(20, 19))) == ()
    assert days(closed(when=at(20, 19), until=at(21, 7))) == (1,)


def test_closed_counts_for_any_daylight_and_open_only_until_dark() -> None:
    assert days(closed(until=at(21, 7))) == (0, 1)
    assert days(closed(until=at(21, 6))) == (0,)
    assert days(opened(until=at(20, 12))) == ()
    assert days(opened(until=at(21, 18))) == (0, 1)


def test_a_report_fixes_a_zone_to_flooded_or_open() -> None:
    flooded = with_reports(ground(), [], [closed(text="setinggi lutut")])
    low, high = flooded.hazard.zones

    assert low.probability == (1.0, 0.1, 0.1, 0.1)
    assert high.probability == (0.1,) * 4
    said = low.said_by(0)
    assert (said.by, said.at, said.rough) == ("PPK Contoh", "2024-11-20T09:00:00+07:00", False)
    assert said.note == "setinggi lutut"
    assert with_reports(ground(), [], [opened()]).hazard.zones[0].probability[0] == 0.0


def test_the_newest_word_stands_in_whatever_order_they_come() -> None:
    said = [
        closed(when=at(20, 7)),
        opened(when=at(20, 9)),
        closed(when=at(20, 8), until=at(21, 12)),
        opened("high", at(20, 8)),
    ]
    results = {with_reports(ground(), [], order).hazard for order in permutations(said)}

    [hazard] = results
    assert hazard.zones[0].probability == (0.0, 1.0, 0.1, 0.1)


def test_of_two_words_at_one_moment_the_closing_one_stands() -> None:
    assert with_reports(ground(), [], [closed(), opened()]).hazard.zones[0].probability[0] == 1.0


def test_a_report_stands_above_a_warning() -> None:
    warning = Contribution("alert", "low", 0, 0.8, Source("BMKG"))

    told = with_reports(ground(), [warning], [opened()])
    assert told.hazard.zones[0].probability[0] == 0.0


def test_a_report_on_one_road_leaves_the_rest_of_its_zone() -> None:
    told = with_reports(ground(), [], [closed("a-b")])

    assert chances(told, "a-b") == (1.0, 0.1, 0.1, 0.1)
    assert chances(told, "b-c") == (0.1,) * 4
    assert next(zone for zone in told.hazard.zones if zone.id == "laporan:a-b").said_by(0).by


def test_a_road_outside_all_zones_floods_on_the_reported_day_only() -> None:
    told = with_reports(ground(), [], [closed("d-e", at(21, 9))])

    assert chances(told, "d-e") == (0.0, 1.0, 0.0, 0.0)


def test_a_reported_road_keeps_what_others_say_about_its_zone() -> None:
    warning = Contribution("alert", "low", 2, 0.8, Source("BMKG"))

    told = with_reports(ground(), [warning], [closed("a-b")])
    assert chances(told, "a-b") == (1.0, 0.1, 0.8, 0.1)


def test_a_newer_word_about_the_zone_is_about_its_roads_too() -> None:
    told = with_reports(ground(), [], [closed("a-b"), opened("low", at(20, 10))])
    assert chances(told, "a-b")[0] == 0.0

    told = with_reports(ground(), [], [closed("a-b", at(20, 11)), opened("low", at(20, 10))])
    assert chances(told, "a-b")[0] == 1.0


def test_roads_that_are_fixed_alike_share_a_zone() -> None:
    told = with_reports(ground(), [], [closed("a-b"), closed("b-c", at(20, 8)), opened("c-d")])

    assert [each.id for each in told.hazard.zones] == ["low", "high", "laporan:a-b", "laporan:c-d"]
    assert chances(told, "b-c") == (1.0, 0.1, 0.1, 0.1)
    assert chances(told, "c-d") == (0.0, 0.1, 0.1, 0.1)


def test_beyond_the_most_zones_a_closed_road_is_closed_for_good() -> None:
    full = ground(*(zone(f"zona-{number}") for number in range(MOST_ZONES)))

    told = with_reports(full, [], [closed("a-b", text="air"), opened("c-d")])

    first, _, third, _ = told.arcs
    assert (first.status, first.comment, first.source.by) == (Status.CLOSED, "air", "PPK Contoh")
    assert third == full.arcs[2]
    assert len(told.hazard.zones) == MOST_ZONES


def test_a_tide_is_said_days_before() -> None:
    tide = closed("high", at(22, 10), until=at(22, 14), about=About.TIDE, said=at(19, 8))

    [fixed] = contributions(ground(), [tide])
    assert (fixed.day, fixed.probability) == (2, 1.0)
    assert fixed.source.at == "2024-11-19T08:00:00+07:00"


def test_reports_about_nothing_and_backwards_ones_are_said() -> None:
    wrong = [closed("x"), closed("a-b", until=at(20, 8)), closed("high")]

    found = problems_with(ground(), wrong)
    assert [each.code for each in found] == [Code.REPORT_PLACE, Code.REPORT_TIME]
    assert "PPK Contoh" in sentence(found[0])
    assert with_reports(ground(), [], wrong[:2]) == ground()


@given(
    st.lists(
        st.builds(
            Report,
            st.sampled_from(["low", "high", "a-b", "b-c", "d-e", "x"]),
            st.booleans(),
            st.just("PPK"),
            st.builds(at, st.integers(19, 24), st.integers(0, 23)),
            st.none() | st.builds(at, st.integers(19, 25), st.integers(0, 23)),
        ),
        max_size=8,
    )
)
def test_whatever_is_reported_every_road_has_its_zone(reports: list[Report]) -> None:
    told = with_reports(ground(), [], reports)

    known = {zone.id: zone for zone in told.hazard.zones}
    assert len(known) == len(told.hazard.zones) <= MOST_ZONES
    assert all(arc.zone in known or not arc.zone for arc in told.arcs)
    assert all(len(zone.probability) == 4 for zone in known.values())
    assert told == with_reports(ground(), [], reports[::-1])
