"""What a page of the desk may load: its own files, and nothing from anywhere else."""

from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from django.conf import settings
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


def with_sign_in(policy: str) -> str:
    """Return `policy` for pages whose form may lead on to the sign-in service, where one is set."""
    apps = settings.SOCIALACCOUNT_PROVIDERS.get("openid_connect", {}).get("APPS", [])
    if not apps:
        return policy
    parts = urlsplit(apps[0]["settings"]["server_url"])
    return policy.replace(
        "form-action 'self'", f"form-action 'self' {parts.scheme}://{parts.netloc}"
    )


PERMISSIONS = "camera=(self), geolocation=(self), microphone=(), payment=(), usb=()"


class OwnFilesOnly:
    """Send the policy with every page; a view may send its own instead."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", with_sign_in(POLICY))
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        return response
