"""Who reads when a load leaves, with which vehicle and driver, and who escorts it.

A load is not yet history while this program knows no arrival, so it is never open to all:
the desk must not be a timetable for a robber.
"""

from collections.abc import Iterable
from copy import copy
from typing import Final

from tepat.core.election.roles import Action, may, who_may
from tepat.server.desk.words import role_name
from tepat.server.election.models import Scope, User
from tepat.server.move.models import Shipment

READS_ESCORT: Final = (Action.SEE_SECURITY, Action.MAKE_SHIPMENT)
"""Police and army, and whoever types who goes along when a load is made."""


def sees(user: User, action: Action, scope: Scope, destination: str) -> bool:
    """Tell whether `user` may do `action` for a load to the place `destination`."""
    return may(user.grants(), action, destination.partition(":")[0], scope.election)


def blanked(rows: Iterable[Shipment], user: User, scope: Scope) -> list[Shipment]:
    """Return copies of `rows` without what `user` may not read; for showing, never for saving.

    `hides_time` and `hides_escort` tell the page what is not there because of that;
    `hides_presence` whether it may say that somebody goes with the load.
    """
    found = [copy(row) for row in rows]
    for row in found:
        row.hides_time = not sees(user, Action.SEE_MOVEMENTS, scope, row.destination)  # type: ignore[attr-defined]
        row.hides_presence = not sees(user, Action.SEE_ESCORTS, scope, row.destination)  # type: ignore[attr-defined]
        row.hides_escort = not any(  # type: ignore[attr-defined]
            sees(user, action, scope, row.destination) for action in READS_ESCORT
        )
        if row.hides_time:  # type: ignore[attr-defined]
            row.departs_at, row.vehicle, row.driver = None, "", ""
        if row.hides_escort:  # type: ignore[attr-defined]
            row.escort = ""
    return found


def who_sees(*actions: Action) -> str:
    """Return the names of the roles that read it, for the place where it is not shown."""
    roles = dict.fromkeys(role for action in actions for role in who_may(action))
    return ", ".join(role_name(role) for role in roles)
