"""The language of a page: what the person chose here, else Indonesian.

The browser's own list is not asked: office machines often run an English system, and
the people at them work in Indonesian.
"""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation


def chosen_by(request: HttpRequest) -> str:
    """Return the code of the language that a request chose, of the default where it chose none."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if not chosen:
        return str(settings.LANGUAGE_CODE)
    return chosen if chosen in dict(settings.LANGUAGES) else str(settings.LANGUAGE_CODE)


class ChosenLanguage:
    """Activate the language of the cookie that the switch sets, else the default."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = chosen_by(request)
        with translation.override(chosen):
            request.LANGUAGE_CODE = chosen
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", chosen)
        return response
