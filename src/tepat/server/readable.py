"""Text that no database can hold, or that is longer than its column, is refused with a sentence.

A NUL or half of a surrogate pair is looked for in the address, the form, the names of
files and the JSON of each request. What still does not fit is told by the database, which
does not name the column: the fields of the form that are too long are named instead.
"""

import json
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, TypeVar

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.db import DataError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.functional import Promise

from tepat.core.problems import Code, Problem
from tepat.server.problems import answer

MOST_CHARACTERS: Final = 100_000
"""The longest single field: a pasted list of seals is long, a book is not a field."""
_UNREADABLE: Final = re.compile("[\x00\ud800-\udfff]")
_ESCAPED: Final = re.compile(rb"\\u0000|\\u[dD][89a-fA-F]", re.ASCII)
_TOO_LONG: Final = re.compile(r"too long for type \D*\((\d+)\)")

_PEEKED: Final = 300_000
"""Bytes of a form too large to be read from which its longest field is shown again."""
View = TypeVar("View", bound=Callable[..., HttpResponse])

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LongField:
    """The long text of a form: its name, what the page calls it, and how long it may be."""

    name: str
    label: str | Promise
    limit: int


def long_field(name: str, label: str | Promise, limit: int) -> Callable[[View], View]:
    """Declare the long text of a form: the view itself answers where it is too long.

    Only a form too large to be read is answered here, by the field's own name and limit.
    """

    def decorate(view: View) -> View:
        view.long_field = LongField(name, label, limit)  # type: ignore[attr-defined]
        return view

    return decorate


class ReadableText:
    """Answer 400 to text that cannot be stored, 422 to a value that does not fit."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        for name in [name for name, value in request.COOKIES.items() if _is_bad(value)]:
            del request.COOKIES[name]  # as good as none: sessions are looked up by it
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        if getattr(view, "reads_bytes", False):
            return None  # it judges every byte itself, and stores nothing as text
        if _is_bad(request.path):
            return answer(request, Problem(Code.TEXT_UNREADABLE, {"field": "URL"}))
        own: LongField | None = getattr(view, "long_field", None)
        try:
            fields = list(_fields(request))
        except RequestDataTooBig:
            name, text = _longest_of(request)
            return _refused(request, own, name or request.path[:120], text)
        for name, value in fields:
            if _is_bad(name) or _is_bad(value):
                field = _UNREADABLE.sub("", name)[:40]
                return answer(request, Problem(Code.TEXT_UNREADABLE, {"field": field}))
            if len(value) > MOST_CHARACTERS and (own is None or name != own.name):
                return _refused(request, None, name, value)
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, (DataError, OverflowError, UnicodeEncodeError)):
            return None
        logger.warning("a value did not fit at %s", request.path, exc_info=exception)
        found = _TOO_LONG.search(str(exception))
        if found is None:
            return answer(request, Problem(Code.VALUE_UNFIT))
        limit = int(found[1])
        names = dict.fromkeys(name for name, value in _fields(request) if len(value) > limit)
        field = ", ".join(names)[:120] or request.path[:120]
        return answer(request, _too_long(field, limit))


def _refused(request: HttpRequest, own: LongField | None, name: str, text: str) -> HttpResponse:
    """Say which field is too long, and show what of it can be kept."""
    kept = "" if "password" in name else text
    if own and name == own.name:
        return answer(request, _too_long(str(own.label), own.limit), kept[: own.limit])
    return answer(request, _too_long(name[:120], MOST_CHARACTERS), kept[:MOST_CHARACTERS])


def _longest_of(request: HttpRequest) -> tuple[str, str]:
    """Return name and beginning of the longest field of a form that is too large to be read."""
    if request.content_type != "application/x-www-form-urlencoded":
        return "", ""
    try:
        form = QueryDict(request.read(_PEEKED), encoding="utf-8")
    except (OSError, ValueError, SuspiciousOperation):
        return "", ""
    pairs = [(name, _UNREADABLE.sub("", str(value))) for name, value in form.items()]
    return max(pairs, key=lambda pair: len(pair[1]), default=("", ""))


def _too_long(field: str, limit: int) -> Problem:
    return Problem(Code.TEXT_TOO_LONG, {"field": field, "limit": limit})


def _is_bad(text: str) -> bool:
    return _UNREADABLE.search(text) is not None


def _fields(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Every name and text of a request: query, form, names of files, JSON."""
    for query in (request.GET, request.POST):
        for name, values in query.lists():
            yield from ((name, str(value)) for value in values)
    for name, files in request.FILES.lists():
        yield from ((name, file.name or "") for file in files)
    if request.content_type == "application/json" and _ESCAPED.search(request.body):
        try:
            yield from _texts("JSON", json.loads(request.body))
        except (ValueError, RecursionError):
            return  # whoever reads the body says what is wrong with it


def _texts(name: str, value: object) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, list):
        for each in value:
            yield from _texts(name, each)
    elif isinstance(value, dict):
        for key, each in value.items():
            yield key, ""
            yield from _texts(key, each)
