"""Nothing opens before the pledge is accepted and, where a role asks for it, a second factor."""

from collections.abc import Callable
from typing import Final

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from tepat.server.election.models import User

ALWAYS: Final = frozenset({"account_logout", "set_language", "healthz", "readyz"})
PLEDGE: Final = frozenset({"pledge", "account_change_password"})
FACTOR: Final = frozenset(
    {
        "pledge",
        "account_change_password",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_activate_totp",
    }
)


class PledgeAndFactorFirst:
    """Send a person to the pledge, then to the second factor, from every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            if user.must_pledge:
                if not _is(request, PLEDGE):
                    return redirect("pledge")
            elif lacks_factor(request, user) and not _is(request, FACTOR):
                return redirect("mfa_activate_totp")
        return self.get_response(request)


def needs_factor(user: User) -> bool:
    """Tell whether a role of `user` asks for a second factor: no query where none does."""
    return bool(settings.MFA_ROLES) and any(
        grant.role.value in settings.MFA_ROLES for grant in user.grants()
    )


def lacks_factor(request: HttpRequest, user: User) -> bool:
    """Tell whether `user` needs a second factor and has none; known once, the session keeps it."""
    if not needs_factor(user) or request.session.get("has_factor") == user.pk:
        return False
    if not Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
        return True
    request.session["has_factor"] = user.pk
    return False


def _is(request: HttpRequest, names: frozenset[str]) -> bool:
    try:
        return resolve(request.path_info).url_name in names | ALWAYS
    except Resolver404:
        return False
