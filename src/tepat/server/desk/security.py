"""What a page of the desk may load: its own files, and nothing from anywhere else."""

from collections.abc import Callable, Sequence

from django.http import HttpRequest, HttpResponse

POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "style-src 'self'",
        "style-src-attr 'unsafe-inline'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "object-src 'none'",
        "base-uri 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    )
)
"""Widths of bars are style attributes; the code reader is WebAssembly. No script is inline."""


def policy(also: Sequence[str] = ()) -> str:
    """Return the policy of a page that may also send to these origins.

    >>> "connect-src 'self' https://aula.example" in policy(["https://aula.example"])
    True
    """
    if not also:
        return POLICY
    return f"{POLICY}; connect-src 'self' {' '.join(also)}"


PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


class OwnFilesOnly:
    """Send the policy with every page; a view may send its own instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
