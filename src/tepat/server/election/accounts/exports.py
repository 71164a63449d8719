"""Whoever takes a file from the desk is on record: one place for every export there is."""

import re
from collections.abc import Callable
from typing import Final

from django.http import HttpRequest, HttpResponse

from tepat.server.election.accounts.looks import record_look
from tepat.server.election.models import Scope, User

_NAME: Final = re.compile(r'filename="?([^";]+)')
SHOWN: Final = ("image/", "text/html")
"""Types that are part of a page; a photo has its own record."""


class RecordExports:
    """Record each answer that is a named file, with its name."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        found = _NAME.search(answer.get("Content-Disposition", ""))
        scope = getattr(request, "desk_scope", None)
        is_file = found and not answer.get("Content-Type", "").startswith(SHOWN)
        if is_file and found and isinstance(scope, Scope) and isinstance(request.user, User):
            record_look(request.user, scope, "export", found[1])
        return answer
