"""Voting day: who told of no opening, of no vote, and forms that do not add up."""

from datetime import UTC, date, datetime, timedelta

from tepat.core.watch.alerts.kinds import ALERT_BY_KIND, Kind
from tepat.core.watch.alerts.situation import Doubt, Opening, Situation
from tests.alert_worlds import HILIR, HULU, found, situation

DAY = date(2024, 11, 27)
SEVEN = datetime(2024, 11, 26, 23, 0, tzinfo=UTC)
"""07.00 on voting day in the kabupaten."""
HALF = timedelta(minutes=30)
ONE, TWO = f"{HULU}.2001-001", f"{HULU}.2001-002"


def _at(after: timedelta, *openings: Opening) -> Situation:
    return situation(SEVEN + after, voting_day=DAY, openings=openings)


def test_a_tps_that_told_nothing_half_an_hour_after_seven_calls_its_ppk() -> None:
    there = Opening(ONE, SEVEN)
    assert not found(_at(HALF - timedelta(minutes=1), there, Opening(TWO)))

    [each] = found(_at(HALF, there, Opening(TWO))).values()

    assert (each.key, each.count, each.until) == (f"opened_late:{HULU}", 1, None)
    assert each.params["place"] == TWO
    assert each.evidence == (f"place:{TWO}",)
    assert each.alert.holder(0, each.where).name == "ppk"


def test_a_late_opening_that_was_told_is_history_and_calls_nobody() -> None:
    late = Opening(ONE, SEVEN + timedelta(hours=2), "ab" * 32)
    [each] = found(_at(timedelta(hours=3), late)).values()
    assert each.until == late.starts
    assert not found(_at(timedelta(hours=3), Opening(ONE, SEVEN + HALF))), "that was in time"


def test_from_one_o_clock_on_a_vote_that_nobody_told_of_is_kpus() -> None:
    rows = (Opening(ONE, SEVEN), Opening(TWO), Opening(f"{HILIR}.2001-001"))
    one = timedelta(hours=6)
    assert set(found(_at(one, *rows))) == {f"not_held:{HULU}", f"not_held:{HILIR}"}
    assert set(found(_at(one - timedelta(minutes=1), *rows))) == {
        f"opened_late:{HULU}",
        f"opened_late:{HILIR}",
    }
    assert ALERT_BY_KIND[Kind.NOT_HELD].holder(0, HULU).name == "kpu"


def test_without_a_voting_day_nobody_is_late() -> None:
    assert not found(situation(SEVEN + HALF, openings=(Opening(ONE),)))


def test_forms_that_do_not_add_up_name_the_tps_and_no_number() -> None:
    wrong = Doubt(ONE, HULU, 3, SEVEN, SEVEN)
    [each] = found(situation(SEVEN, wrong_forms=(wrong,))).values()
    assert (each.key, each.count) == (f"form_wrong:{HULU}", 3)
    assert each.params == {"area": HULU, "count": 3, "place": ONE}
