"""A password that was handed over opens one page: the one on which to choose an own."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

OPEN = frozenset({"account_change_password", "account_logout", "set_language"})


class OwnPasswordFirst:
    """Send a person with a one-time password to the page of passwords, from every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        must = getattr(request.user, "must_change_password", False)
        if must and request.path not in {reverse(name) for name in OPEN}:
            return redirect("account_change_password")
        return self.get_response(request)
