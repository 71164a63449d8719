"""One fact of the log: what it says, who signed it, what came of it, and its proof."""

import json
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tepat.core.election.roles import Action
from tepat.core.log import carrying
from tepat.core.move import judging
from tepat.core.move.events import Audience
from tepat.core.problems import Code, refuse
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.keeping import wiring
from tepat.server.keeping.pages import kinds
from tepat.server.keeping.pages.people import names_of
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.log.publishing.standing import standing_of
from tepat.server.move.devices import queries as devices
from tepat.witness import proving, sources

_ENVELOPE = ("v", "kind", "mono", "session", "salt")
"""Fields that tell a reader nothing; the proof and the text code hold them."""
MOST_IN_A_ROW = 40
"""Values of one field that are shown; a load may name thousands of packages."""


@desk_page()
def fact(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    """Body, signer, verdict, number, checkpoint and codes of one fact."""
    row = _row(scope, name)
    standing = standing_of(wiring.place_of(scope))
    may_read = _may_read(cast(User, request.user), scope, row)
    value = judging.parsed(bytes(row.body)) if not _is_hidden(row) else None
    others = [each.device for each in log.countersigned(row.countersigned)]
    body = json.loads(bytes(row.body)) if may_read else {}
    names = names_of(scope, [row.device, row.uploader, *others, str(body.get("by", ""))])
    flags = devices.registry(scope).standing(value) if value else frozenset()
    size = standing.checkpoint.size if standing.checkpoint else 0
    context = {
        "row": row,
        "title": kinds.kind_words(row.kind),
        "may_read": may_read,
        "is_hidden": _is_hidden(row),
        "fields": [_field(key, body[key], names) for key in sorted(body) if key not in _ENVELOPE],
        "signer": names.get(row.device, ""),
        "uploader": names.get(row.uploader, ""),
        "others": [(each, names.get(each, "")) for each in others],
        "flags": sorted(kinds.standing_words(each.value) for each in flags),
        "size": size,
        "is_published": row.number <= size,
        "is_witnessed": row.number <= standing.status.quorum_size,
        "text_code": carrying.write(bytes(row.body), bytes(row.sig)) if may_read else "",
    }
    return render(request, "keeping/fact.html", context)


@desk_page()
def proof(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    """The `.tlog-proof` of one fact under the newest checkpoint."""
    row = _row(scope, name)
    if not _may_read(cast(User, request.user), scope, row):
        check_right(cast(User, request.user), Action.SEE_MOVEMENTS, scope)
    source = sources.opened(str(wiring.place_of(scope).folder))
    made = proving.prove(source, str(row.number))
    answer = HttpResponse(made.data, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{row.pk[:16]}.tlog-proof"'
    return answer


def _row(scope: Scope, name: str) -> Fact:
    rows = Fact.objects.filter(election=scope.election, kabupaten=scope.kabupaten, pk=name)
    row = rows.first()
    if row is None:
        raise refuse(Code.ENTRY_UNKNOWN, value=name[:64])
    return row


def _is_hidden(row: Fact) -> bool:
    return row.audience in log.HIDDEN


def _may_read(user: User, scope: Scope, row: Fact) -> bool:
    """Whether this person may read the body; of what is hidden nobody reads it here."""
    if _is_hidden(row):
        return False
    if row.audience == Audience.PUBLIC:
        return True
    return allows(user, Action.SEE_MOVEMENTS, scope)


def _field(key: str, value: Any, names: dict[str, str]) -> dict[str, Any]:
    parts = value if isinstance(value, list) else [value]
    said = [_said(each) for each in parts[:MOST_IN_A_ROW]]
    return {
        "label": kinds.field_words(key),
        "parts": said,
        "more": len(parts) - len(said),
        "name": names.get(value, "") if isinstance(value, str) else "",
        "is_package": key in ("package", "packages"),
        "is_fact": key in ("after", "prev", "given", "fact", "assignment", "stands"),
    }


def _said(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{kinds.field_words(key)}: {_said(each)}" for key, each in value.items())
    if isinstance(value, list):
        return ", ".join(_said(each) for each in value)
    return str(value)
