"""The papers of one record, offered on the page where it was recorded."""

from typing import Any, cast

from django import template

from tepat.core.election.roles import Action
from tepat.server.documents import queries, records, services
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows

register = template.Library()


@register.inclusion_tag("documents/_papers_of.html", takes_context=True)
def papers_of(context: dict[str, Any], documents: str, key: object) -> dict[str, Any]:
    """Links to print `documents` (codes, with spaces) of the record `key`.

    Nothing is shown to whoever may not print them: two queries at most.
    """
    request = context["request"]
    scope: Scope = request.desk_scope
    kinds = [services.document(code) for code in documents.split()]
    area = records.area_of(scope, kinds[0].code, str(key)) if kinds else ""
    may_print = allows(cast(User, request.user), Action.PRINT_PAPERS, scope, area)
    has = queries.numbered(scope, [str(key)]) if may_print else set()
    return {
        "scope": scope,
        "kinds": [(kind, (kind.code, str(key)) in has) for kind in kinds] if may_print else [],
        "key": str(key),
        "request": request,
        "csrf_token": context.get("csrf_token"),
    }
