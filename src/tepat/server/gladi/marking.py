"""GLADI on every page and every file that the installation of a rehearsal gives out.

Papers, workbooks and messages bear the mark inside (`core/mark.py`); here it stands before
every page, whoever draws it, and in the name of every file that is saved.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.translation import gettext

from tepat.core.mark import GLADI
from tepat.server import environment

HEADER: Final = "Tepat-Gladi"
"""Of every answer, so that programs know it, too."""
_BODY: Final = re.compile(rb"<body[^>]*>")
_TITLE: Final = b"<title>"
_FILE: Final = re.compile(r'(filename="?)(?!GLADI-)')


class MarkEveryAnswer:
    """Put the mark into what goes out. Only the settings of a rehearsal name this class."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META.pop("HTTP_ACCEPT_ENCODING", None)  # what is packed cannot be marked
        response = self.get_response(request)
        response.headers[HEADER] = settings.GLADI
        if named := response.headers.get("Content-Disposition"):
            response.headers["Content-Disposition"] = _FILE.sub(rf"\1{GLADI}-", named, count=1)
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        if is_page and not response.streaming:
            response.content = marked(response.content, banner())
            if response.has_header("Content-Length"):
                response.headers["Content-Length"] = str(len(response.content))
        return response


def marked(page: bytes, sign: bytes) -> bytes:
    """Return a whole page with `sign` before everything else; a part of one stays as it is.

    >>> marked(b"<title>tepat</title><body class='x'><h1>", b"<p>GLADI</p>")
    b"<title>GLADI - tepat</title><body class='x'><p>GLADI</p><h1>"
    >>> marked(b"<tr><td>1</td></tr>", b"<p>GLADI</p>")
    b'<tr><td>1</td></tr>'
    """
    with_sign = _BODY.sub(lambda found: found[0] + sign, page, count=1)
    return with_sign.replace(_TITLE, b"<title>GLADI - ", 1) if with_sign != page else page


def banner() -> bytes:
    """Return the line that stands above every page."""
    words = gettext("This is no election: everything here is a rehearsal.")
    if since := stopped():
        still = gettext("Its field stands still since %(moment)s: nothing moves any more.")
        words = f"{words} {still % {'moment': since}}"
    sign = format_html(
        '<p class="gladi" role="note"><b>{}</b> {} · <span>{}</span></p>',
        GLADI,
        settings.GLADI,
        words,
    )
    return sign.encode()


def stopped() -> str:
    """Return since when the field of this rehearsal acts no longer, "" while it does."""
    try:
        text = (Path(settings.HOME) / environment.GLADI_STOPPED).read_text(encoding="utf-8")
    except OSError:
        return ""
    return text.strip()[:20]
