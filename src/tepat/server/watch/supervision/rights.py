"""Who may look and write in this room: Bawaslu everywhere, others in their own area."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from tepat.core.election.regions import is_in
from tepat.core.election.roles import MAY, Action, who_may
from tepat.core.problems import Code, refuse
from tepat.server.desk.words import role_name
from tepat.server.election import scopes
from tepat.server.election.models import Scope, User
from tepat.server.watch.incidents.parties import acting

View = Callable[..., HttpResponse]


def areas_of(user: User, scope: Scope, action: Action) -> list[str]:
    """Return the areas of `scope` in which `user` may do `action`; the kabupaten is all of it."""
    found = []
    for grant in user.grants():
        if action not in MAY[grant.role] or grant.election not in ("", scope.election):
            continue
        if is_in(scope.kabupaten, grant.area):
            return [scope.kabupaten]
        if is_in(grant.area, scope.kabupaten):
            found.append(grant.area)
    return found


def is_within(place: str, areas: list[str]) -> bool:
    """Tell whether a place lies in one of `areas`."""
    return any(is_in(place, area) for area in areas)


def party_at(user: User, scope: Scope, action: Action, place: str) -> str:
    """Return the `role@area` in which `user` does `action` at `place`. Raises `Refused`."""
    return acting(user, scope, action, place)


def room_page(action: Action = Action.OBSERVE) -> Callable[[View], View]:
    """Make a page of the room: `view(request, scope, areas, ...)` with the areas of the reader."""

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, election: str, kabupaten: str, **rest: Any) -> HttpResponse:
            scope = scopes.find(kabupaten, election)
            areas = areas_of(cast(User, request.user), scope, action)
            if not areas:
                who = ", ".join(role_name(role) for role in who_may(action))
                raise refuse(Code.NOT_ALLOWED, area=kabupaten, action=action.value, who=who)
            request.desk_scope = scope  # type: ignore[attr-defined]
            return view(request, scope, areas, **rest)

        return page

    return decorate
