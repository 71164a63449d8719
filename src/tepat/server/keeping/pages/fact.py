"""One fact of the log: what it says, who signed it, what came of it, and its proof."""

import json
from base64 import b64encode
from typing import Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext

from tepat.adapters.labels import qr_svg_of_text
from tepat.core.election.roles import Action
from tepat.core.log import carrying
from tepat.core.move import judging
from tepat.core.problems import Code, refuse
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, check_right, desk_page
from tepat.server.keeping import opening, wiring
from tepat.server.keeping.pages import kinds, values
from tepat.server.keeping.pages.people import names_of
from tepat.server.log import queries as log
from tepat.server.log.models import Fact
from tepat.server.log.publishing.standing import standing_of
from tepat.server.move.devices import queries as devices
from tepat.server.move.models import Device
from tepat.server.move.packages.words import role_words
from tepat.server.move.packing.words import Names
from tepat.witness import proving, sources

LONGEST_QR: Final = 1_600
"""Characters of one QR that a phone still reads from a screen; what is longer goes as text."""


@desk_page()
def fact(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    """Body, signer, verdict, number, checkpoint and codes of one fact."""
    row = _row(scope, name)
    standing = standing_of(wiring.place_of(scope))
    needed = opening.needs(row)
    may_know = needed is None or allows(cast(User, request.user), needed, scope)
    may_read = may_know and not _is_hidden(row)
    value = judging.parsed(bytes(row.body)) if not _is_hidden(row) else None
    others = [each.device for each in log.countersigned(row.countersigned)]
    body = json.loads(bytes(row.body)) if may_read else {}
    names = names_of(scope, [row.device, row.uploader, *others, *values.ids_in(body)])
    flags = devices.registry(scope).standing(value) if value else frozenset()
    size = standing.checkpoint.size if standing.checkpoint else 0
    may_follow = allows(cast(User, request.user), Action.SEE_MOVEMENTS, scope)
    text = carrying.write(bytes(row.body), bytes(row.sig)) if may_read else ""
    context = {
        "row": row,
        "title": kinds.kind_words(row.kind) if may_know else gettext("A fact of the log"),
        "may_know": may_know,
        "may_read": may_read,
        "fields": values.shown(scope, body, names, may_follow=may_follow),
        "raw": bytes(row.body).decode() if may_read else "",
        "sig": b64encode(bytes(row.sig)).decode() if may_read else "",
        "is_desk": devices.is_desk(scope, row.device),
        "signer": names.get(row.device, ""),
        "uploader": names.get(row.uploader, ""),
        "others": [(each, names.get(each, "")) for each in others],
        "flags": sorted(kinds.standing_words(each.value) for each in flags),
        "size": size,
        "is_published": row.number <= size,
        "is_witnessed": row.number <= standing.status.quorum_size,
        "holder": _holder(scope, row.device) if may_know else "",
        "text_code": text,
        "qr": _qr(text),
        "may_follow": may_follow,
    }
    return render(request, "keeping/fact.html", context)


@desk_page()
def proof(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    """The `.tlog-proof` of one fact under the newest checkpoint."""
    row = _row(scope, name)
    if needed := opening.needs(row):
        check_right(cast(User, request.user), needed, scope)
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


def _holder(scope: Scope, device: str) -> str:
    """The role and area for which a device was enrolled; "" for a desk or an unknown one."""
    found = Device.objects.filter(scope=scope, device=device, is_desk=False).first()
    if found is None or not found.role:
        return ""
    area = Names(election_of(scope), [found.area]).region(found.area)
    return f"{role_words(found.role)}, {area}"


def _qr(text: str) -> str:
    return qr_svg_of_text(text) if text and len(text) <= LONGEST_QR else ""
