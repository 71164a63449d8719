"""Requests for support as rows of a page."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext

from tepat.server.election.models import Scope, User
from tepat.server.watch.incidents import words
from tepat.server.watch.incidents.parties import PartyNames, is_of
from tepat.server.watch.models import Support


def rows_of(
    rows: Iterable[Support],
    names: PartyNames,
    now: datetime,
    scope: Scope,
    user: User | None = None,
) -> list[dict[str, Any]]:
    """Return requests as pages show them: what, who, until when, and what was answered."""
    found = []
    for row in rows:
        answers = sorted(row.answers.all(), key=lambda each: each.pk)
        last = answers[-1] if answers else None
        shape, said = words.SAID[last.said] if last else ("belum", "")
        kind, due = words.left(row.due, now, scope.zone)
        is_done = bool(last) and shape in ("tepat", "tidak")
        found.append(
            {
                "row": row,
                "what": gettext(words.SUPPORTS[row.what]),
                "to": names.party(row.to),
                "party": names.party(row.party),
                "shape": shape,
                "said": gettext(said) if said else gettext("no answer yet"),
                "answer": last,
                "due": due,
                "due_kind": "far" if is_done else kind,
                "is_done": is_done,
                "mine": user is not None and is_of(user, scope, row.to),
            }
        )
    return found
