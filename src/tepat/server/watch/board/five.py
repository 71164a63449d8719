"""The five things to do now, as the board shows them."""

from typing import NamedTuple

from django.utils.translation import gettext

from tepat.core.election.catalogue import Election
from tepat.core.watch.next_steps import next_steps
from tepat.server.desk.words import number
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows
from tepat.server.watch.overview import queries
from tepat.server.watch.overview.countdown import Countdown, Stage
from tepat.server.watch.overview.pages import address_of
from tepat.server.watch.overview.words import WORDS


class Thing(NamedTuple):
    """One thing to do: who does it, where, and until when."""

    title: str
    text: str
    owner: str
    href: str
    button: str
    due: Stage | None


def five(scope: Scope, user: User, election: Election, at: Countdown) -> list[Thing]:
    """Return at most five steps, the most pressing first; buttons only for who may."""
    found = queries.figures(scope, at.today)
    state = queries.progress(scope, at.today)
    stages = {stage.code: stage for stage in at.stages}
    things = []
    for step in next_steps(queries.preparation(found, state, election))[:5]:
        words = WORDS[step.do]
        facts = {"count": number(step.count), "of": number(step.of)}
        things.append(
            Thing(
                gettext(words.title).format(**facts),
                gettext(words.text).format(**facts),
                gettext(words.owner),
                address_of(words.url, scope),
                gettext(words.button) if allows(user, words.action, scope) else "",
                stages.get(step.deadline),
            )
        )
    return things
