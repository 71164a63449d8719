"""The five things to do now: what the alerts call for, and before that the preparation."""

from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext

from tepat.core.election.catalogue import Election
from tepat.core.watch.next_steps import next_steps
from tepat.server.desk.words import number
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows
from tepat.server.watch.alerts import queries as alerts
from tepat.server.watch.overview import queries
from tepat.server.watch.overview.countdown import Countdown, Stage
from tepat.server.watch.overview.pages import address_of
from tepat.server.watch.overview.words import WORDS


class Clock(NamedTuple):
    """How much of the time of a thing is gone."""

    share: int
    text: str
    kind: str


class Thing(NamedTuple):
    """One thing to do: who does it, where, and until when."""

    title: str
    text: str
    owner: str
    href: str
    button: str
    clock: Clock | None
    due: Stage | None
    shape: str = ""


def five(
    scope: Scope,
    user: User,
    now: datetime,
    election: Election,
    at: Countdown,
    every: alerts.Calling,
) -> list[Thing]:
    """Return at most five things, the most pressing first; buttons only for who may.

    Where no alert calls, they are the next steps of the preparation.
    """
    calling = [
        Thing(
            row.text,
            row.more,
            row.owner,
            row.href,
            row.button if row.href else "",
            Clock(row.due_share, row.due_text, row.due_kind),
            None,
            row.shape,
        )
        for row in alerts.five(user, now, every)
    ]
    return calling or _preparation(scope, user, election, at)


def _preparation(scope: Scope, user: User, election: Election, at: Countdown) -> list[Thing]:
    found = queries.figures(scope, at.today)
    state = queries.progress(scope, at.today)
    stages = {stage.code: stage for stage in at.stages}
    things = []
    for step in next_steps(queries.preparation(found, state, election))[: alerts.FIVE]:
        words = WORDS[step.do]
        facts = {"count": number(step.count), "of": number(step.of)}
        things.append(
            Thing(
                gettext(words.title).format(**facts),
                gettext(words.text).format(**facts),
                gettext(words.owner),
                address_of(words.url, scope),
                gettext(words.button) if allows(user, words.action, scope) else "",
                None,
                stages.get(step.deadline),
            )
        )
    return things
