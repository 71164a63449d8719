"""What a weather alert does to a plan: it raises the zones under its polygon while in force.

An alert is matched by its polygon only. Names mislead: a kecamatan of one province has the
name of a kabupaten of another.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from tepat.core.plan.hazard.days import days_touched
from tepat.core.plan.hazard.rough_tables import RoughTables
from tepat.core.plan.hazard.sources import Contribution
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Day, Instance

Ring = tuple[tuple[float, float], ...]
"""Latitude and longitude of each corner, closed."""


class Message(StrEnum):
    """What a CAP message does; the other kinds carry no warning."""

    ALERT = "Alert"
    UPDATE = "Update"
    CANCEL = "Cancel"


@dataclass(frozen=True, slots=True)
class Reference:
    """The message that an update or a cancellation is about."""

    sender: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Warned:
    """One event of an alert: how bad, from when until when, and where."""

    event: str
    headline: str
    severity: str
    urgency: str
    certainty: str
    onset: datetime
    expires: datetime
    areas: tuple[Ring, ...]


@dataclass(frozen=True, slots=True)
class Alert:
    """One CAP message. `actual` is false for exercises, tests and drafts."""

    identifier: str
    sender: str
    sent: datetime
    message: Message
    actual: bool
    references: tuple[Reference, ...]
    warned: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class ListedAlert:
    """One line of a feed of alerts: where to read it."""

    identifier: str
    title: str
    link: str
    sent: datetime


def in_force(alerts: Iterable[Alert], now: datetime) -> list[Alert]:
    """Return the alerts that hold at `now`, oldest first, in whatever order they came.

    Exercises and expired events do not count; what an update or a cancellation of the
    same sender names is gone, even where the update itself has expired.
    """
    newest: dict[Reference, Alert] = {}
    for each in alerts:
        key = Reference(each.sender, each.identifier)
        if each.actual and (key not in newest or newest[key].sent < each.sent):
            newest[key] = each
    gone = {
        about
        for key, each in newest.items()
        if each.message is not Message.ALERT
        for about in each.references
        if about.sender == each.sender and about != key
    }
    return sorted(
        (
            each
            for key, each in newest.items()
            if key not in gone
            and each.message is not Message.CANCEL
            and any(event.expires > now for event in each.warned)
        ),
        key=lambda each: (each.sent, each.identifier),
    )


def state_of(alert: Alert, among: Iterable[Alert], now: datetime) -> str:
    """Return what becomes of one alert `among` others at `now`.

    It is `in_force`, still `ahead`, `expired`, `cancelled`, an `exercise`, or was only `read`
    because it takes back another.
    """
    if not alert.actual:
        return "exercise"
    if alert.message is Message.CANCEL:
        return "read"
    if any(each == alert for each in in_force(among, now)):
        ahead = all(event.onset > now for event in alert.warned)
        return "ahead" if ahead else "in_force"
    return "expired" if all(event.expires <= now for event in alert.warned) else "cancelled"


def zones_of(instance: Instance, arcs: Iterable[str]) -> tuple[str, ...]:
    """Return the zones of the arcs with these ids, in the order of the instance."""
    wanted = set(arcs)
    found = {arc.zone for arc in instance.arcs if arc.id in wanted}
    return tuple(zone.id for zone in instance.hazard.zones if zone.id in found)


def contributions(
    alerts: Sequence[Alert],
    zones: Mapping[tuple[str, int], Sequence[str]],
    days: Sequence[Day],
    zone: str,
    tables: RoughTables,
    now: datetime,
) -> list[Contribution]:
    """Return what alerts in force say about zones and days.

    `zones` holds the zones under each event, by identifier and index into `Alert.warned`;
    `zone` is the time zone of the plan.
    """
    found = []
    for alert in in_force(alerts, now):
        for at, event in enumerate(alert.warned):
            row = tables.alert(event.severity, event.urgency, event.certainty)
            if row is None or event.expires <= now or row.at_least <= 0:
                continue
            note = f"{event.headline or event.event} ({alert.identifier}); {row.source}"
            source = Source(alert.sender, alert.sent.isoformat(), row.rough, note)
            touched = days_touched(days, event.onset, event.expires, zone, row.days_after)
            found += [
                Contribution("alert", each, day, row.at_least, source)
                for each in zones.get((alert.identifier, at), ())
                for day in touched
            ]
    return found
