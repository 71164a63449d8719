"""The phone application: the files that `make assets` built, served below `/lapangan/`.

They are served here and not from the static folder, so that the service worker's own
folder is the whole application.
"""

import gzip
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils._os import safe_join
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.views.decorators.http import require_GET

from tepat.server import clock
from tepat.server.desk import security

SENDS_TO = "https:"
"""Any HTTPS server: a worker keeps the policy of its day, and halls are named later.

Which servers a phone really asks is in its letter, and it believes none without a key it knows.
"""
INDEX = "index.html"
HTML = b'<html lang="id"'
LONG = "public, max-age=31536000, immutable"
TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".wasm": "application/wasm",
    ".webmanifest": "application/manifest+json",
}
"""Not asked of the machine: a Windows registry may call a script plain text."""
PACKED = {".css", ".html", ".js", ".json", ".svg", ".wasm", ".webmanifest"}
"""What gzip makes smaller: a phone pays for every byte of its first load."""


def built() -> Path:
    """Return the folder of the built application; it may be missing in a bare checkout."""
    return Path(settings.BASE) / "static" / "field"


@require_GET
def field(request: HttpRequest, path: str = INDEX) -> HttpResponse:
    """Serve one built file. Names with a hash are kept for a year, all else is asked anew."""
    if not (built() / INDEX).is_file():
        return render(request, "desk/field_missing.html", status=503)
    body = _read(path)
    packed = Path(path).suffix in PACKED and "gzip" in request.headers.get("Accept-Encoding", "")
    response = HttpResponse(
        _packed(body) if packed else body, content_type=TYPES.get(Path(path).suffix)
    )
    if packed:
        response.headers["Content-Encoding"] = "gzip"
    patch_vary_headers(response, ["Accept-Encoding"])
    response.headers["Cache-Control"] = LONG if path.startswith("assets/") else "no-cache"
    response.headers["Content-Security-Policy"] = security.policy([SENDS_TO])
    # Weak: the same file, packed or not.
    response.headers["ETag"] = etag = f'W/"{sha256(body).hexdigest()[:20]}"'
    if path == "sw.js":
        response.headers["Service-Worker-Allowed"] = request.path.removesuffix("sw.js")
    return get_conditional_response(request, etag=etag, response=response) or response


def _read(path: str) -> bytes:
    try:
        body = Path(safe_join(built(), path)).read_bytes()
    except (OSError, ValueError, SuspiciousFileOperation) as reason:
        raise Http404(path) from reason
    shift = clock.shifted_s(settings.HOME) if path == INDEX else None
    # A demo lives in another time: its phones follow, or its letters had ended long ago.
    return body if shift is None else body.replace(HTML, b'%b data-shift="%d"' % (HTML, shift), 1)


@lru_cache(maxsize=128)
def _packed(body: bytes) -> bytes:
    return gzip.compress(body, 9, mtime=0)
