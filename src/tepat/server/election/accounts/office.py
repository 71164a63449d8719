"""Single sign-on: an identity of the office opens an account that is there, or an invitation.

It never makes an account or a right of its own, and nothing of its profile is kept but the
name under which the sign-in service knows the person.
"""

from typing import Any

from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.providers.base import AuthProcess
from django.conf import settings
from django.http import HttpRequest
from django.shortcuts import render
from django.urls import reverse

from tepat.core.problems import Refused
from tepat.server import clock, environment
from tepat.server.election.accounts import invitations
from tepat.server.election.accounts.looks import record_look, record_stranger
from tepat.server.problems import say

INVITATION = "invitation"
"""Key of the session under which the secret of an opened invitation waits."""


class OfficeIdentity(DefaultSocialAccountAdapter):  # type: ignore[misc]
    """allauth's social accounts, bound to accounts and invitations only."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        sociallogin.email_addresses = []
        if sociallogin.is_existing:
            return
        if sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        token = request.session.pop(INVITATION, "")
        if token:
            try:
                invitation = invitations.found(token, clock.now())
                user = invitations.accept_by_identity(invitation, clock.now())
            except Refused as refused:
                _refuse(request, say(refused.problem))
            sociallogin.connect(request, user)
            record_look(user, invitation.scope, "invitation_used", invitation.role)
            return
        record_stranger("login_failed")
        _refuse(request, "")

    def on_authentication_error(
        self,
        request: HttpRequest,
        provider: Any,
        error: Any = None,
        exception: Any = None,
        extra_context: Any = None,
    ) -> None:
        record_stranger("login_failed")

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: Any) -> str:
        return reverse("own_account")


def _refuse(request: HttpRequest, sentence: str) -> None:
    answer = render(request, "account/signup_closed.html", {"sentence": sentence}, status=403)
    raise ImmediateHttpResponse(answer)


def button() -> dict[str, str]:
    """Return name and address of the sign-in service, or nothing where there is none."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if not apps or settings.IS_HUB:
        return {}
    address = reverse("openid_connect_login", args=[environment.OIDC_ID])
    return {"name": apps[0]["name"], "address": address}
