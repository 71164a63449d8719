"""Alerts raise the zones under them while they hold, and no longer."""

from dataclasses import replace
from datetime import datetime, timedelta, timezone
from itertools import permutations

from tepat.core.plan.hazard.alerts import (
    Alert,
    Message,
    Reference,
    Warned,
    contributions,
    in_force,
    zones_of,
)
from tests.core.plan.hazard.grounds import DAYS, ground, tables

WIB = timezone(timedelta(hours=7))
SENT = datetime(2024, 11, 20, 22, tzinfo=WIB)
NOW = SENT + timedelta(minutes=5)
RAIN = Warned(
    "Hujan Lebat",
    "Hujan lebat di Contoh",
    "Moderate",
    "Immediate",
    "Observed",
    SENT,
    datetime(2024, 11, 21, 1, tzinfo=WIB),
    (),
)


def alert(
    identifier: str = "1",
    *,
    minutes: int = 0,
    message: Message = Message.ALERT,
    about: tuple[str, ...] = (),
    sender: str = "bmkg",
    actual: bool = True,
    warned: tuple[Warned, ...] = (RAIN,),
) -> Alert:
    references = tuple(Reference(sender, each) for each in about)
    sent = SENT + timedelta(minutes=minutes)
    return Alert(identifier, sender, sent, message, actual, references, warned)


def ids(*alerts: Alert, now: datetime = NOW) -> list[str]:
    found = {
        tuple(each.identifier for each in in_force(order, now)) for order in permutations(alerts)
    }
    assert len(found) == 1, "the order in which they came must not matter"
    return list(found.pop())


def raised(*alerts: Alert, now: datetime = NOW, zone: str = "Asia/Jakarta") -> dict[int, float]:
    under = {(each.identifier, 0): ("low",) for each in alerts}
    said = contributions(alerts, under, DAYS, zone, tables(), now)
    assert {each.zone for each in said} <= {"low"}
    return {each.day: each.probability for each in said}


def test_an_alert_holds_until_it_expires() -> None:
    assert ids(alert(), now=RAIN.expires - timedelta(seconds=1)) == ["1"]
    assert ids(alert(), now=RAIN.expires) == []


def test_exercises_and_tests_warn_nobody() -> None:
    assert ids(alert(actual=False)) == []
    assert ids(alert(), alert("2", message=Message.CANCEL, about=("1",), actual=False)) == ["1"]


def test_a_cancelled_alert_is_gone_whichever_came_first() -> None:
    assert ids(alert(), alert("2", message=Message.CANCEL, about=("1",))) == []


def test_an_update_takes_the_place_of_what_it_names_and_of_nothing_else() -> None:
    update = alert("2", minutes=10, message=Message.UPDATE, about=("1",))

    assert ids(alert(), alert("3"), update) == ["3", "2"]


def test_an_update_that_has_expired_still_took_its_alert_away() -> None:
    short = replace(RAIN, expires=SENT + timedelta(minutes=1))
    update = alert("2", message=Message.UPDATE, about=("1",), warned=(short,))

    assert ids(alert(), update) == []


def test_nobody_takes_back_the_alert_of_somebody_else() -> None:
    stranger = replace(
        alert("2", message=Message.CANCEL, sender="stranger"), references=(Reference("bmkg", "1"),)
    )
    assert ids(alert(), stranger) == ["1"]


def test_an_alert_that_names_itself_stays() -> None:
    assert ids(alert("1", message=Message.UPDATE, about=("1",))) == ["1"]


def test_an_alert_raises_the_days_it_touches_and_those_until_the_water_falls() -> None:
    """From 22.00 to 01.00: both days, and one more by the table."""
    assert raised(alert()) == {0: 0.3, 1: 0.3, 2: 0.3}


def test_the_zone_of_time_decides_which_day_it_is() -> None:
    evening = replace(RAIN, expires=datetime(2024, 11, 20, 23, tzinfo=WIB))

    assert raised(alert(warned=(evening,))) == {0: 0.3, 1: 0.3}
    assert raised(alert(warned=(evening,)), zone="Asia/Jayapura") == {1: 0.3, 2: 0.3}


def test_a_worse_alert_raises_more_and_one_that_is_past_nothing() -> None:
    def of(
        severity: str, urgency: str = "Immediate", certainty: str = "Likely"
    ) -> dict[int, float]:
        said = replace(RAIN, severity=severity, urgency=urgency, certainty=certainty)
        return raised(alert(warned=(said,)))

    assert of("Minor")[0] < of("Moderate")[0] < of("Severe")[0] < of("Extreme")[0]
    assert of("Severe", certainty="Observed")[0] > of("Severe")[0]
    assert of("Extreme", urgency="Past") == of("Extreme", certainty="Unlikely") == {}


def test_who_warned_and_that_it_is_rough_travel_along() -> None:
    [first, *_] = contributions(
        [alert()], {("1", 0): ("low", "high")}, DAYS, "Asia/Jakarta", tables(), NOW
    )
    assert (first.source.by, first.source.rough) == ("bmkg", True)
    assert first.source.at == SENT.isoformat()
    assert "Hujan lebat di Contoh (1)" in first.source.note


def test_expired_alerts_raise_nothing() -> None:
    assert raised(alert(), now=RAIN.expires) == {}


def test_an_event_that_is_over_raises_nothing_beside_one_that_is_not() -> None:
    over = replace(RAIN, expires=SENT + timedelta(minutes=1), severity="Extreme")

    assert raised(alert(warned=(over, RAIN))) == {}
    assert raised(alert(warned=(RAIN, over))) == {0: 0.3, 1: 0.3, 2: 0.3}


def test_zones_are_those_of_the_arcs() -> None:
    assert zones_of(ground(), ["c-d", "b-c", "d-e"]) == ("low", "high")
    assert zones_of(ground(), ["d-e"]) == ()
