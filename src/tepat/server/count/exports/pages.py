"""The files of unofficial results; who took one is recorded."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tepat.server.count.exports.files import TYPES, make
from tepat.server.count.sight import check_sight
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page


@require_safe
@never_cache
@desk_page()
def file(request: HttpRequest, scope: Scope, form: str) -> HttpResponse:
    """One file: of the confirmed forms, or of all with `?isi=semua`."""
    check_sight(cast(User, request.user), scope, scope.kabupaten)
    made = make(scope, form, every=request.GET.get("isi", "") == "semua")
    answer = HttpResponse(made.data, content_type=TYPES[form])
    answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return answer
