"""Compare what happened with what was noticed: found, late, missed, and false alarms.

An alert is false when nothing that was injected or that the field brought explains it by its
kind, place and time; so is an incident that the desk opened out of sums.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from tepat.core.election.regions import is_in
from tepat.core.watch.alerts.kinds import ALERT_BY_KIND, Kind
from tepat.gladi.truth import Noticed, Trouble, Wanted

BEFORE: Final = timedelta(minutes=10)
AFTER: Final = timedelta(hours=2)
"""So long around a trouble an alert still speaks of it: people look every half hour."""
SUMMED: Final = frozenset({"ballots"})
"""Incidents that nobody reports: the desk opens them out of sums, so they may be false too."""


class Verdict(StrEnum):
    """What became of one thing that had to be noticed."""

    FOUND = "terdeteksi"
    LATE = "terlambat"
    MISSED = "tidak terdeteksi"
    OTHER_OWNER = "pemilik lain"


@dataclass(frozen=True)
class Alarm:
    """One alert or incident that the product raised. `until` is None while it is open."""

    id: int
    kind: str
    area: str
    since: datetime
    until: datetime | None
    taken: datetime | None = None
    level: int = 0
    """How far it rose before somebody took it."""

    def overlaps(self, since: datetime, until: datetime) -> bool:
        """Tell whether it was there at some moment of a span."""
        return self.since <= until and (self.until is None or self.until >= since)


@dataclass(frozen=True)
class Row:
    """One thing that had to be noticed, and when it was."""

    scenario: str
    wanted: Wanted
    verdict: Verdict
    at: datetime | None = None
    alarm: Alarm | None = None

    @property
    def minutes(self) -> int | None:
        """How long it took."""
        return int((self.at - self.wanted.since) / timedelta(minutes=1)) if self.at else None


@dataclass(frozen=True)
class Judged:
    """What the report card says of one rehearsal."""

    rows: Sequence[Row]
    alerts: int
    urgent: int
    taken: int = 0
    """Alerts that somebody took."""
    rose: int = 0
    """Alerts that went to a higher level, because nobody had."""
    closed: int = 0
    false: Sequence[Alarm] = ()
    skipped: Mapping[str, str] = field(default_factory=dict)

    @property
    def false_share(self) -> float:
        """The share of false alerts, in per cent; 0 where there were none at all."""
        most = max(self.alerts, len(self.false))
        return 100 * len(self.false) / most if most else 0.0

    @property
    def passes(self) -> bool:
        """Whether everything was noticed in time by whom it should be, with few false alarms."""
        return self.false_share < 5 and all(row.verdict is Verdict.FOUND for row in self.rows)

    def count(self, verdict: Verdict) -> int:
        """Return how many rows have a verdict."""
        return sum(row.verdict is verdict for row in self.rows)


def alerts_of(rows: Iterable[Mapping[str, Any]], taken: Mapping[int, datetime]) -> list[Alarm]:
    """Return the alerts of the reading call; `taken`: when somebody first took one, by its id."""
    return [
        Alarm(
            row["id"],
            row["kind"],
            row["area"],
            _at(row["opened_at"]),
            _end(row["closed_at"]),
            taken.get(row["id"]) or _end(row["taken_at"]),
            row["level"],
        )
        for row in rows
    ]


def incidents_of(rows: Iterable[Mapping[str, Any]]) -> list[Alarm]:
    """Return the incidents of the reading call."""
    return [
        Alarm(row["number"], row["kind"], row["area"], _at(row["opened_at"]), None) for row in rows
    ]


def judge(
    troubles: Sequence[Trouble],
    noticed: Sequence[Noticed],
    alerts: Sequence[Alarm],
    incidents: Sequence[Alarm],
    skipped: Mapping[str, str],
) -> Judged:
    """Return the verdict on one rehearsal."""
    rows = [
        _row(trouble, wanted, noticed, alerts, incidents)
        for trouble in troubles
        for wanted in trouble.wanted
    ]
    summed = [each for each in incidents if each.kind in SUMMED]
    return Judged(
        rows,
        len(alerts),
        sum(ALERT_BY_KIND[Kind(each.kind)].urgent for each in alerts),
        sum(each.taken is not None for each in alerts),
        sum(each.level > 0 for each in alerts),
        sum(each.until is not None for each in alerts),
        [
            each
            for each in (*alerts, *summed)
            if not any(explains(trouble, each) for trouble in troubles)
        ],
        skipped,
    )


def explains(trouble: Trouble, alarm: Alarm) -> bool:
    """Tell whether an alarm says the truth about a trouble: its kind, place and time."""
    return (
        alarm.kind in trouble.explains
        and _near(trouble.area, alarm.area)
        and alarm.overlaps(trouble.since - BEFORE, trouble.until + AFTER)
    )


def _row(
    trouble: Trouble,
    wanted: Wanted,
    noticed: Sequence[Noticed],
    alerts: Sequence[Alarm],
    incidents: Sequence[Alarm],
) -> Row:
    if wanted.how in ("refusal", "proof"):
        times = [
            each.at
            for each in noticed
            if (each.how, each.kind) == (wanted.how, wanted.kind) and _near(wanted.area, each.area)
        ]
        return _in_time(trouble, wanted, min(times, default=None))
    of_kind = [
        each
        for each in (alerts if wanted.how == "alert" else incidents)
        if each.kind == wanted.kind
        and _near(wanted.area, each.area)
        and each.overlaps(wanted.since, trouble.until + AFTER)
    ]
    first = min(of_kind, key=lambda each: each.since, default=None)
    row = _in_time(trouble, wanted, max(first.since, wanted.since) if first else None)
    if first and wanted.role and row.verdict is Verdict.FOUND:
        owner = ALERT_BY_KIND[Kind(first.kind)].holder(0, first.area)
        if owner.name != wanted.role:
            return Row(row.scenario, wanted, Verdict.OTHER_OWNER, row.at, first)
    return replace(row, alarm=first)


def _in_time(trouble: Trouble, wanted: Wanted, at: datetime | None) -> Row:
    if at is None:
        return Row(trouble.scenario, wanted, Verdict.MISSED)
    verdict = Verdict.FOUND if at <= wanted.until else Verdict.LATE
    return Row(trouble.scenario, wanted, verdict, at)


def _near(one: str, other: str) -> bool:
    first, second = one.partition(":")[0], other.partition(":")[0]
    return is_in(first, second) or is_in(second, first)


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _end(text: str | None) -> datetime | None:
    return _at(text) if text else None
