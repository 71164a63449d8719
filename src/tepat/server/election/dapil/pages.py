"""The page on which a clerk says which dapil each kecamatan votes in."""

from typing import NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from tepat.core.election.catalogue import DiffersBy, Kind
from tepat.core.election.dapil import read_dapil
from tepat.core.election.roles import Action
from tepat.core.problems import Refused
from tepat.server.election.dapil.queries import areas_of, dapil_by_kind
from tepat.server.election.dapil.services import set_dapil
from tepat.server.election.elections import election_of
from tepat.server.election.models import Scope
from tepat.server.election.scopes import allows, desk_page


class Field(NamedTuple):
    """One box to fill in: the dapil of an area for one kind."""

    name: str
    kind: str
    value: str


class AreaRow(NamedTuple):
    """The kabupaten as a whole, or one kecamatan, or a desa set apart from its kecamatan."""

    code: str
    name: str
    fields: list[Field]


@require_GET
@desk_page()
def dapil(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Dapil by area and kind. Two queries."""
    kinds = _kinds(scope)
    stored = dapil_by_kind(scope)
    language = "en" if (get_language() or "").startswith("en") else "id"
    rows = [
        AreaRow(
            code,
            name,
            [
                Field(f"{kind.code}@{code}", kind.code, stored.get(kind.code, {}).get(code, ""))
                for kind in kinds
            ],
        )
        for code, name in areas_of(scope, stored)
    ]
    context = {
        "rows": rows,
        "kinds": [kind.name.say(language) for kind in kinds],
        "known": sorted({name for areas in stored.values() for name in areas.values()}),
        "may_edit": allows(request.user, Action.EDIT_ELECTION, scope),  # type: ignore[arg-type]
    }
    return render(request, "election/dapil.html", context)


@require_POST
@desk_page(Action.EDIT_ELECTION)
def save(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Store what the page holds; an emptied box is forgotten. Nothing is kept on a fault."""
    boxes = [
        (*name.split("@", 1), value.strip())
        for name, value in request.POST.items()
        if isinstance(value, str) and "@" in name
    ]
    rows = [{"kind": kind, "area": area, "dapil": value} for kind, area, value in boxes if value]
    good, problems = read_dapil(rows, election_of(scope), scope.kabupaten)
    if problems:
        raise Refused(problems[0])
    set_dapil(scope, good, emptied=[(kind, area) for kind, area, value in boxes if not value])
    messages.success(request, _("The dapil are saved; needs are counted anew."))
    return redirect("dapil", scope.election, scope.kabupaten)


def _kinds(scope: Scope) -> list[Kind]:
    held = election_of(scope).kinds_in(scope.kabupaten)
    return [kind for kind in held if kind.differs_by is DiffersBy.DAPIL]
