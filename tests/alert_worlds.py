"""Situations for tests of alerts: Kabupaten Contoh on a rainy day, and who sees what of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from tepat.core.watch.alerts.found import Found
from tepat.core.watch.alerts.lifecycle import Change, Standing, Step, advance
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.rules import alerts_of
from tepat.core.watch.alerts.situation import Load, Situation, Trouble

ZONE = "Asia/Makassar"
MORNING = datetime(2024, 11, 20, 0, 0, tzinfo=UTC)
"""Wednesday 08.00 in the kabupaten."""
HULU, HILIR = "99.01.01", "99.01.02"
LIMITS = Limits(ZONE, {})


def minutes(number: float) -> timedelta:
    return timedelta(minutes=number)


def situation(now: datetime = MORNING, **fields: object) -> Situation:
    return replace(Situation("99.01", ZONE, now), **fields)  # type: ignore[arg-type]


def load(code: str, kecamatan: str = HILIR, **fields: object) -> Load:
    made = Load(code, f"{kecamatan}:ppk", kecamatan, packages=10)
    return replace(made, **fields)  # type: ignore[arg-type]


def trouble(flag: str, package: str, kecamatan: str = HILIR, **fields: object) -> Trouble:
    made = Trouble(flag, package, f"{kecamatan}.2001-001", kecamatan, f"{kecamatan}:ppk", kecamatan)
    return replace(made, **fields)  # type: ignore[arg-type]


def found(now: Situation, limits: Limits = LIMITS) -> dict[str, Found]:
    return {each.key: each for each in alerts_of(now, limits)}


@dataclass
class Desk:
    """Keeps alerts as the server does, in memory."""

    limits: Limits = LIMITS
    rows: dict[str, Standing] = field(default_factory=dict)
    told: list[tuple[datetime, Step]] = field(default_factory=list)

    def look(self, now: datetime, causes: Iterable[Found]) -> list[Change]:
        """Compare with what is found now; return what changed, what merely lasts left out."""
        steps = list(advance(self.rows.values(), causes, now, self.limits))
        for step in steps:
            self._take(step, now)
        news = [step for step in steps if step.change is not Change.SEEN]
        self.told += [(now, step) for step in news]
        return [step.change for step in news]

    def acknowledge(self, key: str, now: datetime) -> None:
        row = self.rows[key]
        self.rows[key] = replace(row, acknowledged_at=now, acknowledged_count=row.count)

    def opened(self) -> Iterator[tuple[datetime, str]]:
        return ((at, step.key) for at, step in self.told if step.change is Change.OPENED)

    def _take(self, step: Step, now: datetime) -> None:
        row = self.rows.get(step.key)
        if step.change in (Change.OPENED, Change.HISTORY):
            assert step.found
            until = step.found.until if step.change is Change.HISTORY else None
            cause = step.found
            self.rows[step.key] = Standing(
                step.key,
                cause.kind,
                cause.since,
                step.begins or now,
                now,
                cause.count,
                settled_at=until,
            )
            return
        assert row
        if step.change is Change.SETTLED:
            self.rows[step.key] = replace(row, settled_at=now, acknowledged_at=None)
            return
        assert step.found
        row = replace(row, last_seen=now, count=step.found.count, level=step.level)
        if step.change is Change.REOPENED:
            row = replace(row, settled_at=None)
        if step.change in (Change.GREW, Change.LAPSED):
            row = replace(row, acknowledged_at=None)
        self.rows[step.key] = replace(row, begins=step.begins or row.begins)
