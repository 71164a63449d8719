"""What becomes of an alert: opened once, passed on by its clock, never by a clock that jumps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from tepat.core.watch.alerts.found import Found
from tepat.core.watch.alerts.kinds import ALERT_BY_KIND, Kind
from tepat.core.watch.alerts.lifecycle import Change
from tepat.core.watch.alerts.limits import Limits
from tests.alert_worlds import HILIR, MORNING, ZONE, Desk, minutes

SEALS = Found(Kind.SEAL_DIFFERS, f"seal_differs:{HILIR}", HILIR, MORNING, count=2)
OWED = Found(Kind.SUPPLIER, "supplier:CV Contoh", "99.01", MORNING)
NIGHT = datetime(2024, 11, 20, 15, 30, tzinfo=UTC)


def test_one_cause_is_opened_once_and_settled_when_it_is_gone() -> None:
    desk = Desk()
    assert desk.look(MORNING, [SEALS]) == [Change.OPENED]
    assert desk.look(MORNING + minutes(1), [SEALS]) == []
    assert desk.look(MORNING + minutes(2), []) == [Change.SETTLED]
    assert desk.look(MORNING + minutes(3), []) == []


def test_what_comes_back_soon_is_the_same_alert() -> None:
    desk = Desk()
    desk.look(MORNING, [SEALS])
    desk.look(MORNING + minutes(5), [])
    assert desk.look(MORNING + minutes(30), [SEALS]) == [Change.REOPENED]
    desk.look(MORNING + minutes(31), [])
    assert desk.look(MORNING + minutes(120), [SEALS]) == [Change.OPENED]


def test_unacknowledged_it_rises_one_rung_after_its_clock_and_stays_at_the_last() -> None:
    desk = Desk()
    desk.look(MORNING, [SEALS])
    assert desk.look(MORNING + minutes(59), [SEALS]) == []
    assert desk.look(MORNING + minutes(60), [SEALS]) == [Change.ROSE]
    assert ALERT_BY_KIND[Kind.SEAL_DIFFERS].holder(desk.rows[SEALS.key].level, HILIR).name == "kpu"
    assert desk.look(MORNING + minutes(119), [SEALS]) == []
    assert desk.look(MORNING + minutes(120), [SEALS]) == [Change.ROSE]
    assert desk.look(MORNING + timedelta(days=2), [SEALS]) == []
    assert desk.rows[SEALS.key].level == 2


def test_taken_it_does_not_rise_until_that_lapses() -> None:
    desk = Desk()
    desk.look(MORNING, [SEALS])
    desk.acknowledge(SEALS.key, MORNING + minutes(10))
    assert desk.look(MORNING + minutes(200), [SEALS]) == []
    assert desk.look(MORNING + minutes(250), [SEALS]) == [Change.LAPSED]
    assert desk.look(MORNING + minutes(310), [SEALS]) == [Change.ROSE]


def test_more_boxes_than_were_taken_call_again() -> None:
    desk = Desk()
    desk.look(MORNING, [SEALS])
    desk.acknowledge(SEALS.key, MORNING)
    more = Found(SEALS.kind, SEALS.key, HILIR, MORNING, count=5)
    assert desk.look(MORNING + minutes(5), [more]) == [Change.GREW]
    assert desk.rows[SEALS.key].acknowledged_at is None


def test_quiet_hours_hold_back_what_is_not_urgent() -> None:
    desk = Desk()
    desk.look(NIGHT, [SEALS, OWED])
    assert desk.rows[SEALS.key].begins == NIGHT
    morning = datetime(2024, 11, 20, 21, 0, tzinfo=UTC)  # 05.00
    assert desk.rows[OWED.key].begins == morning
    assert desk.look(morning + timedelta(hours=7, minutes=59), [OWED]) == [Change.SETTLED]
    assert desk.look(morning + timedelta(hours=8), [OWED]) == [Change.ROSE]


def test_quiet_hours_also_stop_the_clock_of_what_was_open_before() -> None:
    desk = Desk(Limits(ZONE, {"step_supplier": 60}))
    evening = NIGHT - minutes(120)  # 21.30
    desk.look(evening, [OWED])
    assert desk.look(NIGHT, [OWED]) == []
    assert desk.look(datetime(2024, 11, 20, 21, 1, tzinfo=UTC), [OWED]) == [Change.ROSE]


def test_what_is_over_is_history_once_and_calls_nobody() -> None:
    past = Found(
        Kind.LATE_DEPARTURE,
        f"late_departure:{HILIR}",
        HILIR,
        MORNING - timedelta(days=3),
        until=MORNING - timedelta(days=2),
    )
    desk = Desk()
    assert desk.look(MORNING, [past]) == [Change.HISTORY]
    assert desk.look(MORNING + minutes(1), [past]) == []
    ancient = Found(
        past.kind, "late_departure:x", "x", past.since, until=MORNING - timedelta(days=30)
    )
    assert desk.look(MORNING, [ancient]) == []


def test_what_calls_and_then_turns_out_to_be_over_is_settled() -> None:
    key = f"late_departure:{HILIR}"
    late = Found(Kind.LATE_DEPARTURE, key, HILIR, MORNING)
    over = Found(Kind.LATE_DEPARTURE, key, HILIR, MORNING, until=MORNING + minutes(40))
    desk = Desk()
    desk.look(MORNING + minutes(31), [late])
    assert desk.look(MORNING + minutes(90), [over]) == [Change.SETTLED]
    assert desk.look(MORNING + minutes(91), [over]) == []


def test_a_clock_that_runs_back_settles_and_raises_nothing() -> None:
    desk = Desk()
    desk.look(MORNING, [SEALS, OWED])
    assert desk.look(MORNING - timedelta(days=1), [SEALS]) == []
    assert desk.rows[OWED.key].settled_at is None
    assert desk.look(MORNING + minutes(5), [SEALS]) == [Change.SETTLED]


def test_a_clock_that_jumps_ahead_raises_one_rung() -> None:
    desk = Desk()
    desk.look(MORNING, [SEALS])
    desk.look(MORNING + timedelta(days=30), [SEALS])
    assert desk.rows[SEALS.key].level == 1


def test_a_notice_that_somebody_read_stays_settled() -> None:
    told = Found(Kind.PLAN_CHANGED, "plan_changed::3", "99.01", MORNING)
    desk = Desk()
    desk.look(MORNING, [told])
    row = desk.rows[told.key]
    desk.rows[told.key] = replace(row, settled_at=MORNING + minutes(3))
    assert desk.look(MORNING + minutes(4), [told]) == []
