"""Limits of the alerts as data: defaults that a kabupaten may change, and its quiet hours.

No regulation says any of these numbers. Each default is a guess and is shown as one until
an office has set its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from tepat.core.watch.alerts.kinds import ALERTS, Alert

MINUTES_A_DAY: Final = 1440


@dataclass(frozen=True, slots=True)
class Limit:
    """One number: what it is when nobody set it, and between which bounds it may lie."""

    default: int
    unit: str
    """`minutes`, `days` or `clock` (minutes after midnight)."""
    least: int = 0
    most: int = 10_080


STEP: Final = "step_"
"""Before the name of a kind: minutes that each rung of its ladder has."""

LIMITS: Final[Mapping[str, Limit]] = {
    "departure": Limit(30, "minutes"),
    "arrival": Limit(30, "minutes"),
    "leg": Limit(240, "minutes"),
    "half": Limit(60, "minutes"),
    "grace": Limit(15, "minutes"),
    "silent": Limit(120, "minutes"),
    "witness": Limit(60, "minutes"),
    "witness_window": Limit(720, "minutes"),
    "quarantine": Limit(30, "minutes"),
    "inspection": Limit(14, "days", least=1, most=365),
    "balance": Limit(3, "days", most=60),
    "margin": Limit(30, "minutes"),
    "plan_told": Limit(1440, "minutes"),
    "question": Limit(60, "minutes", least=5),
    "meeting_told": Limit(14, "days", least=1, most=60),
    "opening": Limit(30, "minutes"),
    "flap": Limit(45, "minutes"),
    "taken": Limit(240, "minutes", least=10),
    "quiet_from": Limit(22 * 60, "clock", most=MINUTES_A_DAY - 1),
    "quiet_until": Limit(5 * 60, "clock", most=MINUTES_A_DAY - 1),
    **{STEP + each.kind.value: Limit(each.minutes, "minutes", least=5) for each in ALERTS},
}


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one scope. `zone` is the time zone of the kabupaten."""

    zone: str
    own: Mapping[str, int]
    """What the office set; the rest is as `LIMITS` guesses."""

    def __getitem__(self, name: str) -> int:
        return self.own.get(name, LIMITS[name].default)

    def span(self, name: str) -> timedelta:
        """Return a limit as a time, by its unit."""
        value = self[name]
        return timedelta(days=value) if LIMITS[name].unit == "days" else timedelta(minutes=value)

    def step(self, alert: Alert) -> timedelta:
        """Return how long one rung has `alert` before the next gets it."""
        return self.span(STEP + alert.kind.value)

    def held_until(self, alert: Alert, now: datetime) -> datetime | None:
        """Return until when quiet hours hold `alert` back, None where they do not.

        >>> from datetime import UTC
        >>> from tepat.core.watch.alerts.kinds import ALERT_BY_KIND, Kind
        >>> limits = Limits("Asia/Makassar", {})
        >>> night = datetime(2024, 11, 20, 15, 30, tzinfo=UTC)  # 23.30 WITA
        >>> limits.held_until(ALERT_BY_KIND[Kind.SUPPLIER], night).isoformat()
        '2024-11-20T21:00:00+00:00'
        >>> limits.held_until(ALERT_BY_KIND[Kind.HAZARD], night) is None
        True
        """
        return None if alert.urgent else self.quiet_until(now)

    def quiet_until(self, now: datetime) -> datetime | None:
        """Return when the quiet hours around `now` end, None outside of them."""
        begin, end = self["quiet_from"], self["quiet_until"]
        if begin == end:
            return None
        local = now.astimezone(ZoneInfo(self.zone))
        minute = local.hour * 60 + local.minute
        is_quiet = begin <= minute < end if begin < end else minute >= begin or minute < end
        if not is_quiet:
            return None
        day = local.date() + timedelta(days=minute >= end)
        until = datetime.combine(day, time(end // 60, end % 60), ZoneInfo(self.zone))
        return until.astimezone(now.tzinfo)

    def this_quiet(self, now: datetime) -> tuple[datetime, datetime] | None:
        """Return the quiet hours around `now`, None outside of them."""
        end = self.quiet_until(now)
        if end is None:
            return None
        length = timedelta(minutes=(self["quiet_until"] - self["quiet_from"]) % MINUTES_A_DAY)
        return end - length, end

    def last_quiet(self, now: datetime) -> tuple[datetime, datetime] | None:
        """Return the last quiet hours that are over: nobody is expected to be heard in them."""
        begin, end = self["quiet_from"], self["quiet_until"]
        if begin == end:
            return None
        local = now.astimezone(ZoneInfo(self.zone))
        day = local.date() - timedelta(days=local.hour * 60 + local.minute < end)
        ended = datetime.combine(day, time(end // 60, end % 60), ZoneInfo(self.zone))
        length = timedelta(minutes=(end - begin) % MINUTES_A_DAY)
        return (ended - length).astimezone(now.tzinfo), ended.astimezone(now.tzinfo)
