"""The roster of guards: turns are filled in, changed and taken off; every version stays."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.core.watch.stores.roster import TURN_BY_CODE
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Place
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import GuardDuty
from tepat.server.watch.models.stores import NAMES
from tepat.server.watch.stores import rostering

MOST_GUARDS: Final = 99
MOST_DAYS: Final = 31
LONGEST_POST: Final = 40
MAIN_POST: Final = "utama"


@dataclass(frozen=True, slots=True)
class Filled:
    """What a form says of turns: which, how many people, from whom, and who they are."""

    place: str
    post: str
    first: date
    days: int
    turns: tuple[str, ...]
    count: int
    unit: str = ""
    names: str = ""
    is_off: bool = False


@transaction.atomic
def fill(scope: Scope, said: Filled, by: User, now: datetime) -> int:
    """Write the turns of `said`; return how many rows are new. What is so already is left.

    Raises `Refused` for a store, turn or number that is none.
    """
    party = acting(by, scope, Action.KEEP_ROSTER, said.place)
    if not Place.objects.filter(scope=scope, code=said.place).exists():
        raise refuse(Code.STORE_NO_SUCH, value=said.place[:40])
    wrong = [each for each in said.turns if each not in TURN_BY_CODE]
    if wrong or not said.turns:
        raise refuse(Code.ROSTER_TURN, value=", ".join(wrong)[:40] or "-")
    if not 0 <= said.count <= MOST_GUARDS or not 1 <= said.days <= MOST_DAYS:
        raise refuse(Code.ROSTER_NUMBER, most=MOST_GUARDS, days=MOST_DAYS)
    post = written(said.post, LONGEST_POST) or MAIN_POST
    names, unit = written(said.names, NAMES), written(said.unit, 60)
    last = said.first + timedelta(days=said.days - 1)
    there = rostering.duties(scope, said.first, last, said.place)
    rows = []
    for step in range(said.days):
        for turn in said.turns:
            day = said.first + timedelta(days=step)
            old = there.get((said.place, post, day, turn))
            if said.is_off and old is None:
                continue
            if old and (old.count, old.unit, old.names, said.is_off) == (
                said.count,
                unit,
                names,
                False,
            ):
                continue
            rows.append(
                GuardDuty(
                    scope=scope,
                    place=said.place,
                    post=post,
                    day=day,
                    turn=turn,
                    count=said.count,
                    unit=unit,
                    names="" if said.is_off else names,
                    is_off=said.is_off,
                    at=now,
                    by=str(by.account),
                    party=party,
                )
            )
    GuardDuty.objects.bulk_create(rows)
    return len(rows)
