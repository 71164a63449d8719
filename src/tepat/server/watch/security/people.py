"""Who may look and who may write: the sight of the person at the desk."""

from typing import cast

from django.http import HttpRequest

from tepat.core.election.roles import Action, who_may
from tepat.core.problems import Code, refuse
from tepat.core.watch.security.sight import Sight, sight_of
from tepat.server.desk.words import role_name
from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User
from tepat.server.watch.models import SecurityUnit


def looks(request: HttpRequest, scope: Scope, what: str, which: str = "") -> Sight:
    """Return what this person sees; the look is recorded. Raises `Refused` for nobody's room."""
    user = cast(User, request.user)
    found = sight_of(user.grants(), scope.kabupaten, scope.election)
    if not found.pairs:
        raise _refused(Action.SEE_SECURITY, scope.kabupaten)
    record_look(user, scope, what, which)
    return found


def writes(request: HttpRequest, scope: Scope) -> Sight:
    """Return where this person may write. Raises `Refused` where nowhere."""
    user = cast(User, request.user)
    found = sight_of(user.grants(), scope.kabupaten, scope.election, Action.SECURE)
    if not found.pairs:
        raise _refused(Action.SECURE, scope.kabupaten)
    return found


def check_unit(sight: Sight, unit: SecurityUnit) -> SecurityUnit:
    """Return `unit` where its people are this person's. Raises `Refused`."""
    if not sight.sees_people(unit.service, unit.area):
        raise _refused(Action.SECURE, unit.area)
    return unit


def may_answer(sight: Sight, unit: SecurityUnit | None) -> bool:
    """Tell whether the escort of a load is this person's; while nobody is asked, the police's."""
    if unit is None:
        return any(not whose for _, whose in sight.pairs)
    return sight.sees_people(unit.service, unit.area)


def check_answer(sight: Sight, unit: SecurityUnit | None) -> None:
    """Raise `Refused` unless the escort of a load is this person's to take back or to answer."""
    if not may_answer(sight, unit):
        raise refuse(Code.SECURITY_ESCORT_OTHERS, who=unit.name if unit else "POLRI")


def check_area(sight: Sight, area: str) -> None:
    """Raise `Refused` unless `area` lies where this person looks, for people of any service."""
    if not any(not whose for _, whose in sight.pairs) or not sight.sees_area(area):
        raise _refused(Action.SECURE, area)


def check_sees(sight: Sight, area: str) -> None:
    """Raise `Refused` unless `area` lies where this person looks."""
    if not sight.sees_area(area):
        raise _refused(Action.SEE_SECURITY, area)


def may_set(sight: Sight, scope: Scope) -> bool:
    """Tell whether this person sets classes and patterns: who has the kabupaten and everybody."""
    return any(not whose and area == scope.kabupaten for area, whose in sight.pairs) or any(
        not whose and len(area) < len(scope.kabupaten) for area, whose in sight.pairs
    )


def _refused(action: Action, area: str) -> Exception:
    who = ", ".join(role_name(role) for role in who_may(action))
    return refuse(Code.NOT_ALLOWED, area=area, action=action.value, who=who)
