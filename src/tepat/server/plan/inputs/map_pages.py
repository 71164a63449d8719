"""The maps of a scope at the desk: upload one, see what it gave, take one away."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, cast

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_GET, require_POST

from tepat.adapters.plan_files import KIND_BY_ID, MAP, TIMES, kind_of
from tepat.core.election.roles import Action
from tepat.core.plan.instance.values import Instance
from tepat.core.problems import Code, Refused, refuse
from tepat.server import clock
from tepat.server.desk.words import language
from tepat.server.election.models import Scope, User
from tepat.server.election.scopes import allows, desk_page
from tepat.server.plan.inputs import kept, map_reading, source_services
from tepat.server.plan.inputs.kept import Kept, Shelf
from tepat.server.plan.schedule import queries, store, tasks, words
from tepat.server.problems import say

MOST_MB: Final = 32
"""What a request may bring, with its form around it; the command reads larger extracts."""
AT_ONCE: Final = 256 * 1024
"""Bytes of a map that is read while a person waits; more is read in the background."""
FARTHEST: Final = 10
PROBLEMS_SHOWN: Final = 12


@require_GET
@desk_page()
def plan_map(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The maps and travel times that are kept, and what they gave. Two queries."""
    return render(request, "plan/map.html", _context(request, scope))


@require_GET
@desk_page()
def plan_map_progress(request: HttpRequest, scope: Scope) -> HttpResponse:
    """The same without the frame of the page, asked for again while a map is read."""
    return render(request, "plan/parts/map_kept.html", _context(request, scope))


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_map_add(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Take a map or travel times; a large map is read in the background."""
    user, by = cast(User, request.user), request.POST.get("by", "").strip()[:120]
    try:
        shelf = kept.load(scope)
        if map_reading.is_reading(scope, shelf, clock.now()):
            raise refuse(Code.SOURCES_BUSY, file=str(shelf.work[MAP]["name"]))
        with TemporaryDirectory(prefix="tepat-") as folder:
            path = saved(request.FILES.get("file"), Path(folder), MOST_MB)
            kind = kind_of(path, MAP, TIMES)
            if kind.use == TIMES or path.stat().st_size <= AT_ONCE:
                _add_now(request, scope, path, user, by)
            else:
                _read_later(request, scope, map_reading.begin(scope, path, by, clock.now()))
    except Refused as refused:
        messages.error(request, say(refused.problem))
        messages.error(request, gettext("Nothing was kept; the former map stays."))
    return redirect("plan_map", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_map_again(request: HttpRequest, scope: Scope) -> HttpResponse:
    """Read the map once more whose reading was stopped."""
    try:
        _read_later(request, scope, map_reading.again(scope, clock.now()))
    except Refused as refused:
        messages.error(request, say(refused.problem))
    return redirect("plan_map", scope.election, scope.kabupaten)


@require_POST
@desk_page(Action.EDIT_PLAN)
def plan_source_remove(request: HttpRequest, scope: Scope, name: str) -> HttpResponse:
    """Take away one map, table of times, file of hazards or report, by its hash."""
    back = "plan_hazard" if request.POST.get("back") == "banjir" else "plan_map"
    try:
        source_services.remove(scope, name, cast(User, request.user), clock.now())
        messages.success(request, gettext("Removed. Plans made from now on do without it."))
    except Refused as refused:
        messages.error(request, say(refused.problem))
    return redirect(back, scope.election, scope.kabupaten)


def saved(uploaded: UploadedFile[bytes] | None, folder: Path, most_mb: int) -> Path:
    """Return an upload as a file under its own name in `folder`. Raises `Refused` if too large."""
    if uploaded is None:
        raise refuse(Code.FILE_EMPTY, file="-")
    name = Path(uploaded.name or "berkas").name[-100:] or "berkas"
    size = uploaded.size or 0
    try:
        if size > most_mb << 20:
            raise refuse(Code.FILE_TOO_HEAVY, file=name, size=size >> 20, limit=most_mb)
        path = folder / name
        with path.open("wb") as file:
            for chunk in uploaded.chunks():
                file.write(chunk)
        return path
    finally:
        uploaded.close()


def file_rows(scope: Scope, files: "tuple[Kept, ...]", shelf: Shelf) -> list[dict[str, Any]]:
    """Return kept files as a page shows them."""
    english = language() == "en"
    return [
        {
            "id": each.hash,
            "name": each.name,
            "kind": KIND_BY_ID[each.kind].title_en if english else KIND_BY_ID[each.kind].title_id,
            "by": each.by,
            "user": each.user,
            "given": datetime.fromisoformat(each.given) if each.given else None,
            "state": shelf.states.get(each.hash, "read"),
        }
        for each in files
    ]


def last_work(shelf: Shelf, use: str) -> dict[str, Any]:
    """Return what was done last for a use, with its problems as sentences."""
    work = dict(shelf.work.get(use, {}))
    if not work:
        return {}
    problems = kept.problems_in(work.get("problems", []))
    return {
        **work,
        "at": datetime.fromisoformat(str(work["at"])),
        "problems": problems[:PROBLEMS_SHOWN],
        "more": max(0, len(problems) - PROBLEMS_SHOWN),
    }


def _add_now(request: HttpRequest, scope: Scope, path: Path, user: User, by: str) -> None:
    told = source_services.add(scope, [path], (MAP, TIMES), user, clock.now(), by)
    if told.files:
        messages.success(request, gettext("The map is kept. Plans made from now on use it."))
        return
    for each in told.problems:
        messages.error(request, say(each))


def _read_later(request: HttpRequest, scope: Scope, file: Kept) -> None:
    user = cast(User, request.user)
    tasks.read_map.enqueue(scope.pk, str(file.path), file.by, user.pk)
    messages.info(request, gettext("The map is being read. This page tells when."))


def _context(request: HttpRequest, scope: Scope) -> dict[str, Any]:
    shelf = kept.load(scope)
    source = queries.current_input(scope)
    instance = store.instance_of(source.hash) if source else None
    figures = source_services.figures_of(shelf)
    context: dict[str, Any] = {
        "scope": scope,
        "source": source,
        "may_edit": allows(cast(User, request.user), Action.EDIT_PLAN, scope),
        "files": file_rows(scope, shelf.of(MAP, TIMES), shelf),
        "work": last_work(shelf, MAP),
        "is_reading": map_reading.is_reading(scope, shelf, clock.now()),
        "was_stopped": map_reading.was_stopped(scope, shelf, clock.now()),
        "no_map": instance.no_map if instance else True,
        "most_mb": MOST_MB,
        "figures": figures,
    }
    if figures:
        far = sorted(figures.snapped, key=lambda each: (-each.metres, each.place))
        names = _names(instance)
        context |= {
            "km": list(figures.km.items()),
            "farthest": [
                (names.get(each.place, each.place), words.number(each.metres), each.far)
                for each in far[:FARTHEST]
            ],
            "placed": len(far),
            "beyond": sum(each.far for each in far),
            "without_land": [names.get(each, each) for each in figures.without_land],
        }
    return context


def _names(instance: Instance | None) -> dict[str, str]:
    if instance is None:
        return {}
    found = {each.code: each.name or each.code for each in instance.desa}
    found |= {each.code: f"PPK {each.name or each.code}" for each in instance.kecamatan}
    return found | {each.id: each.name or each.id for each in instance.warehouses}
