"""Accounts are given by the kabupaten's administrator; nobody signs up alone."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from tepat.server.election.models import User


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without public sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def set_password(self, user: User, password: str) -> Any:
        """Keep a password that its owner chose: the one-time password is over."""
        user.must_change_password = False
        return super().set_password(user, password)
