"""Who should stand guard now and who does: stores with boxes, and posts of the police.

A post is no store: it has its own name and its own page, and nobody inspects it. Both share
the roster, and what the desk was told of a turn counts where nobody signed.
"""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from tepat.core.move import events
from tepat.core.watch.alerts.situation import Post
from tepat.core.watch.stores.roster import Shift
from tepat.server.election.models import Scope
from tepat.server.watch.models import SecurityPost
from tepat.server.watch.stores import rostering


class Guards(NamedTuple):
    """Turns and shifts by store, and the posts beside them."""

    turns: dict[str, tuple[Shift, ...]]
    """Turns of the roster around now, of stores alone."""
    kept: dict[str, tuple[Shift, ...]]
    """Shifts that were signed, and turns of which the desk was told that somebody came."""
    posts: tuple[Post, ...]


def guards_of(scope: Scope, now: datetime, entitled: Mapping[str, events.Fact]) -> Guards:
    """Return the guards of `scope`; `entitled` are the facts that count: three queries."""
    today = now.astimezone(ZoneInfo(scope.zone)).date()
    turns = rostering.expected_now(scope, now)
    told = rostering.told(scope, today - timedelta(days=1), today)
    kept: defaultdict[str, list[Shift]] = defaultdict(list)
    for fact in entitled.values():
        if isinstance(fact, events.Guarded):
            kept[fact.place].append((fact.starts, fact.ends))
    for place, said in told.items():
        kept[place] += said.came
    every = {place: tuple(sorted(shifts)) for place, shifts in kept.items()}
    rows = list(SecurityPost.objects.filter(scope=scope).order_by("code"))
    own = {row.code for row in rows}
    posts = tuple(
        Post(
            row.code,
            row.name,
            row.area,
            turns.get(row.code, ()),
            every.get(row.code, ()),
            told.get(row.code, rostering.Told()).absent,
        )
        for row in rows
        if row.closed_at is None
    )
    return Guards({code: each for code, each in turns.items() if code not in own}, every, posts)
