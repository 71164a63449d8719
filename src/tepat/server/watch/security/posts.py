"""Guard posts with their turns: one roster for stores and for every other guarded place.

A turn is kept by a guard's own signature (`guarded`), or by what the desk was told; both are
shown apart. The roster is `GuardDuty`, the same rows that the page of the stores reads.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext

from tepat.core.election.regions import is_in
from tepat.core.move import events, judging
from tepat.core.move.standing import STOPS
from tepat.core.problems import Code, refuse
from tepat.core.watch.security.sight import Sight
from tepat.core.watch.stores.roster import GRACE, TURN_BY_CODE, TURNS, Kept, Shift, state_of
from tepat.server import typed
from tepat.server.election.models import Region, Scope
from tepat.server.log import for_folds
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Place
from tepat.server.watch.models import GuardDuty, PostReport, SecurityPost
from tepat.server.watch.security.services import line

DAYS: Final = 7
BEHIND: Final = 3
"""Days of the roster before today; the others are today and after."""
MAIN_POST: Final = "utama"
MOST_GUARDS: Final = 99
MOST_DAYS: Final = 31
TurnKey = tuple[str, date, str]


@dataclass(frozen=True, slots=True)
class Gap:
    """One turn of now that nobody came to."""

    code: str
    name: str
    area: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Cell:
    """One turn of one post. `evidence`: signed, told, or nothing."""

    day: date
    turn: str
    state: Kept
    evidence: str
    count: int
    begins: datetime


@dataclass(frozen=True, slots=True)
class Post:
    """One post with its turns, in order."""

    code: str
    name: str
    area: str
    cells: tuple[Cell, ...]
    now: Cell | None
    """The turn of this hour."""


def posts(scope: Scope, sight: Sight, now: datetime) -> tuple[list[date], list[Post]]:
    """Return the days and the posts with their turns: some ten queries, however many rows."""
    zone = ZoneInfo(scope.zone)
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=step - BEHIND) for step in range(DAYS)]
    duties = _duties(scope, days[0] - timedelta(days=1), days[-1])
    signed, told = _signed(scope), _told(scope, days[0] - timedelta(days=1), days[-1])
    found = []
    for code, name in _places(scope, {key[0] for key in duties}).items():
        area = code.partition(":")[0]
        if not sight.sees_area(area):
            continue
        shifts = signed.get(code, ())
        cells = {
            (day, turn.code): _cell(code, day, turn.code, duties, shifts, told, now, zone)
            for day in [days[0] - timedelta(days=1), *days]
            for turn in TURNS
        }
        current = next(
            (
                cell
                for (day, turn), cell in cells.items()
                if cell.begins <= now < TURN_BY_CODE[turn].window(day, zone)[1]
            ),
            None,
        )
        shown = tuple(cell for (day, _), cell in cells.items() if day in days)
        found.append(Post(code, name, area, shown, current))
    return days, found


def gaps(scope: Scope, sight: Sight, now: datetime) -> tuple[list[Gap], set[str]]:
    """Return the posts where somebody should stand now and nobody came, and all that were asked."""
    _, found = posts(scope, sight, now)
    asked = [each for each in found if each.now and each.now.state is not Kept.NONE]
    return [
        Gap(each.code, each.name, each.area, each.now.begins)
        for each in asked
        if each.now and each.now.state is Kept.GAP
    ], {each.code for each in asked}


def _cell(
    place: str,
    day: date,
    turn: str,
    duties: Mapping[TurnKey, int],
    shifts: Sequence[Shift],
    told: Mapping[TurnKey, PostReport],
    now: datetime,
    zone: ZoneInfo,
) -> Cell:
    window = TURN_BY_CODE[turn].window(day, zone)
    key = (place, day, turn)
    count = duties.get(key, 0)
    state = state_of(window, is_planned=key in duties, count=count, signed=shifts, now=now)
    evidence = "signed" if state is Kept.KEPT else ""
    word = told.get(key)
    if state is not Kept.KEPT and word:
        state, evidence = (Kept.KEPT, "told") if word.is_present else (Kept.GAP, "told")
    return Cell(day, turn, state, evidence, count, window[0])


def _duties(scope: Scope, first: date, last: date) -> dict[TurnKey, int]:
    """Return how many are to come to each turn: one query."""
    newest: dict[tuple[str, str, date, str], tuple[int, bool]] = {}
    rows = GuardDuty.objects.filter(scope=scope, day__gte=first, day__lte=last).order_by("pk")
    for *key, count, is_off in rows.values_list("place", "post", "day", "turn", "count", "is_off"):
        newest[tuple(key)] = (count, is_off)  # type: ignore[index]
    found: dict[TurnKey, int] = {}
    for (place, _, day, turn), (count, is_off) in newest.items():
        if not is_off and turn in TURN_BY_CODE:
            found[place, day, turn] = found.get((place, day, turn), 0) + count
    return found


def _signed(scope: Scope) -> dict[str, list[Shift]]:
    """Return by place the shifts that guards signed for: four queries, or one."""
    rows = for_folds.signed_of_kinds(scope.election, scope.kabupaten, [events.Guarded.KIND])
    if not rows:
        return {}
    registry = devices.registry(scope)
    found: dict[str, list[Shift]] = {}
    for row in rows:
        fact = judging.parsed(row.body)
        if isinstance(fact, events.Guarded) and not registry.standing(fact) & STOPS:
            found.setdefault(fact.place, []).append((fact.starts, fact.ends))
    return found


def _told(scope: Scope, first: date, last: date) -> dict[TurnKey, PostReport]:
    """Return the newest word about each turn: one query."""
    rows = PostReport.objects.filter(scope=scope, day__gte=first, day__lte=last).order_by("pk")
    return {(row.place, row.day, row.turn): row for row in rows}


def _places(scope: Scope, with_duties: set[str]) -> dict[str, str]:
    """Return posts of the police, then stores that have a roster, by code with their names."""
    own = SecurityPost.objects.filter(scope=scope, closed_at=None).order_by("area", "name")
    found = dict(own.values_list("code", "name"))
    stores = Place.objects.filter(scope=scope, code__in=with_duties).order_by("code")
    names = dict(stores.values_list("code", "name"))
    for code in sorted(with_duties):
        found.setdefault(code, names.get(code, code))
    return found


# -- written ---------------------------------------------------------------------------------


def add_post(scope: Scope, form: Mapping[str, str], by: UUID, now: datetime) -> SecurityPost:
    """Add one post. Raises `Refused`."""
    area = form.get("area", "")
    if not (is_in(area, scope.kabupaten) and Region.objects.filter(code=area).exists()):
        raise refuse(Code.SECURITY_CHOICE, column="wilayah", value=area[:30])
    name = line(form.get("name", ""), 120, "nama pos", needed=True)
    number = SecurityPost.objects.filter(scope=scope).count() + 1
    return SecurityPost.objects.create(
        scope=scope, code=f"{area}:pos-{number}", name=name, area=area, at=now, by=by
    )


@transaction.atomic
def fill(
    scope: Scope, place: str, form: Mapping[str, str], turns: Sequence[str], by: str, party: str,
    now: datetime,
) -> int:  # fmt: skip
    """Write turns of a post for some days; return how many. Raises `Refused`."""
    first = typed.day(form.get("first", ""), gettext("From day"))
    wrong = [each for each in turns if each not in TURN_BY_CODE]
    if wrong or not turns:
        raise refuse(Code.SECURITY_CHOICE, column="giliran", value=", ".join(wrong)[:40] or "-")
    days = typed.whole(form.get("days", "1"), gettext("How many days"), MOST_DAYS, 1)
    count = typed.whole(form.get("count", ""), gettext("How many people"), MOST_GUARDS)
    rows = [
        GuardDuty(
            scope=scope,
            place=place,
            post=MAIN_POST,
            day=first + timedelta(days=step),
            turn=turn,
            count=count,
            unit=line(form.get("unit_name", ""), 60, "kesatuan"),
            is_off=form.get("off") == "1",
            at=now,
            by=by,
            party=party,
        )
        for step in range(days)
        for turn in turns
    ]
    GuardDuty.objects.bulk_create(rows)
    return len(rows)


def tell(scope: Scope, place: str, form: Mapping[str, str], by: UUID, now: datetime) -> PostReport:
    """Append what the desk was told of the turn of this hour. Raises `Refused`."""
    zone = ZoneInfo(scope.zone)
    today = now.astimezone(zone).date()
    for day in (today, today - timedelta(days=1)):
        for turn in TURNS:
            begin, end = turn.window(day, zone)
            if begin - GRACE <= now < end:
                return PostReport.objects.create(
                    scope=scope,
                    place=place,
                    day=day,
                    turn=turn.code,
                    is_present=form.get("said") == "present",
                    count=typed.whole(
                        form.get("count") or "0", gettext("How many people"), MOST_GUARDS
                    ),
                    at=now,
                    by=by,
                )
    raise refuse(Code.SECURITY_CHOICE, column="giliran", value="-")
