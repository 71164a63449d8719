"""Which facts somebody may open: whoever may not meets no link to one.

A fact for the agencies is of loads as a rule, and who signed it and when tells of them too: also
an incident, which may say that something is late. An inspection of a store names no load; its
store's page shows it to whoever sees the desk, so the fact itself is open to them as well.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Final

from tepat.core.election.roles import Action
from tepat.core.move.events import Audience, Inspected
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, allows_somewhere
from tepat.server.log import queries as log
from tepat.server.log.models import Fact

OF_LOADS: Final = ("shipment", "packages")
PAGES: Final[Mapping[str, Action]] = {
    "contacts": Action.SEE_CONTACTS,
    "log_devices": Action.SEE_MOVEMENTS,
    "rakor_minutes_pdf": Action.HOLD_MEETING,
    "quantities": Action.EDIT_ELECTION,
    "stock_contract": Action.RECORD_STOCK,
    "stock_places": Action.RECORD_STOCK,
}
"""Pages that other pages lead to and that not everybody at the desk may open."""
OF_AN_AREA: Final = frozenset({"contacts"})
"""Of these, the pages that show everybody the own area."""


def needs(row: Fact) -> Action | None:
    """Return what a person must be allowed to know of a fact more than that it is there."""
    if row.audience == Audience.PUBLIC:
        return None
    if row.audience == Audience.SECURITY:
        return Action.SEE_SECURITY
    if row.kind == Inspected.KIND and row.audience not in log.HIDDEN:
        body = json.loads(bytes(row.body))
        if not any(body.get(part) for part in OF_LOADS):
            return None
    return Action.SEE_MOVEMENTS


def leads_to(user: User, scope: Scope, page: str) -> bool:
    """Tell whether a link to `page` leads `user` anywhere."""
    needed = PAGES.get(page)
    if needed is None:
        return True
    may = allows_somewhere if page in OF_AN_AREA else allows
    return may(user, needed, scope)


def opened(user: User, scope: Scope, names: Iterable[str]) -> set[str]:
    """Return those of `names` that `user` may open: one query, none for who follows loads."""
    wanted = set(names)
    may = {each: allows(user, each, scope) for each in (Action.SEE_MOVEMENTS, Action.SEE_SECURITY)}
    if not wanted or all(may.values()):
        return wanted
    rows = Fact.objects.filter(
        election=scope.election, kabupaten=scope.kabupaten, pk__in=wanted
    ).only("pk", "kind", "audience", "body")
    return {row.pk for row in rows if (needed := needs(row)) is None or may[needed]}
