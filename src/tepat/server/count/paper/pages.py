"""The print of one form; who took it is recorded."""

from typing import cast

from django.http import HttpRequest, HttpResponse
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tepat.core.count.saying import said_of
from tepat.core.count.versions import standing_of
from tepat.core.problems import Code, refuse
from tepat.server.count.contests import contests_of
from tepat.server.count.models import FormState
from tepat.server.count.naming.queries import by_number
from tepat.server.count.paper.printing import pdf
from tepat.server.count.results import folding, queries
from tepat.server.count.results.gathering import gather
from tepat.server.count.sight import check_sight
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import desk_page


@require_safe
@never_cache
@desk_page()
def form(request: HttpRequest, scope: Scope, code: str, kind: str) -> HttpResponse:
    """One form as PDF, in Indonesian as every paper."""
    check_sight(cast(User, request.user), scope, code)
    folding.catch_up(scope)
    rows = list(FormState.objects.filter(scope=scope, tps=code).order_by("sku"))
    row = next((each for each in rows if each.kind == kind), None)
    if row is None:
        held = ", ".join(each.kind for each in rows)
        raise refuse(Code.FORM_KIND, where=f"TPS {code[:40]}", value=kind[:20], choices=held)
    contests = contests_of(scope)
    versions = gather(scope, [code]).versions.get(code, {}).get(row.sku, [])
    standing = standing_of(versions)
    known = queries.known_of(contests, rows)[row.pk]
    said = said_of(standing.current.form, known) if standing.current else []
    names = queries.names_of(scope)
    with override("id"):
        data = pdf(
            scope,
            row,
            contests.kind(kind),
            standing,
            versions,
            said,
            names,
            by_number(scope, row.sku),
        )
    answer = HttpResponse(data, content_type="application/pdf")
    name = f"bukan-hasil-resmi-{code}-{kind}.pdf"
    answer["Content-Disposition"] = f'inline; filename="{name}"'
    return answer
