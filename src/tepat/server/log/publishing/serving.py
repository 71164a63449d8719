"""The published folder over HTTP: `/log/<election>/<kabupaten>/...`, static files.

Any web server could serve the folder; what it could not do is withhold the parts that
wait for their release and let the mirrors in. Nothing but names that a log has is looked
up, so no path leads out of the folder.
"""

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from tepat.server import clock, environment
from tepat.server.log.publishing import release
from tepat.server.log.publishing.mirrors import Mirror, mirror_with, mirrors_in, record

_SCOPE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}/[0-9]{2}\.[0-9]{2}", re.ASCII)
_N: Final = r"(?:x[0-9]{3}/)*[0-9]{3}"
_W: Final = r"(?:\.p/[1-9][0-9]{0,2})?"

TEXT: Final = "text/plain; charset=utf-8"
BYTES: Final = "application/octet-stream"
JSON: Final = "application/json"
LINES: Final = "application/x-ndjson"

NOW: Final = 2
"""Seconds for which an answer may be kept that the next checkpoint changes."""
FOR_EVER: Final = 31_536_000


class Kind(NamedTuple):
    """One kind of file: its names, its type, how long it may be kept, which part it is."""

    names: re.Pattern[str]
    type: str
    age: int
    part: str = ""


def _kind(pattern: str, type: str, age: int, part: str = "") -> Kind:
    return Kind(re.compile(pattern, re.ASCII), type, age, part)


KINDS: Final = (
    _kind(r"log\.json", JSON, NOW),
    _kind(r"checkpoint", TEXT, NOW),
    _kind(r"checkpoints/[0-9]{1,16}", TEXT, 60),
    _kind(r"checkpoints/index", TEXT, NOW),
    _kind(rf"tile/(?:[0-9]|[1-5][0-9]|6[0-3])/{_N}{_W}", BYTES, FOR_EVER),
    _kind(rf"tile/entries/{_N}{_W}", BYTES, FOR_EVER, "entries"),
    _kind(r"states/[0-9]{1,16}\.jsonl", LINES, FOR_EVER, "states"),
    _kind(r"lists/[0-9a-f]{64}", BYTES, FOR_EVER, "lists"),
    _kind(r"office\.json", JSON, NOW, "lists"),
    _kind(r"office/[0-9a-f]{64}", BYTES, FOR_EVER, "lists"),
    _kind(r"bodies/results/[0-9]{1,16}\.json", JSON, FOR_EVER, "results"),
    _kind(r"bodies/security/[0-9]{1,16}\.json", JSON, FOR_EVER, "security"),
)
"""Every file that a log publishes. Tiles never change: a partial one has its width in its name."""


@csrf_exempt
@require_safe
def published(request: HttpRequest, election: str, kabupaten: str, path: str) -> HttpResponse:
    """Answer one file of a log, 401 or 404 with a sentence that says when it is released."""
    scope = f"{election}/{kabupaten}"
    kind = next((each for each in KINDS if each.names.fullmatch(path)), None)
    if kind is None or not _SCOPE.fullmatch(scope):
        return _none("Berkas ini tidak ada di log. / There is no such file in the log.")
    home = Path(settings.HOME)
    folder = home / "log" / election / kabupaten
    is_private = False
    if kind.part:
        now = clock.now()
        opened = _releases(folder)
        if not release.is_open(opened, kind.part, now):
            mirror, refusal = _mirror(request, kind.part)
            if mirror is None:
                return refusal or _withheld(kind.part, opened.get(kind.part))
            record(home / "log-state" / "reads.jsonl", mirror, scope, path, now)
            is_private = True
    return _file(request, folder / path, kind, is_private=is_private)


def _file(request: HttpRequest, path: Path, kind: Kind, *, is_private: bool) -> HttpResponse:
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError):
        return _none("Berkas ini belum ada di log. / The log does not have this file yet.")
    answer = HttpResponse(data, content_type=kind.type)
    immutable = ", immutable" if kind.age == FOR_EVER else ""
    who = "private" if is_private else "public"
    answer["Cache-Control"] = f"{who}, max-age={kind.age}{immutable}"
    if kind.part:
        answer["Vary"] = "Authorization"
    answer["Accept-Ranges"] = "none"
    # Phones and verify.html of other origins read a log; nothing here depends on cookies.
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _releases(folder: Path) -> release.Releases:
    """When the parts open, as the log itself says; a log that says nothing is closed."""
    try:
        stored = json.loads((folder / "log.json").read_bytes())
        return release.from_json(stored["release"])
    except (OSError, ValueError, KeyError):
        return {}


def _mirror(request: HttpRequest, part: str) -> tuple[Mirror | None, HttpResponse | None]:
    """The mirror that asks, or why it may not; both None where nobody says to be one."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if not token:
        return None, None
    known = mirrors_in(environment.words("TEPAT_LOG_MIRRORS"))
    mirror = mirror_with(token.strip(), known) if scheme.lower() == "bearer" else None
    if mirror is None:
        answer = _text("Token cermin ini tidak dikenal. / This mirror's token is unknown.", 401)
        answer["WWW-Authenticate"] = 'Bearer realm="tepat log"'
        return None, answer
    if not mirror.may_read(release.PART[part]):
        words = f"Cermin {mirror.name} tidak berhak atas bagian ini. / Not for this mirror."
        return None, _text(words, 403)
    return mirror, None


def _withheld(part: str, moment: datetime | None) -> HttpResponse:
    when, then = "yang belum ditentukan", "a time that is not decided yet"
    if moment:
        when = then = moment.isoformat(timespec="minutes")
    return _none(
        f"Bagian {part} dibuka untuk umum mulai {when}; sampai saat itu hanya untuk cermin. / "
        f"The part {part} is public from {then}; until then it is for mirrors."
    )


def _none(words: str) -> HttpResponse:
    return _text(words, 404)


def _text(words: str, status: int) -> HttpResponse:
    answer = HttpResponse(words + "\n", content_type=TEXT, status=status)
    answer["Cache-Control"] = "no-store"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer
