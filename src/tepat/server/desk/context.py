"""What the shell around each page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def desk(request: HttpRequest) -> dict[str, Any]:
    """Scope of the page, and whether the installation holds made-up figures."""
    scope = getattr(request, "scope", None)
    return {
        "scope": scope,
        "is_contoh": settings.DEMO or bool(scope and scope.is_contoh),
    }
