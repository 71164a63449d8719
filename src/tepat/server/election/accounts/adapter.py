"""Accounts are given by the kabupaten's administrator; nobody signs up alone."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class ClosedAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth without public sign-up."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False
