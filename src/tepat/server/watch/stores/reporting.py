"""What papers say of a store becomes facts through the one door.

Part of the page layer: it reports facts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from tepat.adapters.checklist_files import checklists
from tepat.core.election.roles import Action
from tepat.core.move import events, inspections
from tepat.core.move.field_manifest.values import Checklist
from tepat.core.problems import Code, refuse
from tepat.core.watch.stores.roster import TURN_BY_CODE
from tepat.server import flow
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.log import words
from tepat.server.move.field import desk_photos
from tepat.server.move.models import Place
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.incidents.services import written
from tepat.server.watch.stores.duties import MOST_GUARDS

STORE: Final = "store"
MOST_PHOTO: Final = 8 * 2**20
"""Bytes of one photo as it comes from a camera."""
MOST_PHOTOS: Final = 6
LONGEST: Final = 600
OLDEST: Final = timedelta(days=120)


def checklist() -> Checklist:
    """Return the checklist of stores, in the language of the reader."""
    home = Path(settings.HOME)
    found = {each.code: each for each in checklists(home, "en" if language() == "en" else "id")}
    return found[STORE]


@dataclass(frozen=True, slots=True)
class OnPaper:
    """An inspection as its sheet says: who looked, when, and each answer."""

    at: datetime | None
    who: str
    answers: Mapping[str, bool]
    note: str = ""
    photos: tuple[bytes, ...] = ()


@transaction.atomic
def inspect(scope: Scope, place: str, said: OnPaper, by: User, now: datetime) -> str:
    """Record an inspection that was made on paper; return the name of its fact.

    Raises `Refused` for a store that is none, an hour ahead or long ago, an answer that is
    missing, a sheet without a name, or what is no photo.
    """
    acting(by, scope, Action.INSPECT_STORES, place)
    if not Place.objects.filter(scope=scope, code=place).exists():
        raise refuse(Code.STORE_NO_SUCH, value=place[:40])
    if said.at is None or not now - OLDEST <= said.at <= now:
        raise refuse(Code.STORE_HOUR)
    who = written(said.who, 80)
    if not who:
        raise refuse(Code.STORE_WHO)
    asked = checklist()
    questions = inspections.asked(asked.questions)
    left = [each.ask for each in questions if each.code not in said.answers]
    if left:
        raise refuse(Code.STORE_ANSWER, count=len(left), first=left[0])
    if len(said.photos) > MOST_PHOTOS or any(len(each) > MOST_PHOTO for each in said.photos):
        raise refuse(Code.STORE_PHOTOS, most=MOST_PHOTOS, size=MOST_PHOTO // 2**20)
    answers = {each.code: said.answers[each.code] for each in questions}
    filled = inspections.Filled(asked.code, asked.version, answers)
    where = (scope.election, scope.kabupaten)
    photos = tuple(desk_photos.keep(scope, each, now) for each in said.photos)
    note = written(said.note, LONGEST)
    told = f"{who}: {note}" if note else who
    fact = events.Inspected(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=said.at.astimezone(ZoneInfo(scope.zone)).replace(microsecond=0),
        by=str(by.account),
        place=place,
        outcome=inspections.outcome_of(asked.questions, answers),
        checklist=words.keep(*where, inspections.write_filled(filled), now),
        photos=tuple(dict.fromkeys(photos)),
        note=words.keep(*where, told, now),
    )
    [receipt] = flow.report(scope, [fact], by.account, now)
    return receipt.id


@transaction.atomic
def check_in(
    scope: Scope, place: str, day: date, turn: str, guard: str, count: int, by: User, now: datetime
) -> str:
    """Record from the guard book that somebody kept a turn; return the name of the fact.

    Raises `Refused` for a turn that has not begun, or that is none.
    """
    acting(by, scope, Action.KEEP_ROSTER, place)
    if not Place.objects.filter(scope=scope, code=place).exists():
        raise refuse(Code.STORE_NO_SUCH, value=place[:40])
    if turn not in TURN_BY_CODE:
        raise refuse(Code.ROSTER_TURN, value=turn[:40])
    if not 1 <= count <= MOST_GUARDS:
        raise refuse(Code.ROSTER_NUMBER, most=MOST_GUARDS, days=31)
    zone = ZoneInfo(scope.zone)
    starts, ends = TURN_BY_CODE[turn].window(day, zone)
    if starts > now or starts < now - OLDEST:
        raise refuse(Code.ROSTER_AHEAD)
    fact = events.Guarded(
        election=scope.election,
        kabupaten=scope.kabupaten,
        at=now.astimezone(zone).replace(microsecond=0),
        by=str(by.account),
        place=place,
        guard=guard,
        count=count,
        starts=starts,
        ends=ends,
    )
    [receipt] = flow.report(scope, [fact], by.account, now)
    return receipt.id
