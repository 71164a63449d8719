"""From a URL or a command to the one scope it means, with the right to be there."""

from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse

from tepat.core.election.roles import Action, may, may_see, may_somewhere, who_may
from tepat.core.problems import Code, refuse
from tepat.server import bulk
from tepat.server.desk.words import role_name
from tepat.server.election.models import Scope, User

View = Callable[..., HttpResponse]


def find(kabupaten: str, election: str | None = None) -> Scope:
    """Return the scope of a kabupaten; `election` may be left out when there is just one.

    Raises `Refused` with the choices where there are several, or how to begin where none.
    """
    found = bulk.objects(Scope, {"kabupaten": [kabupaten]})
    found.sort(key=lambda scope: scope.election)
    if election:
        found = [scope for scope in found if scope.election == election]
    if not found:
        raise refuse(Code.SCOPE_UNKNOWN, kabupaten=kabupaten, election=election or "")
    if len(found) > 1:
        choices = ", ".join(scope.election for scope in found)
        raise refuse(Code.SCOPE_AMBIGUOUS, kabupaten=kabupaten, choices=choices)
    return found[0]


def allows(user: User, action: Action, scope: Scope, area: str | None = None) -> bool:
    """Tell whether `user` may do `action` in `area`, by default the kabupaten."""
    where = area or scope.kabupaten
    if action is Action.SEE_DESK:
        return may_see(user.grants(), where, scope.election)
    return may(user.grants(), action, where, scope.election)


def allows_somewhere(user: User, action: Action, scope: Scope) -> bool:
    """Tell whether `user` may do `action` in some part of the kabupaten."""
    return may_somewhere(user.grants(), action, scope.kabupaten, scope.election)


def check_right(user: User, action: Action, scope: Scope, area: str | None = None) -> None:
    """Raise `Refused` unless `user` may do `action` in `area`, by default the kabupaten."""
    where = area or scope.kabupaten
    if not allows(user, action, scope, area):
        who = ", ".join(role_name(role) for role in who_may(action))
        raise refuse(Code.NOT_ALLOWED, area=where, action=action.value, who=who)


def desk_page(action: Action = Action.SEE_DESK) -> Callable[[View], View]:
    """Make a view of `/e/<election>/<kabupaten>/...` out of `view(request, scope, ...)`.

    Login first; then the scope is found and the right is checked. `request.desk_scope` is
    set for the shell around the page (`request.scope` belongs to ASGI).
    """

    def decorate(view: View) -> View:
        @login_required
        @wraps(view)
        def page(request: HttpRequest, election: str, kabupaten: str, **rest: Any) -> HttpResponse:
            scope = find(kabupaten, election)
            check_right(cast(User, request.user), action, scope)
            request.desk_scope = scope  # type: ignore[attr-defined]
            return view(request, scope, **rest)

        return page

    return decorate
