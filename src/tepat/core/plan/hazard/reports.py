"""What a person on the ground says: a zone or a road is closed, or open again.

River, sea and tide are said in the same form, about the zone or the arc that boats use; a
boat stops there where its mode has no speed left in a flooded zone. Of several reports on
one day the newest stands. Closed counts as soon as any daylight of the day is touched, open
only where it is said to last until dark.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from tepat.core.plan.hazard.days import moment
from tepat.core.plan.hazard.scenarios import MOST_ZONES
from tepat.core.plan.hazard.sources import Contribution, combine
from tepat.core.plan.instance.source import Source
from tepat.core.plan.instance.values import Arc, Day, Instance, Status, Zone
from tepat.core.problems import Code, Problem


class About(StrEnum):
    """What was seen."""

    ROAD = "road"
    RIVER = "river"
    SEA = "sea"
    TIDE = "tide"


@dataclass(frozen=True, slots=True)
class Report:
    """One word of one person: `place` is the id of a zone or of an arc.

    It holds from `at` until `until`, or until the end of the day of `at`. `said` is when it
    was said, where that is another time: a tide is known days before.
    """

    place: str
    passable: bool
    by: str
    at: datetime
    until: datetime | None = None
    about: About = About.ROAD
    text: str = ""
    said: datetime | None = None

    @property
    def order(self) -> tuple[datetime, bool, str, str]:
        """Newest last; of two said at one moment the closing one is last."""
        return self.said or self.at, not self.passable, self.by, self.text


def fixed_days(report: Report, days: Sequence[Day], zone: str) -> tuple[int, ...]:
    """Return the days that `report` fixes.

    >>> from datetime import UTC, date, datetime
    >>> week = [Day("", date(2024, 11, day)) for day in (20, 21)]
    >>> nine = datetime(2024, 11, 20, 2, tzinfo=UTC)  # 09.00 in Jakarta
    >>> noon = datetime(2024, 11, 21, 5, tzinfo=UTC)
    >>> closed = Report("a", False, "PPK", nine, noon)
    >>> fixed_days(closed, week, "Asia/Jakarta")
    (0, 1)
    >>> fixed_days(replace(closed, passable=True), week, "Asia/Jakarta")
    (0,)
    """
    found = []
    for at, day in enumerate(days):
        dawn, dusk = (moment(day, minute, zone) for minute in day.light)
        until = report.until
        if until is None:
            if report.at.astimezone(ZoneInfo(zone)).date() == day.date and report.at < dusk:
                found.append(at)
        elif report.at < min(dusk, until) and (until >= dusk if report.passable else until > dawn):
            found.append(at)
    return tuple(found)


def contributions(instance: Instance, reports: Iterable[Report]) -> list[Contribution]:
    """Return what `reports` about zones fix; those about arcs are for `with_reports`."""
    zones = {zone.id for zone in instance.hazard.zones}
    newest: dict[tuple[str, int], Report] = {}
    for each in sorted(reports, key=lambda each: each.order):
        if each.place in zones:
            for day in fixed_days(each, instance.days, instance.zone):
                newest[each.place, day] = each
    return [
        Contribution("report", zone, day, _probability(each), _source(each))
        for (zone, day), each in newest.items()
    ]


def with_reports(
    instance: Instance, others: Iterable[Contribution], reports: Sequence[Report]
) -> Instance:
    """Return `instance` with all that is known: `others` from other sources, and `reports`.

    An arc that is reported by itself gets a zone that says so; on days without a word about
    it, it is as likely flooded as its old zone. Arcs of one old zone that are fixed alike
    share a new zone. Beyond `MOST_ZONES` a closed arc is closed for good, and one said to be
    open stays in its zone.
    """
    said = [*others, *contributions(instance, reports)]
    instance = replace(instance, hazard=combine(instance.hazard, said))
    old = {zone.id: zone for zone in instance.hazard.zones}
    words, groups = _words_by_arc(instance, reports), dict[_Key, list[Arc]]()
    for arc in instance.arcs:
        if arc.id in words:
            groups.setdefault(_key(arc, words[arc.id]), []).append(arc)
    changed, made = dict[str, Arc](), list[Zone]()
    for (zone, _), arcs in groups.items():
        if len(old) + len(made) >= MOST_ZONES:
            changed |= {arc.id: _closed(arc, words[arc.id]) for arc in arcs}
            continue
        taken = {*old, *(each.id for each in made)}
        made.append(_zone(old.get(zone), arcs, words, len(instance.days), taken))
        changed |= {arc.id: replace(arc, zone=made[-1].id) for arc in arcs}
    hazard = replace(instance.hazard, zones=(*instance.hazard.zones, *made))
    arcs_now = tuple(changed.get(arc.id, arc) for arc in instance.arcs)
    return replace(instance, arcs=arcs_now, hazard=hazard)


def problems_with(instance: Instance, reports: Iterable[Report]) -> list[Problem]:
    """Return the reports that name no place of the plan, or end before they start."""
    places = {zone.id for zone in instance.hazard.zones} | {arc.id for arc in instance.arcs}
    found = []
    for each in reports:
        facts = {"by": each.by or "?", "place": each.place}
        if each.place not in places:
            found.append(Problem(Code.REPORT_PLACE, facts))
        elif each.until is not None and each.until <= each.at:
            found.append(Problem(Code.REPORT_TIME, facts))
    return found


_Words = dict[int, Report]
"""The word that stands, by day."""
_Key = tuple[str, tuple[tuple[int, bool], ...]]


def _words_by_arc(instance: Instance, reports: Iterable[Report]) -> dict[str, _Words]:
    """Return the newest word of each day on each arc that is reported by itself."""
    by_place: defaultdict[str, list[Report]] = defaultdict(list)
    for each in reports:
        by_place[each.place].append(each)
    found = {}
    for arc in instance.arcs:
        if arc.id not in by_place:
            continue
        # A newer word about the whole zone is also about this arc.
        about = by_place[arc.id] + (by_place.get(arc.zone, []) if arc.zone else [])
        words: _Words = {}
        for each in sorted(about, key=lambda each: each.order):
            words |= dict.fromkeys(fixed_days(each, instance.days, instance.zone), each)
        if words:
            found[arc.id] = dict(sorted(words.items()))
    return found


def _key(arc: Arc, words: _Words) -> _Key:
    return arc.zone, tuple((day, each.passable) for day, each in words.items())


def _zone(
    old: Zone | None,
    arcs: Sequence[Arc],
    words: dict[str, _Words],
    days: int,
    taken: set[str],
) -> Zone:
    first = arcs[0].name or arcs[0].id
    name = ", ".join(filter(None, [old.name or old.id if old else "", first]))
    probability = list(old.probability) if old else [0.0] * days
    sources = [old.said_by(day) if old else Source(rough=False) for day in range(days)]
    for day in words[arcs[0].id]:
        newest = max((words[arc.id][day] for arc in arcs), key=lambda each: each.order)
        probability[day], sources[day] = _probability(newest), _source(newest)
    identity = f"laporan:{arcs[0].id}"
    while identity in taken:
        identity += "+"
    return Zone(identity, name, tuple(probability), sources[0], tuple(sources))


def _closed(arc: Arc, words: _Words) -> Arc:
    closing = [each for each in words.values() if not each.passable]
    if not closing:
        return arc
    last = max(closing, key=lambda each: each.order)
    return replace(arc, status=Status.CLOSED, comment=last.text, source=_source(last))


def _probability(report: Report) -> float:
    return 0.0 if report.passable else 1.0


def _source(report: Report) -> Source:
    when = (report.said or report.at).isoformat()
    return Source(report.by, when, rough=False, note=report.text)
