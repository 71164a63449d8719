"""The TPS list over the API: read it, preview an import, apply, undo."""

import json
from typing import Annotated, Any, cast

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile

from tepat.core.election.roles import Action
from tepat.core.problems import Code, refuse
from tepat.server import clock
from tepat.server.election import elections
from tepat.server.election.models import Scope, Tps, TpsImport, User
from tepat.server.election.scopes import check_right, find
from tepat.server.election.tps_list import choices, queries, services, stored
from tepat.server.election.tps_list.uploads import read_once
from tepat.server.problems import as_json

router = Router(tags=["election"])
PageNumber = Annotated[int, Query(ge=1, le=100_000)]
AT = "/{election}/{kabupaten}"


class TpsOut(Schema):
    """One TPS. `dpt` null: nobody has said how many voters."""

    code: str
    desa: str
    kecamatan: str
    number: int
    dpt: int | None
    dpt_l: int | None
    dpt_p: int | None
    dptb: int
    name: str
    lat: float | None
    lon: float | None
    provenance: str


class TpsPage(Schema):
    """One page of the list."""

    count: int
    page: int
    pages: int
    rows: list[TpsOut]


class UnmatchedOut(Schema):
    """A name that a person must give a desa."""

    kecamatan: str
    desa: str
    rows: int
    is_ambiguous: bool
    suggestions: dict[str, str]
    """Name by code."""


class ImportOut(Schema):
    """What an import would change, or did. `problems` name sheet, row, column and value."""

    number: int
    state: str
    file_name: str
    rows_read: int
    rows_refused: int
    added: list[str]
    changed: dict[str, Any]
    unchanged: int
    missing: list[str]
    unmatched: list[UnmatchedOut]
    problems: list[dict[str, Any]]


class MappingIn(Schema):
    """How to read the file: `mapping` is JSON from field to column letter or title."""

    mapping: str = ""
    sheet: str = ""


class ApplyIn(Schema):
    """Whether TPS that the file does not name are removed."""

    remove_missing: bool = False


class ChoiceIn(Schema):
    """One name as written, and the desa it means."""

    kecamatan: str
    desa: str
    code: str


@router.get(AT + "/tps", response=TpsPage)
def list_tps(
    request: HttpRequest,
    election: str,
    kabupaten: str,
    page: PageNumber = 1,
    kecamatan: str = "",
    desa: str = "",
    text: str = "",
) -> dict[str, Any]:
    """One page of the TPS list, a hundred at a time."""
    scope = _scope(request, election, kabupaten, Action.SEE_DESK)
    names = queries.names_in(scope) if text else {}
    cap = elections.election_of(scope).tps_cap
    wanted = queries.Filter(kecamatan, desa, text.replace("\0", ""))
    shown = queries.page_of(queries.listed(scope, wanted, names, cap), str(page))
    rows: list[Tps] = list(shown)
    pages = shown.paginator
    return {"count": pages.count, "page": shown.number, "pages": pages.num_pages, "rows": rows}


@router.post(AT + "/tps/imports", response=ImportOut)
def preview_import(
    request: HttpRequest,
    election: str,
    kabupaten: str,
    file: File[UploadedFile],
    how: Form[MappingIn],
) -> dict[str, Any]:
    """Read a file and tell what it would change. Nothing is changed, the file is deleted."""
    scope = _scope(request, election, kabupaten, Action.IMPORT_TPS)
    data, name = read_once(file)
    given = _mapping(how.mapping)
    user = cast(User, request.user)
    kept = services.preview(scope, data, name, clock.now(), user, given or None, how.sheet)
    return _out(kept)


@router.get(AT + "/tps/imports/{number}", response=ImportOut)
def read_import(request: HttpRequest, election: str, kabupaten: str, number: int) -> dict[str, Any]:
    """One import as it stands."""
    return _out(_kept(request, election, kabupaten, number))


@router.post(AT + "/tps/imports/{number}/choices", response=ImportOut)
def choose_names(
    request: HttpRequest, election: str, kabupaten: str, number: int, chosen: list[ChoiceIn]
) -> dict[str, Any]:
    """Give names their desa; they are remembered."""
    kept = _kept(request, election, kabupaten, number)
    said = {(each.kecamatan, each.desa): each.code for each in chosen}
    return _out(services.choose(kept.pk, said, clock.now(), cast(User, request.user)))


@router.post(AT + "/tps/imports/{number}/apply", response=ImportOut)
def apply_import(
    request: HttpRequest, election: str, kabupaten: str, number: int, how: ApplyIn
) -> dict[str, Any]:
    """Put a preview into the list; twice is once."""
    kept = _kept(request, election, kabupaten, number)
    return _out(services.apply(kept.pk, clock.now(), how.remove_missing))


@router.post(AT + "/tps/imports/{number}/undo", response=ImportOut)
def undo_import(request: HttpRequest, election: str, kabupaten: str, number: int) -> dict[str, Any]:
    """Restore what an import changed; twice is once."""
    return _out(services.undo(_kept(request, election, kabupaten, number).pk))


def _scope(request: HttpRequest, election: str, kabupaten: str, action: Action) -> Scope:
    scope = find(kabupaten, election)
    check_right(cast(User, request.user), action, scope)
    return scope


def _kept(request: HttpRequest, election: str, kabupaten: str, number: int) -> TpsImport:
    scope = _scope(request, election, kabupaten, Action.IMPORT_TPS)
    if not -(2**63) <= number < 2**63:
        number = 0
    return get_object_or_404(TpsImport, scope=scope, pk=number)


def _mapping(said: str) -> dict[str, str]:
    if not said.strip():
        return {}
    try:
        read = json.loads(said)
        texts = [f"{field}={column}" for field, column in read.items()]
    except (ValueError, AttributeError) as unreadable:
        raise refuse(Code.MAPPING_FIELD, value=said[:60], choices="JSON") from unreadable
    return choices.mapping(texts)


def _out(kept: TpsImport) -> dict[str, Any]:
    told = kept.preview
    problems = stored.problems_from_json(told.get("problems", []))
    return {
        "number": kept.pk,
        "state": str(kept.state),
        "file_name": kept.file_name,
        "rows_read": kept.rows_read,
        "rows_refused": told.get("refused", 0),
        "added": told.get("added", []),
        "changed": told.get("changed", {}),
        "unchanged": told.get("unchanged", 0),
        "missing": told.get("missing", []),
        "unmatched": [
            {
                "kecamatan": each.kecamatan,
                "desa": each.desa,
                "rows": each.rows,
                "is_ambiguous": each.is_ambiguous,
                "suggestions": {place.code: place.name for place in each.suggestions},
            }
            for each in services.unmatched_in(kept)
        ],
        "problems": [as_json(problem) for problem in problems],
    }
