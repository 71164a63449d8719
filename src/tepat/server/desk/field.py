"""The phone application: the files that `make assets` built, served below `/lapangan/`.

They are served here and not from the static folder, so that the service worker's own
folder is the whole application.
"""

from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET
from django.views.static import serve

INDEX = "index.html"
LONG = "public, max-age=31536000, immutable"


def built() -> Path:
    """Return the folder of the built application; it may be missing in a bare checkout."""
    return Path(settings.BASE) / "static" / "field"


@require_GET
def field(request: HttpRequest, path: str = "") -> HttpResponseBase:
    """Serve one built file. Names with a hash are kept for a year, all else is asked anew."""
    if not (built() / INDEX).is_file():
        return render(request, "desk/field_missing.html", status=503)
    if path and not (built() / path).is_file():
        raise Http404(path)
    response = serve(request, path or INDEX, document_root=str(built()))
    response.headers["Cache-Control"] = LONG if path.startswith("assets/") else "no-cache"
    if path == "sw.js":
        response.headers["Service-Worker-Allowed"] = request.path.removesuffix("sw.js")
    if path.endswith(".webmanifest"):
        response.headers["Content-Type"] = "application/manifest+json"
    return response
