"""The quiet line above every page: announcements that this person has not read."""

from typing import Any

from django import template

from tepat.server import clock
from tepat.server.election.models import User
from tepat.server.watch.government import agreed
from tepat.server.watch.government.notices import unread_by

register = template.Library()
MOST = 2
"""Lines above a page; the rest waits on the page of announcements."""


@register.inclusion_tag("watch/government/_quiet.html", takes_context=True)
def quiet_lines(context: dict[str, Any]) -> dict[str, Any]:
    """Show what nobody has told this person yet: one query."""
    request, scope = context["request"], context["scope"]
    user = request.user
    rows = unread_by(user, scope, clock.now()) if isinstance(user, User) else []
    return {
        "scope": scope,
        "lines": [(row, agreed.agency(scope, row.party.partition("@")[0])) for row in rows[:MOST]],
        "more": max(0, len(rows) - MOST),
        "back": request.get_full_path(),
        "csrf_token": context.get("csrf_token"),
    }
