"""Accounts are given by the kabupaten's administrator; nobody signs up alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext as _

from tepat.server.election.models import User


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without public sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """The address that tries are counted by, through as many proxies as are trusted.

        A header with fewer addresses than proxies did not come through them.
        """
        try:
            return str(super().get_client_ip(request))
        except ImproperlyConfigured:
            return str(request.META.get("REMOTE_ADDR") or "0.0.0.0")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Count failures for a name at one address.

        Counted for the name alone, five wrong tries from anywhere would keep its owner out.
        """
        key = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{get_ip(request)}"

    def clean_password(self, password: str, user: User | None = None) -> str:
        """Refuse the password that somebody has already: a one-time one was seen by others."""
        if user is not None and user.pk and user.check_password(password):
            raise ValidationError(_("Choose another password than the one you have now."))
        return str(super().clean_password(password, user))

    def set_password(self, user: User, password: str) -> Any:
        """Keep a password that its owner chose: the one-time password is over."""
        user.must_change_password = False
        return super().set_password(user, password)
