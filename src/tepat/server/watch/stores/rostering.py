"""The rosters of stores, and the shifts that were signed for."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tepat.core.move import events, judging
from tepat.core.move.standing import STOPS
from tepat.core.watch.stores.roster import TURN_BY_CODE, TURNS, Duty, Kept, Shift, state_of
from tepat.server.election.models import Scope
from tepat.server.log.models import Fact
from tepat.server.move.devices import queries as devices
from tepat.server.watch.models import GuardDuty, PostReport

Key = tuple[str, str, date, str]
"""Place, post, day and turn."""


def duties(scope: Scope, first: date, last: date, place: str = "") -> dict[Key, GuardDuty]:
    """Return the newest row of each turn from `first` to `last`: one query."""
    rows = GuardDuty.objects.filter(scope=scope, day__range=(first, last))
    if place:
        rows = rows.filter(place=place)
    found = {(row.place, row.post, row.day, row.turn): row for row in rows.order_by("pk")}
    return {key: row for key, row in found.items() if not row.is_off}


def expected_now(scope: Scope, now: datetime) -> dict[str, tuple[Shift, ...]]:
    """Return the turns of yesterday and today by store, as alerts ask for them: one query."""
    zone = ZoneInfo(scope.zone)
    today = now.astimezone(zone).date()
    found: defaultdict[str, set[Shift]] = defaultdict(set)
    for place, _, day, turn in duties(scope, today - timedelta(days=1), today):
        if turn in TURN_BY_CODE:
            found[place].add(TURN_BY_CODE[turn].window(day, zone))
    return {place: tuple(sorted(shifts)) for place, shifts in found.items()}


class Told(NamedTuple):
    """Turns of one place of which the desk was told: somebody came, or nobody did."""

    came: tuple[Shift, ...] = ()
    absent: tuple[Shift, ...] = ()


def told(scope: Scope, first: date, last: date) -> dict[str, Told]:
    """Return by place what the desk was told of turns, the newest word of each: one query."""
    zone = ZoneInfo(scope.zone)
    rows = PostReport.objects.filter(scope=scope, day__range=(first, last)).order_by("pk")
    newest = {(row.place, row.day, row.turn): row.is_present for row in rows}
    found: defaultdict[str, tuple[list[Shift], list[Shift]]] = defaultdict(lambda: ([], []))
    for (place, day, turn), is_present in newest.items():
        if turn in TURN_BY_CODE:
            found[place][0 if is_present else 1].append(TURN_BY_CODE[turn].window(day, zone))
    return {place: Told(tuple(came), tuple(absent)) for place, (came, absent) in found.items()}


class Signed(NamedTuple):
    """One shift that somebody signed for, or that a paper at the desk says."""

    place: str
    starts: datetime
    ends: datetime
    people: int
    guard: str
    fact: str
    is_paper: bool


def signed(scope: Scope, place: str = "") -> list[Signed]:
    """Return every shift that counts: one query, or up to five."""
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, kind=events.Guarded.KIND
    ).order_by("number")
    read = []
    for name, body in rows.values_list("id", "body"):
        fact = judging.parsed(bytes(body))
        if isinstance(fact, events.Guarded) and place in ("", fact.place):
            read.append((name, fact))
    if not read:
        return []
    registry = devices.registry(scope)
    return [
        Signed(
            fact.place, fact.starts, fact.ends, fact.count, fact.guard, name, not fact.assignment
        )
        for name, fact in read
        if not registry.standing(fact) & STOPS
    ]


class Cell(NamedTuple):
    """One turn of one day of one store, all posts together."""

    day: date
    turn: str
    kept: Kept
    planned: int
    came: int
    facts: tuple[str, ...]
    posts: int


def grid(
    scope: Scope,
    places: Iterable[str],
    days: Iterable[date],
    now: datetime,
    rows: dict[Key, GuardDuty],
    shifts: Iterable[Signed],
) -> dict[str, list[Cell]]:
    """Return the turns of each place, day by day: no query."""
    zone = ZoneInfo(scope.zone)
    by_place: defaultdict[str, list[Signed]] = defaultdict(list)
    for each in shifts:
        by_place[each.place].append(each)
    planned: defaultdict[tuple[str, date, str], list[GuardDuty]] = defaultdict(list)
    for (place, _, day, turn), row in rows.items():
        planned[place, day, turn].append(row)
    wanted = list(days)
    return {
        place: [
            _cell(planned[place, day, turn.code], by_place[place], day, turn.code, zone, now)
            for day in wanted
            for turn in TURNS
        ]
        for place in places
    }


def _cell(
    rows: list[GuardDuty], mine: list[Signed], day: date, turn: str, zone: ZoneInfo, now: datetime
) -> Cell:
    begin, end = window = TURN_BY_CODE[turn].window(day, zone)
    here = [each for each in mine if each.starts < end and each.ends > begin]
    count = sum(row.count for row in rows)
    kept = state_of(
        window,
        is_planned=bool(rows),
        count=count if all(row.count for row in rows) else 0,
        signed=[(each.starts, each.ends) for each in here],
        now=now,
    )
    came = max((each.people for each in here), default=0)
    return Cell(
        day, turn, kept, count, came, tuple(each.fact for each in here if each.fact), len(rows)
    )


def as_duty(row: GuardDuty) -> Duty:
    """Return a row as the core knows it: without a name."""
    return Duty(row.place, row.post, row.day, row.turn, row.count)
