"""Floods of the past, hour by hour: how often ground floods, and which roads closed when.

A day counts as flooded where any of its hours was. With k flooded days among n observed
ones the probability is (k + 1) / (n + 2), Laplace's rule of succession: ground that never
flooded in three days is not safe for ever. Archives are mostly kept of floods, so it is
the chance of a day in such weather, and always rough.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from tepat.core.plan.hazard.sources import Contribution
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Zone

DEEP: Final = 2
"""The least state that counts as flooded: from 10 cm. 1 is water of unknown depth."""
MOST_OF_A_DAY: Final = 12
"""Hours that must have been observed for a day to count."""


@dataclass(frozen=True, slots=True)
class FloodRecord:
    """One piece of ground: its state at each hour at which it had one, oldest first."""

    id: str
    name: str
    states: tuple[tuple[datetime, int], ...]

    def flooded_hours(self, least: int = DEEP) -> tuple[datetime, ...]:
        return tuple(hour for hour, state in self.states if state >= least)


@dataclass(frozen=True, slots=True)
class Frequency:
    """How often ground was flooded."""

    flooded: int
    observed: int

    @property
    def probability(self) -> float:
        """Return Laplace's estimate.

        >>> Frequency(0, 3).probability, Frequency(3, 3).probability
        (0.2, 0.8)
        """
        return (self.flooded + 1) / (self.observed + 2)


@dataclass(frozen=True, slots=True)
class Change:
    """Roads that closed and opened at one hour, by id and in order."""

    hour: datetime
    closed: tuple[str, ...]
    opened: tuple[str, ...]


def hours_of(records: Iterable[FloodRecord]) -> tuple[datetime, ...]:
    """Return every hour at which anything was observed, oldest first."""
    return tuple(sorted({hour for record in records for hour, _ in record.states}))


def observed_days(hours: Iterable[datetime], needed: int = MOST_OF_A_DAY) -> tuple[date, ...]:
    """Return the days on which at least `needed` of these hours lie."""
    counts = Counter(hour.date() for hour in hours)
    return tuple(sorted(day for day, count in counts.items() if count >= needed))


def frequency(record: FloodRecord, days: Sequence[date], least: int = DEEP) -> Frequency:
    """Return on how many of the observed `days` the ground was flooded."""
    flooded = {hour.date() for hour in record.flooded_hours(least)}
    return Frequency(sum(day in flooded for day in days), len(days))


def merged(records: Iterable[FloodRecord], key: Callable[[str], str]) -> list[FloodRecord]:
    """Return one record for all ground with an equal `key` of its id: as wet as its wettest."""
    grouped: dict[str, dict[datetime, int]] = {}
    for record in records:
        states = grouped.setdefault(key(record.id), {})
        for hour, state in record.states:
            states[hour] = max(state, states.get(hour, state))
    return [
        FloodRecord(name, name, tuple(sorted(states.items())))
        for name, states in sorted(grouped.items())
    ]


def zones(
    records: Sequence[FloodRecord], source: Source, days: int, observed: Sequence[date]
) -> tuple[Zone, ...]:
    """Return a zone for each record, with the same probability on every day of the plan."""
    found = []
    for record in records:
        seen = frequency(record, observed)
        chance = (seen.probability,) * days
        found.append(Zone(record.id, record.name, chance, _source(source, seen)))
    return tuple(found)


def contributions(
    records: Iterable[FloodRecord],
    zone_of: Mapping[str, str],
    source: Source,
    days: int,
    observed: Sequence[date],
) -> list[Contribution]:
    """Return what the past says about zones that are there; `zone_of` is by id of a record."""
    found = []
    for record in records:
        if record.id in zone_of:
            seen = frequency(record, observed)
            said = _source(source, seen)
            found += [
                Contribution("history", zone_of[record.id], day, seen.probability, said)
                for day in range(days)
            ]
    return found


def closed_by_hour(
    records: Iterable[FloodRecord],
    arcs: Mapping[str, Sequence[str]],
    hours: Sequence[datetime],
    least: int = DEEP,
) -> list[tuple[datetime, tuple[str, ...]]]:
    """Return the arcs under water at each of `hours`; `arcs` are those of each record."""
    under: dict[datetime, set[str]] = {hour: set() for hour in hours}
    for record in records:
        for hour in record.flooded_hours(least):
            if hour in under:
                under[hour].update(arcs.get(record.id, ()))
    return [(hour, tuple(sorted(under[hour]))) for hour in hours]


def changes(states: Iterable[tuple[datetime, tuple[str, ...]]]) -> list[Change]:
    """Return what closes and opens from hour to hour; before the first hour all is open.

    >>> from datetime import datetime
    >>> nine, ten = (datetime(2024, 11, 20, hour) for hour in (9, 10))
    >>> [(each.closed, each.opened) for each in changes([(nine, ("a",)), (ten, ("b",))])]
    [(('a',), ()), (('b',), ('a',))]
    """
    found = []
    before: set[str] = set()
    for hour, arcs in states:
        now = set(arcs)
        if now != before:
            found.append(Change(hour, tuple(sorted(now - before)), tuple(sorted(before - now))))
        before = now
    return found


def _source(source: Source, seen: Frequency) -> Source:
    note = f"banjir {seen.flooded} dari {seen.observed} hari yang diamati"
    return Source(source.by, source.at, True, "; ".join(filter(None, [source.note, note])))
