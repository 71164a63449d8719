"""In which role somebody does something at the desk, and whether any role of theirs may."""

from tepat.core.election.regions import is_in
from tepat.core.election.roles import MAY, Action, Role
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User


def acting(user: User, scope: Scope, action: Action, place: str = "") -> str:
    """Return the `role@area` in which `user` does `action` at `place`, by default the kabupaten.

    Raises `Refused` where no role of theirs may.
    """
    area = place.partition(":")[0] or scope.kabupaten
    for grant in user.grants():
        own = grant.election in ("", scope.election)
        if own and action in MAY[grant.role] and is_in(area, grant.area):
            return f"{grant.role.value}@{grant.area or scope.kabupaten}"
    who = ", ".join(role.value.upper() for role in Role if action in MAY[role])
    raise refuse(Code.NOT_ALLOWED, area=area, action=action.value, who=who)


def may_act(user: User, scope: Scope, action: Action, place: str = "") -> bool:
    """Tell whether some role of `user` may do `action` at `place`."""
    area = place.partition(":")[0] or scope.kabupaten
    return any(
        action in MAY[grant.role]
        and is_in(area, grant.area)
        and grant.election in ("", scope.election)
        for grant in user.grants()
    )
