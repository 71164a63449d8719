"""What the shell around each page needs: where we are, who is here, which rooms there are."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from tepat.core.election.village import is_village
from tepat.server import own_room
from tepat.server.desk import queries, rooms
from tepat.server.desk.words import role_name
from tepat.server.election.accounts import office
from tepat.server.election.accounts.demo import LOGINS
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.mirrored.pages import freshness, name_of

FORWARDED = (
    "Forwarded",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Real-IP",
    "Via",
)
"""What a proxy adds: the person is somewhere else, although the connection is from here."""


def desk(request: HttpRequest) -> dict[str, Any]:
    """Scope, names, menu and role of the page. Read only where the template shows them."""
    scope: Scope | None = getattr(request, "desk_scope", None)
    user = getattr(request, "user", None)
    words: dict[str, Any] = {
        "scope": scope,
        "is_contoh": settings.DEMO or bool(scope and scope.is_contoh),
        "office": office.button(),
        "other_language": "id" if (get_language() or "id").startswith("en") else "en",
    }
    if settings.DEMO and not own_room.is_own() and _is_on_this_machine(request):
        words["demo_logins"] = [
            {"name": login.name, "password": login.password, "role": role_name(login.role)}
            for login in LOGINS
        ]
    if scope and isinstance(user, User):
        words["mirror"] = freshness(scope, name_of(request.resolver_match))
        words["place"] = SimpleLazyObject(lambda: queries.place_of(scope))
        words["rooms"] = SimpleLazyObject(lambda: rooms.menu(user, scope, request.path))
        words["is_village"] = SimpleLazyObject(lambda: is_village(election_of(scope)))
        words["role_here"] = SimpleLazyObject(lambda: queries.role_in(user, scope))
    return words


def _is_on_this_machine(request: HttpRequest) -> bool:
    """Passwords of the demo are for the person who started it, not for a network."""
    is_forwarded = any(name in request.headers for name in FORWARDED)
    return not is_forwarded and request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
