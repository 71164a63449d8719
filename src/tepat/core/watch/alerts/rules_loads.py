"""Loads: late to leave, late to arrive, on a road that closed, in a plan that changed."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime

from tepat.core.watch.alerts.found import Found, evidence_of, key_of
from tepat.core.watch.alerts.kinds import Kind
from tepat.core.watch.alerts.limits import Limits
from tepat.core.watch.alerts.situation import Load, Situation

Late = tuple[Load, datetime, datetime | None]
"""A load, when it should have left or arrived, and when it did."""


def late_departures(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert per kecamatan whose loads should have left; once left it is history."""
    late: list[Late] = []
    for load in now.loads:
        if load.departs_at is None:
            continue
        left = load.given_at or (load.departs_at if load.is_given else None)
        if (left or now.now) > load.departs_at + limits.span("departure"):
            late.append((load, load.departs_at, left))
    yield from _by_kecamatan(Kind.LATE_DEPARTURE, late)


def late_arrivals(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert per kecamatan to which loads are overdue.

    A load made by hand has no planned arrival: it is due `leg` after it left, a guess. Where
    its departure was heard of late, its arrival may be too: it has `grace` first.
    """
    late: list[Late] = []
    for load in now.loads:
        if not load.is_given or (load.is_received and load.received_at is None):
            continue
        if load.given_seen and now.now - load.given_seen < limits.span("grace"):
            continue
        due = due_at(load, limits)
        if due and (load.received_at or now.now) > due + limits.span("arrival"):
            late.append((load, due, load.received_at if load.is_received else None))
    yield from _by_kecamatan(Kind.LATE_ARRIVAL, late)


def due_at(load: Load, limits: Limits) -> datetime | None:
    """Return when `load` should arrive: as planned, but no sooner than it can drive."""
    left = load.given_at or load.departs_at
    if load.arrives_at and load.departs_at and load.given_at:
        return max(load.arrives_at, load.arrives_at - load.departs_at + load.given_at)
    return load.arrives_at or (left + limits.span("leg") if left else None)


def closed_roads(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert per closed road that loads on their way are on."""
    for closure in now.closures:
        if closure.since > now.now:
            continue
        on_it = [
            load
            for load in now.loads
            if load.is_given and not load.is_received and load.arcs & closure.arcs
        ]
        if not on_it:
            continue
        first = min(on_it, key=lambda load: load.code)
        yield Found(
            Kind.ROAD_CLOSED,
            key_of(Kind.ROAD_CLOSED, closure.name),
            _common(now, (load.kecamatan for load in on_it)),
            closure.since,
            count=len(on_it),
            evidence=evidence_of("shipment", (load.code for load in on_it)),
            params={
                "road": closure.name,
                "by": closure.by or "?",
                "load": first.code,
                "place": first.destination,
                "count": len(on_it),
            },
        )


def plans_changed(now: Situation, limits: Limits) -> Iterator[Found]:
    """Yield one alert per plan that replaced another while loads of the old one stood ready."""
    for each in now.publications:
        if not each.loads:
            continue
        ends = each.at + limits.span("plan_told")
        yield Found(
            Kind.PLAN_CHANGED,
            key_of(Kind.PLAN_CHANGED, each.occasion, str(each.number)),
            now.kabupaten,
            each.at,
            until=ends if ends <= now.now else None,
            count=each.loads,
            evidence=evidence_of("plan", [str(each.number)]),
            params={"number": each.number, "old": each.old, "count": each.loads},
        )


def _by_kecamatan(kind: Kind, late: Iterable[Late]) -> Iterator[Found]:
    groups: defaultdict[str, list[Late]] = defaultdict(list)
    for each in late:
        groups[each[0].kecamatan].append(each)
    for kecamatan, all_late in sorted(groups.items()):
        still = [each for each in all_late if each[2] is None]
        rows = sorted(still or all_late, key=lambda each: (each[1], each[0].code))
        first, due, _ = rows[0]
        yield Found(
            kind,
            key_of(kind, kecamatan),
            kecamatan,
            due,
            until=None if still else max(end for _, _, end in rows if end),
            count=len(rows),
            evidence=evidence_of("shipment", (load.code for load, _, _ in rows)),
            params={
                "load": first.code,
                "place": first.destination,
                "due_at": due.isoformat(),
                "count": len(rows),
                "packages": sum(load.packages for load, _, _ in rows),
                "rough": int(kind is Kind.LATE_ARRIVAL and first.arrives_at is None),
            },
        )


def _common(now: Situation, areas: Iterable[str]) -> str:
    known = set(areas)
    return known.pop() if len(known) == 1 else now.kabupaten


LOADS: tuple[Callable[[Situation, Limits], Iterator[Found]], ...] = (
    late_departures,
    late_arrivals,
    closed_roads,
    plans_changed,
)
