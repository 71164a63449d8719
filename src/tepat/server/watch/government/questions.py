"""Questions of operators and their answers: who waits longest stands first."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.db import transaction
from django.urls import Resolver404, resolve, reverse

from tepat.core.election.regions import is_in
from tepat.core.election.roles import MAY, Action
from tepat.core.problems import Code, refuse
from tepat.core.watch.government.questions import LONGEST, Asked, Clock, Standing, clock_of, order
from tepat.server.election.models import Scope, User
from tepat.server.watch.alerts.queries import limits_of
from tepat.server.watch.government import agreed
from tepat.server.watch.incidents.parties import acting
from tepat.server.watch.incidents.services import written
from tepat.server.watch.models import Question, QuestionWord

MOST_OPEN: Final = 20
"""Questions of one person that are not closed: beyond it, telephone."""
MOST_SHOWN: Final = 100


def standing_of(row: Question) -> Standing:
    """Return how a question stands."""
    if row.closed_at is not None:
        return Standing.CLOSED
    return Standing.WAITING if row.waits_since is not None else Standing.ANSWERED


def rows_of(scope: Scope, user: User) -> list[Question]:
    """Return the questions `user` may read, waiting ones first: two queries.

    Who answers reads those of the own area; everybody else reads their own.
    """
    rows = Question.objects.filter(scope=scope).prefetch_related("words").order_by("-pk")
    areas = agreed.areas_where(user, scope, Action.RUN_DESK)
    mine = [
        row
        for row in rows
        if row.by == str(user.account)
        or any(is_in(row.party.partition("@")[2], area) for area in areas)
    ]
    return sorted(mine, key=lambda row: order(_as_asked(row)))[:MOST_SHOWN]


def _as_asked(row: Question) -> Asked:
    return Asked(row.number, standing_of(row), row.waits_since or row.closed_at or row.at)


def waiting(scope: Scope) -> list[Question]:
    """Return the questions without an answer, the oldest first: one query."""
    rows = Question.objects.filter(scope=scope, waits_since__isnull=False)
    return list(rows.order_by("waits_since"))


def limit_of(scope: Scope) -> timedelta:
    """Return after how long a waiting question becomes an alert: one query."""
    return limits_of(scope).span("question")


def clock_for(row: Question, now: datetime, limit: timedelta) -> Clock | None:
    """Return the clock of a question that waits, None where none does."""
    return clock_of(row.waits_since, now, limit) if row.waits_since else None


@transaction.atomic
def ask(scope: Scope, user: User, text: str, page: str, now: datetime) -> Question:
    """Ask for help. Raises `Refused` for whoever has no role here, and beyond `MOST_OPEN`."""
    party = _party(user, scope)
    open_ones = Question.objects.filter(scope=scope, by=str(user.account), closed_at=None).count()
    if open_ones >= MOST_OPEN:
        raise refuse(Code.INCIDENT_MANY, most=MOST_OPEN)
    return Question.objects.create(
        scope=scope,
        number=agreed.next_number(Question, scope),
        text=written(text, LONGEST, needed=True),
        page=page_below(scope, page),
        at=now,
        by=str(user.account),
        party=party,
        waits_since=now,
    )


@transaction.atomic
def add_word(scope: Scope, user: User, number: int, text: str, now: datetime) -> QuestionWord:
    """Answer a question, or say more to the own one. Raises `Refused` for others'."""
    row = _open(scope, number)
    said = written(text, LONGEST, needed=True)
    if row.by == str(user.account):
        party, is_answer = row.party, False
        row.waits_since = row.waits_since or now
    else:
        area = row.party.partition("@")[2]
        party, is_answer = acting(user, scope, Action.RUN_DESK, area), True
        row.waits_since = None
    row.save(update_fields=["waits_since"])
    return QuestionWord.objects.create(
        question=row, text=said, is_answer=is_answer, at=now, by=str(user.account), party=party
    )


@transaction.atomic
def close(scope: Scope, user: User, number: int, now: datetime) -> None:
    """Close a question: only whoever asked it can say that it is answered."""
    row = _open(scope, number)
    if row.by != str(user.account):
        raise refuse(Code.DESK_NOT_YOURS, who=agreed.agency(scope, row.party.partition("@")[0]))
    row.closed_at, row.waits_since = now, None
    row.save(update_fields=["closed_at", "waits_since"])


def may_answer(user: User, scope: Scope, row: Question) -> bool:
    """Tell whether `user` keeps a desk over the asker's area, and is not the asker."""
    areas = agreed.areas_where(user, scope, Action.RUN_DESK)
    area = row.party.partition("@")[2]
    return row.by != str(user.account) and any(is_in(area, each) for each in areas)


def page_below(scope: Scope, page: str) -> str:
    """Return the path of a page of this scope, "" for any other address.

    It is kept without what stands behind it: searches may hold names.
    """
    path = page.partition("?")[0].partition("#")[0]
    if not path:
        return ""
    begins = reverse("overview", args=[scope.election, scope.kabupaten])
    if not path.startswith(begins) or len(path) > 200:
        return ""
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path


def _open(scope: Scope, number: int) -> Question:
    row = Question.objects.select_for_update().filter(scope=scope, number=number).first()
    if row is None:
        raise refuse(Code.DESK_UNKNOWN, value=number)
    if row.closed_at is not None:
        raise refuse(Code.QUESTION_CLOSED, number=number)
    return row


def _party(user: User, scope: Scope) -> str:
    """Return the role in which somebody asks: the narrowest they have here."""
    here = [
        grant
        for grant in user.grants()
        if Action.SEE_DESK in MAY[grant.role]
        and grant.election in ("", scope.election)
        and (is_in(grant.area, scope.kabupaten) or is_in(scope.kabupaten, grant.area))
    ]
    if not here:
        raise refuse(Code.NOT_ALLOWED, area=scope.kabupaten, action="see_desk", who="KPU")
    grant = max(here, key=lambda each: len(each.area))
    return f"{grant.role.value}@{grant.area or scope.kabupaten}"


def shown(
    row: Question, user: User, scope: Scope, now: datetime, limit: timedelta
) -> dict[str, Any]:
    """Return a question as the page shows it, without names."""
    return {
        "row": row,
        "standing": standing_of(row).value,
        "clock": clock_for(row, now, limit),
        "mine": row.by == str(user.account),
        "may_answer": may_answer(user, scope, row),
        "words": list(row.words.all()),
    }
