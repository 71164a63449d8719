"""The report card: what is found in time, late, missed, and which alarms nothing explains."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tepat.gladi.judging import Alarm, Verdict, explains, judge
from tepat.gladi.truth import Noticed, Trouble, Wanted

AT = datetime(2024, 11, 24, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
HARUAI, UPAU = "63.09.05", "63.09.10"


def _trouble(how: str = "alert", kind: str = "late_departure", role: str = "") -> Trouble:
    wanted = [Wanted(how, kind, HARUAI, AT, AT + HOUR, role)]
    explained = () if how in ("proof", "refusal") else (kind,)
    return Trouble("sopir", HARUAI, AT, AT + 3 * HOUR, explained, "sopir", wanted=wanted)


def _alarm(since: datetime = AT, kind: str = "late_departure", area: str = HARUAI) -> Alarm:
    return Alarm(1, kind, area, since, since + HOUR)


@pytest.mark.parametrize(
    ("alarms", "verdict"),
    [
        ([_alarm(AT + HOUR / 2)], Verdict.FOUND),
        ([_alarm(AT - HOUR / 2)], Verdict.FOUND),  # it stood open already, and says so now
        ([_alarm(AT + 2 * HOUR)], Verdict.LATE),
        ([], Verdict.MISSED),
        ([_alarm(area=UPAU)], Verdict.MISSED),
        ([_alarm(kind="late_arrival")], Verdict.MISSED),
        ([_alarm(AT - 5 * HOUR)], Verdict.MISSED),
    ],
)
def test_an_alert_counts_by_its_kind_place_and_time(alarms: list[Alarm], verdict: Verdict) -> None:
    [row] = judge([_trouble()], [], alarms, [], {}).rows
    assert row.verdict is verdict


def test_an_alert_of_the_whole_kabupaten_speaks_of_its_kecamatan() -> None:
    [row] = judge([_trouble()], [], [_alarm(area="63.09")], [], {}).rows
    assert row.verdict is Verdict.FOUND


def test_who_must_have_it_first_is_asked_for() -> None:
    right = judge([_trouble(role="warehouse")], [], [_alarm()], [], {})
    wrong = judge([_trouble(role="bpbd")], [], [_alarm()], [], {})
    assert right.rows[0].verdict is Verdict.FOUND
    assert wrong.rows[0].verdict is Verdict.OTHER_OWNER
    assert not wrong.passes


def test_an_incident_is_no_alert() -> None:
    trouble = _trouble("incident", "vehicle")
    alarm = _alarm(kind="vehicle")
    assert judge([trouble], [], [], [alarm], {}).rows[0].verdict is Verdict.FOUND
    assert judge([trouble], [], [], [], {}).rows[0].verdict is Verdict.MISSED


def test_an_incident_out_of_sums_that_nothing_explains_is_false_and_a_reported_one_is_not() -> None:
    summed, reported = _alarm(kind="ballots"), _alarm(kind="vehicle")
    assert judge([], [], [], [summed, reported], {}).false == [summed]
    assert judge([_trouble("incident", "ballots")], [], [], [summed], {}).false == []


def test_a_refused_scan_counts_where_somebody_was_refused() -> None:
    trouble = _trouble("refusal", "envelope")
    seen = Noticed("refusal", "envelope", HARUAI, AT)
    assert judge([trouble], [seen], [], [], {}).rows[0].verdict is Verdict.FOUND
    assert judge([trouble], [], [], [], {}).rows[0].verdict is Verdict.MISSED


def test_an_alarm_that_nothing_explains_is_false_and_few_of_them_do_not_fail_it() -> None:
    true = [Alarm(at, "late_departure", HARUAI, AT, None) for at in range(20)]
    false = _alarm(kind="late_departure", area=UPAU)

    judged = judge([_trouble()], [], [*true, false], [], {})
    assert judged.false == [false]
    assert judged.false_share == pytest.approx(100 / 21)
    assert judged.passes
    assert not judge([_trouble()], [], [true[0], false], [], {}).passes


def test_what_could_not_be_played_is_never_passed_over() -> None:
    judged = judge([], [], [], [], {"psu": "bagian hitung"})
    assert judged.rows == []
    assert judged.skipped == {"psu": "bagian hitung"}


@given(st.integers(-600, 600), st.integers(1, 600))
def test_an_alarm_without_any_moment_in_common_explains_nothing(start: int, length: int) -> None:
    since = AT + timedelta(minutes=start)
    alarm = Alarm(1, "late_departure", HARUAI, since, since + timedelta(minutes=length))
    trouble = _trouble()
    apart = alarm.until is not None and (
        alarm.until < AT - timedelta(minutes=10) or since > trouble.until + 2 * HOUR
    )
    assert explains(trouble, alarm) is not apart
