"""What was agreed on, as this scope has it: the files of the office, and the limits set here."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.conf import settings
from django.utils.translation import gettext

from tepat.adapters import incident_files
from tepat.core.problems import Code, refuse
from tepat.core.watch.incidents.book import Book, Ladder
from tepat.server import typed
from tepat.server.election.models import Scope, User
from tepat.server.watch.models import LadderLimit

MOST_MINUTES: Final = 7 * 24 * 60


@dataclass(frozen=True, slots=True)
class Agreed:
    """The book, and the ladders with the limits of this scope."""

    book: Book
    ladders: Mapping[str, Ladder]
    own: frozenset[tuple[str, str]]
    """Ladder and role of the limits that somebody set here; all others are made up."""


def book() -> Book:
    """Return the files of this installation."""
    return incident_files.book(settings.HOME)


def agreed(scope: Scope) -> Agreed:
    """Return the book with the limits of `scope`: one query."""
    found = book()
    limits: dict[str, dict[str, int]] = {}
    rows = LadderLimit.objects.filter(scope=scope, minutes__range=(1, MOST_MINUTES))
    for row in rows.order_by("pk"):
        limits.setdefault(row.ladder, {})[row.role] = row.minutes
    ladders = {each.code: each.with_limits(limits.get(each.code, {})) for each in found.ladders}
    own = frozenset((code, role) for code, roles in limits.items() for role in roles)
    return Agreed(found, ladders, own)


def set_limit(
    scope: Scope, ladder: str, role: str, minutes: str, by: User, now: datetime
) -> LadderLimit:
    """Set how long one step may hold an incident. It counts from the start for open ones too.

    Raises `Refused` for a step that is not there, and for less than a minute or more than a week.
    """
    steps = next((each.steps for each in book().ladders if each.code == ladder), ())
    if role not in {step.role for step in steps}:
        raise refuse(Code.INCIDENT_CHOICE, value=role[:40])
    limit = typed.whole(minutes, gettext("Limit in minutes"), MOST_MINUTES, 1)
    return LadderLimit.objects.create(
        scope=scope, ladder=ladder, role=role, minutes=limit, at=now, by=str(by.account)
    )
